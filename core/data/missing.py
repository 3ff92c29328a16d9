"""Signs that stand for a missing value."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc

from core.data.notes import Notes
from core.wording import counted

# In any column. "none" and "unknown" may be categories: they count only among numbers and dates.
SIGNS = (
    *("na", "n/a", "#n/a", "#na", "n.a.", "nan", "-nan", "null", "<na>", "(null)", "nat"),
    *("-", "--", "---", "?", ".", "..", "\u2013", "\u2014"),
    *("#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!", "#n/a!"),
)
WORDS = ("none", "nil", "missing", "unknown", "not available", "no data")
MIN_CODES = 3  # distinct two-letter codes beside NA before NA is read as one of them


def is_sign(cell: str, *, words: bool = False) -> bool:
    """Tell whether a trimmed cell is empty or a sign for missing; ``words`` adds `WORDS`."""
    lower = cell.lower()
    return not cell or lower in SIGNS or (words and lower in WORDS)


def names_nothing(cell: str) -> bool:
    """Tell whether a trimmed cell is a sign that nobody calls a column; Na is sodium."""
    return cell != "Na" and (is_sign(cell) or cell.lower() in ("none", "nil"))


def signs(text: pa.StringArray, *, words: bool) -> pa.BooleanArray:
    """Tell which trimmed cells are empty or a sign for missing; ``words`` adds `WORDS`."""
    known = pa.array(["", *SIGNS, *(WORDS if words else ())])
    return pc.is_in(pc.utf8_lower(text), value_set=known)


def is_code(text: pa.StringArray, missing: pa.BooleanArray) -> bool:
    """Tell whether NA is a code like the others of its column, such as Namibia's."""
    if not pc.any(pc.equal(text, "NA")).as_py():
        return False
    others = pc.unique(text.filter(pc.invert(missing)))
    if len(others) < MIN_CODES:
        return False
    return bool(pc.all(pc.match_substring_regex(others, "^[A-Z]{2}$")).as_py())


def tell_signs(tally: Counter[str], notes: Notes) -> None:
    """Say what was read as missing."""
    if not tally:
        return
    parts = [
        counted(count, "empty cell") if sign == "" else f"{count:,} ‘{sign}’"
        for sign, count in sorted(tally.items(), key=lambda pair: (pair[0] != "", -pair[1]))
    ]
    more = f" and {counted(len(parts) - 6, 'other sign')}" if len(parts) > 6 else ""
    notes.say(f"Read as missing values: {', '.join(parts[:6])}{more}.")
