"""A column in the type that the learner asked for; what does not fit is counted, never hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.data import missing, numbers
from core.data.amounts import allowed_styles
from core.data.cells import count_signs, text_column, trim_remarks
from core.data.periods import MOMENT_LIKE, parse_moments
from core.data.typed import Context, Remark, Typed, examples, stays_text

_TRUE = ("true", "t", "yes", "y", "1", "on")
_FALSE = ("false", "f", "no", "n", "0", "off")


def force_column(text: pa.StringArray, kind: str, context: Context) -> Typed:
    """Return a column as ``kind`` (one of `options.TYPES`)."""
    trimmed = pc.utf8_trim_whitespace(text)
    typed = _FORCED[kind](trimmed, context)
    typed.remarks = [*trim_remarks(text, trimmed), *typed.remarks]
    return typed


def _as_text(text: pa.StringArray, context: Context) -> Typed:
    return text_column(text, keep=True)


def _as_number(text: pa.StringArray, context: Context) -> Typed:
    """Read every cell that is a number in the style that fits most; others become missing."""
    plain = numbers.bare_each(text)
    style = _most_fitting(plain, context)
    fits = numbers.matches(plain, style)
    numeric = numbers.plain_form(plain.filter(fits), style)
    values = np.full(len(text), np.nan)
    values[fits.to_numpy(zero_copy_only=False)] = pc.cast(numeric, pa.float64()).to_numpy(
        zero_copy_only=False
    )
    typed = _told(text, values, pc.invert(fits), "a number")
    typed.remarks += _how(text, plain, fits, style)
    return typed


def _how(
    text: pa.StringArray, plain: pa.StringArray, fits: pa.BooleanArray, style: numbers.Style
) -> list[Remark]:
    """Tell what was taken for a decimal sign, and what was taken off."""
    remarks = []
    if style.decimal == "," and pc.any(pc.match_substring(plain.filter(fits), ",")).as_py():
        remarks.append(Remark("uses a decimal comma; read as a number."))
    bare = pc.and_(fits, pc.not_equal(numbers.typed(text), plain))
    if pc.any(bare).as_py():
        remarks.append(Remark(_TAKEN_OFF, examples(text, bare)))
    return remarks


_TAKEN_OFF = "had signs around numbers, or zeros before them; they were taken off."


def _most_fitting(cells: pa.StringArray, context: Context) -> numbers.Style:
    styles = list(numbers.STYLES)
    return numbers.most_fitting(allowed_styles(styles, cells, context) or styles, cells)


def _as_date(text: pa.StringArray, context: Context) -> Typed:
    """Read the cells written like dates; the others become missing."""
    likely = pc.match_substring_regex(text, MOMENT_LIKE)
    found = pc.any(likely).as_py()
    parsed = parse_moments(text.filter(likely), context.overrides.dates) if found else None
    if parsed is None or parsed.values is None:
        verdict = stays_text("has no dates that can be read")
        if parsed is not None:
            verdict = stays_text(parsed.why, parsed.try_)
        kept = text_column(text)
        kept.remarks = verdict.remarks + kept.remarks
        return kept
    values = np.full(len(text), np.datetime64("NaT"), "datetime64[us]")
    values[likely.to_numpy(zero_copy_only=False)] = parsed.values
    typed = _told(text, values, pc.invert(likely), "a date")
    if parsed.remark:
        typed.remarks.append(Remark(parsed.remark))
    return typed


def _as_bool(text: pa.StringArray, context: Context) -> Typed:
    lower = pc.utf8_lower(text)
    known = pc.is_in(lower, value_set=pa.array([*_TRUE, *_FALSE]))
    if pc.all(known).as_py():
        truth = pc.is_in(lower, value_set=pa.array(list(_TRUE)))
        return Typed(truth.to_numpy(zero_copy_only=False))
    kept = text_column(text)
    why = "has cells that are neither true nor false"
    kept.remarks = stays_text(why, detail=examples(text, pc.invert(known))).remarks + kept.remarks
    return kept


def _told(text: pa.StringArray, values: Any, other: pa.BooleanArray, what: str) -> Typed:
    empty = missing.signs(text, words=True)
    typed = Typed(values, signs=count_signs(text, pc.and_(empty, other)))
    lost = pc.and_(other, pc.invert(empty))
    if pc.any(lost).as_py():
        sentence = f"was set to {what}; cells that are none became missing."
        typed.remarks.append(Remark(sentence, examples(text, lost)))
    return typed


_FORCED: dict[str, Callable[[pa.StringArray, Context], Typed]] = {
    "text": _as_text,
    "number": _as_number,
    "date": _as_date,
    "bool": _as_bool,
}
