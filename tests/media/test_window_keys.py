"""Which key codes mean what."""

import pytest

from posecheck.media.keys import CODES, Key


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (ord("p"), Key.PAIN),
        (ord("P"), Key.PAIN),
        (ord("k"), Key.SKIP),
        (ord("b"), Key.AGAIN),
        (ord(" "), Key.PAUSE),
        (27, Key.QUIT),
        (13, Key.ENTER),
        (0xFF8D, Key.ENTER),
        (ord("7"), Key.SEVEN),
        (0xFFB7, Key.SEVEN),
    ],
)
def test_letters_numbers_and_the_keypad(code: int, key: Key) -> None:
    assert CODES[code] is key


def test_number_keys_have_their_number_and_no_other_key_has_one() -> None:
    assert sorted(key.digit for key in Key if key.digit is not None) == list(range(10))
    assert (Key.ZERO.digit, Key.NINE.digit, Key.ENTER.digit) == (0, 9, None)
