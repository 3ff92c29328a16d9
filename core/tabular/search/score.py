"""What a candidate scores: the mean of a metric over folds of the training rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.tabular.experiment import Experiment
from core.tabular.fit import fit_prepared, split_prepared
from core.tabular.judge.cross_validate import fold_score, metric_for
from core.tabular.judge.folds import even_folds
from core.tabular.judge.metrics import MetricSpec, metric_spec
from core.tabular.prepare import Prepared, prepare
from core.tabular.search.space import Candidate, with_candidate
from core.tabular.split import SplitRows

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Contest:
    """Rows, folds and a metric on which candidates are compared. Lives in a worker.

    ``rows``: training and test rows among ``prepared``; no search looks at the test rows.
    ``folds``: positions among ``rows.train``.
    """

    experiment: Experiment
    prepared: Prepared
    rows: SplitRows
    folds: tuple[SplitRows, ...]
    metric: MetricSpec

    @property
    def sign(self) -> int:
        """1 where a higher score is better, -1 where a lower one is."""
        return 1 if self.metric.better == "higher" else -1

    def score(self, candidate: Candidate, fold: SplitRows) -> float:
        """Fit the candidate on the training part of ``fold`` and return its score on the rest.

        ``fold`` holds positions among the training rows. NaN where the metric has no value; raises
        the `PlaygroundError` of a candidate that cannot be fitted.
        """
        inner = SplitRows(self.rows.train[fold.train], self.rows.train[fold.test])
        experiment = with_candidate(self.experiment, candidate)
        return fold_score(fit_prepared(experiment, self.prepared, inner), self.metric.id)

    def scores(self, candidate: Candidate, folds: Sequence[SplitRows] = ()) -> Floats:
        """Return (n_folds,) scores of a candidate, by default on the contest's own folds."""
        return np.array([self.score(candidate, fold) for fold in (folds or self.folds)])

    def test_score(self, candidate: Candidate) -> float:
        """Fit on all training rows and return the score on the test rows."""
        experiment = with_candidate(self.experiment, candidate)
        return fold_score(fit_prepared(experiment, self.prepared, self.rows), self.metric.id)


def contest(
    experiment: Experiment, frame: pd.DataFrame, n_folds: int, metric: str, seed: int
) -> Contest:
    """Return the contest of an experiment: its split, and folds drawn by ``seed``.

    ``metric`` is an id or "auto". Raises subclasses of `PlaygroundError` with the reason.
    """
    prepared = prepare(experiment, frame)
    rows = split_prepared(experiment, prepared)
    folds = even_folds(prepared.y[rows.train], prepared.classes, n_folds, seed)
    spec = metric_spec(metric_for(experiment.task, metric))
    return Contest(experiment, prepared, rows, folds, spec)
