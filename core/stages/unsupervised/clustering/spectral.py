"""The film of spectral clustering: the graph, the Laplacian's eigenvectors, k-means among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from core.stages.unsupervised.clustering.distances import distances
from core.stages.unsupervised.clustering.frames import ClusterFrame, Floats, Ints, number
from core.stages.unsupervised.clustering.graph import (
    heat_graph,
    moves,
    n_pieces,
    neighbour_graph,
    spectral,
    spectrum,
)
from core.stages.unsupervised.clustering.refusals import check_apart, check_count
from core.stages.unsupervised.clustering.spec import MOST_CLUSTERS, AlgorithmSpec, K
from core.unlabelled.points import BadData
from core.wording import counted

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.unsupervised.clustering.settings import ClusterSettings

N_GROWING = 24
"""Frames in which the graph's edges appear."""
MOST_EDGES = 2_000
"""The strongest edges: more would be a grey cloud."""
N_VALUES = 12
"""Eigenvalues that are shown."""
N_TO_COMPARE = MOST_CLUSTERS + 1
"""Eigenvalues whose gaps are compared: each recommends a number that can be asked for."""
NEAREST = "nearest"
GRAPH, SPECTRUM, VECTOR, MEANS = "graph", "spectrum", "eigenvector", "k-means"


@dataclass(frozen=True, eq=False)
class Waves:
    """What the graph is and what it sounds like, made once.

    edges : (m, 2) the strongest, best first; strength (m,) in (0, 1]. n_edges, n_pieces : of the
    whole graph. values : (n_values,) smallest eigenvalues. vectors : (n, n_values).
    """

    edges: Ints
    strength: Floats
    n_edges: int
    n_pieces: int
    values: Floats
    vectors: Floats


@dataclass(frozen=True, eq=False)
class SpectralFrame(ClusterFrame):
    """A moment of spectral clustering. phase : what it is busy with.

    n_shown : edges drawn. vector : the eigenvector in hand, from 0. centres : (k, k) in the
    embedding, NaN before k-means. gap : between eigenvalue k and k + 1. n_moved : points that
    changed their centre.
    """

    phase: str = GRAPH
    n_shown: int = 0
    vector: int = 0
    n_moved: int = 0
    gap: float = float("nan")
    n_pieces: int = 0
    centres: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    waves: Waves | None = None


def weights_of(X: Any, affinity: str, n_neighbours: int, gamma: float) -> Any:
    """Return the graph of points X (n, d) as weights (n, n)."""
    away = distances(X)
    return neighbour_graph(away, n_neighbours) if affinity == NEAREST else heat_graph(away, gamma)


def gap_after(values: Any, k: int) -> float:
    """Return how far eigenvalue k + 1 lies above eigenvalue k, NaN behind the last."""
    return float(values[k] - values[k - 1]) if k < len(values) else float("nan")


def widest_gap(values: Any) -> tuple[int, float]:
    """Return after which of the first `N_TO_COMPARE` eigenvalues the widest gap is, and the gap.

    >>> widest_gap(np.array([0.0, 0.1, 0.7, 0.8]))
    (2, 0.6)
    """
    gaps = np.diff(values[:N_TO_COMPARE])
    place = int(gaps.argmax())
    return place + 1, round(float(gaps[place]), 12)


def fit_spectral(
    X: Any, n_clusters: int, affinity: str, n_neighbours: int, gamma: float
) -> tuple[Ints, dict[str, Any]]:
    """Return the cluster of each point, in how many pieces the graph falls, and the gap."""
    weights = weights_of(X, affinity, n_neighbours, gamma)
    values, labels = spectral(weights, n_clusters)
    return labels, {"n_pieces": n_pieces(weights), "gap": gap_after(values, n_clusters)}


