"""Gaps filled by regression do not depend on the units of columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.tabular.experiment import Experiment, ModelChoice, Step
from core.tabular.fit import fit
from core.tabular.recipe.imputers import IterativeImputer, RegressionImputer


def _gaps() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a full table in which b follows a, and one with gaps in both."""
    random = np.random.default_rng(0)
    a = random.normal(size=200)
    full = pd.DataFrame(
        {"a": a, "b": 2 * a + random.normal(0, 0.1, 200), "c": random.normal(size=200)}
    )
    holed = full.copy()
    holed.loc[::4, "b"] = np.nan
    holed.loc[1::4, "a"] = np.nan
    return full, holed


@pytest.mark.parametrize(("of_a", "of_b"), [(1.0, 1e6), (1e-6, 1e-6), (1e8, 1e-4)])
def test_no_unit_changes_what_is_filled_in(of_a, of_b) -> None:
    full, holed = _gaps()
    plain = RegressionImputer(random_state=0).fit_transform(holed)
    changed = holed.assign(a=holed["a"] * of_a, b=holed["b"] * of_b)
    filled = RegressionImputer(random_state=0).fit_transform(changed)
    np.testing.assert_allclose(filled["a"] / of_a, plain["a"], rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(filled["b"] / of_b, plain["b"], rtol=1e-6, atol=1e-9)
    missing = holed["b"].isna()
    assert (plain["b"] - full["b"])[missing].std() < 0.12


def test_on_scaled_columns_it_is_the_librarys() -> None:
    _, holed = _gaps()
    scaled = (holed - holed.mean()) / holed.std(ddof=0)
    ours = RegressionImputer(random_state=0).fit(scaled).transform(scaled)
    theirs = IterativeImputer(random_state=0).fit(scaled).transform(scaled)
    np.testing.assert_allclose(ours, theirs, atol=1e-9)


def test_values_that_are_there_stay_bit_by_bit() -> None:
    _, holed = _gaps()
    filled = RegressionImputer(random_state=0).fit_transform(holed * 0.1)
    there = holed.notna()
    assert (filled.where(there) == (holed * 0.1)).to_numpy()[there.to_numpy()].all()


def test_the_step_fills_whole_numbers_and_a_constant_column() -> None:
    _, holed = _gaps()
    table = holed.assign(
        whole=(holed["c"] * 9).round(), same=holed["a"].where(holed["a"].isna(), 4.0), y=holed["c"]
    )
    steps = (Step("iterative", (), ("a", "b", "whole", "same")),)
    case = Experiment("sample:t", "t", "y", "regression", ("a", "b", "whole", "same"), steps,
                      ModelChoice("ridge"))  # fmt: skip
    fitted = fit(case, table)
    known = fitted.transform(fitted.X_test)
    assert known.notna().all(axis=None)
    assert (known["same"] == 4.0).all()
