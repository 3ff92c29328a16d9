"""Steps on training rows only: functions for imbalanced-learn's ``FunctionSampler``.

Each takes the training frame and target and returns what is left of both. Rows to predict are
never dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Rows = tuple[pd.DataFrame, NDArray[Any]]


def drop_gaps(X: pd.DataFrame, y: NDArray[Any], *, columns: Sequence[str]) -> Rows:
    """Keep rows without a gap in ``columns``."""
    return _keep(X, y, X[_present(X, columns)].notna().all(axis=1).to_numpy())


def drop_outside_fences(
    X: pd.DataFrame, y: NDArray[Any], *, k: float, columns: Sequence[str]
) -> Rows:
    """Keep rows within [Q1 - k IQR, Q3 + k IQR] in every column. Source: Tukey (1977).

    Columns whose middle half is one value (IQR 0) are not judged: most of their other values
    would count as outliers.
    """
    values = X[_present(X, columns)].astype("float64")
    q1, q3 = values.quantile(0.25), values.quantile(0.75)
    height = (q3 - q1).where(q3 > q1, np.inf)
    low, high = q1 - k * height, q3 + k * height
    outside = values.lt(low, axis=1) | values.gt(high, axis=1)
    return _keep(X, y, ~outside.any(axis=1).to_numpy())


def drop_far_from_mean(
    X: pd.DataFrame, y: NDArray[Any], *, z: float, columns: Sequence[str]
) -> Rows:
    """Keep rows at most ``z`` standard deviations from the mean in every column."""
    values = X[_present(X, columns)].astype("float64")
    scale = values.std(ddof=0)
    scores = (values - values.mean()) / scale.where(scale > 0, np.inf)
    return _keep(X, y, ~(scores.abs() > z).any(axis=1).to_numpy())


def drop_isolated(
    X: pd.DataFrame, y: NDArray[Any], *, share: float, seed: int, columns: Sequence[str]
) -> Rows:
    """Drop the ``share`` of rows that an isolation forest separates first; gaps count as median.

    Source: Liu, Ting & Zhou (2008), Isolation forest.
    """
    from sklearn.ensemble import IsolationForest

    values = X[_present(X, columns)].astype("float64")
    if values.shape[1] == 0:
        return X, y
    filled = values.fillna(values.median()).fillna(0.0).to_numpy()
    forest = IsolationForest(contamination=share, random_state=seed, n_jobs=1)
    return _keep(X, y, forest.fit_predict(filled) == 1)


def _present(X: pd.DataFrame, columns: Sequence[str]) -> list[str]:
    return [name for name in columns if name in X.columns]


def _keep(X: pd.DataFrame, y: NDArray[Any], mask: NDArray[np.bool_]) -> Rows:
    return X.loc[mask], np.asarray(y)[mask]
