"""The seven methods: each says how it places points (n, d) in the plane (n, 2).

They need NumPy, and scikit-learn for three; the generated script carries their source.
"""

from __future__ import annotations

import warnings
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.unsupervised.projection.smacof import distances, smacof_steps
from core.stages.unsupervised.projection.tsne import affinities, tsne_steps

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

SMALL_START = 1e-4
"""How far apart the points of t-SNE begin, so that the first pulls decide."""


def without_last_digits(X: Floats) -> Floats:
    """Return X to ten digits of its largest: what comes after depends on the order of sums."""
    unit = 10.0 ** (np.floor(np.log10(np.abs(X).max())) - 10)
    return np.ascontiguousarray((X / unit).round() * unit)


def own_order(X: Floats) -> Ints:
    """Return an order of the rows that only their values decide."""
    return np.lexsort(without_last_digits(X).T[::-1]).astype(np.int64)


def pca(X: Floats) -> Floats:
    """Return the first two principal components: the flat shadow with the most variance."""
    centred = X - X.mean(axis=0)
    u, sizes, axes = np.linalg.svd(centred, full_matrices=False)
    return _two(u[:, :2] * sizes[:2] * _signs(axes[:2].T))


def pca_shares(X: Floats) -> tuple[float, float]:
    """Return the shares of all variance along the first two principal components."""
    sizes = np.linalg.svd(X - X.mean(axis=0), compute_uv=False) ** 2
    first = [*(sizes / sizes.sum()), 0.0][:2]
    return float(first[0]), float(first[1])


def kernel_pca(X: Floats, gamma: float, kernel: str) -> Floats:
    """Return the first two principal components of a kernel's space.

    Schölkopf, Smola and Müller (1998), Nonlinear component analysis as a kernel eigenvalue problem.
    """
    alike = kernel_matrix(X, gamma, kernel)
    alike = alike - alike.mean(axis=0) - alike.mean(axis=1)[:, None] + alike.mean()
    values, vectors = np.linalg.eigh((alike + alike.T) / 2)
    first = vectors[:, :-3:-1] * _signs(vectors[:, :-3:-1])
    return _two(first * np.sqrt(np.maximum(values[:-3:-1], 0)))


def kernel_matrix(X: Floats, gamma: float, kernel: str) -> Floats:
    """Return how alike each pair of rows is, (n, n)."""
    if kernel == "rbf":
        return np.asarray(np.exp(-gamma * distances(X) ** 2), np.float64)
    if kernel == "cosine":
        sizes = np.maximum(np.linalg.norm(X, axis=1), 1e-12)
        return np.asarray((X / sizes[:, None]) @ (X / sizes[:, None]).T, np.float64)
    inner = gamma * X @ X.T + 1
    return np.asarray(inner**3 if kernel == "poly" else np.tanh(inner), np.float64)


def isomap(X: Floats, n_neighbors: int) -> Floats:
    """Return the plane that best keeps the lengths of walks from neighbour to neighbour."""
    from sklearn.manifold import Isomap

    model = Isomap(n_neighbors=n_neighbors, n_components=2, eigen_solver="dense")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the graph is in pieces
        places = np.asarray(model.fit_transform(X), np.float64)
    return _two(places * _signs(places))


def spectral(X: Floats, n_neighbors: int, seed: int) -> Floats:
    """Return the two slowest waves over the graph of neighbours: Laplacian eigenmaps."""
    from sklearn.manifold import SpectralEmbedding

    model = SpectralEmbedding(2, n_neighbors=n_neighbors, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the graph is in pieces
        places = np.asarray(model.fit_transform(X), np.float64)
    return _two(places * _signs(places))


def lda(X: Floats, labels: Ints) -> Floats:
    """Return the plane that parts known groups best, two groups against what is left of X."""
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

    model: Any = LinearDiscriminantAnalysis()
    places = np.asarray(model.fit_transform(X, labels), np.float64)[:, :2]
    places = places * _signs(places)
    if places.shape[1] == 1 and X.shape[1] > 1:  # one way parts two groups: add the widest other
        way = places[:, :1] / np.linalg.norm(places[:, :1])
        centred = X - X.mean(axis=0)
        places = np.column_stack([places, pca(centred - way @ (way.T @ centred))[:, 0]])
    return _two(places)


def tsne(
    X: Floats, seed: int | None, n_steps: int, *, perplexity: float, learning_rate: float,
    exaggeration: float,
) -> Floats:  # fmt: skip
    """Return the places where t-SNE ends."""
    p = affinities(distances(X) ** 2, perplexity)
    *_, places = tsne_steps(
        p, tsne_start(X, seed), n_steps, learning_rate=learning_rate, exaggeration=exaggeration
    )
    return places


def tsne_start(X: Floats, seed: int | None) -> Floats:
    """Return where t-SNE begins: close together at random, or without a seed as PCA has them."""
    if seed is not None:
        return SMALL_START * np.random.default_rng([seed, 7]).normal(size=(len(X), 2))
    flat = pca(X)
    return SMALL_START * flat / (flat[:, 0].std() or 1.0)


def mds(X: Floats, seed: int | None, n_steps: int) -> Floats:
    """Return the places where metric MDS ends."""
    *_, places = smacof_steps(distances(X), mds_start(X, seed), n_steps)
    return places


def mds_start(X: Floats, seed: int | None) -> Floats:
    """Return where MDS begins: at random, as wide as the points; without a seed as PCA has them."""
    if seed is None:
        return pca(X)
    spread = np.sqrt(X.var(axis=0).sum() / 2)
    drawn = np.random.default_rng([seed, 7]).normal(size=(len(X), 2))
    return np.asarray(spread * drawn, np.float64)


def possible_perplexity(asked: float, n: int) -> float:
    """Return the perplexity that n points can have: a third of the others where it is too much.

    >>> possible_perplexity(30, 100), possible_perplexity(30, 19)
    (30, 6.0)
    """
    return asked if asked < n - 1 else (n - 1) / 3


def possible_neighbours(asked: float, n: int) -> int:
    """Return how many neighbours each of n points can have, at most so many."""
    return min(int(asked), n - 1)


def _two(places: Floats) -> Floats:
    """Return places with two columns, the second 0 where there is only one."""
    lacking = 2 - places.shape[1]
    return np.asarray(np.pad(places, ((0, 0), (0, max(lacking, 0))))[:, :2], np.float64)


def _signs(columns: Floats) -> Floats:
    """Return for each column the sign that makes its largest entry positive."""
    largest = columns[np.abs(columns).argmax(axis=0), np.arange(columns.shape[1])]
    signs: Floats = np.where(largest < 0, -1.0, 1.0)
    return signs
