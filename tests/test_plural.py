"""Numbers of things in words."""

import pytest

from posecheck.plural import how_many


@pytest.mark.parametrize(
    ("count", "things", "words"),
    [
        (0, ("hold",), "0 holds"),
        (1, ("hold",), "1 hold"),
        (2, ("hold",), "2 holds"),
        (1, ("stretch", "stretches"), "1 stretch"),
        (3, ("stretch", "stretches"), "3 stretches"),
    ],
)
def test_one_thing_is_called_otherwise_than_several(count: int, things: tuple[str, ...], words: str) -> None:
    assert how_many(count, *things) == words
