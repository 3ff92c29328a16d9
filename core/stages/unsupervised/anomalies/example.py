"""Four detectors learn the same points; how many of the planted ones each finds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from core.unlabelled.anomalies import SCENE_BY_ID, Draw

if TYPE_CHECKING:
    from core.stages.unsupervised.anomalies.settings import AnomalySettings
    from core.stages.unsupervised.anomalies.view import View

MOST_LISTED = 1_000
"""Points that a file carries where no seed makes them again."""

Row = tuple[float, ...]


@dataclass(frozen=True)
class Study:
    """Points, and what each detector needs.

    points() returns places (n, d), the planted ones last. planted : how many these are. point :
    whose cuts are counted. about : what the points are.
    """

    points: Callable[[], Any]
    planted: int
    point: int
    contamination: float
    n_trees: int
    sample_size: int
    n_neighbors: int
    nu: float
    gamma: float
    support_fraction: float
    seed: int
    about: str = ""


@dataclass(frozen=True)
class Taken:
    """What is on the screen; ``rows`` : the points, planted ones last, where no seed makes them."""

    settings: AnomalySettings
    planted: int
    point: int
    rows: tuple[Row, ...] = ()
    about: str = ""


def taken(settings: AnomalySettings, view: View) -> Taken:
    """Return what is on the screen; of a large table evenly spaced rows, and the one looked at."""
    points, known = view.findings.points, view.findings.sight.planted
    if settings.shape in SCENE_BY_ID:
        return Taken(settings, view.n_planted, view.place)
    even = np.linspace(0, view.n - 1, min(view.n, MOST_LISTED)).round().astype(int)
    some = np.unique(np.append(even, view.place))
    some = some[np.argsort(known[some], kind="stable")]
    rows = tuple(tuple(row) for row in points.X[some].round(6).tolist())
    whole = "" if len(some) == view.n else f": {len(some)} of {view.n} rows, evenly spaced"
    about = f"{', '.join(points.names)}{whole}"
    at = np.flatnonzero(some == view.place)
    return Taken(settings, int(known[some].sum()), int(at[0]) if len(at) else 0, rows, about)


def study_of(asked: Taken) -> Study:
    """Return the points and the detectors' settings."""
    settings = asked.settings
    if asked.rows:
        points = partial(np.array, asked.rows)
    else:
        spec = SCENE_BY_ID[settings.shape]
        n_planted = min(settings.n_planted, settings.n_points // 2)
        points = partial(
            made, spec.draw, n_points=settings.n_points, n_planted=n_planted,
            seed=settings.data_seed,
        )  # fmt: skip
    return Study(
        points, asked.planted, asked.point, settings.contamination, settings.n_trees,
        settings.sample_size, settings.n_neighbors, settings.nu, settings.gamma,
        settings.support_fraction, settings.data_seed, asked.about,
    )  # fmt: skip


def made(draw: Draw, n_points: int, n_planted: int, seed: int) -> Any:
    """Draw the points, the planted ones last."""
    return draw(np.random.default_rng(seed), n_points - n_planted, n_planted)


def example(settings: Study) -> None:
    """Let each detector score all points; print what lies above its threshold."""
    from sklearn.covariance import EllipticEnvelope
    from sklearn.ensemble import IsolationForest
    from sklearn.neighbors import LocalOutlierFactor
    from sklearn.svm import OneClassSVM

    points = settings.points()
    if settings.about:
        print(settings.about)
    # Sorted, so that the order of rows changes nothing that is drawn by chance.
    order = np.lexsort(points.T[::-1])
    X, planted = points[order], order >= len(points) - settings.planted
    k = min(settings.n_neighbors, len(X) - 1)
    forest = IsolationForest(
        n_estimators=settings.n_trees,
        max_samples=min(settings.sample_size, len(X)),
        random_state=settings.seed,
    ).fit(X)
    scores = {
        "isolation forest": -forest.score_samples(X),
        "local outlier factor": -LocalOutlierFactor(n_neighbors=k).fit(X).negative_outlier_factor_,
        "one-class SVM": -OneClassSVM(
            nu=settings.nu, gamma=settings.gamma / (X.shape[1] * X.var())
        ).fit(X).decision_function(X),
        "elliptic envelope": -EllipticEnvelope(
            support_fraction=settings.support_fraction, random_state=settings.seed
        ).fit(X).score_samples(X),
    }  # fmt: skip
    for name, score in scores.items():
        show(name, score, planted, settings.contamination)
    isolation(forest, points[settings.point])


def show(name: str, score: Any, planted: Any, contamination: float) -> None:
    """Print the threshold that the contamination asks for, and what it comes to."""
    from sklearn.metrics import average_precision_score

    threshold = -np.percentile(-score, 100 * contamination)
    flagged = score > threshold
    print(f"{name}: threshold {threshold:.4g}, {flagged.sum()} of {len(score)} flagged")
    if planted.any():
        found, average = (flagged & planted).sum(), average_precision_score(planted, score)
        print(f"  {found} of {planted.sum()} planted found, average precision {average:.3f}")


def isolation(forest: Any, point: Any) -> None:
    """Print how many cuts a point needs on average, and the score of that by its formula."""
    cuts = []
    for tree in forest.estimators_:
        leaf = tree.apply(point[None].astype(np.float32))[0]
        made = tree.decision_path(point[None].astype(np.float32)).sum() - 1
        cuts.append(made + expected_cuts(tree.tree_.n_node_samples[leaf]))
    mean, normal = np.mean(cuts), expected_cuts(forest.max_samples_)
    score = 2 ** (-mean / normal) if normal else 1.0
    print(f"The point needs {mean:.2f} cuts of {normal:.2f} expected: score {score:.3f}")


def expected_cuts(n: int) -> float:
    """Return c(n): how many cuts part one of n points from the others, on average."""
    if n < 3:
        return float(max(n - 1, 0))
    return float(2 * (np.log(n - 1) + np.euler_gamma) - 2 * (n - 1) / n)
