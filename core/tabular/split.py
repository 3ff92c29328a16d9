"""Which rows are put aside for testing; impossible splits are refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.tabular.division import DIVISIONS
from core.tabular.experiment import N_SEEDS, Split, SplitKind
from core.wording import counted

Rows = NDArray[np.int64]

FEWEST_ROWS = 4
SHARES = tuple(round(0.05 * i, 2) for i in range(1, 13))
"""The shares of test rows that the control can be set to."""
MOST_SEEDS = 40
"""So many seeds are looked at for one that gives every class a training row."""


class ImpossibleSplit(PlaygroundError):
    """The rows cannot be divided as asked."""


@dataclass(frozen=True, eq=False)
class SplitRows:
    """Positions (0 … n_rows - 1) of training and test rows."""

    train: Rows
    test: Rows


def drawn_rows(rows: Rows, most: int, seed: int) -> Rows:
    """Return ``rows``, or ``most`` of them drawn by the seed, in their order."""
    if len(rows) <= most:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))


@dataclass(frozen=True, eq=False)
class _Case:
    split: Split
    y: NDArray[Any]
    classes: tuple[str, ...]
    order: pd.Series | None
    seed: int


def split_rows(
    split: Split,
    y: NDArray[Any],
    *,
    classes: tuple[str, ...] = (),
    order: pd.Series | None = None,
    seed: int = 0,
) -> SplitRows:
    """Divide rows into training and test.

    ``y``: (n_rows,) target; codes into ``classes`` for classification. ``order``: (n_rows,) the
    groups of a grouped split or the times of a time split. The same arguments give the same rows:
    random and stratified are scikit-learn's ``train_test_split``, grouped its
    ``GroupShuffleSplit``, time puts the latest rows aside. Raises `ImpossibleSplit`.
    """
    if len(y) < FEWEST_ROWS:
        raise ImpossibleSplit(
            f"Only {counted(len(y), 'row is', 'rows are')} left, and a split needs at least "
            f"{FEWEST_ROWS}. Take out the steps that drop rows, or load more."
        )
    case = _Case(split, y, classes, order, seed)
    rows = _SPLITS[split.kind](case)
    _refuse_bad(case, rows)
    return rows


def _stratified(case: _Case) -> SplitRows:
    if not case.classes:
        raise ImpossibleSplit(
            "A stratified split keeps the shares of classes, and a regression has none. "
            "Choose a random split."
        )
    counts = np.bincount(case.y, minlength=len(case.classes))
    if counts.min() < 2:
        lonely = case.classes[int(counts.argmin())]
        raise ImpossibleSplit(
            f"Class {lonely!r} has one row, so it cannot be in training and test. {_advice(case)}"
        )
    n_test = int(np.ceil(case.split.test_share * len(case.y)))
    if min(n_test, len(case.y) - n_test) < len(case.classes):
        raise ImpossibleSplit(
            f"{len(case.classes)} classes do not fit into {n_test} test and "
            f"{len(case.y) - n_test} training rows. {_advice(case)}"
        )
    return _divided(case, case.y)


def _random(case: _Case) -> SplitRows:
    n_test = int(np.ceil(case.split.test_share * len(case.y)))
    _refuse_empty(n_test, len(case.y) - n_test)
    return _divided(case, case.y)


def _divided(case: _Case, by: Any) -> SplitRows:
    """Divide by what the split looks at; nothing speaks against it any more."""
    divide = DIVISIONS[case.split.kind]
    return SplitRows(*divide(by, case.split.test_share, case.seed))


def _grouped(case: _Case) -> SplitRows:
    order = _order(case, "groups")
    n_groups = len(pd.factorize(order, use_na_sentinel=False)[1])
    if n_groups < 2:
        raise ImpossibleSplit(
            f"{case.split.column!r} has one value, so there are no groups to divide. "
            "Choose another column."
        )
    n_test = int(np.ceil(case.split.test_share * n_groups))
    if n_test >= n_groups:
        raise ImpossibleSplit(
            f"{n_groups} groups leave none for training. Choose a smaller test share."
        )
    return _divided(case, order)


def _time(case: _Case) -> SplitRows:
    times = _order(case, "time")
    if times.isna().any():
        raise ImpossibleSplit(
            f"{counted(int(times.isna().sum()), 'row has', 'rows have')} no value in "
            f"{case.split.column!r}, and so no place in time. "
            "Add 'Keep rows that are filled' for that column."
        )
    n_test = int(np.ceil(case.split.test_share * len(case.y)))
    _refuse_empty(n_test, len(case.y) - n_test)
    return _divided(case, times)


def _order(case: _Case, what: str) -> pd.Series:
    if case.order is None:
        raise ImpossibleSplit(f"Choose the column that holds the {what} for this split.")
    return case.order


def _refuse_empty(n_test: int, n_train: int) -> None:
    if n_test < 1 or n_train < 1:
        raise ImpossibleSplit(
            f"This test share gives {n_test:,} test and {n_train:,} training rows, and both "
            "need at least one. Change the test share."
        )


def _refuse_bad(case: _Case, rows: SplitRows) -> None:
    _refuse_empty(len(rows.test), len(rows.train))
    if not case.classes:
        return
    seen = np.bincount(case.y[rows.train], minlength=len(case.classes))
    if seen.min() == 0:
        missing = case.classes[int(seen.argmin())]
        raise ImpossibleSplit(
            f"No row of class {missing!r} is in the training part, so no model can learn it. "
            f"{_advice(case)}"
        )


def _advice(case: _Case) -> str:
    """Return what to choose instead: the first change of split, share or seed that works."""
    for change, words in _changes(case):
        if _works(change):
            return f"Choose {words}."
    return "Choose another target, or load more rows of that class."


def _works(case: _Case) -> bool:
    """Whether a random or stratified split leaves every class a row to learn from."""
    n_test = int(np.ceil(case.split.test_share * len(case.y)))
    fewest = len(case.classes) if case.split.kind == "stratified" else 1
    if min(n_test, len(case.y) - n_test) < fewest:
        return False
    rows = _divided(case, case.y)
    seen = np.bincount(case.y[rows.train], minlength=len(case.classes))
    return bool(seen.min() > 0)


def _changes(case: _Case) -> Iterator[tuple[_Case, str]]:
    """Yield other divisions and their names, the nearest to what was asked first."""
    kind, share = case.split.kind, case.split.test_share
    lonely = np.bincount(case.y, minlength=len(case.classes)).min() < 2
    if not lonely and kind != "stratified":
        yield _changed(case, "stratified", share, case.seed), "a stratified split"
    if not lonely:
        for other in sorted(SHARES, key=lambda found: abs(found - share)):
            words = f"a stratified split with {other:.0%} test rows"
            yield _changed(case, "stratified", other, case.seed), words
    for seed in range(case.seed, case.seed + MOST_SEEDS):
        same = f" and the seed {seed % N_SEEDS}" if seed != case.seed else ""
        yield _changed(case, "random", share, seed % N_SEEDS), f"a random split{same}"


def _changed(case: _Case, kind: SplitKind, share: float, seed: int) -> _Case:
    return replace(case, split=Split(kind, share), seed=seed)


_SPLITS: dict[str, Callable[[_Case], SplitRows]] = {
    "random": _random,
    "stratified": _stratified,
    "grouped": _grouped,
    "time": _time,
}
