"""Rows put together after the recipe are those that the recipe makes of rows put together."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.tabular.experiment import Step
from core.tabular.explain import hybrids as room
from core.tabular.explain.hybrids import Hybrids, column_sources, raw_hybrids
from core.tabular.fit import fit
from core.tabular.models.catalogue import MODELS
from core.tabular.recipe.steps import STEPS
from tests.tabular.cases import experiment, messy, quick

pytestmark = pytest.mark.slow

MIXING = {"knn_impute", "iterative", "unit_norm", "polynomials", "pca", "svd"}


def _case(*steps: Step, model: str = "logistic", **params: object):
    fitted = fit(experiment("classification", model, *steps, **params), messy())
    pool = pd.concat([fitted.X_train.head(40), fitted.X_test], ignore_index=True)
    random = np.random.default_rng(3)
    return fitted, pool, random.integers(0, len(pool), (300, pool.shape[1]))


@pytest.mark.parametrize(
    "spec",
    [s for s in STEPS if s.kind == "transform" and not s.sets_model and not s.hidden],
    ids=lambda spec: spec.id,
)
def test_every_steps_columns_stay_apart_or_are_known_to_mix(spec) -> None:
    fitted, pool, positions = _case(Step(spec.id))
    apart = column_sources(fitted, list(pool.columns)) is not None
    assert apart == (spec.id not in MIXING)
    expected = fitted.transform(raw_hybrids(pool)(positions)).to_numpy(np.float64)
    rows = Hybrids(fitted, pool).rows(positions)
    found = rows if apart else fitted.transform(rows)
    np.testing.assert_array_equal(np.asarray(found, dtype=np.float64), expected)


@pytest.mark.parametrize(
    "spec", [s for s in MODELS if "classification" in s.tasks], ids=lambda spec: spec.id
)
def test_every_model_says_of_hybrids_what_its_pipeline_says(spec) -> None:
    fitted, pool, positions = _case(model=spec.id, **quick(spec))
    frame, hybrids = raw_hybrids(pool)(positions), Hybrids(fitted, pool)
    np.testing.assert_allclose(hybrids.proba(positions), fitted.proba(frame), rtol=0, atol=1e-9)
    assert (hybrids.predict(positions) == fitted.predict(frame)).all()


def test_many_hybrids_are_asked_about_in_parts(monkeypatch) -> None:
    fitted, pool, positions = _case()
    whole = Hybrids(fitted, pool).proba(positions)
    monkeypatch.setattr(room, "BATCH_ROWS", 7)
    np.testing.assert_allclose(Hybrids(fitted, pool).proba(positions), whole, atol=1e-12)
