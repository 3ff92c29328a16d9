"""Fuzzy c-means: every point belongs to every cluster by a share, and centres weigh by shares.

With squared distances d² the share of cluster i is 1 / Σ_j (d²_i / d²_j)^(1/(m−1)), and a centre is
the mean of all points with weights share^m (Bezdek, 1981).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.stages.unsupervised.clustering.frames import (
    ClusterFrame,
    Floats,
    Ints,
    number,
    squared_distances,
    unrested,
)
from core.stages.unsupervised.clustering.spec import AlgorithmSpec, K
from core.stages.unsupervised.clustering.starts import check_k, first_centres, start_said

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.unsupervised.clustering.settings import ClusterSettings

MOST_ROUNDS = 100
SMALL = 1e-5
"""The search ends when no share changes by more than this."""
UNDECIDED = 0.6
"""A point whose largest share is below this is torn between clusters."""


@dataclass(frozen=True, eq=False)
class FuzzyFrame(ClusterFrame):
    """shares : (n, k), rows add up to 1. centres : (k, d). loss : Σ share^m d².

    change : the largest change of a share. n_torn : points without a share of `UNDECIDED`.
    """

    shares: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    centres: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    loss: float = float("nan")
    change: float = float("nan")
    n_torn: int = 0


def shares_of(X: Any, centres: Any, m: float) -> Floats:
    """Return the share (n, k) that each cluster has of each point."""
    far = squared_distances(X, centres)
    nearest = far.min(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(nearest > 0, (nearest / far) ** (1 / (m - 1)), far == 0)
    shares: Floats = ratio / ratio.sum(axis=1, keepdims=True)
    return shares


def weighted_means(X: Any, shares: Any, m: float) -> Floats:
    """Return the centres (k, d) for these shares."""
    weights = shares**m
    centres: Floats = weights.T @ X / weights.sum(axis=0)[:, None]
    return centres


def loss_of(X: Any, centres: Any, shares: Any, m: float) -> float:
    """Return what both steps lower: the squared distances, weighted with share^m."""
    return float((shares**m * squared_distances(X, centres)).sum())


def fit_fuzzy(
    X: Any, n_clusters: int, fuzzifier: float, start: str, own: Any = (), seed: int = 0
) -> tuple[Ints, dict[str, Any]]:
    """Return the cluster with the largest share of each point, with the loss."""
    centres = first_centres(X, n_clusters, start, own, seed)
    shares = shares_of(X, centres, fuzzifier)
    for _ in range(MOST_ROUNDS):
        centres = weighted_means(X, shares, fuzzifier)
        before, shares = shares, shares_of(X, centres, fuzzifier)
        if np.abs(shares - before).max() < SMALL:
            break
    loss = loss_of(X, centres, shares, fuzzifier)
    n_torn = int((shares.max(axis=1) < UNDECIDED).sum())
    return shares.argmax(axis=1), {"loss": loss, "n_torn": n_torn}


def run_fuzzy(X: Floats, settings: ClusterSettings) -> Iterator[FuzzyFrame]:
    """Yield the first centres with their shares, then a frame for each move and new sharing."""
    k, m = settings.n_clusters, settings.fuzzifier
    check_k(X, k)
    centres = first_centres(X, k, settings.start, settings.own, settings.seed)
    shares = shares_of(X, centres, m)
    said = f"Before anything: {start_said(settings.start, k)}, and every point is shared out."
    yield _frame(said, X, centres, shares, m, float("nan"))
    for step in range(1, MOST_ROUNDS + 1):
        centres = weighted_means(X, shares, m)
        before, shares = shares, shares_of(X, centres, m)
        change = float(np.abs(shares - before).max())
        ended = unrested(MOST_ROUNDS) if step == MOST_ROUNDS and change >= SMALL else ""
        said = _said(step, X, centres, shares, m, change)
        yield replace(_frame(said, X, centres, shares, m, change), ended=ended)
        if change < SMALL:
            return


def _said(step: int, X: Floats, centres: Floats, shares: Floats, m: float, change: float) -> str:
    loss = loss_of(X, centres, shares, m)
    return (
        f"Step {step}: centres go to the mean of all points, weighted with share^{m:g}, and points "
        f"are shared out anew; no share changes by more than {number(change)}. The loss is "
        f"{number(loss)}."
    )


def _frame(
    said: str, X: Floats, centres: Floats, shares: Floats, m: float, change: float
) -> FuzzyFrame:
    n_torn = int((shares.max(axis=1) < UNDECIDED).sum())
    loss = loss_of(X, centres, shares, m)
    return FuzzyFrame(said, shares.argmax(axis=1), "", shares, centres, loss, change, n_torn)


SPEC = AlgorithmSpec(
    "fuzzy_c_means",
    "Fuzzy c-means",
    "Every point belongs to all clusters, more to the near ones.",
    "step",
    run_fuzzy,
    ("n_clusters", "fuzzifier", "start", "starts"),
    fit_fuzzy,
    K,
    "Bezdek (1981), Pattern recognition with fuzzy objective function algorithms",
    most=60,
    draws=True,
)
