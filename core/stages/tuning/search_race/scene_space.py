"""Where the methods looked: all settings side by side, the two that matter most as a plane."""

from __future__ import annotations

import numpy as np

from core.figures.film import (
    Axis,
    Bars,
    Dots,
    Heat,
    Layer,
    Panel,
    Segments,
    Texts,
    bytes_of,
    still,
)
from core.figures.theme import short
from core.stages.tuning.search_race.scene_layout import (
    Floats,
    Layout,
    share_of,
    ticks_of,
)
from core.stages.tuning.search_race.scene_race import SYMBOLS
from core.stages.tuning.search_race.settings import METHODS
from core.tabular.search.importance import FEWEST_TRIALS

LOW_PX = 235
SIDE, REACH = 24, 0.11
"""Cells along a side of the map, and how far around a trial its score is believed."""
GOOD, POOR = 1.0, -0.3
"""How thick the best and the worst trial are drawn, of the thickest."""
RUG = 0.055


def shares(layout: Layout) -> Floats:
    """Return (n, d) where each trial lies along each setting's axis, 0 to 1."""
    last, dimensions = layout.last, layout.settings.space.dimensions
    columns = [share_of(one, last.values[:, i]) for i, one in enumerate(dimensions)]
    return np.stack(columns, axis=1) if len(last.values) else np.empty((0, len(dimensions)))


def is_wide(layout: Layout) -> bool:
    """Whether there are so many settings that their lines take a row of their own."""
    return len(layout.settings.space) > 2


def parallel_panel(layout: Layout) -> Panel:
    """Every trial on all rows as a line through its settings to its score."""
    last, dimensions = layout.last, layout.settings.space.dimensions
    n_axes = len(dimensions) + 1
    lines = np.concatenate([shares(layout), _score_share(layout)[:, None]], axis=1)[last.whole]
    quality = _quality(last.sign * last.score[last.whole])
    thick = np.where(quality >= 0.5, quality**3, POOR * (1 - quality))
    weight = np.repeat(thick, n_axes - 1)
    there = np.repeat(layout.shown(last.whole), n_axes - 1, axis=1)
    x = np.tile(np.arange(n_axes - 1.0), len(lines))
    places = np.arange(float(n_axes))
    labels = tuple(
        label for t in np.flatnonzero(last.whole) for label in [layout.label(int(t))] * n_axes
    )
    layers: list[Layer] = [
        Segments(x, lines[:, :-1].ravel(), x + 1, lines[:, 1:].ravel(), weight * there, 2.2),
        Segments(places, np.zeros(n_axes), places, np.ones(n_axes), np.full(n_axes, 0.4), 2.0,
                 colour=-3),
        Dots(
            layout_dots(layout, n_axes), lines.ravel(), np.repeat(last.method[last.whole], n_axes),
            0, 2.0, labels=labels, bare=True,
        ),
        *_names(layout),
    ]  # fmt: skip
    return Panel(
        "All settings of every trial on all rows",
        Axis("setting", -0.45, n_axes - 0.5),
        Axis("its range", -0.1, 1.2),
        tuple(layers),
        width=12 if is_wide(layout) else 5,
        height_px=LOW_PX,
        plain=True,
        note="Blue: the better half, the thicker the better. Orange, dashed: the worse half.",
        alt="Parallel coordinates: a line for each trial through "
        + ", ".join(one.label for one in dimensions)
        + f" to {last.metric_label}",
    )


def layout_dots(layout: Layout, n_axes: int) -> Floats:
    """Return (F, k · n_axes) places across of the dots on the axes, NaN before they are done."""
    last = layout.last
    there = np.repeat(layout.shown(last.whole), n_axes, axis=1)
    x = np.tile(np.arange(float(n_axes)), last.n_whole)
    return np.where(there, x[None], np.nan)


def _score_share(layout: Layout) -> Floats:
    last = layout.last
    low, high = layout.score_ends()
    return np.clip((np.nan_to_num(last.score, nan=low) - low) / (high - low), 0, 1)


