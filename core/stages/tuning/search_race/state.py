"""What a race holds between two fits, and the frame that is made of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.stages.tuning.search_race.frames import Plain, RaceFrame, Winner
from core.stages.tuning.search_race.settings import PLACE_OF, RaceSettings
from core.tabular.judge.defined import is_defined
from core.tabular.judge.metrics import Metric
from core.tabular.search.methods import Rung, Trial, Way
from core.tabular.search.score import Contest
from core.tabular.search.space import Candidate, Dimension


@dataclass(frozen=True)
class Tried:
    """A trial that is done: its mean score, NaN with a reason where there is none."""

    method: int
    seed: int
    candidate: Candidate
    spent: float
    score: float
    n_rows: int
    reason: str


@dataclass(eq=False)
class Runner:
    """A method on its way through one seed's budget; ``next`` is None at its end."""

    method: int
    way: Way
    spent: float = 0.0
    seconds: float = 0.0
    next: Trial | None = None

    def begin(self) -> Runner:
        """Ask for the first trial."""
        self._advance(lambda: next(self.way))
        return self

    def tell(self, score: float | None) -> None:
        """Give the score of the trial, higher is better, and ask for the next one."""
        self._advance(lambda: self.way.send(score))

    def _advance(self, ask: Callable[[], Trial]) -> None:
        begun = time.perf_counter()
        try:
            self.next = ask()
        except StopIteration:
            self.next = None
        self.seconds += time.perf_counter() - begun


@dataclass(eq=False)
class Race:
    """All that has happened; `core.stages.tuning.search_race.run` alone changes it."""

    settings: RaceSettings
    contest: Contest
    n_planned: int
    rungs: tuple[Rung, ...]
    notes: tuple[str, ...]
    n_fits: int = 0
    seed: int = 0
    tried: list[Tried] = field(default_factory=list)
    plain_scores: list[float] = field(default_factory=list)
    plain_test: Metric | None = None
    plain_seconds: float = 0.0
    winners: list[Winner] = field(default_factory=list)
    importance: NDArray[np.float64] = field(default_factory=lambda: np.array([]))
    over: bool = False

    @property
    def n_rows(self) -> int:
        """Training rows that are searched with."""
        return len(self.contest.rows.train)

    @property
    def whole(self) -> list[Tried]:
        """The trials on all these rows that have a score."""
        return [t for t in self.tried if t.n_rows == self.n_rows and is_defined(t.score)]

    def picture(self) -> RaceFrame:
        """Return the frame of now."""
        settings, metric, tried = self.settings, self.contest.metric, self.tried
        return RaceFrame(
            self.n_fits,
            self.n_planned,
            self.seed,
            settings.n_seeds,
            np.array([PLACE_OF[name] for name in settings.racing]),
            settings.budget,
            settings.n_folds,
            self.n_rows,
            len(self.contest.rows.test),
            metric.id,
            metric.label,
            metric.better,
            np.array([t.method for t in tried], np.int64),
            np.array([t.seed for t in tried], np.int64),
            np.array([t.spent for t in tried], np.float64),
            np.array([t.score for t in tried], np.float64),
            np.array([t.n_rows for t in tried], np.int64),
            _values(settings.space.dimensions, tried),
            tuple(t.reason for t in tried),
            Plain(np.array(self.plain_scores, np.float64), self.plain_test, self.plain_seconds),
            tuple(self.winners),
            self.importance,
            np.array([(rung.n_candidates, rung.n_rows) for rung in self.rungs]).reshape(-1, 2),
            self.notes,
            self.over,
        )


def _values(dimensions: tuple[Dimension, ...], tried: list[Tried]) -> NDArray[np.float64]:
    rows = [[_number(one, dict(t.candidate)[one.id]) for one in dimensions] for t in tried]
    return np.array(rows, np.float64).reshape(len(tried), len(dimensions))


def _number(one: Dimension, value: Any) -> float:
    return float(one.choices.index(value)) if one.choices else float(value)
