"""What a cheap camera does to a clean picture: motion smear, dim light, noise, compression."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .clip import Sensor

Picture = NDArray[np.uint8]


def degrade(picture: Picture, before: Picture | None, sensor: Sensor, seed: int) -> Picture:
    """Return the picture `(H, W, 3)` as a sensor would have seen it.

    Args:
        picture: a clean frame.
        before: the clean frame before it, smeared in by `sensor.blur` (0..0.5).
        sensor: `dim` darkens by that share (0..1), `noise` is the standard deviation in grey levels of 255,
            `jpeg_quality` > 0 compresses.
        seed: of the noise, so that a clip can be made again.
    """
    image = picture.astype(np.float64)
    if before is not None and sensor.blur > 0:
        image = (1 - sensor.blur) * image + sensor.blur * before
    image *= 1 - sensor.dim
    if sensor.noise > 0:
        rng = np.random.default_rng(seed)
        grain = rng.normal(0, sensor.noise, image.shape[:2])[..., None]
        image += 0.7 * grain + 0.6 * rng.normal(0, sensor.noise, image.shape)
    seen = np.clip(image, 0, 255).astype(np.uint8)
    if sensor.jpeg_quality:
        buffer = io.BytesIO()
        Image.fromarray(seen).save(buffer, "JPEG", quality=sensor.jpeg_quality)
        seen = np.asarray(Image.open(buffer).convert("RGB"))
    return seen
