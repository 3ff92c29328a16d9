"""How rows are divided again and again: the schemes of cross-validation, as positions."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.params import Choice
from core.tabular.split import ImpossibleSplit, SplitRows, drawn_rows
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
    from sklearn.model_selection import StratifiedKFold

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # scikit-learn's, on the rare class
        return _split(StratifiedKFold(case.n_folds, shuffle=True, random_state=case.seed), case)


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
    folds = _SCHEMES[scheme](case)
    for fold in folds:
        _refuse_unseen(case, fold)
    return folds


def _hold_out(case: FoldCase) -> tuple[SplitRows, ...]:
    from sklearn.model_selection import train_test_split

    rows = np.arange(len(case.y))
    train, test = train_test_split(rows, test_size=HOLD_OUT_SHARE, random_state=case.seed)
    return (SplitRows(train, test),)


def _k_fold(case: FoldCase) -> tuple[SplitRows, ...]:
    from sklearn.model_selection import KFold

    return _split(KFold(case.n_folds, shuffle=True, random_state=case.seed), case)


def _stratified(case: FoldCase) -> tuple[SplitRows, ...]:
    from sklearn.model_selection import StratifiedKFold

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
    return _split(StratifiedKFold(case.n_folds, shuffle=True, random_state=case.seed), case)


def _grouped(case: FoldCase) -> tuple[SplitRows, ...]:
    from sklearn.model_selection import GroupKFold

    if case.order is None:
        raise ImpossibleSplit("Choose the column that says which rows belong together.")
    groups = pd.factorize(case.order, use_na_sentinel=False)[0]
    n_groups = int(groups.max()) + 1
    if n_groups < case.n_folds:
        fewer = f"Ask for at most {n_groups} folds or choose" if n_groups > 1 else "Choose"
        raise ImpossibleSplit(
            f"{case.order.name!r} has {counted(n_groups, 'group')}, fewer than {case.n_folds} "
            f"folds. {fewer} another column."
        )
    return _split(GroupKFold(case.n_folds, shuffle=True, random_state=case.seed), case, groups)


def _time(case: FoldCase) -> tuple[SplitRows, ...]:
    from sklearn.model_selection import TimeSeriesSplit

    in_order = np.arange(len(case.y))
    if case.order is not None:
        if case.order.isna().any():
            raise ImpossibleSplit(
                f"Some rows have no value in {case.order.name!r}, so they have no place in time. "
                "Add 'Keep rows that are filled' for that column."
            )
        in_order = np.argsort(case.order.to_numpy(), kind="stable")
    return tuple(
        SplitRows(in_order[train], in_order[test])
        for train, test in TimeSeriesSplit(case.n_folds).split(in_order)
    )


def _leave_one_out(case: FoldCase) -> tuple[SplitRows, ...]:
    rows = np.arange(len(case.y))
    left_out = drawn_rows(rows, MOST_LEFT_OUT, case.seed)
    return tuple(SplitRows(np.delete(rows, row), np.array([row])) for row in left_out)


def _split(
    splitter: Any, case: FoldCase, groups: NDArray[np.int64] | None = None
) -> tuple[SplitRows, ...]:
    rows = np.zeros(len(case.y))
    return tuple(SplitRows(train, test) for train, test in splitter.split(rows, case.y, groups))


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


_SCHEMES: dict[str, Callable[[FoldCase], tuple[SplitRows, ...]]] = {
    "hold_out": _hold_out,
    "k_fold": _k_fold,
    "stratified": _stratified,
    "grouped": _grouped,
    "time": _time,
    "loocv": _leave_one_out,
}
