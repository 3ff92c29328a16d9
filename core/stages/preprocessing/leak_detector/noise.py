"""What makes a leak visible on any table: few rows, and columns that know nothing of the target."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.names import free_name
from core.tabular.few import few, few_of_each_class

if TYPE_CHECKING:
    from core.stages.preprocessing.leak_detector.settings import LeakSettings

Rows: TypeAlias = NDArray[np.int64]
Spoil: TypeAlias = Callable[[pd.DataFrame, np.random.Generator], pd.DataFrame]

N_FOLDS = 5


def with_noise(X: pd.DataFrame, random: np.random.Generator, *, n_noise: int) -> pd.DataFrame:
    """Add columns of normal numbers."""
    names = noise_names("noise", n_noise, list(X.columns))
    noise = random.normal(size=(len(X), n_noise))
    return pd.concat([X, pd.DataFrame(noise, X.index, names)], axis=1)


def with_codes(
    X: pd.DataFrame, random: np.random.Generator, *, n_noise: int, n_rows: int
) -> pd.DataFrame:
    """Add columns of codes, each of about three among ``n_rows`` rows."""
    names = noise_names("code", n_noise, list(X.columns))
    n_levels = max(2, min(len(X), n_rows) // 3)
    codes = random.integers(0, n_levels, (len(X), n_noise))
    return pd.concat([X, pd.DataFrame(codes, X.index, names).astype("str")], axis=1)


def with_holes(X: pd.DataFrame, random: np.random.Generator, *, n_noise: int) -> pd.DataFrame:
    """Add columns of noise, and empty a tenth of the cells of all columns of numbers."""
    X = with_noise(X, random, n_noise=n_noise)
    numbers = X.select_dtypes("number").astype("float64")
    X[list(numbers.columns)] = numbers.mask(random.random(numbers.shape) < 0.1)
    return X


def noise_names(word: str, n: int, columns: Sequence[str]) -> list[str]:
    """Return ``n`` names for made columns that none of ``columns`` has.

    >>> noise_names("noise", 3, ["noise 2", "age"])
    ['noise 1', 'noise 2_2', 'noise 3']
    """
    names: list[str] = []
    taken = set(columns)
    for i in range(n):
        names.append(free_name(f"{word} {i + 1}", taken))
        taken.add(names[-1])
    return names


NOISE: dict[str, Callable[..., pd.DataFrame]] = {
    "selection": with_noise,
    "target": with_codes,
    "smote": with_noise,
    "scaling": with_noise,
    "imputation": with_holes,
}
"""How each leak changes the table."""


def noise_of(settings: LeakSettings) -> Spoil:
    """Return the function of the features and a generator that changes them."""
    more = {"n_rows": settings.n_rows} if settings.leak == "target" else {}
    return partial(NOISE[settings.leak], n_noise=settings.n_noise, **more)


def draw_of(settings: LeakSettings) -> Callable[..., Rows]:
    """Return the function of rows, targets and a generator that leaves few rows."""
    is_classes = settings.experiment.task == "classification"
    return partial(few_of_each_class if is_classes else few, n_rows=settings.n_rows)
