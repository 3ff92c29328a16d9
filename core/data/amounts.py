"""A column of numbers, or the reason why it only looks like one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.data import numbers
from core.data.notes import quoted
from core.data.numbers import PLAIN, Bare, Parsed, Style
from core.data.typed import Cells, Context, Remark, Sign, Typed, stays_text

_WHOLE = r"^(?:0|-?[1-9]\d*)$"
_PLAIN = r"^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?$"
PROBE = 200  # cells that tell cheaply that a column holds no numbers
_GROUPS = {",": "a comma", ".": "a point", " ": "a space", "'": "an apostrophe", "_": "a low line"}


def quick_numbers(text: pa.StringArray) -> Typed | None:
    """Return a column of plain numbers and empty cells; None if any cell is something else.

    Gives what `number_column` gives, several times faster.
    """
    cells = Cells.of(text, pc.equal(text, ""))
    if not len(cells.valid) or not _plain(cells.valid[:PROBE]):
        return None
    parsed = _quick_parse(cells.valid, gaps=cells.n_empty > 0)
    if parsed is None or parsed.values is None or parsed.rounded:
        return None
    doubt, evidence = _plain_signs(cells.valid, parsed)
    typed = Typed(cells.spread(parsed.values), evidence=evidence, doubt=doubt)
    if cells.n_empty:
        typed.signs[""] = cells.n_empty
    return typed


def _plain(valid: pa.StringArray) -> bool:
    return bool(pc.all(pc.match_substring_regex(valid, _PLAIN)).as_py())


def _quick_parse(valid: pa.StringArray, *, gaps: bool) -> Parsed | None:
    # Regular expressions first: a cast that fails builds an error message for every cell.
    if pc.all(pc.match_substring_regex(valid[:PROBE], _WHOLE)).as_py() and (
        pc.all(pc.match_substring_regex(valid, _WHOLE)).as_py()
    ):
        return numbers.parse(valid, gaps=gaps, whole=True)
    return numbers.parse(valid, gaps=gaps) if _plain(valid) else None


def _plain_signs(valid: pa.StringArray, parsed: Parsed) -> tuple[Sign, Sign]:
    """Return (doubt, evidence) of plain numbers."""
    if parsed.whole:
        return "", ""
    grouped = Style(",", ".")
    for part in (valid[:200], valid):  # most columns are settled by their first cells
        if not pc.all(numbers.matches(part, grouped)).as_py():
            return "", "." if pc.any(pc.match_substring(valid, ".")).as_py() else ""
    return ".", ""


def number_column(cells: Cells, context: Context) -> Typed | None:
    """Return the column as numbers, or as text with the reason; None if they are no numbers."""
    if len(cells.valid) > PROBE:  # numbers in all cells are numbers in the first ones too
        first = cells.valid[:PROBE]
        probe = Cells(first, pc.equal(first, ""), 0, first)
        if number_column(probe, context) is None:
            return None
    bare = numbers.bare(cells.valid)
    styles = allowed_styles(numbers.possible_styles(bare.text), bare.text, context)
    if not styles:
        return _leading_zeros(bare.text)
    style = _preferred(styles, context)
    parsed = numbers.parse(numbers.plain_form(bare.text, style), gaps=cells.n_empty > 0)
    if parsed.values is None:
        return stays_text(parsed.why)
    remarks = _remarks(bare, style, parsed, doubt=len(styles) > 1)
    typed = Typed(cells.spread(parsed.values), remarks)
    typed.evidence, typed.doubt = _evidence(bare.text, styles), _doubt(styles)
    return typed


def allowed_styles(styles: list[Style], text: pa.StringArray, context: Context) -> list[Style]:
    """Keep the styles that the learner's overrides allow; plain whole numbers fit any."""
    decimal, thousands = context.overrides.decimal, context.overrides.thousands
    dotted = pc.any(pc.match_substring(text, ".")).as_py() if decimal == "," else False
    return [
        style
        for style in styles
        if (decimal in (None, style.decimal) or (style == PLAIN and not dotted))
        and (thousands is None or style.thousands in (thousands, ""))
    ]


def _preferred(styles: list[Style], context: Context) -> Style:
    """Choose among styles that all fit: what was asked, then what the table does elsewhere."""
    asked = context.overrides.thousands
    if asked:
        styles = [style for style in styles if style.thousands == asked] or styles
    comma = context.overrides.decimal == "," or context.decimal_comma
    fitting = [style for style in styles if style.decimal == ("," if comma else ".")]
    return (fitting or styles)[0]


def _evidence(text: pa.StringArray, styles: list[Style]) -> Sign:
    if len(styles) > 1:
        return ""
    sign: Sign = "," if styles[0].decimal == "," else "."
    other: Sign = "," if sign == "." else "."
    if pc.any(pc.match_substring(text, sign)).as_py():
        return sign
    return sign if styles[0].thousands == other else ""


def _doubt(styles: list[Style]) -> Sign:
    """Return the sign that may be decimal or thousands: 1,234 or 1.234."""
    if len(styles) < 2:
        return ""
    return "." if PLAIN in styles else ","


def _remarks(bare: Bare, style: Style, parsed: Parsed, *, doubt: bool) -> list[Remark]:
    found: list[Remark] = []
    if bare.percent:
        found.append(Remark("has percent signs; read as a number in percent."))
    if bare.currency:
        found.append(Remark(f"has the currency {quoted(bare.currency)}; read as a number."))
    if bare.brackets:
        found.append(Remark("has amounts in brackets; read as negative numbers."))
    how = " Choose the decimal sign if that is wrong." if doubt else ""
    if style.decimal == "," and pc.any(pc.match_substring(bare.text, ",")).as_py():
        found.append(Remark(f"uses a decimal comma; read as a number.{how}"))
    if style.thousands and pc.any(numbers.holds(bare.text, style.thousands)).as_py():
        sign = _GROUPS[style.thousands]
        found.append(Remark(f"groups thousands with {sign}; read as a number.{how}"))
    n_infinite = int(np.isinf(parsed.values).sum()) if parsed.values is not None else 0
    if n_infinite:
        found.append(Remark("has infinite values.", f"{n_infinite:,} of them"))
    if parsed.rounded:
        what = "has numbers of more than 17 digits; the last digits were rounded."
        found.append(Remark(what, f"{parsed.rounded:,} of them"))
    return found


def _leading_zeros(text: pa.StringArray) -> Typed | None:
    """Return the reason if cells are numbers but for leading zeros, as in postal codes."""
    zeros = pc.match_substring_regex(text, r"^[+-]?0\d*(?:[.,]\d+)?$")
    if not pc.any(zeros).as_py():
        return None
    rest = text.filter(pc.invert(zeros))
    if len(rest) and not numbers.possible_styles(rest):
        return None
    coded = pc.any(pc.match_substring_regex(text, r"^[+-]?0\d")).as_py()
    return stays_text("has numbers that begin with 0, like codes") if coded else None
