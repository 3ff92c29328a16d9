"""What every frame of clustering has, and words that the sentences of all algorithms share."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

NOBODY = -1
"""The label of a point that belongs to no cluster: noise, or not looked at yet."""
FEW_COLUMNS = 10


@dataclass(frozen=True, eq=False)
class ClusterFrame:
    """The clusters after a step.

    said : what was done and why, one sentence with this frame's numbers. labels : (n,) int64, the
    cluster of each point from 0, `NOBODY` for none; a cluster keeps its number, so its colour,
    through the film. ended : why it ended early, "" while fine.
    """

    said: str
    labels: Ints
    ended: str = ""


def n_found(labels: Any) -> int:
    """Return how many clusters have at least one point.

    >>> n_found(np.array([0, 2, 2, -1]))
    2
    """
    return len(np.unique(labels[labels >= 0]))


def renumbered(labels: Any) -> Ints:
    """Return labels with the clusters numbered from 0, the first point's cluster first.

    >>> renumbered(np.array([7, 3, 7, -1])).tolist()
    [0, 1, 0, -1]
    """
    found = dict.fromkeys(int(label) for label in labels if label >= 0)
    order = {label: place for place, label in enumerate(found)}
    return np.array([order.get(int(label), NOBODY) for label in labels], np.int64)


def squared_distances(X: Any, places: Any) -> Floats:
    """Return squared Euclidean distances (n, m) between X (n, d) and places (m, d).

    Column by column where these are few: exact, and without an array of n * m * d.
    """
    if X.shape[1] > FEW_COLUMNS:
        far = (X**2).sum(axis=1)[:, None] + (places**2).sum(axis=1) - 2 * X @ places.T
        return np.asarray(np.maximum(far, 0.0))
    found = np.zeros((len(X), len(places)))
    for x, at in zip(X.T, places.T, strict=True):
        found += (x[:, None] - at) ** 2
    return found


def unrested(most: int) -> str:
    """Return why a film ends before its algorithm has come to rest."""
    return (
        f"It has not come to rest within {most} rounds, and the film ends here. Fewer clusters, "
        "or other first centres, may settle sooner."
    )


def number(value: float) -> str:
    """Return a number for a sentence: four digits, a true minus sign.

    >>> number(-0.12345), number(1234.5), number(0.0)
    ('−0.1235', '1,234', '0')
    """
    text = f"{value:,.0f}" if 1000 <= abs(value) < 1e6 else f"{value:.4g}"
    if text == "-0":
        return "0"
    return text.replace("-", "−", 1) if text[0] == "-" else text


def spanned(low: float, high: float) -> tuple[str, str]:
    """Return two numbers with as many decimals, of which the larger, above 0, has four digits.

    >>> spanned(7.1124, 39.327), spanned(0.0, 1234.5)
    (('7.11', '39.33'), ('0', '1,234'))
    """
    decimals = max(3 - math.floor(math.log10(high)), 0) if high > 0 else 0
    return f"{low:,.{decimals}f}", f"{high:,.{decimals}f}"


def joined(words: Iterable[str]) -> str:
    """Return words as a sentence has them.

    >>> joined(["a"]), joined(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
