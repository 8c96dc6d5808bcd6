"""Somebody else in the picture is told of once, and only when it is certain."""

from posecheck.coach.company import SETTLED_S, SOMEBODY_ELSE, Company

COUNT_S = 5.0
"""How often people are counted; what was counted is believed until the next time."""


def told(*counts: int | None, free: bool = True) -> list[tuple[float, str]]:
    company, said = Company(), []
    for tenth in range(round(10 * COUNT_S) * len(counts)):
        time_s = tenth / 10
        words = company.update(counts[int(time_s // COUNT_S)], time_s, free=free)
        if words:
            said.append((time_s, words))
    return said


def test_who_walks_in_is_told_of_once() -> None:
    assert told(None, 1, 1, 2, 2, 2, 3, 1, 2, 2, 2) == [(3 * COUNT_S + SETTLED_S, SOMEBODY_ELSE)]


def test_a_single_count_says_nothing() -> None:
    assert told(1, 2, 1, 2, 1, 0, 2, 1) == []


def test_who_was_there_from_the_start_is_the_set_up_checks_affair() -> None:
    assert told(None, 2, 2, 2, 2) == []


def test_it_waits_until_nothing_is_more_important() -> None:
    assert told(1, 2, 2, 2, free=False) == []
    company = Company()
    company.update(1, 0.0, free=True)
    company.update(2, 1.0, free=False)
    assert company.update(2, 1.0 + SETTLED_S, free=False) == ""
    assert company.update(2, 30.0, free=True) == SOMEBODY_ELSE
