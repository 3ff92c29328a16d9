"""Ways of searching a space: each proposes a trial, is told its score, and proposes the next.

A way is a generator: it yields `Trial`s and is sent their scores, where higher is better and None
means that the candidate failed. All are given the same number of whole trials.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from core.tabular.search.space import Candidate, Dimension, Space


@dataclass(frozen=True)
class Trial:
    """A candidate and how many training rows it is tried on; 0: all."""

    candidate: Candidate
    n_rows: int = 0


MOST_RUNGS = 3
"""Rounds of halving: with more, the first would be on a handful of rows."""

Way: TypeAlias = Generator[Trial, float | None, None]


@dataclass(frozen=True)
class Terms:
    """What every way is given.

    n_trials : whole trials it may make. seed : of its draws. n_rows : training rows there are.
    fewest : rows that a trial needs at least. factor : of halving, an integer above 1.
    n_startup : trials that TPE draws at random before it models.
    """

    space: Space
    n_trials: int
    seed: int
    n_rows: int
    fewest: int
    factor: int = 3
    n_startup: int = 5


def grid_way(terms: Terms) -> Way:
    """Try the finest grid within the budget, in an order drawn by the seed."""
    found = terms.space.grid(terms.n_trials)
    for place in np.random.default_rng(terms.seed).permutation(len(found)):
        yield Trial(found[int(place)])


def random_way(terms: Terms) -> Way:
    """Draw every setting afresh for every trial (Bergstra & Bengio, 2012)."""
    for candidate in terms.space.draw(np.random.default_rng(terms.seed), terms.n_trials):
        yield Trial(candidate)


@dataclass(frozen=True)
class Rung:
    """A round of halving: so many candidates on so many rows."""

    n_candidates: int
    n_rows: int


def rungs_of(n_candidates: int, n_rows: int, first: int, factor: int) -> tuple[Rung, ...]:
    """Return scikit-learn's rounds of halving that begin with ``first`` rows.

    A last round that lacks only the remainder of a division takes all rows, other than there.

    >>> [(rung.n_candidates, rung.n_rows) for rung in rungs_of(27, 362, 40, 3)]
    [(27, 40), (9, 120), (3, 362)]
    """
    n_required = 1 + _floor_log(n_candidates, factor)
    n_possible = 1 + _floor_log(n_rows // first, factor)
    rungs = []
    for place in range(min(n_required, n_possible)):
        rungs.append(Rung(n_candidates, factor**place * first))
        n_candidates = math.ceil(n_candidates / factor)
    last = rungs[-1]
    if n_rows - last.n_rows < factor ** (len(rungs) - 1):
        rungs[-1] = Rung(last.n_candidates, n_rows)
    return tuple(rungs)


def _floor_log(number: int, base: int) -> int:
    """Return the largest power of ``base`` that is at most ``number``, without rounding."""
    power = 0
    while base ** (power + 1) <= number:
        power += 1
    return power


def cost_of(rungs: Sequence[Rung], n_rows: int) -> float:
    """Return what rounds cost in whole trials: one on a third of the rows counts a third."""
    return sum(rung.n_candidates * rung.n_rows for rung in rungs) / n_rows


def halving_plan(terms: Terms) -> tuple[Rung, ...]:
    """Return at most three rounds, the last on all rows, with the most candidates for the budget.

    Fewer rounds where the first would have less than ``terms.fewest`` rows.
    """
    n_rounds = 1
    for n in range(2, MOST_RUNGS + 1):
        if terms.n_rows // terms.factor ** (n - 1) >= terms.fewest:
            n_rounds = n
    while n_rounds > 1 and terms.factor ** (n_rounds - 1) > terms.n_trials:
        n_rounds -= 1
    first = terms.n_rows // terms.factor ** (n_rounds - 1)
    best: tuple[Rung, ...] = ()
    for n_candidates in range(terms.factor ** (n_rounds - 1), 5 * terms.n_trials + 1):
        rungs = rungs_of(n_candidates, terms.n_rows, first, terms.factor)[:n_rounds]
        if cost_of(rungs, terms.n_rows) <= terms.n_trials:
            best = rungs
    return best


def halving_way(terms: Terms) -> Way:
    """Try many on few rows, keep the best of every ``factor``, give them more rows, and so on.

    Source: Jamieson & Talwalkar (2016); the rounds are scikit-learn's. It begins with the draws of
    `random_way` and goes on drawing.
    """
    rungs = halving_plan(terms)
    if not rungs:
        return
    rng = np.random.default_rng(terms.seed)
    alive = list(terms.space.draw(rng, rungs[0].n_candidates))
    for rung in rungs:
        scored: list[float] = []
        for candidate in alive[: rung.n_candidates]:
            score = yield Trial(candidate, rung.n_rows if rung.n_rows < terms.n_rows else 0)
            scored.append(-math.inf if score is None else score)
        n_kept = math.ceil(rung.n_candidates / terms.factor)
        alive = [alive[place] for place in best_places(scored, n_kept)]


def best_places(scores: Sequence[float], n_kept: int) -> list[int]:
    """Return the places of the ``n_kept`` highest scores, best first; the earlier of equal ones.

    >>> best_places([0.5, 0.9, 0.9, 0.1], 2)
    [1, 2]
    """
    return sorted(range(len(scores)), key=lambda place: -scores[place])[:n_kept]


def tpe_way(terms: Terms) -> Way:
    """Draw at random first, then where good trials lie denser than bad ones.

    Source: Bergstra et al. (2011), as in Optuna (Akiba et al., 2019), asked and told.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sampler = optuna.samplers.TPESampler(seed=terms.seed, n_startup_trials=terms.n_startup)
    study = optuna.create_study(direction="maximize", sampler=sampler)
    space = distributions(terms.space)
    for _ in range(terms.n_trials):
        trial = study.ask(space)
        score = yield Trial(tuple(sorted(trial.params.items())))
        if score is None:
            study.tell(trial, state=optuna.trial.TrialState.FAIL)
        else:
            study.tell(trial, score)


def distributions(space: Space) -> dict[str, Any]:
    """Return the space as Optuna's distributions, by name."""
    return {one.id: _distribution(one) for one in space.dimensions}


def _distribution(one: Dimension) -> Any:
    from optuna.distributions import (
        CategoricalDistribution,
        FloatDistribution,
        IntDistribution,
    )

    if one.choices:
        return CategoricalDistribution(one.choices)
    if one.whole:
        return IntDistribution(int(one.low), int(one.high), log=one.log)
    return FloatDistribution(one.low, one.high, log=one.log)


WAYS: dict[str, Callable[[Terms], Way]] = {
    "grid": grid_way,
    "random": random_way,
    "halving": halving_way,
    "tpe": tpe_way,
}
