"""What polynomials, ridge and lasso look at while they learn."""

from __future__ import annotations

import numpy as np

from core.figures.curves import Curve, growing
from core.figures.film import Axis, Bars, Panel
from core.stages.supervised.how_it_learns.catalogue import ALGORITHM_BY_ID
from core.stages.supervised.how_it_learns.frames import number
from core.stages.supervised.how_it_learns.run import LearnFilm
from core.stages.supervised.how_it_learns.scene_parts import best_test, by_penalty
from core.stages.supervised.how_it_learns.settings import LearnSettings

MOST_NAMED = 4
"""So many weights of a path have a colour and a name."""


def degree_panels(_settings: LearnSettings, film: LearnFilm) -> tuple[Panel, ...]:
    """Draw the size of every weight."""
    weights = np.stack([frame.weights for frame in film.frames])
    size = np.log10(1 + np.abs(weights))
    top = float(np.nanmax(size)) * 1.05 or 1.0
    ticks = tuple(
        (float(np.log10(1 + 10**e)), f"{10**e:g}" if e < 4 else f"1e{e}")
        for e in range(int(top) + 1)
    )
    return (
        Panel(
            "How large the weights are",
            Axis("power of x₁", -0.6, 15.6, tuple((float(p), str(p)) for p in range(16))),
            Axis("|weight| (log scale)", 0, top, ticks),
            (Bars(np.arange(16.0), size, colour=np.where(weights < 0, 4, 0)),),
            alt="The size of each weight: blue bars are positive weights, orange ones negative",
        ),
    )


def path_panels(_settings: LearnSettings, film: LearnFilm) -> tuple[Panel, ...]:
    """Draw every weight over the penalty, and all weights now."""
    weights = np.stack([frame.weights for frame in film.frames])
    x, label, log = by_penalty(ALGORITHM_BY_ID["ridge"], film)
    n = weights.shape[1]
    low, high = (float(end) for end in (weights[1:].min(), weights[1:].max()))
    room = 0.08 * (high - low) or 0.5
    low, high = min(low, 0.0) - room, max(high, 0.0) + room
    named = np.argsort(-np.abs(weights[best_test(film)]))[:MOST_NAMED]
    curves = (
        *(Curve(weights[:, j], "", -1, 1.0) for j in range(n) if j not in named),
        *(
            Curve(weights[:, j], f"w{j + 1}", colour, 2.6, dash=place > 1)
            for place, (j, colour) in enumerate(zip(named, (2, 4, 1, 0), strict=False))
        ),
    )
    ticks = tuple((float(j), f"w{j + 1}") for j in range(0, n, 1 + n // 12))
    return (
        Panel(
            "Every weight on its way to 0",
            Axis(label, float(x[0]), float(x[-1]) * 1.6, log=log),
            Axis("weight", low, high),
            growing(x, *curves),
            alt="Each weight over the penalty, as far as the film has come; the largest are named",
        ),
        Panel(
            "The weights now: w1 is the longest wave",
            Axis("wave, ever finer", -0.7, n - 0.3, ticks),
            Axis("weight", low, high),
            (Bars(np.arange(n, dtype=float), weights, colour=np.where(weights < 0, 4, 0)),),
            alt="The weight of each wave now, above or below 0",
        ),
    )


def path_notice(_settings: LearnSettings, film: LearnFilm) -> str:
    """Say which penalty was best on test points, and how many weights were left there."""
    best, first = film.frames[best_test(film)], film.frames[0]
    n = len(first.weights)
    kept = f"{best.n_used} of {n} weights left" if best.n_used < n else f"all {n} weights in use"
    return (
        f"The test error is lowest, {number(best.test_error)}, at α = {number(best.alpha)}, with "
        f"{kept}; without a penalty it is {number(first.test_error)}. {_either_side(film)}"
    )


def _either_side(film: LearnFilm) -> str:
    best = best_test(film)
    if best == 0:
        return "So few points, or so little noise, need no penalty."
    if best == len(film.frames) - 1:
        return "All these waves fit nothing but noise: the flat mean does better."
    return "A larger α makes the curve too stiff, a smaller one lets it follow the noise."
