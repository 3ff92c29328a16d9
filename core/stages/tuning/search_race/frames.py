"""What a learner sees of a race: everything tried so far, and who won."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.tabular.judge.defined import is_defined
from core.tabular.judge.metrics import Metric
from core.tabular.search.space import Candidate

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Winner:
    """The best candidate of a method with one seed.

    method : its place in the list of all. score : its search score. test : on rows that no search
    saw, with a bootstrap interval. fits : whole fits spent. seconds : that they took.
    """

    method: int
    seed: int
    candidate: Candidate
    score: float
    test: Metric
    fits: float
    seconds: float

    @property
    def flattered(self) -> float:
        """By how much the search score is better than the test score."""
        sign = 1 if self.test.better == "higher" else -1
        return sign * (self.score - self.test.value)


@dataclass(frozen=True, eq=False)
class Plain:
    """The model's defaults, which nobody searched. scores : (n_seeds so far,) by folds.

    seconds : that one seed's folds took.
    """

    scores: Floats
    test: Metric | None
    seconds: float = 0.0


@dataclass(frozen=True, eq=False)
class RaceFrame:
    """A race after ``n_fits`` of ``n_planned`` fits; n trials, d settings, m methods.

    method : (n,) places in the list of all. seed : (n,). spent : (n,) what its method had spent of
    its budget by then, in fits on all rows. score : (n,) mean over the folds, NaN for what failed.
    rows : (n,) training rows it was tried on, of ``n_rows``. values : (n, d) numbers, places among
    the choices. reasons : (n,) why it failed, "" for the others.
    racing : (m,) who races. budget : fits of each. rungs : halving's rounds, candidates and rows.
    importance : (d,) by fANOVA, empty while it is unknown. n_whole : trials it is told from.
    """

    n_fits: int
    n_planned: int
    seed_now: int
    n_seeds: int
    racing: Ints
    budget: int
    n_folds: int
    n_rows: int
    n_test: int
    metric: str
    metric_label: str
    better: str
    method: Ints
    seed: Ints
    spent: Floats
    score: Floats
    rows: Ints
    values: Floats
    reasons: tuple[str, ...]
    plain: Plain
    winners: tuple[Winner, ...]
    importance: Floats
    rungs: Ints
    notes: tuple[str, ...]
    over: bool = False
    ended: str = ""

    @property
    def n_trials(self) -> int:
        """Candidates tried so far, cheap ones too."""
        return len(self.score)

    @property
    def n_failed(self) -> int:
        """How many of them could not be scored."""
        return int(np.isnan(self.score).sum())

    @property
    def sign(self) -> int:
        """1 where a higher score is better, -1 where a lower one is."""
        return 1 if self.better == "higher" else -1

    @property
    def whole(self) -> NDArray[np.bool_]:
        """(n,) which trials were on all rows and have a score: only they can be compared."""
        return np.asarray((self.rows == self.n_rows) & np.isfinite(self.score))

    @property
    def n_whole(self) -> int:
        """How many."""
        return int(self.whole.sum())

    @cached_property
    def best(self) -> Floats:
        """(m, n_seeds) the best whole score of each method and seed, NaN where there is none."""
        found = np.full((len(self.racing), self.n_seeds), np.nan)
        for i, method in enumerate(self.racing):
            for seed in range(self.n_seeds):
                mine = self.score[self.whole & (self.method == method) & (self.seed == seed)]
                if len(mine):
                    found[i, seed] = self.sign * (self.sign * mine).max()
        return found

    @property
    def n_complete(self) -> int:
        """Seeds in which every method has come to its end."""
        return len({w.seed for w in self.winners if self._has_all(w.seed)})

    def _has_all(self, seed: int) -> bool:
        done = {winner.method for winner in self.winners if winner.seed == seed}
        return done == {int(method) for method in self.racing} or self.over

    @property
    def compared(self) -> Floats:
        """(m, k) the best scores that can be compared fairly: of complete seeds, else of the
        present one.
        """
        k = self.n_complete
        return self.best[:, :k] if k else self.best[:, :1]

    @property
    def means(self) -> Floats:
        """(m,) the mean of these over seeds; NaN for a method without a whole trial."""
        known = np.isfinite(self.compared)
        total = np.where(known, self.compared, 0.0).sum(axis=1)
        count = known.sum(axis=1)
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)

    @property
    def order(self) -> list[int]:
        """Places in ``racing`` of the methods with a score, the best first."""
        means = self.sign * self.means
        known = [i for i in range(len(means)) if is_defined(means[i])]
        return sorted(known, key=lambda i: -means[i])

    @property
    def lead(self) -> float:
        """By how much the first is ahead of the second; NaN for fewer than two."""
        if len(self.order) < 2:
            return float("nan")
        first, second = self.order[:2]
        return float(self.sign * (self.means[first] - self.means[second]))

    @property
    def spread(self) -> float:
        """How far the first two lie apart over their own seeds, the wider; NaN for one seed."""
        found = [self.compared[i][np.isfinite(self.compared[i])] for i in self.order[:2]]
        wide = [float(np.ptp(mine)) for mine in found if len(mine) > 1]
        return max(wide) if wide else float("nan")

    def winners_of(self, method: int) -> tuple[Winner, ...]:
        """Return a method's winners so far, a seed each."""
        return tuple(winner for winner in self.winners if winner.method == method)

    def champion(self, method: int) -> Winner | None:
        """Return a method's winner with the best search score over all seeds."""
        found = [w for w in self.winners_of(method) if is_defined(w.score)]
        return max(found, key=lambda w: self.sign * w.score, default=None)

    @property
    def champions(self) -> tuple[Winner, ...]:
        """The champion of each method that has one, in the order of the list."""
        found = (self.champion(int(method)) for method in self.racing)
        return tuple(winner for winner in found if winner is not None)

    @property
    def mean_search(self) -> float:
        """Mean search score of all winners."""
        return _mean([winner.score for winner in self.winners])

    @property
    def mean_test(self) -> float:
        """Mean score of all winners on rows no search saw."""
        return _mean([winner.test.value for winner in self.winners])

    @property
    def flattery(self) -> float:
        """By how much search scores are better than test scores, mean over all winners."""
        return _mean([winner.flattered for winner in self.winners])

    @property
    def gain(self) -> float:
        """By how much winners are better than the defaults on test rows, mean over all winners."""
        if self.plain.test is None:
            return float("nan")
        base = self.plain.test.value
        return _mean([self.sign * (winner.test.value - base) for winner in self.winners])

    @property
    def plain_width(self) -> float:
        """Half of the interval of the defaults' test score: what so few test rows leave open."""
        test = self.plain.test
        return float("nan") if test is None else (test.high - test.low) / 2


def _mean(values: list[float]) -> float:
    known = [value for value in values if is_defined(value)]
    return float(np.mean(known)) if known else float("nan")
