"""The rows of a search: how many are searched with, how they are divided, and cheap parts of them.

Only training rows are looked at. Folds keep to the experiment's split: groups stay together, time
runs forward.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.tabular.experiment import Experiment
from core.tabular.fit import split_prepared
from core.tabular.judge.cross_validate import metric_for
from core.tabular.judge.folds import FoldCase, even_folds, make_folds
from core.tabular.judge.metrics import metric_spec
from core.tabular.prepare import prepare
from core.tabular.search.score import Contest
from core.tabular.split import SplitRows, drawn_rows

Rows = NDArray[np.int64]


def undivided(
    experiment: Experiment, frame: pd.DataFrame, metric: str, most_rows: int
) -> tuple[Contest, int]:
    """Return a contest without folds on at most ``most_rows`` training rows; of how many.

    The rows are drawn by the experiment's seed. Raises subclasses of `PlaygroundError`.
    """
    prepared = prepare(experiment, frame)
    rows = split_prepared(experiment, prepared)
    drawn = drawn_rows(rows.train, most_rows, experiment.seed)
    spec = metric_spec(metric_for(experiment.task, metric))
    return Contest(experiment, prepared, SplitRows(drawn, rows.test), (), spec), len(rows.train)


def divided(contest: Contest, n_folds: int, seed: int) -> Contest:
    """Return the contest with folds drawn by ``seed``. Raises `ImpossibleSplit`."""
    prepared, train = contest.prepared, contest.rows.train
    y, kind = prepared.y[train], contest.experiment.split.kind
    if kind in ("grouped", "time"):
        order = None if prepared.order is None else prepared.order.iloc[train]
        case = FoldCase(y, prepared.classes, order, n_folds, seed)
        return replace(contest, folds=make_folds(kind, case))
    return replace(contest, folds=even_folds(y, prepared.classes, n_folds, seed))


def even_order(contest: Contest, seed: int) -> Rows:
    """Return places of the training rows, drawn so that any first part has each class's share."""
    n_rows = len(contest.rows.train)
    order = np.random.default_rng(seed).permutation(n_rows)
    if not contest.prepared.classes:
        return order
    codes = contest.prepared.y[contest.rows.train][order]
    share = np.empty(n_rows)
    for code in np.unique(codes):
        mine = np.flatnonzero(codes == code)
        share[mine] = (np.arange(len(mine)) + 0.5) / len(mine)
    return order[np.argsort(share, kind="stable")]


def within(folds: tuple[SplitRows, ...], rows: Rows) -> tuple[SplitRows, ...]:
    """Return what of each fold lies in ``rows``, which are places among the training rows."""
    return tuple(
        SplitRows(fold.train[np.isin(fold.train, rows)], fold.test[np.isin(fold.test, rows)])
        for fold in folds
    )
