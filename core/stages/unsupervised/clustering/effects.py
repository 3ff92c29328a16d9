"""What sets a cluster apart in the learner's columns: differences of means, and effect sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.stages.unsupervised.clustering.frames import Floats, Ints


@dataclass(frozen=True, eq=False)
class Effects:
    """inside, outside, effect : (k, d), of each cluster and column, in the columns' units.

    ``inside`` is the mean in the cluster, ``outside`` that of all other points, ``effect`` their
    difference in pooled standard deviations (Cohen's d, 1988); NaN where it is undefined, ±∞ where
    both sides differ and neither varies. sizes : (k,).
    """

    inside: Floats
    outside: Floats
    effect: Floats
    sizes: Ints


def effects_of(raw: Any, labels: Any) -> Effects:
    """Return the effects of the clusters 0 … k − 1 of labels (n,) in columns raw (n, d)."""
    k = int(labels.max(initial=-1)) + 1
    rows = [effect_of(raw[labels == j], raw[labels != j]) for j in range(k)]
    inside, outside, effect = np.array(rows).reshape(k, 3, -1).transpose(1, 0, 2)
    return Effects(inside, outside, effect, np.bincount(labels[labels >= 0], minlength=k))


def effect_of(mine: Any, rest: Any) -> tuple[Any, Any, Any]:
    """Return the means of mine (n, d) and rest (m, d), and their distance in pooled deviations."""
    if not len(mine) or not len(rest):
        unknown = np.full(mine.shape[1], np.nan)
        return (
            mine.mean(axis=0) if len(mine) else unknown,
            rest.mean(axis=0) if len(rest) else unknown,
            unknown,
        )
    inside, outside = mine.mean(axis=0), rest.mean(axis=0)
    squares = ((mine - inside) ** 2).sum(axis=0) + ((rest - outside) ** 2).sum(axis=0)
    pooled = np.sqrt(squares / max(len(mine) + len(rest) - 2, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return inside, outside, (inside - outside) / pooled


def by_size(effect: Any) -> Ints:
    """Return the columns (d,) from the largest effect to the smallest, unknown ones last."""
    order: Ints = np.argsort(-np.nan_to_num(np.abs(effect), nan=-1.0), kind="stable")
    return order
