"""Every score of every candidate, and what they say: the best, what it is worth, and the luck."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.stages.tuning.nested_validation.luck import expected
from core.tabular.judge.defined import mean_of, spread_of

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Board:
    """Scores in the metric's own unit, NaN in a fold in which it has no value.

    inner : (n_outer, n_candidates, n_inner), on the folds that choose. outer : (n_outer,
    n_candidates), on the fold that was put aside. test : (n_candidates,), on the test rows.
    sign : 1 where higher is better, -1 where lower is.
    """

    inner: Floats
    outer: Floats
    test: Floats
    sign: int

    @property
    def n_outer(self) -> int:
        """How many outer folds there are."""
        return len(self.outer)

    @property
    def n_candidates(self) -> int:
        """How many candidates have a score."""
        return len(self.test)

    @property
    def promised(self) -> Floats:
        """The (n_outer, n_candidates) means over the inner folds: what each fold chooses by."""
        return np.array([[mean_of(folds) for folds in one] for one in self.inner])

    @property
    def reports(self) -> Floats:
        """The (n_candidates,) means over the outer folds: a plain cross-validated search."""
        return np.array([mean_of(folds) for folds in self.outer.T])

    @property
    def chosen(self) -> Places:
        """Which candidate each outer fold chooses, (n_outer,)."""
        return np.array([self._best(one) for one in self.promised])

    @property
    def best(self) -> int:
        """The candidate that the plain search chooses and reports."""
        return self._best(self.reports)

    @property
    def best_on_test(self) -> int:
        """The candidate that a look at the test rows would choose."""
        return self._best(self.test)

    @property
    def expectations(self) -> Floats:
        """What each fold's choice promised, (n_outer,): its best inner score."""
        return np.array([one[place] for one, place in zip(self.promised, self.chosen, strict=True)])

    @property
    def got(self) -> Floats:
        """What each fold's choice scored on the fold put aside, (n_outer,)."""
        return np.array([one[place] for one, place in zip(self.outer, self.chosen, strict=True)])

    @property
    def drops(self) -> Floats:
        """By how much each choice promised better than it scored, (n_outer,)."""
        return self.sign * (self.expectations - self.got)

    @property
    def reported(self) -> float:
        """The best score of the plain search: what people report."""
        return float(self.reports[self.best])

    @property
    def reported_spread(self) -> float:
        """The standard deviation of that candidate's scores over the folds."""
        return spread_of(self.outer[:, self.best])

    @property
    def nested(self) -> float:
        """The nested estimate: the mean score of the choices on rows no choice saw."""
        return mean_of(self.got)

    @property
    def nested_spread(self) -> float:
        """The standard deviation of the choices' scores over the folds."""
        return spread_of(self.got)

    @property
    def by_fold(self) -> Floats:
        """By how much the reported candidate beats each fold's own choice there, (n_outer,)."""
        return self.sign * (self.outer[:, self.best] - self.got)

    @property
    def optimism(self) -> float:
        """By how much the report is better than the nested estimate."""
        return mean_of(self.by_fold)

    @property
    def error(self) -> float:
        """The optimism's standard error over the outer folds."""
        known = np.isfinite(self.by_fold).sum()
        return spread_of(self.by_fold) / float(np.sqrt(known)) if known > 1 else float("nan")

    @property
    def n_agreeing(self) -> int:
        """How many outer folds choose the very candidate that the plain search reports."""
        return int(np.sum(self.chosen == self.best))

    @property
    def n_choices(self) -> int:
        """How many different candidates the outer folds choose."""
        return len(np.unique(self.chosen))

    @property
    def test_of_best(self) -> float:
        """The reported candidate on the test rows."""
        return float(self.test[self.best])

    @property
    def best_test(self) -> float:
        """The best score on the test rows: what tuning on them would claim."""
        return float(self.test[self.best_on_test])

    @property
    def claim(self) -> float:
        """By how much tuning on the test rows claims more than the reported candidate has there."""
        return self.sign * (self.best_test - self.test_of_best)

    @property
    def promised_gain(self) -> Floats:
        """What 1 … n candidates seem to gain over one drawn blindly, (n_candidates,)."""
        curve = expected(self.sign * self.reports, self.sign * self.reports)
        return np.asarray(curve - curve[0])

    @property
    def real_gain(self) -> Floats:
        """What 1 … n candidates gain on rows that no choice saw, (n_candidates,)."""
        curve = self._over_folds()
        return np.asarray(curve - curve[0])

    @property
    def luck(self) -> Floats:
        """The optimism with 1 … n candidates, (n_candidates,): 0 with one, `optimism` with all."""
        return np.asarray(self.promised_gain - self.real_gain)

    def _over_folds(self) -> Floats:
        known = np.isfinite(self.outer[:, 0])
        curves = [
            expected(self.sign * by, self.sign * got)
            for by, got in zip(self.promised[known], self.outer[known], strict=True)
        ]
        return np.asarray(np.mean(curves, axis=0))

    def _best(self, scores: Floats) -> int:
        return int(np.argmax(self.sign * scores))
