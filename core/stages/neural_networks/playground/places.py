"""Places in the network as short texts that fit into a link: "2 b 1 -0.5" sets a bias."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from core.errors import PlaygroundError

BIAS = -1
"""The row of a neuron's bias, behind those of its weights."""


class BadPlace(PlaygroundError):
    """A text that names no weight."""


@dataclass(frozen=True)
class WeightEdit:
    """One weight set by hand: from ``row`` (or the bias) to ``column``, all from 0."""

    layer: int
    row: int
    column: int
    value: float


@dataclass(frozen=True)
class Inspected:
    """What is looked into: a neuron, and its weight from ``row`` (or the bias), all from 0.

    epoch : when; -1 at the end.
    """

    layer: int
    unit: int
    row: int = 0
    epoch: int = -1


_PLACE = r"\s*([1-9])\s+([1-9]\d{0,2}|b)\s+([1-9]\d{0,2})"
"""A weight: its layer, from which neuron (or the bias), to which, all from 1."""


def read_edit(text: str) -> WeightEdit | None:
    """Read "1 2 3 0.5": in layer 1 from input 2 to neuron 3; "b" is the bias. "" is none.

    >>> read_edit("2 b 1 -0.5")
    WeightEdit(layer=1, row=-1, column=0, value=-0.5)
    """
    if not text.strip():
        return None
    found = re.fullmatch(_PLACE + r"\s+(-?\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s*", text)
    value = float(found[4]) if found else math.inf
    if found is None or not math.isfinite(value):
        raise BadPlace(f"{text[:40]!r} is no weight. Write layer, from, to, value: 1 2 3 0.5.")
    return WeightEdit(int(found[1]) - 1, _row(found[2]), int(found[3]) - 1, value)


def _row(text: str) -> int:
    return BIAS if text == "b" else int(text) - 1


def write_edit(edit: WeightEdit) -> str:
    """Return the text that `read_edit` reads.

    >>> write_edit(WeightEdit(1, -1, 0, -0.5))
    '2 b 1 -0.5'
    """
    return f"{_written(edit.layer, edit.row, edit.column)} {edit.value:.6g}"


def _written(layer: int, row: int, column: int) -> str:
    return f"{layer + 1} {'b' if row == BIAS else row + 1} {column + 1}"


def read_inspected(text: str) -> Inspected | None:
    """Read "2 b 1 120": the bias of the first neuron of layer 2 after 120 epochs.

    "" is none, and so is what names no place: it only says where to look.

    >>> read_inspected("2 b 1 120"), read_inspected("1 3 2")
    (Inspected(layer=1, unit=0, row=-1, epoch=120), Inspected(layer=0, unit=1, row=2, epoch=-1))
    """
    found = re.fullmatch(_PLACE + r"(?:\s+(\d{1,6}))?\s*", text)
    if found is None:
        return None
    epoch = -1 if found[4] is None else int(found[4])
    return Inspected(int(found[1]) - 1, int(found[3]) - 1, _row(found[2]), epoch)


def write_inspected(inspected: Inspected) -> str:
    """Return the text that `read_inspected` reads."""
    epoch = "" if inspected.epoch < 0 else f" {inspected.epoch}"
    return f"{_written(inspected.layer, inspected.row, inspected.unit)}{epoch}"
