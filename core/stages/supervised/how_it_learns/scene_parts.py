"""How an algorithm is drawn beside its data, and sentences that several of them share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.figures.film import Layer, Panel, Readout
from core.stages.supervised.how_it_learns.catalogue import ALGORITHM_BY_ID, AlgorithmSpec
from core.stages.supervised.how_it_learns.frames import number
from core.stages.supervised.how_it_learns.run import LearnFilm
from core.stages.supervised.how_it_learns.settings import LearnSettings

SAME = 1e-9
"""Errors nearer than this differ by rounding alone."""

Array: TypeAlias = NDArray[Any]


def by_step(spec: AlgorithmSpec, film: LearnFilm) -> tuple[Array, str, bool]:
    """Return what the errors are drawn over: what the slider counts, its name, whether log."""
    return counted(spec, film).astype(float), spec.unit, False


def counted(spec: AlgorithmSpec, film: LearnFilm) -> Array:
    """Return what the slider counts."""
    return film.series(spec.count, float).astype(int) if spec.count else film.steps


def by_penalty(_spec: AlgorithmSpec, film: LearnFilm) -> tuple[Array, str, bool]:
    """Return the penalties; none at all stands a little left of the smallest."""
    alpha = film.series("alpha", float)
    alpha[0] = alpha[1] / 1.5
    return alpha, "penalty α (log scale)", True


def as_they_are(shades: Array) -> Array:
    """Return the shades of the answers unchanged."""
    return shades


def nothing_over(_settings: LearnSettings, _film: LearnFilm) -> tuple[Layer, ...]:
    """Add nothing to the picture of the data."""
    return ()


@dataclass(frozen=True)
class Drawing:
    """How one algorithm is drawn beside its data.

    panels : what it looks at, the most telling first. over : layers over the picture of the data.
    notice : the computed sentence. across : what errors are drawn over. errors_first : they are
    the most telling picture. readouts : (label, field of the frame, digits), a percentage where
    digits is -1. title : of the picture of the data. widths : in twelfths, of the lower row.
    heights_px : of the upper row and the lower one. shades : how answers are coloured.
    """

    panels: Callable[[LearnSettings, LearnFilm], tuple[Panel, ...]]
    notice: Callable[[LearnSettings, LearnFilm], str]
    over: Callable[[LearnSettings, LearnFilm], tuple[Layer, ...]] = nothing_over
    across: Callable[[AlgorithmSpec, LearnFilm], tuple[Array, str, bool]] = by_step
    errors_first: bool = False
    log_errors: bool = False
    readouts: tuple[tuple[str, str, int], ...] = ()
    title: str = "The points and the model"
    widths: tuple[int, ...] = ()
    heights_px: tuple[int, int] = (325, 145)
    shades: Callable[[Array], Array] = as_they_are

    def readouts_of(self, film: LearnFilm) -> tuple[Readout, ...]:
        """Return the numbers under the slider that only this algorithm has."""
        return tuple(
            Readout(label, film.series(name, float), 3 if digits < 0 else digits, digits < 0)
            for label, name, digits in self.readouts
        )


def best_test(film: LearnFilm) -> int:
    """Return the first frame with the lowest test error."""
    return int(np.argmin(film.series("test_error", float)))


def overfitting(settings: LearnSettings, film: LearnFilm) -> str:
    """Say where the test error was lowest, and what came after."""
    spec, best = ALGORITHM_BY_ID[settings.algorithm], best_test(film)
    classes = spec.task == "classification"
    shown = _share if classes else number
    frame, last = film.frames[best], film.last
    what = "wrong test points are" if classes else "test error is"
    text = (
        f"The {'share of ' if classes else ''}{what.replace(' are', ' is')} lowest at "
        f"{_when(spec, int(film.steps[best]))}: {shown(frame.test_error)}, against "
        f"{shown(frame.train_error)} in training."
    )
    if last.test_error <= frame.test_error:
        return text
    text += (
        f" At the end, {_when(spec, int(film.steps[-1]))}, it is {shown(last.test_error)} against "
        f"{shown(last.train_error)}: "
    )
    if abs(last.train_error - frame.train_error) < SAME:
        return f"{text}what it did since then has not helped on the training points either."
    if last.train_error < frame.train_error:
        return f"{text}what it learnt since then was noise of the training points."
    return f"{text}it has become too stiff to follow even the training points."


def _share(value: float) -> str:
    return f"{value:.1%}"


def _when(spec: AlgorithmSpec, n: int) -> str:
    """Return a place of the film in words: "round 3", "k = 3"."""
    return f"{spec.unit} = {n}" if len(spec.unit) == 1 else f"{spec.unit} {n}"
