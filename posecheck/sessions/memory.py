"""Keeping memory from growing with the length of a clip, although nothing is leaked.

The C library of Linux keeps a heap for each thread and seldom gives anything back. Models and decoders come and go with
threads of their own, so a long clip would take some 30 MB more with every segment.
"""

import ctypes
import sys
from contextlib import suppress
from typing import Final

ARENA_MAX: Final = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""

HEAPS: Final = 2


def share_heaps() -> None:
    """Let the threads that begin from now on share a few heaps."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library, such as musl
            ctypes.CDLL(None).mallopt(ARENA_MAX, HEAPS)


def give_back() -> None:
    """Hand what was freed back to the system."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
