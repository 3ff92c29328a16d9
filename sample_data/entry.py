"""What a sample set is before it is written, and the tools its generators share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

MADE_HERE = "made here by sample_data/build.py, seeded; not real"
CC0 = "CC0 1.0"

Column = tuple[str, str, str]
NOISE: Column = ("noise", "Random numbers, related to nothing", "")


@dataclass(frozen=True)
class Entry:
    """One sample set: what it says about itself and the function that makes its rows.

    ``columns`` holds (name, meaning, unit) for every column, in order. ``how`` says for a
    generated set which columns truly matter. ``make`` returns float64, int64, bool, str and
    datetime64[us] columns only.
    """

    id: str
    title: str
    story: str
    task: Literal["classification", "regression"]
    target: str
    licence: str
    source: str
    columns: tuple[Column, ...]
    make: Callable[[], pd.DataFrame]
    generated: bool = False
    how: str = ""
    tags: tuple[str, ...] = ()


def sigmoid(logit: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-logit))."""
    return 1.0 / (1.0 + np.exp(-logit))


def yes_no(flags: np.ndarray) -> np.ndarray:
    """Return "yes" where true and "no" elsewhere; "yes" sorts last and so is the positive class."""
    return np.where(flags, "yes", "no")


def top_share(rng: np.random.Generator, logit: np.ndarray, n_positive: int) -> np.ndarray:
    """Return flags with exactly ``n_positive`` true, drawn as a logistic model would.

    Each row's latent value is its logit plus standard logistic noise; the largest are true.
    """
    latent = logit + rng.logistic(size=len(logit))
    flags = np.zeros(len(logit), dtype=bool)
    flags[np.argsort(-latent, kind="stable")[:n_positive]] = True
    return flags


def with_gaps(
    rng: np.random.Generator, frame: pd.DataFrame, shares: dict[str, float]
) -> pd.DataFrame:
    """Return ``frame`` with ``shares[column]`` of each named column missing at random."""
    gappy = frame.copy()
    for name, share in shares.items():
        gappy[name] = gappy[name].mask(rng.random(len(gappy)) < share)
    return gappy


def minutes_after(start: str, minutes: np.ndarray) -> pd.DatetimeIndex:
    """Return the times ``minutes`` (whole) after ``start``, as datetime64[us]."""
    step = np.asarray(minutes, dtype="int64").astype("timedelta64[m]")
    return pd.DatetimeIndex((np.datetime64(start, "us") + step).astype("datetime64[us]"))


def days_after(start: str, days: np.ndarray) -> pd.DatetimeIndex:
    """Return the days ``days`` (whole) after ``start``, as datetime64[us]."""
    return minutes_after(start, np.asarray(days, dtype="int64") * 1440)
