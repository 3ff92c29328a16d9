"""Numbers, whole or not, between two ends, one end or none."""

from __future__ import annotations

from collections.abc import Iterator

from core.kinds.kind import Kind
from core.kinds.spec import BadValue, Spec
from core.untrusted import Unreadable, read_number, shown
from core.value import Value


class Float(Kind):
    """A finite number.

    >>> param = Spec("k", "Rate", "float", 0.1, low=0.0, high=2.0)
    >>> Float("float").to_address(param, Float("float").from_address(param, ["1e0"]))
    ['1']
    """

    def check(self, param: Spec, value: object) -> float:
        """Return a number within the ends of ``param``."""
        return float(_within(param, _number(param, value)))

    def tries(self, param: Spec) -> Iterator[float]:
        """Return both ends and the middle; an open end is one step of 1 away from the default."""
        start = _example(param)
        low = start - 1 if param.low is None else param.low
        high = start + 1 if param.high is None else param.high
        yield from (self.held(value) for value in (high, low, (low + high) / 2))

    def held(self, value: Value) -> float:
        """Return a number as one with a fraction, though it may be whole."""
        return float(value)  # type: ignore[arg-type]

    def read(self, param: Spec, text: str) -> float:
        """Return the number that is spelled, whatever the spelling."""
        try:
            return float(text)
        except ValueError:
            raise BadValue(f"{param.label} must be a number, not {shown(text)}.") from None

    def spell(self, param: Spec, value: Value) -> str:
        """Return the form that a slider over powers names its steps by, or the number in full."""
        if param.scale == "log":
            return f"{value:g}"
        return str(int(value)) if value == int(value) else repr(value)  # type: ignore[arg-type]

    def damaged(self, param: Spec) -> tuple[str, ...]:
        """Return texts that begin like numbers, too."""
        return (*super().damaged(param), "1e", "0x10", "1,5", "1 000", "½", "--1", "1e-999")


class Int(Float):
    """A finite whole number."""

    def check(self, param: Spec, value: object) -> int:
        """Return a whole number within the ends of ``param``."""
        number = _within(param, _number(param, value))
        if number != int(number):
            raise BadValue(
                f"{param.label} must be a whole number, not {shown(value)}. Try {_example(param)}."
            )
        return int(number)

    def held(self, value: Value) -> int:
        """Return a whole number without a point."""
        return int(value)  # type: ignore[arg-type]


def _example(param: Spec) -> float:
    """Return a value that can be set: the default, or the lowest where none is the default."""
    lowest = 0 if param.low is None else param.low
    return lowest if param.default is None else param.default  # type: ignore[return-value]


def _number(param: Spec, value: object) -> float:
    try:
        return read_number(value)
    except Unreadable:
        raise BadValue(
            f"{param.label} must be a number, not {shown(value)}. Try {_example(param)}."
        ) from None


def _within(param: Spec, value: float) -> float:
    below = param.low is not None and value < param.low
    above = param.high is not None and value > param.high
    if below or above:
        raise BadValue(
            f"{param.label} must lie between {param.low:g} and {param.high:g}, not {value:g}."
            if param.low is not None and param.high is not None
            else f"{param.label} cannot be {value:g}. Try {_example(param)}."
        )
    return value
