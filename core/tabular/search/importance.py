"""How much of the spread of scores each setting explains: Optuna's fANOVA."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.tabular.search.methods import distributions
from core.tabular.search.space import Candidate, Space

FEWEST_TRIALS = 20
"""Whole trials below which a forest on them tells more of chance than of settings."""
_SEED = 0


def importance_of(
    space: Space, candidates: Sequence[Candidate], scores: Sequence[float]
) -> NDArray[np.float64]:
    """Return (n_settings,) shares that add up to 1; empty where too few trials tell, or all alike.

    scores : (n_trials,) numbers. Source: Hutter, Hoos & Leyton-Brown (2014), by Optuna's forest.
    """
    known = np.asarray(scores, dtype=np.float64)
    if len(known) < FEWEST_TRIALS or np.ptp(known) < 1e-12:
        return np.array([])
    if len(space) == 1:
        return np.ones(1)
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(direction="maximize")
    kinds = distributions(space)
    for candidate, value in zip(candidates, known, strict=True):
        study.add_trial(
            optuna.trial.create_trial(
                params=dict(candidate), distributions=kinds, value=float(value)
            )
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        judge = optuna.importance.FanovaImportanceEvaluator(seed=_SEED)
        found = optuna.importance.get_param_importances(study, evaluator=judge)
    return np.array([found.get(one.id, 0.0) for one in space.dimensions])
