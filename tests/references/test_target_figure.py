import math
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecheck.measures.body import Body, Side, View
from posecheck.measures.geometry import Point, distance
from posecheck.measures.registry import all_measures
from posecheck.pose.landmarks import LANDMARK_COUNT, Landmark, Landmarks
from posecheck.references.figure import NEAR_SIDE, RADII, SHANK, THIGH, extent, target_figure
from posecheck.references.library import shipped_folder
from posecheck.references.loader import load_reference
from posecheck.references.schema import (
    Band,
    Camera,
    Check,
    Gate,
    Phase,
    Provenance,
    Reference,
    Region,
    SidePolicy,
    Variant,
)

SHIPPED = [load_reference(path) for path in sorted(shipped_folder().glob("*.toml"))]
TARGETS = [
    pytest.param(reference, variant.name, phase, id=f"{reference.name}-{variant.name}-{phase}")
    for reference in SHIPPED
    for variant in reference.variants
    if View.SIDE in reference.camera_of(variant).views  # figures are drawn from the side, and only where that is seen
    for phase in variant.phases
]
HELD = [
    pytest.param(reference, variant, phase, id=f"{reference.name}-{variant.name}-{phase.name}")
    for reference in SHIPPED
    for variant in reference.variants
    if View.SIDE in reference.camera_of(variant).views
    for phase in reference.phases_of(variant)
    if phase.hold is not None
]

FOLLOWS_FROM_ANGLES = {"hip_heel_gap", "ear_arm_gap"}
"""Distances that the joint angles settle already; their own targets are only met roughly."""

EPSILON = 1e-9


def as_body(figure: Mapping[str, Point]) -> Body:
    """The figure as a camera at its side would see it."""
    points = np.zeros((LANDMARK_COUNT, 2))
    world = np.zeros((LANDMARK_COUNT, 3))
    for landmark in Landmark:
        name = landmark.name.lower()
        points[landmark] = figure.get(name, figure["nose"])
        # The near side is towards the camera.
        world[landmark, 2] = -0.15 if name.startswith(NEAR_SIDE) else 0.15
    ones = np.ones(LANDMARK_COUNT)
    return Body(Landmarks(points * 200 + 1000, world, ones, ones, 2000, 2000))


def measured(figure: Mapping[str, Point], measure: str, side: Side | None = None) -> float:
    value = all_measures()[measure].take(as_body(figure), side).value
    assert value is not None
    return value


def limb(variant: Variant, policy: SidePolicy) -> Side:
    active = variant.side or NEAR_SIDE
    return {
        SidePolicy.ACTIVE: active,
        SidePolicy.OTHER: active.other,
        SidePolicy.LEFT: Side.LEFT,
        SidePolicy.RIGHT: Side.RIGHT,
        SidePolicy.FAR: NEAR_SIDE.other,
    }.get(policy, NEAR_SIDE)


@pytest.mark.parametrize(("reference", "variant", "phase"), HELD)
def test_the_figure_has_the_targets_it_was_made_from(reference: Reference, variant: Variant, phase: Phase) -> None:
    figure = target_figure(reference, variant.name, phase.name)
    for check in phase.checks:
        value = measured(figure, check.measure, limb(variant, check.side))
        if check.measure in FOLLOWS_FROM_ANGLES:
            assert value in check.green, check.name
        else:
            tolerance = 1.0 if all_measures()[check.measure].unit == "deg" else 0.02
            assert value == pytest.approx(check.target, abs=tolerance), check.name


@pytest.mark.parametrize(("reference", "variant", "phase"), HELD)
def test_the_figure_is_in_its_own_pose(reference: Reference, variant: Variant, phase: Phase) -> None:
    figure = target_figure(reference, variant.name, phase.name)
    for gate in phase.gates:
        assert measured(figure, gate.measure, limb(variant, gate.side)) in gate.enter, gate.measure


@pytest.mark.parametrize(("reference", "variant", "phase"), TARGETS)
def test_it_rests_on_the_floor_with_its_hips_at_the_origin(reference: Reference, variant: str, phase: str) -> None:
    figure = target_figure(reference, variant, phase)
    assert max(y + RADII.get(name.partition("_")[2], 0.0) for name, (_, y) in figure.items()) == pytest.approx(0.0)
    assert figure["left_hip"][0] == figure["right_hip"][0] == 0.0
    assert as_body(figure).facing == 1


def test_standing_is_in_balance_and_flat_on_the_feet() -> None:
    reference = next(each for each in SHIPPED if each.name == "sun-salute-backbend")
    for phase in ("stand", "reach", "bend"):
        figure = target_figure(reference, "with-bend", phase)
        heel, toe = figure["right_heel"], figure["right_foot_index"]
        assert heel[1] + RADII["heel"] == pytest.approx(toe[1] + RADII["foot_index"], abs=0.02)
        assert -0.5 < figure["right_ankle"][0] < 0.1
    # Leaning back, the hips go forward over the feet.
    upright = target_figure(reference, "with-bend", "reach")["right_ankle"][0]
    assert target_figure(reference, "with-bend", "bend")["right_ankle"][0] < upright


@pytest.mark.parametrize("side", list(Side))
def test_one_knee_is_hugged_and_the_other_leg_is_long(side: Side) -> None:
    reference = next(each for each in SHIPPED if each.name == "knee-hug")
    figure = target_figure(reference, side.value, "hug")
    assert measured(figure, "knee_flexion", side) > 60
    assert measured(figure, "knee_flexion", side.other) == pytest.approx(0.0, abs=1e-5)
    assert figure[f"{side}_knee"][1] < figure[f"{side.other}_knee"][1]


