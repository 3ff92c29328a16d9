"""A few entries of a catalogue, each with a number of its own: "logistic 1, knn 15, knn 1"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from core.errors import PlaygroundError
from core.kinds.choice import ids
from core.kinds.kind import Kind
from core.kinds.numbers import Float, Int
from core.kinds.spec import BadValue, Choice, Spec
from core.kinds.text import checked_text
from core.untrusted import shown

Entry: TypeAlias = tuple[str, float | None]
"""The id of a choice and its number, None for the one that is usual or where it has none."""

_NUMBERS = {"int": Int("int"), "float": Float("float")}
_ENTRY = re.compile(r"([a-z0-9_]{1,60})(?: ([0-9]{1,9}(?:\.[0-9]{1,12})?(?:e[-+][0-9]{1,2})?))?")


class BadLineup(PlaygroundError):
    """A text that is no lineup."""


class Lineup(Kind):
    """A lineup as text, of ``low`` to ``high`` entries.

    The ``choices`` are what can stand in it, more than once, too; the ``knob`` of each is the
    number it has.
    """

    def check(self, param: Spec, value: object) -> str:
        """Return the text of a lineup whose entries there are, with numbers that they allow."""
        text = checked_text(param, value)
        entries = read_lineup(text)
        low, high = most(param)
        if not low <= len(entries) <= high:
            raise BadValue(f"{param.label}: {low} to {high} can be chosen, not {len(entries)}.")
        for name, number in entries:
            _check_entry(param, name, number)
        return text

    def tries(self, param: Spec) -> tuple[str, ...]:
        """Return the last choice alone, the first with its lowest number, and two."""
        first, last = param.choices[0], param.choices[-1]
        lowest = None if first.knob is None else first.knob.low
        two = write_lineup([(last.id, None), (first.id, None)][: most(param)[1]])
        return (write_lineup([(last.id, None)]), write_lineup([(first.id, lowest)]), two)

    def damaged(self, param: Spec) -> tuple[str, ...]:
        """Return lineups too long, of what there is not and with numbers that are none, too."""
        first = param.choices[0].id
        wrong = ("no_such_thing", f"{first} x", f"{first} 1 1", f"{first} 999999999", ", ,")
        return (*super().damaged(param), *wrong, ", ".join([first] * 99))


def read_lineup(text: str) -> tuple[Entry, ...]:
    """Return (id, number) of each entry. Raises `BadLineup`.

    >>> read_lineup("knn 15, naive_bayes, logistic 0.01")
    (('knn', 15), ('naive_bayes', None), ('logistic', 0.01))
    """
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    return tuple(_entry(part) for part in parts)


def write_lineup(entries: Sequence[Entry]) -> str:
    """Return the text of entries, numbers with six digits.

    >>> write_lineup([("knn", 15), ("naive_bayes", None), ("logistic", 0.01)])
    'knn 15, naive_bayes, logistic 0.01'
    """
    return ", ".join(name if number is None else f"{name} {number:g}" for name, number in entries)


def most(param: Spec) -> tuple[int, int]:
    """Return the fewest and the most entries."""
    return int(param.low or 0), int(param.high or 1)


def choice_of(param: Spec, name: str) -> Choice | None:
    """Return the choice of an id, None if there is none."""
    return next((choice for choice in param.choices if choice.id == name), None)


def _entry(part: str) -> Entry:
    found = _ENTRY.fullmatch(part)
    if found is None:
        raise BadLineup(f"{shown(part)} cannot be read. Write a name and its number: knn 15.")
    name, number = found[1], found[2]
    if number is None:
        return name, None
    return name, int(number) if number.isdecimal() else float(number)


def _check_entry(param: Spec, name: str, number: float | None) -> None:
    found = choice_of(param, name)
    if found is None:
        raise BadValue(f"{param.label} cannot be {shown(name)}. Known: {', '.join(ids(param))}.")
    if number is None:
        return
    if found.knob is None:
        raise BadValue(f"{found.label} has no number of its own. Leave it out.")
    _NUMBERS[found.knob.kind].check(found.knob, number)
