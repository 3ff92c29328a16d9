"""Learning from labels: whoever is told classes, of all points or of a few.

A learner maps labelled points to a rule, and a rule maps places (n, 2) to how strongly each class
is backed there, (n, n_classes): the class with the most backing is what it says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.learning_types.five_ways.settings import KNN, LOGISTIC, SVM

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]
Rule: TypeAlias = Callable[[Floats], Floats]

MOST_VOTES = 5


def squared_distances(a: Any, b: Any) -> Floats:
    """Return the squared distance of each row of a (n, d) to each of b (m, d), (n, m)."""
    return np.asarray(((a[:, None, :] - b[None, :, :]) ** 2).sum(axis=2), np.float64)


def nearest_neighbours(X: Any, y: Any, n_classes: int) -> Rule:
    """Return the rule by which the nearest labelled points vote; the shares of the votes.

    Five vote, or as many as the class with the fewest labels has: of few labels more would outvote
    the nearest ones. Where votes are equal, the first class wins. Source: Cover and Hart (1967).

    >>> X, y = np.array([[0.0, 0.0], [1.0, 0.0]]), np.array([0, 1])
    >>> nearest_neighbours(X, y, 2)(np.array([[0.9, 0.0]])).tolist()
    [[0.0, 1.0]]
    """
    fewest = int(np.bincount(y, minlength=n_classes)[np.unique(y)].min())
    k = min(MOST_VOTES, fewest)

    def rule(places: Floats) -> Floats:
        nearest = squared_distances(places, X).argsort(axis=1, kind="stable")[:, :k]
        return np.asarray(np.eye(n_classes)[y[nearest]].mean(axis=1))

    return rule


def support_vectors(X: Any, y: Any, n_classes: int) -> Rule:
    """Return the rule of scikit-learn's RBF support vector machine at its defaults; its scores."""
    from sklearn.svm import SVC

    model = SVC(break_ties=True, decision_function_shape="ovr").fit(X, y)

    def rule(places: Floats) -> Floats:
        scores = np.asarray(model.decision_function(places), np.float64)
        if scores.ndim == 1:  # of two classes there is one score, for the second
            scores = np.column_stack([-scores, scores]) / 2
        backing = np.full((len(places), n_classes), -np.inf)
        backing[:, model.classes_] = scores
        return backing

    return rule


def logistic(X: Any, y: Any, n_classes: int) -> Rule:
    """Return the rule of scikit-learn's logistic regression at its defaults; its probabilities."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(max_iter=1000).fit(X, y)

    def rule(places: Floats) -> Floats:
        backing = np.zeros((len(places), n_classes))
        backing[:, model.classes_] = model.predict_proba(places)
        return backing

    return rule


LEARNERS: dict[str, Callable[[Any, Any, int], Rule]] = {
    KNN: nearest_neighbours,
    SVM: support_vectors,
    LOGISTIC: logistic,
}
