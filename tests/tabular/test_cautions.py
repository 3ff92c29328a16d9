"""Lines on columns that repeat each other: right where they can be, and said where they cannot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import r2_score
from statsmodels.datasets import longley

from core.tabular.cautions import MOST_CONDITION, condition_number
from core.tabular.experiment import Experiment, ModelChoice, Step
from core.tabular.fit import Fitted, fit
from core.tabular.models.catalogue import MODELS
from tests.tabular import nist
from tests.tabular.model_tables import build, case, table

CLOSE = "repeat each other so closely"


def _line(X: np.ndarray, y: np.ndarray, **params: object) -> np.ndarray:
    """Return the constant and the weights that the catalogue's line has for raw columns."""
    pipeline = build("linear", "regression", **params).fit(X, y)
    scaler, line = pipeline[0], pipeline[-1]
    weights = line.coef_ / scaler.scale_
    shift = 0.0 if scaler.mean_ is None or not scaler.with_mean else weights @ scaler.mean_
    return np.array([line.intercept_ - shift, *weights])


def _digits(found: np.ndarray, certified: np.ndarray) -> float:
    return float(-np.log10(np.max(np.abs(found / certified - 1)) + 1e-16))


def test_filips_ten_powers_have_their_certified_weights() -> None:
    X = nist.powers(nist.FILIP_X, 10)
    assert _digits(_line(X, nist.FILIP_Y), nist.FILIP_WEIGHTS) > 6
    model = build("linear", "regression").fit(X, nist.FILIP_Y)
    assert r2_score(nist.FILIP_Y, model.predict(X)) == pytest.approx(nist.FILIP_R2, abs=1e-9)


@pytest.mark.parametrize(("noise", "least"), [(0, 8), (1, 8), (100, 7), (10_000, 5)])
def test_wamplers_fifth_powers_have_their_certified_weights(noise, least) -> None:
    X = nist.powers(nist.WAMPLER_X, 5)
    y = 1 + X.sum(axis=1) + noise * nist.WAMPLER_NOISE
    assert _digits(_line(X, y), np.ones(6)) > least


def test_wampler2_has_its_certified_weights() -> None:
    X = nist.powers(nist.WAMPLER_X, 5)
    certified = 10.0 ** -np.arange(6)
    assert _digits(_line(X, np.round(1 + X @ certified[1:], 5)), certified) > 9


def test_longley_has_its_certified_weights() -> None:
    data = longley.load_pandas()
    assert _digits(_line(data.exog.to_numpy(), data.endog.to_numpy()), nist.LONGLEY_WEIGHTS) > 9


@pytest.mark.parametrize("name", nist.NO_INTERCEPT)
def test_a_line_without_an_intercept_has_nists_slope(name) -> None:
    x, y, slope = nist.NO_INTERCEPT[name]
    np.testing.assert_allclose(_line(x[:, None], y, fit_intercept=False), [0, slope], rtol=1e-13)


def _on(frame: pd.DataFrame, *steps: Step, model: str = "linear", **params: object) -> Fitted:
    features = tuple(frame.columns.drop("y"))
    choice = ModelChoice(model, tuple(params.items()))  # type: ignore[arg-type]
    return fit(Experiment("sample:t", "t", "y", "regression", features, steps, choice), frame)


def _said(fitted: Fitted, words: str) -> str:
    return next((note for note in fitted.notes if words in note), "")


def _years(degree: int) -> pd.DataFrame:
    year = np.tile(np.arange(1990.0, 2024.0), 3)
    noise = np.random.default_rng(0).normal(size=len(year))
    names = [f"year{k}" for k in range(1, degree + 1)]
    return pd.DataFrame(nist.powers(year, degree), columns=names).assign(y=year / 10 + noise)


def test_nothing_is_said_of_filip_because_nothing_is_lost() -> None:
    frame = pd.DataFrame(nist.powers(nist.FILIP_X, 10), columns=[f"x{k}" for k in range(1, 11)])
    assert not _said(_on(frame.assign(y=nist.FILIP_Y)), CLOSE)


def test_ten_powers_of_years_are_warned_of_and_ridge_is_not() -> None:
    note = _said(_on(_years(10)), CLOSE)
    assert "fewer than three digits of its weights can be trusted" in note
    assert note.endswith("Leave some of them out, or choose Ridge.")
    assert not _said(_on(_years(10), Step("standard"), model="ridge"), CLOSE)
    assert not _said(_on(_years(4)), CLOSE)


def test_scaling_before_the_powers_is_advised_and_helps() -> None:
    moment = 1.7e9 + np.linspace(0, 1e5, 120)
    bend = np.sin(np.linspace(0, 3, 120))
    frame = pd.DataFrame({"moment": moment, "y": bend})
    powers = Step("polynomials", (("degree", 4),))
    before = _on(frame, powers)
    assert _said(before, CLOSE).endswith("Put 'Standard' before 'Powers and products'.")
    after = _on(frame, Step("standard"), powers)
    assert not _said(after, CLOSE)
    assert r2_score(after.y_test, after.predict(after.X_test)) > 0.99


