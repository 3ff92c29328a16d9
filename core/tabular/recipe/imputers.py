"""Filling gaps by regression; only workers import this module."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.experimental import enable_iterative_imputer  # noqa: F401 - makes the next line work
from sklearn.impute import IterativeImputer


class RegressionImputer(IterativeImputer):  # type: ignore[misc]
    """scikit-learn's iterative imputer, on columns of mean 0 and standard deviation 1.

    Its Bayesian ridge and its rule to stop assume such units: a column in millionths gets noise.
    Values that are there stay as they are.
    """

    def fit_transform(self, X: pd.DataFrame, y: object = None, **params: Any) -> Any:
        """Learn from the training rows ``X`` and return them without gaps."""
        spread = X.std(ddof=0)
        self.centres_ = X.mean()
        self.spreads_ = spread.where(spread > 0, 1.0)
        filled = super().fit_transform((X - self.centres_) / self.spreads_, y, **params)
        return self._in_their_units(X, filled)

    def transform(self, X: pd.DataFrame) -> Any:
        """Return ``X`` without gaps."""
        return self._in_their_units(X, super().transform((X - self.centres_) / self.spreads_))

    def _in_their_units(self, X: pd.DataFrame, filled: Any) -> pd.DataFrame:
        names = list(self.get_feature_names_out())
        spreads, centres = self.spreads_[names].to_numpy(), self.centres_[names].to_numpy()
        made = pd.DataFrame(np.asarray(filled) * spreads + centres, X.index, names)
        return X[names].astype("float64").where(X[names].notna(), made)
