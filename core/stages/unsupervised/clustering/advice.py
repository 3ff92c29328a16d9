"""What the four rules recommend, in words, and why one of them may be wrong."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np

from core.stages.unsupervised.clustering.number_of_clusters import (
    CountFrame,
    Recommended,
    recommended,
)

RULES = {"elbow": "the elbow", "silhouette": "the silhouette", "gap": "the gap statistic",
         "bic": "BIC"}  # fmt: skip
CAN_SAY_ONE = ("gap", "bic")
WIDE_MARGIN = 4.0
"""Standard errors by which the gap is larger elsewhere, so that its choice needs a word."""


def without_groups(advice: Recommended) -> str:
    """Say who is wrong about points without groups, and who could have known.

    >>> without_groups(Recommended(3, 7, 1, 3))[43:]
    'The gap statistic can, and does; BIC can, but names 3.'
    """
    said = [(RULES[name], asdict(advice)[name]) for name in CAN_SAY_ONE]
    told = "; ".join(
        f"{rule} can, and does" if value == 1 else f"{rule} can, but names {value or 'nothing'}"
        for rule, value in said
    )
    return f"The elbow and the silhouette cannot say 1. {told[0].upper()}{told[1:]}."


def why_gap_stops(frames: tuple[CountFrame, ...]) -> str:
    """Say why the gap statistic stops where it does, where its curve is far higher elsewhere."""
    chosen = recommended(frames).gap
    gaps = np.array([frame.gap for frame in frames])
    if chosen is None or chosen == len(frames) or not np.isfinite(gaps).any():
        return ""
    here, following, best = frames[chosen - 1], frames[chosen], frames[int(np.nanargmax(gaps))]
    if best.gap - here.gap <= WIDE_MARGIN * max(here.gap_error, best.gap_error):
        return ""
    return (
        f"The gap is largest at {best.k} ({_told(best.gap)}), but its rule takes the first k that "
        f"the next does not beat by more than a standard error: {_told(here.gap)} at {here.k}, "
        f"{_told(following.gap)} ± {_told(following.gap_error)} at {following.k}."
    )


def _told(number: float) -> str:
    return f"{number:.3f}".replace("-", "−")