def _quality(gains: Floats) -> Floats:
    """Return (n,) the share of trials that each beats; those that are like it count half."""
    if len(gains) < 2:
        return np.ones(len(gains))
    order = np.sort(gains)
    below, up_to = (np.searchsorted(order, gains, side=side) for side in ("left", "right"))  # type: ignore[call-overload]
    return np.asarray((below + up_to) / (2 * len(gains)))


def _names(layout: Layout) -> list[Layer]:
    """Return the axes' names above them and the marks beside them."""
    last, dimensions = layout.last, layout.settings.space.dimensions
    most = 18 if len(dimensions) < 3 else 11
    names = [short(text, most) for text in (*(d.label for d in dimensions), last.metric_label)]
    x = np.arange(float(len(names)))
    marks = [(i, y, text) for i, one in enumerate(dimensions) for y, text in ticks_of(one, 3)]
    low, high = layout.score_ends()
    marks += [(len(dimensions), 0.0, f"{low:.3g}"), (len(dimensions), 1.0, f"{high:.3g}")]
    return [
        Texts(x, np.full(len(names), 1.12), tuple(names), size=12, bold=True, halo=True),
        Texts(
            np.array([i - 0.16 for i, _, _ in marks]), np.array([y for _, y, _ in marks]),
            tuple(short(text, 12) for _, _, text in marks), size=10, halo=True,
        ),
    ]  # fmt: skip


def plane_panel(layout: Layout) -> Panel:
    """The two settings that matter most; below them what is left of the first alone."""
    last, dimensions = layout.last, layout.settings.space.dimensions
    pair = leading(layout)
    places = shares(layout)
    first = dimensions[pair[0]]
    alone = len(pair) < 2
    y = _score_share(layout) if alone else places[:, pair[1]]
    low, high = layout.score_ends()
    y_axis = (
        Axis(last.metric_label, -0.3, 1.06, ((0.0, f"{low:.3g}"), (1.0, f"{high:.3g}")))
        if alone
        else Axis(dimensions[pair[1]].label, -0.3, 1.06, ticks_of(dimensions[pair[1]]))
    )
    heat = () if alone else _map(layout, places[:, pair[0]], y)
    return Panel(
        "The setting that matters most" if alone else "The two settings that matter most",
        Axis(first.label, -0.04, 1.04, ticks_of(first)),
        y_axis,
        (*heat, *_spread(layout, places[:, pair[0]], y)),
        width=6 if is_wide(layout) else 4,
        height_px=LOW_PX,
        note=_rug_note(layout, places[:, pair[0]], first.label),
        alt=f"Trials over {first.label}"
        + ("" if alone else f" and {dimensions[pair[1]].label}")
        + f"; ticks below show the values of {first.label} that each method has tried",
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
    gains = _quality(last.sign * last.score[last.whole])
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


def importance_panel(layout: Layout) -> Panel:
    """How much of the spread of scores each setting explains."""
    last, dimensions = layout.last, layout.settings.space.dimensions
    n = len(dimensions)
    heights = np.stack(
        [f.importance if len(f.importance) == n else np.zeros(n) for f in layout.film.frames]
    )
    known = len(last.importance) == n
    note = (
        f"fANOVA, told from {last.n_whole} trials on all rows."
        if known
        else f"Told at the end of a seed, from {FEWEST_TRIALS} trials on; so far {last.n_whole}."
    )
    ticks = tuple((float(i), short(one.label, 9)) for i, one in enumerate(dimensions))
    shown = ", ".join(
        f"{one.label} {share:.0%}" for one, share in zip(dimensions, last.importance, strict=False)
    )
    return Panel(
        "Which setting mattered",
        Axis("setting", -0.6, n - 0.4, ticks),
        Axis("share of the spread", 0, 1.05, ((0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %"))),
        (Bars(np.arange(float(n)), heights, 5, 0.6),),
        width=6 if is_wide(layout) else 3,
        height_px=LOW_PX,
        note=note,
        alt=f"Importance of each setting: {shown or 'not told yet'}",
    )
