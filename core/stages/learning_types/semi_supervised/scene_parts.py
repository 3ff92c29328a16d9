"""What the pictures of all methods share: colours, the points to click, the point in hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from core.figures.blocks import escape
from core.figures.curves import Curve, growing
from core.figures.film import Axis, Dots, Layer, Panel, Segments, Spots
from core.stages.learning_types.semi_supervised.base import BASE_BY_ID
from core.stages.learning_types.semi_supervised.points import Points
from core.stages.learning_types.semi_supervised.run import SemiFilm
from core.stages.learning_types.semi_supervised.settings import LOOK, TRUE, SemiSettings

COLOURS, SYMBOLS = (4, 0, 2, 1, 3), (0, 2, 1, 4, 6)
"""Of each class, as in the drawing: disc, triangle, square, diamond, plus."""
SIGNS = ("●", "▲", "■", "◆", "✚")
GREY_COLUMN, N_COLUMNS = 9, 10
"""The palette's grey, of which a point has as much as has not come to it."""
RING = 5
REFERENCE, HELD = -1, 6
WIDE, HEIGHT_PX = 8, 380
MOST_EDGES, FEW_EDGES = 1500, 900
METHODS = {
    "spreading": "label spreading", "propagation": "label propagation",
    "self_training": "self-training",
}  # fmt: skip


def dot_size(n: int) -> float:
    """Return how large a dot may be among so many."""
    return 5.2 if n <= 120 else 4.4 if n <= 200 else 3.6


def class_colours(points: Points) -> Any:
    """Return the palette's index of each class (k,)."""
    return np.array([COLOURS[code % 5] for code in points.codes])


def class_symbols(points: Points) -> Any:
    """Return the sign of each class (k,)."""
    return np.array([SYMBOLS[code % 5] for code in points.codes])


def class_names(points: Points) -> tuple[str, ...]:
    """Return what each class is called: by its number, or by its value in the table."""
    return tuple(
        f"class {name}" if not points.scales else f"{name[:24]} (class {code})"
        for name, code in zip(points.classes, points.codes, strict=True)
    )


def legend(points: Points) -> str:
    """Return which sign is which class."""
    named = zip(points.codes, class_names(points), strict=True)
    return ", ".join(f"{SIGNS[code % 5]} {name}" for code, name in named)


def axes(points: Points) -> tuple[Axis, Axis]:
    """Return both axes, of a column with what its standardised numbers mean."""
    (x0, x1), (y0, y1) = points.ranges
    return Axis(axis_name(points, 0), x0, x1), Axis(axis_name(points, 1), y0, y1)


def axis_name(points: Points, axis: int) -> str:
    """Return what an axis is called."""
    if not points.scales:
        return points.names[axis]
    mean, spread = points.scales[axis]
    return f"{points.names[axis][:24]} (0 is {mean:.4g}, 1 is {spread:.3g} more)".replace("-", "−")


def title_of(settings: SemiSettings, points: Points) -> str:
    """Return what a click in the picture of the points does."""
    if settings.click == LOOK:
        return "Click a point: you take it in hand"
    if settings.click == TRUE or int(settings.click) not in points.codes:
        return "Click a point: it tells its class"
    name = class_names(points)[points.codes.index(int(settings.click))]
    return f"Click a point: you call it {name}"


def given_layers(film: SemiFilm, size: float) -> tuple[Layer, ...]:
    """Return the points that were given a label, large and ringed."""
    known = np.flatnonzero(~film.hidden)
    x, y = film.points.X[known].T
    code = film.given[known]
    return (
        Dots(x, y, class_colours(film.points)[code], RING, size + 6.5),
        Dots(x, y, class_colours(film.points)[code], class_symbols(film.points)[code], size + 2.2),
    )


def true_rings(film: SemiFilm, wrong: Any, size: float) -> Layer:
    """Return a ring in the colour of its true class around each wrong point (n_frames, n)."""
    x, y = film.points.X.T
    colours = class_colours(film.points)[film.points.y].astype(np.int16)
    return Dots(np.where(wrong, x, np.nan), np.where(wrong, y, np.nan), colours, RING, size + 2.0)


