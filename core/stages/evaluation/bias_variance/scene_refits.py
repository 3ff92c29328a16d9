"""The picture of refits: curves that fall into place, and the error at one place taken apart."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.curves import Curve, around, growing
from core.figures.film import (
    Axis,
    Bars,
    Dots,
    FilmPicture,
    Layer,
    Line,
    Panel,
    Readout,
    Segments,
    Texts,
    still,
)
from core.stages.evaluation.bias_variance.advice import advised
from core.stages.evaluation.bias_variance.catalogue import MODEL_BY_ID
from core.stages.evaluation.bias_variance.ensemble import PLACES
from core.stages.evaluation.bias_variance.refits import Place, RefitFilm
from core.stages.evaluation.bias_variance.scene_parts import (
    BIAS,
    FLOOR,
    SPREAD,
    TEST,
    TRAIN,
    TRUTH,
    curves_panel,
    faint,
    heights,
    middle,
    top_of,
    upright,
)
from core.stages.evaluation.bias_variance.settings import BiasSettings
from core.stages.evaluation.bias_variance.words import (
    NOTHING,
    adding_up,
    columns_adding_up,
    height,
    number,
    of_a_mean,
    unrounded,
)

TALL_PX, LOW_PX = 255, 165
CLEARLY = 1.5
"""The larger of bias² and variance is clearly larger from so many times the other on."""
N_FAINT, N_BINS, MANY = 30, 15, 60
COLUMNS = ((0.5, "at x₀"), (3.1, "over all places"))


def refit_picture(settings: BiasSettings, film: RefitFilm) -> FilmPicture:
    """Return the film of refits."""
    place = film.place
    assert place is not None  # noqa: S101 - `looked_at` has been here
    said = tuple(_caption(film, place, i) for i in range(len(film.frames)))
    found = [film.series(name, float) for name in ("bias2", "variance", "error")]
    told = columns_adding_up(*found[:2], np.full(len(said), film.noise2), found[2])
    return FilmPicture(
        "bias_refits",
        (_curves(settings, film, place), _answers(settings, film, place),
         _sums(film, place), _settling(film)),
        film.steps,
        f"{film.n_steps} fits to fresh samples, one after the other. {said[-1]}",
        unit="refit",
        captions=said,
        readouts=tuple(
            Readout(name, unrounded(column), 4)
            for name, column in zip(("bias²", "variance", "noise", "error"), told, strict=True)
        ),
        seconds=max(6.0, min(len(film.frames) / 6, 14.0)),
        file_name="refits.html",
        title="Bias and variance: refits",
    )  # fmt: skip


def _caption(film: RefitFilm, place: Place, i: int) -> str:
    frame = film.frames[i]
    if not frame.n_done:
        return "The truth, which no model ever sees. The first sample comes next."
    sum_ = _sum(frame.bias2, frame.variance, film.noise2, frame.error)
    return (
        f"Refit {frame.n_done}: its curve misses its own rows by {number(frame.train_error)} on "
        f"average (squared). Over {frame.n_done} fits and all places: {sum_}, which is their "
        "error on new answers."
    )


def _sum(*values: float, mark: str = "") -> str:
    bias2, variance, noise, error = adding_up(*values)
    return f"bias² {bias2} + variance {variance} + noise {noise} = {mark}{error}{mark}"


def _curves(settings: BiasSettings, film: RefitFilm, place: Place) -> Panel:
    x, y, curve, mean, sd = (film.series(name, float) for name in ("x", "y", "curve", "mean", "sd"))
    axis = heights(film.truth, settings.noise)
    layers: tuple[Layer, ...] = (
        *faint(_earlier(film)),
        *middle(film.truth, mean, sd),
        Line(PLACES, curve, TRAIN, 2.2, name="newest fit"),
        Dots(x, y, TRAIN, size=3.6, name="its rows"),
        upright(place.x, axis.low, axis.high, "x₀"),
    )
    return curves_panel(
        "Each fresh sample gives another curve; click for x₀",
        settings,
        film.truth,
        layers,
        width=7,
        height_px=TALL_PX,
        pick="place",
        alt="The truth, the newest sample with its fit, the fits before it, their mean and a band "
        "of one standard deviation around it",
    )


def _earlier(film: RefitFilm) -> Any:
    """Return the newest `N_FAINT` fits but the last of each frame, NaN where there are fewer."""
    n_shown = min(N_FAINT, len(film.curves))
    done = film.series("n_done", int)
    which = done[:, None] - 2 - np.arange(n_shown)
    found = film.curves[np.maximum(which, 0)]
    return np.where((which >= 0)[..., None], found, np.nan)


def _answers(settings: BiasSettings, film: RefitFilm, place: Place) -> Panel:
    """Draw every fit's answer at the place as a dot on a heap, the truth and the mean upright."""
    axis = _reach(settings, film, place)
    edges = np.linspace(axis.low, axis.high, N_BINS + 1)
    inside = (place.answers > axis.low) & (place.answers < axis.high)
    middles, up = _heap(np.where(inside, place.answers, np.nan), edges)
    done = film.series("n_done", int)
    order = np.arange(len(middles))
    there = order < done[:, None]
    newest = np.where(order == done[:, None] - 1, middles, np.nan)
    top = max(float(np.nanmax(up, initial=1.0)) * 1.3, 10.0)
    mean, sd = place.mean[:, None], np.sqrt(place.variance)[:, None]
    foot = np.full((len(done), 1), 0.88 * top)
    size = 4.2 if len(middles) <= MANY else 2.8
    layers = (
        Line(np.concatenate([mean - sd, mean + sd], axis=1), still([0.97 * top] * 2), SPREAD, 5.0,
             name="± one sd"),
        Dots(np.where(there, middles, np.nan), up, SPREAD, size=size, name="fits"),
        Dots(newest, up, TRAIN, size=size + 1.5),
        Line(still([place.truth] * 2), still([0, top]), TRUTH, 3.0, name="truth"),
        Line(np.repeat(mean, 2, axis=1), still([0, top]), BIAS, 3.0, dash=True, name="mean"),
        Segments(mean, foot, np.full_like(mean, place.truth), foot, np.ones_like(mean), 2.5,
                 arrow=True, colour=BIAS),
    )  # fmt: skip
    return Panel(
        f"What they say at x₀ = {place.x:.2f}",
        axis,
        Axis("fits", 0, top),
        layers,
        width=5,
        height_px=TALL_PX,
        alt="A heap of dots, one for each fit's prediction at the place, with the truth and the "
        "mean of the fits; the arrow between them is the bias",
    )


