"""What there is to say about how the rows of a text were told apart."""

from __future__ import annotations

from collections.abc import Sequence

from core.data.dialect import NO_DELIMITER, Dialect
from core.data.notes import Notes, lines_text, quoted
from core.data.quoting import Quoting, lines_of
from core.data.stray import Stray
from core.wording import counted

SHOWN_LINES = 5
_SIGNS = {"\t": "tabs", ";": "semicolons", "|": "bars (|)", " ": "spaces"}
_ESCAPED = (
    'Quotes inside cells are written \\" in this file, or delimiters with a backslash; both were '
    "read as plain signs."
)
_SPACED = "Spaces between delimiters and quotation marks were left out."
_SINGLE = "Cells are quoted with single quotation marks (')."


def tell_dialect(dialect: Dialect, text: str, notes: Notes) -> None:
    """Say what separates cells, which lines stand before the table, and mixed line ends."""
    if dialect.delimiter == NO_DELIMITER:
        notes.say("No delimiter was found: every line is one cell of a single column.")
    elif dialect.delimiter != ",":
        sign = _SIGNS.get(dialect.delimiter, quoted(dialect.delimiter))
        notes.say(f"Cells are separated by {sign}.")
    lines = dialect.preamble
    if lines:
        shown = ", ".join(quoted(line) for line in lines[:SHOWN_LINES])
        more = f" and {len(lines) - SHOWN_LINES} more" if len(lines) > SHOWN_LINES else ""
        what = counted(len(lines), "line before the table was", "lines before the table were")
        notes.say(f"{what} set aside: {shown}{more}.")
    if '"' not in text:
        _tell_line_ends(text, notes)


def tell_quoting(quoting: Quoting) -> str:
    """Return what there is to say of what marks mean; the usual meaning needs no word."""
    parts = [_SINGLE] * (quoting.mark == "'") + [_SPACED] * quoting.spaced
    return " ".join([*parts, *[_ESCAPED] * quoting.escaped])


def tell_strays(strays: Sequence[Stray], skipped: str, notes: Notes) -> None:
    """Say which marks were no quotation; lines are counted as a text editor does."""
    if not strays:
        return
    before = sum(1 for _ in lines_of(skipped))
    where = lines_text([before + stray.line for stray in strays])
    closed = all(stray.closed for stray in strays)
    if len(strays) == 1:
        n_lines = f"{strays[0].n_lines:,}"
        why = f"the {n_lines} lines it would enclose are rows of their own"
        who = f"The quotation mark in {where} was read as an ordinary sign"
        why = why if closed else "it is never closed"
    else:
        who = f"The quotation marks in {where} were read as ordinary signs"
        why = "the lines they would enclose are rows of their own"
        why = why if closed else "they are never closed"
    notes.say(f"{who}: {why}. Choose under “Quotation marks” if that is wrong.")


def _tell_line_ends(text: str, notes: Notes) -> None:
    if "\r" not in text:
        return
    windows, returns = text.count("\r\n"), text.count("\r")
    kinds = (windows > 0) + (returns > windows) + (text.count("\n") > windows)
    if kinds > 1:
        notes.say("The file mixes line ends of several systems; each was read as a new row.")
