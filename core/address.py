"""What an address says of a control, as text: read by value, spelled as the page itself does.

A page finds a choice by its label and a number between steps by its shortest form. So "1.0", "1e0"
and "1" have to be one number before it looks, and what cannot be read must not reach it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.params import BadValue, Param
from core.untrusted import shown
from core.value import Value

SWITCH = "_on"
"""What the key of the switch of an optional number ends with."""


def spelled(param: Param, texts: Sequence[str]) -> list[str]:
    """Return the value that ``texts`` stand for, in the page's own spelling; raise `BadValue`.

    texts : all values of the parameter in the address, in order.

    >>> spelled(Param("k", "Rate", "float", 0.1, low=0.0, high=2.0), ["1.0"])
    ['1']
    """
    if param.kind == "columns":
        return _labels(param, texts)
    return [_SPELLERS.get(param.kind, _plain)(param, read(param, texts[-1] if texts else ""))]


def read(param: Param, text: str) -> Value:
    """Return the value that ``text`` stands for; raise `BadValue` or what `Param.check` raises."""
    return param.check(_READERS.get(param.kind, _as_it_is)(param, text))


def switch(param: Param) -> Param:
    """Return the switch of an optional number, which stands in the address of its own."""
    return Param(f"{param.id}{SWITCH}", param.label, "bool", param.default is not None)


def _as_it_is(_param: Param, text: str) -> Value:
    return text


def _number(param: Param, text: str) -> Value:
    try:
        return float(text)
    except ValueError:
        raise BadValue(f"{param.label} must be a number, not {shown(text)}.") from None


def _bool(param: Param, text: str) -> Value:
    found = {"true": True, "false": False}.get(text.strip().lower())
    if found is None:
        raise BadValue(f"{param.label} is either true or false, not {shown(text)}.")
    return found


def _choice(param: Param, text: str) -> str:
    """Return the choice with this label or, as the code spells it, this id."""
    by_label = {choice.label: choice.id for choice in param.choices}
    return by_label.get(text, text)


def _labels(param: Param, texts: Sequence[str]) -> list[str]:
    """Return the labels of several choices; one empty text stands for none of them."""
    if list(texts) == [""]:
        return [""]
    ids, known = [_choice(param, text) for text in texts], [choice.id for choice in param.choices]
    if not ids or len(set(ids)) < len(ids) or not set(ids) <= set(known):
        raise BadValue(f"{param.label} can be some of {', '.join(known)}.")
    return [_label(param, name) for name in ids]


def _label(param: Param, value: Value) -> str:
    return next((choice.label for choice in param.choices if choice.id == value), str(value))


def _shortest(param: Param, value: Value) -> str:
    """Return a number in the form that a slider over powers names its steps by, or in full."""
    if param.scale == "log":
        return f"{value:g}"
    return str(int(value)) if value == int(value) else repr(value)  # type: ignore[arg-type]


def _plain(_param: Param, value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


_READERS: dict[str, Callable[[Param, str], Value]] = {
    "int": _number,
    "float": _number,
    "bool": _bool,
    "choice": _choice,
    "column": _choice,
}
_SPELLERS: dict[str, Callable[[Param, Value], str]] = {
    "int": _shortest,
    "float": _shortest,
    "choice": _label,
    "column": _label,
}