def spots(film: SemiFilm, size: float, values: Any, measure: str, told: Any) -> Layer:
    """Return the points as things to hover, to reach by keys and to click.

    values : (n_frames, n) told behind ``measure``. told : (n,) what is said of each.
    """
    (x0, x1), (y0, y1) = film.points.ranges
    wide, high = (size + 2) * (x1 - x0) / 760, (size + 2) * (y1 - y0) / 760
    x, y = film.points.X.T
    labels = tuple(f"point {place + 1}, {said}" for place, said in enumerate(told))
    return Spots(x - wide, y - high, x + wide, y + high, values, labels, measure, "points")


def who(film: SemiFilm) -> list[str]:
    """Return of each point what is known of it: its label, or that it has none."""
    names = class_names(film.points)
    return [f"labelled {names[code]}" if code >= 0 else "no label given" for code in film.given]


def edge_layers(film: SemiFilm, matrix: Any) -> tuple[Layer, ...]:
    """Return the strongest edges of the graph as faint lines."""
    both = np.triu(np.maximum(matrix, matrix.T), 1)
    a, b = (
        np.nonzero(both > 0.02 * both.max(initial=0.0)) if both.any() else (np.zeros(0, int),) * 2
    )
    strongest = np.argsort(-both[a, b], kind="stable")[:MOST_EDGES]
    a, b = a[strongest], b[strongest]
    thick = 1.6 if len(a) <= FEW_EDGES else 0.6
    (x, y), weight = film.points.X.T, 0.12 + 0.3 * both[a, b] / (both.max(initial=0.0) or 1.0)
    return (Segments(x[a], y[a], x[b], y[b], weight, thick, colour=REFERENCE),)


def model_name(settings: SemiSettings) -> str:
    """Return the model's name within a sentence; Gauss keeps his capital."""
    label = BASE_BY_ID[settings.base].label
    return label if label.startswith("Gauss") else label.lower()


def in_hand(settings: SemiSettings, film: SemiFilm) -> int:
    """Return the place of the point in hand: the learner's, else the most torn one."""
    n = len(film.points.y)
    if 0 < settings.hand <= n:
        return settings.hand - 1
    last = film.last
    shares = last.shares if hasattr(last, "shares") else np.nan_to_num(last.proba)
    top = np.where(film.hidden & (shares.sum(axis=1) > 0), shares.max(axis=1), 2.0)
    return int(top.argmin())


def accuracy_panel(settings: SemiSettings, film: SemiFilm) -> Panel:
    """Return the hidden points that are right over the steps, beside the model alone."""
    steps = film.steps.astype(float)
    n = max(film.n_hidden, 1)
    right = 100 * film.series("right", float) / n
    if not settings.flows:
        right[0] = np.nan
    alone = np.full(len(steps), 100 * film.alone_right / n)
    known = film.n_hidden and film.n_given
    curves = (
        Curve(right, METHODS[settings.method], 0),
        Curve(alone, "labels alone", 1, dash=True),
    )
    return Panel(
        "Points without a label that are right",
        Axis("step" if settings.flows else "act", 0, float(max(steps[-1], 1))),
        Axis("right (%)", 0, 102),
        growing(steps, *curves) if known else (),
        alt=f"Of {film.n_hidden} points without a label, how many {METHODS[settings.method]} and "
        "the model alone have right, by step",
    )


def small(panel: Panel) -> Panel:
    """Return a panel as it stands beside the points, one of two."""
    return replace(panel, width=12 - WIDE, height_px=(HEIGHT_PX - 70) // 2)


def nothing_panel(title: str, why: str) -> Panel:
    """Return a panel with nothing in it yet, and why."""
    return Panel(title, Axis("step", 0, 1), Axis("share", 0, 1), (), note=why, alt=why)


def of_class(points: Points, code: int) -> str:
    """Return a class's name for a sentence."""
    return escape(class_names(points)[code])
