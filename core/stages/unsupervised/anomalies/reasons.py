"""Why a detector misses planted points: what can be measured of those that it misses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.unsupervised.anomalies.judge import robust_z
from core.stages.unsupervised.anomalies.settings import AnomalySettings
from core.stages.unsupervised.anomalies.view import Verdict, View
from core.wording import counted

Floats: TypeAlias = NDArray[np.float64]

BEHIND = 3
"""Planted points by which a detector must be behind the best for a reason to be looked for."""
PLAIN_Z = 2.0
"""A value within so many robust standard deviations is nothing special in its column."""
MASKED = 0.5
"""Planted points whose neighbours are planted by so large a share mask one another."""
THIN, MOST_NEIGHBOURS = 32, 120
"""A small sample for a tree; the most neighbours that can be asked for."""
MOST_POINTS = 2_000
"""Up to so many points are distances measured, in the server."""


def reason(settings: AnomalySettings, view: View) -> str:
    """Say why one detector misses planted points that the best one finds; "" if none is behind.

    That in large, if it is behind, else the one that finds least. Each sentence is a measurement
    on the points that it misses.
    """
    best = max(one.found for one in view.heard)
    least = min(view.heard, key=lambda one: one.found)
    large = view.of(settings.detector)
    one = large if large in view.heard and best - large.found >= BEHIND else least
    if best - one.found < BEHIND:
        return _swamped(view)
    return WHY[one.opinion.id](settings, view, one)


def company(view: View, k: int) -> float:
    """Return the share of planted points among the ``k`` nearest neighbours of planted points."""
    X, planted = view.findings.points.X, view.findings.sight.planted
    if not planted.any() or len(X) > MOST_POINTS:
        return 0.0
    known, k = np.flatnonzero(planted), min(k, len(X) - 1)
    far = ((X[known][:, None] - X) ** 2).sum(axis=2)
    far[np.arange(len(known)), known] = np.inf
    nearest = np.argpartition(far, k - 1, axis=1)[:, :k]
    return float(planted[nearest].mean())


def _missed(view: View, one: Verdict) -> NDArray[np.bool_]:
    return view.findings.sight.planted & ~one.flags


def _before(view: View, one: Verdict) -> int:
    """Return how many ordinary points it finds more unusual than half of those it misses."""
    score, missed = one.opinion.score, _missed(view, one)
    planted = view.findings.sight.planted
    return int((score[~planted] > np.median(score[missed])).sum())


def _lof(settings: AnomalySettings, view: View, one: Verdict) -> str:
    n, shared = int(_missed(view, one).sum()), company(view, settings.n_neighbors)
    if shared < MASKED:
        return (
            f"LOF misses {n}: it finds {_before(view, one)} ordinary points lonelier, each "
            f"compared with its {settings.n_neighbors} neighbours, than half of them."
        )
    told = (
        f"LOF misses {n}: of the {settings.n_neighbors} neighbours that a planted point is "
        f"compared with, {shared:.0%} are planted, too, so they mask one another."
    )
    return f"{told}{_more_neighbours(view)}"


def _more_neighbours(view: View) -> str:
    asked = 2 * view.n_planted
    if asked > min(MOST_NEIGHBOURS, view.n // 2):
        return ""
    return f" {asked} neighbours would reach beyond their own company."


def _forest(settings: AnomalySettings, view: View, one: Verdict) -> str:
    missed = _missed(view, one)
    n, z = int(missed.sum()), robust_z(view.findings.points.raw)[missed]
    plain = int((np.abs(z) < PLAIN_Z).all(axis=1).sum())
    if 2 * plain >= n and z.shape[1] > 1:
        return (
            f"The forest misses {n}: it cuts one column at a time, and {plain} of them are nothing "
            f"special in any single column (robust z below {PLAIN_Z:g}); only together do the "
            "columns give them away."
        )
    size = view.isolation.sample_size
    if company(view, max(view.n_planted - 1, 1)) >= MASKED and size > THIN:
        return (
            f"The forest misses {n}: they stand so close together that cuts take them off as one, "
            f"and then need many more to part them: they mask one another. Trees of {THIN} points, "
            f"not {size}, would see fewer of them at once."
        )
    return f"The forest misses {n}: {_before(view, one)} ordinary points are alone sooner."


def _svm(_settings: AnomalySettings, view: View, one: Verdict) -> str:
    missed = _missed(view, one)
    n, inside = int(missed.sum()), int((one.opinion.score[missed] <= 0).sum())
    if 2 * inside >= n:
        return (
            f"The SVM misses {n}: it has learnt from the planted points, too, and its own border, "
            f"bent by γ, runs around {inside} of them as if they belonged."
        )
    return f"The SVM misses {n}: it places {_before(view, one)} ordinary points farther outside."


def _envelope(_settings: AnomalySettings, view: View, one: Verdict) -> str:
    planted, missed = view.findings.sight.planted, _missed(view, one)
    middle = float(np.median(one.opinion.score[~planted]))
    n, deep = int(missed.sum()), int((one.opinion.score[missed] < middle).sum())
    told = f"The envelope misses {n}: one ellipse around the middle is all it can draw, and"
    if 2 * deep >= n:
        return f"{told} {deep} of them lie deeper in it than half of the ordinary points."
    return f"{told} {_before(view, one)} ordinary points lie farther out."


def _swamped(view: View) -> str:
    """Say how many ordinary points are flagged by all detectors."""
    planted = view.findings.sight.planted
    alarms = int(((view.votes == len(view.heard)) & ~planted).sum())
    if not alarms:
        return ""
    return (
        f"{counted(alarms, 'ordinary point')} {'is' if alarms == 1 else 'are'} flagged by every "
        "detector: agreement is no proof."
    )


WHY: dict[str, Callable[[AnomalySettings, View, Verdict], str]] = {
    "forest": _forest,
    "lof": _lof,
    "svm": _svm,
    "envelope": _envelope,
}
