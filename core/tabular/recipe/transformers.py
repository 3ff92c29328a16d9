"""Small transformers that scikit-learn does not have.

Only workers import this module (through the entry points of the catalogue): it needs scikit-learn
at its top level, because a transformer is a subclass. Every class works on a pandas frame and
names its output columns after its input columns, so that an explanation can speak of those.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from core.names import free_name
from core.tabular.recipe.origin import Sources, per_input


def level_name(feature: str, level: object) -> str:
    """Name a one-hot column: ``colour=red``, ``colour=(missing)``, ``colour=(other)``.

    >>> level_name("colour", "red"), level_name("colour", float("nan"))
    ('colour=red', 'colour=(missing)')
    """
    if level is None or (isinstance(level, float) and np.isnan(level)):
        return f"{feature}=(missing)"
    return f"{feature}={'(other)' if level == 'infrequent_sklearn' else level}"


class Present:
    """Choose those of ``names`` that are still there: an earlier step may have dropped some."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)

    def __call__(self, X: pd.DataFrame) -> list[str]:
        """Return the chosen columns of ``X`` in the order of the names."""
        return [name for name in self.names if name in X.columns]


class AllNumbers:
    """Choose every column of numbers (truth values are not numbers here)."""

    def __call__(self, X: pd.DataFrame) -> list[str]:
        """Return the numeric columns of ``X`` in its order."""
        return list(X.select_dtypes("number").columns)


class FrameTransformer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """A transformer of frames; `fit` learns the names, `_learn` the rest."""

    def fit(self, X: pd.DataFrame, y: object = None) -> FrameTransformer:
        """Learn from the training rows ``X``; ``y`` is not looked at."""
        self.feature_names_in_ = np.asarray(X.columns, dtype=object)
        self.n_features_in_ = X.shape[1]
        self._learn(X)
        return self

    def transform(self, X: pd.DataFrame) -> pd.DataFrame:
        """Return the new columns (n_rows, n_columns_out) float64."""
        check_is_fitted(self)
        return self._change(X)

    def get_feature_names_out(self, input_features: object = None) -> NDArray[np.object_]:
        """Return the names of the output columns."""
        return np.asarray(self._names(), dtype=object)

    def sources(self) -> Sources:
        """Return for each output column the positions of its inputs: itself, by its old name."""
        inputs = list(self.feature_names_in_)
        return [(inputs.index(name),) for name in self._names()]

    def _learn(self, X: pd.DataFrame) -> None:
        """Learn nothing unless a subclass does."""

    def _change(self, X: pd.DataFrame) -> pd.DataFrame:
        raise NotImplementedError

    def _names(self) -> list[str]:
        return list(self.feature_names_in_)


class Nothing(FrameTransformer):
    """Leave the columns out."""

    def _change(self, X: pd.DataFrame) -> pd.DataFrame:
        return X.iloc[:, :0]

    def _names(self) -> list[str]:
        return []


class Clip(FrameTransformer):
    """Hold values between limits learnt from the training rows; gaps stay.

    ``rule="iqr"``: [Q1 - width IQR, Q3 + width IQR] (Tukey, 1977); ``rule="z"``: mean ± width
    standard deviations. A column whose middle half (or spread) is one value is not clipped.
    """

    def __init__(self, rule: str = "iqr", width: float = 1.5) -> None:
        self.rule = rule
        self.width = width

    def _learn(self, X: pd.DataFrame) -> None:
        values = X.astype("float64")
        if self.rule == "iqr":
            bottom, top = values.quantile(0.25), values.quantile(0.75)
            spread = top - bottom
        else:
            bottom = top = values.mean()
            spread = values.std(ddof=0)
        reach = (self.width * spread).where(spread > 0, np.inf)
        self.low_, self.high_ = (bottom - reach).to_numpy(), (top + reach).to_numpy()

    def _change(self, X: pd.DataFrame) -> pd.DataFrame:
        values = X.to_numpy(dtype=np.float64)
        low = np.where(np.isnan(self.low_), -np.inf, self.low_)
        high = np.where(np.isnan(self.high_), np.inf, self.high_)
        return pd.DataFrame(np.clip(values, low, high), X.index, X.columns)


