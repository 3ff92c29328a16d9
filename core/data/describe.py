"""What is in a table: per column numbers, and alerts in sentences."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from core.data.alerts import alerts
from core.data.column_profile import BINS, ColumnProfile, Histogram, Profile
from core.data.kinds import Kind, column_kinds, suggest_target, task_of
from core.data.numbers import EXACT
from core.data.spelling import class_names, spelled

__all__ = [
    "BINS",
    "ColumnProfile",
    "Histogram",
    "Kind",
    "Profile",
    "column_kinds",
    "profile",
    "suggest_target",
    "task_of",
]

TOP_VALUES = 30


def profile(frame: pd.DataFrame, target: str = "") -> Profile:
    """Return a frame's profile; the same frame always gives the same profile.

    target : the column that is to be predicted, if known: copies of it are alerts of their own.

    Numbers are over all rows. Kinds, duplicated rows and correlations are judged on evenly spaced
    rows of a large frame; such an alert says so.
    """
    kinds = column_kinds(frame)
    columns = tuple(_column_profile(frame[name], kind) for name, kind in kinds.items())
    return Profile(len(frame), len(columns), columns, alerts(frame, columns, target))


def _column_profile(column: pd.Series, kind: Kind) -> ColumnProfile:
    plain: dict[str, Any] = {"name": str(column.name), "kind": kind, "dtype": str(column.dtype)}
    plain["n_missing"] = int(column.isna().sum())
    plain["classes"] = class_names(column)
    if plain["classes"]:
        plain["rarest"] = int(column.value_counts().min())
    if column.dtype.kind == "M":
        return ColumnProfile(**plain, **_date_numbers(column.dropna()))
    if column.dtype.kind in "if":
        numbers = _number_numbers(column.dropna().to_numpy(np.float64))
        return ColumnProfile(**plain, **(numbers | _exact(column)))
    counts = column.value_counts()
    return ColumnProfile(**plain, n_unique=len(counts), top_values=_top(counts))


def _number_numbers(values: npt.NDArray[np.float64]) -> dict[str, Any]:
    ordered = np.sort(values)  # the one costly pass: all below reads it
    distinct = (
        ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered
    )
    finite = ordered[np.isfinite(ordered)]
    plain: dict[str, Any] = {
        "n_unique": len(distinct),
        "n_zeros": int((values == 0).sum()),
        "n_infinite": len(ordered) - len(finite),
    }
    if len(distinct) <= FEW_NUMBERS:
        plain["top_values"] = _top_numbers(ordered, distinct)
    return plain if not len(finite) else plain | _moments(finite)


FEW_NUMBERS = 50


def _exact(column: pd.Series) -> dict[str, Any]:
    """Return what floats would get wrong: the different values of whole numbers beyond 2**53."""
    if (
        column.dtype.kind != "i"
        or column.empty
        or max(int(column.max()), -int(column.min())) <= EXACT
    ):
        return {}
    counts = column.value_counts()
    few = _top(counts) if len(counts) <= FEW_NUMBERS else ()
    return {"n_unique": len(counts), "top_values": few}


def _top_numbers(ordered: npt.NDArray[np.float64], distinct: npt.NDArray[np.float64]) -> Any:
    counts = np.diff(np.append(np.searchsorted(ordered, distinct), len(ordered)))
    order = np.argsort(-counts, kind="stable")[:TOP_VALUES]
    texts = spelled(pd.Series(distinct[order]))
    return tuple(zip(texts, map(int, counts[order]), strict=True))


_SIDES: tuple[Literal["left"], Literal["right"]] = ("left", "right")


def _moments(finite: npt.NDArray[np.float64]) -> dict[str, Any]:
    """Return moments, quartiles and histogram of sorted finite values."""
    low, high = float(finite[0]), float(finite[-1])
    with np.errstate(over="ignore", invalid="ignore"):
        mean = float(finite.mean())
        centred = finite - mean
        variance = float((centred**2).mean())
        skewness = float((centred**3).mean()) / variance**1.5 if variance > 0 else math.nan
    n = len(finite)
    std = math.sqrt(variance * n / (n - 1)) if n > 1 else math.nan
    quartiles = _quartiles(finite)
    start, stop = (int(np.searchsorted(finite, quartiles[1], side)) for side in _SIDES)
    return {
        "around_median": (start, stop - start, n - stop),
        "minimum": low,
        "maximum": high,
        "mean": _or_none(mean),
        "std": _or_none(std),
        "quartiles": quartiles,
        "skewness": _or_none(skewness),
        "histogram": _histogram(finite, low, high),
    }


def _quartiles(finite: npt.NDArray[np.float64]) -> tuple[float, ...]:
    scale = 1.0 if math.isfinite(float(finite[-1]) - float(finite[0])) else 4.0
    return tuple(float(q) * scale for q in np.quantile(finite / scale, (0.25, 0.5, 0.75)))


def _or_none(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _histogram(finite: npt.NDArray[np.float64], low: float, high: float) -> Histogram | None:
    if not math.isfinite(high - low):
        return None
    edges = (
        np.linspace(low, high, BINS + 1)
        if high > low
        else np.linspace(low - 0.5, low + 0.5, BINS + 1)
    )
    below = np.searchsorted(finite, edges[1:-1], side="left")
    counts = np.diff(np.concatenate([[0], below, [len(finite)]]))
    return Histogram(tuple(counts.tolist()), tuple(edges.tolist()))


def _date_numbers(column: pd.Series) -> dict[str, Any]:
    if column.empty:
        return {"n_unique": 0}
    moments = np.sort(column.to_numpy().view(np.int64))
    low, high = float(moments[0]), float(moments[-1])
    bars = _histogram(moments.astype(np.float64), low, high)
    edges = () if bars is None else tuple(_iso(edge) for edge in bars.edges)
    return {
        "n_unique": int((moments[1:] != moments[:-1]).sum()) + 1,
        "minimum": _iso(moments[0]),
        "maximum": _iso(moments[-1]),
        "histogram": None if bars is None else Histogram(bars.counts, edges),
    }


def _iso(microseconds: Any) -> str:
    text = str(np.datetime64(round(float(microseconds)), "us"))
    return text.removesuffix(".000000").removesuffix("T00:00:00")


def _top(counts: pd.Series) -> tuple[tuple[str, int], ...]:
    """Return the most frequent values of `value_counts`, ties in the values' own order."""
    if counts.empty:
        return ()
    least = counts.iloc[min(TOP_VALUES, len(counts)) - 1]
    pairs = [(str(value), int(n)) for value, n in counts[counts > least].items()]
    ties = counts.index[counts == least].astype("str").sort_values()[:TOP_VALUES]
    pairs = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    return tuple([*pairs, *((str(value), int(least)) for value in ties)][:TOP_VALUES])
