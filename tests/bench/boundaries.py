"""Six boundaries redraw: the studio's own function beside the plain scikit-learn loop."""

from __future__ import annotations

import time
import warnings
from typing import Any

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from core.neural.data.shapes import NOISE_SCALE, moons
from core.stages.supervised.boundary_studio.run import SIDE, boundaries
from core.stages.supervised.boundary_studio.settings import StudioSettings
from tests.bench.row import Row, paired

MOST = 1.2
PAIRS = 15
N, NOISE, N_TEST = 200, 0.3, 80
REACH = 6.5


def rows() -> list[Row]:
    """The six models that the page opens with, on 80 × 80 places; both in this process."""
    warnings.simplefilter("ignore")
    ours(0)
    plain(0)
    mine, theirs, ratio = paired(ours, plain, PAIRS)
    return [
        Row(
            "six boundaries redraw, 200 points, 80 × 80 places",
            f"{MOST} × the plain loop",
            f"{1000 * mine:.0f} ms",
            f"scikit-learn {1000 * theirs:.0f} ms",
            f"{ratio:.2f}",
            ratio <= MOST,
        )
    ]


def ours(seed: int) -> float:
    """The seconds of a board: points, fits, maps, scores."""
    start = time.perf_counter()
    boundaries(StudioSettings(data_seed=seed))
    return time.perf_counter() - start


def plain(seed: int) -> float:
    """The seconds of the same by hand, as scikit-learn's own comparison of classifiers does it."""
    start = time.perf_counter()
    rng = np.random.default_rng(seed)
    X, y = moons(rng, N, 2)
    X = X + rng.normal(0, NOISE_SCALE * NOISE, X.shape)
    order = rng.permutation(N)
    test, train = order[:N_TEST], order[N_TEST:]
    axis = -REACH + (np.arange(SIDE) + 0.5) * 2 * REACH / SIDE
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    for model in models(seed):
        model.fit(X[train], y[train])
        if hasattr(model, "predict_proba"):
            model.predict_proba(grid)
        else:
            model.decision_function(grid)
        model.score(X[train], y[train])
        model.score(X[test], y[test])
    return time.perf_counter() - start


def models(seed: int) -> list[Any]:
    """The six, as their documentation would call them."""
    return [
        make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)),
        make_pipeline(StandardScaler(), GaussianNB()),
        make_pipeline(StandardScaler(), KNeighborsClassifier(5)),
        make_pipeline(StandardScaler(), SVC()),
        DecisionTreeClassifier(max_depth=5, random_state=seed),
        RandomForestClassifier(max_features=0.3, random_state=seed),
    ]