def run_spectral(X: Floats, settings: ClusterSettings) -> Iterator[SpectralFrame]:
    """Yield the growing graph, the spectrum, the first k eigenvectors, and k-means among them."""
    k, n = settings.n_clusters, len(X)
    check_apart(X)
    check_count(k, n)
    if settings.affinity == NEAREST and settings.n_neighbours > n:
        raise BadData(
            f"{settings.n_neighbours} neighbours are more than the {n} points there are. Ask for "
            f"{n} or fewer, or take more points."
        )
    weights = weights_of(X, settings.affinity, settings.n_neighbours, settings.gamma)
    waves = _waves(weights, max(k + 1, N_VALUES))
    still: dict[str, Any] = {
        "waves": waves,
        "n_pieces": waves.n_pieces,
        "gap": gap_after(waves.values, k),
    }
    nobody, unknown = np.full(n, -1), np.full((k, k), np.nan)
    for n_shown in np.unique(np.linspace(0, len(waves.edges), N_GROWING).astype(int)):
        said = _graph_said(waves, int(n_shown), settings.affinity)
        yield SpectralFrame(said, nobody, "", GRAPH, int(n_shown), centres=unknown, **still)
    whole = len(waves.edges)
    yield SpectralFrame(
        _spectrum_said(waves, k), nobody, "", SPECTRUM, whole, centres=unknown, **still
    )
    for vector in range(k):
        said = _vector_said(waves, vector)
        yield SpectralFrame(said, nobody, "", VECTOR, whole, vector, centres=unknown, **still)
    before: Any = nobody
    for centres, labels in moves(waves.vectors[:, :k], k):
        n_moved = int((labels != before).sum())
        said = _means_said(labels, n_moved, before)
        before = labels
        yield SpectralFrame(
            said, labels.copy(), "", MEANS, whole, k - 1, n_moved, centres=centres, **still
        )


def _waves(weights: Any, n_values: int) -> Waves:
    values, vectors = spectrum(weights, n_values)
    rows, columns = np.nonzero(np.triu(weights, 1))
    strength = weights[rows, columns]
    order = np.argsort(-strength, kind="stable")[:MOST_EDGES]
    edges = np.column_stack([rows, columns])[order]
    return Waves(
        edges, strength[order] / (strength.max() if len(strength) else 1.0), len(strength),
        n_pieces(weights), values, vectors,
    )  # fmt: skip


def _graph_said(waves: Waves, n_shown: int, affinity: str) -> str:
    if not n_shown:
        what = (
            "each point will be tied to its nearest neighbours"
            if affinity == NEAREST
            else "every pair will be tied, the nearer the stronger"
        )
        return f"Points alone have no shape. So {what}."
    if n_shown < len(waves.edges):
        return f"The graph grows: {n_shown:,} of {waves.n_edges:,} edges, strong ones first."
    pieces = counted(waves.n_pieces, "piece")
    of = "" if waves.n_edges == n_shown else f"; the strongest {n_shown:,} are drawn"
    return f"The whole graph has {waves.n_edges:,} edges and is in {pieces}{of}."


def _spectrum_said(waves: Waves, k: int) -> str:
    text = f"The Laplacian's smallest eigenvalues: {_zeros(waves.n_pieces)}"
    if waves.n_pieces > 1:
        return f"{text}, and pieces hold together without help. You ask for {k} clusters."
    widest, gap = widest_gap(waves.values)
    return (
        f"{text}. The widest gap among the first {N_TO_COMPARE}, {number(gap)}, comes after number "
        f"{widest}: that many groups hold together almost without help. You ask for {k}."
    )


def _zeros(n_pieces: int) -> str:
    return (
        "one is 0, for the one piece" if n_pieces == 1 else f"{n_pieces} are 0, one for each piece"
    )


def _vector_said(waves: Waves, vector: int) -> str:
    value, wave = waves.values[vector], waves.vectors[:, vector]
    n_up = int((wave > 1e-9).sum())
    if vector == 0:
        return (
            f"Eigenvector 1, eigenvalue {number(abs(float(value)))}: it costs nothing to be the "
            "same wherever edges lead, so it tells pieces of the graph apart and nothing else."
        )
    return (
        f"Eigenvector {vector + 1}, eigenvalue {number(abs(float(value)))}: a wave over the graph "
        f"that changes as little as can be along its edges. {n_up} of {len(wave)} points lie above "
        "0, the others below."
    )


def _means_said(labels: Any, n_moved: int, before: Any) -> str:
    sizes = ", ".join(map(str, np.bincount(labels)[np.unique(labels)].tolist()))
    if (before < 0).all():
        return (
            "k-means among the eigenvectors: the first centres are as far apart as can be, and "
            f"each point takes the nearest. Clusters of {sizes} points."
        )
    if not n_moved:
        return f"No point changes its centre any more: clusters of {sizes} points."
    return f"Centres move to their means, {counted(n_moved, 'point')} to another centre: {sizes}."


SPEC = AlgorithmSpec(
    "spectral",
    "Spectral",
    "Neighbours make a graph; its slowest waves unfold it, and k-means finds the groups there.",
    "step",
    run_spectral,
    ("n_clusters", "affinity", "n_neighbours", "gamma"),
    fit_spectral,
    K,
    "Shi and Malik (2000), Normalized cuts and image segmentation; von Luxburg (2007), A tutorial "
    "on spectral clustering",
    seconds=10.0,
)
