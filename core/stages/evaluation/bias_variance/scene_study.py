"""The pictures over complexity and over rows: many fits on the left, what they come to beside."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.curves import Curve, growing
from core.figures.film import Axis, Dots, FilmPicture, Line, Panel, Readout, still
from core.stages.evaluation.bias_variance.advice import advised, rows_told
from core.stages.evaluation.bias_variance.catalogue import MODEL_BY_ID
from core.stages.evaluation.bias_variance.scene_parts import (
    BIAS,
    FLOOR,
    SPREAD,
    TEST,
    TRAIN,
    curves_panel,
    faint,
    marked,
    middle,
    of_knob,
    stacked,
    top_of,
    upright,
)
from core.stages.evaluation.bias_variance.settings import SWEEP, BiasSettings
from core.stages.evaluation.bias_variance.study import StudyFilm, StudyFrame
from core.stages.evaluation.bias_variance.words import (
    adding_up,
    columns_adding_up,
    number,
    unrounded,
)

TALL_PX, HALF_PX = 395, 165


def study_picture(settings: BiasSettings, film: StudyFilm) -> FilmPicture:
    """Return the film over complexity or over rows."""
    over = settings.view == SWEEP
    x = film.series("at", float)
    axis = of_knob(settings, x) if over else _of_rows(x)
    said = tuple(_caption(settings, frame) for frame in film.frames)
    found = [film.series(name, float) for name in ("bias2", "variance", "error")]
    told = columns_adding_up(*found[:2], np.full(len(said), film.noise2), found[2])
    return FilmPicture(
        f"bias_{settings.view}",
        (
            _fits(settings, film),
            _train_and_test(settings, film, x, axis),
            _parts(settings, film, x, axis),
        ),
        x,
        f"{len(said)} ensembles of refits. {notice(settings, film)}".replace("*", ""),
        unit=MODEL_BY_ID[settings.model].unit if over else "rows",
        captions=said,
        readouts=(
            Readout("training error", unrounded(film.series("train_error", float)), 4),
            Readout("test error", unrounded(told[3]), 4),
            Readout("bias²", unrounded(told[0]), 4),
            Readout("variance", unrounded(told[1]), 4),
        ),
        seconds=max(6.0, 0.5 * len(film.frames)),
        file_name=f"{settings.view}.html",
        title="Bias and variance over complexity" if over else "Learning curve",
    )


def _of_rows(x: Any) -> Axis:
    ticks = tuple((float(n), str(n)) for n in (6, 10, 20, 50, 100, 200))
    return Axis("rows per sample (log scale)", float(x[0]) * 0.95, float(x[-1]) * 1.05, ticks, True)


def _caption(settings: BiasSettings, frame: StudyFrame) -> str:
    model = MODEL_BY_ID[settings.model].named(frame.knob)
    bias2, variance, noise, error = adding_up(
        frame.bias2, frame.variance, settings.noise**2, frame.error
    )
    return (
        f"{settings.n_refits} fits of {model} to {frame.n_rows} rows each. Training error "
        f"{number(frame.train_error)}; on new answers {error} = bias² {bias2} + variance "
        f"{variance} + noise {noise}."
    )


def _fits(settings: BiasSettings, film: StudyFilm) -> Panel:
    mean, sd = film.series("mean", float), film.series("sd", float)
    longest = max(frame.n_rows for frame in film.frames)
    x, y = (
        np.stack([_padded(getattr(frame, name), longest) for frame in film.frames])
        for name in ("x", "y")
    )
    return curves_panel(
        "Fits to fresh samples",
        settings,
        film.truth,
        (
            *faint(film.series("curves", float)),
            *middle(film.truth, mean, sd),
            Dots(x, y, TRAIN, size=2.8, name="rows of the first"),
        ),
        width=6,
        height_px=TALL_PX,
        rows=2,
        alt="Twenty fits, their mean with a band of one standard deviation, the truth and the rows "
        "of the first sample",
    )


def _padded(values: Any, n: int) -> Any:
    return np.concatenate([values, np.full(n - len(values), np.nan)])


def _ceiling(settings: BiasSettings, film: StudyFilm) -> float:
    """Return where the axes of errors end: the stiffest model, where a sweep begins, is there."""
    error = film.series("error", float)
    top = top_of(error, max(float(error.min()), film.now.error / 2))
    return max(top, 1.08 * float(error[0])) if settings.view == SWEEP else top


def _train_and_test(settings: BiasSettings, film: StudyFilm, x: Any, axis: Axis) -> Panel:
    train, test, spread, own = (
        film.series(name, float)
        for name in ("train_error", "error", "error_spread", "train_spread")
    )
    top = _ceiling(settings, film)
    low, high = np.maximum(test - spread, 0), test + spread
    layers = (
        Line(
            still([x[0], x[-1]]), still([film.noise2] * 2), FLOOR, 1.6, dash=True, name="noise σ²"
        ),
        upright(x[film.here], 0, top, "your setting"),
        *growing(
            x,
            Curve(train, "training", TRAIN, band=(np.maximum(train - own, 0), train + own)),
            Curve(test, "test", TEST, dash=True, band=(low, high)),
        ),
        marked(x, test, film.best, "least"),
    )
    return Panel(
        "Training and test error, ± one sd over refits",
        axis,
        Axis("squared error", 0, top),
        layers,
        width=6,
        height_px=HALF_PX,
        scrub=True,
        alt="Training and test error with their spread, the noise as a floor, a diamond at the "
        "least test error",
    )


def _parts(settings: BiasSettings, film: StudyFilm, x: Any, axis: Axis) -> Panel:
    top = _ceiling(settings, film)
    bias2, variance = film.series("bias2", float), film.series("variance", float)
    noise = np.full(len(x), film.noise2)
    return Panel(
        "What the test error is made of",
        axis,
        Axis("squared error", 0, top),
        (
            *stacked(
                x,
                ((noise, "noise", FLOOR), (bias2, "+ bias²", BIAS),
                 (variance, "+ variance", SPREAD)),
            ),
            upright(x[film.here], 0, top),
        ),
        width=6,
        height_px=HALF_PX,
        scrub=True,
        alt="Noise, bias² and variance stacked: their upper edge is the test error",
    )  # fmt: skip


def notice(settings: BiasSettings, film: StudyFilm) -> str:
    """Say where the least error is, or what would help, with numbers that can be set."""
    said = _say_sweep if settings.view == SWEEP else _say_rows
    return said(settings, film)


def _say_sweep(settings: BiasSettings, film: StudyFilm) -> str:
    spec = MODEL_BY_ID[settings.model]
    now, least, stiff, loose = film.now, film.least, film.frames[0], film.frames[-1]
    text = (
        f"The test error is least, **{number(least.error)}**, for **{spec.named(least.knob)}**: "
        f"bias² {number(least.bias2)}, variance {number(least.variance)}. "
    )
    if film.here == film.best:
        text += "That is your setting. "
    else:
        text += f"Yours, {spec.named(now.knob)}, makes {number(now.error)}. "
    falls = (
        f"From the stiffest to the most flexible bias² goes from {number(stiff.bias2)} to "
        f"{number(loose.bias2)}, variance from {number(stiff.variance)} to "
        f"{number(loose.variance)}"
    )
    return (
        f"{text}{falls}; the training error, {number(loose.train_error)} at the end, does not "
        "show where the test error is least."
    )


def _say_rows(settings: BiasSettings, film: StudyFilm) -> str:
    spec, now = MODEL_BY_ID[settings.model], film.now
    text = (
        f"With {now.n_rows} rows {spec.named(now.knob)} makes an error of **{number(now.error)}**, "
        f"on its own rows {number(now.train_error)}; the noise alone is {number(film.noise2)}. "
    )
    found = film.choices
    assert found is not None  # noqa: S101 - the film over rows has them
    return f"{text}{rows_told(settings, found)} {advised(settings, found)}"
