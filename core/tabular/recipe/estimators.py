"""Small models that scikit-learn does not have; only workers import this module."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.preprocessing import StandardScaler
from sklearn.utils.validation import check_array, check_is_fitted

FLOOR = 1e-9
"""Less variance than this, in scaled columns, is rounding."""


class IsotonicAlongOne(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Isotonic regression along the column with the largest |Spearman's rho| with the target.

    Values beyond the training range get the nearest end of the staircase.
    Source: Barlow et al. (1972), Statistical inference under order restrictions.
    """

    def fit(self, X: ArrayLike, y: ArrayLike) -> IsotonicAlongOne:
        """Learn the column and the staircase from ``X`` (n_rows, n_columns), ``y`` (n_rows,)."""
        from scipy.stats import rankdata
        from sklearn.isotonic import IsotonicRegression

        values = np.asarray(X, dtype=np.float64)
        ranks = rankdata(values, axis=0)
        ranks -= ranks.mean(axis=0)
        target = rankdata(y) - (len(values) + 1) / 2
        norm = np.sqrt((ranks**2).sum(axis=0) * (target**2).sum())
        rho = np.divide(ranks.T @ target, norm, out=np.zeros(values.shape[1]), where=norm > 0)
        self.column_ = int(np.abs(rho).argmax())
        self.n_features_in_ = values.shape[1]
        self.staircase_ = IsotonicRegression(
            increasing=bool(rho[self.column_] >= 0), out_of_bounds="clip"
        ).fit(values[:, self.column_], y)
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return (n_rows,) predictions."""
        check_is_fitted(self)
        values = np.asarray(X, dtype=np.float64)[:, self.column_]
        return np.asarray(self.staircase_.predict(values), dtype=np.float64)


class LinearDiscriminant(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Linear discriminant analysis that takes columns which repeat each other.

    One-hot columns add up to 1, so their covariance has no inverse: directions in which no row
    differs within its class are left out, as scikit-learn's ``svd`` solver does. A column that is
    one value in each class, but not the same in all, tells the classes apart: it keeps a variance
    of `FLOOR`. ``shrinkage`` in [0, 1] moves the scaled columns' covariance within the classes
    towards round bells. No unit of a column changes an answer.
    Source: Fisher (1936); Hastie, Tibshirani & Friedman (2009), eq. 4.10 and ch. 4.3.
    """

    def __init__(self, shrinkage: float = 0.0) -> None:
        self.shrinkage = shrinkage

    def fit(self, X: ArrayLike, y: ArrayLike) -> LinearDiscriminant:
        """Learn from ``X`` (n_rows, n_columns) and the classes ``y`` (n_rows,)."""
        values = check_array(X, dtype=np.float64)
        self.n_features_in_ = values.shape[1]
        self.classes_, codes, counts = np.unique(y, return_inverse=True, return_counts=True)
        self.scaler_ = StandardScaler().fit(values)
        scaled = self.scaler_.transform(values)
        means = np.stack([scaled[codes == k].mean(axis=0) for k in range(len(counts))])
        within = scaled - means[codes]
        apart = (within.std(axis=0) <= FLOOR) & (scaled.std(axis=0) > 0.5)  # 0 where constant
        sure = np.diag(apart / FLOOR) if self.shrinkage == 0 else 0.0
        self.weights_ = means @ (self._inverse(within) + sure)
        self.offsets_ = np.log(counts / counts.sum()) - (self.weights_ * means).sum(axis=1) / 2
        return self

    def _inverse(self, within: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the (pseudo-)inverse covariance within classes, (n_columns, n_columns)."""
        covariance = (1 - self.shrinkage) * within.T @ within / len(within)
        covariance += self.shrinkage * np.mean(within**2) * np.eye(within.shape[1])
        spread = np.sqrt(np.diag(covariance))
        spread[spread <= FLOOR] = 1.0
        variance, axes = np.linalg.eigh(covariance / np.outer(spread, spread))
        kept = variance > FLOOR
        inverse = (axes[:, kept] / variance[kept]) @ axes[:, kept].T
        return np.asarray(inverse / np.outer(spread, spread), dtype=np.float64)

    def decision_function(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return (n_rows, n_classes) log densities times shares, up to one number a row."""
        check_is_fitted(self)
        scaled = self.scaler_.transform(check_array(X, dtype=np.float64))
        return np.asarray(scaled @ self.weights_.T + self.offsets_)

    def predict_proba(self, X: ArrayLike) -> NDArray[np.float64]:
        """Return (n_rows, n_classes) probabilities."""
        heights = self.decision_function(X)
        odds = np.exp(heights - heights.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def predict(self, X: ArrayLike) -> NDArray[np.int64]:
        """Return (n_rows,) classes."""
        return np.asarray(self.classes_[self.decision_function(X).argmax(axis=1)])
