"""The race, fit by fit: whoever has spent least of the budget tries next.

Only training rows are searched with; each seed divides them into folds of its own. At its end each
winner learns from all of them and is asked about the test rows, which no search has seen.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

import numpy as np
import pandas as pd

from core.errors import PlaygroundError
from core.stages.tuning.search_race.frames import RaceFrame, Winner
from core.stages.tuning.search_race.settings import PLACE_OF, RaceSettings, check
from core.stages.tuning.search_race.state import Race, Runner, Tried
from core.tabular.fit import fit_prepared
from core.tabular.judge.cross_validate import repeat_seeds
from core.tabular.judge.defined import is_defined, mean_of
from core.tabular.judge.evaluate import baseline_case, test_case
from core.tabular.judge.metrics import Metric, measure
from core.tabular.models.catalogue import model_spec
from core.tabular.recipe.pipeline import facts_of
from core.tabular.recipe.plan import plan
from core.tabular.search.importance import importance_of
from core.tabular.search.methods import WAYS, Rung, Terms, halving_plan
from core.tabular.search.ready import Ready
from core.tabular.search.rows import divided, undivided
from core.tabular.search.score import Contest
from core.tabular.search.space import Candidate, with_candidate

FEWEST_OF_CLASS = 8
"""Rows of the rarest class in a round of halving: its folds must learn it, too."""
Pictures: TypeAlias = Iterator[Callable[[], RaceFrame]]


def race(settings: RaceSettings, frame: pd.DataFrame) -> Pictures:
    """Yield functions that make the frame of now, the first before any fit, then one for each.

    Raises subclasses of `PlaygroundError` where there is nothing to race for.
    """
    check(settings)
    run = begin(settings, frame)
    yield run.picture
    for place, seed in enumerate(repeat_seeds(settings.experiment.seed, settings.n_seeds)):
        run.seed = place
        ready = Ready(divided(run.contest, settings.n_folds, seed), seed)
        for _ in _seed(run, ready, seed):
            yield run.picture
        run.importance = importance_of(
            settings.space, [t.candidate for t in run.whole], [t.score for t in run.whole]
        )
    run.over = True
    yield run.picture


def _seed(run: Race, ready: Ready, seed: int) -> Iterator[None]:
    """Let everyone spend the budget once; yield after each fit and each judgement."""
    yield from _defaults(run, ready)
    runners = [_runner(run, name, seed) for name in run.settings.racing]
    while alive := [runner for runner in runners if runner.next is not None]:
        yield from _try(run, ready, min(alive, key=lambda one: one.spent))
    for runner in runners:
        _judge(run, runner)
        yield


def begin(settings: RaceSettings, frame: pd.DataFrame) -> Race:
    """Prepare the rows, draw those that are searched with, and say so.

    Raises subclasses of `PlaygroundError` where no candidate could be fitted.
    """
    experiment, spec = settings.experiment, model_spec(settings.experiment.model.id)
    most = min(settings.max_rows, spec.max_rows or settings.max_rows)
    contest, n_all = undivided(experiment, frame, settings.metric, most)
    n_rows, prepared = len(contest.rows.train), contest.prepared
    plan(experiment, facts_of(prepared.X.iloc[contest.rows.train], prepared.gaps))
    drawn = () if n_rows == n_all else (
        f"Searched with {n_rows:,} of {n_all:,} training rows, drawn by the seed; winners and "
        "defaults learn from the same rows.",
    )  # fmt: skip
    rungs = halving_plan(_terms(settings, contest, 0)) if "halving" in settings.racing else ()
    n_planned = settings.n_seeds * settings.n_folds * (1 + _n_trials(settings, rungs))
    return Race(settings, contest, n_planned, rungs, (*drawn, *prepared.notes))


def _n_trials(settings: RaceSettings, rungs: Sequence[Rung]) -> int:
    """Return how many trials all methods make with one seed."""
    made = dict.fromkeys(settings.racing, settings.n_trials)
    if "grid" in made:
        made["grid"] = len(settings.space.grid(settings.n_trials))
    if "halving" in made:
        made["halving"] = sum(rung.n_candidates for rung in rungs)
    return sum(made.values())


def _terms(settings: RaceSettings, contest: Contest, seed: int) -> Terms:
    return Terms(
        settings.space,
        settings.n_trials,
        seed,
        len(contest.rows.train),
        fewest_rows(contest, settings.n_folds),
        settings.factor,
        settings.n_startup,
    )


def fewest_rows(contest: Contest, n_folds: int) -> int:
    """Return how many rows a round of halving has at least: scikit-learn's, and enough of each
    class.
    """
    classes, y = contest.prepared.classes, contest.prepared.y[contest.rows.train]
    if not classes:
        return 2 * n_folds
    rarest = int(np.bincount(y, minlength=len(classes)).min())
    return max(2 * n_folds * len(classes), -(-FEWEST_OF_CLASS * len(y) // max(rarest, 1)))


def _runner(run: Race, name: str, seed: int) -> Runner:
    return Runner(PLACE_OF[name], WAYS[name](_terms(run.settings, run.contest, seed))).begin()


def _defaults(run: Race, ready: Ready) -> Iterator[None]:
    """Score the model's defaults on the seed's folds; with the first seed on the test rows, too."""
    scores, run.plain_seconds = [], 0.0
    for fold in ready.contest.folds:
        begun = time.perf_counter()
        scores.append(_asked(partial(ready.score, (), fold))[0])
        run.plain_seconds += time.perf_counter() - begun
        run.n_fits += 1
        yield
    run.plain_scores.append(mean_of(scores))
    if run.plain_test is None:
        run.plain_test = _tested(run, ())


def _try(run: Race, ready: Ready, runner: Runner) -> Iterator[None]:
    """Score one trial fold by fold; its dot is there when the last is done."""
    trial = runner.next
    assert trial is not None
    n_all = run.n_rows
    scores, reason, begun = [], "", time.perf_counter()
    for fold in ready.folds(trial.n_rows):
        score, reason = _asked(partial(ready.score, trial.candidate, fold))
        scores.append(score)
        run.n_fits += 1
        if reason:
            break
        yield
    runner.seconds += time.perf_counter() - begun
    n_rows = trial.n_rows or n_all
    runner.spent += run.settings.n_folds * n_rows / n_all
    found = float("nan") if reason else mean_of(scores)
    if not reason and not is_defined(found):
        reason = f"{run.contest.metric.label} has no value on these rows."
    run.tried.append(
        Tried(runner.method, run.seed, trial.candidate, runner.spent, found, n_rows, reason)
    )
    runner.tell(run.contest.sign * found if is_defined(found) else None)
    yield


def _asked(score: Callable[[], float]) -> tuple[float, str]:
    try:
        return score(), ""
    except PlaygroundError as error:
        return float("nan"), error.sentence


def _judge(run: Race, runner: Runner) -> None:
    """Ask the best candidate of the seed about the test rows; nothing where none has a score."""
    mine = [t for t in run.whole if (t.method, t.seed) == (runner.method, run.seed)]
    best = max(mine, key=lambda tried: run.contest.sign * tried.score, default=None)
    test = None if best is None else _tested(run, best.candidate)
    if best is None or test is None:
        return
    spent = (runner.spent, runner.seconds)
    run.winners.append(Winner(runner.method, run.seed, best.candidate, best.score, test, *spent))


def _tested(run: Race, candidate: Candidate) -> Metric | None:
    """Learn from all rows that are searched with; None where that fails."""
    contest = run.contest
    experiment = with_candidate(contest.experiment, candidate)
    try:
        fitted = fit_prepared(experiment, contest.prepared, contest.rows)
        case, dumb = test_case(fitted), baseline_case(fitted)
    except PlaygroundError:
        return None
    only = (contest.metric.id,)
    (found,) = measure(experiment.task, case, dumb, seed=experiment.seed, only=only)
    return found
