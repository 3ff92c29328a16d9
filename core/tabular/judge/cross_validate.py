"""How far an estimate of quality can be trusted: folds, their scores, and the spread over seeds.

Only training rows are divided; the test rows stay unseen until the end, where they say how good
the estimate was. Recipe and model are fitted afresh within every fold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.task import Task
from core.errors import PlaygroundError
from core.settings import Declared, control
from core.tabular.commentary import part_of
from core.tabular.experiment import N_SEEDS, Experiment
from core.tabular.fit import Fitted, fit, fit_prepared, split_prepared
from core.tabular.judge.defined import defined, mean_of, spread_of
from core.tabular.judge.evaluate import baseline_case, case_of, test_case
from core.tabular.judge.folds import SCHEMES, SHUFFLED, FoldCase, make_folds
from core.tabular.judge.metrics import (
    MAIN_METRIC,
    METRICS,
    Metric,
    measure,
    metric_spec,
    score,
)
from core.tabular.prepare import Prepared, prepare
from core.tabular.split import SplitRows

_ONE_ROW_METRIC: dict[Task, str] = {"classification": "accuracy", "regression": "mae"}


class WrongMetric(PlaygroundError):
    """The metric does not belong to the task."""


class ValidationSettings(Declared):
    """One experiment and how to validate it."""

    experiment: Experiment
    scheme: str = control(
        "Scheme", "How rows are divided.", *SCHEMES, default="k_fold", role="scheme"
    )
    n_folds: int = control("Folds", "Into how many parts.", default=5, low=2, high=20)
    metric: str = control(
        "Metric",
        "What the score is.",
        ("auto", "the task's own"),
        *((spec.id, spec.label) for spec in METRICS),
        default="auto",
        role="metric",
    )
    n_repeats: int = control(
        "Seeds",
        "Repeats everything with other divisions, to see the spread of the estimate.",
        default=1, low=1, high=20,
    )  # fmt: skip
    column: str | None = control(
        "Groups or time",
        "For grouped folds the group of a row, for time series its time.",
        default=None, kind="column", optional=True, role="order",
        when=("scheme", ("grouped", "time")),
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Fold:
    """Positions among the training rows: trained on ``train``, tested on ``test``."""

    train: NDArray[np.int64]
    test: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ValidationAnswer:
    """The estimate and how it spreads.

    ``folds`` and ``scores`` (n_folds,) belong to the first seed; ``all_scores`` (n_repeats,
    n_folds) to all, NaN where the metric has no value. ``test``: on the test rows that no fold saw,
    with its bootstrap interval. ``n_rows``: training rows. ``better``: "higher" or "lower".
    """

    folds: tuple[Fold, ...]
    all_scores: NDArray[np.float64]
    test: Metric
    metric: str
    metric_label: str
    better: str
    n_rows: int
    notes: tuple[str, ...]

    @property
    def scores(self) -> NDArray[np.float64]:
        """The (n_folds,) scores of the first seed."""
        return np.asarray(self.all_scores[0])

    @property
    def n_defined(self) -> int:
        """In how many folds, of all seeds, the metric has a value."""
        return len(defined(self.all_scores))

    @property
    def mean(self) -> float:
        """The estimate: the mean over the folds of all seeds."""
        return mean_of(self.all_scores)

    @property
    def std(self) -> float:
        """How far one fold is off: the standard deviation over the folds of all seeds; 0 for 1."""
        return 0.0 if self.all_scores.size == 1 else spread_of(self.all_scores)

    @property
    def repeats(self) -> NDArray[np.float64]:
        """The (n_repeats,) means of each seed."""
        return np.array([mean_of(scores) for scores in self.all_scores])

    @property
    def test_score(self) -> float:
        """The score on the test rows."""
        return self.test.value

    @property
    def gap(self) -> float:
        """By how much the test rows' score lies above the estimate."""
        return self.test_score - self.mean

    @property
    def margin(self) -> float:
        """How far both may lie apart by chance: two standard errors of their difference.

        The mean's own, of n folds of one seed (other seeds divide the same rows, so they make it
        no smaller), is std / √n; the test score's is its bootstrap interval's. NaN if unknown.
        """
        n_folds = len(defined(self.scores))
        of_mean = self.std / np.sqrt(n_folds) if n_folds > 1 else float("nan")
        of_test = (self.test.high - self.test.low) / (2 * 1.96)
        return float(2 * np.hypot(of_mean, of_test))

    def roles(self, most: int = 1_000) -> NDArray[np.int8]:
        """Return (n_folds, at most ``most`` rows): 0 unused, 1 training, 2 test; rows thinned."""
        roles = np.zeros((len(self.folds), self.n_rows), dtype=np.int8)
        for i, fold in enumerate(self.folds):
            roles[i, fold.train] = 1
            roles[i, fold.test] = 2
        keep = np.unique(np.linspace(0, self.n_rows - 1, min(most, self.n_rows)).astype(int))
        return roles[:, keep]


