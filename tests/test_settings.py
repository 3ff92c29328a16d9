"""Settings declared once: fields, controls and checks follow from one line each."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError

import pytest

from core.compute.keys import canonical
from core.params import BadValue, Choice, Param
from core.settings import Declared, control, param


class Example(Declared):
    """A field of every sort."""

    table: str
    alpha: float = control("Step size", "How far.", default=0.5, low=0.01, high=1.0, step=0.01)
    n: int = control("Runs", default=3, low=1, high=9)
    who: str = control("Who", "Learns.", ("q", "Q"), ("s", "SARSA", "On policy."), default="q")
    most: float | None = control("Most", default=None, kind="float", low=0.0, optional=True)
    shows: str = control("Shows", "", ("a", "A"), ("b", "B"), default="a", light=True)


def test_the_controls_are_the_fields_in_their_order():
    assert Example.PARAMS[0] == Param(
        "alpha", "Step size", "float", 0.5, "How far.", low=0.01, high=1.0, step=0.01
    )
    assert [item.id for item in Example.PARAMS] == ["alpha", "n", "who", "most", "shows"]
    assert Example.PARAMS[2].kind == "choice"
    assert Example.PARAMS[2].choices == (Choice("q", "Q"), Choice("s", "SARSA", "On policy."))


def test_values_become_settings_and_what_is_missing_its_default():
    found = Example.of({"n": 5, "elsewhere": "ignored"}, table="t")
    assert found == Example("t", n=5)
    assert (found.alpha, found.who, found.most) == (0.5, "q", None)


@pytest.mark.parametrize("values", [{"n": 0}, {"who": "x"}, {"alpha": "no number"}, {"n": 1.5}])
def test_an_illegal_value_is_refused(values):
    with pytest.raises(BadValue):
        Example.of(values, table="t")


def test_light_controls_do_not_reach_the_worker():
    assert Example("t", n=2, shows="b").work() == Example("t", n=2)


def test_settings_are_frozen_equal_by_value_and_travel():
    one = Example("t", n=2)
    with pytest.raises(FrozenInstanceError):
        one.n = 3
    assert hash(one) == hash(Example("t", n=2))
    assert pickle.loads(pickle.dumps(one)) == one
    assert canonical(one) == canonical(Example("t", n=2))
    assert canonical(one) != canonical(Example("t", n=3))


def test_a_control_can_be_borrowed_and_changed():
    assert param(Example, "n", advanced=True) == Param(
        "n", "Runs", "int", 3, low=1, high=9, advanced=True
    )
