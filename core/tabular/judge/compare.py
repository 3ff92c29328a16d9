"""All suitable models at once, compared on rows taken from the training part.

The test rows stay unseen: a model chosen by its test score would look better than it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.settings import Declared, borrowed, control
from core.tabular.check import suitable
from core.tabular.commentary import part_of
from core.tabular.division import DIVISIONS, Divide, Rows
from core.tabular.experiment import Experiment, ModelChoice, Split
from core.tabular.fit import Fitted, fit_prepared, split_prepared
from core.tabular.judge.cross_validate import ValidationSettings, metric_for
from core.tabular.judge.defined import is_defined, undefined_metric
from core.tabular.judge.evaluate import baseline_case, case_of
from core.tabular.judge.metrics import Metric, measure, metric_spec
from core.tabular.models.spec import ModelSpec
from core.tabular.prepare import Prepared, prepare
from core.tabular.split import SplitRows, drawn_rows, split_rows

INNER_SHARE = 0.25
"""Of the training rows, put aside to compare on."""


class CompareSettings(Declared):
    """One experiment, whose model is replaced by every suitable one with its defaults."""

    experiment: Experiment
    metric: str = borrowed(ValidationSettings, "metric")
    max_rows: int = control(
        "Rows",
        "At most so many training rows, drawn by the seed.",
        default=5_000, low=100, high=100_000, step=100, scale="log",
    )  # fmt: skip


@dataclass(frozen=True)
class CompareRow:
    """One model: its score with a 95 % interval, or NaN; ``sentence``: why, or advice."""

    model: str
    label: str
    family: str
    value: float
    low: float
    high: float
    fit_seconds: float
    sentence: str = ""


@dataclass(frozen=True)
class CompareAnswer:
    """The leaderboard, best first, models without a score last."""

    rows: tuple[CompareRow, ...]
    metric: str
    metric_label: str
    better: str
    baseline: float
    n_train: int
    n_validation: int
    notes: tuple[str, ...]

    @property
    def scored(self) -> tuple[CompareRow, ...]:
        """The models with a score, the best first."""
        return tuple(row for row in self.rows if is_defined(row.value))

    @property
    def leader(self) -> CompareRow | None:
        """The best model; None where no score is defined."""
        return next(iter(self.scored), None)

    @property
    def rivals(self) -> tuple[CompareRow, ...]:
        """Models whose interval overlaps with the best one's."""
        best, *others = self.scored or self.rows
        return tuple(row for row in others if row.low <= best.high and row.high >= best.low)

    @property
    def n_rivals(self) -> int:
        """How many intervals overlap with the best one's."""
        return len(self.rivals)


def compare(settings: CompareSettings, frame: pd.DataFrame) -> CompareAnswer:
    """Fit every suitable model with its defaults and score it on validation rows."""
    experiment = settings.experiment
    metric = metric_for(experiment.task, settings.metric)
    prepared = prepare(experiment, frame)
    rows = inner_rows(settings, prepared)
    specs = suitable(experiment)
    found, baseline = [], float("nan")
    for i, spec in enumerate(specs):
        with part_of(i, len(specs), spec.label):
            row, measured = _row(experiment, prepared, rows, spec, metric)
        found.append(row)
        baseline = baseline if measured is None else measured.baseline
    metric_facts = metric_spec(metric)
    sign = 1 if metric_facts.better == "lower" else -1
    found.sort(key=lambda row: (not is_defined(row.value), sign * row.value))
    return CompareAnswer(
        tuple(found),
        metric,
        metric_facts.label,
        metric_facts.better,
        baseline,
        len(rows.train),
        len(rows.test),
        prepared.notes,
    )


def _row(
    experiment: Experiment, prepared: Prepared, rows: SplitRows, spec: ModelSpec, metric: str
) -> tuple[CompareRow, Metric | None]:
    nan = float("nan")
    try:
        fitted = fit_prepared(replace(experiment, model=ModelChoice(spec.id)), prepared, rows)
        measured = _measured(fitted, metric)
    except PlaygroundError as error:
        row = CompareRow(spec.id, spec.label, spec.family, nan, nan, nan, nan, error.sentence)
        return row, None
    row = CompareRow(
        spec.id,
        spec.label,
        spec.family,
        measured.value,
        measured.low,
        measured.high,
        fitted.fit_seconds,
        _advice(fitted, measured),
    )
    return row, measured


def _advice(fitted: Fitted, measured: Metric) -> str:
    if not is_defined(measured.value):
        return f"{undefined_metric(measured, 'on these rows')}."
    own = [note for note in fitted.notes if note not in fitted.prepared.notes]
    return " ".join(own)


def _measured(fitted: Fitted, metric: str) -> Metric:
    case = case_of(fitted, fitted.X_test, fitted.codes_test)
    found = measure(
        fitted.experiment.task,
        case,
        baseline_case(fitted),
        seed=fitted.experiment.seed,
        only=(metric,),
    )
    return found[0]


def inner_rows(settings: CompareSettings, prepared: Prepared) -> SplitRows:
    """Divide (at most ``max_rows`` of) the training rows once more, in the same way."""
    experiment = settings.experiment
    train = split_prepared(experiment, prepared).train
    train = drawn_rows(train, settings.max_rows, experiment.seed)
    kind = experiment.split.kind
    inner = split_rows(
        Split(kind, INNER_SHARE, experiment.split.column),
        prepared.y[train],
        classes=prepared.classes,
        order=None if prepared.order is None else prepared.order.iloc[train],
        seed=experiment.seed,
    )
    return SplitRows(train[inner.train], train[inner.test])


def inner_division(settings: CompareSettings) -> partial[tuple[Rows, Rows]]:
    """Return what `inner_rows` does as code that is shown: `divided_again`, all but the rows."""
    split = settings.experiment.split
    divide = partial(divided_again, divide=DIVISIONS[split.kind], max_rows=settings.max_rows)
    if split.kind in ("grouped", "time"):
        return partial(divide, column=split.column)
    return divide


def divided_again(
    train: Rows,
    y: NDArray[Any],
    table: pd.DataFrame,
    seed: int,
    *,
    divide: Divide,
    max_rows: int,
    column: str | None = None,
) -> tuple[Rows, Rows]:
    """Divide (at most ``max_rows`` of) the training rows once more, to learn from and to check on.

    A model chosen by its test score would look better than it is: the test rows stay unseen.

    train : positions in ``y`` and ``table``. column : holds the groups or times to divide by.
    """
    rows = drawn_rows(train, max_rows, seed)
    by = y if column is None else table[column].to_numpy()
    learn, check = divide(by[rows], INNER_SHARE, seed)
    return rows[learn], rows[check]
