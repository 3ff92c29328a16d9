"""Points to drag: the line, squares and sticks, whom each metric blames, residuals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from core.figures.film import (
    Axis,
    Band,
    Bars,
    Boxes,
    Dots,
    FilmPicture,
    Layer,
    Line,
    Panel,
    Readout,
    Segments,
    Spots,
    still,
)
from core.stages.evaluation.regression.run import PointsAnswer
from core.stages.evaluation.regression.scene_parts import (
    GREY,
    IN_HAND,
    LABELS,
    LOW_PX,
    MARK,
    MODEL,
    SQUARE,
    STICK,
    TALL_PX,
    WIDE,
    Floats,
    around,
    bars,
    changed,
    residual_panel,
    valued,
)
from core.stages.evaluation.regression.settings import HIGH, LOW, RegressionSettings, moved

UNIT = "kg"
SUN, HARVEST = "sun (hours a day)", "harvest (kg a plant)"
EDGE = 0.5
SIDE = 0.3
SHAPES = ("mse", "rmse", "r2")
"""Metrics that blame as MSE does."""


def picked(answer: PointsAnswer, click: Any) -> dict[str, Any]:
    """Return what was taken in hand or let go in the picture as the controls that say so."""
    if not 0 <= click.index < len(answer.y):
        return {}
    points = tuple((float(x), float(y), 0) for x, y in zip(answer.x, answer.y, strict=True))
    return {"held": click.index + 1, "points": moved(points, click.index, click.y)}


def film(settings: RegressionSettings, answer: PointsAnswer) -> FilmPicture:
    """Return the film over the places of the point in hand."""
    shares = answer.shares
    return FilmPicture(
        "regression_points",
        (
            _plane(answer),
            bars(answer.swept, settings.metric, UNIT),
            _blame(settings, answer),
            *_residuals(answer),
        ),
        answer.heights,
        f"{len(answer.y)} plants, a line, and the errors as squares and sticks; plant "
        f"{answer.held + 1} is in hand",
        unit=f"plant {answer.held + 1} in kg:",
        captions=tuple(_captions(answer)),
        readouts=tuple(
            Readout(f"its share of {LABELS[name]}", shares[name][:, answer.held], 3, percent=True)
            for name in ("mse", "mae")
        ),
        seconds=7.0,
        begin=answer.at,
        file_name="regression_metrics.html",
        title="One point and every metric",
    )


def names(answer: PointsAnswer) -> tuple[str, ...]:
    """Return what each plant is called."""
    return tuple(f"plant {i + 1}, {x:g} h of sun" for i, x in enumerate(answer.x))


def _plane(answer: PointsAnswer) -> Panel:
    x, ys, n = answer.x, answer.ys, len(answer.x)
    ends = np.array([LOW - EDGE, HIGH + EDGE])
    held = still(x[answer.held : answer.held + 1])
    line = answer.lines[:, :1] * ends + answer.lines[:, 1:]
    before = answer.line_before[0] * ends + answer.line_before[1]
    spots = still(x - SIDE), ys - SIDE, still(x + SIDE), ys + SIDE
    return Panel(
        "Press a plant and drag it up or down",
        Axis(SUN, LOW - EDGE, HIGH + EDGE),
        Axis(HARVEST, LOW - EDGE, HIGH + EDGE),
        (
            *_squares(answer),
            Segments(still(x), answer.predicted, still(x), ys, still(np.ones(n)), 2.2,
                     colour=STICK),
            Line(ends, before, GREY, 1.5, dash=True, name="line before"),
            Line(ends, line, MODEL, 2.5, name="prediction"),
            Dots(held, still(answer.was[answer.held : answer.held + 1]), GREY, 5, 6.0),
            Dots(still(x), ys, SQUARE, 0, 5.0, "plant", names(answer)),
            Dots(held, answer.heights[:, None], IN_HAND, 4, 9.0, "in hand"),
            Spots(*spots, ys, names(answer), "kg", name="points"),
        ),
        WIDE, TALL_PX, square=True, pick="point", scrub=True, grip=answer.held,
        note="Blue squares: MSE adds up their areas. Vermilion sticks: MAE adds up their lengths.",
        alt="Harvest over hours of sun, with a line and the errors as squares and sticks. Up and "
        "down arrows move the plant in hand, left and right take another",
    )  # fmt: skip


def _squares(answer: PointsAnswer) -> tuple[Layer, ...]:
    """Return a square on every stick, to the side where there is room; the one in hand outlined."""
    sizes = np.abs(answer.ys - answer.predicted)
    side = np.where(answer.x + sizes > HIGH + EDGE, -1, 1) * sizes
    left, right = np.minimum(answer.x, answer.x + side), np.maximum(answer.x, answer.x + side)
    low, high = np.minimum(answer.ys, answer.predicted), np.maximum(answer.ys, answer.predicted)
    gap = np.full_like(low, np.nan)
    h = slice(answer.held, answer.held + 1)
    return (
        Band(_knit(left, right, gap), _knit(low, low, gap), _knit(high, high, gap), SQUARE),
        Boxes(left[:, h], low[:, h], right[:, h], high[:, h], SQUARE, 1.5),
    )


def _knit(*parts: Floats) -> Floats:
    """Return (n_frames, n) parts taken in turns: (n_frames, n_parts * n)."""
    return np.stack(parts, axis=2).reshape(len(parts[0]), -1)


def _blame(settings: RegressionSettings, answer: PointsAnswer) -> Panel:
    n, shares = len(answer.x), answer.shares
    third = settings.metric if settings.metric not in (*SHAPES, "mae") else ""
    if third and not np.isfinite(shares[third][answer.at]).all():
        third = ""  # undefined, so nobody has a share of it
    wide = 0.22 if n <= 24 else 0.12
    kinds = [("mse", SQUARE), ("mae", STICK), *([(third, MARK)] if third else [])]
    centre = (len(kinds) - 1) / 2
    layers = tuple(
        Bars(still(answer.x + (i - centre) * wide), 100 * shares[name], colour, wide,
             f"share of {LABELS[name]}")
        for i, (name, colour) in enumerate(kinds)
    )  # fmt: skip
    even = still((100 / n, 100 / n))
    return Panel(
        "Who is to blame?",
        Axis(SUN, LOW - EDGE, HIGH + EDGE),
        Axis("share of the whole (%)", 0, 100),
        (Line(still((LOW, HIGH)), even, GREY, 1.5, dash=True, name="if all shared alike"), *layers),
        WIDE, LOW_PX, alt="For each plant the share it makes up of MSE and of MAE",
    )  # fmt: skip


def _residuals(answer: PointsAnswer) -> Iterator[Panel]:
    errors, h = answer.ys - answer.predicted, slice(answer.held, answer.held + 1)
    order = np.arange(1, len(answer.x) + 1.0)
    axes = (
        ("Residuals over prediction", Axis("prediction (kg)", *around(answer.predicted)),
         answer.predicted),
        ("Residuals over the feature", Axis(SUN, LOW - EDGE, HIGH + EDGE), still(answer.x)),
        ("Residuals in row order", Axis("row", 0, len(order) + 1), order),
    )  # fmt: skip
    for title, axis, places in axes:
        own = places[..., h]
        mark = Dots(own, errors[:, h], IN_HAND, 4, 7.0)
        yield residual_panel(
            title, axis, places, errors, UNIT, (mark,), names(answer), errors[answer.at]
        )


def _captions(answer: PointsAnswer) -> Iterator[str]:
    swept = answer.swept
    ratios = {name: swept.ratio(name) for name in ("rmse", "mae", "median_ae")}
    for i, height in enumerate(answer.heights):
        told = ", ".join(
            f"{LABELS[name]} {valued(name, float(swept.values[name][i]), UNIT)} "
            f"({changed(name, float(ratio[i]), 0, 0) or 'was 0'})"
            for name, ratio in ratios.items()
        )
        yield f"Plant {answer.held + 1} at {height:g} kg. {told}."
