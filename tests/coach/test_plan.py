"""Plans: which variants count, on which side, and in which order."""

from dataclasses import replace

import pytest

from posecheck.coach.plan import make_plan
from posecheck.errors import UsageError
from tests.support.clips import shipped_reference


@pytest.mark.parametrize(
    ("pose", "variant", "side", "steps"),
    [
        ("child-pose", None, None, [(("arms-forward", "arms-back"), None)]),
        ("child-pose", "arms-back", None, [(("arms-back",), None)]),
        ("knee-hug", None, None, [(("left",), "left"), (("right",), "right")]),
        ("knee-hug", None, "both", [(("left",), "left"), (("right",), "right")]),
        ("knee-hug", None, "right", [(("right",), "right")]),
        ("knee-hug", "both", None, [(("both",), "both")]),
        ("sun-salute-backbend", None, None, [(("with-bend",), None)]),
    ],
)
def test_plans(
    pose: str, variant: str | None, side: str | None, steps: list[tuple[tuple[str, ...], str | None]]
) -> None:
    plan = make_plan(shipped_reference(pose), variant, side)
    assert [(step.variants, step.side) for step in plan.steps] == steps
    assert {each.name for each in plan.reference.variants} == {name for names, _ in steps for name in names}


def test_a_stretch_that_has_one_side_only_is_done_on_that() -> None:
    both = shipped_reference("knee-hug")
    left = replace(both, variants=(both.variant("left"),))
    assert [step.side for step in make_plan(left).steps] == ["left"]
    with pytest.raises(UsageError, match="on the left side only"):
        make_plan(left, side="both")