def _reach(settings: BiasSettings, film: RefitFilm, place: Place) -> Axis:
    """Return the axis of predictions at the place; those far outside of the truth leave it."""
    widest = heights(film.truth, settings.noise)
    near = (place.answers > widest.low) & (place.answers < widest.high)
    low, high = around(np.append(place.answers[near], place.truth), 0.12, 0.1)
    return Axis("prediction at x₀", low, high)


def _heap(answers: Any, edges: Any) -> tuple[Any, Any]:
    """Return where each answer lies: the middle of its bin and its height on the heap there."""
    bins = np.digitize(answers, edges) - 1
    known = np.isfinite(answers)
    rank = np.array([np.count_nonzero(bins[:i] == bins[i]) for i in range(len(bins))]) + 0.5
    middles = (edges[:-1] + edges[1:])[np.where(known, bins, 0)] / 2
    return np.where(known, middles, np.nan), np.where(known, rank, np.nan)


def _sums(film: RefitFilm, place: Place) -> Panel:
    """Draw the three parts on one another beside the error that was measured."""
    own = [place.bias2, place.variance, place.error]
    every = [film.series(name, float) for name in ("bias2", "variance", "error")]
    x = still([0.0, 1.0, 2.6, 3.6])
    noise = np.full(len(place.bias2), film.noise2)
    none = np.full_like(noise, np.nan)
    parts = {
        "noise": [own[0] + own[1] + noise, none, every[0] + every[1] + noise, none],
        "variance": [own[0] + own[1], none, every[0] + every[1], none],
        "bias²": [own[0], none, every[0], none],
        "measured error": [none, own[2], none, every[2]],
    }
    colours = (FLOOR, SPREAD, BIAS, TEST)
    bars = tuple(
        Bars(x, np.stack(columns, axis=1), colour, 0.86, name)
        for (name, columns), colour in zip(parts.items(), colours, strict=True)
    )
    ends = np.array([own[2][-1], every[2][-1]])
    top = 1.3 * float(np.nanmin([np.nanmax(ends), 12 * max(np.nanmin(ends), 1e-3)])) or 1.0
    totals = np.stack([own[0] + own[1] + noise, own[2], every[0] + every[1] + noise, every[2]], 1)
    words = tuple(tuple("" if np.isnan(v) else number(v)[:7] for v in row) for row in totals)
    up = np.minimum(np.nan_to_num(totals) + 0.06 * top, 0.94 * top)
    return Panel(
        "The parts add up to the error",
        Axis("left its parts, right what was measured", -0.7, 4.3, COLUMNS),
        Axis("squared error", 0, top),
        (*bars, Texts(np.broadcast_to(x, up.shape), up, words, size=11, bold=True, halo=True)),
        width=5,
        height_px=LOW_PX,
        alt="Two pairs of bars, at the place and over all places: bias², variance and noise on one "
        "another, and as high the error that was measured",
    )


