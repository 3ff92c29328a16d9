"""k-means by Lloyd's algorithm: points go to the nearest centre, centres to their points' mean.

An empty cluster takes the point that is furthest from its centre, as scikit-learn has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from core.stages.unsupervised.clustering.frames import (
    NOBODY,
    ClusterFrame,
    Floats,
    Ints,
    number,
    squared_distances,
    unrested,
)
from core.stages.unsupervised.clustering.spec import AlgorithmSpec, K
from core.stages.unsupervised.clustering.starts import PLUS, check_k, first_centres, start_said
from core.wording import counted

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.unsupervised.clustering.settings import ClusterSettings

MOST_ROUNDS = 100
N_OTHERS = 20
"""Other starts, far apart, that the end of a film is compared with."""


@dataclass(frozen=True, eq=False)
class KMeansFrame(ClusterFrame):
    """After an act: ``act`` is "start", "assign" or "move".

    centres : (k, d). inertia : the sum of squared distances to the own centre, NaN before the first
    assignment. n_changed : points that an assignment gave to another cluster. moved : the longest
    way of a centre. rounds : assignments so far. parts : (k,), what each cluster adds to inertia.
    other : in the last frame, the lowest inertia of `N_OTHERS` starts; other_seed : the seed whose
    k-means++ leads to it.
    """

    act: str = "start"
    centres: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    inertia: float = float("nan")
    n_changed: int = 0
    moved: float = 0.0
    rounds: int = 0
    parts: Floats = field(default_factory=lambda: np.zeros(0))
    other: float = float("nan")
    other_seed: int = 0


def assigned(X: Any, centres: Any) -> Ints:
    """Return for each point the nearest centre, the first of equals."""
    nearest: Ints = squared_distances(X, centres).argmin(axis=1)
    return nearest


def means_of(X: Any, labels: Any, centres: Any) -> Floats:
    """Return the mean of each cluster's points (k, d)."""
    k = len(centres)
    sums = np.array([X[labels == j].sum(axis=0) for j in range(k)])
    sizes = np.bincount(labels, minlength=k).astype(float)
    empty = np.flatnonzero(sizes == 0)
    far = ((X - centres[labels]) ** 2).sum(axis=1)
    for j, i in zip(empty, np.argsort(-far, kind="stable"), strict=False):
        sums[labels[i]] -= X[i]
        sizes[labels[i]] -= 1
        sums[j], sizes[j] = X[i], 1
    means: Floats = sums / np.maximum(sizes, 1)[:, None]
    return means


def inertia_of(X: Any, labels: Any, centres: Any) -> float:
    """Return the sum of the squared distances of points to their cluster's centre."""
    return float(((X - centres[labels]) ** 2).sum())


def parts_of(X: Any, labels: Any, centres: Any) -> Floats:
    """Return what each cluster adds to the inertia (k,)."""
    far = ((X - centres[labels]) ** 2).sum(axis=1)
    return np.asarray(np.bincount(labels, far, len(centres)), float)


def fit_k_means(
    X: Any, n_clusters: int, start: str, own: Any = (), seed: int = 0
) -> tuple[Ints, dict[str, Any]]:
    """Return the clusters in which k-means comes to rest, with their inertia."""
    centres = first_centres(X, n_clusters, start, own, seed)
    labels = assigned(X, centres)
    for _ in range(MOST_ROUNDS):
        centres = means_of(X, labels, centres)
        before, labels = labels, assigned(X, centres)
        if (labels == before).all():
            break
    return labels, {"inertia": inertia_of(X, labels, centres)}


def best_start(X: Any, k: int, seed: int) -> tuple[float, int]:
    """Return the lowest inertia that k-means++ leads to, and the first seed that does.

    It is looked for with ``seed``, then with 0 and those after it, `N_OTHERS` seeds in all.
    """
    seeds = [seed, *(other for other in range(N_OTHERS) if other != seed)][:N_OTHERS]
    found = [float(fit_k_means(X, k, PLUS, (), one)[1]["inertia"]) for one in seeds]
    place = next(i for i, one in enumerate(found) if not lower(min(found), one))
    return found[place], seeds[place]


def lower(one: float, two: float) -> bool:
    """Whether an inertia is below another by more than sums of floats differ."""
    return one < two * (1 - 1e-9)


def run_k_means(X: Floats, settings: ClusterSettings) -> Iterator[KMeansFrame]:
    """Yield the first centres, then assign and move in turns until no point changes sides."""
    k = settings.n_clusters
    check_k(X, k)
    centres = first_centres(X, k, settings.start, settings.own, settings.seed)
    labels = np.full(len(X), NOBODY)
    said = f"Before anything: {start_said(settings.start, k)}."
    yield KMeansFrame(said, labels, act="start", centres=centres)
    inertia = float("nan")
    for rounds in range(1, MOST_ROUNDS + 2):
        found = assigned(X, centres)
        n_changed = int((found != labels).sum())
        labels, before = found, inertia
        inertia = inertia_of(X, labels, centres)
        said = _assign_said(n_changed, len(X), before, inertia)
        ended = unrested(MOST_ROUNDS) if n_changed and rounds > MOST_ROUNDS else ""
        parts, at_end = parts_of(X, labels, centres), n_changed == 0 or rounds > MOST_ROUNDS
        others = best_start(X, k, settings.seed) if at_end else ()
        yield KMeansFrame(
            said, labels, ended, "assign", centres, inertia, n_changed, 0.0, rounds, parts, *others
        )
        if at_end:
            return
        goal, before = means_of(X, labels, centres), inertia
        moved = float(np.sqrt(((goal - centres) ** 2).sum(axis=1)).max())
        centres, inertia = goal, inertia_of(X, labels, goal)
        said = _move_said(moved, before, inertia)
        parts = parts_of(X, labels, centres)
        yield KMeansFrame(said, labels, "", "move", centres, inertia, 0, moved, rounds, parts)


def _assign_said(n_changed: int, n: int, before: float, now: float) -> str:
    if n_changed == 0:
        return (
            f"Assign: every point already has its nearest centre, so nothing moves any more. "
            f"Inertia stays at {number(now)}."
        )
    if np.isnan(before):
        return (
            f"Assign: each of the {n} points takes the colour of its nearest centre. Inertia, the "
            f"sum of the squared distances to it, is {number(now)}."
        )
    return (
        f"Assign: {counted(n_changed, 'point')} found another centre nearer, and inertia falls "
        f"from {number(before)} to {number(now)}."
    )


def _move_said(moved: float, before: float, now: float) -> str:
    return (
        f"Move: each centre goes to the mean of its points, {number(moved)} at most. Nowhere else "
        f"is their inertia smaller: from {number(before)} to {number(now)}."
    )


SPEC = AlgorithmSpec(
    "k_means",
    "k-means",
    "Points go to the nearest centre, centres to the middle of their points.",
    "step",
    run_k_means,
    ("n_clusters", "start", "starts"),
    fit_k_means,
    K,
    "Lloyd (1982), Least squares quantization in PCM; Arthur and Vassilvitskii (2007), k-means++",
    draws=True,
)
