"""Small models that scikit-learn does not have; only workers import this module."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_is_fitted


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
