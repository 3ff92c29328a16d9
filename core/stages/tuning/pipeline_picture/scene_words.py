"""Cells, formulas and facts in words: short for the picture, whole for captions and sentences."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from core.figures.blocks import human, together
from core.figures.cells import YEARS_END, cell
from core.stages.tuning.pipeline_picture.learnt import How
from core.stages.tuning.pipeline_picture.run import Journey, Learnt, Line, Stop
from core.wording import counted

MOST_SIGNS = 16
SHIFTED = "({} − {}) / {}"


def number(value: float, *, sign: bool = False) -> str:
    """Return a number with a minus that is one.

    >>> number(-1.5), number(0.25, sign=True)
    ('−1.5', '+0.25')
    """
    return human(value, sign=sign).replace("-", "−")


def words(value: Any, most: int = MOST_SIGNS) -> str:
    """Return a cell for the picture.

    >>> words(-0.5), words(None), words(True), words("a very long text in a cell")
    ('−0.5', 'missing', 'True', 'a very long tex…')
    """
    if isinstance(value, bool | np.bool_):
        return str(value)
    if isinstance(value, float | np.floating) and np.isfinite(value):
        return number(float(value))
    return cut(cell(value.item() if hasattr(value, "item") else value), most)


LIKE_GAPS = ("nan", "none", "inf", "nat")
"""Levels that a reader would take for a gap: they are only told of as text."""


def cut(text: str, most: int) -> str:
    """Cut a text for the canvas, which shows every sign as it is."""
    text = " ".join(text.split())
    if text.lower() in LIKE_GAPS:
        return f"the text of {len(text)} signs"
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def filled(how: How | None, most: int = 24) -> str:
    """Return a formula with its numbers.

    >>> filled(How("({} − {}) / {}", (7.2, 5.84, 0.83)))
    '(7.2 − 5.84) / 0.83'
    """
    if how is None:
        return ""
    numbers = [value for value in how.args if not isinstance(value, str)]
    told = iter(together(numbers, within=_close_enough(how)))
    texts = (cut(v, most) if isinstance(v, str) else _in_formula(v, next(told)) for v in how.args)
    return how.words.format(*texts)


def _close_enough(how: How) -> float:
    """Return how exact the numbers of a difference must be, so that its quotient is told right."""
    if not how.words.startswith(SHIFTED):
        return math.inf
    return 0.005 * abs(float(how.args[2])) or math.inf


def _in_formula(value: float, text: str) -> str:
    """Return a number in a formula: years without a comma, negative ones in brackets."""
    plain = text.replace(",", "") if abs(value) < YEARS_END else text
    plain = plain.replace("-", "−")
    return f"({plain})" if value < 0 else plain


def fact(learnt: Learnt) -> str:
    """Return a fact: its name and its number.

    >>> fact(Learnt("mean", 5.84))
    'mean 5.84'
    """
    return f"{learnt.label} {_value(learnt.value)}"


def _value(value: float | str) -> str:
    return cut(value, 24) if isinstance(value, str) else number(value)


def step_numbers(journey: Journey) -> tuple[str, ...]:
    """Return each stop's number in the learner's recipe, empty where it has none."""
    places = (stop.position for stop in journey.stops)
    return tuple("" if place is None else str(place + 1) for place in places)


def caption(journey: Journey, stop: Stop, number_of: str) -> str:
    """Return what a stop does to this row, in three lines."""
    if stop.kind == "raw":
        return _raw(journey)
    if stop.kind == "model":
        return _at_model(journey)
    head = f"{number_of} · " * bool(number_of) + f"{stop.label}: {stop.help}"
    if stop.deed:
        return f"{head}\n{stop.deed[0].upper()}{stop.deed[1:]}."
    lines = [head, _did(stop), _formula(stop), _facts(journey, stop), _compared(journey, stop)]
    return "\n".join(line for line in lines if line)


def _raw(journey: Journey) -> str:
    start = journey.stops[0]
    text = (
        f"Test row {journey.position}, row {journey.place} of the table, with its "
        f"{counted(start.n_after, 'column')}. Every step to come learnt what it knows from the "
        f"{counted(journey.n_train, 'training row')}; this row is not among them."
    )
    return "\n".join(line for line in (text, _compared(journey, start)) if line)


def _did(stop: Stop) -> str:
    came = counted(stop.n_before, "column")
    parts = [
        f"changes {stop.n_changed:,} of {came}" if stop.n_changed else "",
        f"makes {counted(stop.n_new, 'new column')}" if stop.n_new else "",
        f"takes {stop.n_gone:,} of {came} away" if stop.n_gone else "",
    ]
    done = listed_all([part for part in parts if part])
    why = f" Added for you: {stop.added}" if stop.added else ""
    if not done:
        return f"Here it finds nothing to do: every value stays as it is.{why}"
    return f"Here it {done}.{why}"


def listed_all(parts: list[str]) -> str:
    """Return parts of a sentence one after the other.

    >>> listed_all(["a"]), listed_all(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def loudest(stop: Stop) -> Line | None:
    """Return the line whose formula is told: the followed column's, else the first with one."""
    told = [line for line in stop.lines if line.how is not None]
    return next((line for line in told if line.followed), told[0] if told else None)


def _formula(stop: Stop) -> str:
    line = loudest(stop)
    if line is None or line.how is None:
        return ""
    return f"{cut(line.name, 40)}: {filled(line.how, 40)} = {words(line.after, 40)}"


def _facts(journey: Journey, stop: Stop) -> str:
    line = loudest(stop) or next((line for line in stop.lines if line.facts), None)
    if line is None or not line.facts:
        return ""
    known = ", ".join(map(fact, line.facts))
    text = f"Learnt from training rows, {cut(line.name, 40)}: {known}"
    other = [one for one in line.facts if one.seen is not None and one.seen != one.value]
    if not other:
        return f"{text}."
    leaked = ", ".join(f"{one.label} {_value(one.seen)}" for one in other if one.seen is not None)
    return f"{text}. Had it seen the test rows as well: {leaked}."


def _compared(journey: Journey, stop: Stop) -> str:
    if stop.differ is None:
        return ""
    other = f"test row {journey.other_position}"
    if not stop.differ:
        return f"From here on this row and {other} are equal: no model can tell them apart."
    return f"Here this row and {other} differ in {counted(stop.differ, 'column')}."


def _at_model(journey: Journey) -> str:
    verdict = journey.verdict
    head = f"{journey.stops[-1].label}: {journey.stops[-1].help}"
    total = number(verdict.total)
    told = {
        "sum": f"All parts together: {verdict.quantity} {total}{_chance(journey)}.",
        "path": f"The row ends in a leaf: {verdict.quantity} {total}.",
        "neighbours": f"The neighbours together: {verdict.quantity} {total}.",
        "votes": f"All trees together: {verdict.quantity} {total}.",
        "rounds": f"After the last round: {verdict.quantity} {total}{_chance(journey)}.",
        "asked": "Its inside does not come apart into columns. So it is asked again, with one "
        "column of the table at a time put to its usual value: the answer moves by that much.",
    }[verdict.kind]
    return f"{head}\n{told}"


def _chance(journey: Journey) -> str:
    """Say what probability a score becomes."""
    name = journey.verdict.class_name
    if not name:
        return ""
    return (
        f", which the model turns into a probability of {journey.outcome.probabilities[name]:.1%}"
    )


def answer(journey: Journey) -> str:
    """Return the last caption: the prediction beside the truth."""
    outcome = journey.outcome
    if not outcome.probabilities:
        said = f"Predicted {number(outcome.number)}, true {number(float(outcome.truth))}."
    else:
        verdict = "That is right." if outcome.predicted == outcome.truth else "That is wrong."
        said = (
            f"Predicted {cut(outcome.predicted, 40)} with {outcome.number:.1%}, true "
            f"{cut(outcome.truth, 40)}. {verdict}"
        )
    return said
