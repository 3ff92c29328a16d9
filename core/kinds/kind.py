"""What every kind of control has to say of its values."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.kinds.spec import Spec
from core.value import Value

HUGE = "9" * 400
DAMAGED = (
    HUGE, "1e999", "nan", "-inf", "-1", "0", "", " ", "true", "x", "\0", "[]",
    '{"a":1}', "<b>", "9,9,9", "1.0", "x" * 5000, "[" * 2000,
)  # fmt: skip
"""What an address may say of any control, whatever its kind."""


@dataclass(frozen=True)
class Kind(ABC):
    """What a value of one kind of control is, apart from how it is drawn (`core.ui.widgets`).

    ``name`` is what `Spec.kind` says. A kind has to define `check` and `tries`; the rest are
    answers that suit a value which is its own text. Nothing but a `PlaygroundError` comes of a
    value or a text that is no good.
    """

    name: str

    @abstractmethod
    def check(self, param: Spec, value: object) -> Value:
        """Return ``value``, not None, in this kind's type; raise `BadValue` saying what is legal.

        Its type is checked first: it may come from anywhere.
        """

    @abstractmethod
    def tries(self, param: Spec) -> Iterable[Value]:
        """Return a few legal values that a test can tell apart, the boldest first."""

    def others(self, param: Spec) -> tuple[Value, ...]:
        """Return legal values other than the default, the boldest first."""
        distinct = dict.fromkeys(self.tries(param))
        return tuple(value for value in distinct if value != param.default)

    def held(self, value: Value) -> object:
        """Return a value, not None, in the type that its control holds it in, unchecked."""
        return value

    def read(self, param: Spec, text: str) -> object:
        """Return what one text of an address stands for, still to be checked."""
        return text

    def spell(self, param: Spec, value: Value) -> str:
        """Return the text by which the page itself puts a legal value into an address."""
        return str(value)

    def from_address(self, param: Spec, texts: Sequence[str]) -> Value:
        """Return the legal value that all the texts of one name stand for: the last one counts."""
        return self.check(param, self.read(param, texts[-1] if texts else ""))

    def to_address(self, param: Spec, value: Value) -> list[str]:
        """Return the texts of a legal value."""
        return [self.spell(param, value)]

    def damaged(self, param: Spec) -> tuple[str, ...]:
        """Return texts that no page has written: what a link may say when it was mistyped."""
        return DAMAGED
