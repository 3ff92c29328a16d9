"""Layers a learner stacks."""

from __future__ import annotations

from core.kinds.choice import ids
from core.kinds.kind import Kind
from core.kinds.spec import BadValue, Spec
from core.kinds.text import checked_text
from core.layers import read_layers, write_layers
from core.untrusted import shown


class Layers(Kind):
    """A stack as text (`core.layers`), at most ``step`` layers, each ``low`` to ``high`` wide.

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


def _bounds(param: Spec) -> tuple[float, float, int]:
    return param.low or 1, param.high or 1, int(param.step or 1)
