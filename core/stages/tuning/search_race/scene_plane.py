"""The two settings that matter most as a plane; a single one with the score above it."""

from __future__ import annotations

import numpy as np

from core.figures.film import Axis, Dots, Heat, Layer, Line, Panel, Segments, bytes_of, still
from core.stages.tuning.search_race.scene_layout import Floats, Layout, ticks_of
from core.stages.tuning.search_race.scene_race import REFERENCE, SYMBOLS
from core.stages.tuning.search_race.scene_space import (
    LOW_PX,
    default_score_share,
    default_shares,
    is_wide,
    quality_of,
    score_marks,
    score_shares,
    shares,
)
from core.stages.tuning.search_race.settings import METHODS

SIDE, REACH = 24, 0.11
"""Cells along a side of the map, and how far around a trial its score is believed."""
RUG = 0.055
RING = 5
"""The sign of the defaults."""


def plane_panel(layout: Layout) -> Panel:
    """The two settings that matter most; below them what is left of the first alone."""
    dimensions, places = layout.settings.space.dimensions, shares(layout)
    one, other = leading(layout)
    x, y = places[:, one], places[:, other]
    first, second = dimensions[one], dimensions[other]
    at = default_shares(layout)
    defaults = Dots(
        still(at[[one]]), still(at[[other]]), REFERENCE, RING, 7.0,
        labels=("The defaults",), bare=True,
    )  # fmt: skip
    return Panel(
        "The two settings that matter most",
        Axis(first.label, -0.04, 1.04, ticks_of(first)),
        Axis(second.label, -0.3, 1.06, ticks_of(second)),
        (*_map(layout, x, y), *_spread(layout, x, y), defaults),
        width=6 if is_wide(layout) else 4,
        height_px=LOW_PX,
        note=_rug_note(layout, x, first.label) or "Ring: the defaults.",
        alt=f"Trials over {first.label} and {second.label}; ticks below show the values of "
        f"{first.label} that each method has tried",
    )


def line_panel(layout: Layout) -> Panel:
    """The score over the one setting there is, with the defaults' place and score."""
    last, (one,) = layout.last, layout.settings.space.dimensions
    x, y = shares(layout)[:, 0], np.nan_to_num(score_shares(layout, last.score))
    return Panel(
        f"The score over {one.label}",
        Axis(one.label, -0.04, 1.04, ticks_of(one, 7)),
        Axis(last.metric_label, -0.3, 1.06, score_marks(layout, 3)),
        (*_cross(layout), *_spread(layout, x, y)),
        width=12,
        height_px=LOW_PX,
        note=f"{_rug_note(layout, x, one.label)} Dashed: the defaults.".strip(),
        alt=f"Scores of trials over {one.label}, with the defaults' value and score as dashed "
        f"lines; ticks below show the values of {one.label} that each method has tried",
    )


def _cross(layout: Layout) -> tuple[Line, Line]:
    """Return the defaults' value as an upright line, their score as a level one."""
    (at,), scores = default_shares(layout), default_score_share(layout)
    level = np.repeat(scores[:, None], 2, axis=1)
    return (
        Line(still([at, at]), still([0, 1]), REFERENCE, 2.0, dash=True),
        Line(still([0, 1]), level, REFERENCE, 2.0, dash=True),
    )


def leading(layout: Layout) -> tuple[int, ...]:
    """Return the places of the two most important settings; the first ones while none is known."""
    found = layout.last.importance
    n = len(layout.settings.space)
    order = np.argsort(-found, kind="stable") if len(found) == n else np.arange(n)
    return tuple(int(place) for place in order[:2])


def _spread(layout: Layout, x: Floats, y: Floats) -> list[Layer]:
    """Return the dots of each method, and its ticks below."""
    last, found = layout.last, list[Layer]()
    for row, method in enumerate(last.racing):
        mine = (last.method == method) & (last.whole | np.isnan(last.score))
        if not mine.any():
            continue
        when = layout.when_done(x, mine)
        labels = tuple(layout.label(int(trial)) for trial in np.flatnonzero(mine))
        place = int(method)
        found.append(
            Dots(when, still(y[mine]), place, SYMBOLS[place], 4.0, labels=labels, bare=True)
        )
        line = np.full(int(mine.sum()), -0.07 - RUG * row)
        found.append(
            Segments(still(x[mine]), line - 0.018, still(x[mine]), line + 0.018,
                     layout.shown(mine) * 0.5, 2.5, colour=place)
        )  # fmt: skip
    return found


def _rug_note(layout: Layout, x: Floats, name: str) -> str:
    last = layout.last
    told = []
    for method in last.racing:
        if METHODS[method].id not in ("grid", "random"):
            continue
        first = x[(last.method == method) & (last.seed == 0) & (last.rows == last.n_rows)]
        if len(first):
            told.append(f"{METHODS[method].label} {len(np.unique(np.round(first, 6)))}")
    if not told:
        return ""
    return f"Ticks below: values of {name} that were tried; with the first seed {', '.join(told)}."


def _map(layout: Layout, x: Floats, y: Floats) -> tuple[Layer, ...]:
    """Return what the trials so far tell of the score around them: a mean weighed by distance."""
    last = layout.last
    if last.n_whole < 8:
        return ()
    gains = quality_of(last.sign * last.score[last.whole])
    middle = (np.arange(SIDE) + 0.5) / SIDE
    gx, gy = np.meshgrid(middle, middle[::-1])
    far = (gx[..., None] - x[last.whole]) ** 2 + (gy[..., None] - y[last.whole]) ** 2
    near = np.exp(-far / (2 * REACH**2))
    there = layout.shown(last.whole)
    values = [((near * t) @ gains + 1e-3 * 0.5) / ((near * t).sum(axis=-1) + 1e-3) for t in there]
    told = "share of trials that are worse, around here"
    return (
        Heat(bytes_of(np.stack(values), 0, 1), (0.0, 1.0, 0.0, 1.0), "sequential", 0.0, 1.0, told,
             smooth=True),
    )  # fmt: skip
