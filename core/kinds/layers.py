"""Layers a learner stacks, as a short text that fits into a link: "8 tanh, 4 relu"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from core.errors import PlaygroundError
from core.kinds.choice import ids
from core.kinds.kind import Kind
from core.kinds.spec import BadValue, Spec
from core.kinds.text import checked_text
from core.untrusted import shown

Stack: TypeAlias = tuple[tuple[int, str], ...]
"""Each layer's width and kind."""


class BadLayers(PlaygroundError):
    """A text that is no stack of layers."""


class Layers(Kind):
    """A stack as text, at most ``step`` layers, each ``low`` to ``high`` wide.

    The ``choices`` name what a layer can be.
    """

    def check(self, param: Spec, value: object) -> str:
        """Return the text of a stack that is neither too high nor too wide."""
        text = checked_text(param, value)
        layers, known = read_layers(text), ids(param)
        low, high, most = _bounds(param)
        if len(layers) > most:
            raise BadValue(f"{len(layers)} layers are too many. Keep to {most}.")
        for place, (width, kind) in enumerate(layers, start=1):
            if not low <= width <= high:
                raise BadValue(f"Layer {place} must be {low:g} to {high:g} wide, not {width}.")
            if kind and kind not in known:
                raise BadValue(f"Layer {place} cannot be {shown(kind)}. Known: {', '.join(known)}.")
        return text

    def tries(self, param: Spec) -> tuple[str, ...]:
        """Return one layer of the last sort, none, and two of the sort that is usual."""
        low, high, most = _bounds(param)
        one, two = (int(min(max(width, low), high)) for width in (3, 2))
        last = param.choices[-1].id
        return (write_layers([(one, last)]), "", write_layers([(two, "")] * min(2, most)))

    def damaged(self, param: Spec) -> tuple[str, ...]:
        """Return stacks too high, too wide and of unknown sorts, too."""
        wrong = ("8 8", "8 relu relu", "8 nothing", "0", "9999", ", ,", ",".join(["1"] * 99))
        return (*super().damaged(param), *wrong)


def read_layers(text: str, kind: str = "") -> Stack:
    """Return (width, kind) of each layer; one without a kind gets ``kind``. Raises `BadLayers`.

    >>> read_layers("8 relu, 4", "tanh")
    ((8, 'relu'), (4, 'tanh'))
    >>> read_layers("")
    ()
    """
    parts = [part.split() for part in text.split(",")] if text.strip() else []
    for place, part in enumerate(parts, start=1):
        if not 1 <= len(part) <= 2 or not re.fullmatch(r"[0-9]{1,4}", part[0]):
            raise BadLayers(
                f"Layer {place} of {shown(text)} cannot be read. Write it like 8, 4 relu."
            )
    return tuple((int(part[0]), part[1] if len(part) == 2 else kind) for part in parts)


def write_layers(layers: Sequence[tuple[int, str]]) -> str:
    """Return the text of layers.

    >>> write_layers(((8, "tanh"), (4, "relu")))
    '8 tanh, 4 relu'
    """
    return ", ".join(f"{width} {kind}".strip() for width, kind in layers)


def _bounds(param: Spec) -> tuple[float, float, int]:
    return param.low or 1, param.high or 1, int(param.step or 1)
