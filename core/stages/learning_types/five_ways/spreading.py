"""Learning from a few labels and many points: labels flow along a graph of neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.stages.learning_types.five_ways.settings import KNN_GRAPH, RBF_GRAPH
from core.stages.learning_types.five_ways.supervised import Floats, Rule, squared_distances

NEIGHBOURS = 7
"""As scikit-learn counts them: the point itself and six others."""
GAMMA, ALPHA = 20.0, 0.8
"""How fast nearness fades, scikit-learn's own; how much a point listens to its neighbours."""


@dataclass(frozen=True, eq=False)
class Graph:
    """How labels flow: ``flow`` (n, n) takes labels given to labels spread.

    ``reach(places)`` (m, n) says how much each place listens to each point.
    """

    flow: Floats
    reach: Callable[[Any], Floats]


def by_neighbours(X: Any) -> Graph:
    """Return the graph in which each point listens to its six nearest."""

    def reach(places: Any) -> Floats:
        distances = squared_distances(places, X)
        nearest = distances.argsort(axis=1, kind="stable")[:, : min(NEIGHBOURS, len(X))]
        heard = np.zeros(distances.shape)
        np.put_along_axis(heard, nearest, 1.0, axis=1)
        return heard

    return Graph(flow_of(reach(X)), reach)


def by_distance(X: Any) -> Graph:
    """Return the graph in which all listen to all, by exp(-gamma * distance²)."""
    return Graph(flow_of(nearness(X, X)), lambda places: nearness(places, X))


def nearness(a: Any, b: Any) -> Floats:
    """Return exp(-gamma * distance²) of each row of a to each of b."""
    return np.asarray(np.exp(-GAMMA * squared_distances(a, b)), np.float64)


def flow_of(weights: Any) -> Floats:
    """Return the matrix that takes Y to where the iteration F = alpha S F + (1 - alpha) Y ends.

    weights (n, n) >= 0; no point listens to itself. S is W divided by the roots of both points'
    sums of columns. Source: Zhou et al. (2004), section 2, solved instead of iterated.
    """
    heard = np.array(weights, np.float64)
    np.fill_diagonal(heard, 0.0)
    sums = heard.sum(axis=0)
    roots = np.sqrt(np.where(sums == 0, 1.0, sums))
    scaled = heard / roots[:, None] / roots[None, :]
    return np.asarray((1 - ALPHA) * np.linalg.inv(np.eye(len(heard)) - ALPHA * scaled))


def shares(amounts: Any) -> Floats:
    """Return each row divided by its sum; a row of nothing stays one."""
    sums = amounts.sum(axis=1, keepdims=True)
    return np.asarray(amounts / np.where(sums > 0, sums, 1.0))


def spread(graph: Graph, labelled: Any, y: Any, n_classes: int) -> tuple[Rule, int]:
    """Return the rule of label spreading, and how many points no label reaches.

    labelled : places of the labelled points among all; y : their classes. A point that no label
    reaches is of the first class, as it is in scikit-learn.
    """
    given = np.zeros((len(graph.flow), n_classes))
    given[labelled, y] = 1.0
    told = shares(graph.flow @ given)
    unreached = int((told.sum(axis=1) == 0).sum())
    return lambda places: shares(graph.reach(places) @ told), unreached


GRAPHS: dict[str, Callable[[Any], Graph]] = {KNN_GRAPH: by_neighbours, RBF_GRAPH: by_distance}
