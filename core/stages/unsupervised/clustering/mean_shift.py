"""Mean shift: a window over every point goes to the mean of the points in it, and so climbs.

Windows that come to rest within a bandwidth of each other share a peak; as scikit-learn has it, the
peak with more points in its window stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from core.params import Param
from core.stages.unsupervised.clustering.frames import (
    NOBODY,
    ClusterFrame,
    Floats,
    Ints,
    number,
    squared_distances,
)
from core.stages.unsupervised.clustering.spec import AlgorithmSpec
from core.wording import counted

if TYPE_CHECKING:  # settings name the algorithms
    from core.stages.unsupervised.clustering.settings import ClusterSettings

MOST_STEPS = 300
SMALL = 1e-3
"""A window rests when it moves by less than this share of the bandwidth."""


@dataclass(frozen=True, eq=False)
class ShiftFrame(ClusterFrame):
    """windows : (n, d), where the window of each point is now. n_inside : (n,) points in it.

    n_moving : windows that still climb. moved : the longest way of one. n_peaks : peaks found so
    far by windows at rest. peaks : (k, d), all of them, known at the end only.
    """

    windows: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    n_inside: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    n_moving: int = 0
    moved: float = 0.0
    n_peaks: int = 0
    peaks: Floats = field(default_factory=lambda: np.zeros((0, 0)))


def shifted(X: Any, windows: Any, bandwidth: float) -> tuple[Floats, Ints]:
    """Return the mean of the points in each window (m, d), and how many they are (m,)."""
    inside = squared_distances(windows, X) <= bandwidth**2
    n_inside = inside.sum(axis=1)
    return inside @ X / np.maximum(n_inside, 1)[:, None], n_inside


def climbed(X: Any, bandwidth: float) -> Iterator[tuple[Floats, Ints, Any, float]]:
    """Yield windows (n, d), how many points are in each, which of them rest, the longest way."""
    windows, resting = X.copy(), np.zeros(len(X), bool)
    _, n_inside = shifted(X, windows, bandwidth)
    yield windows, n_inside, resting, 0.0
    for _ in range(MOST_STEPS + 1):
        climbing = np.flatnonzero(~resting)
        goal, found = shifted(X, windows[climbing], bandwidth)
        way = np.sqrt(((goal - windows[climbing]) ** 2).sum(axis=1))
        windows, n_inside, resting = windows.copy(), n_inside.copy(), resting.copy()
        windows[climbing], n_inside[climbing] = goal, found
        resting[climbing] = way <= SMALL * bandwidth
        yield windows, n_inside, resting, float(way.max())
        if resting.all():
            return


def peaks_of(windows: Any, n_inside: Any, bandwidth: float) -> Floats:
    """Return the peaks (k, d): the fullest windows that lie no bandwidth near a fuller one."""
    order = np.lexsort((*windows.T[::-1], n_inside))[::-1]
    kept: list[Any] = []
    for place in order:
        near = kept and (squared_distances(windows[[place]], np.array(kept)) <= bandwidth**2).any()
        if not near:
            kept.append(windows[place])
    return np.array(kept)


def fit_mean_shift(X: Any, bandwidth: float) -> tuple[Ints, dict[str, Any]]:
    """Return the nearest peak of each point, with how many peaks there are."""
    *_, (windows, n_inside, _, _) = climbed(X, bandwidth)
    peaks = peaks_of(windows, n_inside, bandwidth)
    return squared_distances(X, peaks).argmin(axis=1), {"n_peaks": len(peaks)}


def run_mean_shift(X: Floats, settings: ClusterSettings) -> Iterator[ShiftFrame]:
    """Yield the windows over their points, as they climb, and at last whose peak each point's is.

    A point takes its peak's colour when its window has come to rest.
    """
    bandwidth = settings.bandwidth
    way = list(climbed(X, bandwidth))
    windows, n_inside = way[-1][:2]
    peaks = peaks_of(windows, n_inside, bandwidth)
    peak_of = squared_distances(windows, peaks).argmin(axis=1)
    for step, (places, inside, resting, moved) in enumerate(way):
        labels = np.where(resting, peak_of, NOBODY)
        n_moving, n_peaks = int((~resting).sum()), len(np.unique(peak_of[resting]))
        said = _said(step, bandwidth, n_moving, moved, n_peaks)
        yield ShiftFrame(said, labels, "", places, inside, n_moving, moved, n_peaks, peaks)
    labels = squared_distances(X, peaks).argmin(axis=1)
    n_other = int((labels != peak_of).sum())
    said, ended = _end_said(len(peaks), n_other, bandwidth), _unrested(n_moving, len(way) - 1)
    yield ShiftFrame(said, labels, ended, windows, n_inside, n_moving, 0.0, len(peaks), peaks)


def _unrested(n_moving: int, n_steps: int) -> str:
    """Return why the film ends before all windows rest, "" where they do."""
    if not n_moving:
        return ""
    climbs = "climbs" if n_moving == 1 else "climb"
    return (
        f"After {n_steps} steps {counted(n_moving, 'window')} still {climbs}, and the film ends "
        "here. Another radius may let them rest sooner."
    )


def _said(step: int, bandwidth: float, n_moving: int, moved: float, n_peaks: int) -> str:
    if step == 0:
        return f"Before anything: a window of radius {bandwidth:g} lies over every point."
    return (
        f"Step {step}: every window went to the mean of the points in it, {number(moved)} at most; "
        f"{counted(n_moving, 'window')} still {'climbs' if n_moving == 1 else 'climb'}, and those "
        f"at rest stand on {counted(n_peaks, 'peak')}."
    )


def _end_said(n_peaks: int, n_other: int, bandwidth: float) -> str:
    text = (
        f"Peaks nearer than {bandwidth:g} are one, the fuller. That leaves "
        f"{counted(n_peaks, 'peak')}, and every point belongs to the nearest."
    )
    if n_other:
        text += f" For {counted(n_other, 'point')} that is not the one its window climbed."
    return text


SPEC = AlgorithmSpec(
    "mean_shift",
    "Mean shift",
    "Windows climb to where points are densest; no number of clusters is given.",
    "step",
    run_mean_shift,
    ("bandwidth",),
    fit_mean_shift,
    Param("bandwidth", "radius", "float", 1.5, low=0.1, high=6.0, step=0.1),
    "Fukunaga and Hostetler (1975); Comaniciu and Meer (2002), Mean shift: a robust approach",
)
