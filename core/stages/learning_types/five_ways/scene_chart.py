"""The chart of prices: what each way gets right against what it was told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from core.figures.prices import Priced, price_chart
from core.stages.learning_types.five_ways.answer import (
    ALL,
    BANDIT,
    FEW,
    GROUPS,
    PROBE,
    RAW,
    SPREAD,
    UNTRAINED,
    Answer,
    Way,
)
from core.wording import counted

WINE, SKY, OLIVE, TEAL = 6, 5, 7, 8
"""Colours of ways: no class has one of them."""
LOOKS: dict[str, Callable[..., Priced]] = {
    FEW: partial(Priced, "labels alone", colour=WINE),
    SPREAD: partial(Priced, "labels + the rest", colour=TEAL, symbol="triangle-up"),
    PROBE: partial(Priced, "riddle + labels", colour=SKY, symbol="square"),
    RAW: partial(Priced, "no riddle", colour=SKY, symbol="square-open", dash="dash", width=1.5,
                 shaded=False),
    UNTRAINED: partial(Priced, "untrained", colour=SKY, symbol="x", dash="dot", width=1.5,
                       shaded=False),
    BANDIT: partial(Priced, "right or wrong", colour=OLIVE, symbol="diamond"),
}  # fmt: skip


def prices(answer: Answer) -> Any:
    """Return accuracy over labels, a line for each way, shaded from the lowest to the highest."""
    ways = answer.ways
    lines = {name: ways[name] for name in LOOKS} | {FEW: _with_all(ways[FEW], ways[ALL])}
    return price_chart(
        [
            look(price=lines[name].costs, shares=lines[name].right / lines[name].n_test)
            for name, look in LOOKS.items()
        ],
        ("no label", ways[GROUPS].accuracy),
        (ways[FEW].cost, counted(ways[FEW].cost, "label")),
        x="labels or answers told (log scale, 0 at the left)",
        y=f"right of {ways[FEW].n_test:,} held out (share)",
    )


def _with_all(few: Way, whole: Way) -> Way:
    """Return the line of labels alone, drawn on to all labels."""
    if whole.cost <= few.costs[-1]:
        return few
    costs = np.append(few.costs, whole.costs)
    return Way(costs, np.hstack([few.right, whole.right]), few.n_test, few.at)
