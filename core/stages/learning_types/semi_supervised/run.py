"""What a worker is asked for: a film beside a model of the labels alone, or a study."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from core.compute.film import Film, record
from core.compute.progress import report
from core.stages.learning_types.semi_supervised.base import build
from core.stages.learning_types.semi_supervised.flow import (
    frames_of,
    one_hot,
    propagation,
    said_of,
    spreading,
)
from core.stages.learning_types.semi_supervised.graph import (
    distance_graph,
    neighbour_graph,
    propagation_matrix,
    reached,
    spreading_matrix,
)
from core.stages.learning_types.semi_supervised.points import (
    Points,
    begun,
    given_labels,
    make_points,
    unheard,
)
from core.stages.learning_types.semi_supervised.self_training import (
    above,
    places,
    rounds,
    surest,
    taught_frames,
)
from core.stages.learning_types.semi_supervised.settings import (
    KNN,
    SPREADING,
    STUDY,
    THRESHOLD,
    SemiSettings,
)

MOST_FRAMES = 100
FEWEST_DRAWS = 3
MOST_STUDIED, FEW_STUDIED = 150, 90
"""Points of a study in which a Gaussian process labels them, with two classes and with more."""
COUNTS = (1, 2, 5, 10, 20)
"""Labels of each class that the study compares."""


@dataclass(frozen=True)
class Verdict:
    """What a film comes to.

    n : the hidden points. right, alone : of these, by the method and by the model alone, both as
    shares, too. gain : how many more by the method. split : on how many one of both is right and
    the other wrong. crossing : the share of the graph's weight that joins different classes. far :
    points no chain of edges leads to.
    """

    n: int
    right: int
    alone: int
    right_share: float
    alone_share: float
    gain: int
    split: int
    crossing: float = 0.0
    far: int = 0


@dataclass(frozen=True)
class SemiFilm(Film[Any]):
    """A film with its points, their labels given (n,), −1 for none, and whom it is compared with.

    alone : (n,) what the model says that learnt from the labels alone, −1 where there is none to
    say anything. alone_right, corrected : hidden points that are right by it, and by the method
    had no label been wrong; −1 where none was. unheard :
    labels by hand that speak of nobody.
    """

    points: Points
    given: Any
    alone: Any
    alone_right: int
    verdict: Verdict
    corrected: int = -1
    unheard: int = 0

    @property
    def hidden(self) -> Any:
        """Which points (n,) have no label given."""
        return self.given < 0

    @property
    def n_hidden(self) -> int:
        """How many points have no label given."""
        return int(self.hidden.sum())

    @property
    def n_given(self) -> int:
        """How many have one."""
        return len(self.given) - self.n_hidden

    @property
    def n_wrong_given(self) -> int:
        """How many labels that were given are wrong."""
        return int((~self.hidden & (self.given != self.points.y)).sum())


@dataclass(frozen=True, eq=False)
class StudyFrame:
    """n_each : labels of each class. semi, alone : (n_draws,) share of the hidden points right.

    semi_mean, alone_mean : over the draws. better, worse : in how many the other points helped, and
    in how many they hurt.
    """

    n_each: int
    semi: Any
    alone: Any
    semi_mean: float
    alone_mean: float
    better: int
    worse: int


def study_frame(n_each: int, semi: Any, alone: Any) -> StudyFrame:
    """Return a frame with what its draws come to."""
    better, worse = int((semi > alone).sum()), int((semi < alone).sum())
    return StudyFrame(n_each, semi, alone, float(semi.mean()), float(alone.mean()), better, worse)


@dataclass(frozen=True)
class StudyFilm(Film[StudyFrame]):
    """The study, with the points it looked at, ``n_whole`` before they were thinned.

    short : whether a class has too few points for all numbers. even : the share of the most
    frequent class.
    """

    points: Points
    short: bool = False
    n_whole: int = 0
    even: float = 0.0


def matrix_of(settings: SemiSettings, X: Any) -> Any:
    """Return the matrix (n, n) by which a step weighs the points that each one listens to."""
    graph = settings.graph
    weights = (
        neighbour_graph(X, settings.n_neighbours)
        if graph == KNN
        else distance_graph(X, settings.gamma)
    )
    return (spreading_matrix if settings.method == SPREADING else propagation_matrix)(weights)


def states_of(settings: SemiSettings, matrix: Any, sources: Any) -> Iterator[Any]:
    """Return F after each step of the chosen flow."""
    if settings.method == SPREADING:
        return spreading(matrix, sources, settings.alpha, settings.n_steps)
    return propagation(matrix, sources, settings.n_steps)


def acts_of(settings: SemiSettings, points: Points, given: Any) -> Iterator[Any]:
    """Return the acts of self-training; none while fewer than two classes have a label."""
    if len(np.unique(given[given >= 0])) < 2:
        return iter(())
    rule = above(settings.threshold) if settings.takes == THRESHOLD else surest(settings.k_best)
    return rounds(points.X, given, settings.base, settings.data_seed, rule, points.n_classes,
                  settings.n_steps)  # fmt: skip


def last_said(settings: SemiSettings, points: Points, given: Any, matrix: Any = None) -> Any:
    """Return what a method says of each point (n,) in the end, without its film."""
    if settings.flows:
        *_, mass = states_of(settings, matrix, one_hot(given, points.n_classes))
        return said_of(mass)
    acts = tuple(acts_of(settings, points, given))
    if not acts:
        return said_alone(settings, points, given)
    _, _, taken, _, model = acts[-1]
    return np.where(taken >= 0, taken, model.predict(points.X))


def said_alone(settings: SemiSettings, points: Points, given: Any) -> Any:
    """Return what the model says (n,) that learns from the given labels alone, −1 without any."""
    classes = np.unique(given[given >= 0])
    if len(classes) < 2:
        return np.full(len(given), classes[0] if len(classes) else -1)
    known = given >= 0
    model = build(settings.base, settings.data_seed).fit(points.X[known], given[known])
    return np.asarray(model.predict(points.X), np.int64)


def film_of(settings: SemiSettings, points: Points) -> SemiFilm:
    """Return the film of a method from the labels that were given."""
    given = given_labels(settings, points)
    hidden, y, X = given < 0, points.y, points.X
    alone = said_alone(settings, points, given)
    matrix = None
    if settings.flows:
        matrix, sources = matrix_of(settings, X), one_hot(given, points.n_classes)
        frames: Iterator[Any] = frames_of(states_of(settings, matrix, sources), y, hidden)
    else:
        acts = acts_of(settings, points, given)
        frames = taught_frames(acts, X, y, given, places(points.ranges), points.n_classes)
    film = record(frames, most=MOST_FRAMES)
    return SemiFilm(
        film.frames, film.steps, film.n_steps, points, given, alone,
        int((alone == y)[hidden].sum()), verdict_of(film.last.said, alone, points, given, matrix),
        _corrected(settings, points, given, matrix),
        unheard(settings, points),
    )  # fmt: skip


def verdict_of(said: Any, alone: Any, points: Points, given: Any, matrix: Any) -> Verdict:
    """Return what a film comes to; ``matrix`` is None where nothing flows."""
    hidden = given < 0
    by_method, by_model = (said == points.y)[hidden], (alone == points.y)[hidden]
    n, right, alone_right = len(by_method), int(by_method.sum()), int(by_model.sum())
    plain = Verdict(
        n, right, alone_right, right / max(n, 1), alone_right / max(n, 1), right - alone_right,
        int((by_method != by_model).sum()),
    )  # fmt: skip
    if matrix is None:
        return plain
    far = int((~reached(matrix, ~hidden)).sum())
    return replace(plain, crossing=crossing_of(matrix, points.y), far=far)


def crossing_of(matrix: Any, y: Any) -> float:
    """Return the share of the weight (n, n) between two points that joins different classes."""
    others = matrix * (1 - np.eye(len(matrix)))
    total = float(others.sum())
    return float(others[y[:, None] != y[None]].sum()) / total if total else 0.0


def _corrected(settings: SemiSettings, points: Points, given: Any, matrix: Any) -> int:
    """Return how many hidden points would be right had no label been wrong; −1 where none is."""
    hidden = given < 0
    if (hidden | (given == points.y)).all():
        return -1
    said = last_said(settings, points, np.where(hidden, -1, points.y), matrix)
    return int((said == points.y)[hidden].sum())


def study_of(settings: SemiSettings, points: Points) -> StudyFilm:
    """Return how accuracy grows with labels: each number of them drawn ``n_seeds`` times."""
    n_whole, points = len(points.y), studied(settings, points)
    fewest = int(np.bincount(points.y).min())
    counts = [n for n in COUNTS if n < fewest] or [1]
    matrix = matrix_of(settings, points.X) if settings.flows else None
    frames, n_draws = [], draws_of(settings, points)
    for place, n_each in enumerate(counts):
        pairs = []
        for draw in range(n_draws):
            report(place * n_draws + draw, len(counts) * n_draws, f"{n_each} of each class")
            pairs.append(_pair(settings, points, n_each, draw, matrix))
        semi, alone = np.array(pairs).T
        frames.append(study_frame(n_each, semi, alone))
    steps = np.arange(len(frames))
    short = len(counts) < len(COUNTS)
    even = float(np.bincount(points.y).max() / len(points.y))
    return StudyFilm(tuple(frames), steps, int(steps[-1]), points, short, n_whole, even)


def studied(settings: SemiSettings, points: Points) -> Points:
    """Return the points of the study: some of each class where a Gaussian process learns long."""
    most = MOST_STUDIED if points.n_classes == 2 else FEW_STUDIED
    if settings.flows or settings.base != "gp" or len(points.y) <= most:
        return points
    every = np.random.default_rng(settings.data_seed).permutation(len(points.y))
    shares = [every[points.y[every] == code] for code in range(points.n_classes)]
    kept = np.sort(np.concatenate(
        [one[: max(2, most * len(one) // len(points.y))] for one in shares]
    ))  # fmt: skip
    return replace(points, X=points.X[kept], y=points.y[kept])


def draws_of(settings: SemiSettings, points: Points) -> int:
    """Return how often labels are drawn: fewer times where a Gaussian process learns for long."""
    if settings.flows or settings.base != "gp":
        return settings.n_seeds
    models = points.n_classes if points.n_classes > 2 else 1
    most = max(FEWEST_DRAWS, int(20 * (150 / len(points.y)) ** 2 / models))
    return min(settings.n_seeds, most)


def _pair(
    settings: SemiSettings, points: Points, n_each: int, draw: int, matrix: Any
) -> tuple[float, float]:
    """Return the shares of hidden points right, by the method and by the model alone."""
    given = begun(points.y, n_each, settings.label_seed + draw)
    hidden = given < 0
    said = last_said(settings, points, given, matrix), said_alone(settings, points, given)
    semi, alone = (float((one == points.y)[hidden].mean()) for one in said)
    return semi, alone


def semi_supervised(
    settings: SemiSettings, frame: pd.DataFrame | None = None
) -> SemiFilm | StudyFilm:
    """Return the answer of the view that is looked at; ``frame`` is the table of two columns.

    Raises `core.neural.data.dataset.BadData`.
    """
    points = make_points(settings, frame)
    views: dict[str, Callable[..., Any]] = {STUDY: study_of}
    found: SemiFilm | StudyFilm = views.get(settings.view, film_of)(settings, points)
    return found