def test_only_what_the_variant_goes_through_can_be_drawn() -> None:
    reference = next(each for each in SHIPPED if each.name == "sun-salute-backbend")
    for variant, phase in (("reach-only", "bend"), ("no-such", "bend"), ("with-bend", "no-such")):
        with pytest.raises(KeyError):
            target_figure(reference, variant, phase)


def check(measure: str, target: float) -> Check:
    return Check(measure.replace("_", "-"), measure, measure, target, Band(), Band(), 1.0, Region.CORE)


def reference_of(gates: tuple[Gate, ...], **targets: float) -> Reference:
    phase = Phase("hold", "Hold", "Hold.", gates, tuple(check(name, target) for name, target in targets.items()))
    return Reference(
        name="made-up",
        title="Made up",
        summary="",
        safety="",
        ending="",
        repetitions=1,
        camera=Camera(frozenset(), "", ""),
        variants=(Variant("only", "Only", ("hold",)),),
        phases=(phase,),
        provenance=Provenance((), ""),
    )


@given(
    trunk_inclination=st.floats(-110, 110),
    hip_flexion=st.floats(-30, 150),
    knee_flexion=st.floats(0, 155),
    shoulder_flexion=st.floats(-60, 190),
    elbow_flexion=st.floats(0, 150),
    neck_extension=st.floats(-50, 60),
    ankle_dorsiflexion=st.floats(-60, 20),
)
def test_any_angles_come_back_out(**targets: float) -> None:
    figure = target_figure(reference_of((), **targets), "only", "hold")
    for measure, target in targets.items():
        assert measured(figure, measure, NEAR_SIDE) == pytest.approx(target, abs=0.01)
    for side in Side:
        assert distance(figure[f"{side}_hip"], figure[f"{side}_knee"]) == pytest.approx(THIGH)
        assert distance(figure[f"{side}_knee"], figure[f"{side}_ankle"]) == pytest.approx(SHANK)
    assert max(y for _, y in figure.values()) <= EPSILON


@given(gap=st.floats(0.0, 0.3), hip=st.floats(60, 150), knee=st.floats(30, 150))
def test_arms_hug_as_far_as_they_reach(gap: float, hip: float, knee: float) -> None:
    supine = (Gate("chest_elevation", Band(45, 90), Band(45, 90)),)
    reference = reference_of(supine, trunk_elevation=0.0, hip_flexion=hip, knee_flexion=knee, hug_gap=gap)
    figure = target_figure(reference, "only", "hold")
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in figure.values())
    assert measured(figure, "elbow_flexion", NEAR_SIDE) >= -EPSILON
    stretched = measured(figure, "elbow_flexion", NEAR_SIDE) < 1.0
    assert stretched or measured(figure, "hug_gap", NEAR_SIDE) <= gap + 0.01


def test_gates_stand_in_for_missing_checks() -> None:
    gates = (
        Gate("trunk_inclination", Band(20, 60), Band(20, 60)),
        Gate("hip_flexion", Band(80, 120), Band(80, 120)),
    )
    figure = target_figure(reference_of(gates), "only", "hold")
    assert measured(figure, "trunk_inclination") == pytest.approx(20)
    assert measured(figure, "hip_flexion", NEAR_SIDE) == pytest.approx(80)


def test_a_check_on_one_measure_outweighs_a_gate_on_another() -> None:
    gates = (Gate("trunk_elevation", Band(-30, 30), Band(-30, 30)), Gate("chest_elevation", Band(45, 90), Band(45, 90)))
    figure = target_figure(reference_of(gates, tailbone_lift=0.3, hip_flexion=20.0), "only", "hold")
    assert measured(figure, "tailbone_lift") == pytest.approx(0.3, abs=0.01)


def test_a_plank_whose_slope_nobody_says_stands_on_hands_and_toes() -> None:
    """A draft has only a gate for the trunk, and level, which that lets in, would leave the feet in the air."""
    gates = (
        Gate("trunk_elevation", Band(-14.0, 46.0), Band(-24.0, 56.0)),
        Gate("chest_elevation", Band(-90.0, -44.0), Band(-90.0, -34.0)),
    )
    asked = {"shoulder_flexion": 78.0, "hip_flexion": 6.0, "knee_flexion": 5.0, "elbow_flexion": 4.0}
    figure = target_figure(reference_of(gates, **asked), "only", "hold")
    hand = max(figure[name][1] + RADII[name.partition("_")[2]] for name in ("right_wrist", "right_index"))
    assert hand == pytest.approx(0.0, abs=0.01)
    assert figure["right_foot_index"][1] + RADII["foot_index"] == pytest.approx(0.0, abs=0.01)
    assert measured(figure, "trunk_elevation") in gates[0].enter
    for measure, target in asked.items():
        assert measured(figure, measure, NEAR_SIDE) == pytest.approx(target, abs=1e-5)


@pytest.mark.parametrize(("reference", "variant", "phase"), TARGETS)
def test_its_extent_holds_all_of_its_flesh(reference: Reference, variant: str, phase: str) -> None:
    figure = target_figure(reference, variant, phase)
    left, top, right = extent(figure)
    ends = [
        (x - left - radius, y - top - radius, right - x - radius)
        for name, (x, y) in figure.items()
        for radius in [RADII.get(name.partition("_")[2], 0.0)]
    ]
    assert np.min(ends, axis=0) == pytest.approx((0.0, 0.0, 0.0))
