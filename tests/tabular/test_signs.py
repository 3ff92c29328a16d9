"""Nothing has no sign: what is only a rounding error is no push in either direction."""

from __future__ import annotations

import numpy as np
import pytest

from core.stages.explainable_ai.global_.scene import _human
from core.stages.explainable_ai.local.run import disagreement
from core.tabular.explain.importance import without_dust
from core.tabular.explain.lime import LimeWeights


def lime(*weights):
    own = np.array(weights, dtype=float)
    names = tuple("abcdef"[: len(own)])
    return LimeWeights(names, names, own, 0.0, 0.0, 1.0, np.array([own]), ())


def test_a_rounding_error_does_not_oppose_a_push():
    """A column left out as an id: SHAP −9e-13 beside LIME +2.7."""
    found = disagreement(np.array([10.0, -9e-13, 4.0]), lime(9.0, 2.7, 3.0), 3)
    assert found.opposed == ()


def test_a_slight_push_does_not_oppose_a_large_one():
    """Below a hundredth of a method's largest push no bar can be seen, and none is told of."""
    found = disagreement(np.array([10.0, -0.05, 4.0]), lime(9.0, 2.7, 3.0), 3)
    assert found.opposed == ()
    found = disagreement(np.array([10.0, -0.5, 4.0]), lime(9.0, 2.7, 3.0), 3)
    assert found.opposed == ("b",)


def test_the_unit_of_the_target_does_not_matter():
    for unit in (1e-9, 1.0, 1e9):
        found = disagreement(unit * np.array([10.0, -2.0, 4.0]), lime(9.0, 2.7, 3.0), 3)
        assert found.opposed == ("b",)


def test_dust_fills_no_place_among_the_largest():
    """With one real push, the other places of the top three stay empty on both sides."""
    found = disagreement(np.array([1.0, 0.0, 1e-17, -1e-18]), lime(1.0, 0.2, 0.1, 0.0), 3)
    assert found.overlap == pytest.approx(1 / 3)
    found = disagreement(np.array([1.0, 0.0, 0.0, 0.0]), lime(2.0, 0.0, 0.0, 0.0), 3)
    assert found.overlap == 1.0
    nothing = disagreement(np.zeros(3), lime(0.0, 0.0, 0.0), 3)
    assert (nothing.overlap, nothing.opposed) == (1.0, ())


def test_dust_beside_the_largest_of_its_list_is_zero():
    assert without_dust(np.array([1.0, -9e-13, 3e-9])).tolist() == [1.0, 0.0, 3e-9]


def test_a_push_that_is_nothing_is_written_without_a_sign():
    assert _human(-1e-17, 0.5) == "0"
    assert _human(-3e-12, 1e-11) == "-3e-12", "small in a small unit is no dust"
