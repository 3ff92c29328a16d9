"""Layers a learner stacks, as a short text that fits into a link: "8 tanh, 4 relu"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from core.errors import PlaygroundError
from core.untrusted import shown

Stack: TypeAlias = tuple[tuple[int, str], ...]
"""Each layer's width and kind."""


class BadLayers(PlaygroundError):
    """A text that is no stack of layers."""


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
