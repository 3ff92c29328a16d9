"""How LIME is shown a raw frame: one float per cell, and back again without loss for the row.

LIME draws neighbours of a row column by column, from training rows: numbers and dates are drawn
within quartiles (`lime` does that itself), everything else by code and frequency. Gaps are a code
of their own, never a made-up number.

====== ========================================= ==========================================
way    columns                                   a code becomes
====== ========================================= ==========================================
number numbers without gaps                      itself (rounded for whole numbers)
date   dates without gaps (as days)              itself
level  categories, texts, numbers of few values  the level, or a gap
range  numbers and dates with gaps, or with      a middle value of that quarter, or a gap;
       a quarter of the rows at the lowest value the row's own value in the row's own quarter
====== ========================================= ==========================================
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Way: TypeAlias = Literal["number", "date", "level", "range"]

FEW_VALUES = 10
"""A number with no more distinct values than this is shown by its values."""

DAY_US = 86_400_000_000


@dataclass(frozen=True)
class Coder:
    """One raw column as LIME sees it, for one row.

    values : what each code stands for (``level`` and ``range``), in the column's type.
    edges : quartiles in float units, ascending and distinct (all but ``level``).
    condition : what is true of the explained row, in words: "20 < age ≤ 35", "town = Ulm".
    """

    name: str
    way: Way
    dtype: Any
    values: pd.Series
    edges: NDArray[np.float64]
    condition: str
    note: str = ""

    @property
    def categorical(self) -> bool:
        """Whether LIME draws codes rather than numbers."""
        return self.way in ("level", "range")

    def encode(self, column: pd.Series) -> NDArray[np.float64]:
        """Return one float per row of ``column``; levels never seen in training raise KeyError."""
        if self.way == "level":
            return _level_codes(column, self.values)
        floats = _floats(column)
        return floats if self.way in ("number", "date") else _range_codes(floats, self.edges)

    def decode(self, codes: NDArray[np.float64]) -> Any:
        """Return the raw values behind ``codes``, an array in the column's type."""
        if self.categorical:
            return self.values.array.take(codes.astype(np.intp))
        return _raw(codes, self.dtype)


