"""Numbers and dates in a column of text: what keeps it from being one of numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.data import numbers
from core.data.periods import MOMENT_LIKE
from core.data.typed import examples

CLEAR_SHARE = 0.8  # of the values are numbers (or look like dates): the others spoil the column
PROBE = 200  # values that tell cheaply that a column holds none


@dataclass(frozen=True)
class TextNumbers:
    """``values`` (n_rows,) of a column of text, NaN where a cell is none; ``n`` of ``n_filled``.

    ``example`` is the first; ``others`` quotes filled cells that are none, with their rows.
    """

    values: npt.NDArray[np.float64]
    n: int
    n_filled: int
    example: str
    others: str


def numbers_in(column: pd.Series) -> TextNumbers | None:
    """Return the numbers of a text column; None if less than `CLEAR_SHARE` of its values are some.

    Codes are none: numbers that begin with 0, whole ones of one length or too long to keep.
    """
    text, filled = _text(column)
    if text is None or not _likely(text, filled, numbers.NUMBER_LIKE):
        return None
    plain = numbers.bare_each(text)
    style = numbers.most_fitting(list(numbers.STYLES), plain)
    fits = pc.and_(numbers.matches(plain, style), filled)
    n, n_filled = (int(pc.sum(mask).as_py() or 0) for mask in (fits, filled))
    if not n_filled or n < CLEAR_SHARE * n_filled or _are_codes(text.filter(fits)):
        return None
    cells = pc.cast(numbers.plain_form(plain.filter(fits), style), pa.float64())
    where = fits.to_numpy(zero_copy_only=False)
    values = np.full(len(text), np.nan)
    values[where] = cells.to_numpy(zero_copy_only=False)
    others = examples(text, pc.and_(filled, pc.invert(fits)))
    return TextNumbers(values, n, n_filled, text[int(np.argmax(where))].as_py(), others)


def spoilt_dates(column: pd.Series) -> TextNumbers | None:
    """Return, without values, how many cells of a text column look like dates."""
    text, filled = _text(column)
    if text is None or not _likely(text, filled, MOMENT_LIKE):
        return None
    fits = pc.and_(pc.match_substring_regex(text, MOMENT_LIKE), filled)
    n, n_filled = (int(pc.sum(mask).as_py() or 0) for mask in (fits, filled))
    if not CLEAR_SHARE * n_filled <= n < n_filled:
        return None
    others = examples(text, pc.and_(filled, pc.invert(fits)))
    return TextNumbers(np.full(len(text), np.nan), n, n_filled, "", others)


def _text(column: pd.Series) -> tuple[pa.StringArray | None, pa.BooleanArray]:
    """Return a text column's trimmed cells, "" for a gap, and which are filled."""
    if not isinstance(column.dtype, pd.StringDtype):
        return None, pa.array([], pa.bool_())
    text = pa.array(column, pa.string(), from_pandas=True)
    text = text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text
    text = pc.utf8_trim_whitespace(pc.fill_null(text, ""))
    return text, pc.not_equal(text, "")


def _likely(text: pa.StringArray, filled: pa.BooleanArray, pattern: str) -> bool:
    first = text.filter(filled)[:PROBE]
    alike = pc.sum(pc.match_substring_regex(first, pattern)).as_py() or 0
    return len(first) > 0 and alike >= CLEAR_SHARE / 2 * len(first)


def _are_codes(cells: pa.StringArray) -> bool:
    whole = pc.match_substring_regex(cells, r"^\d+$")
    zeros = pc.match_substring_regex(cells, r"^[+-]?0\d")
    lengths = pc.unique(pc.binary_length(cells))
    one_length = bool(pc.all(whole).as_py()) and len(lengths) == 1 and lengths[0].as_py() > 1
    digits = pc.binary_length(pc.replace_substring_regex(cells.filter(whole), r"^0+", ""))
    long = pc.max(digits).as_py() or 0
    return bool(pc.any(zeros).as_py()) or one_length or long > numbers.DIGITS
