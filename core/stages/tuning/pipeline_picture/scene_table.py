"""The row in hand: its columns before and after the stop of the moment, with every formula.

Outlined cells are changed or new, struck-out ones go. At the model the lines are the parts of its
answer; at the end, the classes with their probability.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.figures.film import Axis, Boxes, Layer, Panel, Segments, Texts
from core.stages.tuning.pipeline_picture.parts import Term, Verdict
from core.stages.tuning.pipeline_picture.run import Journey, Line, Outcome, Stop
from core.stages.tuning.pipeline_picture.scene_words import cut, filled, number, words

N_LINES = 12
ROW_PX = 24
CHANGED, NEW, GONE, GREY, INK = 1, 2, 4, -1, -3
RAISES, LOWERS = 0, 4
LONGEST_NAME = 22
FILL_PX, FILL = 17.0, 0.02
"""A bar is a piece of line: so thick, and no darker than words on it bear."""


@dataclass(frozen=True)
class Cells:
    """One line of the table as text; ``bar`` in [−1, 1] behind the last number, NaN for none."""

    name: str
    before: str = ""
    how: str = ""
    after: str = ""
    other: str = ""
    state: str = "same"
    bold: bool = False
    bar: float = float("nan")


@dataclass(frozen=True)
class Sheet:
    """What stands on the table at one frame."""

    head: tuple[str, str, str, str, str]
    lines: tuple[Cells, ...]
    foot: str = ""


@dataclass(frozen=True)
class Columns:
    """Where the five columns stand, and how wide they are, in units of x out of 12."""

    name: float = 1.75
    before: float = 4.6
    how: float = 7.3
    after: float = 10.4
    other: float = float("nan")
    half: float = 1.25


ALONE = Columns()
BESIDE = Columns(1.6, 4.0, 6.3, 8.7, 10.9, 1.05)


def table(journey: Journey) -> Panel:
    """Return the picture of the row's values, one frame for every stop and one for the answer."""
    sheets = [*(_sheet(journey, stop) for stop in journey.stops), _end(journey)]
    last = n_lines(sheets)
    at = ALONE if journey.other is None else BESIDE
    layers: list[Layer] = [
        *_bars(sheets, at),
        *_marks(sheets, at),
        *_strikes(sheets, at),
        *_texts(sheets, at),
    ]
    return Panel(
        "",
        Axis("", 0, 12),
        Axis("", -last - 1.7, 0.6),
        tuple(layers),
        width=12,
        height_px=round((last + 2.3) * ROW_PX),
        plain=True,
        alt="The row's columns before and after the step of the moment, each with its formula; "
        "changed and new cells are outlined, those that go are struck out",
    )


def _sheet(journey: Journey, stop: Stop) -> Sheet:
    other = "" if journey.other is None else f"row {journey.other_position}"
    if stop.kind == "model":
        return _verdict(journey, other)
    if stop.kind == "raw":
        lines = tuple(
            Cells(
                _name(line),
                after=words(line.after),
                other=_other(journey, line),
                bold=line.followed,
            )
            for line in stop.lines
        )
        return Sheet(("column", "", "", "value", other), lines, _folded(stop))
    lines = tuple(_line(journey, line) for line in stop.lines)
    if not lines:
        return Sheet(("", "", "", "", ""), (), f"{stop.label}: {stop.deed}.")
    return Sheet(("column", "before", "how", "after", other), lines, _folded(stop))


def _name(line: Line) -> str:
    return cut(line.name, LONGEST_NAME)


def _other(journey: Journey, line: Line) -> str:
    return "" if journey.other is None else words(line.other_after)


def _line(journey: Journey, line: Line) -> Cells:
    how = filled(line.how)
    if line.state == "gone":
        how = "not handed on"
    elif line.state == "past":
        how = "goes past"
    elif line.state == "same" and not how:
        how = "stays"
    if line.state == "new" and len(line.sources) > 1 and line.how is None:
        how = "of " + cut(", ".join(line.sources), 30)
    before = "" if line.state == "new" and line.before is None else words(line.before)
    after = "" if line.state == "gone" else words(line.after)
    return Cells(_name(line), before, how, after, _other(journey, line), line.state, line.followed)


