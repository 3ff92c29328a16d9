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
AS_LONELY = 0.2
"""Where so large a share of ordinary points is as far from its neighbours, distance tells none."""
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
    """Return the planted points it could have flagged and did not, those nearest to being so.

    Where more are planted than it flags, not all of the others are its fault.
    """
    known = np.flatnonzero(view.findings.sight.planted & ~one.flags)
    nearest = known[np.argsort(-one.opinion.score[known], kind="stable")]
    missed = np.zeros(view.n, bool)
    missed[nearest[: max(findable(view) - one.found, 0)]] = True
    return missed


def findable(view: View) -> int:
    """Return how many planted points a detector could find: no more than are flagged."""
    return min(view.n_planted, max(one.n_flagged for one in view.heard))


def _misses(view: View, one: Verdict) -> str:
    """Return how many it misses, of all planted or of those that its flags suffice for."""
    could = findable(view)
    of_them = f" of the {could:,} that it could find" if could < view.n_planted else ""
    return f"{MISSER[one.opinion.id]} misses {could - one.found:,}{of_them}"


def _before(view: View, one: Verdict) -> int:
    """Return how many ordinary points it finds more unusual than half of those it misses."""
    score, missed = one.opinion.score, _missed(view, one)
    planted = view.findings.sight.planted
    return int((score[~planted] > np.median(score[missed])).sum())


def _lof(settings: AnomalySettings, view: View, one: Verdict) -> str:
    shared = company(view, settings.n_neighbors)
    if shared < MASKED:
        return (
            f"{_misses(view, one)}: it finds {_before(view, one):,} ordinary points lonelier, each "
            f"compared with its {settings.n_neighbors} neighbours, than half of them."
        )
    told = (
        f"{_misses(view, one)}: of the {settings.n_neighbors} neighbours that a planted point is "
        f"compared with, {shared:.0%} are planted, too, so they mask one another."
    )
    return f"{told}{_more_neighbours(view)}"


def _more_neighbours(view: View) -> str:
    asked = 2 * view.n_planted
    if asked > min(MOST_NEIGHBOURS, view.n // 2):
        return ""
    return f" {asked} neighbours would reach beyond their own company."


def _forest(settings: AnomalySettings, view: View, one: Verdict) -> str:
    told = f"{_misses(view, one)}:"
    return f"{told} " + (
        _close_to_a_crowd(settings, view, one)
        or _only_together(view, one)
        or _masked_in_trees(view)
        or f"{_before(view, one):,} ordinary points are alone sooner than half of them."
    )


def _close_to_a_crowd(settings: AnomalySettings, view: View, one: Verdict) -> str:
    """Say that only LOF, which compares nearby, tells them; "" where that is not so."""
    missed, lof = _missed(view, one), view.of("lof")
    lonely, k = as_lonely(view, missed, settings.n_neighbors), settings.n_neighbors
    n_ordinary = view.n - view.n_planted
    if lonely < AS_LONELY * n_ordinary or 2 * (lof.flags & missed).sum() < missed.sum():
        return ""
    times = float(np.median(lof.opinion.score[missed]))
    return (
        f"{lonely:,} of the {n_ordinary:,} ordinary points have their {k} nearest neighbours as "
        "far away as half of these. They are odd only beside their own neighbours, who stand "
        f"{times:.2g} times as densely (so says LOF), and a cut at random knows no neighbours."
    )


def as_lonely(view: View, missed: NDArray[np.bool_], k: int) -> int:
    """Return how many ordinary points are as far from their k-th neighbour as half of ``missed``.

    0 where there are too many points to measure.
    """
    X, planted = view.findings.points.X, view.findings.sight.planted
    if not missed.any() or len(X) > MOST_POINTS:
        return 0
    k = min(k, len(X) - 1)
    far = np.array([np.partition(np.linalg.norm(X - place, axis=1), k)[k] for place in X])
    return int((far[~planted] >= np.median(far[missed])).sum())


def _only_together(view: View, one: Verdict) -> str:
    """Say that each of their columns is plain; "" where it is not."""
    missed = _missed(view, one)
    z = robust_z(view.findings.points.raw)[missed]
    plain = int((np.abs(z) < PLAIN_Z).all(axis=1).sum())
    if 2 * plain < missed.sum() or z.shape[1] < 2:
        return ""
    return (
        f"it cuts one column at a time, and {plain:,} of them are nothing special in any single "
        f"column (within {PLAIN_Z:g} usual spreads of its median); only together do the columns "
        "give them away."
    )


def _masked_in_trees(view: View) -> str:
    """Say that they stand so close together that a tree parts them late; "" where not."""
    size = view.isolation.sample_size
    if company(view, max(view.n_planted - 1, 1)) < MASKED or size <= THIN:
        return ""
    return (
        "they stand so close together that cuts take them off as one, and then need many more to "
        f"part them: they mask one another. Trees of {THIN} points, not {size}, would see fewer "
        "of them at once."
    )


def _svm(_settings: AnomalySettings, view: View, one: Verdict) -> str:
    missed = _missed(view, one)
    n, inside = int(missed.sum()), int((one.opinion.score[missed] <= 0).sum())
    if 2 * inside >= n:
        return (
            f"{_misses(view, one)}: it has learnt from the planted points, too, and its own "
            f"border, bent by γ, runs around {inside} of them as if they belonged."
        )
    return (
        f"{_misses(view, one)}: it places {_before(view, one):,} ordinary points farther outside "
        "than half of them."
    )


def _envelope(_settings: AnomalySettings, view: View, one: Verdict) -> str:
    planted, missed = view.findings.sight.planted, _missed(view, one)
    middle = float(np.median(one.opinion.score[~planted]))
    n, deep = int(missed.sum()), int((one.opinion.score[missed] < middle).sum())
    told = f"{_misses(view, one)}: one ellipse around the middle is all it can draw, and"
    if 2 * deep >= n:
        return f"{told} {deep} of them lie deeper in it than half of the ordinary points."
    return f"{told} {_before(view, one):,} ordinary points lie farther out than half of them."


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


MISSER = {
    "forest": "The forest", "lof": "LOF", "svm": "The SVM", "envelope": "The envelope",
}  # fmt: skip
WHY: dict[str, Callable[[AnomalySettings, View, Verdict], str]] = {
    "forest": _forest,
    "lof": _lof,
    "svm": _svm,
    "envelope": _envelope,
}
