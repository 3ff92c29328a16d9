"""What each algorithm looks at while it learns: one drawing for each entry of its catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.figures.film import Axis, Bars, Dots, Heat, Layer, Line, Panel, Segments, bytes_of
from core.figures.scenes import how_it_learns_more as more
from core.figures.scenes.how_it_learns_plane import COLOURS, SYMBOLS
from core.figures.scenes.how_it_learns_tree import tree_over, tree_panels
from core.film import Film
from core.learning.catalogue import ALGORITHM_BY_ID, AlgorithmSpec
from core.learning.data import heights_of, make_points
from core.learning.frames import number
from core.learning.settings import LearnSettings

AnyFilm: TypeAlias = Film[Any]
Array: TypeAlias = NDArray[Any]
SIDE = 61
Z_SPAN = 8.0


def series(film: AnyFilm, name: str) -> Array:
    """Return one number of every frame."""
    return np.array([getattr(frame, name) for frame in film.frames], float)


def by_step(spec: AlgorithmSpec, film: AnyFilm) -> tuple[Array, str, bool]:
    """Return what the errors are drawn over: what the slider counts, its name, whether log."""
    return counted(spec, film).astype(float), spec.unit, False


def counted(spec: AlgorithmSpec, film: AnyFilm) -> Array:
    """Return what the slider counts."""
    return series(film, spec.count).astype(int) if spec.count else film.steps


def by_penalty(_spec: AlgorithmSpec, film: AnyFilm) -> tuple[Array, str, bool]:
    """Return the penalties; none at all stands a little left of the smallest."""
    alpha = series(film, "alpha")
    alpha[0] = alpha[1] / 1.5
    return alpha, "penalty α (log scale)", True


def nothing_over(_settings: LearnSettings, _film: AnyFilm) -> tuple[Layer, ...]:
    """Add nothing to the picture of the data."""
    return ()


@dataclass(frozen=True)
class Drawing:
    """How one algorithm is drawn beside its data.

    panels : what it looks at, the most telling first. over : layers over the picture of the data.
    notice : the computed sentence. across : what errors are drawn over. errors_first : they are
    the most telling picture. readouts : (label, field of the frame, digits).
    """

    panels: Callable[[LearnSettings, AnyFilm], tuple[Panel, ...]]
    notice: Callable[[LearnSettings, AnyFilm], str]
    over: Callable[[LearnSettings, AnyFilm], tuple[Layer, ...]] = nothing_over
    across: Callable[[AlgorithmSpec, AnyFilm], tuple[Array, str, bool]] = by_step
    errors_first: bool = False
    log_errors: bool = False
    readouts: tuple[tuple[str, str, int], ...] = ()


def best_test(film: AnyFilm) -> int:
    """Return the first frame with the lowest test error."""
    return int(np.argmin(series(film, "test_error")))


def overfitting(settings: LearnSettings, film: AnyFilm) -> str:
    """Say where the test error was lowest, and what came after."""
    spec, best = ALGORITHM_BY_ID[settings.algorithm], best_test(film)
    shown = _share if spec.task == "classification" else number
    frame, last = film.frames[best], film.last
    text = (
        f"The {spec.measure} on test points is lowest at {spec.unit} {film.steps[best]}: "
        f"{shown(frame.test_error)}, against {shown(frame.train_error)} in training."
    )
    if last.test_error > frame.test_error:
        text += (
            f" At the end, {spec.unit} {film.steps[-1]}, it is {shown(last.test_error)} against "
            f"{shown(last.train_error)}."
        )
    return text


def _share(value: float) -> str:
    return f"{value:.1%}"


# Line by gradient descent


def line_panels(settings: LearnSettings, film: AnyFilm) -> tuple[Panel, ...]:
    """Draw the loss of every line, with the way down and the next step."""
    x, height, _, _ = heights_of(settings.data)
    best_w, best_b = np.polyfit(x, height, 1)
    half = 1.3 * max(abs(best_w), abs(best_b), 0.5) + 0.3
    ws = np.linspace(best_w - half, best_w + half, SIDE)
    bs = np.linspace(best_b - half, best_b + half, SIDE)[::-1]
    missed = (ws[None, :, None] * x + bs[:, None, None] - height) ** 2
    loss = np.log10(missed.mean(axis=2))
    low, high = float(loss.min()), float(loss.max())
    extent = (float(ws[0]), float(ws[-1]), float(bs[-1]), float(bs[0]))
    w, b = series(film, "w"), series(film, "b")
    rate = settings.learning_rate
    to_w, to_b = w - rate * series(film, "slope_w"), b - rate * series(film, "slope_b")
    shown = np.ones((len(w), 1))
    return (
        Panel(
            "The loss of every line: dark is high",
            Axis("w (slope)", *extent[:2]),
            Axis("b (height at 0)", *extent[2:]),
            (
                Heat(bytes_of(loss, low, high), extent, "sequential", low, high, "log₁₀ loss",
                     smooth=True),
                Line(w, b, colour=4, grows=True, name="the way so far"),
                Segments(w[:, None], b[:, None], to_w[:, None], to_b[:, None], shown, 2.0,
                         arrow=True, colour=6),
                Dots(np.array([best_w]), np.array([best_b]), 6, symbol=3, size=6.0,
                     name="least squares"),
            ),
            alt="The loss over slope and height of the line, the way so far and the next step",
        ),
    )  # fmt: skip


def line_notice(settings: LearnSettings, film: AnyFilm) -> str:
    """Compare the rate with the largest that comes to rest."""
    last = film.last
    return (
        f"After {settings.n_steps} steps the line is {number(last.w)}·x₁ with {number(last.b)} at "
        f"0, its squared error {number(last.train_error)}. Here every rate above "
        f"{number(last.fastest)} overshoots; yours is {number(settings.learning_rate)}."
    )


# Polynomials, ridge and lasso


def degree_panels(_settings: LearnSettings, film: AnyFilm) -> tuple[Panel, ...]:
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


def path_panels(_settings: LearnSettings, film: AnyFilm) -> tuple[Panel, ...]:
    """Draw every weight over the penalty, and all weights now."""
    weights = np.stack([frame.weights for frame in film.frames])
    x, label, log = by_penalty(ALGORITHM_BY_ID["ridge"], film)
    n = weights.shape[1]
    half = float(np.abs(weights[1:]).max()) * 1.1 or 1.0
    lines = tuple(
        Line(x, weights[:, j], colour=j % 9, width=2.0, dash=j >= 9, grows=True) for j in range(n)
    )
    ticks = tuple((float(j), f"w{j + 1}") for j in range(0, n, 1 + n // 12))
    return (
        Panel(
            "Every weight on its way to 0",
            Axis(label, float(x[0]), float(x[-1]), log=log),
            Axis("weight", -half, half),
            lines,
            alt="Each weight over the penalty, as far as the film has come",
        ),
        Panel(
            "The weights now: w1 for the longest wave, others for finer ones",
            Axis("wave", -0.7, n - 0.3, ticks),
            Axis("weight", -half, half),
            (Bars(np.arange(n, dtype=float), weights, colour=np.where(weights < 0, 4, 0)),),
            alt="The weight of each wave now, above or below 0",
        ),
    )


def path_notice(_settings: LearnSettings, film: AnyFilm) -> str:
    """Say which penalty was best on test points, and how many weights were left there."""
    best, first = film.frames[best_test(film)], film.frames[0]
    return (
        f"The test error is lowest, {number(best.test_error)}, at α = {number(best.alpha)}, with "
        f"{best.n_used} of {len(first.weights)} weights in use; without a penalty it is "
        f"{number(first.test_error)}."
    )


# Logistic regression


def logistic_panels(settings: LearnSettings, film: AnyFilm) -> tuple[Panel, ...]:
    """Draw the S-curve, with every training point at its z, and the log loss."""
    y = make_points(settings.data).y_train
    z = np.stack([np.clip(frame.z, -Z_SPAN, Z_SPAN) for frame in film.frames])
    at = np.linspace(-Z_SPAN, Z_SPAN, 81)
    steps, loss = film.steps.astype(float), series(film, "loss")
    return (
        Panel(
            "Every point slides along z; the curve is its chance",
            Axis("z = w₁x₁ + w₂x₂ + b", -Z_SPAN, Z_SPAN),
            Axis("chance of class 1", -0.08, 1.08),
            (
                Line(at, 1 / (1 + np.exp(-at)), colour=6, name="1 / (1 + exp(−z))"),
                Dots(z, y.astype(float), COLOURS[y], SYMBOLS[y], 4.2),
            ),
            alt="The S-curve of chances with class 1 on top and class 0 at the bottom",
        ),
        Panel(
            "What the steps lower",
            Axis("step", 0, float(steps[-1]), auto=True),
            Axis("log loss", 0, 1, auto=True),
            (Line(steps, loss, colour=0, grows=True, name="training"),),
            alt="The mean log loss of the training points by step",
        ),
    )


def logistic_notice(settings: LearnSettings, film: AnyFilm) -> str:
    """Read the weights."""
    last = film.last
    return (
        f"After {settings.n_steps} steps one unit of x₁ adds {number(last.w1)} to the log-odds of "
        f"class 1 and one of x₂ {number(last.w2)}; the boundary lies where they cancel, and "
        f"{last.test_error:.1%} of the test points are on its wrong side."
    )


# k nearest neighbours


def neighbour_over(settings: LearnSettings, film: AnyFilm) -> tuple[Layer, ...]:
    """Draw the place asked about, its circle, and a line to each neighbour with a vote."""
    X = make_points(settings.data).X_train
    near = X[film.last.nearest]
    n, k = len(near), series(film, "k")
    votes = (np.arange(n) < k[:, None]).astype(float)
    turn = np.linspace(0, 2 * np.pi, 61)
    radius = series(film, "radius")[:, None]
    here = np.full(n, settings.at_x), np.full(n, settings.at_y)
    return (
        Segments(*here, near[:, 0], near[:, 1], votes, 1.2, colour=6),
        Line(settings.at_x + radius * np.cos(turn), settings.at_y + radius * np.sin(turn),
             colour=6, width=1.5, dash=True),
        Dots(np.array([settings.at_x]), np.array([settings.at_y]), 6, symbol=4, size=6.0,
             name="asked here"),
    )  # fmt: skip


def neighbour_panels(settings: LearnSettings, film: AnyFilm) -> tuple[Panel, ...]:
    """Draw the voters by distance."""
    y = make_points(settings.data).y_train[film.last.nearest]
    distance, k = film.last.distance, series(film, "k")
    n = len(distance)
    shown = np.where(np.arange(n) < k[:, None], distance, np.nan)
    return (
        Panel(
            "Who votes here: orange for class 0, blue for class 1",
            Axis("neighbour, from near to far", 0.3, n + 0.7),
            Axis("distance (units)", 0, float(distance.max()) * 1.05 or 1.0),
            (Bars(np.arange(1.0, n + 1), shown, colour=COLOURS[y]),),
            alt="The distance of each neighbour with a vote, coloured by its class",
        ),
    )


def neighbour_notice(settings: LearnSettings, film: AnyFilm) -> str:
    """Say which k was best, and what the place asked about gets at the end."""
    last = film.last
    return (
        f"{overfitting(settings, film)} At the place asked about, {last.share:.0%} of "
        f"{last.k} neighbours vote for class 1."
    )


SUPPORT = (("points that pull", "n_support", 0), ("gap", "gap", 3))
DRAWINGS: dict[str, Drawing] = {
    "line": Drawing(line_panels, line_notice, readouts=(("w", "w", 3), ("b", "b", 3))),
    "polynomial": Drawing(
        degree_panels,
        overfitting,
        errors_first=True,
        log_errors=True,
        readouts=(("largest weight", "largest", 1),),
    ),
    "ridge": Drawing(
        path_panels, path_notice, across=by_penalty, log_errors=True, readouts=(("α", "alpha", 3),)
    ),
    "lasso": Drawing(
        path_panels, path_notice, across=by_penalty, log_errors=True, readouts=(("α", "alpha", 3),)
    ),
    "logistic": Drawing(logistic_panels, logistic_notice, readouts=(("log loss", "loss", 3),)),
    "tree": Drawing(tree_panels, overfitting, tree_over, readouts=(("gain", "gain", 3),)),
    "forest": Drawing(
        more.forest_panels,
        more.forest_notice,
        more.place_over,
        readouts=(("votes for class 1", "share", 3), ("unseen rows wrong", "unseen_error", 3)),
    ),
    "boosting": Drawing(more.boosting_panels, overfitting, log_errors=True),
    "svm_linear": Drawing(
        more.margin_panels, more.margin_notice, more.margin_over, readouts=SUPPORT
    ),
    "svm_rbf": Drawing(more.margin_panels, more.margin_notice, more.margin_over, readouts=SUPPORT),
    "knn": Drawing(neighbour_panels, neighbour_notice, neighbour_over, errors_first=True),
    "naive_bayes": Drawing(more.bayes_panels, more.bayes_notice, more.bayes_over),
}