def _folded(stop: Stop) -> str:
    return f"and {stop.folded:,} more" if stop.folded else ""


# The model


def _verdict(journey: Journey, other: str) -> Sheet:
    verdict, beside = journey.verdict, journey.other_verdict
    shown = [_start(verdict)] if verdict.start is not None else []
    largest = max((abs(t.part) for t in verdict.terms if isinstance(t.part, float)), default=1.0)
    is_share = verdict.kind == "neighbours" or (
        verdict.kind == "votes" and verdict.class_name != ""
    )
    known = {} if beside is None else {term.name: term for term in beside.terms}
    shown += [_term(term, largest or 1.0, known.get(term.name), is_share) for term in verdict.terms]
    return Sheet((*_heads(verdict), other), tuple(shown[:N_LINES]), _sum(verdict))


def _start(verdict: Verdict) -> Cells:
    return Cells("start", "", "before any column", number(verdict.start or 0.0))


def _heads(verdict: Verdict) -> tuple[str, str, str, str]:
    return {
        "sum": ("column", "value", "weight · value", "adds"),
        "path": ("column", "value", "question", "training rows"),
        "neighbours": ("neighbour", "its answer", "how far", "share of the vote"),
        "votes": ("who", "says", "", "share" if verdict.class_name else "off the answer"),
        "rounds": ("trees so far", "sum", "", "adds"),
        "asked": ("column", "value", "instead", "moves the answer"),
    }[verdict.kind]  # type: ignore[return-value]


def _term(term: Term, largest: float, other: Term | None, is_share: bool) -> Cells:
    is_number = isinstance(term.part, float)
    part = number(float(term.part), sign=not is_share) if is_number else str(term.part)
    beside = "" if other is None else words(other.part)
    bar = float(term.part) / largest if is_number else float("nan")
    return Cells(
        cut(term.name, LONGEST_NAME), words(term.value), filled(term.how), part, beside, bar=bar
    )


def _sum(verdict: Verdict) -> str:
    more = ""
    if verdict.folded:
        more = f"and {verdict.folded:,} more"
        if verdict.kind in ("sum", "neighbours"):
            more += f" that add {number(verdict.folded_part, sign=True)}"
        more += ".   "
    return f"{more}{cut(verdict.quantity, 40)}: {number(verdict.total)}"


# The answer


def _end(journey: Journey) -> Sheet:
    outcome, beside = journey.outcome, journey.other
    other = "" if beside is None else f"row {journey.other_position}"
    if not outcome.probabilities:
        return _end_of_number(outcome, beside, other)
    ranked = sorted(outcome.probabilities.items(), key=lambda pair: -pair[1])
    lines = []
    for name, chance in ranked[:N_LINES]:
        told = ["predicted"] * (name == outcome.predicted) + ["true"] * (name == outcome.truth)
        second = "" if beside is None else f"{beside.probabilities[name]:.1%}"
        lines.append(
            Cells(
                cut(name, LONGEST_NAME),
                how=" and ".join(told),
                after=f"{chance:.1%}",
                other=second,
                bold=bool(told),
                bar=chance,
            )
        )
    rest = len(ranked) - len(lines)
    return Sheet(
        ("class", "", "", "probability", other), tuple(lines), f"and {rest:,} more" if rest else ""
    )


def _end_of_number(outcome: Outcome, beside: Outcome | None, other: str) -> Sheet:
    pairs = [("predicted", outcome.number), ("true", float(outcome.truth))]
    second = ["", ""] if beside is None else [number(beside.number), number(float(beside.truth))]
    size = max(abs(value) for _, value in pairs) or 1.0
    lines = tuple(
        Cells(name, after=number(value), other=text, bold=True, bar=value / size)
        for (name, value), text in zip(pairs, second, strict=True)
    )
    return Sheet(("", "", "", "value", other), lines)


# Layers


def n_lines(sheets: Sequence[Sheet]) -> int:
    """Return how many lines the longest sheet has."""
    return max(len(sheet.lines) for sheet in sheets)


