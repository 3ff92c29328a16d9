"""Columns of the active table, one or several; several of a fixed list of choices, too."""

from __future__ import annotations

from collections.abc import Sequence

from core.kinds.choice import OneOf, id_of, ids, label_of
from core.kinds.kind import Kind
from core.kinds.spec import BadValue, Spec
from core.kinds.text import checked_text
from core.untrusted import shown
from core.value import Value


class Column(OneOf):
    """The name of one column: any text, for which columns there are depends on the table."""

    def check(self, param: Spec, value: object) -> str:
        """Return a name."""
        return checked_text(param, value)


class Columns(Kind):
    """Several names, in the order in which they were chosen."""

    def check(self, param: Spec, value: object) -> tuple[str, ...]:
        """Return the names as a tuple; the table is asked by whoever has one."""
        if isinstance(value, list | tuple) and all(isinstance(name, str) for name in value):
            return tuple(value)
        raise BadValue(f"{param.label} must be a list of column names, not {shown(value)}.")

    def tries(self, param: Spec) -> tuple[tuple[str, ...], ...]:
        """Return one, two and none."""
        return (ids(param)[:1], ids(param)[:2], ())

    def held(self, value: Value) -> list[str]:
        """Return the names as a list."""
        return list(value)  # type: ignore[arg-type]

    def from_address(self, param: Spec, texts: Sequence[str]) -> tuple[str, ...]:
        """Return the choices with these labels, each once; one empty text stands for none."""
        if list(texts) == [""]:
            return ()
        names, known = tuple(id_of(param, text) for text in texts), ids(param)
        if not names or len(set(names)) < len(names) or not set(names) <= set(known):
            raise BadValue(f"{param.label} can be some of {', '.join(known)}.")
        return names

    def to_address(self, param: Spec, value: Value) -> list[str]:
        """Return a label each, or one empty text."""
        names = self.check(param, value)
        return [label_of(param, name) for name in names] or [""]
