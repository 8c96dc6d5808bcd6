"""Keeping memory from growing with the length of a clip, although nothing is leaked.

The C library of Linux keeps a heap for each thread and seldom gives anything back. Models and decoders come and go with
threads of their own, so a long clip would take some 30 MB more with every segment.

Frames, on the other hand, are taken and freed all the time. By default each goes back to the system at once, and the
next one comes as fresh pages to be cleared: half a millisecond a frame in 720p.
"""

import ctypes
import sys
from contextlib import suppress
from typing import Final

TRIM_THRESHOLD: Final = -1
MMAP_THRESHOLD: Final = -3
ARENA_MAX: Final = -8
"""`M_TRIM_THRESHOLD`, `M_MMAP_THRESHOLD` and `M_ARENA_MAX` of glibc's malloc.h."""

HEAPS: Final = 2

KEPT_BYTES: Final = 16 * 2**20
"""So much may lie free at the end of a heap: two frames in Full HD. With more the peak grows, and nothing is faster."""

LARGEST_ON_HEAP_BYTES: Final = 32 * 2**20
"""The most that glibc allows; a frame in 4K is 25 MB."""


def share_heaps() -> None:
    """Let the threads that begin from now on share a few heaps, and let these keep what the next frame will need."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library, such as musl
            library = ctypes.CDLL(None)
            library.mallopt(ARENA_MAX, HEAPS)
            library.mallopt(MMAP_THRESHOLD, LARGEST_ON_HEAP_BYTES)
            library.mallopt(TRIM_THRESHOLD, KEPT_BYTES)


def give_back() -> None:
    """Hand what was freed back to the system."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
