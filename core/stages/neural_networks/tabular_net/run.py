"""A net against boosted trees on one experiment: same columns, same rows, same metrics."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.compute.progress import report
from core.stages.neural_networks.tabular_net.early_stopping import (
    NET,
    TREES,
    train_net,
    train_trees,
)
from core.stages.neural_networks.tabular_net.settings import TabularNetSettings
from core.tabular.calls import Call
from core.tabular.experiment import Experiment, ModelChoice
from core.tabular.fit import FitFailed, library_errors, split_prepared
from core.tabular.judge.compare import CompareSettings, inner_rows
from core.tabular.judge.metric_formulas import Case
from core.tabular.judge.metrics import Metric, measure
from core.tabular.prepare import Prepared, prepare
from core.tabular.recipe.pipeline import build, facts_of
from core.tabular.recipe.plan import Plan, plan
from core.tabular.split import SplitRows

SCALED = "mlp"
"""The recipe is finished as for scikit-learn's own net: numbers only, no gaps, scaled."""


@dataclass(frozen=True, eq=False)
class Contestant:
    """A net or trees. losses : (n_done, 2) on learning and held-out rows; best : its place, from 1.

    metrics : on the test rows, with intervals and the baseline's, as in the model lab. used : the
    place whose model is judged.
    """

    label: str
    word: str
    losses: NDArray[np.float64]
    best: int
    used: int
    metrics: tuple[Metric, ...]
    seconds: float

    @property
    def n_done(self) -> int:
        """How many epochs or rounds it took."""
        return len(self.losses)

    @property
    def best_loss(self) -> float:
        """The lowest loss on held-out rows."""
        return float(self.losses[:, 1].min())

    @property
    def last_loss(self) -> float:
        """The loss on held-out rows at the end."""
        return float(self.losses[-1, 1])

    def metric(self, metric_id: str) -> Metric:
        """Return one metric; KeyError if the task has none of that id."""
        return {metric.id: metric for metric in self.metrics}[metric_id]


@dataclass(frozen=True, eq=False)
class TabularNetAnswer:
    """Both contestants, and the rows and columns they had."""

    net: Contestant
    trees: Contestant
    classes: tuple[str, ...]
    n_learn: int
    n_check: int
    n_test: int
    n_columns: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Columns:
    """What both are given: arrays (n_rows, n_columns) with codes; ``learn`` after row steps."""

    learn: tuple[NDArray[Any], NDArray[Any]]
    check: tuple[NDArray[Any], NDArray[Any]]
    test: tuple[NDArray[Any], NDArray[Any]]


def tabular_net(settings: TabularNetSettings, frame: pd.DataFrame) -> TabularNetAnswer:
    """Train both on the learning rows, stop on held-out ones, judge on the test rows."""
    prepared = prepare(settings.experiment, frame)
    test = split_prepared(settings.experiment, prepared).test
    rows = inner_rows(CompareSettings(settings.experiment, max_rows=settings.max_rows), prepared)
    planned = net_plan(settings.experiment, prepared, rows)
    columns = columns_of(planned, prepared, rows, test)
    both = [
        _contest(settings, prepared, columns, half, *names)
        for half, names in enumerate(
            ((NET, "epoch", train_net), (TREES, "round", train_trees)),
        )
    ]
    n_columns = columns.learn[0].shape[1]
    notes = (*prepared.notes, *planned.notes, *(s.sentence for s in planned.steps if s.sentence))
    return TabularNetAnswer(
        both[0], both[1], prepared.classes, len(rows.train), len(rows.test), len(test), n_columns,
        notes,
    )  # fmt: skip


def net_plan(experiment: Experiment, prepared: Prepared, rows: SplitRows) -> Plan:
    """Return the recipe finished for a net, with a model that is never fitted at its end."""
    facts = facts_of(prepared.X.iloc[rows.train], prepared.gaps)
    planned = plan(replace(experiment, model=ModelChoice(SCALED)), facts)
    kind = "Classifier" if experiment.task == "classification" else "Regressor"
    return replace(planned, model=Call(f"sklearn.dummy:Dummy{kind}"))


def columns_of(
    planned: Plan, prepared: Prepared, rows: SplitRows, test: NDArray[np.int64]
) -> Columns:
    """Fit the recipe on the learning rows alone and send all rows through it."""
    steps = [step for _, step in build(planned).steps[:-1]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            learn = learnt(steps, prepared.X.iloc[rows.train], prepared.y[rows.train])
            parts = [through(steps, prepared.X.iloc[some]) for some in (rows.test, test)]
        except library_errors() as error:
            raise FitFailed(
                "The recipe could not be fitted on the learning rows. Look at it on the recipe's "
                "page, or take fewer steps."
            ) from error
    codes = (prepared.y[rows.test], prepared.y[test])
    return Columns(learn, (parts[0], codes[0]), (parts[1], codes[1]))


def learnt(steps: Sequence[Any], X: Any, y: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    """Fit the steps one after the other; return what is left of ``X`` and ``y`` to learn from."""
    for step in steps:
        if hasattr(step, "fit_resample"):
            X, y = step.fit_resample(X, y)
        else:
            X = step.fit_transform(X, y)
    return np.asarray(X), np.asarray(y)


def through(steps: Sequence[Any], X: Any) -> NDArray[Any]:
    """Send rows through fitted steps; those that change the rows are for learning alone."""
    for step in steps:
        if hasattr(step, "transform"):
            X = step.transform(X)
    return np.asarray(X)


def _contest(
    settings: TabularNetSettings, prepared: Prepared, columns: Columns, half: int, label: str,
    word: str, train: Callable[..., Any],
) -> Contestant:  # fmt: skip
    def tell(done: int, total: int) -> None:
        report(half + done / total, 2, f"{label}: {word} {done} of {total}")

    n_classes = len(prepared.classes)
    started = time.perf_counter()
    ask, losses, best = train(columns.learn, columns.check, n_classes, settings.how, tell)
    seconds = time.perf_counter() - started
    said, y = ask(columns.test[0]), columns.test[1]
    case = Case(y, said.argmax(axis=1), said) if n_classes else Case(y, said)
    experiment = settings.experiment
    metrics = measure(experiment.task, case, _baseline(columns, n_classes), seed=experiment.seed)
    used = best + 1 if settings.stop else len(losses)
    return Contestant(label, word, losses, best + 1, used, metrics, seconds)


def _baseline(columns: Columns, n_classes: int) -> Case:
    """Return what the dumb baseline, which looks at no column, says of the test rows."""
    y, y_test = columns.learn[1], columns.test[1]
    if not n_classes:
        return Case(y_test, np.full(len(y_test), y.mean()))
    shares = np.bincount(y, minlength=n_classes) / len(y)
    return Case(
        y_test, np.full(len(y_test), int(shares.argmax())), np.tile(shares, (len(y_test), 1))
    )
