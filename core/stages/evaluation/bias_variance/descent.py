"""The film of double descent: ever more features, what one fit does and what many come to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.compute.film import Film, record
from core.compute.progress import report
from core.stages.evaluation.bias_variance.double import (
    N_KNOWN,
    WALK,
    Draw,
    Wide,
    draw,
    ladder,
    least_weights,
)
from core.stages.evaluation.bias_variance.ensemble import errors, over_all_places, parts
from core.stages.evaluation.bias_variance.settings import BiasSettings
from core.stages.evaluation.bias_variance.truths import Floats
from core.stages.evaluation.bias_variance.words import wobble_of


@dataclass(frozen=True, eq=False)
class DoubleFrame:
    """All fits with ``n_features`` features.

    path (`WALK`,) : one fit along its walk, one of the wilder at the peak. each (n_fits,) : the
    error of each fit on fresh answers; ``error`` is their mean, bias2 and variance its parts,
    ``train_error`` and ``length`` (of the weights) means over the fits.
    """

    n_features: int
    path: Floats
    each: Floats
    error: float
    bias2: float
    variance: float
    train_error: float
    length: float


@dataclass(frozen=True, eq=False)
class DoubleFilm(Film[DoubleFrame]):
    """The film with the truth along its walk and the heights of the training rows it passes.

    wobble : what a mean of so few fits adds to bias² at the peak.
    peak, first, last : places among the frames, of the largest error from as many features as 0.8
    of the rows to 1.25 of them, of the least error before it, and of the least error after it.
    """

    path_truth: Floats = field(default_factory=lambda: np.zeros(WALK))
    known: Floats = field(default_factory=lambda: np.zeros(N_KNOWN))
    noise2: float = 0.0
    n_rows: int = 0
    peak: int = 0
    first: int = 0
    last_best: int = 0
    wobble: float = 0.0

    @property
    def three(self) -> tuple[DoubleFrame, DoubleFrame, DoubleFrame]:
        """The best before the peak, the peak and the best after it."""
        return self.frames[self.first], self.frames[self.peak], self.frames[self.last_best]


@dataclass(frozen=True, eq=False)
class Fits:
    """One sample fitted with every number of features: arrays with that axis first."""

    says: Floats
    path: Floats
    train_error: Floats
    length: Floats


def wide_of(settings: BiasSettings) -> Wide:
    """Return what is fitted."""
    alpha = 0.0 if settings.penalty is None else 10.0**settings.penalty
    return Wide(settings.n_train, settings.noise, alpha, settings.n_fits, settings.seed)


def fits_of(sample: Draw, counts: Sequence[int], alpha: float) -> Fits:
    """Return one sample fitted with its first 2, 3 … features."""
    found: list[Any] = []
    for p in counts:
        w = least_weights(sample.train[:, :p], sample.y, alpha)
        error = np.mean((sample.train[:, :p] @ w - sample.y) ** 2)
        found.append((sample.test[:, :p] @ w, sample.walk[:, :p] @ w, error, np.linalg.norm(w)))
    return Fits(*(np.array(column) for column in zip(*found, strict=True)))


def double_film(settings: BiasSettings) -> DoubleFilm:
    """Return the film over the number of features."""
    wide = wide_of(settings)
    counts = ladder(wide.n_rows)
    fitted = list(all_fits(wide, counts))
    shown = wild(wide, counts, fitted)
    film = record(run_double(wide, counts, fitted, shown))
    sample = draw(wide, shown)
    error, p = film.series("error", float), film.series("n_features", float)
    near = (p >= 0.8 * wide.n_rows) & (p <= 1.25 * wide.n_rows)
    peak = int(np.argmax(np.where(near, error, -np.inf)))
    return DoubleFilm(
        film.frames, film.steps, film.n_steps, sample.path_truth, sample.y[:N_KNOWN],
        wide.noise**2, wide.n_rows, peak, int(np.argmin(error[:peak])),
        peak + 1 + int(np.argmin(error[peak + 1 :])),
        wobble_of(film.frames[peak].variance, wide.n_fits),
    )  # fmt: skip


def all_fits(wide: Wide, counts: Sequence[int]) -> Iterator[Fits]:
    """Yield each sample fitted with every number of features."""
    for fit in range(wide.n_fits):
        report(fit, wide.n_fits, f"sample {fit + 1} of {wide.n_fits}")
        yield fits_of(draw(wide, fit), counts, wide.alpha)


def wild(wide: Wide, counts: Sequence[int], fitted: Sequence[Fits]) -> int:
    """Return the fit that errs more than three quarters of all with as many features as rows."""
    place, truth = list(counts).index(wide.n_rows), draw(wide, 0).truth
    error = [np.mean((fits.says[place] - truth) ** 2) for fits in fitted]
    return int(np.argsort(error)[3 * len(error) // 4])


def run_double(
    wide: Wide, counts: Sequence[int], fitted: Sequence[Fits], shown: int
) -> Iterator[DoubleFrame]:
    """Yield all fits with each number of features, and one of them along its walk."""
    truth = draw(wide, 0).truth
    for place, n_features in enumerate(counts):
        says = np.stack([fits.says[place] for fits in fitted])
        means = over_all_places(parts(says, truth, wide.noise))
        yield DoubleFrame(
            n_features, fitted[shown].path[place], errors(says, truth, wide.noise).mean(axis=1),
            means.error, means.bias2, means.variance,
            float(np.mean([fits.train_error[place] for fits in fitted])),
            float(np.mean([fits.length[place] for fits in fitted])),
        )  # fmt: skip
