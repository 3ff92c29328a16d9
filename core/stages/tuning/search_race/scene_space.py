"""Where the methods looked: all settings side by side, and which of them mattered."""

from __future__ import annotations

import numpy as np

from core.figures.film import (
    Axis,
    Bars,
    Dots,
    Layer,
    Line,
    Panel,
    Segments,
    Texts,
    still,
)
from core.figures.theme import short
from core.stages.tuning.search_race.scene_layout import (
    Floats,
    Layout,
    share_of,
    ticks_of,
)
from core.stages.tuning.search_race.scene_race import REFERENCE
from core.tabular.judge.defined import mean_of
from core.tabular.search.importance import FEWEST_TRIALS

LOW_PX = 235
GOOD, POOR = 1.0, -0.3
"""How thick the best and the worst trial are drawn, of the thickest."""


def shares(layout: Layout) -> Floats:
    """Return (n, d) where each trial lies along each setting's axis, 0 to 1."""
    last, dimensions = layout.last, layout.settings.space.dimensions
    columns = [share_of(one, last.values[:, i]) for i, one in enumerate(dimensions)]
    return np.stack(columns, axis=1) if len(last.values) else np.empty((0, len(dimensions)))


def default_shares(layout: Layout) -> Floats:
    """Return (d,) where the model's defaults lie along each setting's axis, 0 to 1."""
    return np.array([one.place(one.param.default) for one in layout.settings.space.dimensions])


def default_score_share(layout: Layout) -> Floats:
    """Return (F,) where the defaults' score by folds lies in the picture, NaN before it is known.

    It is drawn at the edge where the better trials leave it behind.
    """
    means = np.array([mean_of(frame.plain.scores) for frame in layout.film.frames])
    return score_shares(layout, means)


def is_wide(layout: Layout) -> bool:
    """Whether there are so many settings that their lines take a row of their own."""
    return len(layout.settings.space) > 2


def parallel_panel(layout: Layout) -> Panel:
    """Every trial on all rows as a line through its settings to its score."""
    last, dimensions = layout.last, layout.settings.space.dimensions
    n_axes = len(dimensions) + 1
    scores = score_shares(layout, last.score)
    lines = np.concatenate([shares(layout), scores[:, None]], axis=1)[last.whole]
    quality = quality_of(last.sign * last.score[last.whole])
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
        _defaults_line(layout, places),
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
        note="Blue: the better half, the thicker the better. Orange, dashed: the worse half. "
        "Grey: the defaults.",
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


def _defaults_line(layout: Layout, places: Floats) -> Line:
    ends = default_score_share(layout)[:, None]
    settings = np.tile(default_shares(layout), (len(ends), 1))
    y = np.concatenate([settings, ends], axis=1)
    return Line(places, y, REFERENCE, 2.0, dash=True)


def score_shares(layout: Layout, scores: Floats) -> Floats:
    """Return where scores lie in the picture, 0 to 1, those out of it at its edge; NaN stays."""
    low, high = layout.score_ends()
    return np.clip((scores - low) / (high - low), 0, 1)


def score_marks(layout: Layout, most: int) -> tuple[tuple[float, str], ...]:
    """Return marks along an axis of scores from 0 to 1, in the metric's own units."""
    low, high = layout.score_ends()
    found = tuple((y, f"{low + y * (high - low):.3g}") for y in np.linspace(0, 1, most).tolist())
    return found[:1] if layout.score_ticks() else found


def quality_of(gains: Floats) -> Floats:
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
    marks += [(len(dimensions), y, text) for y, text in score_marks(layout, 2)]
    return [
        Texts(x, np.full(len(names), 1.12), tuple(names), size=12, bold=True, halo=True),
        Texts(
            np.array([i - 0.16 for i, _, _ in marks]), np.array([y for _, y, _ in marks]),
            tuple(short(text, 12) for _, _, text in marks), size=10, halo=True,
        ),
    ]  # fmt: skip


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
        (Bars(np.arange(float(n)), heights, 5, 0.6), _not_told(layout, n)),
        width=6 if is_wide(layout) else 3,
        height_px=LOW_PX,
        note=note,
        alt=f"Importance of each setting: {shown or 'not told yet'}",
    )


def _not_told(layout: Layout, n: int) -> Texts:
    """Say in the empty picture that its bars come later."""
    shown = np.array([len(frame.importance) != n for frame in layout.film.frames])
    words = ("Not told yet.",)
    return Texts(still([(n - 1) / 2]), still([0.9]), words, halo=True, shown=shown)
