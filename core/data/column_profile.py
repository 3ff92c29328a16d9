"""A column and a table in numbers: what profiling gives and alerts read."""

from __future__ import annotations

from dataclasses import dataclass

from core.data.kinds import Kind

BINS = 20


@dataclass(frozen=True)
class Histogram:
    """``counts`` of `BINS` bins between ``BINS + 1`` ``edges`` (ISO text for dates)."""

    counts: tuple[int, ...]
    edges: tuple[float, ...] | tuple[str, ...]


@dataclass(frozen=True)
class ColumnProfile:
    """One column in numbers, over all rows; plain values only.

    ``minimum`` and ``maximum`` are floats for numbers, ISO text for dates, else None. ``mean``,
    ``std`` (n - 1) and ``quartiles`` (25, 50, 75 %) leave out missing and infinite values; None
    where the column has no numbers. ``around_median`` counts its values below
    the median, equal to it and above. ``top_values`` holds up to thirty (value as text, count), the
    most frequent first, equal counts in the values' order; empty for dates and for numbers with
    more than 50 distinct values. ``classes``: what the column's values are called as classes, in
    their order; empty if there are more than 100. ``rarest``: rows of the rarest of these.
    """

    name: str
    kind: Kind
    dtype: str
    n_missing: int
    n_unique: int
    minimum: float | str | None = None
    maximum: float | str | None = None
    mean: float | None = None
    std: float | None = None
    quartiles: tuple[float, float, float] | None = None
    around_median: tuple[int, int, int] = (0, 0, 0)
    n_zeros: int = 0
    n_infinite: int = 0
    skewness: float | None = None
    top_values: tuple[tuple[str, int], ...] = ()
    classes: tuple[str, ...] = ()
    rarest: int | None = None
    histogram: Histogram | None = None


@dataclass(frozen=True)
class Profile:
    """A table in numbers: its size, its columns and what to look at (``alerts``, sentences)."""

    n_rows: int
    n_columns: int
    columns: tuple[ColumnProfile, ...]
    alerts: tuple[str, ...]

    def column(self, name: str) -> ColumnProfile:
        """Return one column's profile; raise `KeyError` if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)
