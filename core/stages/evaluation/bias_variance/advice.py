"""What would lower the error: other values of the controls, tried, and the best of them told.

Every view that advises reads it here: twice the rows, or another knob of the same model on as many
rows, each a whole ensemble of refits with the same draws. Set it, and its error is there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.compute.progress import report
from core.stages.evaluation.bias_variance.catalogue import MODEL_BY_ID
from core.stages.evaluation.bias_variance.ensemble import (
    PLACES,
    Case,
    Parts,
    over_all_places,
    parts,
    refit,
)
from core.stages.evaluation.bias_variance.settings import MOST_ROWS, BiasSettings
from core.stages.evaluation.bias_variance.truths import Floats
from core.stages.evaluation.bias_variance.words import NOTHING, adding_up, as_told, number

HELPS = 0.03
"""What takes less than this share of the error away does not help."""
NEAR_ONE_EACH = (0.7, 1.35)
"""Weights per row, from and to, where a fit is about at the peak of double descent."""
HEADS = {
    "rows": "**More rows help most**",
    "richer": "**A more flexible model helps most**",
    "stiffer": "**A stiffer model helps most**",
}


@dataclass(frozen=True)
class Outcome:
    """What the error of an ensemble is made of: means over all places.

    told : bias², variance, noise and error as the numbers a sentence has of them.
    """

    knob: float
    n_rows: int
    bias2: float
    variance: float
    error: float
    told: tuple[float, ...]


@dataclass(frozen=True)
class Choices:
    """What is set, twice the rows, and the knob with the least error on as many rows."""

    now: Outcome
    more_rows: Outcome
    other: Outcome


def knobs(settings: BiasSettings) -> tuple[float, ...]:
    """Return the knobs that are tried, the stiffest first, the learner's own among them."""
    ladder = MODEL_BY_ID[settings.model].ladder(settings.n_rows)
    falls = ladder[0] > ladder[-1]
    return tuple(sorted({*ladder, settings.knob}, reverse=falls))


def twice(n_rows: int) -> int:
    """Return twice as many rows, or the most there can be."""
    return min(2 * n_rows, MOST_ROWS)


def least(found: Floats) -> int:
    """Return the place of the least error, the first of those that rounding cannot tell apart."""
    return int(np.flatnonzero(found <= found.min() + NOTHING)[0])


def outcome(case: Case) -> Outcome:
    """Refit, and return what the error is made of."""
    means: Parts = over_all_places(parts(refit(case).curves, case.truth(PLACES), case.noise))
    told = as_told((means.bias2, means.variance, case.noise**2, means.error))
    return Outcome(case.knob, case.n_rows, means.bias2, means.variance, means.error, told)


def choices(settings: BiasSettings, case: Case) -> Choices:
    """Return what is set and what can be changed about it, each refitted."""
    tried: list[Outcome] = []
    for place, knob in enumerate(knobs(settings)):
        report(place, len(knobs(settings)), "other settings")
        tried.append(outcome(replace(case, knob=knob)))
    return Choices(
        next(one for one in tried if one.knob == case.knob),
        outcome(replace(case, n_rows=twice(case.n_rows))),
        tried[least(np.array([one.error for one in tried]))],
    )


def advice(settings: BiasSettings, found: Choices) -> str:
    """Return what helps most: "rows", "richer", "stiffer" or "nothing"."""
    now, more, other = found.now, found.more_rows, found.other
    gains = now.error - more.error, now.error - other.error
    if max(gains) <= HELPS * now.error + NOTHING:
        return "nothing"
    if gains[0] > gains[1]:
        return "rows"
    tried = knobs(settings)
    return "richer" if tried.index(other.knob) > tried.index(now.knob) else "stiffer"


def advised(settings: BiasSettings, found: Choices) -> str:
    """Say what helps most, what it comes to and, where that is a surprise, why."""
    what, now = advice(settings, found), found.now
    if what == "nothing":
        return f"**Neither another setting nor more rows help much**: {_left(now, settings)}."
    better = found.more_rows if what == "rows" else found.other
    which = f"{better.n_rows} rows" if what == "rows" else _named(settings, better.knob)
    told = f"{HEADS[what]}: {which} would make the error {number(better.error)}, "
    return f"{told}{moved(settings, now, better)}.{_weights_and_rows(settings, now)}"


def rows_told(settings: BiasSettings, found: Choices) -> str:
    """Say what twice the rows come to and, where that is worse, why."""
    now, more = found.now, found.more_rows
    if more.n_rows == now.n_rows:
        return f"More than {now.n_rows} rows cannot be set here."
    text = f"Twice the rows ({more.n_rows}) would make it {number(more.error)}"
    if more.error <= now.error + NOTHING:
        return f"{text}."
    weights = round(now.knob) + 1
    if settings.model == "polynomial" and more.n_rows <= 2 * weights:
        return (
            f"{text}, which is worse: its {weights} weights are nearer to one for each row then, "
            "the peak of double descent."
        )
    return f"{text}, which is no better: {moved(settings, now, more)}."


def moved(settings: BiasSettings, now: Outcome, then: Outcome) -> str:
    """Say what becomes of bias² and variance, in the digits of their sums."""
    (bias, variance), (new_bias, new_variance) = (_parts(settings, one) for one in (now, then))
    return f"bias² {_from_to(bias, new_bias)} and variance {_from_to(variance, new_variance)}"


def _parts(settings: BiasSettings, one: Outcome) -> tuple[str, ...]:
    return adding_up(one.bias2, one.variance, settings.noise**2, one.error)[:2]


def _from_to(before: str, after: str) -> str:
    return f"still {before}" if before == after else f"{after} instead of {before}"


def _named(settings: BiasSettings, knob: float) -> str:
    return MODEL_BY_ID[settings.model].named(knob)


def _left(now: Outcome, settings: BiasSettings) -> str:
    if now.error < NOTHING:
        return "there is no error left"
    mostly = settings.noise**2 >= now.error / 2
    return "what is left is mostly noise" if mostly else "this model can do no better here"


def _weights_and_rows(settings: BiasSettings, now: Outcome) -> str:
    """Say why, where a polynomial has about as many weights as rows, or more."""
    weights = round(now.knob) + 1
    low, high = NEAR_ONE_EACH
    if settings.model != "polynomial" or weights < low * now.n_rows:
        return ""
    if weights <= high * now.n_rows:
        return (
            f" Degree {now.knob:g} has {weights} weights for {now.n_rows} rows: where there are "
            "about as many, a fit is at its wildest, the peak of double descent."
        )
    return (
        f" Degree {now.knob:g} has {weights} weights for {now.n_rows} rows: of all curves through "
        "the rows it is the one with the least weights, and between the rows it misses the truth."
    )
