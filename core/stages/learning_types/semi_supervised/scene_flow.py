"""Spreading and propagation on the screen: colours that mix along a graph, and who gave what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.figures.film import Axis, Bars, Dots, FilmPicture, Layer, Panel, Readout, Segments, Texts
from core.stages.learning_types.semi_supervised.run import SemiFilm, matrix_of
from core.stages.learning_types.semi_supervised.scene_parts import (
    GREY_COLUMN,
    HEIGHT_PX,
    HELD,
    N_COLUMNS,
    RING,
    WIDE,
    accuracy_panel,
    axes,
    class_colours,
    class_names,
    class_symbols,
    dot_size,
    edge_layers,
    given_layers,
    in_hand,
    legend,
    small,
    spots,
    title_of,
    true_rings,
    who,
)
from core.stages.learning_types.semi_supervised.settings import SPREADING, SemiSettings

MOST_GIVERS = 5
SECONDS = 9.0


@dataclass(frozen=True, eq=False)
class Gifts:
    """What a point got in each step. amounts : (n_frames, m, k), of the givers in ``names`` (m,).

    place : the point. givers : (j,) the neighbours that stand alone among them. weights : (j,) what
    the point takes of each. The amounts of a frame sum to the point's row of F.
    """

    place: int
    amounts: Any
    names: tuple[str, ...]
    givers: Any
    weights: Any


def gifts_of(settings: SemiSettings, film: SemiFilm, matrix: Any, place: int) -> Gifts:
    """Return who gave the point what: neighbours by the weight of the last step, and its own label.

    The first frame is before any step: the point has its label, or nothing.
    """
    raw = film.series("raw", float)
    spreads = settings.method == SPREADING
    clamped = not spreads and film.given[place] >= 0
    taken = np.zeros(len(matrix)) if clamped else matrix[place] * (settings.alpha if spreads else 1)
    before = np.concatenate([np.zeros_like(raw[:1]), raw[:-1]])
    each = taken[None, :, None] * before  # (n_frames, n, k)
    if not spreads:
        total = each.sum(axis=(1, 2), keepdims=True)
        each = each / np.where(total > 0, total, 1.0)
    own = raw[0][place] * (1 if clamped else 1 - settings.alpha if spreads else 0)
    mine = np.repeat(own[None, None], len(raw), axis=0)
    mine[0, 0] = raw[0][place]
    order = np.argsort(-(each[-1].sum(axis=1) + 1e-12 * taken), kind="stable")
    order = order[taken[order] > 0]
    givers, rest = order[:MOST_GIVERS], order[MOST_GIVERS:]
    parts, names = [each[:, givers]], [str(one + 1) for one in givers]
    if mine.any():
        parts, names = [mine, *parts], ["own", *names]
    if len(rest):
        parts.append(each[:, rest].sum(axis=1, keepdims=True))
        names.append("rest")
    return Gifts(place, np.concatenate(parts, axis=1), tuple(names), givers, taken[givers])


def flow_picture(settings: SemiSettings, film: SemiFilm) -> FilmPicture:
    """Return the film: the points, how many are right, and what the point in hand got."""
    matrix = matrix_of(settings, film.points.X)
    gifts = gifts_of(settings, film, matrix, in_hand(settings, film))
    said, n = film.series("said", int), len(film.points.y)
    beside = (accuracy_panel(settings, film), gift_panel(film, gifts))
    return FilmPicture(
        f"semi_{settings.method}",
        (
            _points(settings, film, matrix, gifts),
            *(small(panel) for panel in beside),
        ),
        film.steps,
        f"{settings.method} as a film of {len(film.frames)} pictures on {n} points",
        unit="step",
        begin="play" if len(film.frames) > 1 else "end",
        captions=tuple(_caption(film, gifts, place) for place in range(len(film.frames))),
        readouts=(
            Readout("points with a colour", (said >= 0).sum(axis=1).astype(float), 0),
            Readout("hidden points right", film.series("right", float), 0),
            Readout("change", film.series("change", float), 3),
        ),
        seconds=min(max(3.0, len(film.frames) / 5), SECONDS),
        file_name="label_flow.html",
        title="Labels flow, step by step",
    )


def _points(settings: SemiSettings, film: SemiFilm, matrix: Any, gifts: Gifts) -> Panel:
    x, y = axes(film.points)
    size = dot_size(len(film.points.y))
    said, shares = film.series("said", int), film.series("shares", float)
    wrong = (said != film.points.y) & (said >= 0)
    layers: tuple[Layer, ...] = (
        *(edge_layers(film, matrix) if settings.edges else ()),
        *_held(film, gifts, size),
        *((true_rings(film, wrong, size),) if settings.errors else ()),
        _mixed(film, said, shares, size),
        *given_layers(film, size),
        spots(film, size, _largest(said, shares), "largest share", who(film)),
    )  # fmt: skip
    return Panel(
        title_of(settings, film.points), x, y, layers, WIDE, HEIGHT_PX, square=True, rows=2,
        pick="point", note=f"{legend(film.points)} · large ring: given"
        + (" · small ring: its true class" if settings.errors else ""),
        alt="The points in the mixed colours of their shares, grey where nothing has come; a click "
        "on one gives it a label or takes it away",
    )  # fmt: skip


def _largest(said: Any, shares: Any) -> Any:
    """Return the largest share of each point (n_frames, n), NaN where nothing has come."""
    return np.where(said >= 0, shares.max(axis=2), np.nan)


def _mixed(film: SemiFilm, said: Any, shares: Any, size: float) -> Dots:
    """Return the points in the mixture of their shares, the greyer the less has come to them."""
    raw = film.series("raw", float).sum(axis=2)
    most = raw.max(axis=0)
    come = raw / np.where(most > 0, most, 1.0)
    come = np.sqrt(np.clip(come, 0, 1))
    mix = np.zeros((*said.shape, N_COLUMNS))
    mix[..., class_colours(film.points)] = shares * come[..., None]
    mix[..., GREY_COLUMN] = 1 - shares.sum(axis=2) * come
    symbols = np.where(said >= 0, class_symbols(film.points)[said], 0).astype(np.uint8)
    hidden = np.where(film.hidden, 1.0, np.nan)
    x, y = film.points.X.T
    return Dots(x * hidden, y * hidden, 0, symbols, size, mix=np.round(255 * mix).astype(np.uint8))


def _held(film: SemiFilm, gifts: Gifts, size: float) -> tuple[Layer, ...]:
    """Return the point in hand, joined to those that give it most."""
    x, y = film.points.X.T
    own = np.full(len(gifts.givers), gifts.place)
    weight = 0.3 + 0.7 * gifts.weights / (gifts.weights.max(initial=0.0) or 1.0)
    return (
        Segments(x[gifts.givers], y[gifts.givers], x[own], y[own], weight, 2.6, colour=HELD),
        Dots(x[[gifts.place]], y[[gifts.place]], HELD, RING, size + 8.5),
    )


def gift_panel(film: SemiFilm, gifts: Gifts) -> Panel:
    """Return how much of a point's colour came from whom in this step, as stacked bars."""
    total = gifts.amounts.sum(axis=(1, 2), keepdims=True)
    parts = 100 * gifts.amounts / np.where(total > 0, total, 1.0)
    n_frames, m, k = parts.shape
    sums, heights = parts.sum(axis=2), np.cumsum(parts, axis=2)
    at, colours = np.arange(m, dtype=float), class_colours(film.points)
    top = max(float(sums[1:].max(initial=0.0)), 10.0) * 1.22
    bars = tuple(
        Bars(at, heights[:, :, code], int(colours[code]), 0.7) for code in reversed(range(k))
    )
    told = tuple(tuple(f"{value:.0f}" if value >= 0.5 else "" for value in row) for row in sums)
    numbers = Texts(np.repeat(at[None], n_frames, 0), sums + 0.08 * top, told, 10.5)
    return Panel(
        f"Who gives point {gifts.place + 1} its colour",
        Axis("from point", -0.6, m - 0.4, tuple(zip(at.tolist(), gifts.names, strict=True))),
        Axis("part (%)", 0, top),
        (*bars, numbers),
        alt=f"What part of point {gifts.place + 1} comes from its own label and each neighbour",
    )


def _caption(film: SemiFilm, gifts: Gifts, place: int) -> str:
    """Say of a frame what has come, and what the point in hand got of whom."""
    frame, names = film.frames[place], class_names(film.points)
    step, n = int(film.steps[place]), int((frame.said[film.hidden] >= 0).sum())
    head = f"Step {step}: colour has come to {n} of {film.n_hidden} points without a label."
    row, total = frame.shares[gifts.place], frame.raw[gifts.place].sum()
    if not total:
        return f"{head} Nothing has come to point {gifts.place + 1} yet."
    parts = ", ".join(f"{100 * part:.0f} % {name}" for part, name in zip(row, names, strict=True)
                      if part >= 0.005)  # fmt: skip
    return f"{head} Point {gifts.place + 1} is {parts}."
