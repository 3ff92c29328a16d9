"""Shapley values against brute force, against shap itself, and their laws."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.compute.progress import capturing
from core.tabular.explain.shapley import (
    EXACT_LIMIT,
    exact_evaluations,
    exact_shapley,
    permutation_evaluations,
    permutation_shapley,
)
from core.tabular.explain.tree import load_shap

RANDOM = np.random.default_rng(7)
NUMBERS = pd.DataFrame(RANDOM.normal(size=(40, 5)), columns=list("abcde"))


def interacting(frame: pd.DataFrame) -> np.ndarray:
    """A model with an interaction of three columns."""
    return (
        frame["a"] + 2 * frame["b"] * frame["c"] + frame["a"] * frame["d"] * frame["e"]
    ).to_numpy()


def mixed_frame() -> pd.DataFrame:
    n = 30
    frame = pd.DataFrame(
        {
            "size": RANDOM.normal(50, 10, n),
            "rooms": RANDOM.integers(1, 6, n),
            "new": RANDOM.random(n) < 0.5,
            "town": pd.Series(RANDOM.choice(["Ulm", "Bonn", "Trier"], n), dtype="str"),
            "sold": pd.to_datetime("2024-01-01") + pd.to_timedelta(RANDOM.integers(0, 300, n), "D"),
        }
    )
    frame.loc[::4, "size"] = np.nan
    frame.loc[::5, "town"] = None
    return frame


def mixed_model(frame: pd.DataFrame) -> np.ndarray:
    size = frame["size"].fillna(40.0) * np.where(frame["town"] == "Ulm", 2.0, 1.0)
    day = (frame["sold"] - pd.Timestamp("2024-01-01")).dt.days
    return (size * frame["rooms"] + np.where(frame["new"], day, 0.0)).to_numpy(dtype=float)


def by_definition(predict, rows, background):
    """Average the gain of each column over all orders, one prediction at a time."""
    columns = list(rows.columns)
    values = np.zeros(rows.shape)
    for i in range(len(rows)):

        def worth(coalition, i=i):
            hybrid = background.copy()
            for name in coalition:
                hybrid[name] = rows[name].iloc[[i] * len(background)].to_numpy()
            return predict(hybrid.astype(background.dtypes)).mean()

        for order in itertools.permutations(range(len(columns))):
            for k, j in enumerate(order):
                before = [columns[p] for p in order[:k]]
                values[i, j] += worth([*before, columns[j]]) - worth(before)
    return values / math.factorial(len(columns))


def test_exact_values_are_the_mean_gain_over_all_orders():
    small = NUMBERS[["a", "b", "c", "d"]]
    predict = lambda f: (f["a"] * f["b"] * f["c"] + f["d"]).to_numpy()  # noqa: E731
    ours = exact_shapley(predict, small.iloc[:2], small.iloc[10:17])
    np.testing.assert_allclose(
        ours.values, by_definition(predict, small.iloc[:2], small.iloc[10:17]), atol=1e-12
    )


@pytest.mark.slow
def test_exact_values_on_categories_gaps_and_dates_are_the_mean_gain_over_all_orders():
    frame = mixed_frame()
    ours = exact_shapley(mixed_model, frame.iloc[:2], frame.iloc[10:15])
    np.testing.assert_allclose(
        ours.values, by_definition(mixed_model, frame.iloc[:2], frame.iloc[10:15]), atol=1e-9
    )


@pytest.mark.slow
def test_exact_values_equal_shaps_exact_explainer():
    shap = load_shap()
    rows, background = NUMBERS.iloc[:6], NUMBERS.iloc[10:30]
    as_array = lambda X: interacting(pd.DataFrame(X, columns=NUMBERS.columns))  # noqa: E731
    theirs = shap.ExactExplainer(as_array, background.to_numpy())(rows.to_numpy())
    ours = exact_shapley(interacting, rows, background)
    np.testing.assert_allclose(ours.values, theirs.values, atol=1e-12)
    np.testing.assert_allclose(ours.base, theirs.base_values[0], atol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("n_permutations", [1, 3])
def test_permutation_values_equal_shaps_permutation_explainer_with_the_same_seed(n_permutations):
    shap = load_shap()
    rows, background = NUMBERS.iloc[:6], NUMBERS.iloc[10:30]
    as_array = lambda X: interacting(pd.DataFrame(X, columns=NUMBERS.columns))  # noqa: E731
    explainer = shap.PermutationExplainer(as_array, background.to_numpy(), seed=5)
    theirs = explainer(rows.to_numpy(), max_evals=n_permutations * (2 * 5 + 1), silent=True)
    ours = permutation_shapley(interacting, rows, background, n_permutations=n_permutations, seed=5)
    np.testing.assert_allclose(ours.values, theirs.values, atol=1e-12)
    exact = exact_shapley(interacting, rows, background)
    assert np.abs(exact.values - ours.values).max() > 1e-6  # three-way: an estimate


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), n_columns=st.integers(1, 6), n_background=st.integers(1, 8))
def test_both_ways_add_up_to_the_prediction(seed, n_columns, n_background):
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(random.integers(0, 3, size=(n_background + 4, n_columns)).astype(float))
    frame.columns = [f"c{j}" for j in range(n_columns)]
    weights = random.normal(size=n_columns)

    def predict(f):
        return np.tanh(f.to_numpy() @ weights) + f.to_numpy().prod(axis=1)

    rows, background = frame.iloc[:4], frame.iloc[4:]
    for answer in (
        exact_shapley(predict, rows, background),
        permutation_shapley(predict, rows, background, n_permutations=2, seed=seed),
    ):
        assert answer.additivity_error < 1e-12
        np.testing.assert_allclose(answer.base, predict(background).mean())


def test_a_column_that_never_differs_from_the_background_gets_zero():
    frame = mixed_frame()
    frame["town"] = pd.Series(["Ulm"] * len(frame), dtype="str")
    answer = exact_shapley(mixed_model, frame.iloc[:3], frame.iloc[10:15])
    assert (answer.values[:, list(frame.columns).index("town")] == 0).all()


def test_a_row_equal_to_the_only_background_row_has_no_contributions():
    frame = mixed_frame()
    for explain in (exact_shapley, permutation_shapley):
        answer = explain(mixed_model, frame.iloc[:1], frame.iloc[:1])
        assert (answer.values == 0).all()
        assert answer.additivity_error == 0


def test_the_model_sees_every_column_in_the_tables_own_type():
    frame = mixed_frame()
    seen = []

    def predict(f):
        seen.append(f.dtypes)
        return mixed_model(f)

    permutation_shapley(predict, frame.iloc[:2], frame.iloc[5:9])
    assert all((dtypes == frame.dtypes).all() for dtypes in seen)


def test_the_same_seed_gives_the_same_values_and_another_seed_others():
    def run(seed):
        return permutation_shapley(
            interacting, NUMBERS.iloc[:3], NUMBERS.iloc[5:9], n_permutations=1, seed=seed
        ).values

    assert (run(1) == run(1)).all()
    assert (run(1) != run(2)).any()


def test_progress_counts_the_rows():
    with capturing() as reports:
        permutation_shapley(interacting, NUMBERS.iloc[:7], NUMBERS.iloc[10:14])
    assert [item.done for item in reports] == [1, 2, 3, 4, 5, 6, 7]
    assert reports[0].total == 7
    assert "row 1 of 7" in reports[0].text


@pytest.mark.parametrize("n_permutations", [1, 4])
def test_the_stated_cost_is_the_number_of_rows_the_model_predicts(n_permutations):
    counted = []

    def predict(f):
        counted.append(len(f))
        return interacting(f)

    rows, background = NUMBERS.iloc[:3], NUMBERS.iloc[10:14]
    permutation_shapley(predict, rows, background, n_permutations=n_permutations)
    stated = permutation_evaluations(3, 5, 4, n_permutations)
    assert stated <= sum(counted) <= stated + len(rows) + len(background)
    counted.clear()
    exact_shapley(predict, rows, background)
    assert sum(counted) <= exact_evaluations(3, 5, 4)


def test_too_many_columns_are_not_enumerated():
    wide = pd.DataFrame(np.zeros((3, EXACT_LIMIT + 1)))
    with pytest.raises(ValueError, match="15 columns are too many"):
        exact_shapley(lambda f: np.zeros(len(f)), wide, wide)
