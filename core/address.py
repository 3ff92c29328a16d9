"""What an address says of a control, as text: read by value, spelled as the page itself does.

A page finds a choice by its label and a number between steps by its shortest form. So "1.0", "1e0"
and "1" have to be one number before it looks, and what cannot be read must not reach it. How a
value is spelled is for its kind to say (`core.kinds`).
"""

from __future__ import annotations

from collections.abc import Sequence

from core.kinds import KINDS
from core.params import Param
from core.value import Value

SWITCH = "_on"
"""What the key of the switch of an optional number ends with."""


def spelled(param: Param, texts: Sequence[str]) -> list[str]:
    """Return the value that ``texts`` stand for, in the page's own spelling; raise `BadValue`.

    texts : all values of the parameter in the address, in order.

    >>> spelled(Param("k", "Rate", "float", 0.1, low=0.0, high=2.0), ["1.0"])
    ['1']
    """
    kind = KINDS[param.kind]
    return kind.to_address(param, kind.from_address(param, texts))


def read(param: Param, text: str) -> Value:
    """Return the value that ``text`` stands for; raise `BadValue` or what `Param.check` raises."""
    return KINDS[param.kind].from_address(param, [text])


def switch(param: Param) -> Param:
    """Return the switch of an optional number, which stands in the address of its own."""
    return Param(f"{param.id}{SWITCH}", param.label, "bool", param.default is not None)
