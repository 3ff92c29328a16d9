"""Parameter specs: one `Param` drives widget, validation, URL, generated code and test."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from core.errors import PlaygroundError
from core.untrusted import Unreadable, read_number, read_text, shown
from core.value import Value

Kind: TypeAlias = Literal[
    "int", "float", "bool", "choice", "text", "column", "columns", "points", "layers"
]
Role: TypeAlias = Literal[
    "any", "column", "feature", "number", "second number", "suited number", "order", "target",
    "class", "row", "metric", "scheme", "method", "leak", "step",
]  # fmt: skip
"""What fills a parameter from the active table and the experiment (`core.table_choices`)."""


class BadValue(PlaygroundError):
    """A value outside what its `Param` allows."""


@dataclass(frozen=True)
class Choice:
    """One option of a choice: ``id`` in URL and code, ``label`` on the screen."""

    id: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class Param:
    """The specification of one control.

    ``low`` and ``high`` are inclusive and in ``unit``. ``scale="log"`` asks for a slider over
    powers. ``optional`` allows None ("no limit"). ``role`` says what fills it from the active table
    and the experiment, so that it travels with them and not on its own; "any": nothing does.
    ``light`` marks a control whose effect is small arithmetic on an answer that is already here (it
    never starts work). ``advanced`` puts the control behind "More settings". ``points`` are drawn
    (`core.points`), between ``low`` and ``high`` on both axes, in the classes ``choices`` name, in
    ``colours`` of the palette.
    ``layers`` are stacked (`core.layers`), at most ``step`` of them, ``low`` to ``high`` wide, of
    the kinds ``choices`` name. ``when`` names another choice and the values of it that make this
    one matter; otherwise it is not shown and keeps its default. ``switch`` is what the switch of an
    ``optional`` one says, where "Limit ..." does not fit. ``up_to`` names a control before this one
    whose number is how many of the ``choices`` are offered.
    """

    id: str
    label: str
    kind: Kind
    default: Value
    help: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    scale: Literal["linear", "log"] = "linear"
    optional: bool = False
    role: Role = "any"
    light: bool = False
    advanced: bool = False
    when: tuple[str, tuple[Value, ...]] | None = None
    colours: tuple[int, ...] = ()
    switch: str = ""
    up_to: str = ""

    def applies(self, values: Mapping[str, Value]) -> bool:
        """Whether this control matters, given the ``values`` of those before it."""
        return self.when is None or values.get(self.when[0]) in self.when[1]

    def settable(self) -> tuple[float, ...]:
        """Return the values that a number with two ends and a step can be set to, rising.

        >>> Param("threshold", "Threshold", "float", 0.5, low=0.0, high=1.0, step=0.25).settable()
        (0.0, 0.25, 0.5, 0.75, 1.0)
        """
        if self.low is None or self.high is None or self.step is None:
            raise ValueError(f"{self.id} has no ends or no step")
        n_steps = math.floor((self.high - self.low) / self.step + 1e-9)
        return tuple(round(self.low + place * self.step, 10) for place in range(n_steps + 1))

    def check(self, value: object) -> Value:
        """Return ``value`` in this parameter's type, or raise `BadValue` saying what is allowed.

        >>> Param("k", "Neighbours", "int", 5, low=1, high=50).check(7)
        7
        >>> Param("k", "Neighbours", "int", 5, low=1, high=50).check(0)
        Traceback (most recent call last):
        ...
        core.params.BadValue: Neighbours must lie between 1 and 50, not 0.
        """
        if value is None:
            if self.optional:
                return None
            raise BadValue(f"{self.label} needs a value. Choose one, for example {self.default}.")
        return _CHECKS[self.kind](self, value)

    def clean(self, value: object) -> Value:
        """Return ``value`` if it is legal, else the default: a link with nonsense opens so."""
        try:
            return self.check(value)
        except PlaygroundError:
            return self.default


def check_all(
    params: Iterable[Param], values: Mapping[str, object]
) -> tuple[tuple[str, Value], ...]:
    """Return ``(id, value)`` for every param, missing ones at their default; raise `BadValue`.

    Sorted by id, so that equal settings are equal objects.
    """
    known = {param.id: param for param in params}
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise BadValue(
            f"There is no setting named {unknown[0]!r}. Known: {', '.join(sorted(known))}."
        )
    return tuple(
        (name, known[name].check(values[name]) if name in values else known[name].default)
        for name in sorted(known)
    )


def _example(param: Param) -> Value:
    """Return a value that can be set: the default, or the lowest where none is the default."""
    lowest = 0 if param.low is None else param.low
    return lowest if param.default is None else param.default


def _check_bool(param: Param, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise BadValue(f"{param.label} is either on or off, not {shown(value)}.")


def _check_number(param: Param, value: object) -> float:
    try:
        number = read_number(value)
    except Unreadable:
        raise BadValue(
            f"{param.label} must be a number, not {shown(value)}. Try {_example(param)}."
        ) from None
    return _within(param, number)


def _within(param: Param, value: float) -> float:
    below = param.low is not None and value < param.low
    above = param.high is not None and value > param.high
    if below or above:
        raise BadValue(
            f"{param.label} must lie between {param.low:g} and {param.high:g}, not {value:g}."
            if param.low is not None and param.high is not None
            else f"{param.label} cannot be {value:g}. Try {_example(param)}."
        )
    return float(value)


def _check_int(param: Param, value: object) -> int:
    number = _check_number(param, value)
    if number != int(number):
        raise BadValue(
            f"{param.label} must be a whole number, not {shown(value)}. Try {_example(param)}."
        )
    return int(number)


def _check_choice(param: Param, value: object) -> str:
    ids = [choice.id for choice in param.choices]
    if isinstance(value, str) and value in ids:
        return value
    raise BadValue(f"{param.label} must be one of {', '.join(ids)}, not {shown(value)}.")


def _check_text(param: Param, value: object) -> str:
    try:
        return read_text(value)
    except Unreadable:
        raise BadValue(f"{param.label} must be text, not {shown(value)}.") from None


def _check_columns(param: Param, value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple) and all(isinstance(name, str) for name in value):
        return tuple(value)
    raise BadValue(f"{param.label} must be a list of column names, not {shown(value)}.")


def _check_points(param: Param, value: object) -> str:
    from core.points import parse_points

    text = _check_text(param, value)
    low, high = param.low or 0.0, param.high or 1.0
    outside = [p for p in parse_points(text) if not (low <= p[0] <= high and low <= p[1] <= high)]
    if outside:
        raise BadValue(f"A point of {param.label} lies outside {low:g} to {high:g}. Draw it again.")
    return text


def _check_layers(param: Param, value: object) -> str:
    from core.layers import read_layers

    text = _check_text(param, value)
    kinds, layers = {choice.id: choice.label for choice in param.choices}, read_layers(text)
    low, high, most = param.low or 1, param.high or 1, int(param.step or 1)
    if len(layers) > most:
        raise BadValue(f"{len(layers)} layers are too many. Keep to {most}.")
    for place, (width, kind) in enumerate(layers, start=1):
        if not low <= width <= high:
            raise BadValue(f"Layer {place} must be {low:g} to {high:g} wide, not {width}.")
        if kind and kind not in kinds:
            raise BadValue(f"Layer {place} cannot be {shown(kind)}. Known: {', '.join(kinds)}.")
    return text


_CHECKS: dict[str, Callable[[Param, object], Value]] = {
    "int": _check_int,
    "float": _check_number,
    "bool": _check_bool,
    "choice": _check_choice,
    "text": _check_text,
    "column": _check_text,
    "columns": _check_columns,
    "points": _check_points,
    "layers": _check_layers,
}
