"""Turning a decoded picture the way the phone was held."""

import numpy as np
from numpy.typing import NDArray

from posecheck.media.frame import Image

DisplayMatrix = NDArray[np.int32]


def upright(image: Image, matrix: DisplayMatrix | None) -> Image:
    """Return the picture turned and mirrored as its display matrix says, C-contiguous.

    Only quarter turns occur in practice; a matrix between them is taken for the nearest.

    Args:
        image: Array of shape `(height, width, 3)`.
        matrix: Array of shape `(9,)`: the container's display matrix (libavutil/display.h), None for "as it is".
    """
    if matrix is not None:
        # It maps the point (x, y) to (a x + c y, b x + d y), so a negative entry is a mirrored axis.
        a, b, c, d = (int(matrix[index]) for index in (0, 1, 3, 4))
        swaps_axes = abs(b) > abs(a)
        if swaps_axes:
            image = image.transpose(1, 0, 2)
        mirror_x, mirror_y = (c < 0, b < 0) if swaps_axes else (a < 0, d < 0)
        image = image[:: -1 if mirror_y else 1, :: -1 if mirror_x else 1]
    return np.ascontiguousarray(image)
