"""Text from outside (a link, a browser's store, a file): the one place that reads its JSON.

Every reader here and above it checks the type before it uses a value, so that nothing but
`Unreadable` can come of a damaged text.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from core.errors import PlaygroundError

if TYPE_CHECKING:
    from core.value import Value

MOST_DIGITS = 20
"""Digits of a whole number that any reader could want; a longer one counts as infinite."""
MOST_SHOWN = 60


class Unreadable(PlaygroundError):
    """A text, or a part of it, that is not what it should be."""


class Doubled:
    """What stands for a name that an object gives twice: no reader accepts it."""


def read_json(text: str) -> Any:
    """Return what the JSON in ``text`` holds; raise `Unreadable` where it is none.

    NaN, infinities and numbers of more than `MOST_DIGITS` digits come back as floats that are not
    finite, a name given twice as `Doubled`: what reads the part refuses it, the rest can be read.
    """
    try:
        return json.loads(text, object_pairs_hook=_object, parse_int=_whole)
    except (ValueError, RecursionError):
        raise Unreadable("it is not JSON") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        found[name] = Doubled() if name in found else value
    return found


def _whole(digits: str) -> float:
    return int(digits) if len(digits) <= MOST_DIGITS else math.inf


def read_object(value: Any) -> dict[str, Any]:
    """Return a JSON object whose names are text."""
    if not isinstance(value, dict):
        raise Unreadable(f"an object is needed, not {kind_of(value)}")
    for name in value:
        read_text(name)
    return value


def read_list(value: Any, lengths: Collection[int] = ()) -> list[Any]:
    """Return a JSON list, of one of these ``lengths`` if any are given."""
    if not isinstance(value, list) or (lengths and len(value) not in lengths):
        raise Unreadable(f"a list is needed, not {kind_of(value)}")
    return value


def read_text(value: Any) -> str:
    """Return text that a page can show: JSON can spell half a character, no encoding can."""
    if not isinstance(value, str):
        raise Unreadable(f"text is needed, not {kind_of(value)}")
    if any("\ud800" <= sign <= "\udfff" for sign in value):
        raise Unreadable("half a character")
    return value


def read_texts(value: Any) -> tuple[str, ...]:
    """Return a list of texts."""
    return tuple(read_text(item) for item in read_list(value))


def read_number(value: Any) -> float:
    """Return a finite number; a truth value is none."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not abs(value) <= sys.float_info.max:
        raise Unreadable(f"a number is needed, not {kind_of(value)}")
    return float(value) if isinstance(value, float) else int(value)


def read_value(value: Any) -> Value:
    """Return what a setting can be: text, a list of texts, on or off, a finite number, nothing."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return read_text(value)
    return read_texts(value) if isinstance(value, list) else read_number(value)


def kind_of(value: Any) -> str:
    """Return what a value read from JSON is, in a learner's words, whatever its size.

    >>> kind_of([1]), kind_of({}), kind_of(True), kind_of(None), kind_of("x"), kind_of(float("inf"))
    ('a list', 'an object', 'on or off', 'nothing', 'text', 'a number without end')
    """
    if isinstance(value, float) and not math.isfinite(value):
        return "a number without end"
    names = {"list": "a list", "dict": "an object", "bool": "on or off", "NoneType": "nothing"}
    names |= {"str": "text", "int": "a number", "float": "a number", "Doubled": "two values"}
    return names.get(type(value).__name__, "something else")


def shown(value: object) -> str:
    """Return a value as a sentence quotes it: the beginning of a long text, the kind of a list.

    >>> shown("abc"), len(shown("x" * 1000)), shown(10**400), shown(0.5)
    ("'abc'", 61, 'a number without end', '0.5')
    """
    if isinstance(value, str):
        text = repr(value[: 2 * MOST_SHOWN])
        return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
    if isinstance(value, int) and abs(value) >= 10**MOST_DIGITS:
        return kind_of(math.inf)
    return repr(value) if isinstance(value, bool | int | float) else kind_of(value)
