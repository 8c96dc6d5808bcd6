"""One picture of a clip or a camera, and the moment that it shows."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Frame:
    """A decoded frame.

    Attributes:
        image: Array of shape `(height, width, 3)`, BGR, C-contiguous (MediaPipe ignores strides), upright.
        time_s: Seconds from the start of the clip (the container's own times) or of the live session.
        index: 0 for the first frame.
    """

    image: Image
    time_s: float
    index: int
