"""Columns that tell the same as another one: on another scale, in another order, in other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.data.column_profile import ColumnProfile
from core.data.kinds import sampled
from core.data.text_numbers import numbers_in

STRONG = 0.95  # |Pearson r|, and the share of mistakes that knowing the other column saves
SAME_ORDER = 0.9999  # |Spearman's rho|
PAIR_COLUMNS = 60  # copies are looked for among the first so many columns of a sort
PAIR_ROWS = 20_000
FEWEST_ROWS = 20
MOST_LEVELS = 200
FEWEST_OTHERS = 5  # rows without the most frequent level, below which agreement is chance
MOST_SAID = 5
_EACH = "each value of one goes with one value of the other"


@dataclass(frozen=True)
class _Pair:
    """Two columns, how alike they are (0 to 1), and what is said of them."""

    left: str
    right: str
    strength: float
    verb: str
    why: str
    is_copy: bool

    def sentence(self, target: str) -> str:
        """Say it; of a copy of the target what it does to the scores."""
        end = "." if self.verb != "tell the same" else f": {_EACH}."
        why = f" ({self.why})" if self.why else ""
        if not self.is_copy or target not in (self.left, self.right):
            advice = " To predict one of them, leave the other out." if self.is_copy else ""
            return f"‘{self.left}’ and ‘{self.right}’ {self.verb}{why}{end}{advice}"
        other = self.right if self.left == target else self.left
        verb = self.verb.replace("tell", "tells", 1)
        return (
            f"‘{other}’ {verb} as the target ‘{target}’{why}{end} "
            "Leave it out, or the scores say nothing."
        )


def copies(frame: pd.DataFrame, columns: Sequence[ColumnProfile], target: str = "") -> list[str]:
    """Return sentences on the pairs of columns that are most alike; those of ``target`` first.

    Looked at are evenly spaced rows of a large frame, and the sentence says so.
    """
    rows = sampled(frame, PAIR_ROWS)
    if len(rows) < FEWEST_ROWS:
        return []
    where = f", on {PAIR_ROWS:,} rows" if len(rows) < len(frame) else ""
    recoded = list(_recoded(rows, columns))
    known = {(pair.left, pair.right) for pair in recoded}
    alike = [pair for pair in _alike(rows, columns, where) if (pair.left, pair.right) not in known]
    return [pair.sentence(target) for found in (recoded, alike) for pair in _best(found, target)]


def _best(pairs: list[_Pair], target: str) -> list[_Pair]:
    by_strength = sorted(pairs, key=lambda pair: -pair.strength)
    first = [pair for pair in by_strength if target in (pair.left, pair.right)]
    return [*first, *(pair for pair in by_strength if pair not in first)][:MOST_SAID]


def _alike(rows: pd.DataFrame, columns: Sequence[ColumnProfile], where: str) -> Iterator[_Pair]:
    """Yield pairs of number columns in a line or in the same order, numbers as text among them."""
    values = _numbers(rows, columns)
    if values.shape[1] < 2:
        return
    with np.errstate(all="ignore"):
        r = values.corr(min_periods=10).to_numpy()
        rho = values.rank().corr(min_periods=10).to_numpy()
    names = list(map(str, values))
    for i, j in zip(*np.triu_indices(len(names), 1), strict=True):
        if abs(r[i, j]) >= STRONG:
            why = f"correlation {r[i, j]:.2f}{where}"
            yield _Pair(names[i], names[j], abs(r[i, j]), "almost tell the same", why, False)
        elif abs(rho[i, j]) >= SAME_ORDER:
            how = "the same order" if rho[i, j] > 0 else "opposite orders"
            why = f"rank correlation {rho[i, j]:.2f}{where}"
            yield _Pair(names[i], names[j], STRONG, f"put the rows in {how}", why, False)


def _numbers(rows: pd.DataFrame, columns: Sequence[ColumnProfile]) -> pd.DataFrame:
    """Return the number columns, dates and numbers kept as text as float64."""
    found: dict[str, pd.Series] = {}
    for column in columns:
        if len(found) == PAIR_COLUMNS:
            break
        values = rows[column.name]
        if column.kind == "number" and not column.n_infinite:
            found[column.name] = values.astype("float64")
        elif column.kind == "date":
            found[column.name] = values.astype("int64").astype("float64").mask(values.isna())
        elif column.kind in ("id", "category"):
            text = numbers_in(values)
            if text is not None:
                found[column.name] = pd.Series(text.values, values.index)
    return pd.DataFrame(found)


def _recoded(rows: pd.DataFrame, columns: Sequence[ColumnProfile]) -> Iterator[_Pair]:
    """Yield pairs of columns with few levels that are one another in other words."""
    codes = _codes(rows, columns)
    for place, (left, a) in enumerate(codes.items()):
        for right, b in list(codes.items())[place + 1 :]:
            counts = _crossed(a, b)
            if not (n_rows := int(counts.sum())):
                continue
            saved = min(_saved(counts), _saved(counts.T))
            if saved < STRONG:
                continue
            agreeing = min(counts.max(axis=1).sum(), counts.max(axis=0).sum())
            if agreeing == n_rows:
                yield _Pair(left, right, 1.0, "tell the same", "", True)
            else:
                share = f"in {min(100 * agreeing / n_rows, 99.9):.1f} % of the rows"
                yield _Pair(left, right, saved, "almost tell the same", share, True)


def _codes(
    rows: pd.DataFrame, columns: Sequence[ColumnProfile]
) -> dict[str, npt.NDArray[np.int64]]:
    """Return level numbers (n_rows,), -1 for gaps, of columns whose levels come twice or more."""
    most = min(MOST_LEVELS, len(rows) // 2)
    few = [c for c in columns if 2 <= c.n_unique <= most and c.kind in ("number", "category")]
    return {c.name: pd.factorize(rows[c.name])[0].astype(np.int64) for c in few[:PAIR_COLUMNS]}


def _crossed(a: npt.NDArray[np.int64], b: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return how often two levels meet, (levels of a, levels of b), rows with a gap left out."""
    both = (a >= 0) & (b >= 0)
    width = int(b.max()) + 1
    counts = np.bincount(a[both] * width + b[both], minlength=(int(a.max()) + 1) * width)
    return counts.reshape(-1, width)


def _saved(counts: npt.NDArray[np.int64]) -> float:
    """Return the share of mistakes on the columns' level that knowing the row's level saves.

    Goodman and Kruskal's lambda (1954); 0 where almost every row has the same level.
    """
    n_rows, most = counts.sum(), counts.sum(axis=0).max()
    if n_rows - most < FEWEST_OTHERS:
        return 0.0
    return float((counts.max(axis=1).sum() - most) / (n_rows - most))
