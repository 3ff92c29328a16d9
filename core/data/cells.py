"""The type of one column, decided on every cell: number, date, true/false, or text."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from core.data import missing, numbers
from core.data.amounts import number_column, quick_numbers
from core.data.periods import MOMENT_LIKE, parse_moments
from core.data.typed import Cells, Context, Remark, Typed, examples, stays_text

MIXED_SHARE = 0.5  # from this share of numbers (or dates) on, the other cells are told


def type_column(text: pa.StringArray, context: Context, *, quick: bool = True) -> Typed:
    """Return a column's values by its cells' text.

    ``quick`` tries plain numbers first; it changes nothing but the time.
    """
    asked = context.overrides.decimal or context.overrides.thousands or context.decimal_comma
    plain = quick_numbers(text) if quick and not asked else None
    if plain is not None:
        return plain
    trimmed = pc.utf8_trim_whitespace(text)
    typed = _decide(trimmed, context)
    typed.remarks = [*trim_remarks(text, trimmed), *typed.remarks]
    return typed


def trim_remarks(text: pa.StringArray, trimmed: pa.StringArray) -> list[Remark]:
    """Say if cells lost surrounding spaces."""
    changed = pc.not_equal(text, trimmed)
    found = pc.any(changed).as_py() and pc.any(pc.and_(changed, pc.not_equal(trimmed, ""))).as_py()
    return [Remark("had spaces around values; they were removed.")] if found else []


def _decide(text: pa.StringArray, context: Context) -> Typed:
    """Try true/false, number and date on all cells that are not signs for missing; else text."""
    cells = Cells.of(text, missing.signs(text, words=True))
    if not len(cells.valid):
        return _all_missing(cells)
    for attempt in (_truth_column, number_column, _date_column):
        typed = attempt(cells, context)
        if typed is None:
            continue
        if typed.is_text and attempt is number_column:
            typed = _zeroed_months(cells, context) or typed
        if not typed.is_text:
            typed.signs = count_signs(cells.text, cells.empty)
            return typed
        kept = _kept(cells)
        kept.remarks = typed.remarks + kept.remarks
        return kept
    kept = _kept(cells)
    kept.remarks = _mixed(cells) + kept.remarks
    return kept


def count_signs(text: pa.StringArray, empty: pa.BooleanArray) -> Counter[str]:
    """Count cells read as missing by their spelling."""
    pairs = pc.value_counts(text.filter(empty)).to_pylist()
    return Counter({pair["values"]: pair["counts"] for pair in pairs})


def _all_missing(cells: Cells) -> Typed:
    typed = Typed(np.full(len(cells.text), np.nan), [Remark("has no values at all.")])
    typed.signs = count_signs(cells.text, cells.empty)
    del typed.signs[""]  # said by the remark
    return typed


def _truth_column(cells: Cells, context: Context) -> Typed | None:
    lengths = pc.min_max(pc.binary_length(cells.valid)).as_py()
    if lengths["min"] < 4 or lengths["max"] > 5:
        return None
    lower = pc.utf8_lower(cells.valid)
    if not pc.all(pc.is_in(lower, value_set=pa.array(["true", "false"]))).as_py():
        return None
    if cells.n_empty:
        return stays_text("has true, false and missing values")
    return Typed(pc.equal(lower, "true").to_numpy(zero_copy_only=False))


def _date_column(cells: Cells, context: Context) -> Typed | None:
    parsed = parse_moments(cells.valid, context.overrides.dates)
    if parsed is None:
        return None
    if parsed.values is None:
        return stays_text(parsed.why, parsed.try_)
    remarks = [Remark(parsed.remark)] if parsed.remark else []
    return Typed(cells.spread(parsed.values), remarks)


def _zeroed_months(cells: Cells, context: Context) -> Typed | None:
    """Return what only looks like numbers that begin with 0: months such as 01.1990."""
    typed = _date_column(cells, context)
    return None if typed is None or typed.is_text else typed


def _kept(cells: Cells) -> Typed:
    """Return the column as text; without signs for missing it is the text as it stands."""
    return text_column(cells.text) if cells.n_empty else Typed(cells.text, is_text=True)


def text_column(text: pa.StringArray, *, keep: bool = False) -> Typed:
    """Return the column as text; ``keep`` leaves every sign but the empty cell in place."""
    empty = pc.equal(text, "") if keep else missing.signs(text, words=False)
    remarks = []
    if not keep and missing.is_code(text, empty):
        empty = pc.and_(empty, pc.not_equal(text, "NA"))
        remarks.append(Remark("has NA among two-letter codes; kept as a code."))
    values = pc.if_else(empty, pa.scalar(None, pa.string()), text)
    return Typed(values, remarks, count_signs(text, empty), is_text=True)


def _mixed(cells: Cells) -> list[Remark]:
    """Tell which cells keep a column of mostly numbers (or dates) from being one."""
    least = MIXED_SHARE * len(cells.valid)
    if (pc.sum(pc.match_substring_regex(cells.valid, r"\d")).as_py() or 0) < least:
        return []
    for what, pattern in (("dates", MOMENT_LIKE), ("numbers", numbers.NUMBER_LIKE)):
        alike = pc.match_substring_regex(cells.text, pattern)
        n_alike = pc.sum(pc.and_(alike, pc.invert(cells.empty))).as_py() or 0
        if n_alike == len(cells.valid):
            return [Remark(f"mixes ways to write {what}; kept as text.")]
        if n_alike >= least:
            others = pc.and_(pc.invert(alike), pc.invert(cells.empty))
            detail = examples(cells.text, others)
            return [Remark(f"mixes {what} with other values; kept as text.", detail)]
    return []
