"""How a model learns: its answer over the data, what the algorithm looks at, and its errors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from core.figures.blocks import Block, Moving, notes
from core.figures.curves import training_and_test
from core.figures.film import Axis, Dots, FilmPicture, Layer, Line, Panel, Readout
from core.stages.supervised.how_it_learns.catalogue import ALGORITHM_BY_ID, AlgorithmSpec
from core.stages.supervised.how_it_learns.data import HIGH, LOW, make_points
from core.stages.supervised.how_it_learns.frames import GRID
from core.stages.supervised.how_it_learns.run import LearnFilm, with_points
from core.stages.supervised.how_it_learns.scene_drawings import DRAWINGS
from core.stages.supervised.how_it_learns.scene_parts import Drawing, counted
from core.stages.supervised.how_it_learns.scene_plane import COLOURS, SYMBOLS, chances
from core.stages.supervised.how_it_learns.settings import PARAMS, LearnSettings


def draw(settings: LearnSettings, film: LearnFilm) -> tuple[Block, ...]:
    """Draw the model's answer, then what its algorithm looks at, with its errors."""
    settings = with_points(settings, film)
    spec = ALGORITHM_BY_ID[settings.algorithm]
    drawing = DRAWINGS[settings.algorithm]
    own = drawing.panels(settings, film)
    percent = spec.task == "classification"
    word = "points wrong" if percent else "error"
    errors = _errors(spec, drawing, film)
    first, rest = (errors, own) if drawing.errors_first else (own[0], (errors, *own[1:]))
    widths = drawing.widths or (12 // len(rest),) * len(rest)
    top_px, low_px = drawing.heights_px
    low = tuple(_sized(panel, w, low_px) for panel, w in zip(rest, widths, strict=True))
    picture = FilmPicture(
        f"learn_{spec.id}",
        (_sized(_data(settings, spec, drawing, film), 6, top_px), _sized(first, 6, top_px), *low),
        counted(spec, film),
        f"{spec.label} as a film of {len(film.frames)} pictures. {film.last.said}",
        unit=spec.unit,
        captions=tuple(frame.said for frame in film.frames),
        readouts=(
            *drawing.readouts_of(film),
            Readout(f"training {word}", film.series("train_error", float), 3, percent),
            Readout(f"test {word}", film.series("test_error", float), 3, percent),
        ),
        seconds=max(6.0, min(len(film.frames) / 4, 14.0)),
        file_name=f"{spec.id}.html",
        title=f"{spec.label}, step by step",
    )
    return (Moving(picture), *notes(*((film.names.note,) if film.names.note else ())))


def notice(settings: LearnSettings, film: LearnFilm) -> str:
    """Say what the end of the film shows, or why it ended early."""
    return film.ended or DRAWINGS[settings.algorithm].notice(with_points(settings, film), film)


PICKS = {"place": ("at_x", "at_y"), "line": ("start_w", "start_b")}
"""What a click sets: a place in the plane, or a line by its place in the picture of the loss."""
CONTROLS = {param.id: param for param in PARAMS}


def asked(_settings: LearnSettings, _film: LearnFilm, click: Any) -> dict[str, float]:
    """Return the place clicked on (``name``, ``x``, ``y``) as the controls that name it."""
    across, up = PICKS[click.name]
    return {across: _nearest(across, click.x), up: _nearest(up, click.y)}


def _nearest(control: str, value: float) -> float:
    """Return the legal value of a control that is nearest, on its steps."""
    param = CONTROLS[control]
    low, high, step = float(param.low or 0), float(param.high or 0), float(param.step or 1)
    return round(min(max(round(value / step) * step, low), high), 2)


def _sized(panel: Panel, width: int, height_px: int) -> Panel:
    return replace(panel, width=width, height_px=height_px)


def _data(settings: LearnSettings, spec: AlgorithmSpec, drawing: Drawing, film: LearnFilm) -> Panel:
    names = film.names
    plain = spec.task == "classification"
    layers = _plane(settings, film) if plain else _curve(settings, film)
    pick = "place" if "at_x" in spec.knobs else ""
    return Panel(
        f"● {names.class_0}, ▲ {names.class_1}, small: test" if plain else drawing.title,
        Axis(names.x1, LOW, HIGH),
        Axis(names.x2, LOW, HIGH),
        (*layers, *drawing.over(settings, film)),
        square=plain,
        pick=pick,
        alt="The points over the plane, coloured by what the model says of every place: blue for "
        "class 1, orange for class 0"
        if plain
        else "The points and the curve that the model predicts for every place",
    )


def _plane(settings: LearnSettings, film: LearnFilm) -> tuple[Layer, ...]:
    points = make_points(settings.data)
    shades = np.stack([frame.answer for frame in film.frames])
    drawing = DRAWINGS[settings.algorithm]
    return (
        chances(drawing.shades(shades), smooth=settings.algorithm not in ("tree", "forest")),
        _dots(points.X_train, points.y_train, 4.2, "training"),
        _dots(points.X_test, points.y_test, 2.6, "test"),
    )


def _dots(X: Any, y: Any, size: float, name: str) -> Dots:
    return Dots(X[:, 0], X[:, 1], COLOURS[y], SYMBOLS[y], size, name)


def _curve(settings: LearnSettings, film: LearnFilm) -> tuple[Layer, ...]:
    points = make_points(settings.data)
    heights = np.stack([frame.answer for frame in film.frames])
    return (
        Dots(points.X_train[:, 0], points.X_train[:, 1], 0, size=4.0, name="training"),
        Dots(points.X_test[:, 0], points.X_test[:, 1], 1, symbol=2, size=3.4, name="test"),
        Line(GRID, heights, colour=4, width=3.0, name="model"),
    )


def _errors(spec: AlgorithmSpec, drawing: Drawing, film: LearnFilm) -> Panel:
    train, test = film.series("train_error", float), film.series("test_error", float)
    x, label, log = drawing.across(spec, film)
    floor = 1e-4 if drawing.log_errors else 0.0
    return Panel(
        "Errors on training and test points",
        Axis(label, float(x[0]), float(x[-1]) * (1.6 if log else 1.0) or 1.0, log=log),
        Axis(spec.measure, floor, 1.0, log=drawing.log_errors, auto=True),
        training_and_test(x, np.maximum(train, floor), np.maximum(test, floor)),
        alt=f"The {spec.measure} on training and test points, as far as the film has come",
    )
