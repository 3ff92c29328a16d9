"""The perceptron: the line after every correction, and the count beside its bound."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film
from core.figures.blocks import Block, Moving, human
from core.figures.curves import Curve, growing
from core.figures.film import Axis, Dots, FilmPicture, Line, Panel, Readout, Segments
from core.figures.plain_formula import with_minus
from core.stages.neural_networks.perceptron.run import PerceptronFrame, perceptron_points
from core.stages.neural_networks.perceptron.settings import PerceptronSettings
from core.wording import counted

SIDES = (4, 0)
"""Vermilion for the side −1, blue for +1."""
REST, RING, SQUARE, LINE = -1, 5, 1, 2
FAR = 40.0
TALL_PX = 390
LEAST = 0.5
"""Where a count of 0 stands on a logarithmic axis."""


def draw(settings: PerceptronSettings, film: Film[PerceptronFrame]) -> tuple[Block, ...]:
    """Draw points and line, the points still wrong, and the corrections below their bound."""
    X, sides = _points(settings)
    picture = FilmPicture(
        "perceptron",
        (_plane(settings, film, X, sides), _counts(film)),
        film.steps,
        f"A perceptron on {len(X)} points: {counted(film.last.mistakes, 'correction')}, "
        f"{counted(film.last.n_wrong, 'point')} wrong at the end",
        unit="correction",
        captions=tuple(with_minus(_caption(settings, frame, X, sides)) for frame in film.frames),
        readouts=(
            Readout("corrections", film.series("mistakes", float), 0),
            Readout("bound (R/γ)²", film.series("bound", float), 1),
            Readout("wrong points", film.series("n_wrong", float), 0),
            Readout("pass", film.series("n_passes", float), 0),
        ),
        seconds=min(10.0, 1.5 + 0.4 * len(film.frames)),
        file_name="perceptron.html",
        title="A perceptron learns",
    )
    return (Moving(picture),)


def notice(settings: PerceptronSettings, film: Film[PerceptronFrame]) -> str:
    """Compare the corrections with Novikoff's bound, or say why there is none."""
    last = film.last
    if np.isnan(last.margin):
        return (
            f"No straight line parts these classes: after {counted(last.mistakes, 'correction')} "
            f"in {counted(last.n_passes, 'pass').replace('passs', 'passes')} there are still "
            f"{counted(last.n_wrong, 'point')} wrong. This is the limit of one neuron: a hidden "
            "layer bends the plane first."
        )
    margin = (
        f"the best line leaves a margin γ of {human(last.margin)} to the nearest point, and the "
        f"farthest lies R = {human(last.radius)} away"
    )
    if np.isnan(last.bound):
        return (
            f"{last.ended} With each point taken as (x₁, x₂, 1), {margin}; the bound (R/γ)² holds "
            "from a start at zero only."
        )
    return (
        f"{last.ended} With each point taken as (x₁, x₂, 1), {margin}: no order of points can "
        f"take more than (R/γ)² = {human(last.bound)} corrections, whatever the learning rate."
    )


@lru_cache(maxsize=32)
def _points(settings: PerceptronSettings) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return perceptron_points(settings)


def _plane(settings: PerceptronSettings, film: Film[PerceptronFrame], X: Any, sides: Any) -> Panel:
    reach = max(6.0, float(np.abs(X).max()) * 1.05)
    weights = np.stack([frame.weights for frame in film.frames])
    chosen = np.array([frame.point for frame in film.frames])
    step = (
        settings.learning_rate
        * sides[chosen][:, None]
        * np.column_stack([X[chosen], np.ones(len(chosen))])
    )
    corrected = (chosen >= 0)[:, None]
    old = np.where(corrected, weights - step, np.nan)
    ring = np.where(corrected, X[chosen], np.nan)
    arrow = 0.25 * reach * weights[:, :2] / np.maximum(_length(weights), 1e-12)
    foot = _foot(weights)
    return Panel(
        "The line, and the point that moves it",
        Axis("x₁", -reach, reach),
        Axis("x₂", -reach, reach),
        (
            _class(X[sides < 0], SIDES[0], 0, "class −1"),
            _class(X[sides > 0], SIDES[1], SQUARE, "class +1"),
            Line(*_line(old), colour=REST, width=2.0, dash=True, name="line before"),
            Line(*_line(weights), colour=LINE, width=3.0, name="line now"),
            Segments(
                foot[:, :1], foot[:, 1:], foot[:, :1] + arrow[:, :1], foot[:, 1:] + arrow[:, 1:],
                np.where(_length(weights) > 0, 1.0, 0.0), 2.5, arrow=True, colour=LINE,
            ),
            Dots(ring[:, :1], ring[:, 1:], 1, RING, 9.0),
        ),
        width=7,
        height_px=TALL_PX,
        square=True,
        alt="Points of two classes and the line; a ring marks the point just corrected, the "
        "dashed line is the one before; the arrow points to the side of class +1",
    )  # fmt: skip


