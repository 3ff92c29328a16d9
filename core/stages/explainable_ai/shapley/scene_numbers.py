"""A game's numbers as they stand side by side: all with as many decimals."""

from __future__ import annotations

import math

from core.figures.blocks import human
from core.figures.plain_formula import with_minus
from core.stages.explainable_ai.shapley.run import Shared

MOST_DECIMALS = 12


def decimals(answer: Shared) -> int | None:
    """Return how many decimals show the largest gain by three digits; None for whole worths."""
    if all(answer.fractions):
        return None
    gain = max(map(abs, (*answer.lowest, *answer.highest)), default=0.0)
    if not gain:
        return 3
    return min(max(2 - math.floor(math.log10(gain)), 0), MOST_DECIMALS)


def number(answer: Shared, value: float, *, sign: bool = False) -> str:
    """Return a number of the pictures, nothing for one that is not known; 0 only for no gain."""
    if math.isnan(value):
        return ""
    places = decimals(answer)
    if places is None or not value:
        return with_minus(human(float(f"{value:.3g}") if value % 1 else value, sign=sign))
    return with_minus(f"{value:{'+' if sign else ''},.{places}f}")


def exact(answer: Shared, i: int) -> str:
    """Return a player's value, as a fraction where all worths are whole."""
    return answer.fractions[i] or number(answer, answer.values[i])
