"""The picture of double descent: one fit along a walk, and what happens where features = rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.curves import Curve, growing
from core.figures.film import Axis, Dots, FilmPicture, Layer, Line, Panel, Readout, still
from core.stages.evaluation.bias_variance.descent import DoubleFilm, DoubleFrame
from core.stages.evaluation.bias_variance.double import N_KNOWN, WALK
from core.stages.evaluation.bias_variance.scene_parts import (
    BIAS,
    FLOOR,
    SPREAD,
    TEST,
    TRAIN,
    TRUTH,
)
from core.stages.evaluation.bias_variance.settings import BiasSettings
from core.stages.evaluation.bias_variance.words import number, of_a_mean, unrounded

TALL_PX, LOW_PX = 240, 165
FEATURES = tuple((float(n), f"{n:,}") for n in (2, 5, 10, 20, 50, 100, 200, 500, 1500))
SMALL = 1e-4
"""Errors below this lie under the picture, as that of a fit that meets every row."""


def double_picture(settings: BiasSettings, film: DoubleFilm) -> FilmPicture:
    """Return the film over the number of features."""
    x = film.series("n_features", float)
    said = tuple(_caption(film, frame, settings.penalty is not None) for frame in film.frames)
    return FilmPicture(
        "bias_double",
        (_walk(film), _errors(film, x), _parts(film, x), _length(film, x)),
        x,
        f"{len(x)} numbers of features. {double_notice(settings, film)}".replace("*", ""),
        unit="features",
        captions=said,
        readouts=(
            Readout("training error", unrounded(film.series("train_error", float)), 4),
            Readout("test error", film.series("error", float), 4),
            Readout("bias²", film.series("bias2", float), 4),
            Readout("variance", film.series("variance", float), 4),
        ),
        seconds=11.0,
        file_name="double_descent.html",
        title="Double descent",
    )


def _caption(film: DoubleFilm, frame: DoubleFrame, penalised: bool) -> str:
    p, n = frame.n_features, film.n_rows
    if p < n:
        where = "fewer features than rows: the fit cannot meet every row"
    elif p == n:
        where = "as many features as rows: just one fit meets every row, however wild"
    else:
        where = "more features than rows: of all fits that meet every row the one with the "
        where += "smallest weights is taken"
    if penalised and p >= n:
        where = "enough features to meet every row, but small weights count, too"
    return (
        f"{p:,} features, {n} rows: {where}. Training error "
        f"{number(frame.train_error)}, test error {number(frame.error)}; the "
        f"length of the weights, the root of the sum of their squares, is {number(frame.length)}."
    )


def _walk(film: DoubleFilm) -> Panel:
    at = np.linspace(1, N_KNOWN, WALK)
    known = np.arange(1.0, N_KNOWN + 1)
    fresh = known[:-1] + 0.5
    reach = 2.2 * float(np.abs(np.concatenate([film.path_truth, film.known])).max()) + 0.3
    ticks = tuple((float(i), f"row {i:g}") for i in known)
    new = tuple((float(i), "new") for i in fresh)
    layers = (
        Line(at, film.path_truth, TRUTH, 3.5, name="truth"),
        Line(at, film.series("path", float), TRAIN, 2.5, name="one fit"),
        Dots(known, film.known, TRAIN, size=6.0, name="training rows"),
        Dots(fresh, np.interp(fresh, at, film.path_truth), TEST, 2, 5.5, name="new rows"),
    )
    return Panel(
        "One fit on a walk by rows it knows and rows it does not",
        Axis("place on the walk through the 8 inputs", 0.9, N_KNOWN + 0.1, (*ticks, *new)),
        Axis("y", -reach, reach),
        layers,
        width=6,
        height_px=TALL_PX,
        alt="The truth and one fit along straight ways between four training rows, by a new row "
        "each time",
    )


def _across(x: Any) -> Axis:
    return Axis("features (log scale)", float(x[0]) * 0.9, float(x[-1]) * 1.1, FEATURES, log=True)


def _seen(values: Any) -> Any:
    return np.where(values > SMALL, values, np.nan)


def _threshold(film: DoubleFilm, low: float, high: float, name: str = "") -> Line:
    at = still([film.n_rows] * 2)
    return Line(at, still([low, high]), FLOOR, 1.4, dash=True, name=name)


def _ends(*values: Any) -> tuple[float, float]:
    every = np.concatenate([np.ravel(each) for each in values])
    known = every[np.isfinite(every) & (every > SMALL)]
    low, high = (known.min(), known.max()) if known.size else (0.1, 1.0)
    return float(low) / 1.5, float(high) * 1.5


def _errors(film: DoubleFilm, x: Any) -> Panel:
    error, train = film.series("error", float), film.series("train_error", float)
    each = film.series("each", float)
    low, high = _ends(error, np.maximum(train, 3e-3), each)
    come = np.arange(len(x))[:, None] >= np.repeat(np.arange(len(x)), each.shape[1])
    dots = Dots(
        np.where(come, np.repeat(x, each.shape[1]), np.nan),
        np.broadcast_to(each.ravel(), come.shape), -1, size=1.8, name="fits",
    )  # fmt: skip
    layers: tuple[Layer, ...] = (
        _threshold(film, low, high, "as many as rows"),
        Line(still([x[0], x[-1]]), still([film.noise2] * 2), FLOOR, 1.6, name="noise"),
        dots,
        *growing(
            x,
            Curve(_seen(train), "training", TRAIN),
            Curve(error, "test", TEST, 3.0, dash=True),
        ),
    )
    return Panel(
        "Down, up, and down again",
        _across(x),
        Axis("squared error (log scale)", low, high, log=True),
        layers,
        width=6,
        height_px=TALL_PX,
        scrub=True,
        alt="Training and test error over the number of features, with a peak where there are as "
        "many features as rows",
    )


def _parts(film: DoubleFilm, x: Any) -> Panel:
    bias2, variance = _seen(film.series("bias2", float)), _seen(film.series("variance", float))
    low, high = _ends(bias2, variance)
    return Panel(
        "What the error is made of, besides noise",
        _across(x),
        Axis("squared error (log scale)", low, high, log=True),
        (
            _threshold(film, low, high),
            *growing(x, Curve(bias2, "bias²", BIAS), Curve(variance, "variance", SPREAD)),
        ),
        width=6,
        height_px=LOW_PX,
        scrub=True,
        alt="Bias² and variance over the number of features: both peak where there are as "
        "many features as rows",
    )


def _length(film: DoubleFilm, x: Any) -> Panel:
    length = film.series("length", float)
    low, high = _ends(length)
    return Panel(
        "How large the weights are",
        _across(x),
        Axis("length ‖w‖ = √Σw² (log scale)", low, high, log=True),
        (
            _threshold(film, low, high),
            *growing(x, Curve(length, "length of the weights", 6)),
        ),
        width=6,
        height_px=LOW_PX,
        scrub=True,
        alt="The length of the weights over the number of features: it peaks where the error does",
    )


def double_notice(settings: BiasSettings, film: DoubleFilm) -> str:
    """Say how the error goes down, up and down again, and why."""
    before, peak, after = film.three
    text = (
        f"With {film.n_rows} rows the test error is {_at_first(film)}, **{number(peak.error)}** "
        f"at {peak.n_features:,}{_beside(film)}"
    )
    if settings.penalty is None:
        text += f", and falls again to **{number(after.error)}** at {after.n_features:,}. "
        wobble = of_a_mean(peak.bias2, peak.variance, len(peak.each))
        return f"{text}{_why(before, peak, after)} {wobble}".rstrip()
    text += f", and {number(after.error)} at best beyond, at {after.n_features:,}. "
    return text + (
        "The penalty has **flattened the peak**: large weights, which it takes, cost too much."
        if peak.error <= 2 * before.error
        else "The penalty is **too weak** to flatten the peak: large weights still cost little."
    )


def _at_first(film: DoubleFilm) -> str:
    start, before = film.frames[0], film.frames[film.first]
    if not film.first:
        return f"{number(start.error)} with {start.n_features} features, the least before the peak"
    return (
        f"{number(start.error)} with {start.n_features} features, {number(before.error)} with "
        f"{before.n_features}, the least before the peak"
    )


def _beside(film: DoubleFilm) -> str:
    p, n = film.frames[film.peak].n_features, film.n_rows
    return ", as many as rows" if p == n else f", close to the {n} rows"


def _why(before: DoubleFrame, peak: DoubleFrame, after: DoubleFrame) -> str:
    better = "lower than" if after.error < before.error else "not as low as"
    return (
        f"At the peak there is hardly a choice of fits that meet every row, the weights grow to a "
        f"length of {number(peak.length)}, and {number(peak.variance)} of the error is variance; "
        f"with more features there are many such fits, and the one with the smallest weights, "
        f"{number(after.length)} long, is calm. The second descent ends {better} the first."
    )
