"""What comes from the player is checked like any input."""

from __future__ import annotations

import math

import pytest

from core.ui.player import Pick, _pick

CLICK = {"pick": "network", "x": 1, "y": 2.5, "step": 7, "nonce": 1}


def test_a_click_is_read():
    assert _pick(CLICK) == Pick("network", 1.0, 2.5, 7)
    set_to = {**CLICK, "of": "weights", "index": 3, "value": -1}
    assert _pick(set_to) == Pick("network", 1.0, 2.5, 7, "weights", 3, -1.0)


@pytest.mark.parametrize("wrong", [
    {"pick": 3}, {"x": "1"}, {"x": math.nan}, {"y": None}, {"step": math.inf}, {"of": 1},
    {"index": "0"}, {"index": 1.5},
])  # fmt: skip
def test_a_click_that_makes_no_sense_is_nothing(wrong):
    assert _pick({**CLICK, **wrong}) is None
    assert _pick("x") is None


@pytest.mark.parametrize("value", [None, math.inf, "3", [1]])
def test_a_value_that_is_no_number_sets_nothing(value):
    assert _pick({**CLICK, "value": value}).value is None
