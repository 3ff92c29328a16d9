"""The catalogue of algorithms to watch: adding one is adding an entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from core.learning import curves, descent, neighbours, tree
from core.learning.frames import LearnFrame
from core.learning.settings import LearnSettings


@dataclass(frozen=True)
class AlgorithmSpec:
    """One algorithm. ``shape`` : the data it is best watched on. ``unit`` : what a frame counts.

    knobs : names of the `LearnSettings` it reads beside the data. parts, code : the functions and
    the lines of its script; ``numbers`` : the fields of the last frame that the script prints.
    """

    id: str
    label: str
    help: str
    task: Literal["classification", "regression"]
    shape: str
    unit: str
    run: Callable[[LearnSettings], Iterator[LearnFrame]]
    knobs: tuple[str, ...]
    parts: tuple[Callable[..., Any], ...]
    code: str
    numbers: tuple[str, ...]
    source: str
    most: int = 120

    @property
    def measure(self) -> str:
        """What its errors are."""
        return "mean squared error" if self.task == "regression" else "share wrong"


BOTH = ("train_error", "test_error")
PATH = ("size", "n_used", *BOTH)

ALGORITHMS: tuple[AlgorithmSpec, ...] = (
    AlgorithmSpec(
        "line",
        "Line by gradient descent",
        "A straight line rolls down its loss.",
        "regression",
        "slope",
        "step",
        descent.run_line,
        ("learning_rate", "n_steps"),
        (descent.line_slopes,),
        descent.LINE_CODE,
        ("w", "b", *BOTH),
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
        (curves.powers,),
        curves.DEGREE_CODE,
        ("largest", *BOTH),
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
        (curves.waves, curves.standardised, curves.ridge_weights),
        curves.RIDGE_CODE,
        PATH,
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
        (curves.waves, curves.standardised, curves.lasso_weights),
        curves.LASSO_CODE,
        PATH,
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
        (descent.with_ones, descent.log_loss_slopes),
        descent.LOGISTIC_CODE,
        ("w1", "w2", "b", "loss", *BOTH),
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
        (tree.impurity, tree.all_cuts, tree.grow, tree.tree_says),
        tree.TREE_CODE,
        ("n_leaves", *BOTH),
        "Breiman, Friedman, Olshen and Stone (1984), Classification and regression trees",
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
        (neighbours.by_distance, neighbours.running_share),
        neighbours.NEIGHBOURS_CODE,
        ("share", "radius", *BOTH),
        "Cover and Hart (1967), Nearest neighbor pattern classification",
    ),
)
ALGORITHM_BY_ID = {spec.id: spec for spec in ALGORITHMS}