@dataclass(frozen=True)
class Codec:
    """A raw frame as floats and back, column by column.

    ``row`` : the explained one (1, n_columns). Columns without a coder are not shown to LIME and
    stay as they are in it.
    """

    coders: tuple[Coder, ...]
    row: pd.DataFrame

    def encode(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Return (n_rows, n_coders) float64."""
        return np.column_stack([coder.encode(frame[coder.name]) for coder in self.coders])

    def decode(self, codes: NDArray[np.float64]) -> pd.DataFrame:
        """Return the raw frame, in the table's own types."""
        own = np.zeros(len(codes), dtype=np.intp)
        columns = {name: self.row[name].array.take(own) for name in self.row.columns}
        columns |= {c.name: c.decode(codes[:, j]) for j, c in enumerate(self.coders)}
        return pd.DataFrame(columns)

    @property
    def categorical(self) -> list[int]:
        """The positions of the columns that LIME draws by code."""
        return [j for j, coder in enumerate(self.coders) if coder.categorical]

    @property
    def notes(self) -> tuple[str, ...]:
        """What LIME cannot see as it is, in the learner's words."""
        return tuple(coder.note for coder in self.coders if coder.note)


def codec_for(train: pd.DataFrame, row: pd.DataFrame, shown: Sequence[str] | None = None) -> Codec:
    """Return the codec for LIME around ``row`` (one row) with neighbours drawn from ``train``.

    shown : the columns that LIME moves, by default all.
    """
    names = train.columns if shown is None else shown
    return Codec(tuple(_coder(train[name], row[name]) for name in names), row)


def _coder(train: pd.Series, own: pd.Series) -> Coder:
    way = _way(train, own)
    if way == "level":
        return _level_coder(train, own)
    edges = np.unique(np.percentile(_floats(train.dropna()), [25, 50, 75]))
    condition = _range_words(train, edges, own)
    if way == "range":
        return _range_coder(train, own, edges, condition)
    return Coder(str(train.name), way, train.dtype, train.iloc[:0], edges, condition)


def _way(train: pd.Series, own: pd.Series) -> Way:
    both = pd.concat([train, own])
    date = pd.api.types.is_datetime64_any_dtype(train)
    number = pd.api.types.is_numeric_dtype(train) and not pd.api.types.is_bool_dtype(train)
    if not (date or number) or both.nunique() <= FEW_VALUES:
        return "level"
    floats = _floats(both)
    if not np.isfinite(floats).all() or np.percentile(floats[:-1], 25) == floats[:-1].min():
        return "range"
    return "date" if date else "number"


def _level_coder(train: pd.Series, own: pd.Series) -> Coder:
    name, both = str(train.name), pd.concat([train, own], ignore_index=True)
    values = both.drop_duplicates().sort_values(ignore_index=True)  # a gap comes last
    value = own.iloc[0]
    many = train.nunique() > max(30, len(train) // 2)
    return Coder(
        name,
        "level",
        train.dtype,
        values,
        np.empty(0),
        f"{name} is missing" if pd.isna(value) else f"{name} = {_short(value)}",
        f"{name} holds text or ids: LIME can only swap it whole for another row's, so it says "
        "whether this entry matters, not which words do."
        if many
        else "",
    )


def _range_coder(
    train: pd.Series, own: pd.Series, edges: NDArray[np.float64], condition: str
) -> Coder:
    codes = _range_codes(_floats(train), edges)
    own_code = int(_range_codes(_floats(own), edges)[0])
    gaps = bool(train.isna().any() or own.isna().any())
    values = [
        own.iloc[0] if code == own_code else _middle(train[codes == code], train)
        for code in range(len(edges) + 1)
    ]
    table = pd.Series([*values, None] if gaps else values, dtype=train.dtype)
    note = (
        f"{train.name} has gaps or many equal values: LIME sees it as {len(edges) + 1} ranges"
        f"{' and a gap' if gaps else ''}."
    )
    return Coder(str(train.name), "range", train.dtype, table, edges, condition, note)


def _middle(values: pd.Series, every: pd.Series) -> Any:
    """Return the middle one of ``values``; of ``every`` present one for a range never drawn."""
    ordered = (values if len(values) else every.dropna()).sort_values(ignore_index=True)
    return ordered.iloc[len(ordered) // 2]


def _level_codes(column: pd.Series, levels: pd.Series) -> NDArray[np.float64]:
    codes = pd.Index(levels).get_indexer(pd.Index(column.astype(levels.dtype)))
    if (codes < 0).any():
        raise KeyError(str(column[codes < 0].iloc[0]))
    found: NDArray[np.float64] = codes.astype(np.float64)
    return found


def _range_codes(floats: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the quarter of each value, 0 to n_edges; a gap is n_edges + 1."""
    codes = np.searchsorted(edges, floats).astype(np.float64)
    codes[np.isnan(floats)] = len(edges) + 1
    return codes


def _floats(column: pd.Series) -> NDArray[np.float64]:
    """Return numbers as they are and dates as days since 1970; gaps are NaN."""
    if pd.api.types.is_datetime64_any_dtype(column):
        days = column.to_numpy().astype("datetime64[us]").astype(np.int64) / DAY_US
        return np.where(column.isna(), np.nan, days)
    return column.to_numpy(dtype=np.float64)


def _raw(floats: NDArray[np.float64], dtype: Any) -> NDArray[Any]:
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return np.rint(floats * DAY_US).astype(np.int64).astype("datetime64[us]")
    return np.rint(floats).astype(dtype) if pd.api.types.is_integer_dtype(dtype) else floats


def _range_words(train: pd.Series, edges: NDArray[np.float64], own: pd.Series) -> str:
    name, value = str(train.name), _floats(own)[0]
    if np.isnan(value):
        return f"{name} is missing"
    words = [_words(edge, train.dtype) for edge in edges]
    code = int(np.searchsorted(edges, value))
    if code == 0:
        return f"{name} ≤ {words[0]}"
    if code == len(edges):
        return f"{name} > {words[-1]}"
    return f"{words[code - 1]} < {name} ≤ {words[code]}"


def _words(edge: float, dtype: Any) -> str:
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return str(np.rint(edge * DAY_US).astype(np.int64).astype("datetime64[us]"))[:10]
    return np.format_float_positional(edge, 4, unique=False, fractional=False, trim="-")


def _short(value: object) -> str:
    text = f"{value:.4g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
