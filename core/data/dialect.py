"""How a text file writes its rows: the delimiter, found by counting cells line by line."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.data.limits import Limits
from core.data.quoting import PLAIN, Quoting, find_quoting, lines_of, rows_of, same_signs
from core.data.raw import check_size

SAMPLE_CHARS = 200_000
SAMPLE_ROWS = 1_000
DELIMITERS = ("\t", ";", "|", ",", " ")  # on equal counts the first wins: commas may be decimals
MIN_SUPPORT = 0.6  # of the rows must have the usual number of cells, else there is no delimiter
NO_DELIMITER = "\x1f"  # a sign that no text file uses, for files of one column
MAX_PREAMBLE = 30
_NUMBER = re.compile(r"[+-]?[\d.,]*\d[\d.,]*(e[+-]?\d+)?%?", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """How rows are written.

    n_columns : cells of most rows; preamble : lines before the table, as they stand;
    n_skip : characters from the start of the text to the first row; quoting : what marks mean.
    """

    delimiter: str
    n_columns: int
    preamble: tuple[str, ...] = ()
    n_skip: int = 0
    quoting: Quoting = PLAIN


@dataclass(frozen=True)
class _Trial:
    delimiter: str
    n_columns: int
    start: int
    score: float
    quoting: Quoting = PLAIN


def find_dialect(
    name: str, text: str, limit: Limits, delimiter: str | None = None, mark: str | None = None
) -> Dialect:
    """Return how a text file writes its rows.

    Every candidate splits the beginning of the file; the one under which most rows have the same
    number of cells wins, less for each cell that still holds another candidate and for rows that
    come before the first regular one. `delimiter` and `mark` (of quotations) overrule. Raises
    `UnreadableTable` if there are more columns than allowed.
    """
    n_comment = _comment_end(text)
    sample = _sample(text[n_comment:])
    tried = [delimiter] if delimiter else DELIMITERS
    trials = [_try(sample, sign, find_quoting(sample, sign, mark)) for sign in tried]
    best = max(trials, key=lambda trial: trial.score)
    if delimiter is None and best.score < 0:
        best = _Trial(NO_DELIMITER, 1, 0, 0.0, find_quoting(sample, NO_DELIMITER, mark))
    check_size(name, 0, best.n_columns, limit)
    n_skip = n_comment + _skip(sample, best)
    preamble = tuple(line.strip() for line in lines_of(text[:n_skip]) if line.strip())
    quoting = best.quoting
    if not same_signs(sample, text, best.delimiter, mark):  # marks that come late
        quoting = find_quoting(text[n_skip:], best.delimiter, mark)
    return Dialect(best.delimiter, best.n_columns, preamble, n_skip, quoting)


def _sample(text: str) -> str:
    """Return the first whole lines of a text."""
    if len(text) <= SAMPLE_CHARS:
        return text
    end = text.rfind("\n", 0, SAMPLE_CHARS)
    return text[: end + 1] if end > 0 else text[:SAMPLE_CHARS]


def _comment_end(text: str) -> int:
    """Return where leading lines that begin with # end.

    The last of them stays if it looks like the header: as many cells as the line after it.
    """
    end, last = 0, 0
    for line in lines_of(text[:SAMPLE_CHARS]):
        if not line.startswith("#") and line.strip():
            break
        last, end = (end, end + len(line)) if line.strip() else (last, end + len(line))
    if end == 0 or end >= min(len(text), SAMPLE_CHARS):
        return 0
    header, first = text[last:end].strip(), next(iter(lines_of(text[end : end + SAMPLE_CHARS])), "")
    for char in DELIMITERS[:-1]:
        count = header.count(char)
        if count and count == first.count(char):
            numbers = [bool(_NUMBER.fullmatch(cell.strip())) for cell in first.split(char)]
            return last if any(numbers) else end
    return end


def _try(sample: str, delimiter: str, quoting: Quoting) -> _Trial:
    """Score one candidate; below zero if it does not split the sample into a table."""
    split = itertools.islice(rows_of(sample, delimiter, quoting), SAMPLE_ROWS)
    rows = [row for row in split if any(row)]
    counts = [_n_cells(row, delimiter) for row in rows]
    usual = _usual(counts)
    if not rows or usual < 2:
        return _Trial(delimiter, max(usual, 1), 0, -1.0, quoting)
    start = _start(rows, counts, usual)
    regular = [row for row, count in zip(rows, counts, strict=True) if count == usual]
    support = len(regular) / len(rows)
    enough = support >= MIN_SUPPORT or (start and len(regular) >= MIN_SUPPORT * (len(rows) - start))
    if not enough or (delimiter == " " and not _are_numbers(regular)):
        return _Trial(delimiter, usual, start, -1.0, quoting)
    score = support - 0.4 * (start > 0) - 0.5 * _foreign(regular, delimiter)
    return _Trial(delimiter, usual, start, max(score, 0.0), quoting)


def _start(rows: list[list[str]], counts: list[int], usual: int) -> int:
    """Return where the table starts: at the first row with the usual number of cells ...

    ... or one earlier, if that row is the header of rows with an extra cell (row names, or a
    delimiter at each line's end) or has more cells than usual.
    """
    start = counts.index(usual)
    if start == 0 or counts[start - 1] < max(2, usual - 1):
        return start
    first = rows[start]
    regular = [row for row, count in zip(rows, counts, strict=True) if count == usual]
    is_header = (
        counts[start - 1] > usual
        or any(_NUMBER.fullmatch(cell.strip()) for cell in first)
        or not any(row[-1].strip() for row in regular)
    )
    return start - 1 if is_header else start


def _n_cells(row: Sequence[str], delimiter: str) -> int:
    """Count a row's cells; a space at a line's end is no cell."""
    return len(row) - 1 if delimiter == " " and row and row[-1] == "" else len(row)


def _usual(counts: list[int]) -> int:
    """Return the most frequent number of cells; the larger of equals."""
    if not counts:
        return 0
    tally = Counter(counts)
    return max(tally, key=lambda count: (tally[count], count))


def _foreign(rows: list[list[str]], delimiter: str) -> float:
    """Return the share of cells that hold another strong delimiter (a comma may be a decimal)."""
    others = [char for char in "\t;|" if char != delimiter]
    cells = list(itertools.chain.from_iterable(rows[:200]))
    held = sum(any(char in cell for char in others) for cell in cells)
    return held / max(len(cells), 1)


def _are_numbers(rows: list[list[str]]) -> bool:
    """Tell a table of numbers set out with spaces from prose."""
    cells = [cell for row in rows[1:200] for cell in row if cell]
    return sum(bool(_NUMBER.fullmatch(cell)) for cell in cells) > 0.5 * len(cells)


def _skip(text: str, trial: _Trial) -> int:
    """Return how many characters precede the first regular row."""
    if not 0 < trial.start <= MAX_PREAMBLE:
        return 0
    seen, position = 0, 0
    for line in lines_of(text):
        if line.strip():
            if seen == trial.start:
                return position
            seen += 1
        position += len(line)
    return 0
