"""Learning without labels: groups of points, and the match with classes that a judge makes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np

from core.stages.learning_types.five_ways.settings import K_MEANS, MIXTURE, SINGLE
from core.stages.learning_types.five_ways.supervised import Codes, Floats, Rule, squared_distances

STARTS = 10
MOST_STEPS = 300
FLAT = 0.5
"""How deep a group is drawn that has no probability."""


def k_means(X: Any, k: int, rng: Any) -> Rule:
    """Return to which of k centres a place is nearest: of ten starts the one with least inertia.

    X (n, 2). A start is k different points. Source: Lloyd (1982).
    """
    different = np.unique(X, axis=0)
    starts = [different[rng.choice(len(different), k, replace=False)] for _ in range(STARTS)]
    centres = min((settled(X, start) for start in starts), key=lambda own: inertia(X, own))
    return lambda places: flat(squared_distances(places, centres).argmin(axis=1), k)


def settled(X: Any, centres: Any) -> Floats:
    """Return the centres (k, 2) after assigning and moving in turn until nothing moves.

    A centre that loses all its points stays where it is.
    """
    for _ in range(MOST_STEPS):
        nearest = squared_distances(X, centres).argmin(axis=1)
        means = [X[nearest == j].mean(axis=0) if (nearest == j).any() else centres[j]
                 for j in range(len(centres))]  # fmt: skip
        if np.array_equal(means, centres):
            break
        centres = np.array(means)
    return np.asarray(centres, np.float64)


def inertia(X: Any, centres: Any) -> float:
    """Return the sum of squared distances to the nearest centre."""
    return float(squared_distances(X, centres).min(axis=1).sum())


def single_linkage(X: Any, k: int, _rng: Any) -> Rule:
    """Return in which of k groups the nearest point is, groups joined at their closest points."""
    from scipy.cluster.hierarchy import cut_tree, linkage

    group = cut_tree(linkage(X, "single"), k)[:, 0]
    return lambda places: flat(group[squared_distances(places, X).argmin(axis=1)], k)


def mixture(X: Any, k: int, rng: Any) -> Rule:
    """Return how probable each of k bells is, fitted by scikit-learn at its defaults."""
    from sklearn.mixture import GaussianMixture

    seed = int(rng.integers(2**31))
    model = GaussianMixture(k, random_state=seed, reg_covar=1e-4).fit(X)
    return lambda places: np.asarray(model.predict_proba(places), np.float64)


def flat(groups: Any, k: int) -> Floats:
    """Return groups (n,) as backing (n, k) of equal depth."""
    return np.asarray(FLAT * np.eye(k)[groups])


def best_match(groups: Any, y: Any, k: int) -> tuple[int, ...]:
    """Return the class of each group: of all one-to-one matches the one with most points right.

    groups, y : codes 0..k-1 (n,). All k! are tried; the first of equal ones is taken.

    >>> best_match(np.array([0, 0, 1]), np.array([1, 1, 0]), 2)
    (1, 0)
    """
    counts = np.zeros((k, k), np.int64)
    np.add.at(counts, (groups, y), 1)
    own = np.arange(k)
    return max(permutations(range(k)), key=lambda match: int(counts[own, list(match)].sum()))


def as_classes(rule: Rule, X: Any, y: Any, k: int) -> tuple[Rule, tuple[int, ...]]:
    """Return the rule with its groups named by the classes they match best, and the match.

    This looks at the labels ``y`` of X, which the grouping did not.
    """
    groups: Codes = rule(X).argmax(axis=1)
    match = best_match(groups, y, k)
    group_of_class = np.argsort(match)
    return lambda places: rule(places)[:, group_of_class], match


GROUPINGS: dict[str, Callable[[Any, int, Any], Rule]] = {
    K_MEANS: k_means,
    SINGLE: single_linkage,
    MIXTURE: mixture,
}
