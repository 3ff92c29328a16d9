"""Rows of a table as baskets: values of some columns, or an item in each row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.kinds import column_kinds
from core.data.spelling import spelled
from core.stages.unsupervised.association_rules.data import FEWEST_BASKETS, BadBaskets
from core.stages.unsupervised.association_rules.settings import BasketSettings
from core.unlabelled.baskets import BasketSet, Flags
from core.wording import counted

MOST_BASKETS = 10_000
MOST_ITEMS = 1_000
MOST_LEVELS = 40
"""A column with more values than this names rows rather than things."""
MOST_COLUMNS = 12
FEW_NUMBERS = 5
"""Numbers with more values than this are cut into thirds."""
THIRDS = ("low", "middle", "high")

Item: TypeAlias = tuple[str, Flags]
Ints: TypeAlias = NDArray[np.int64]


def by_columns(settings: BasketSettings, frame: pd.DataFrame) -> BasketSet:
    """Return a basket for each row: what it says in the chosen columns. Raises `BadBaskets`."""
    if len(frame) < FEWEST_BASKETS:
        return _set_of([], len(frame), ())  # whatever its columns hold
    names = settings.columns or suiting(frame)
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise BadBaskets(f"There is no column {missing[0]!r}. Choose columns of this table.")
    rows, note = _some(len(frame), settings.seed, "row")
    items = [item for name in names for item in items_of(frame[name].iloc[rows])]
    return _set_of(items, len(rows), note)


def suiting(frame: pd.DataFrame) -> tuple[str, ...]:
    """Return columns that suit: those of yes and no, else few categories, else numbers."""
    kinds = column_kinds(frame)
    flags = [name for name in kinds if pd.api.types.is_bool_dtype(frame[name])]
    few = [n for n, kind in kinds.items() if kind == "category" and _has_few(frame[n])]
    numbers = [name for name, kind in kinds.items() if kind == "number"]
    found = flags if len(flags) >= MOST_COLUMNS // 2 else [*few, *numbers]
    if not found:
        raise BadBaskets(
            "No column holds categories, yes and no, or numbers in which rows differ. Choose "
            "columns, or read the table as one item a row."
        )
    return tuple(found if found is flags else found[:MOST_COLUMNS])


def _has_few(column: pd.Series) -> bool:
    return column.nunique() <= MOST_LEVELS


def items_of(column: pd.Series) -> Iterator[Item]:
    """Yield the items that a column makes, each with the rows that hold it. Raises `BadBaskets`."""
    name = str(column.name)
    if pd.api.types.is_bool_dtype(column):
        yield name, column.fillna(value=False).to_numpy(bool)
        return
    ordered = pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column)
    texts = _thirds(column) if ordered and column.nunique() > FEW_NUMBERS else spelled(column)
    levels = sorted(texts.dropna().unique())
    if len(levels) > MOST_LEVELS:
        raise BadBaskets(
            f"{name!r} has {len(levels):,} different values, and each would be an item of its own. "
            f"Choose columns with up to {MOST_LEVELS}, or read the table as one item a row."
        )
    for level in levels:
        yield f"{name} = {level}", (texts == level).fillna(value=False).to_numpy(bool)


def _thirds(column: pd.Series) -> pd.Series:
    """Return numbers or dates as the lowest, middle or highest third of the rows."""
    dated = column.dtype.kind == "M"
    values = (column - column.min()).dt.total_seconds() if dated else column
    numbers = values.astype("float64").replace([np.inf, -np.inf], np.nan)
    low, high = numbers.quantile(1 / 3), numbers.quantile(2 / 3)
    ends = ("", "", "") if dated else (f" (≤ {low:.4g})", "", f" (> {high:.4g})")
    names = np.array([f"{third}{end}" for third, end in zip(THIRDS, ends, strict=True)])
    place = (numbers > low).astype(int) + (numbers > high).astype(int)
    return pd.Series(names[place], column.index, dtype="str").mask(numbers.isna())


def by_ids(settings: BasketSettings, frame: pd.DataFrame) -> BasketSet:
    """Return a basket for each value of one column: what another says there. Raises."""
    basket, item = settings.basket_column, settings.item_column
    check_ids(basket, item, frame)
    known = frame[[basket, item]].dropna()
    codes, ids = pd.factorize(spelled(known[basket]), sort=True)
    things, names = pd.factorize(spelled(known[item]), sort=True)
    rows, note = _some(len(ids), settings.seed, "basket")
    names, things, more = _commonest(names, things)
    inside = np.isin(codes, rows) & (things >= 0)
    has = np.zeros((len(rows), len(names)), bool)
    has[np.searchsorted(rows, codes[inside]), things[inside]] = True
    if len(ids) > 1 and has.sum(axis=1).max(initial=0) <= 1:
        raise BadBaskets(
            f"By {basket!r} every basket holds a single item, so nothing comes together. Choose "
            "the column that rows of one basket share."
        )
    items = [(str(name), has[:, place]) for place, name in enumerate(names)]
    return _set_of(items, len(rows), (*note, *more))


def check_ids(basket: str, item: str, frame: pd.DataFrame) -> None:
    """Raise `BadBaskets` where these are not two columns of the table."""
    for name in (basket, item):
        if name not in frame.columns:
            raise BadBaskets(f"There is no column {name!r}. Choose two columns of this table.")
    if basket == item:
        raise BadBaskets(
            f"{basket!r} is chosen twice. One column names the basket, another one the item."
        )


def _commonest(names: pd.Index, things: Ints) -> tuple[pd.Index, Ints, tuple[str, ...]]:
    """Return the items that can be followed; rarer ones get the place -1."""
    if len(names) <= MOST_ITEMS:
        return names, things, ()
    counts = np.bincount(things, minlength=len(names))
    kept = np.sort(np.argsort(-counts, kind="stable")[:MOST_ITEMS])
    place = np.full(len(names), -1)
    place[kept] = np.arange(len(kept))
    said = f"Of {len(names):,} items the {MOST_ITEMS:,} commonest are looked at."
    return names[kept], place[things], (said,)


def _some(n: int, seed: int, one: str) -> tuple[Ints, tuple[str, ...]]:
    """Return the places of all rows or baskets, or of some drawn by the seed, said aloud."""
    if n <= MOST_BASKETS:
        return np.arange(n), ()
    rng = np.random.default_rng([seed, 2])
    drawn = np.sort(rng.choice(n, MOST_BASKETS, replace=False))
    said = f"{MOST_BASKETS:,} of {counted(n, one)} are looked at, drawn by the seed."
    return drawn, (said,)


def _set_of(items: list[Item], n: int, note: tuple[str, ...]) -> BasketSet:
    """Return baskets of these items, by name; what no basket holds is left out."""
    held = sorted(((name, rows) for name, rows in items if rows.any()), key=lambda one: one[0])
    has = np.column_stack([rows for _, rows in held]) if held else np.zeros((n, 0), bool)
    return BasketSet(tuple(name for name, _ in held), has, note=note)