class FillNumber(FrameTransformer):
    """Put one number into every gap.

    scikit-learn's imputer refuses to put 0.5 into a column of whole numbers.
    """

    def __init__(self, value: float = 0.0) -> None:
        self.value = value

    def _change(self, X: pd.DataFrame) -> pd.DataFrame:
        return X.astype("float64").fillna(self.value)


class GapLevel(FrameTransformer):
    """Make gaps a level of their own: ``missing``, or the first free ``missing_2`` …"""

    def _learn(self, X: pd.DataFrame) -> None:
        self.fillers_ = {
            name: free_name("missing", set(map(str, X[name].dropna().unique())))
            for name in X.columns
        }

    def _change(self, X: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame(
            {
                name: X[name].astype("object").where(X[name].notna(), filler)
                for name, filler in self.fillers_.items()
            },
            X.index,
        )


class GapMarks(FrameTransformer):
    """Keep the columns and add ``<name> missing`` with 1 where a training column had gaps."""

    def _learn(self, X: pd.DataFrame) -> None:
        self.marked_ = [name for name in X.columns if X[name].isna().any()]

    def _change(self, X: pd.DataFrame) -> pd.DataFrame:
        marks = X[self.marked_].isna().astype("float64")
        return pd.concat([X, marks], axis=1).set_axis(self._names(), axis=1)

    def _names(self) -> list[str]:
        return [*self.feature_names_in_, *(f"{name} missing" for name in self.marked_)]

    def sources(self) -> Sources:
        """Return for each output column the position of its input: the marks come last."""
        inputs = list(self.feature_names_in_)
        return [(place,) for place in (*range(len(inputs)), *map(inputs.index, self.marked_))]


class Frequency(FrameTransformer):
    """Replace a level by its share of the training rows; unknown levels get 0, gaps their share."""

    def _learn(self, X: pd.DataFrame) -> None:
        self.shares_ = {
            name: X[name].astype("object").value_counts(normalize=True, dropna=False).to_dict()
            for name in X.columns
        }
        self.gap_shares_ = {name: float(X[name].isna().mean()) for name in X.columns}

    def _change(self, X: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame({name: self._column(name, X[name]) for name in X.columns}, X.index)

    def _column(self, name: str, values: pd.Series) -> pd.Series:
        shares = values.astype("object").map(self.shares_[name]).astype("float64").fillna(0.0)
        return shares.mask(values.isna(), self.gap_shares_[name])


class Hashed(FrameTransformer):
    """Spread the levels of each column over ``n_buckets`` 0/1 columns by a hash of their text.

    Source: Weinberger et al. (2009), Feature hashing for large scale multitask learning; without
    their signs, so that a column reads "is in this bucket".
    """

    def __init__(self, n_buckets: int = 8) -> None:
        self.n_buckets = n_buckets

    def _change(self, X: pd.DataFrame) -> pd.DataFrame:
        parts = {}
        for name in X.columns:
            buckets = X[name].map(self._bucket).to_numpy()
            for bucket in range(self.n_buckets):
                parts[f"{name}=bucket {bucket}"] = (buckets == bucket).astype(np.float64)
        return pd.DataFrame(parts, X.index)

    def _bucket(self, level: object) -> int:
        missing = level is None or level != level  # NaN is not itself
        return zlib.crc32(("" if missing else str(level)).encode()) % self.n_buckets

    def _names(self) -> list[str]:
        buckets = range(self.n_buckets)
        return [f"{name}=bucket {b}" for name in self.feature_names_in_ for b in buckets]

    def sources(self) -> Sources:
        """Return for each output column the position of its input."""
        return per_input([self.n_buckets] * self.n_features_in_)


class DateParts(FrameTransformer):
    """Replace a date by the parts that differ in training; a gap gets the training median.

    ``scale`` gives every part mean 0 and standard deviation 1 over the training rows: a year of
    2024 beside a weekday of 3 keeps gradient methods from settling and decides every distance.
    """

    def __init__(self, *, scale: bool = False) -> None:
        self.scale = scale

    def _learn(self, X: pd.DataFrame) -> None:
        self.start_ = {name: X[name].min() for name in X.columns}
        self.parts_: dict[str, dict[str, float]] = {}
        for name in X.columns:
            parts = self._parts(name, X[name])
            kept = [str(part) for part in parts if part == "days" or _varies(parts[part])]
            medians = parts[kept].median().fillna(0.0)
            self.parts_[name] = {part: float(medians.loc[part]) for part in kept}
        filled = self._filled(X)
        self.centres_ = filled.mean()
        self.spreads_ = filled.std(ddof=0).replace(0.0, 1.0)

    def _change(self, X: pd.DataFrame) -> pd.DataFrame:
        filled = self._filled(X)
        return (filled - self.centres_) / self.spreads_ if self.scale else filled

    def _filled(self, X: pd.DataFrame) -> pd.DataFrame:
        columns = [
            self._parts(name, X[name])[list(medians)].fillna(medians).add_prefix(f"{name} ")
            for name, medians in self.parts_.items()
        ]
        return pd.concat(columns, axis=1)

    def _parts(self, name: str, dates: pd.Series) -> pd.DataFrame:
        dates = pd.to_datetime(dates)
        part = dates.dt
        days = (dates - pd.Timestamp(self.start_[name])).dt.total_seconds() / 86_400
        return pd.DataFrame(
            {
                "year": part.year,
                "month": part.month,
                "day": part.day,
                "weekday": part.day_of_week,
                "hour": part.hour,
                "days": days,
            },
            dates.index,
        ).astype("float64")

    def _names(self) -> list[str]:
        return [f"{name} {part}" for name, parts in self.parts_.items() for part in parts]

    def sources(self) -> Sources:
        """Return for each output column the position of its input."""
        return per_input([len(parts) for parts in self.parts_.values()])


class Words(FrameTransformer):
    """Count the words of each text column, at most ``max_words`` of each, as dense columns.

    ``weigh`` applies TF-IDF (scikit-learn's ``TfidfVectorizer``), else plain counts. A column
    without a single word gives no columns.
    """

    def __init__(self, max_words: int = 100, *, weigh: bool = True) -> None:
        self.max_words = max_words
        self.weigh = weigh

    def _learn(self, X: pd.DataFrame) -> None:
        self.vectorizers_ = {}
        for name in X.columns:
            texts = self._texts(X[name])
            if any(_WORD.search(text) for text in texts):
                self.vectorizers_[name] = self._vectorizer().fit(texts)

    def _vectorizer(self) -> Any:
        from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

        kind = TfidfVectorizer if self.weigh else CountVectorizer
        return kind(max_features=self.max_words, dtype=np.float64)

    def _change(self, X: pd.DataFrame) -> pd.DataFrame:
        parts = [
            vectorizer.transform(self._texts(X[name])).toarray()
            for name, vectorizer in self.vectorizers_.items()
        ]
        counts = np.hstack(parts) if parts else np.empty((len(X), 0))
        return pd.DataFrame(counts, X.index, self._names())

    def _texts(self, values: pd.Series) -> list[str]:
        return values.astype("object").where(values.notna(), "").astype("str").tolist()

    def _names(self) -> list[str]:
        return [
            f"{name}: {word}"
            for name, vectorizer in self.vectorizers_.items()
            for word in vectorizer.get_feature_names_out()
        ]

    def sources(self) -> Sources:
        """Return for each output column the position of its input; some may have no word."""
        kept = self.vectorizers_
        return per_input(
            [len(kept[name].vocabulary_) if name in kept else 0 for name in self.feature_names_in_]
        )


class Flags(FrameTransformer):
    """Turn True and False into 1 and 0; names are kept."""

    def _change(self, X: pd.DataFrame) -> pd.DataFrame:
        return X.astype("float64")


def to_array(X: pd.DataFrame) -> NDArray[np.float64]:
    """Return the columns as an array (n_rows, n_columns) float64, without their names."""
    return np.ascontiguousarray(X, dtype=np.float64)


_WORD = re.compile(r"\b\w\w+\b")  # what scikit-learn's vectorizers call a word


def _varies(values: pd.Series) -> bool:
    return bool(values.max() > values.min())
