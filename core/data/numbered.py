"""Cells that look like values, and numbers that are the names of columns all the same."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence

_DATE = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.*")
_TYPED = re.compile(
    r"[+-]?[$€£¥]?[\d.,' ]*\d[\d.,' ]*(e[+-]?\d+)?[%€]?"  # a number
    rf"|{_DATE.pattern}|true|false",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(1[89]|20|21)\d\d")
_WHOLE = re.compile(r"\d+")
_FRACTION = re.compile(r"[+-]?\d*[.,]\d+")
FRACTIONS = 0.95  # of a column's cells: a whole number above them is no chance
FEW_ROWS, MANY_ROWS = 5, 20  # below several numbers, and below a single one
MIN_WORDS, MIN_REPEATS = 8, 3  # rows and rows of each word before a new word is no chance


def is_typed(cell: str) -> bool:
    """Tell whether a cell looks like a number, a date or true/false."""
    return bool(_TYPED.fullmatch(cell))


def numbers_are_names(
    first: Sequence[str], columns: Sequence[Sequence[str]], typed: Sequence[bool]
) -> bool:
    """Tell whether the numbers in a first row are names, such as years or 0, 1, 2.

    first : its cells, "" where there is none; columns : the filled cells below, trimmed;
    typed : which columns hold numbers or dates. Names are whole and in order, or dates, and
    what stands below them is of another kind.
    """
    places = [place for place, cell in enumerate(first) if cell and typed[place]]
    numbers, below = [first[place] for place in places], [columns[place] for place in places]
    if any(
        _is_date(cell) and not _mostly(_is_date, column)
        for cell, column in zip(numbers, below, strict=True)
    ):
        return True
    if not all(map(_WHOLE.fullmatch, numbers)) or not (_ascend(numbers) or _ascend(numbers[::-1])):
        return False
    if not first[0] and _counts(columns[0]):
        return True  # an unnamed column of row numbers, as pandas writes it
    if not all(map(_YEAR.fullmatch, numbers)):
        n_rows = min(map(len, below))
        return n_rows >= (FEW_ROWS if len(numbers) > 1 else MANY_ROWS) and _fractions(below)
    if _new_word(first, columns, typed):
        return True
    if all(_mostly(_YEAR.fullmatch, column) for column in below):
        return False
    return len(numbers) > 1 or _fractions(below) or _far(int(numbers[0]), below[0])


def _ascend(cells: Sequence[str]) -> bool:
    return all(int(a) < int(b) for a, b in itertools.pairwise(cells))


def _counts(cells: Sequence[str]) -> bool:
    """Tell whether cells are 0, 1, 2, ... or 1, 2, 3, ..."""
    starts = [[str(n + start) for n in range(len(cells))] for start in (0, 1)]
    return len(cells) > 1 and list(cells) in starts


def _fractions(columns: Sequence[Sequence[str]]) -> bool:
    """Tell whether nearly all cells of every column have decimals."""
    return all(
        column and sum(map(bool, map(_FRACTION.fullmatch, column))) >= FRACTIONS * len(column)
        for column in columns
    )


def _mostly(fits: Callable[[str], object], cells: Sequence[str]) -> bool:
    return 2 * sum(bool(fits(cell)) for cell in cells) > len(cells)


def _is_date(cell: str) -> bool:
    return bool(_DATE.fullmatch(cell))


def _far(number: int, cells: Sequence[str]) -> bool:
    """Tell whether a number is more than twice, or less than half, of all cells below it."""
    plain = [cell.replace(",", "") for cell in cells]
    if len(plain) < 3 or not all(re.fullmatch(r"[+-]?\d+(\.\d+)?", cell) for cell in plain):
        return False
    sizes = [abs(float(cell)) for cell in plain]
    return number > 2 * max(sizes) or 2 * number < min(sizes)


def _new_word(
    first: Sequence[str], columns: Sequence[Sequence[str]], typed: Sequence[bool]
) -> bool:
    """Tell whether a word stands above a column whose own few words all come again and again."""
    return any(
        word
        and not kind
        and len(column) >= MIN_WORDS
        and word not in column
        and min(Counter(column).values()) >= MIN_REPEATS
        for word, column, kind in zip(first, columns, typed, strict=True)
    )
