"""What the pictures of all views share: colours by meaning, axes, many curves around one truth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.figures.film import Axis, Band, Dots, Layer, Line, Panel, still
from core.stages.evaluation.bias_variance.catalogue import DEGREES, DEPTHS, POWERS
from core.stages.evaluation.bias_variance.ensemble import PLACES
from core.stages.evaluation.bias_variance.settings import BiasSettings

TRUTH, BIAS, SPREAD, FLOOR, TRAIN, TEST = 2, 4, 5, -1, 0, 1
"""Colours: the truth, how far the mean fit is from it, how far fits are from their mean, noise."""
EVERY = slice(None, None, 2)
"""Faint curves have every other place."""
ROOM = 3.5
"""How many σ of room a picture leaves above and below the truth."""


def heights(truth: Any, noise: float) -> Axis:
    """Return the axis of heights: the truth with room for its noise; a wild fit leaves it."""
    room = ROOM * noise + 0.35
    return Axis("y", float(truth.min()) - room, float(truth.max()) + room)


def curves_panel(
    title: str, settings: BiasSettings, truth: Any, layers: Sequence[Layer], **more: Any
) -> Panel:
    """Return the picture of the truth with what is fitted to samples of it."""
    return Panel(
        title,
        Axis("x", -0.02, 1.02),
        heights(truth, settings.noise),
        tuple(layers),
        **more,
    )


def faint(curves: Any) -> tuple[Layer, ...]:
    """Return thin curves, ([n_frames,] n_curves, 101)."""
    each = np.moveaxis(curves, -2, 0)[..., EVERY]
    return tuple(
        Line(PLACES[EVERY], curve, SPREAD, 0.9, name="fits" if place == 0 else "")
        for place, curve in enumerate(each)
    )


def middle(truth: Any, mean: Any, sd: Any) -> tuple[Layer, ...]:
    """Return the truth, the mean fit and a band of one standard deviation on both sides."""
    return (
        Band(PLACES, mean - sd, mean + sd, SPREAD),
        Line(PLACES, truth, TRUTH, 3.5, name="truth"),
        Line(PLACES, mean, BIAS, 3.5, dash=True, name="mean of the fits"),
    )


def upright(x: float, low: float, high: float, name: str = "") -> Line:
    """Return a dashed line up at x."""
    return Line(still([x, x]), still([low, high]), FLOOR, 1.4, dash=True, name=name)


def stacked(x: Any, layers: Sequence[tuple[Any, str, int]]) -> tuple[Layer, ...]:
    """Return growing areas one on the other, the first at the bottom, each with its upper edge."""
    found: list[Layer] = []
    low = np.zeros(len(x))
    for values, name, colour in layers:
        high = low + values
        found += [Band(x, low, high, colour, grows=True)] * 2
        found.append(Line(x, high, colour, 2.0, grows=True, name=name))
        low = high
    return tuple(found)


def top_of(errors: Any, least: float, share: float = 4.0) -> float:
    """Return where an axis of errors ends: above them all, or so many times the least one."""
    known = errors[np.isfinite(errors)]
    return 1.08 * float(min(known.max(initial=least), max(share * least, 1e-3))) or 1.0


def of_knob(settings: BiasSettings, tried: Any) -> Axis:
    """Return the axis of the model's knob, the stiffest on the left."""
    if settings.model == "polynomial":
        return Axis("degree", DEGREES[0] - 0.4, DEGREES[1] + 0.4)
    if settings.model == "ridge":
        ends = (int(POWERS[1]), int(POWERS[0]))
        ticks = tuple((float(e), f"1e{e}" if e else "1") for e in range(ends[1], ends[0] + 1, 2))
        return Axis("penalty α (log scale)", ends[0] + 0.2, ends[1] - 0.2, ticks)
    if settings.model == "knn":
        most = float(max(tried))
        ticks = tuple((float(k), str(k)) for k in (1, 2, 3, 5, 10, 20, 50) if k <= most)
        return Axis("neighbours k (log scale)", most * 1.06, 0.94, ticks, log=True)
    return Axis("depth", DEPTHS[0] - 0.2, DEPTHS[1] + 0.2)


def marked(x: Any, values: Any, place: int, name: str) -> Dots:
    """Return a diamond at one frame's place, from that frame on."""
    on = np.arange(len(x)) >= place
    return Dots(
        np.where(on, x[place], np.nan)[:, None],
        np.full((len(x), 1), values[place]),
        TRUTH,
        4,
        7.0,
        name,
    )
