"""One picture of a clip or a camera, and the moment that it shows."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

Order = Literal["bgr", "rgb"]
"""Order of the colours: OpenCV takes BGR, MediaPipe RGB."""


@dataclass(frozen=True, eq=False)
class Frame:
    """A decoded frame.

    Attributes:
        image: Array of shape `(height, width, 3)`, C-contiguous (MediaPipe ignores strides), upright.
        time_s: Seconds from the start of the clip (the container's own times) or of the live session.
        index: 0 for the first frame.
        order: Order of the colours; RGB only where a source was asked for it.
    """

    image: Image
    time_s: float
    index: int
    order: Order = "bgr"