def _class(X: Any, colour: int, symbol: int, name: str) -> Dots:
    return Dots(X[:, 0], X[:, 1], colour, symbol, 4.2, name)


def _length(weights: Any) -> Any:
    return np.linalg.norm(weights[:, :2], axis=1, keepdims=True)


def _foot(weights: Any) -> Any:
    """Return the point of each line nearest to the middle."""
    squared = np.maximum(_length(weights) ** 2, 1e-12)
    foot = -weights[:, 2:] * weights[:, :2] / squared
    return np.where(np.abs(foot) < FAR, foot, np.nan)


def _line(weights: Any) -> tuple[Any, Any]:
    """Return x and y (n_frames, 2) of two points of w1 x + w2 y + b = 0 far apart."""
    length = _length(weights)
    with np.errstate(invalid="ignore", divide="ignore"):
        normal = weights[:, :2] / length
        middle = -weights[:, 2:] / length * normal
    along = FAR * np.column_stack([-normal[:, 1], normal[:, 0]])
    ends = np.stack([middle - along, middle + along], axis=1)
    ends[~np.isfinite(ends).all(axis=(1, 2)) | (np.abs(ends) > 1e6).any(axis=(1, 2))] = np.nan
    return ends[:, :, 0], ends[:, :, 1]


def _counts(film: Film[PerceptronFrame]) -> Panel:
    corrections, wrong = film.series("mistakes", float), film.series("n_wrong", float)
    end, bound = max(corrections[-1], 1.0), film.last.bound
    lines = growing(
        corrections,
        Curve(np.maximum(wrong, LEAST), "wrong points", 4),
        Curve(np.maximum(corrections, LEAST), "corrections", 0),
    )
    if np.isfinite(bound):
        across = np.array([0.0, end])
        lines += (Line(across, np.full(2, bound), 1, dash=True, name="bound (R/γ)²"),)
    top = np.nanmax([bound, end, wrong.max(), 2.0])
    return Panel(
        "Counted after each correction",
        Axis("corrections", 0, end),
        Axis("count (log scale)", LEAST, 1.6 * top, log=True),
        lines,
        width=5,
        height_px=TALL_PX,
        alt=f"Wrong points and corrections, below the bound of {human(bound)}",
    )


def _caption(settings: PerceptronSettings, frame: PerceptronFrame, X: Any, sides: Any) -> str:
    if frame.ended:
        return frame.ended
    w1, w2, b = (_told(value) for value in frame.weights)
    if frame.point < 0:
        wrong = "1 point is" if frame.n_wrong == 1 else f"{frame.n_wrong} points are"
        return f"Before any point: w = ({w1}, {w2}), b = {b}. {wrong} wrong."
    (x1, x2), side = X[frame.point], sides[frame.point]
    before = frame.weights - settings.learning_rate * side * np.array([x1, x2, 1.0])
    found = _told(before @ np.array([x1, x2, 1.0]))
    where = "on the line, which is not yet right" if found == "0" else "the wrong side"
    sign = "+1" if side > 0 else "−1"
    return (
        f"Correction {frame.mistakes}: point ({x1:.2f}, {x2:.2f}) of class {sign} has "
        f"w·x + b = {found}, {where}. w moves by {settings.learning_rate:g} · ({sign}) "
        f"· x to ({w1}, {w2}), b to {b}."
    )


def _told(value: float) -> str:
    """Return a number of a sum that has lost its last digits: 1e-17 is 0."""
    return f"{round(float(value), 9) + 0.0:.3g}"
