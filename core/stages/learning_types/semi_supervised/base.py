"""The models that learn from labels alone, and that can teach themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class BaseSpec:
    """A classifier with probabilities. ``code`` : how scikit-learn spells it."""

    id: str
    label: str
    help: str


BASES = (
    BaseSpec("gp", "Gaussian process", "Sure near labels, unsure away from them."),
    BaseSpec(
        "logistic", "Logistic regression", "A straight border, and the surer the further off."
    ),
    BaseSpec("knn", "Nearest neighbour", "Says what the nearest label says, and is always sure."),
    BaseSpec("tree", "Decision tree", "Level and upright cuts, and nearly always sure."),
)
BASE_BY_ID = {spec.id: spec for spec in BASES}


def build(base: str, seed: int = 0) -> Any:
    """Return the classifier, not fitted."""
    if base == "logistic":
        from sklearn.linear_model import LogisticRegression

        return LogisticRegression()
    if base == "knn":
        from sklearn.neighbors import KNeighborsClassifier

        return KNeighborsClassifier(1)
    if base == "tree":
        from sklearn.tree import DecisionTreeClassifier

        return DecisionTreeClassifier(random_state=seed)
    from sklearn.gaussian_process import GaussianProcessClassifier
    from sklearn.gaussian_process.kernels import RBF

    return GaussianProcessClassifier(25 * RBF(0.7), optimizer=None)


def probabilities(model: Any, X: Any, n_classes: int) -> Any:
    """Return what a fitted model says of each row (n, n_classes), 0 for classes it never saw."""
    found = np.zeros((len(X), n_classes))
    found[:, model.classes_] = model.predict_proba(X)
    return found
