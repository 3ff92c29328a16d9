"""From a table to features and target: table steps applied, rows without a target left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.describe import column_kinds
from core.data.spelling import MOST_CLASSES, coded
from core.errors import PlaygroundError
from core.params import check_all
from core.tabular.calls import Call, load
from core.tabular.experiment import Experiment, Step
from core.tabular.recipe.steps import step_spec
from core.tabular.recipe.table_steps import replaced
from core.tabular.split import FEWEST_ROWS
from core.wording import counted


class UnfitTable(PlaygroundError):
    """The table cannot be learnt from as the experiment asks."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """Features and target before the split.

    ``X``: (n_rows, n_features) raw features, indexed by row position in the table as read.
    ``y``: (n_rows,) float64, or int64 codes into ``classes`` for classification.
    ``order``: the column that a grouped or time split looks at, else None.
    ``gaps``: features with a missing value in any row.
    """

    X: pd.DataFrame
    y: NDArray[Any]
    classes: tuple[str, ...]
    order: pd.Series | None
    gaps: frozenset[str]
    notes: tuple[str, ...] = ()
    dropped_rows: int = 0

    def labels(self, codes: NDArray[Any]) -> NDArray[Any]:
        """Return codes as class names; numbers as they are."""
        if not self.classes:
            return codes
        named: NDArray[Any] = np.asarray(self.classes)[codes]
        return named


@dataclass
class _Notes:
    sentences: list[str] = field(default_factory=list)

    def rows(self, before: int, after: int, why: str) -> None:
        if after < before:
            self.sentences.append(f"{counted(before - after, 'row')} left out {why}.")


def prepare(experiment: Experiment, frame: pd.DataFrame) -> Prepared:
    """Apply the table steps and take features and target apart.

    ``frame`` is the table as read and is not changed. Raises `UnfitTable`.
    """
    notes = _Notes()
    if experiment.target not in frame.columns:
        raise UnfitTable(f"There is no column named {experiment.target!r}. Choose another target.")
    names = table_columns(experiment, list(frame.columns))
    work = apply_table_steps(experiment, frame[names].set_axis(pd.RangeIndex(len(frame))), notes)
    y = work[experiment.target]
    filled = y.notna()
    if not filled.all():
        work, y = work.loc[filled], y.loc[filled]
    notes.rows(len(filled), len(y), f"without a value in the target {experiment.target!r}")
    if len(y) == 0:
        raise UnfitTable(f"No row has a value in {experiment.target!r}. Choose another target.")
    if len(y) < min(FEWEST_ROWS, len(filled)):
        verb = "has" if len(y) == 1 else "have"
        raise UnfitTable(
            f"Only {counted(len(y), 'row')} of {len(filled):,} {verb} a value in the target "
            f"{experiment.target!r}, and a split needs at least {FEWEST_ROWS}. Choose another "
            "target."
        )
    codes, classes = _target(experiment, y)
    X = work[list(experiment.feature_names(list(work.columns)))]
    X = X if experiment.features is not None else X.drop(columns=_only_for_split(experiment, X))
    X, gaps = _without_infinities(X, notes)
    return Prepared(
        X,
        codes,
        classes,
        None if experiment.split.column is None else work[experiment.split.column],
        gaps,
        tuple(notes.sentences),
        len(frame) - len(X),
    )


def table_columns(experiment: Experiment, columns: Sequence[str]) -> list[str]:
    """Return which of a table's ``columns`` the table steps see: what is learnt from and split by.

    Rows that differ in these only are no duplicates; rows that are equal in them are.
    """
    names = [*experiment.feature_names(columns), experiment.target]
    column = experiment.split.column
    return names if column is None or column in names else [*names, column]


def apply_table_steps(
    experiment: Experiment, frame: pd.DataFrame, notes: _Notes | None = None
) -> pd.DataFrame:
    """Return ``frame`` after the recipe's table steps."""
    for step in experiment.recipe:
        spec = step_spec(step.id)
        if spec.kind == "table":
            before = len(frame)
            frame = _apply(step, experiment, frame)
            if notes is not None:
                notes.rows(before, len(frame), f"by '{spec.label}'")
    return frame


def table_call(step: Step, experiment: Experiment, frame: pd.DataFrame) -> Call:
    """Return the call that a table step makes on ``frame``, its columns chosen."""
    spec = step_spec(step.id)
    columns = step.columns
    if columns is None:
        names = [name for name in frame.columns if name != experiment.target]
        if spec.columns == ("any",):
            columns = tuple(frame.columns)
        else:
            kinds = column_kinds(frame[names])
            columns = tuple(name for name in names if kinds[name] in spec.columns)
    values = dict(check_all(spec.params, dict(step.params)))
    return spec.call.filled({**values, "columns": columns, "chosen": step.columns is not None})


def _apply(step: Step, experiment: Experiment, frame: pd.DataFrame) -> pd.DataFrame:
    filled = table_call(step, experiment, frame)
    return load(filled.entry)(frame, **filled.keywords())  # type: ignore[no-any-return]


def _target(experiment: Experiment, y: pd.Series) -> tuple[NDArray[Any], tuple[str, ...]]:
    if experiment.task == "classification":
        return _codes(experiment.target, y)
    if not (pd.api.types.is_numeric_dtype(y) or pd.api.types.is_bool_dtype(y)):
        raise UnfitTable(
            f"{experiment.target!r} is not a number, so it cannot be the target of a regression. "
            "Choose classification or another target."
        )
    values = y.to_numpy(dtype=np.float64)
    if not np.isfinite(values).all():
        raise UnfitTable(
            f"{experiment.target!r} holds infinite values. Remove those rows or choose another "
            "target."
        )
    return values, ()


def _codes(target: str, y: pd.Series) -> tuple[NDArray[Any], tuple[str, ...]]:
    n_values = y.nunique()
    if n_values > MOST_CLASSES:
        raise UnfitTable(
            f"{target!r} has {n_values:,} different values, more than the {MOST_CLASSES} classes "
            "that can be told apart. Choose regression if it is a number, or another target."
        )
    if n_values < 2:
        raise UnfitTable(
            f"{target!r} has only one value, so there is nothing to tell apart. Choose another "
            "target, or load a table with more rows."
        )
    return coded(y)


def _only_for_split(experiment: Experiment, X: pd.DataFrame) -> list[str]:
    """Return the group column: it says where a row comes from, which new rows do not share."""
    column = experiment.split.column
    return [column] if experiment.split.kind == "grouped" and column in X.columns else []  # type: ignore[list-item]


def _without_infinities(X: pd.DataFrame, notes: _Notes) -> tuple[pd.DataFrame, frozenset[str]]:
    gaps, infinite = set(), {}
    for name in X.columns:
        values = X[name]
        if pd.api.types.is_float_dtype(values):
            array = values.to_numpy()
            if np.isfinite(array).all():
                continue
            gaps.add(name)
            if np.isinf(array).any():
                infinite[name] = values.where(np.isfinite(array))
        elif values.hasnans:
            gaps.add(name)
    if infinite:
        notes.sentences.append(
            f"Infinite values in {', '.join(infinite)} are treated as gaps: no model can use them."
        )
        X = replaced(X, infinite)
    return X, frozenset(gaps)
