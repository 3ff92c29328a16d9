"""The catalogue of algorithms to watch: adding one is adding an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from core.stages.supervised.how_it_learns import (
    bayes,
    curves,
    descent,
    ensembles,
    margin,
    neighbours,
    tree,
)
from core.stages.supervised.how_it_learns.frames import LearnFrame

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.supervised.how_it_learns.settings import LearnSettings


@dataclass(frozen=True)
class AlgorithmSpec:
    """One algorithm. ``shape`` : the data it is best watched on. ``unit`` : what a frame counts.

    knobs : names of the `LearnSettings` it reads beside the data. fit : the algorithm without its
    frames, ``fit(X, y, X_test, y_test, **knobs)``, with a ``seed`` if it ``draws``; it returns
    numbers by the names that the last frame has for them. most : frames kept. count : the field
    that the slider counts, "" for the frames themselves.
    """

    id: str
    label: str
    help: str
    task: Literal["classification", "regression"]
    shape: str
    unit: str
    run: Callable[[LearnSettings], Iterator[LearnFrame]]
    knobs: tuple[str, ...]
    fit: Callable[..., dict[str, float]]
    source: str
    most: int = 120
    count: str = ""
    draws: bool = False

    @property
    def measure(self) -> str:
        """What its errors are."""
        return "mean squared error" if self.task == "regression" else "share wrong"


ALGORITHMS: tuple[AlgorithmSpec, ...] = (
    AlgorithmSpec(
        "line",
        "Line by gradient descent",
        "Your own line rolls down its loss.",
        "regression",
        "slope",
        "step",
        descent.run_line,
        ("start_w", "start_b", "learning_rate", "n_steps"),
        descent.fit_line,
        "Cauchy (1847), Méthode générale pour la résolution des systèmes d'équations simultanées",
    ),
    AlgorithmSpec(
        "polynomial",
        "Polynomial degree",
        "More and more bends, fitted by least squares.",
        "regression",
        "wave",
        "degree",
        curves.run_degrees,
        ("max_degree",),
        curves.fit_degree,
        "Gauss (1809), Theoria motus: least squares",
    ),
    AlgorithmSpec(
        "ridge",
        "Ridge path",
        "A growing penalty shrinks all weights together.",
        "regression",
        "wave",
        "penalty",
        curves.run_ridge,
        ("n_waves",),
        partial(curves.fit_waves, weights_of=curves.strongest_ridge),
        "Hoerl and Kennard (1970), Ridge regression",
    ),
    AlgorithmSpec(
        "lasso",
        "Lasso path",
        "A growing penalty drops one weight after the other.",
        "regression",
        "wave",
        "penalty",
        curves.run_lasso,
        ("n_waves",),
        partial(curves.fit_waves, weights_of=curves.strongest_lasso),
        "Tibshirani (1996); Friedman, Hastie and Tibshirani (2010), coordinate descent",
    ),
    AlgorithmSpec(
        "logistic",
        "Logistic regression",
        "A line turns until the chances fit the classes.",
        "classification",
        "blobs",
        "step",
        descent.run_logistic,
        ("learning_rate", "n_steps"),
        descent.fit_logistic,
        "Cox (1958), The regression analysis of binary sequences",
    ),
    AlgorithmSpec(
        "tree",
        "Decision tree",
        "One cut after the other, always the best one.",
        "classification",
        "moons",
        "cut",
        tree.run_tree,
        ("max_depth", "criterion"),
        tree.fit_tree,
        "Breiman, Friedman, Olshen and Stone (1984), Classification and regression trees",
    ),
    AlgorithmSpec(
        "forest",
        "Random forest",
        "Trees on drawn rows; the mean of their votes.",
        "classification",
        "moons",
        "tree",
        ensembles.run_forest,
        ("n_trees", "max_depth", "max_features", "at_x", "at_y"),
        ensembles.fit_forest,
        "Breiman (2001), Random forests",
        draws=True,
    ),
    AlgorithmSpec(
        "boosting",
        "Gradient boosting",
        "Each small tree learns what is still missing.",
        "regression",
        "wave",
        "round",
        ensembles.run_boosting,
        ("n_rounds", "shrinkage", "max_depth"),
        ensembles.fit_boosting,
        "Friedman (2001), Greedy function approximation: a gradient boosting machine",
        most=130,
    ),
    AlgorithmSpec(
        "svm_linear",
        "SVM: the widest margin",
        "Points pull at a line until the street is widest.",
        "classification",
        "blobs",
        "update",
        margin.run_linear_svm,
        ("c",),
        partial(margin.fit_svm, kernel=margin.linear_kernel),
        "Cortes and Vapnik (1995), Support-vector networks",
        count="n_updates",
    ),
    AlgorithmSpec(
        "svm_rbf",
        "SVM: the RBF kernel",
        "Points pull with bumps, so the street may bend.",
        "classification",
        "circles",
        "update",
        margin.run_rbf_svm,
        ("c", "gamma"),
        partial(margin.fit_svm, kernel=margin.rbf_kernel),
        "Boser, Guyon and Vapnik (1992), A training algorithm for optimal margin classifiers",
        count="n_updates",
    ),
    AlgorithmSpec(
        "knn",
        "k nearest neighbours",
        "More and more neighbours have a vote.",
        "classification",
        "moons",
        "k",
        neighbours.run_neighbours,
        ("max_k", "at_x", "at_y"),
        neighbours.fit_neighbours,
        "Cover and Hart (1967), Nearest neighbor pattern classification",
    ),
    AlgorithmSpec(
        "naive_bayes",
        "Naive Bayes",
        "Bells of each class move as points come in.",
        "classification",
        "blobs",
        "point",
        bayes.run_bayes,
        (),
        bayes.fit_bayes,
        "Maron (1961), Automatic indexing: an experimental inquiry",
    ),
)
ALGORITHM_BY_ID = {spec.id: spec for spec in ALGORITHMS}
