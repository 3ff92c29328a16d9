"""Parameter specs: one `Param` drives widget, validation, URL, generated code and test."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.errors import PlaygroundError
from core.kinds import KINDS
from core.kinds.spec import BadValue, Choice, Role, Spec
from core.value import Value

__all__ = ["BadValue", "Choice", "Param", "Role", "check_all"]


@dataclass(frozen=True)
class Param(Spec):
    """The specification of one control (`Spec` says each field) and what its kind makes of it."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(
                f"{self.label}: there is no kind of control {self.kind!r}. Known: "
                f"{', '.join(KINDS)}. A new one is a module in core/kinds."
            )

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
        core.kinds.spec.BadValue: Neighbours must lie between 1 and 50, not 0.
        """
        if value is None:
            if self.optional:
                return None
            raise BadValue(f"{self.label} needs a value. Choose one, for example {self.default}.")
        return KINDS[self.kind].check(self, value)

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
