"""A cluster read back: what sets it apart in the learner's columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from core.figures.blocks import Block, Grid, Moving, escape, human
from core.figures.film import Axis, Bars, Dots, FilmPicture, Line, Panel, Segments, Texts, still
from core.figures.theme import short
from core.stages.unsupervised.clustering.effects import by_size
from core.stages.unsupervised.clustering.frames import n_found
from core.stages.unsupervised.clustering.run import ReadFilm
from core.stages.unsupervised.clustering.scene_parts import (
    N_COLOURS,
    colours,
    dot_size,
    plane_axes,
    symbols,
)
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.wording import counted, share

MOST_SHOWN = 6
N_BINS = 16
SMALL, LARGE = 0.2, 0.8
"""Cohen's (1988) words for an effect."""


def chosen_of(settings: ClusterSettings, film: ReadFilm) -> int:
    """Return the cluster that is read, from 0; the last one where there are fewer. -1 for none."""
    return min(settings.cluster, len(film.effects.sizes)) - 1


def read_blocks(settings: ClusterSettings, film: ReadFilm) -> tuple[Block, ...]:
    """Draw the cluster among the others, its effects, its strongest column, and all as a table."""
    picture = read_picture(settings, film)
    return (Moving(picture), *_table(settings, film))


def read_picture(settings: ClusterSettings, film: ReadFilm) -> FilmPicture:
    """Return the picture of one cluster."""
    chosen = chosen_of(settings, film)
    panels: tuple[Panel, ...] = (_points(film, chosen),)
    if chosen >= 0:
        order = by_size(film.effects.effect[chosen])
        panels = (*panels, _effects(film, chosen, order), _strongest(film, chosen, int(order[0])))
    return FilmPicture(
        "cluster_read",
        panels,
        film.steps,
        f"Cluster {chosen + 1} among the others. {read_notice(settings, film)}",
        captions=("Click a point to read its cluster.",),
        begin="start",
        file_name="cluster.html",
        title="A cluster read back",
        film=f"read {chosen}",
    )


def _points(film: ReadFilm, chosen: int) -> Panel:
    x, y = plane_axes(film.points)
    labels, xy = film.last.labels, film.points.plane.xy
    mine = labels == chosen
    size = dot_size(len(xy))
    rest = Dots(xy[~mine, 0], xy[~mine, 1], colours(labels[~mine]), symbols(labels[~mine]),
                size - 1.4, hollow=True)  # fmt: skip
    own = Dots(xy[mine, 0], xy[mine, 1], colours(labels[mine]), symbols(labels[mine]), size + 1.2)
    return Panel(
        f"Cluster {chosen + 1}, filled; click another",
        x, y, (rest, own), 6, 430, square=True, rows=2, pick="point",
        alt=f"The points; those of cluster {chosen + 1} are filled, the others are outlines",
    )  # fmt: skip


def _effects(film: ReadFilm, chosen: int, order: Any) -> Panel:
    shown = order[:MOST_SHOWN]
    effect = film.effects.effect[chosen][shown]
    known = effect[np.isfinite(effect)]
    reach = max(1.0, 1.15 * float(np.abs(known).max(initial=0.0)))
    told = np.clip(np.nan_to_num(effect, nan=0.0, posinf=reach, neginf=-reach), -reach, reach)
    rows = still(np.arange(len(shown), 0, -1))
    words = tuple(
        f"{short(film.points.names[j], 26)}  {_signed(one)}"
        for j, one in zip(shown, effect, strict=True)
    )
    bars = still(np.zeros(len(shown))), rows - 0.22, still(told), rows - 0.22
    beside = np.stack([rows - 0.5, rows, np.full_like(rows, np.nan)], axis=-1).reshape(1, -1)
    return Panel(
        f"Effect: how far off its mean is; dashed: {LARGE}, large",
        Axis("pooled standard deviations", -reach, reach),
        Axis("", 0.4, len(shown) + 0.7, ((0.4, ""),)),
        (
            *(
                Line(np.full_like(beside, at), beside, -1, 1.2, dash=at != 0)
                for at in (-LARGE, 0.0, LARGE)
            ),
            Segments(*bars, still(np.ones(len(shown))), 7.0, colour=chosen % N_COLOURS),
            Texts(still(np.zeros(len(shown))), rows + 0.22, words, 12.5, halo=True),
        ),
        6, 215,
        alt="Effect sizes of the columns as bars, to the right where the cluster has more; dashed: "
        "a large effect",
    )  # fmt: skip


