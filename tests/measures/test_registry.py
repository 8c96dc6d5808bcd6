"""The registry: every measure says what it is, and a measurement whether it is known."""

import inspect

import pytest

from posecheck.measures.body import Body, CannotMeasure, Unknown
from posecheck.measures.registry import all_measures
from tests.support.bodies import (
    StickBody,
)


@pytest.mark.parametrize("name", all_measures())
def test_every_measure_says_what_it_is(name: str) -> None:
    measure = all_measures()[name]
    assert measure.name == name == measure.function.__name__
    assert measure.definition == inspect.getdoc(measure.function)
    assert len(measure.definition) > 40
    assert measure.definition.endswith(".")
    assert measure.unit in {"deg", "trunk", "shank", "shoulder width", "hip width"}
    assert measure.views
    assert measure.sided is ("side" in inspect.signature(measure.function).parameters)


def test_no_two_measures_share_a_function() -> None:
    functions = [measure.function for measure in all_measures().values()]
    assert len(set(functions)) == len(functions)


def test_a_sided_measure_needs_a_side() -> None:
    with pytest.raises(ValueError, match="knee_flexion needs a side"):
        all_measures()["knee_flexion"].take(Body(StickBody().landmarks()))


def test_the_table_of_measures_cannot_be_spoilt_from_outside() -> None:
    all_measures().clear()
    assert "knee_flexion" in all_measures()


def test_cannot_measure_names_the_landmark() -> None:
    assert str(CannotMeasure(Unknown.HIDDEN, "left knee")) == "left knee: hidden"
    assert str(CannotMeasure(Unknown.WRONG_VIEW)) == "cannot be seen from here"
