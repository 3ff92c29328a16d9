"""The film of refits: one fresh sample after the other, and what the fits come to so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np

from core.compute.film import Film, record
from core.errors import PlaygroundError
from core.kinds.points import parse_points
from core.stages.evaluation.bias_variance.advice import Choices, choices
from core.stages.evaluation.bias_variance.catalogue import MODEL_BY_ID
from core.stages.evaluation.bias_variance.ensemble import (
    PLACES,
    Case,
    Parts,
    Refits,
    known,
    known_error,
    over_all_places,
    parts,
    refit,
)
from core.stages.evaluation.bias_variance.settings import BiasSettings
from core.stages.evaluation.bias_variance.truths import DRAWN, TRUTH_BY_ID, Floats, drawn
from core.stages.evaluation.bias_variance.words import wobble_of

MOST_FRAMES = 101
UNKNOWN: Floats = np.full(len(PLACES), np.nan)


class BadSample(PlaygroundError):
    """Samples that the model cannot be fitted to."""


@dataclass(frozen=True, eq=False)
class RefitFrame:
    """All fits up to number ``n_done``; NaN where there is none yet.

    x, y (n_rows,) and ``curve`` (101,) : the newest sample and its fit, with its ``train_error``.
    mean, sd (101,) : over the fits so far. bias2, variance, error : means over all places.
    """

    n_done: int
    x: Floats
    y: Floats
    curve: Floats
    mean: Floats
    sd: Floats
    train_error: float
    bias2: float
    variance: float
    error: float


@dataclass(frozen=True, eq=False)
class Place:
    """The error at one place, taken apart: each part (n_frames,), over the fits of each frame.

    x : the place, ``truth`` there. answers (n_refits,) : what each fit says. mean (n_frames,).
    known_bias2, known_variance : without any simulation, NaN where no formula holds.
    """

    x: float
    truth: float
    answers: Floats
    mean: Floats
    bias2: Floats
    variance: Floats
    error: Floats
    known_bias2: float
    known_variance: float


@dataclass(frozen=True, eq=False)
class RefitFilm(Film[RefitFrame]):
    """The film with all it was made of; ``known_*`` (101,) from a formula, NaN where none holds.

    known_least : the least error that any setting of the model has by it, over all places.
    choices : what would lower the error. wobbles : what a mean of so few fits adds to bias², by
    the formula, with these draws, and by the variance that was measured.
    place : the error at the place that is looked at (`looked_at`).
    """

    curves: Floats = field(default_factory=lambda: UNKNOWN[None])
    truth: Floats = field(default_factory=lambda: UNKNOWN)
    noise2: float = 0.0
    known_bias2: Floats = field(default_factory=lambda: UNKNOWN)
    known_variance: Floats = field(default_factory=lambda: UNKNOWN)
    known_least: float = float("nan")
    choices: Choices | None = None
    wobbles: tuple[float, ...] = ()
    place: Place | None = None

    @property
    def mean_known(self) -> tuple[float, float]:
        """Bias² and variance over all places as the formula has them, NaN where none holds."""
        return float(self.known_bias2.mean()), float(self.known_variance.mean())

    @property
    def error_known(self) -> float:
        """The error over all places as the formula has it, NaN where none holds."""
        return sum(self.mean_known) + self.noise2

    @property
    def wobble(self) -> float:
        """What a mean of so few fits adds to bias² on average: their variance over their number."""
        return self.mean_known[1] / self.n_steps


def truth_of(settings: BiasSettings) -> Callable[[Any], Any]:
    """Return the true function; raise `BadSample` for a drawing that is no curve."""
    if settings.truth != DRAWN:
        return TRUTH_BY_ID[settings.truth].function
    points = parse_points(settings.points)
    if len({point[0] for point in points}) < 2:
        raise BadSample("A truth takes points at two different places of x. Draw some.")
    return partial(drawn, points=points)


def case_of(settings: BiasSettings) -> Case:
    """Return what is refitted; raise `BadSample` where there are too few rows for it."""
    spec = MODEL_BY_ID[settings.model]
    if spec.id == "knn" and settings.k > settings.n_rows:
        raise BadSample(
            f"The mean of {settings.k} neighbours takes {settings.k} rows, and a sample has "
            f"{settings.n_rows}. Choose a smaller k or more rows."
        )
    return Case(
        truth_of(settings), spec.fit, settings.knob, settings.n_rows,
        settings.noise, settings.n_refits, settings.random_rows, settings.seed,
    )  # fmt: skip


def refit_film(settings: BiasSettings) -> RefitFilm:
    """Return the film of all refits. Raises `BadSample`."""
    case = case_of(settings)
    found, truth = refit(case), case.truth(PLACES)
    film = record(run_refits(found, truth, case.noise), most=MOST_FRAMES)
    matrix = MODEL_BY_ID[settings.model].matrix
    exact, least = (UNKNOWN, UNKNOWN), float("nan")
    if matrix is not None and not case.random_rows:
        exact = known(case, matrix)
        knobs = MODEL_BY_ID[settings.model].ladder(case.n_rows)
        least = min(known_error(replace(case, knob=knob), matrix) for knob in knobs)
    made = RefitFilm(
        film.frames,
        film.steps,
        film.n_steps,
        found.curves,
        truth,
        case.noise**2,
        *exact,
        least,
        choices(settings, case),
    )
    last = made.last
    wobbles = made.wobble, last.bias2 - made.mean_known[0], wobble_of(last.variance, last.n_done)
    return replace(made, wobbles=wobbles)


def run_refits(found: Refits, truth: Floats, noise: float) -> Iterator[RefitFrame]:
    """Yield no fit yet, then the fits up to each."""
    none = float("nan")
    rows = np.full(found.x.shape[1], np.nan)
    yield RefitFrame(0, rows, rows, UNKNOWN, UNKNOWN, UNKNOWN, none, none, none, none)
    for n in range(1, len(found.curves) + 1):
        at = parts(found.curves[:n], truth, noise)
        means = over_all_places(at)
        yield RefitFrame(
            n, found.x[n - 1], found.y[n - 1], found.curves[n - 1],
            found.curves[:n].mean(axis=0), np.sqrt(at.variance),
            float(found.train_error[n - 1]), means.bias2, means.variance, means.error,
        )  # fmt: skip


def looked_at(settings: BiasSettings, film: RefitFilm) -> RefitFilm:
    """Return the film with the error taken apart at the place of the settings."""
    i = int(np.argmin(np.abs(PLACES - settings.at_x)))
    answers, truth = film.curves[:, i], film.truth[i : i + 1]
    noise = np.sqrt(film.noise2)
    none = Parts(*[np.full(1, np.nan)] * 4)
    done = [frame.n_done for frame in film.frames]
    each = [parts(answers[:n, None], truth, noise) if n else none for n in done]
    mean = [answers[:n].mean() if n else np.nan for n in done]
    bias2, variance, error = (
        np.array([getattr(at, name)[0] for at in each]) for name in ("bias2", "variance", "error")
    )
    place = Place(
        float(PLACES[i]), float(truth[0]), answers, np.array(mean), bias2, variance, error,
        float(film.known_bias2[i]), float(film.known_variance[i]),
    )  # fmt: skip
    return replace(film, place=place)
