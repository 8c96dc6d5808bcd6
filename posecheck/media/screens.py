"""How large a window may be, so that all of it is seen on the screen that is there."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

SMALLEST_PX: Final = (1280, 640)
"""What the smallest usual laptop (1366x768) leaves; for where the screen cannot be asked."""

LARGEST_PX: Final = (1280, 860)

BARS_PX: Final = (80, 110)
"""Beside and above a window: panels or a dock of the desktop, and the window's title."""


def room_px() -> tuple[int, int]:
    """Return the width and height in pixels that a window may have; with several screens, on the smallest of them."""
    sizes = _screens_px()
    if not sizes:
        return SMALLEST_PX
    width_px, height_px = (
        min(largest, min(each) - bars)
        for largest, each, bars in zip(LARGEST_PX, zip(*sizes, strict=True), BARS_PX, strict=True)
    )
    return width_px, height_px


class _Screen(ctypes.Structure):
    """`XineramaScreenInfo` of X11's <X11/extensions/Xinerama.h>."""

    _fields_ = (
        ("number", ctypes.c_int),
        ("x", ctypes.c_short),
        ("y", ctypes.c_short),
        ("width", ctypes.c_short),
        ("height", ctypes.c_short),
    )


def _screens_px() -> list[tuple[int, int]]:
    """The size of each screen; empty where nobody tells."""
    if sys.platform == "win32":
        metrics = ctypes.windll.user32.GetSystemMetrics
        return [(metrics(0), metrics(1))]  # SM_CXSCREEN and SM_CYSCREEN: of the main one
    try:
        x11, xinerama = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXinerama.so.1")
    except OSError:  # macOS, or a Linux without them
        return []
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XFree.argtypes = x11.XCloseDisplay.argtypes = (ctypes.c_void_p,)
    xinerama.XineramaQueryScreens.argtypes = (ctypes.c_void_p, ctypes.POINTER(ctypes.c_int))
    xinerama.XineramaQueryScreens.restype = ctypes.POINTER(_Screen)
    display = x11.XOpenDisplay(None)
    if not display:
        return []
    count = ctypes.c_int()
    screens = xinerama.XineramaQueryScreens(display, ctypes.byref(count))
    sizes = [(screens[index].width, screens[index].height) for index in range(count.value)] if screens else []
    if screens:
        x11.XFree(screens)
    x11.XCloseDisplay(display)
    return sizes
