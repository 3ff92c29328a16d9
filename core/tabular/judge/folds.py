"""How rows are divided again and again: the schemes of cross-validation, as positions."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.params import Choice
from core.tabular.judge import folds_by_library as library
from core.tabular.split import ImpossibleSplit, SplitRows
from core.wording import counted

MOST_LEFT_OUT = 200
HOLD_OUT_SHARE = 0.25

SCHEMES: tuple[Choice, ...] = (
    Choice("hold_out", "Hold-out", "One quarter of the rows is put aside, once."),
    Choice("k_fold", "k-fold", "Every row is tested once, in one of k parts."),
    Choice("stratified", "Stratified k-fold", "k-fold with the same share of classes in each."),
    Choice("grouped", "Grouped k-fold", "Rows of one group are never on both sides."),
    Choice("time", "Time series", "Always trained on the past and tested on what came next."),
    Choice("loocv", "Leave one out", f"Each row alone is tested; at most {MOST_LEFT_OUT} of them."),
)
SHUFFLED = ("hold_out", "k_fold", "stratified", "grouped")


@dataclass(frozen=True, eq=False)
class FoldCase:
    """What a scheme looks at: target, classes, the group or time of each row, a seed."""

    y: NDArray[Any]
    classes: tuple[str, ...]
    order: pd.Series | None
    n_folds: int
    seed: int


def even_folds(
    y: NDArray[Any], classes: tuple[str, ...], n_folds: int, seed: int
) -> tuple[SplitRows, ...]:
    """Return shuffled folds of rows with targets ``y``, each class in its share if there are any.

    Raises `ImpossibleSplit`.
    """
    case = FoldCase(y, classes, None, n_folds, seed)
    if classes and len(y) >= 2 * n_folds and 1 < _rarest(case)[1] < n_folds:
        return _as_even_as_it_goes(case)
    return make_folds("stratified" if classes else "k_fold", case)


def _as_even_as_it_goes(case: FoldCase) -> tuple[SplitRows, ...]:
    """Return stratified folds of which some hold no row of a rare class; all train on it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # scikit-learn's, on the rare class
        return _divided("stratified", case)


def _rarest(case: FoldCase) -> tuple[str, int]:
    """Return the rarest class and how many rows it has."""
    counts = np.bincount(case.y, minlength=len(case.classes))
    return case.classes[int(counts.argmin())], int(counts.min())


def make_folds(scheme: str, case: FoldCase) -> tuple[SplitRows, ...]:
    """Return the folds of ``scheme`` as positions 0 … n_rows - 1. Raises `ImpossibleSplit`."""
    n_rows = len(case.y)
    if scheme not in ("hold_out", "loocv") and n_rows < 2 * case.n_folds:
        fewer = f"Ask for at most {n_rows // 2} folds, or choose" if n_rows >= 4 else "Choose"
        raise ImpossibleSplit(
            f"{counted(n_rows, 'row is', 'rows are')} too few for {case.n_folds} folds. {fewer} a "
            "table with more rows."
        )
    if scheme in _CHECKS:
        _CHECKS[scheme](case)
    folds = _divided(scheme, case)
    for fold in folds:
        _refuse_unseen(case, fold)
    return folds


def _divided(scheme: str, case: FoldCase) -> tuple[SplitRows, ...]:
    pairs = division(scheme, case.n_folds)(case.y, case.order, case.seed)
    return tuple(SplitRows(train, test) for train, test in pairs)


def division(scheme: str, n_folds: int) -> Callable[..., Any]:
    """Return the function of ``y``, ``order`` and a seed that divides rows by ``scheme``."""
    return {
        "hold_out": partial(library.hold_out, test_share=HOLD_OUT_SHARE),
        "k_fold": partial(library.k_fold, n_folds=n_folds),
        "stratified": partial(library.stratified, n_folds=n_folds),
        "grouped": partial(library.grouped, n_folds=n_folds),
        "time": partial(library.in_time, n_folds=n_folds),
        "loocv": partial(library.leave_one_out, most=MOST_LEFT_OUT),
    }[scheme]


def _check_classes(case: FoldCase) -> None:
    if not case.classes:
        raise ImpossibleSplit(
            "Stratified folds keep the shares of classes, and a regression has none. Choose k-fold."
        )
    rare, n_rows = _rarest(case)
    if n_rows < case.n_folds:
        raise ImpossibleSplit(
            f"Class {rare!r} has {counted(n_rows, 'training row')}, fewer than {case.n_folds} "
            f"folds. {_advice(case)}"
        )


def _check_groups(case: FoldCase) -> None:
    if case.order is None:
        raise ImpossibleSplit("Choose the column that says which rows belong together.")
    n_groups = int(pd.factorize(case.order, use_na_sentinel=False)[0].max()) + 1
    if n_groups < case.n_folds:
        fewer = f"Ask for at most {n_groups} folds or choose" if n_groups > 1 else "Choose"
        raise ImpossibleSplit(
            f"{case.order.name!r} has {counted(n_groups, 'group')}, fewer than {case.n_folds} "
            f"folds. {fewer} another column."
        )


def _check_times(case: FoldCase) -> None:
    if case.order is not None and case.order.isna().any():
        raise ImpossibleSplit(
            f"Some rows have no value in {case.order.name!r}, so they have no place in time. "
            "Add 'Keep rows that are filled' for that column."
        )


def _refuse_unseen(case: FoldCase, fold: SplitRows) -> None:
    if not case.classes:
        return
    seen = np.bincount(case.y[fold.train], minlength=len(case.classes))
    if seen.min() == 0:
        missing = case.classes[int(seen.argmin())]
        raise ImpossibleSplit(
            f"One fold has no training row of class {missing!r}, so no model can learn it there. "
            f"{_advice(case)}"
        )


def _advice(case: FoldCase) -> str:
    """Return the number of stratified folds that every class has rows for, if there is one."""
    rare, n_rows = _rarest(case)
    if n_rows < 2:
        return (
            f"With one training row of {rare!r} no folds can test it. Load more rows of that "
            "class, or choose another target."
        )
    return f"Choose stratified k-fold with {min(n_rows, case.n_folds)} folds."


_CHECKS: dict[str, Callable[[FoldCase], None]] = {
    "stratified": _check_classes,
    "grouped": _check_groups,
    "time": _check_times,
}
