"""A mixture of Gaussian bells by expectation and maximisation (Dempster, Laird and Rubin, 1977).

Expectation: how probable it is that each bell made a point, its responsibility. Maximisation: each
bell gets the weighted mean, spread and share of the points.
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
    unrested,
)
from core.stages.unsupervised.clustering.spec import AlgorithmSpec, K
from core.stages.unsupervised.clustering.starts import check_k, first_centres, start_said

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.unsupervised.clustering.settings import ClusterSettings

MOST_ROUNDS = 200
SMALL = 1e-4
"""The search ends when the log-likelihood of a point rises by less than this on average."""
FLOOR = 1e-6
"""No bell is narrower than this share of the points' variance, or one point would have its own."""
TINY = 10 * np.finfo(float).eps
UNSURE = 0.9


@dataclass(frozen=True, eq=False)
class Bells:
    """weights : (k,), add up to 1. means : (k, d). covariances : (k, d, d)."""

    weights: Floats
    means: Floats
    covariances: Floats


@dataclass(frozen=True, eq=False)
class MixtureFrame(ClusterFrame):
    """Bells, and the responsibilities ``shares`` (n, k) that they give.

    log_likelihood : of all points. bic : −2 log-likelihood + parameters · ln n. n_unsure : points
    that no bell has with `UNSURE`.
    """

    bells: Bells | None = None
    shares: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    log_likelihood: float = float("nan")
    bic: float = float("nan")
    n_unsure: int = 0


def floor_of(X: Any) -> float:
    """Return what is added to every variance."""
    return float(FLOOR * X.var(axis=0).mean())


def first_bells(X: Any, centres: Any) -> Bells:
    """Return round bells of equal weight around the centres."""
    k, d = centres.shape
    size = float(X.var(axis=0).mean()) / k + floor_of(X)
    return Bells(np.full(k, 1 / k), centres, np.tile(size * np.eye(d), (k, 1, 1)))


def log_densities(X: Any, bells: Bells) -> Floats:
    """Return the log of weight times density (n, k) of each bell at each point."""
    d = X.shape[1]
    found = []
    for weight, mean, covariance in zip(bells.weights, bells.means, bells.covariances, strict=True):
        root = np.linalg.cholesky(covariance)
        z = np.linalg.solve(root, (X - mean).T)
        log_size = 2 * np.log(np.diag(root)).sum() + d * np.log(2 * np.pi)
        found.append(np.log(weight) - 0.5 * ((z**2).sum(axis=0) + log_size))
    return np.array(found).T


def expectation(X: Any, bells: Bells) -> tuple[Floats, float]:
    """Return the responsibilities (n, k) and the log-likelihood of all points."""
    each = log_densities(X, bells)
    top = each.max(axis=1, keepdims=True)
    whole = top + np.log(np.exp(each - top).sum(axis=1, keepdims=True))
    return np.exp(each - whole), float(whole.sum())


def maximisation(X: Any, shares: Any, covariance: str, floor: float) -> Bells:
    """Return the bells that make points with these responsibilities most probable.

    covariance : "full", "tied" (one for all), "diag" or "spherical".
    """
    sizes = shares.sum(axis=0) + TINY
    means = shares.T @ X / sizes[:, None]
    spread = np.array(
        [
            (share[:, None] * (X - mean)).T @ (X - mean) / size
            for share, mean, size in zip(shares.T, means, sizes, strict=True)
        ]
    )
    if covariance == "tied":
        spread[:] = (sizes[:, None, None] * spread).sum(axis=0) / sizes.sum()
    upright = np.eye(X.shape[1])
    if covariance == "diag":
        spread = spread * upright
    if covariance == "spherical":
        spread = np.trace(spread, axis1=1, axis2=2)[:, None, None] / X.shape[1] * upright
    return Bells(sizes / sizes.sum(), means, spread + floor * upright)


def n_parameters(k: int, d: int, covariance: str) -> int:
    """Return how many numbers a mixture of k bells in d dimensions is free to choose.

    >>> [n_parameters(3, 2, kind) for kind in ("full", "tied", "diag", "spherical")]
    [17, 11, 14, 11]
    """
    one = d * (d + 1) // 2
    spreads = {"full": k * one, "tied": one, "diag": k * d, "spherical": k}
    return spreads[covariance] + k * d + k - 1


def bic_of(log_likelihood: float, n: int, n_free: int) -> float:
    """Return Schwarz's criterion (1978): the lower, the better."""
    return float(-2 * log_likelihood + n_free * np.log(n))


def fit_mixture(
    X: Any, n_clusters: int, covariance: str, start: str, own: Any = (), seed: int = 0
) -> tuple[Ints, dict[str, Any]]:
    """Return the likeliest bell of each point, with the log-likelihood and BIC."""
    bells = first_bells(X, first_centres(X, n_clusters, start, own, seed))
    shares, now = expectation(X, bells)
    for _ in range(MOST_ROUNDS):
        bells = maximisation(X, shares, covariance, floor_of(X))
        before = now
        shares, now = expectation(X, bells)
        if abs(now - before) < SMALL * len(X):
            break
    n_free = n_parameters(n_clusters, X.shape[1], covariance)
    return shares.argmax(axis=1), {"log_likelihood": now, "bic": bic_of(now, len(X), n_free)}


def run_mixture(X: Floats, settings: ClusterSettings) -> Iterator[MixtureFrame]:
    """Yield round bells at the first centres, then a frame for each round of both steps."""
    k = settings.n_clusters
    check_k(X, k)
    bells = first_bells(X, first_centres(X, k, settings.start, settings.own, settings.seed))
    shares, now = expectation(X, bells)
    said = f"Before anything: {start_said(settings.start, k)}, each with a round bell."
    yield _frame(said, X, bells, shares, now, settings.covariance)
    for step in range(1, MOST_ROUNDS + 1):
        bells = maximisation(X, shares, settings.covariance, floor_of(X))
        before = now
        shares, now = expectation(X, bells)
        rests = abs(now - before) < SMALL * len(X)
        ended = unrested(MOST_ROUNDS) if step == MOST_ROUNDS and not rests else ""
        said = _said(step, before, now)
        yield replace(_frame(said, X, bells, shares, now, settings.covariance), ended=ended)
        if rests:
            return


def _said(step: int, before: float, now: float) -> str:
    return (
        f"Round {step}: every bell takes the mean, spread and share of the points it answers for, "
        f"and points are shared out anew. The log-likelihood goes from {number(before)} to "
        f"{number(now)}."
    )


def _frame(
    said: str, X: Floats, bells: Bells, shares: Floats, now: float, covariance: str
) -> MixtureFrame:
    k, d = bells.means.shape
    n_free = n_parameters(k, d, covariance)
    n_unsure = int((shares.max(axis=1) < UNSURE).sum())
    bic = bic_of(now, len(X), n_free)
    return MixtureFrame(said, shares.argmax(axis=1), "", bells, shares, now, bic, n_unsure)


SPEC = AlgorithmSpec(
    "gaussian_mixture",
    "Gaussian mixture",
    "Bells stretch over the points; each point belongs to them by a probability.",
    "round",
    run_mixture,
    ("n_clusters", "covariance", "start", "starts"),
    fit_mixture,
    K,
    "Dempster, Laird and Rubin (1977), Maximum likelihood from incomplete data via the EM "
    "algorithm",
    most=60,
    draws=True,
)
