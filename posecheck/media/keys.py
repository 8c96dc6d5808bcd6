"""Keys that mean something to a session, and how windows and terminals call them."""

from enum import StrEnum
from typing import Final


class Key(StrEnum):
    """A key that means something."""

    PAUSE = "space"
    RESTART = "r"
    SWITCH_SIDE = "s"
    NEXT = "n"
    MUTE = "m"
    HELP = "h"
    FULL_SCREEN = "f"
    PAIN = "p"
    SKIP = "k"
    AGAIN = "b"
    ENTER = "enter"
    QUIT = "q"
    ZERO = "0"
    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    SIX = "6"
    SEVEN = "7"
    EIGHT = "8"
    NINE = "9"
    OTHER = "other"

    @property
    def digit(self) -> int | None:
        """The number on it; None where there is none."""
        return int(self.value) if self.value.isdigit() else None


_X11_KEYPAD_ZERO: Final = 0xFFB0
CODES: Final = (
    {ord(" "): Key.PAUSE, 27: Key.QUIT, 10: Key.ENTER, 13: Key.ENTER, 0xFF8D: Key.ENTER}
    | {ord(letter): key for key in Key if len(key.value) == 1 for letter in (key.value, key.value.upper())}
    | {_X11_KEYPAD_ZERO + key.digit: key for key in Key if key.digit is not None}
)
