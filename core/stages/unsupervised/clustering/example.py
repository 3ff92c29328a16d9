"""Clusters in points that nobody labelled, found by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from core.kinds.lineup import read_lineup
from core.stages.unsupervised.clustering.agreement import adjusted_rand
from core.stages.unsupervised.clustering.catalogue import ALGORITHM_BY_ID
from core.stages.unsupervised.clustering.effects import by_size, effects_of
from core.stages.unsupervised.clustering.number_of_clusters import (
    numbers_of_clusters,
    recommended,
)
from core.stages.unsupervised.clustering.settings import COMPARE, COUNT, READ
from core.unlabelled.shapes import SHAPE_BY_ID

if TYPE_CHECKING:
    from core.stages.unsupervised.clustering.run import ClusterFilm
    from core.stages.unsupervised.clustering.settings import ClusterSettings

DIGITS = 6


@dataclass(frozen=True)
class Asked:
    """What is on the screen: settings, and the points where no seed makes them again."""

    settings: ClusterSettings
    X: Any = None
    raw: Any = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """Points and algorithms. points() returns X (n, d); each fit(X) labels and numbers by name.

    raw, names : the columns in their own units, None where X is. cluster : the one to read.
    """

    points: Callable[[], Any]
    fits: tuple[tuple[str, Any], ...] = ()
    seed: int = 0
    cluster: int = 0
    names: tuple[str, ...] = ()
    raw: Any = None


def asked_of(film: ClusterFilm, settings: ClusterSettings) -> Asked:
    """Return what is on the screen, as little of it as code needs."""
    shown = film.settings
    if shown.view == READ:
        from dataclasses import replace

        shown = replace(shown, cluster=settings.cluster)
    points = film.points
    if shown.data.shape in SHAPE_BY_ID:
        return Asked(shown, names=points.names)
    raw = points.raw if points.scaled and shown.view == READ else None
    return Asked(shown, points.X, raw, points.names)


def task_of(asked: Asked) -> Task:
    """Return the points and the algorithms of what is on the screen."""
    settings = asked.settings
    return Task(
        _points(asked), _fits(settings), settings.seed, settings.cluster, asked.names,
        None if asked.raw is None else partial(listed, _rounded(asked.raw)),
    )  # fmt: skip


def _fits(settings: ClusterSettings) -> tuple[tuple[str, Any], ...]:
    from core.stages.unsupervised.clustering.run import settings_of

    if settings.view == COUNT:
        return ()
    if settings.view != COMPARE:
        return ((ALGORITHM_BY_ID[settings.algorithm].label, _fit(settings)),)
    entries = read_lineup(settings.lineup)
    return tuple(
        (ALGORITHM_BY_ID[entry[0]].label, _fit(settings_of(settings, entry))) for entry in entries
    )


def _fit(settings: ClusterSettings) -> Any:
    spec = ALGORITHM_BY_ID[settings.algorithm]
    knobs = {name: getattr(settings, name) for name in spec.knobs if name != "starts"}
    if settings.own:
        knobs["own"] = np.round(settings.own, DIGITS).tolist()
    if spec.draws:
        knobs["seed"] = settings.seed
    return partial(spec.fit, **knobs)


def _points(asked: Asked) -> Callable[[], Any]:
    data = asked.settings.data
    if asked.X is not None:
        return partial(listed, _rounded(asked.X))
    draw = SHAPE_BY_ID[data.shape].draw
    return partial(made, draw, n_points=data.n_points, noise=data.noise, seed=data.data_seed)


def _rounded(X: Any) -> list[list[float]]:
    found: list[list[float]] = np.round(X, DIGITS).tolist()
    return found


def listed(rows: list[list[float]]) -> Any:
    """Return points that are known."""
    return np.array(rows, float)


def made(draw: Callable[..., Any], n_points: int, noise: float, seed: int) -> Any:
    """Return the points of a shape (n, d), moved by noise, in the order of their places."""
    rng = np.random.default_rng(seed)
    X, _ = draw(rng, n_points)
    X = X + rng.normal(0, 1, X.shape) * noise
    return X[np.lexsort(X.T[::-1])]


def example(task: Task) -> None:
    """Find the clusters; print how many points each has, and the algorithm's numbers."""
    X = task.points()
    for name, fit in task.fits:
        labels, numbers = fit(X)
        sizes = np.bincount(labels[labels >= 0])
        print(f"{name}: {len(X)} points in clusters of {', '.join(map(str, sizes))}")
        for key, value in numbers.items():
            print(f"{key}: {value:.6g}")


def compare(task: Task) -> None:
    """Find the clusters of several algorithms; print how far they agree."""
    X = task.points()
    found = [(name, fit(X)[0]) for name, fit in task.fits]
    for place, (name, labels) in enumerate(found):
        for other, others in found[place + 1 :]:
            print(f"{name} and {other}: {adjusted_rand(labels, others):.3f}")


def count(task: Task) -> None:
    """Try 1 to 8 clusters; print what each rule says, and what it recommends."""
    frames = numbers_of_clusters(task.points(), task.seed)
    for one in frames:
        rules = f"silhouette {one.silhouette:.3f}, gap {one.gap:.3f}, BIC {one.bic:.1f}"
        print(f"k = {one.k}: inertia {one.inertia:.1f}, {rules}")
    advice = recommended(frames)
    print(f"elbow {advice.elbow}, silhouette {advice.silhouette}, gap {advice.gap}, "
          f"BIC {advice.bic}")  # fmt: skip


def read(task: Task) -> None:
    """Find the clusters; print what sets one of them apart, the largest effect first."""
    X = task.points()
    labels, _ = task.fits[0][1](X)
    found = effects_of(X if task.raw is None else task.raw(), labels)
    chosen = min(task.cluster, len(found.sizes)) - 1
    print(f"cluster {chosen + 1}: {found.sizes[chosen]} points")
    for j in by_size(found.effect[chosen]):
        inside, outside = found.inside[chosen, j], found.outside[chosen, j]
        print(f"{task.names[j]}: {inside:.4g}, elsewhere {outside:.4g}, "
              f"effect {found.effect[chosen, j]:+.2f}")  # fmt: skip


EXAMPLES = {COUNT: count, COMPARE: compare, READ: read}
