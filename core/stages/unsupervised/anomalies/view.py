"""What the page shows at one contamination and of one point: small arithmetic on the scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.stages.unsupervised.anomalies.company import Company, company_of
from core.stages.unsupervised.anomalies.isolation import Isolation, isolate
from core.stages.unsupervised.anomalies.judge import (
    average_precision,
    flagged_by,
    precision_at,
    threshold_of,
)
from core.stages.unsupervised.anomalies.run import Findings, Opinion
from core.stages.unsupervised.anomalies.settings import AnomalySettings

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Verdict:
    """One detector at the contamination: its threshold, and what lies above it.

    flags : (n,). found : planted points among them. precision, average : at k, the number of points
    that the contamination asks for, and over all k; NaN without labels.
    """

    opinion: Opinion
    threshold: float
    flags: Flags
    found: int
    precision: float
    average: float

    @property
    def n_flagged(self) -> int:
        """How many points it flags."""
        return int(self.flags.sum())

    @property
    def false_alarms(self) -> int:
        """Flagged points that are not planted."""
        return self.n_flagged - self.found


@dataclass(frozen=True, eq=False)
class View:
    """All detectors at one contamination, and one point in the forest.

    k : the points that the contamination asks for. n_planted : known anomalies, 0 without labels.
    votes : (n,) by how many detectors each point is flagged. place : of the point that is looked
    at. order : (n,) places, most unusual to the detector in large first. company : the neighbours
    of the point, where LOF is in large.
    """

    findings: Findings
    verdicts: tuple[Verdict, ...]
    k: int
    n_planted: int
    votes: NDArray[np.int64]
    place: int
    order: NDArray[np.int64]
    isolation: Isolation
    company: Company | None = None

    @property
    def n(self) -> int:
        """How many points were scored."""
        return len(self.votes)

    @property
    def chance(self) -> float:
        """The precision of guessing: the share of planted points."""
        return self.n_planted / self.n

    @property
    def lucky(self) -> float:
        """How many planted points k guesses would find."""
        return self.k * self.chance

    @property
    def n_by_votes(self) -> NDArray[np.int64]:
        """(5,) how many points are flagged by 0, 1, 2, 3 and 4 detectors."""
        return np.bincount(self.votes, minlength=5)

    @property
    def n_any(self) -> int:
        """How many points are flagged by one detector at least."""
        return int((self.votes > 0).sum())

    @property
    def n_all(self) -> int:
        """How many points are flagged by every detector that has scores."""
        return int((self.votes == len(self.heard)).sum()) if self.heard else 0

    @property
    def heard(self) -> tuple[Verdict, ...]:
        """The detectors that have scores."""
        return tuple(one for one in self.verdicts if not one.opinion.refused)

    @property
    def row(self) -> int:
        """The row of the point that is looked at."""
        return int(self.findings.points.rows[self.place])

    def of(self, detector: str) -> Verdict:
        """Return one detector's verdict."""
        return next(one for one in self.verdicts if one.opinion.id == detector)


def at_contamination(settings: AnomalySettings, found: Findings) -> View:
    """Return what there is to see at the chosen contamination and point."""
    planted = found.sight.planted
    n = len(found.points.X)
    k = min(max(round(settings.contamination * n), 1), n)
    verdicts = tuple(_verdict(one, settings.contamination, planted, k) for one in found.opinions)
    large = next(one for one in found.opinions if one.id == settings.detector)
    ranked = large if not large.refused else found.opinions[0]
    order = np.lexsort((np.arange(n), -ranked.score))
    at = np.flatnonzero(found.points.rows == settings.chosen)
    place = int(at[0]) if len(at) else int(order[0])
    ordinary = int(np.argmin(found.opinions[0].score))
    votes = np.array([one.flags for one in verdicts]).sum(axis=0, dtype=np.int64)
    return View(
        found, verdicts, k, int(planted.sum()), votes, place, order,
        isolate(found.trees, found.points.X, place, ordinary, found.points.plane.ranges()),
        _company(settings, found, place),
    )  # fmt: skip


def _company(settings: AnomalySettings, found: Findings, place: int) -> Company | None:
    (one,) = (opinion for opinion in found.opinions if opinion.id == "lof")
    if settings.detector != "lof" or one.refused:
        return None
    learnt, k = found.sight.learnt, min(settings.n_neighbors, len(found.sight.learnt) - 1)
    return company_of(found.points.X, learnt, place, k, float(one.score[place]))


def _verdict(one: Opinion, contamination: float, planted: Flags, k: int) -> Verdict:
    nan = float("nan")
    if one.refused:
        return Verdict(one, nan, np.zeros(len(one.score), bool), 0, nan, nan)
    threshold = threshold_of(one.score, contamination)
    flags = flagged_by(one.score, threshold)
    if not planted.any():
        return Verdict(one, threshold, flags, 0, nan, nan)
    return Verdict(
        one, threshold, flags, int((flags & planted).sum()),
        precision_at(one.score, planted, k), average_precision(one.score, planted),
    )  # fmt: skip
