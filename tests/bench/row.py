"""One line of the table of budgets, and how lines are printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass

import numpy as np

HEAD = ("what", "budget", "measured", "peer", "ratio", "ok")


@dataclass(frozen=True)
class Row:
    """A budget and what was measured. ``notes`` are printed under the table."""

    what: str
    budget: str
    measured: str
    peer: str
    ratio: str
    holds: bool
    notes: tuple[str, ...] = ()

    def cells(self) -> tuple[str, ...]:
        """The line as text."""
        *texts, holds, _ = astuple(self)
        return (*texts, "yes" if holds else "NO")


def table(rows: Sequence[Row]) -> str:
    """All rows as an aligned table, then the notes, then how many budgets hold."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD))]
    rule = tuple("-" * width for width in widths)
    shown = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) + " |"
        for line in (HEAD, rule, *lines[1:])
    ]
    notes = [f"- {row.what}: {note}" for row in rows for note in row.notes]
    holds = sum(row.holds for row in rows)
    return "\n".join([*shown, "", *notes, "", f"{holds} of {len(rows)} budgets hold."])


def quantiles(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th percentile."""
    p50, p95 = np.quantile(values, (0.5, 0.95))
    return float(p50), float(p95)


def paired(
    ours: Callable[[int], float], theirs: Callable[[int], float], n_pairs: int
) -> tuple[float, float, float]:
    """Measure A B A B …; return the medians of both and of the pairs' ratios."""
    pairs = [(ours(i), theirs(i)) for i in range(n_pairs)]
    a, b = (float(np.median(side)) for side in zip(*pairs, strict=True))
    return a, b, float(np.median([x / y for x, y in pairs]))