def test_levels_and_copies_are_no_reason_to_warn() -> None:
    frame = table(0).assign(again=table(0)["x0"] * 3)
    fitted = fit(case(frame, "regression", "linear"), frame)
    assert not _said(fitted, CLOSE)


def test_the_condition_number_is_numpys_on_columns_of_length_one() -> None:
    X = 3 + np.random.default_rng(0).normal(size=(50, 4)) * [1, 1e5, 1e-7, 3]
    wide = np.column_stack([np.ones(50), X])
    expected = np.linalg.cond(wide / np.linalg.norm(wide, axis=0))
    assert condition_number(pd.DataFrame(X)) == pytest.approx(expected)
    assert condition_number(pd.DataFrame(X[:, :1]), intercept=False) == 1
    assert condition_number(pd.DataFrame(X[:4])) == 1
    assert condition_number(pd.DataFrame(np.ones((9, 3)))) == 1


def test_no_digit_is_lost_where_nothing_is_said() -> None:
    """Against the same curves drawn by powers that are centred before they are taken."""
    year = np.arange(1990, 2024)
    for degree, silent in ((3, True), (4, True), (6, False)):
        X = nist.powers(year.astype(float), degree)
        y = np.sin(year / 4)
        near = nist.powers((year - 2006.5) / 10, degree)  # the same curves, told well apart
        right = near @ np.linalg.lstsq(near - near.mean(0), y - y.mean())[0]
        ours = build("linear", "regression").fit(X, y).predict(X)
        off = np.abs(ours - ours.mean() - right + right.mean()).max()
        assert (condition_number(pd.DataFrame(X)) <= MOST_CONDITION) == silent == (off < 1e-3)


def test_a_tiny_column_counts_without_scaling() -> None:
    """The library drops directions below a millionth of the widest unless told otherwise."""
    random = np.random.default_rng(1)
    frame = pd.DataFrame({"a": random.normal(size=80) * 1e4, "b": random.normal(size=80) * 1e-5})
    frame["y"] = frame["a"] / 1e4 + frame["b"] * 1e5
    fitted = _on(frame)
    assert r2_score(fitted.y_test, fitted.predict(fitted.X_test)) == pytest.approx(1)
    assert not fitted.notes


def test_a_line_through_zero_says_that_a_step_moved_zero_and_taking_it_out_helps() -> None:
    x = np.linspace(60, 70, 40)
    frame = pd.DataFrame({"x": x, "y": 2 * x})
    moved = _on(frame, Step("standard"), fit_intercept=False)
    assert "'Standard' has moved that zero: take the step out." in moved.notes[-1]
    assert r2_score(moved.y_test, moved.predict(moved.X_test)) < 0
    left = _on(frame, fit_intercept=False)
    assert not left.notes
    assert r2_score(left.y_test, left.predict(left.X_test)) == pytest.approx(1)


SPLITTING = [spec for spec in MODELS if spec.finest_target]


@pytest.mark.parametrize("spec", SPLITTING, ids=lambda spec: spec.id)
def test_a_target_too_fine_for_splits_is_said_and_the_advice_helps(spec) -> None:
    frame = table(3).assign(amount=table(3)["amount"] * 1e-12)
    tiny = case(frame, "regression", spec.id)
    fitted = fit(tiny, frame)
    assert r2_score(fitted.y_test, fitted.predict(fitted.X_test)) <= 0
    assert _said(fitted, "Choose Histogram gradient boosting, which takes any unit.")
    other = fit(replace(tiny, model=ModelChoice("hist_gradient_boosting")), frame)
    assert r2_score(other.y_test, other.predict(other.X_test)) > 0.3
    assert not other.notes
    assert not _said(fit(case(table(3), "regression", spec.id), table(3)), "Histogram")


def test_a_settled_gaussian_process_is_not_called_unsettled() -> None:
    frame = table(4).assign(amount=1.0 * table(4)["rooms"])
    fitted = fit(case(frame, "regression", "gaussian_process"), frame)
    assert not _said(fitted, "before it had settled")


def test_what_to_do_about_an_unsettled_fit_can_be_done_and_helps() -> None:
    short = fit(case(table(5), "classification", "logistic", max_iter=10, C=None), table(5))
    assert short.notes[-1] == (
        "Logistic regression stopped before it had settled: give it more rounds, or choose a "
        "smaller C."
    )
    longer = fit(case(table(5), "classification", "logistic", C=None), table(5))
    assert not longer.notes
    bare = replace(case(table(5), "regression", "huber"), recipe=())
    frame = table(5).assign(x0=table(5)["x0"] * 1e9)
    note = _said(fit(bare, frame), "before it had settled")
    assert not note or "put 'Standard' first in the recipe" in note
    assert not fit(replace(bare, recipe=(Step("standard"),)), frame).notes