def _texts(sheets: Sequence[Sheet], at: Columns) -> list[Layer]:
    y = -np.arange(1, n_lines(sheets) + 1, dtype=float)
    found: list[Layer] = []
    spots = (at.name, at.before, at.how, at.after, at.other)
    for place, (x, field) in enumerate(
        zip(spots, ("name", "before", "how", "after", "other"), strict=True)
    ):
        if np.isnan(x):
            continue
        heads = tuple((sheet.head[place],) for sheet in sheets)
        found.append(Texts(np.array([x]), np.array([0.0]), heads, 12, GREY, bold=True))
        for bold in (False, True):
            texts = tuple(_column(sheet, field, n_lines(sheets), bold=bold) for sheet in sheets)
            room = 2 * at.half + 1.2 if field == "how" else 0.0
            found.append(
                Texts(np.full(n_lines(sheets), x), y, texts, 13, INK, bold=bold, room=room)
            )
    feet = tuple((sheet.foot,) for sheet in sheets)
    found.append(
        Texts(np.array([6.0]), np.array([-n_lines(sheets) - 1.1]), feet, 13, INK, bold=True)
    )
    return found


def _column(sheet: Sheet, field: str, most: int, *, bold: bool) -> tuple[str, ...]:
    """Return the words of one column: the bold ones or the others, nothing in their place."""
    lines = [getattr(line, field) if bold == _is_bold(line, field) else "" for line in sheet.lines]
    return (*lines, *[""] * (most - len(lines)))


def _is_bold(line: Cells, field: str) -> bool:
    loud = field == "after" and line.state in ("changed", "new")
    return loud or (field == "name" and line.bold)


def _marks(sheets: Sequence[Sheet], at: Columns) -> list[Layer]:
    """Return outlines around cells that are changed, and around those that are new."""
    return [
        _outline(sheets, at, state, colour, name)
        for state, colour, name in (("changed", CHANGED, "changed"), ("new", NEW, "new"))
    ]


def _outline(sheets: Sequence[Sheet], at: Columns, state: str, colour: int, name: str) -> Boxes:
    x = np.full((len(sheets), n_lines(sheets)), np.nan)
    for i, sheet in enumerate(sheets):
        for j, line in enumerate(sheet.lines):
            x[i, j] = at.after if line.state == state else np.nan
    y = np.broadcast_to(-np.arange(1, n_lines(sheets) + 1, dtype=float), x.shape)
    return Boxes(x - at.half, y - 0.42, x + at.half, y + 0.42, colour, 2.0, name=name)


def _strikes(sheets: Sequence[Sheet], at: Columns) -> list[Layer]:
    """Return lines through the names and values of columns that go."""
    x = np.full((len(sheets), n_lines(sheets)), np.nan)
    for i, sheet in enumerate(sheets):
        for j, line in enumerate(sheet.lines):
            x[i, j] = 0.0 if line.state == "gone" else np.nan
    y = np.broadcast_to(-np.arange(1, n_lines(sheets) + 1, dtype=float), x.shape)
    ends = ((0.35, at.name * 2 - 0.35), (at.before - at.half, at.before + at.half))
    weight = np.where(np.isnan(x), 0.0, 1.0)
    return [
        Segments(x + left, y, x + right, y, weight, 1.2, colour=GONE, name="gone")
        for left, right in ends
    ]


def _bars(sheets: Sequence[Sheet], at: Columns) -> list[Layer]:
    """Return bars behind the numbers that have one: to the right what raises, to the left not.

    Where nothing lowers, as with shares, they begin at the cell's left edge.
    """
    share = np.full((len(sheets), n_lines(sheets)), np.nan)
    for i, sheet in enumerate(sheets):
        share[i, : len(sheet.lines)] = [line.bar for line in sheet.lines]
    y = np.broadcast_to(-np.arange(1, share.shape[1] + 1, dtype=float), share.shape)
    one_way = ~(share < 0).any(axis=1, keepdims=True)
    start = np.broadcast_to(np.where(one_way, at.after - at.half, at.after), share.shape)
    length = np.nan_to_num(share) * at.half * np.where(one_way, 2, 1)
    return [
        Segments(
            start, y, start + length, y, np.where(shown, FILL, 0.0), FILL_PX / FILL, colour=colour
        )
        for shown, colour in ((share > 0, RAISES), (share < 0, LOWERS))
    ]
