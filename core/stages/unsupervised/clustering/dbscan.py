"""The films of DBSCAN: point by point with the rule that fired, or ε growing slowly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.params import Param
from core.stages.unsupervised.clustering.density import (
    BORDER,
    CORE,
    NOISE,
    Visit,
    core_distances,
    dbscan,
    visits,
)
from core.stages.unsupervised.clustering.distances import distances
from core.stages.unsupervised.clustering.frames import ClusterFrame, Floats, Ints, n_found, number
from core.stages.unsupervised.clustering.growth import grow
from core.stages.unsupervised.clustering.refusals import check_apart
from core.stages.unsupervised.clustering.spec import AlgorithmSpec
from core.wording import counted

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.unsupervised.clustering.settings import ClusterSettings

Array: TypeAlias = NDArray[Any]
NO_INTS: Array = np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class DbscanFrame(ClusterFrame):
    """After a look at ``point`` (-1: at none). clock : looks so far, or ε while it grows.

    roles : (n,), `UNSEEN`, `NOISE`, `BORDER` or `CORE`.

    near : (n,) uint8, which points are within ε of it. source : the core point that reached it, -1
    for none. fresh : (n,) uint8, which points a growing ε has just added to a cluster. core : (n,)
    the ε from which each is a core point.
    """

    clock: float = 0.0
    point: int = -1
    source: int = -1
    eps: float = 0.0
    n_near: int = 0
    n_core: int = 0
    n_border: int = 0
    n_noise: int = 0
    n_clusters: int = 0
    roles: Array = field(default_factory=lambda: NO_INTS)
    near: Array = field(default_factory=lambda: NO_INTS)
    fresh: Array = field(default_factory=lambda: NO_INTS)
    core: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def noise_share(self) -> float:
        """The share of noise among all points."""
        return self.n_noise / max(len(self.labels), 1)


def tally(roles: Any) -> dict[str, Any]:
    """Return how many points have each role."""
    names = {"n_core": CORE, "n_border": BORDER, "n_noise": NOISE}
    return {name: int((roles == role).sum()) for name, role in names.items()}


def fit_dbscan(
    X: Any, eps: float, min_samples: int, grow_eps: bool = False
) -> tuple[Ints, dict[str, Any]]:
    """Return the cluster of each point, -1 for noise, and how many points have each role.

    grow_eps : whether ε is watched while it grows; what is found at ``eps`` is the same.
    """
    labels, roles = dbscan(distances(X), eps, min_samples)
    return labels, tally(roles)


def run_dbscan(X: Floats, settings: ClusterSettings) -> Iterator[Any]:
    """Yield a frame for each look at a point, or for each ε; the last is what ``eps`` finds."""
    check_apart(X)
    away = distances(X)
    film = _growing if settings.grow_eps else _visiting
    yield from film(away, settings.eps, settings.min_samples)


def _visiting(away: Any, eps: float, min_samples: int) -> Iterator[Any]:
    core, n = core_distances(away, min_samples), len(away)
    empty = np.zeros(n, np.uint8)
    still: dict[str, Any] = {"near": empty, "fresh": empty, "core": core, "eps": eps}
    labels, roles, n_looks = np.full(n, -1), np.zeros(n, np.int8), 0
    said = (
        f"A point with at least {min_samples} points within ε = {number(eps)}, itself among them, "
        f"is a core point. Nobody has looked at any of the {n} yet."
    )
    yield DbscanFrame(said, labels, roles=roles, **still)
    for n_looks, visit in enumerate(visits(away, eps, min_samples), start=1):
        labels, roles = visit.labels, visit.roles
        yield partial(_looked, visit, min_samples, n_looks, still)
    said = f"All {n} points have been looked at: {_summary(labels, roles)}."
    yield DbscanFrame(
        said, labels.copy(), roles=roles.copy(), n_clusters=n_found(labels), clock=n_looks,
        **tally(roles), **still,
    )  # fmt: skip


def _looked(visit: Visit, min_samples: int, n_looks: int, still: dict[str, Any]) -> DbscanFrame:
    near = np.zeros(len(visit.labels), np.uint8)
    near[visit.near] = 1
    labels, roles = visit.labels.copy(), visit.roles.astype(np.int8)
    return DbscanFrame(
        _rule(visit, min_samples), labels, "", n_looks, visit.point, visit.source, still["eps"],
        len(visit.near), roles=roles, near=near, fresh=still["fresh"], core=still["core"],
        n_clusters=n_found(labels), **tally(roles),
    )  # fmt: skip


def _rule(visit: Visit, min_samples: int) -> str:
    """Say which rule fired, with its numbers."""
    n, cluster = len(visit.near), int(visit.labels[visit.point]) + 1
    has = f"Point {visit.point + 1} has {counted(n, 'point')} within ε, itself counted"
    reached = f"core point {visit.source + 1} reached it"
    if visit.role == NOISE:
        return (
            f"Noise rule: {has}, fewer than {min_samples}, and no core point has reached it. Noise "
            "for now; a core point that is met later may still take it in."
        )
    if visit.role == BORDER:
        return (
            f"Border rule: {has}, fewer than {min_samples}, but {reached}. It joins cluster "
            f"{cluster} as its border and passes nothing on."
        )
    if visit.start:
        return (
            f"Core rule: {has}, at least {min_samples}. No cluster has come this far, so cluster "
            f"{cluster} catches fire here."
        )
    return (
        f"Core rule: {has}, at least {min_samples}, and {reached}. It joins cluster {cluster} and "
        "passes the fire on to all of them."
    )


def _summary(labels: Any, roles: Any) -> str:
    found = tally(roles)
    return (
        f"{counted(n_found(labels), 'cluster')} with {counted(found['n_core'], 'core point')} and "
        f"{counted(found['n_border'], 'border point')}, and {counted(found['n_noise'], 'point')} "
        "of noise"
    )


def _growing(away: Any, eps: float, min_samples: int) -> Iterator[DbscanFrame]:
    core = core_distances(away, min_samples)
    empty, before = np.zeros(len(away), np.uint8), np.full(len(away), -1)
    mine: DbscanFrame | None = None
    for state in grow(away, eps, min_samples):
        caught = (state.labels >= 0) & (before < 0)
        frame = DbscanFrame(
            state.said, state.labels, clock=state.eps, eps=state.eps, roles=state.roles,
            near=empty, fresh=caught.astype(np.uint8), core=core, n_clusters=n_found(state.labels),
            **tally(state.roles),
        )  # fmt: skip
        yield frame
        before = state.labels
        if state.eps == eps:
            mine = frame
    if mine is None:
        raise ValueError("a growing ε passes the chosen one")
    said = f"Back at your ε = {number(eps)}: {_summary(mine.labels, mine.roles)}."
    yield DbscanFrame(
        said, mine.labels, clock=eps, eps=eps, roles=mine.roles, near=empty, fresh=empty, core=core,
        n_clusters=mine.n_clusters, **tally(mine.roles),
    )  # fmt: skip


SPEC = AlgorithmSpec(
    "dbscan",
    "DBSCAN",
    "Where points lie dense a fire spreads from one to the next; what it never reaches is noise.",
    "look",
    run_dbscan,
    ("eps", "min_samples", "grow_eps"),
    fit_dbscan,
    Param("eps", "ε", "float", 0.8, low=0.05, high=5.0, step=0.01),
    "Ester, Kriegel, Sander and Xu (1996), A density-based algorithm for discovering clusters",
    most=320,
    count="clock",
    seconds=14.0,
)
