"""A classification tree, grown best split first (Breiman, Friedman, Olshen and Stone, 1984).

Every cut asks whether one coordinate lies below a threshold halfway between two neighbours. The
best cut takes the most impurity away: impurity of the node − share-weighted impurity of its halves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.stages.supervised.how_it_learns.data import Floats, Ints, classes_of
from core.stages.supervised.how_it_learns.frames import (
    LearnFrame,
    both_wrong,
    number,
    plane,
    shaded,
    wrong_share,
)

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.supervised.how_it_learns.settings import LearnSettings

NAMES = ("x₁", "x₂")


@dataclass(frozen=True, eq=False)
class TreeFrame(LearnFrame):
    """A tree while it grows. Arrays are of its nodes so far; node i was made before node i + 1.

    feature (n_nodes,) 0 or 1, -1 in a leaf; threshold; left, right: children, -1 in a leaf; depth;
    share of class 1 and number ``size`` of training points in it. box (n_nodes, 4): x0, x1, y0, y1.
    split : the node just cut, -1 before any. cuts (n_cuts, 3): feature, threshold and gain of every
    cut that was possible there. gain : of the cut made.
    """

    n_leaves: int = 1
    split: int = -1
    gain: float = 0.0
    feature: Ints | None = None
    threshold: Floats | None = None
    left: Ints | None = None
    right: Ints | None = None
    depth: Ints | None = None
    share: Floats | None = None
    size: Ints | None = None
    box: Floats | None = None
    cuts: Floats | None = None


def impurity(share: Any, criterion: str) -> Any:
    """Return Gini impurity 2p(1 − p) or the entropy in bits of nodes with a share p of class 1."""
    if criterion == "gini":
        return 2 * share * (1 - share)
    p = np.clip(np.stack([share, 1 - share]), 1e-300, 1)
    return -(p * np.log2(p)).sum(axis=0)


def all_cuts(X: Any, y: Any, criterion: str, features: Any = (0, 1)) -> Any:
    """Return rows of feature, threshold and gain, one for every cut between two neighbours."""
    found = []
    for feature in features:
        order = np.argsort(X[:, feature], kind="stable")
        x, ones, n = X[order, feature], np.cumsum(y[order]), len(y)
        place = np.flatnonzero(np.diff(x) > 1e-7)
        below = place + 1.0
        halves = below / n * impurity(ones[place] / below, criterion)
        above = n - below
        halves += above / n * impurity((ones[-1] - ones[place]) / above, criterion)
        gain = impurity(ones[-1] / n, criterion) - halves
        threshold = (x[place] + x[place + 1]) / 2
        found.append(np.column_stack([np.full(len(place), feature), threshold, gain]))
    return np.concatenate(found)


def grow(X: Any, y: Any, max_depth: int, criterion: str, draw: Any = None) -> Iterator[Any]:
    """Yield (nodes, the node just cut, all its cuts), first before any cut; the best cut is next.

    Nodes are dicts, changed in place. ``draw()`` returns the features a node may be cut by.
    """

    def node(rows: Any, depth: int, box: Any) -> Any:
        ones = y[rows].mean()
        made = {"rows": rows, "depth": depth, "share": ones, "size": len(rows), "box": box}
        made |= {"feature": -1, "threshold": np.nan, "left": -1, "right": -1, "cuts": None}
        if 0 < ones < 1 and depth < max_depth:
            cuts = all_cuts(X[rows], y[rows], criterion, draw() if draw else (0, 1))
            made["cuts"] = cuts if len(cuts) else None
        return made

    def worth(i: int) -> float:
        cuts = nodes[i]["cuts"]
        return -1.0 if cuts is None else nodes[i]["size"] * cuts[:, 2].max()

    nodes = [node(np.arange(len(y)), 0, (-6.0, 6.0, -6.0, 6.0))]
    yield nodes, -1, None
    while max(worth(i) for i in range(len(nodes))) >= 0:
        best = max(range(len(nodes)), key=worth)
        old = nodes[best]
        cuts, rows, (x0, x1, y0, y1) = old["cuts"], old["rows"], old["box"]
        feature, threshold = int(cuts[cuts[:, 2].argmax(), 0]), cuts[cuts[:, 2].argmax(), 1]
        below = X[rows, feature] <= threshold
        boxes = ((x0, threshold, y0, y1), (threshold, x1, y0, y1))
        if feature == 1:
            boxes = ((x0, x1, y0, threshold), (x0, x1, threshold, y1))
        old.update(feature=feature, threshold=threshold, left=len(nodes), right=len(nodes) + 1)
        old["cuts"] = None
        nodes.append(node(rows[below], old["depth"] + 1, boxes[0]))
        nodes.append(node(rows[~below], old["depth"] + 1, boxes[1]))
        yield nodes, best, cuts


def tree_says(nodes: Any, X: Any) -> Any:
    """Return the share of class 1 in the leaf that each point falls into."""
    at = np.zeros(len(X), int)
    feature = np.array([node["feature"] for node in nodes])
    threshold = np.array([node["threshold"] for node in nodes])
    child = np.array([(node["right"], node["left"]) for node in nodes])
    while (feature[at] >= 0).any():
        inner = feature[at] >= 0
        below = X[np.arange(len(X)), feature[at]] <= threshold[at]
        at = np.where(inner, child[at, below.astype(int)], at)
    return np.array([node["share"] for node in nodes])[at]


def run_tree(settings: LearnSettings) -> Iterator[TreeFrame]:
    """Yield the root alone, then the tree after every cut, the one that helps most first."""
    points = classes_of(settings.data)
    places = plane()
    grown = grow(points.X_train, points.y_train, settings.max_depth, settings.criterion)
    n = len(points.y_train)
    before = 0.0
    for nodes, split, cuts in grown:
        says = [tree_says(nodes, X) for X in (points.X_train, points.X_test, places)]
        wrong = both_wrong(says[0], says[1], points)
        gain = 0.0 if cuts is None else float(cuts[:, 2].max())
        said = _tree_said(nodes, split, gain, before, wrong[0], n)
        yield _tree_frame(nodes, split, gain, cuts, LearnFrame(said, *wrong, shaded(says[2])))
        before = wrong[0]


def _tree_frame(nodes: Any, split: int, gain: float, cuts: Any, base: LearnFrame) -> TreeFrame:
    columns = {name: np.array([node[name] for node in nodes]) for name in _COLUMNS}
    n_leaves = int(np.count_nonzero(columns["feature"] < 0))
    return TreeFrame(
        base.said, base.train_error, base.test_error, base.answer, "", n_leaves, split, gain,
        **columns, cuts=None if cuts is None else cuts.copy(),
    )  # fmt: skip


_COLUMNS = ("feature", "threshold", "left", "right", "depth", "share", "size", "box")


def _tree_said(nodes: Any, split: int, gain: float, before: float, wrong: float, n: int) -> str:
    if split < 0:
        ones = round(nodes[0]["share"] * n)
        return f"Before any cut all {n} points lie in one leaf, {ones} of them of class 1."
    node = nodes[split]
    name, threshold = NAMES[node["feature"]], number(node["threshold"])
    left, right = nodes[node["left"]], nodes[node["right"]]
    return (
        f"The cut {name} ≤ {threshold} takes the most impurity away, {number(gain)}: it parts "
        f"{node['size']} points into {left['size']} with {left['share']:.0%} and {right['size']} "
        f"with {right['share']:.0%} of class 1. Wrong on training points: "
        f"{before:.1%} → {wrong:.1%}."
    )


def fit_tree(
    X: Any, y: Any, X_test: Any, y_test: Any, *, max_depth: int, criterion: str
) -> dict[str, float]:
    """Cut as long as it helps; return every cut, the number of leaves and the errors."""
    cuts = dict[str, float]()
    for nodes, split, _ in grow(X, y, max_depth, criterion):
        if split >= 0:
            name = ("x1", "x2")[nodes[split]["feature"]]
            cuts[f"cut {len(cuts) + 1}, {name}"] = nodes[split]["threshold"]
    return cuts | {
        "n_leaves": sum(node["feature"] < 0 for node in nodes),
        "train_error": wrong_share(tree_says(nodes, X), y),
        "test_error": wrong_share(tree_says(nodes, X_test), y_test),
    }
