"""Self-training on the screen: a map of confidence, labels that are taken over, and one point."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.curves import Curve, growing
from core.figures.film import (
    Axis,
    Dots,
    FilmPicture,
    Heat,
    Layer,
    Line,
    Panel,
    Readout,
    bytes_of_classes,
    still,
)
from core.stages.learning_types.semi_supervised.run import SemiFilm
from core.stages.learning_types.semi_supervised.scene_parts import (
    HEIGHT_PX,
    HELD,
    REFERENCE,
    RING,
    WIDE,
    accuracy_panel,
    axes,
    class_colours,
    class_names,
    class_symbols,
    dot_size,
    given_layers,
    in_hand,
    legend,
    nothing_panel,
    small,
    spots,
    title_of,
    true_rings,
    who,
)
from core.stages.learning_types.semi_supervised.self_training import LEARN, SIDE, TAKE
from core.stages.learning_types.semi_supervised.settings import THRESHOLD, SemiSettings
from core.wording import counted

PALE = 0.55
SECONDS = 12.0


def taught_picture(settings: SemiSettings, film: SemiFilm) -> FilmPicture:
    """Return the film: the points over the map, how many are right, what is said of one point."""
    place = in_hand(settings, film)
    return FilmPicture(
        "semi_self_training",
        (
            _points(settings, film, place),
            small(accuracy_panel(settings, film)),
            small(_said(settings, film, place)),
        ),
        film.steps,
        f"Self-training as a film of {len(film.frames)} pictures on {len(film.points.y)} points",
        unit="act",
        begin="play" if len(film.frames) > 1 else "end",
        captions=tuple(_caption(film, frame) for frame in film.frames),
        readouts=(
            Readout("labels taken over", film.series("n_taken", float), 0),
            Readout("of these wrong", film.series("n_wrong", float), 0),
            Readout("hidden points right", film.series("right", float), 0),
        ),
        seconds=min(max(3.0, len(film.frames) / 3), SECONDS),
        file_name="self_training.html",
        title="Self-training, act by act",
    )


def _points(settings: SemiSettings, film: SemiFilm, held: int) -> Panel:
    x, y = axes(film.points)
    size = dot_size(len(film.points.y))
    layers: tuple[Layer, ...] = (
        *_map(film),
        *(_wrong(film, size) if settings.errors else ()),
        *_dots(film, held, size),
        *given_layers(film, size),
        spots(film, size, film.series("proba", float).max(axis=2), "model sure", who(film)),
    )
    return Panel(
        title_of(settings, film.points), x, y, layers, WIDE, HEIGHT_PX, square=True, rows=2,
        pick="point", note=f"{legend(film.points)} · large ring: given, small: just taken"
        + (" · ring of another colour: true class" if settings.errors else ""),
        alt="The points over the model's map, the deeper the surer; grey ones have no label yet; a "
        "click on one gives it a label or takes it away",
    )  # fmt: skip


def _map(film: SemiFilm) -> tuple[Layer, ...]:
    if len(film.frames) == 1:
        return ()
    winner = np.stack([frame.winner for frame in film.frames]).astype(int)
    sure = np.stack([frame.sure for frame in film.frames]).astype(float)
    even, colours = 1 / film.points.n_classes, class_colours(film.points)
    depth = PALE * (sure - even) / (1 - even)
    shape = (len(winner), SIDE, SIDE)
    labels = [""] * 5
    for colour, name in zip(colours, class_names(film.points), strict=True):
        labels[colour] = name
    (x0, x1), (y0, y1) = film.points.ranges
    return (
        Heat(
            bytes_of_classes(colours[winner], depth).reshape(shape), (x0, x1, y0, y1), "classes",
            smooth=True, labels=tuple(labels), shown=np.array([bool(one.any()) for one in sure]),
            name="by the newest model",
        ),
    )  # fmt: skip


def _dots(film: SemiFilm, held: int, size: float) -> tuple[Layer, ...]:
    """Return all points, grey until a label is taken over, and rings on those just taken."""
    taken, new = film.series("taken", int), film.series("new", bool)
    colours, symbols = class_colours(film.points), class_symbols(film.points)
    x, y = film.points.X.T
    hue = np.where(taken >= 0, colours[taken], REFERENCE).astype(np.int16)
    sign = np.where(taken >= 0, symbols[taken], 0).astype(np.uint8)
    ring = np.where(new, x, np.nan), np.where(new, y, np.nan)
    return (
        Dots(x[[held]], y[[held]], HELD, RING, size + 8.5),
        Dots(x, y, hue, sign, size),
        Dots(*ring, hue, RING, size + 3.0),
    )


def _wrong(film: SemiFilm, size: float) -> tuple[Layer, ...]:
    taken = film.series("taken", int)
    return (true_rings(film, (taken >= 0) & (taken != film.points.y), size),)


def _said(settings: SemiSettings, film: SemiFilm, place: int) -> Panel:
    """Return how probable each class is for the point in hand, act by act."""
    title = f"What the model says of point {place + 1}"
    if len(film.frames) == 1:
        return nothing_panel(title, "There is no model yet.")
    steps, proba = film.steps.astype(float), film.series("proba", float)[:, place]
    names, colours = class_names(film.points), class_colours(film.points)
    curves = tuple(
        Curve(proba[:, code], names[code], int(colours[code])) for code in range(len(names))
    )
    last = float(max(steps[-1], 1))
    line: tuple[Layer, ...] = ()
    if settings.takes == THRESHOLD:
        line = (Line(still([0, last]), still([settings.threshold] * 2), REFERENCE, 1.5, dash=True,
                     name="threshold"),)  # fmt: skip
    return Panel(
        title, Axis("act", 0, last), Axis("probability", 0, 1.02),
        (*line, *growing(steps, *curves)), note=_when(film, place), alt=title,
    )  # fmt: skip


def _when(film: SemiFilm, place: int) -> str:
    """Return when the point in hand got its label, and whether it is wrong."""
    if film.given[place] >= 0:
        return "Its label was given."
    names = class_names(film.points)
    for frame in film.frames:
        if frame.taken[place] >= 0:
            right = frame.taken[place] == film.points.y[place]
            told = "rightly" if right else "wrongly, and never given back"
            return f"Called {names[frame.taken[place]]} in round {frame.round}: {told}."
    return "No model was sure enough to label it."


def _caption(film: SemiFilm, frame: Any) -> str:
    """Say what an act did."""
    n = int((frame.taken >= 0).sum())
    if frame.act == LEARN:
        return f"Round {frame.round}, learn: the model is fitted to {counted(n, 'label')}."
    if frame.act == TAKE:
        new = frame.new
        wrong = int((new & (frame.taken != film.points.y)).sum())
        told = "all of them rightly" if not wrong else f"{wrong} wrongly: it will never ask again"
        return (
            f"Round {frame.round}, label: it labels the {counted(int(new.sum()), 'point')} it is "
            f"surest of, {told}."
        )
    return f"{counted(n, 'label')} given. No model has learnt yet."
