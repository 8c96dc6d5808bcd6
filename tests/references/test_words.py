import json
import math

import pytest

from posecheck.references.export import as_plain
from posecheck.references.library import all_references
from posecheck.references.schema import Band, Hold, SidePolicy
from posecheck.references.words import band_words, hold_words, measure_words, side_words, unit_words, value_words


@pytest.mark.parametrize(
    ("measure", "band", "words"),
    [
        ("knee_flexion", Band(low=130), "at least 130°"),
        ("knee_flexion", Band(high=34.6), "at most 35°"),
        ("trunk_elevation", Band(-20, 15), "−20° to 15°"),
        ("hip_heel_gap", Band(high=0.65), "at most 65 %"),
        ("knee_flexion", Band(), "any"),
    ],
)
def test_bands_read_as_a_person_would_say_them(measure: str, band: Band, words: str) -> None:
    assert band_words(measure, band) == words


def test_values_have_no_decimals_and_no_negative_zero() -> None:
    assert value_words("knee_flexion", 149.6) == "150°"
    assert value_words("trunk_elevation", -0.4) == "0°"
    assert value_words("head_lift", 0.06) == "6 %"


def test_measures_sides_and_units() -> None:
    assert measure_words("hip_heel_gap") == "hip heel gap"
    assert unit_words("hip_heel_gap") == " in % of the shank"
    assert unit_words("knee_flexion") == ""
    assert side_words("knee_flexion", SidePolicy.NEAR) == ""
    assert side_words("knee_flexion", SidePolicy.ACTIVE) == ", active side"
    assert side_words("knee_flexion", SidePolicy.BOTH) == ", both sides"
    assert side_words("trunk_elevation", SidePolicy.NEAR) == ""


def test_holds() -> None:
    assert hold_words(Hold(30, Band(20, 180))) == "30 s (20 to 180 s)"


def test_export_is_strict_json_without_infinities() -> None:
    for reference in all_references().contents:
        plain = json.loads(json.dumps(as_plain(reference), allow_nan=False))
        assert plain["name"] == reference.name
        assert plain["camera"]["views"] == sorted(reference.camera.views)
        green = reference.phases[0].gates[0].enter
        expected = [end if math.isfinite(end) else None for end in (green.low, green.high)]
        assert plain["phases"][0]["gates"][0]["enter"] == expected
