"""The films over complexity and over rows: every picture is a whole ensemble of refits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from core.compute.film import Film, record
from core.compute.progress import report
from core.stages.evaluation.bias_variance.advice import Choices, choices, knobs, least, twice
from core.stages.evaluation.bias_variance.ensemble import (
    PLACES,
    Case,
    errors,
    over_all_places,
    parts,
    refit,
)
from core.stages.evaluation.bias_variance.refits import UNKNOWN, case_of
from core.stages.evaluation.bias_variance.settings import MOST_ROWS, BiasSettings
from core.stages.evaluation.bias_variance.truths import Floats

N_SHOWN = 20
"""So many fits of each ensemble are drawn."""
ROW_COUNTS = (6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 65, 80, 100, 130, 160, MOST_ROWS)


@dataclass(frozen=True, eq=False)
class StudyFrame:
    """One ensemble: the model with ``knob`` on samples of ``n_rows`` rows.

    at : where it stands on the axis of the film. x, y (n_rows,) : the first sample. curves
    (`N_SHOWN`, 101), mean, sd (101,). The rest are means over all places: the three parts, the
    error and its spread over refits, the error on the training rows and its spread.
    """

    at: float
    knob: float
    n_rows: int
    x: Floats
    y: Floats
    curves: Floats
    mean: Floats
    sd: Floats
    bias2: float
    variance: float
    error: float
    error_spread: float
    train_error: float
    train_spread: float


@dataclass(frozen=True, eq=False)
class StudyFilm(Film[StudyFrame]):
    """A film of ensembles. here, best : places among the frames, of the settings and of the least
    error. choices : what would lower the error, over rows only.
    """

    truth: Floats = field(default_factory=lambda: UNKNOWN)
    noise2: float = 0.0
    here: int = 0
    best: int = 0
    choices: Choices | None = None

    @property
    def now(self) -> StudyFrame:
        """The ensemble of the settings."""
        return self.frames[self.here]

    @property
    def least(self) -> StudyFrame:
        """The ensemble of least error."""
        return self.frames[self.best]


def ensemble(case: Case, at: float) -> StudyFrame:
    """Return a whole ensemble in numbers."""
    found, truth = refit(case), case.truth(PLACES)
    each = parts(found.curves, truth, case.noise)
    means = over_all_places(each)
    fresh = errors(found.curves, truth, case.noise).mean(axis=1)
    return StudyFrame(
        at, case.knob, case.n_rows, found.x[0], found.y[0], found.curves[:N_SHOWN],
        found.curves.mean(axis=0), np.sqrt(each.variance),
        means.bias2, means.variance, means.error, float(fresh.std()),
        float(found.train_error.mean()), float(found.train_error.std()),
    )  # fmt: skip


def row_counts(settings: BiasSettings) -> tuple[int, ...]:
    """Return the sizes of samples that are tried, the learner's own and its double among them."""
    fewest = settings.k if settings.model == "knn" else 0
    own = {settings.n_rows, twice(settings.n_rows)}
    return tuple(n for n in sorted({*ROW_COUNTS, *own}) if n >= fewest)


def run_study(cases: Sequence[Case], at: Sequence[float]) -> Iterator[StudyFrame]:
    """Yield the ensemble of each case."""
    for place, (case, where) in enumerate(zip(cases, at, strict=True)):
        report(place, len(cases), f"ensemble {place + 1} of {len(cases)}")
        yield ensemble(case, where)


def sweep_film(settings: BiasSettings) -> StudyFilm:
    """Return the film from the stiffest to the most flexible. Raises `BadSample`."""
    case, tried = case_of(settings), knobs(settings)
    film = record(run_study([replace(case, knob=knob) for knob in tried], tried))
    return _study(settings, case, film, tried.index(settings.knob))


def rows_film(settings: BiasSettings) -> StudyFilm:
    """Return the film from few rows to many, and what would help. Raises `BadSample`."""
    case, tried = case_of(settings), row_counts(settings)
    film = record(run_study([replace(case, n_rows=n) for n in tried], tried))
    whole = _study(settings, case, film, tried.index(settings.n_rows))
    return replace(whole, choices=choices(settings, case))


def _study(settings: BiasSettings, case: Case, film: Film[StudyFrame], here: int) -> StudyFilm:
    best = least(film.series("error", float))
    truth, noise2 = case.truth(PLACES), settings.noise**2
    return StudyFilm(film.frames, film.steps, film.n_steps, truth, noise2, here, best)
