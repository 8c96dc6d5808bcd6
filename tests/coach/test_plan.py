"""Plans: which variants count, on which side, and in which order."""

import pytest

from posecheck.coach.plan import make_plan
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
