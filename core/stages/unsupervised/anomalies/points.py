"""The points to look at, and which of them are known to be anomalies."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.stages.unsupervised.anomalies.settings import MOST_ROWS, AnomalySettings
from core.unlabelled.anomalies import SCENE_BY_ID, scene_points
from core.unlabelled.points import BadData, PointSet, check_enough, make_points
from core.unlabelled.settings import DRAWN, OWN, PointSettings
from core.wording import counted, share

MOST_CELLS = 400_000
"""Rows times columns that are scored: 8,000 rows of 50 columns."""
RARE = 0.1
"""A class of a larger share than this is no anomaly, so it judges nothing."""


@dataclass(frozen=True, eq=False)
class Sight:
    """Points to score.

    planted : (n,) whether each is known to be an anomaly; for judging only. learnt : (m,) rising
    places of the points that detectors learn from. said : what the anomalies are, "" where no
    label says anything. note : what a reader must know of the points. mute : why the label that was
    chosen says nothing, "" where it does or none was.
    """

    points: PointSet
    planted: NDArray[np.bool_]
    learnt: NDArray[np.int64]
    said: str = ""
    note: str = ""
    mute: str = ""


def look(settings: AnomalySettings, frame: pd.DataFrame | None = None) -> Sight:
    """Return the points of ``settings``; ``frame`` is the table that columns are named of.

    Raises `core.unlabelled.points.BadData`.
    """
    if settings.shape in OWN:
        return _own(settings, frame)
    if settings.shape == DRAWN:
        drawn = np.array(settings.points, float).reshape(-1, 3)
        check_enough(len(drawn), "Draw")
        return _plain(drawn[:, :2], drawn[:, 2] == 1)
    X = scene_points(settings.shape, settings.n_points, settings.n_planted, seed=settings.data_seed)
    n_planted = min(settings.n_planted, settings.n_points // 2)
    planted = np.arange(len(X)) >= len(X) - n_planted
    return _plain(X, planted & SCENE_BY_ID[settings.shape].plants)


def _plain(X: NDArray[np.float64], planted: NDArray[np.bool_]) -> Sight:
    if (np.ptp(X, axis=0) == 0).all():
        raise BadData("All points stand at one place, so none is unusual. Draw others.")
    rows = np.arange(len(X))
    return Sight(PointSet(X, X, ("x1", "x2"), rows), planted, rows, "planted")


def _own(settings: AnomalySettings, frame: pd.DataFrame | None) -> Sight:
    n_rows = 0 if frame is None else len(frame)
    n_columns = 2 if frame is None else max(frame.shape[1], 2)
    most = min(MOST_ROWS, max(MOST_CELLS // n_columns, 100))
    points = make_points(
        PointSettings(
            shape=settings.shape, n_points=min(most, max(n_rows, 1)), x1=settings.x1,
            x2=settings.x2, data_seed=settings.data_seed, features=settings.features,
            target=settings.label,
        ),
        frame,
    )  # fmt: skip
    if (np.ptp(points.X, axis=0) == 0).all():
        raise BadData("All rows are equal in these columns, so none is unusual. Choose others.")
    n = len(points.X)
    learnt = np.arange(n)
    notes = [points.note]
    if n > settings.n_learn:
        rng = np.random.default_rng([settings.data_seed, 3])
        learnt = np.sort(rng.choice(n, settings.n_learn, replace=False))
        notes.append(
            f"The detectors learn from {len(learnt):,} of these rows, drawn by the seed, and score "
            f"all {n:,}."
        )
    mute = _mute(points, settings.label, frame)
    planted, said, remark = (np.zeros(n, bool), "", "") if mute else _rarest(points, settings.label)
    notes.append(remark)
    return Sight(points, planted, learnt, said, " ".join(part for part in notes if part), mute)


def _mute(points: PointSet, label: str, frame: pd.DataFrame | None) -> str:
    """Return why no value of the label can be the anomaly; "" where the rarest can, or no label."""
    if not label:
        return ""
    if points.labels is None:
        return f"{label!r} judges nothing: {_no_groups(points, label, frame)}."
    counts = np.bincount(points.labels, minlength=len(points.classes))
    there = np.flatnonzero(counts)
    if len(there) < 2:
        return f"{label!r} judges nothing: all rows here have one value of it."
    code, n = int(there[counts[there].argmin()]), len(points.labels)
    if counts[code] <= RARE * n:
        return ""
    return (
        f"{label!r} judges nothing: even its rarest value, {points.classes[code]!r}, is "
        f"{share(int(counts[code]), n)} of the rows, and more than {RARE:.0%} are no anomaly."
    )


def _no_groups(points: PointSet, label: str, frame: pd.DataFrame | None) -> str:
    """Return why a column splits no rows into groups."""
    if frame is None or label not in frame.columns:
        return "the table has no such column"
    gaps = int(frame[label].iloc[points.rows].isna().sum())
    if gaps == len(points.rows):
        return "it is empty"
    if gaps:
        return f"in {counted(gaps, 'row')} of {len(points.rows):,} it is empty"
    return "it has too many values to be a label"


def _rarest(points: PointSet, label: str) -> tuple[NDArray[np.bool_], str, str]:
    """Return which rows have the rarest class, what it is, and a remark."""
    if points.labels is None:
        none = "Without labels nothing can say whether a detector is right, only how they differ."
        return np.zeros(len(points.X), bool), "", none
    counts = np.bincount(points.labels, minlength=len(points.classes))
    there = np.flatnonzero(counts)
    code = int(there[counts[there].argmin()])
    n, said = int(counts[code]), f"{label} = {points.classes[code]}"
    remark = (
        f"{said!r}, in {counted(n, 'row')} of {len(points.labels):,} "
        f"({share(n, len(points.labels))}), is the rarest value and judges the detectors; none of "
        "them sees that column."
    )
    return points.labels == code, said, remark


def without_constants(points: PointSet) -> PointSet:
    """Return the points without columns in which all are equal: nothing can be unusual there.

    A detector that draws columns by chance would draw others beside a constant one.
    """
    kept = np.ptp(points.X, axis=0) > 0
    names = tuple(name for name, keep in zip(points.names, kept, strict=True) if keep)
    return replace(points, X=points.X[:, kept], raw=points.raw[:, kept], names=names)
