"""The sentences of a refused value name values that can be set."""

from __future__ import annotations

import pytest

from core.params import BadValue, Param
from core.settings import params
from core.stages.evaluation.threshold.settings import ThresholdSettings

DEPTH = Param("max_depth", "Depth", "int", None, low=1, high=50, optional=True)
FREE = Param("at", "At", "float", None, optional=True)


def test_a_parameter_without_a_default_names_its_lowest_value_to_try():
    with pytest.raises(BadValue, match=r"Depth must be a number, not 'deep'\. Try 1\."):
        DEPTH.check("deep")
    with pytest.raises(BadValue, match=r"Depth must be a whole number, not 2\.5\. Try 1\."):
        DEPTH.check(2.5)
    with pytest.raises(BadValue, match=r"At must be a number, not 'x'\. Try 0\."):
        FREE.check("x")


SLIDERS = params(ThresholdSettings, "threshold", "cost_miss", "cost_alarm")


@pytest.mark.parametrize("param", SLIDERS, ids=lambda param: param.id)
def test_every_value_that_can_be_set_is_legal(param):
    values = param.settable()
    assert [param.check(value) for value in values] == list(values)
    assert (values[0], values[-1]) == (param.low, param.high)
    assert len(set(values)) == len(values)


def test_an_open_range_has_no_list_of_values():
    with pytest.raises(ValueError, match="at has no ends or no step"):
        FREE.settable()
