"""A few labels, and what becomes of the points without one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from core.neural.data.dataset import COLUMNS, DRAWN
from core.neural.data.shapes import SHAPE_BY_ID
from core.stages.learning_types.semi_supervised.base import build
from core.stages.learning_types.semi_supervised.flow import (
    one_hot,
    propagation,
    said_of,
    spreading,
)
from core.stages.learning_types.semi_supervised.graph import (
    distance_graph,
    neighbour_graph,
    propagation_matrix,
    spreading_matrix,
)
from core.stages.learning_types.semi_supervised.points import begun, made
from core.stages.learning_types.semi_supervised.settings import (
    KNN,
    SPREADING,
    THRESHOLD,
    SemiSettings,
)

if TYPE_CHECKING:
    from core.stages.learning_types.semi_supervised.run import SemiFilm, StudyFilm

DIGITS = 6


@dataclass(frozen=True)
class Asked:
    """What is on the screen: settings, the labels given, and points that no seed makes again."""

    settings: SemiSettings
    given: tuple[tuple[int, int], ...]
    counts: tuple[int, ...]
    X: Any = None
    y: Any = None


@dataclass(frozen=True)
class Task:
    """points() returns X (n, 2) and y (n,). given : (place, class) of each label.

    model : learns from labels alone. method(X, given, model) : what is said of each point (n,).
    """

    points: Callable[[], Any]
    given: tuple[tuple[int, int], ...]
    model: Any
    method: Callable[..., Any]


@dataclass(frozen=True)
class Study:
    """As `Task`; labels are drawn: ``counts`` of each class, ``n_draws`` times from ``seed`` on."""

    points: Callable[[], Any]
    counts: tuple[int, ...]
    n_draws: int
    seed: int
    model: Any
    method: Callable[..., Any]


def asked_of(settings: SemiSettings, film: SemiFilm | StudyFilm) -> Asked:
    """Return what is on the screen, as little of it as code needs."""
    given = getattr(film, "given", np.zeros(0, int))
    pairs = tuple((int(place), int(given[place])) for place in np.flatnonzero(given >= 0))
    counts = tuple(int(getattr(frame, "n_each", 0)) for frame in film.frames if not len(given))
    if settings.shape in (DRAWN, COLUMNS):
        return Asked(settings, pairs, counts, film.points.X, film.points.y)
    return Asked(settings, pairs, counts)


def task_of(asked: Asked) -> Task | Study:
    """Return the points, the labels, the model and the method of what is on the screen."""
    settings = asked.settings
    model, method = build(settings.base, settings.data_seed), _method(settings)
    if asked.counts:
        return Study(
            _points(asked), asked.counts, settings.n_seeds, settings.label_seed, model, method
        )
    return Task(_points(asked), asked.given, model, method)


def _points(asked: Asked) -> Callable[[], Any]:
    settings = asked.settings
    if asked.X is not None:
        rows = np.column_stack([np.round(asked.X, DIGITS), asked.y]).tolist()
        return partial(listed, [(x1, x2, int(code)) for x1, x2, code in rows])
    spec = SHAPE_BY_ID[settings.shape]
    return partial(
        made, spec.draw, n_points=settings.n_points, n_classes=spec.n_classes(settings.n_classes),
        noise=settings.noise, seed=settings.data_seed,
    )  # fmt: skip


def _method(settings: SemiSettings) -> Callable[..., Any]:
    if settings.flows:
        knn = settings.graph == KNN
        graph = (
            partial(neighbour_graph, n_neighbors=settings.n_neighbours)
            if knn
            else partial(distance_graph, gamma=settings.gamma)
        )
        if settings.method == SPREADING:
            return partial(spread, graph=graph, alpha=settings.alpha, n_steps=settings.n_steps)
        return partial(propagate, graph=graph, n_steps=settings.n_steps)
    kind: dict[str, Any] = {"criterion": "threshold", "threshold": settings.threshold}
    if settings.takes != THRESHOLD:
        kind = {"criterion": "k_best", "k_best": settings.k_best}
    return partial(self_train, max_iter=settings.n_steps, **kind)


def listed(rows: list[tuple[float, float, int]]) -> Any:
    """Return points that are known, and their classes."""
    return np.array(rows)[:, :2], np.array(rows)[:, 2].astype(int)


def spread(X: Any, given: Any, _model: Any, graph: Any, alpha: float, n_steps: int) -> Any:
    """Return what label spreading says of each point (n,)."""
    sources = one_hot(given, given.max() + 1)
    *_, last = spreading(spreading_matrix(graph(X)), sources, alpha, n_steps)
    return said_of(last)


def propagate(X: Any, given: Any, _model: Any, graph: Any, n_steps: int) -> Any:
    """Return what label propagation says of each point (n,)."""
    sources = one_hot(given, given.max() + 1)
    *_, last = propagation(propagation_matrix(graph(X)), sources, n_steps)
    return said_of(last)


def self_train(X: Any, given: Any, model: Any, **kind: Any) -> Any:
    """Return the labels (n,) of self-training; where none was taken over, the last model's word."""
    from sklearn.semi_supervised import SelfTrainingClassifier

    taught = SelfTrainingClassifier(model, **kind).fit(X, given)
    return np.where(taught.transduction_ >= 0, taught.transduction_, taught.predict(X))


def both(X: Any, given: Any, task: Any) -> Any:
    """Return what the method says of each point, and what the model does from labels alone."""
    known = given >= 0
    if len(np.unique(given[known])) < 2:
        raise SystemExit("Label points of two classes at least.")
    alone = task.model.fit(X[known], given[known]).predict(X)
    return task.method(X, given, task.model), alone


def example(task: Task) -> None:
    """Spread the labels given; print how many points without one are right, by both ways."""
    X, y = task.points()
    given = np.full(len(y), -1)
    for place, code in task.given:
        given[place] = code
    names = "with the other points", "labels alone"
    for name, said in zip(names, both(X, given, task), strict=True):
        right = (said == y)[given < 0]
        print(f"{name}: {right.sum()} of {len(right)} right, {100 * right.mean():.1f} %")


def study(task: Study) -> None:
    """Draw labels again and again; print the mean share that is right, by both ways."""
    X, y = task.points()
    for n_each in task.counts:
        shares = []
        for draw in range(task.n_draws):
            given = begun(y, n_each, task.seed + draw)
            shares.append([(one == y)[given < 0].mean() for one in both(X, given, task)])
        semi, alone = 100 * np.mean(shares, axis=0)
        print(f"{n_each} of each class: {semi:.1f} % right, labels alone {alone:.1f} %")