def _settling(film: RefitFilm) -> Panel:
    done = film.series("n_done", float)
    bias2, variance, error = (film.series(n, float) for n in ("bias2", "variance", "error"))
    ends = still([0.0, done[-1]])
    exact: list[Layer] = []
    for value, name, colour in zip(film.mean_known, ("", "in theory"), (BIAS, SPREAD), strict=True):
        if np.isfinite(value):
            exact.append(Line(ends, still([value] * 2), colour, 1.3, dash=True, name=name))
    return Panel(
        "Over all places, as refits come in",
        Axis("refits", 0, float(done[-1])),
        Axis("squared error", 0, top_of(error[2:], float(error[-1]), 1.6)),
        (
            *exact,
            Line(ends, still([film.noise2] * 2), FLOOR, 1.6, dash=True, name="noise"),
            *growing(
                done,
                Curve(bias2, "bias²", BIAS),
                Curve(variance, "variance", SPREAD),
                Curve(error, "error", TEST),
            ),
        ),
        width=7,
        height_px=LOW_PX,
        alt="Bias², variance and error over the number of refits; dashed what a formula says",
    )


def refit_notice(settings: BiasSettings, film: RefitFilm) -> str:
    """Say what the error is made of, what rules it, and what theory says."""
    last, place = film.last, film.place
    assert place is not None  # noqa: S101 - `looked_at` has been here
    model = MODEL_BY_ID[settings.model].named(settings.knob)
    sum_ = _sum(last.bias2, last.variance, film.noise2, last.error, mark="**")
    text = f"{film.n_steps} fits of {model} to {settings.n_rows} rows each: {sum_}."
    return f"{text} {_ruled(settings, film)} {_here(place)} {_known(film)} {_exact(film)}"


def _exact(film: RefitFilm) -> str:
    """Say why the sum is the measured error."""
    if not film.noise2:
        return "New answers are the truth itself here; the error on them is exactly that sum."
    return (
        "New answers are taken at truth + σ and at truth − σ, which have just the mean and the "
        "variance of noise: so the error on them is exactly that sum."
    )


def _ruled(settings: BiasSettings, film: RefitFilm) -> str:
    last = film.last
    if last.bias2 + last.variance < NOTHING:
        left = "all that is left is noise" if film.noise2 else "no error is left"
        return f"Every fit is the truth itself: {left}."
    assert film.choices is not None  # noqa: S101 - the film has them
    return f"{_larger(film)} {advised(settings, film.choices)}"


def _larger(film: RefitFilm) -> str:
    last = film.last
    if last.variance >= CLEARLY * last.bias2:
        what = "the noise of its own rows" if film.noise2 else "the places of its own rows"
        return f"Of what a model can change, most is **variance**: each fit follows {what}."
    if last.bias2 >= CLEARLY * last.variance:
        return (
            "Of what a model can change, most is **bias**: even the mean of all fits misses the "
            "truth, and another sample would not mend that."
        )
    return "Bias² and variance are about level."


def _here(place: Place) -> str:
    return (
        f"At x₀ = {place.x:.2f} the truth is {height(place.truth)} and the fits say "
        f"{height(place.mean[-1])} ± {np.sqrt(place.variance[-1]):.3f}."
    )


def _known(film: RefitFilm) -> str:
    bias2, variance = film.mean_known
    if not np.isfinite(variance):
        return of_a_mean(film.last.bias2, film.last.variance, film.n_steps)
    text = (
        f"Without any simulation, theory says bias² {number(bias2)} and variance "
        f"{number(variance)}."
    )
    if film.wobble < NOTHING:
        return text
    more = film.last.bias2 - bias2
    return (
        f"{text} A mean of {film.n_steps} fits wobbles itself: a bias² that is measured is "
        f"{number(film.wobble)} more on average, variance / {film.n_steps}; with these draws it is "
        f"{number(abs(more))} {'more' if more > 0 else 'less'}."
    )