def cross_validate(settings: ValidationSettings, frame: pd.DataFrame) -> ValidationAnswer:
    """Fit and score within every fold of every seed. Raises `PlaygroundError` subclasses."""
    experiment = settings.experiment
    prepared = prepare(experiment, frame)
    rows = split_prepared(experiment, prepared)
    order = fold_order(settings, prepared, frame)
    metric, notes = validation_metric(settings)
    n_repeats = settings.n_repeats if settings.scheme in SHUFFLED else 1
    if n_repeats < settings.n_repeats:
        notes.append("This scheme divides the rows in one way only, so other seeds change nothing.")
    seeds = repeat_seeds(experiment.seed, n_repeats)
    divisions = [
        make_folds(settings.scheme, fold_case(settings, prepared, rows, order, seed))
        for seed in seeds
    ]
    total = sum(len(folds) for folds in divisions) + 1
    found: list[NDArray[np.float64]] = []
    for i, folds in enumerate(divisions):
        done = i * len(folds)
        scores = fold_scores(
            experiment, prepared, rows.train, folds, metric, done=done, total=total
        )
        found.append(scores)
    with part_of(total - 1, total, "all training rows"):
        fitted = fit(experiment, frame)
        case, dumb = test_case(fitted), baseline_case(fitted)
        (test,) = measure(experiment.task, case, dumb, seed=experiment.seed, only=(metric,))
    spec = metric_spec(metric)
    return ValidationAnswer(
        tuple(Fold(fold.train, fold.test) for fold in divisions[0]),
        np.array(found),
        test,
        metric,
        spec.label,
        spec.better,
        len(rows.train),
        tuple(notes),
    )


def repeat_seeds(seed: int, n_repeats: int) -> list[int]:
    """Return the seeds of all repeats, the experiment's first; after the last comes 0.

    >>> repeat_seeds(2**32 - 2, 3)
    [4294967294, 4294967295, 0]
    """
    return [(seed + i) % N_SEEDS for i in range(n_repeats)]


def fold_score(fitted: Fitted, metric: str) -> float:
    """Return a metric on the rows that a fold put aside; NaN where it is not defined."""
    return score(metric, case_of(fitted, fitted.X_test, fitted.codes_test))


def fold_scores(
    experiment: Experiment,
    prepared: Prepared,
    train: NDArray[np.int64],
    folds: Sequence[SplitRows],
    metric: str,
    *,
    done: int = 0,
    total: int | None = None,
) -> NDArray[np.float64]:
    """Fit within every fold of the rows ``train`` and return (n_folds,) scores.

    Reports each fit as a part, the first as number ``done`` of ``total`` (the folds alone).
    """
    total = len(folds) if total is None else total
    scores = []
    for i, fold in enumerate(folds, start=done):
        with part_of(i, total, f"fit {i + 1} of {total}"):
            inner = SplitRows(train[fold.train], train[fold.test])
            scores.append(fold_score(fit_prepared(experiment, prepared, inner), metric))
    return np.array(scores)


def metric_for(task: Task, metric: str) -> str:
    """Return the metric's id, the task's own for "auto". Raises `WrongMetric`."""
    if metric == "auto":
        return MAIN_METRIC[task]
    spec = metric_spec(metric)
    if spec.task != task:
        raise WrongMetric(f"{spec.label} belongs to {spec.task}. Choose another metric.")
    return metric


def validation_metric(settings: ValidationSettings) -> tuple[str, list[str]]:
    """Return the metric's id and a sentence if it had to be another. Raises `WrongMetric`."""
    task = settings.experiment.task
    metric = metric_for(task, settings.metric)
    if settings.scheme != "loocv" or metric == _ONE_ROW_METRIC[task]:
        return metric, []
    one = _ONE_ROW_METRIC[task]
    return one, [
        f"{metric_spec(metric).label} cannot be told from one row, so this is "
        f"{metric_spec(one).label}."
    ]


def fold_order(
    settings: ValidationSettings, prepared: Prepared, frame: pd.DataFrame
) -> pd.Series | None:
    """Return each prepared row's group or time, None for schemes that look at neither.

    Raises `WrongMetric` for a column that is not there.
    """
    if settings.scheme not in ("grouped", "time"):
        return None
    if settings.column is None:
        return prepared.order
    if settings.column not in frame.columns:
        raise WrongMetric(f"There is no column named {settings.column!r}. Choose another.")
    column = frame[settings.column].iloc[prepared.X.index.to_numpy()]
    return pd.Series(column.to_numpy(), prepared.X.index, name=settings.column)


def fold_case(
    settings: ValidationSettings,
    prepared: Prepared,
    rows: SplitRows,
    order: pd.Series | None,
    seed: int,
) -> FoldCase:
    """Return what `make_folds` needs to know of the training rows, for one seed."""
    return FoldCase(
        prepared.y[rows.train],
        prepared.classes,
        None if order is None else order.iloc[rows.train],
        settings.n_folds,
        seed,
    )
