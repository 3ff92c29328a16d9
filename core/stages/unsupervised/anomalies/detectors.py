"""Four detectors: what each learns from points, and how unusual it finds others.

Scores rise with how unusual a point is; each is the library's ``score_samples`` with its sign
turned. The one-class SVM's begins at its own border: 0 there, positive outside.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.unsupervised.anomalies.trees import Trees, packed
from core.wording import counted

if TYPE_CHECKING:
    from core.stages.unsupervised.anomalies.settings import AnomalySettings

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Fitted:
    """A detector that has learnt.

    own : (m,) scores of the points it learnt from, where each is left out of its own judgement if
    the detector can. ask : places (k, d) -> scores (k,). note : what the library warned of.
    """

    own: Floats
    ask: Callable[[Floats], Floats]
    note: str = ""
    trees: Trees | None = None


class Unsuited(ValueError):
    """A detector cannot learn from these points; its words say why."""


def forest(settings: AnomalySettings, X: Floats) -> Fitted:
    """Grow isolation trees (Liu, Ting and Zhou, 2008)."""
    from sklearn.ensemble import IsolationForest

    model = IsolationForest(
        n_estimators=settings.n_trees,
        max_samples=min(settings.sample_size, len(X)),
        random_state=settings.data_seed,
    ).fit(X)
    return Fitted(-model.score_samples(X), lambda x: -model.score_samples(x), "", packed(model))


def lof(settings: AnomalySettings, X: Floats) -> Fitted:
    """Compare each point's density with its neighbours' (Breunig, Kriegel, Ng, Sander, 2000)."""
    from sklearn.neighbors import LocalOutlierFactor

    k = min(settings.n_neighbors, len(X) - 1)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Duplicate values")
        model = LocalOutlierFactor(n_neighbors=k, novelty=True).fit(X)
    few = f"Of {counted(len(X), 'point')} each has only {k} neighbours." if (
        k < settings.n_neighbors) else ""  # fmt: skip
    return Fitted(-model.negative_outlier_factor_, lambda x: -model.score_samples(x), few)


def svm(settings: AnomalySettings, X: Floats) -> Fitted:
    """Draw a border that leaves few points outside (Schölkopf and others, 2001)."""
    from sklearn.svm import OneClassSVM

    model = OneClassSVM(nu=settings.nu, gamma=gamma_of(settings.gamma, X)).fit(X)
    return Fitted(-model.decision_function(X), lambda x: -model.decision_function(x))


def gamma_of(factor: float, X: Floats) -> float:
    """Return γ for a factor of scikit-learn's "scale", 1 / (columns · variance of all numbers)."""
    return float(factor / (X.shape[1] * (float(X.var()) or 1.0)))


def envelope(settings: AnomalySettings, X: Floats) -> Fitted:
    """Measure from the middle of the most compact part (Rousseeuw and Van Driessen, 1999)."""
    from sklearn.covariance import EllipticEnvelope

    n, d = X.shape
    if n <= 2 * d:
        raise Unsuited(
            f"An ellipse in {counted(d, 'column')} asks for more than {2 * d} points, and there "
            f"are {n}. Take more rows or fewer columns."
        )
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        model = EllipticEnvelope(
            support_fraction=settings.support_fraction, random_state=settings.data_seed
        ).fit(X)
    flat = any("full rank" in str(one.message) or "eterminant" in str(one.message)
               for one in warned)  # fmt: skip
    own = -model.score_samples(X)
    if not np.isfinite(own).all():
        raise Unsuited("Some columns are all but constant, so no ellipse can be drawn. Drop them.")
    note = (
        "The ellipse is flat in some direction, because columns depend on one another or hardly "
        "vary: it cannot judge along it." if flat else ""
    )  # fmt: skip
    return Fitted(own, lambda x: -model.score_samples(x), note)


DETECT: dict[str, Callable[[Any, Floats], Fitted]] = {
    "forest": forest,
    "lof": lof,
    "svm": svm,
    "envelope": envelope,
}


def in_order(X: Floats) -> Ints:
    """Return the places of the points sorted by their columns, the first column first.

    Detectors learn from the points in this order, so that the order of rows changes no score.
    """
    return np.lexsort(X.T[::-1]).astype(np.int64)
