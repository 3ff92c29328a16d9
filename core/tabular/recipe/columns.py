"""Some columns are changed and the others handed on, and no two ever get one name.

Only workers import this module: it needs scikit-learn at its top level.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin, clone

from core.names import free_name


class On(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Change some columns, hand the others on as they are, and give every column its own name.

    As scikit-learn's ``ColumnTransformer`` with ``remainder="passthrough"``, which refuses to work
    where a new column's name is taken: the second bin of ``a`` is ``a_1.0``, and so may a column
    of the table be. Here the new one becomes ``a_1.0_2``.

    ``columns`` : names, or a function of the frame that chooses them. ``taken`` : further names
    that no new column may get.
    """

    def __init__(
        self,
        columns: Sequence[str] | Callable[[pd.DataFrame], list[str]],
        transformer: Any,
        taken: Sequence[str] = (),
    ) -> None:
        self.columns = columns
        self.transformer = transformer
        self.taken = taken

    def fit(self, X: pd.DataFrame, y: object = None) -> On:
        """Learn from the training rows ``X`` (n_rows, n_columns)."""
        self.fit_transform(X, y)
        return self

    def fit_transform(self, X: pd.DataFrame, y: object = None) -> pd.DataFrame:
        """Learn from the training rows ``X`` and return them with the chosen columns changed."""
        self.feature_names_in_ = np.asarray(X.columns, dtype=object)
        self.n_features_in_ = X.shape[1]
        self.chosen_ = list(self.columns(X) if callable(self.columns) else self.columns)
        self.rest_ = [name for name in X.columns if name not in set(self.chosen_)]
        self.transformer_ = clone(self.transformer)
        made = X[[]]
        self.made_: list[str] = []
        if self.chosen_:
            made = self.transformer_.fit_transform(X[self.chosen_], y)
            self.made_ = self._free(list(self.transformer_.get_feature_names_out()))
        return self._beside(made, X)

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """Return ``X`` with the chosen columns changed: the new ones first, then the others."""
        made = self.transformer_.transform(X[self.chosen_]) if self.chosen_ else X[[]]
        return self._beside(made, X)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Return the names of the output columns."""
        return np.asarray([*self.made_, *self.rest_], dtype=object)

    def _free(self, made: list[str]) -> list[str]:
        """Leave the names of columns that are kept, and number new ones that are taken."""
        kept = made[: len(self.chosen_)] == self.chosen_ or set(made) <= set(self.chosen_)
        free = made[: len(self.chosen_)] if kept else []
        used = {*self.feature_names_in_, *self.taken}
        for name in made[len(free) :]:
            free.append(free_name(name, used))
            used.add(free[-1])
        return free

    def _beside(self, made: Any, X: pd.DataFrame) -> pd.DataFrame:
        frame = pd.DataFrame(made).set_axis(self.made_, axis=1).set_axis(X.index).infer_objects()
        return pd.concat([frame, X[self.rest_]], axis=1)