def _strongest(film: ReadFilm, chosen: int, column: int) -> Panel:
    values, mine = film.points.raw[:, column], film.last.labels == chosen
    edges = np.linspace(float(values.min()), float(values.max()) or 1.0, N_BINS + 1)
    if edges[0] == edges[-1]:
        edges = np.linspace(edges[0] - 0.5, edges[0] + 0.5, N_BINS + 1)
    wide = float(edges[1] - edges[0])
    middles = still((edges[:-1] + edges[1:]) / 2)
    inside, outside = (
        100 * np.histogram(part, edges)[0] / max(len(part), 1)
        for part in (values[mine], values[~mine])
    )
    top = 1.08 * float(max(inside.max(), outside.max())) or 1.0
    return Panel(
        f"Its strongest column: {short(film.points.names[column], 30)}",
        _axis(film, column, edges),
        Axis("share of points (%)", 0, top),
        (
            Bars(still(middles - wide / 4), still(outside), -1, wide / 2.2, "all others"),
            Bars(still(middles + wide / 4), still(inside), chosen % 10, wide / 2.2,
                 f"cluster {chosen + 1}"),
        ),
        6, 200,
        alt="The values of the strongest column in the cluster and in all others, as bars",
    )  # fmt: skip


def _axis(film: ReadFilm, column: int, edges: Any) -> Axis:
    """Return the axis of a column; a date's ticks are days."""
    name, low, high = film.points.names[column], float(edges[0]), float(edges[-1])
    if name not in film.points.dates:
        return Axis(name, low, high)
    at = low + np.array([0.1, 0.5, 0.9]) * (high - low)
    return Axis(name, low, high, tuple((float(days), day(days)) for days in at))


def _table(settings: ClusterSettings, film: ReadFilm) -> tuple[Block, ...]:
    chosen = chosen_of(settings, film)
    if chosen < 0:
        return ()
    effects = film.effects
    order = by_size(effects.effect[chosen])
    inside, outside = effects.inside[chosen][order], effects.outside[chosen][order]
    frame = pd.DataFrame(
        {
            "column": [_with_unit(film, int(j)) for j in order],
            f"mean in cluster {chosen + 1}": inside,
            "mean of all others": outside,
            "difference": inside - outside,
            "effect (pooled SD)": effects.effect[chosen][order],
        }
    )
    caption = "Every column in its own unit, the largest effect first; of a category the share"
    return (Grid("effects", frame, caption, "cluster.csv", min(60 + 36 * len(frame), 320)),)


def _with_unit(film: ReadFilm, column: int) -> str:
    name = film.points.names[column]
    return f"{name} (days since 1970)" if name in film.points.dates else name


def read_notice(settings: ClusterSettings, film: ReadFilm) -> str:
    """Say in words what the cluster is, by its strongest columns."""
    chosen = chosen_of(settings, film)
    n = len(film.last.labels)
    if chosen < 0:
        return f"No cluster was found: all {n} points are left without one. Change the algorithm."
    size = int(film.effects.sizes[chosen])
    text = (
        f"Cluster {chosen + 1} of {len(film.effects.sizes)} holds {counted(size, 'point')} "
        f"({share(size, n)})"
    )
    if n_found(film.last.labels) < 2 and size == n:
        return f"{text}: with no other there is nothing to set it apart from. Take more clusters."
    order = by_size(film.effects.effect[chosen])[:2]
    told = " and ".join(_column(film, chosen, int(j)) for j in order)
    return f"{text}. {told}. {_verdict(film.effects.effect[chosen][order])}"


def _column(film: ReadFilm, chosen: int, column: int) -> str:
    effects = film.effects
    inside, outside = effects.inside[chosen, column], effects.outside[chosen, column]
    name, full = escape(short(film.points.names[column], 40)), film.points.names[column]
    write = day if full in film.points.dates else human
    return (
        f"{name} is {write(inside)} on average, {write(outside)} elsewhere "
        f"({_signed(effects.effect[chosen, column])} pooled standard deviations)"
    )


def day(days: float) -> str:
    """Return the day that is so many days after 1970-01-01.

    >>> day(19442.4), day(-0.2)
    ('2023-03-26', '1970-01-01')
    """
    return str(np.datetime64(round(float(days)), "D"))


def _signed(effect: float) -> str:
    """Return an effect as it is written everywhere: two decimals, with its sign."""
    if np.isnan(effect):
        return "unknown"
    return f"{effect:+.2f}".replace("-", "−").replace("inf", "∞")


def _verdict(effects: Any) -> str:
    """Return a word on the effects told, the largest first, as they are written."""
    sizes = np.round(np.abs(effects), 2)
    if not sizes[0] >= SMALL:
        return "So small an effect in every single column: what sets it apart is a combination."
    if sizes[0] < LARGE:
        return "At most a middling effect: many points elsewhere have values like these."
    if len(sizes) == 1:
        large = "The effect is large, 0.8 or more"
    elif sizes[1] >= LARGE:
        large = "Both effects are large, 0.8 or more"
    else:
        large = "The first effect is large, 0.8 or more, the second is not"
    return (
        f"{large}: but the clusters were made from these very columns, so no test of significance "
        "may be made of it."
    )
