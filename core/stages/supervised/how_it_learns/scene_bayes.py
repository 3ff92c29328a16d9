"""What naive Bayes looks at while points come in."""

from __future__ import annotations

import numpy as np

from core.figures.film import Axis, Dots, Layer, Line, Panel
from core.stages.supervised.how_it_learns.data import HIGH, LOW, make_points
from core.stages.supervised.how_it_learns.frames import GRID, number
from core.stages.supervised.how_it_learns.run import LearnFilm
from core.stages.supervised.how_it_learns.scene_plane import contour
from core.stages.supervised.how_it_learns.settings import LearnSettings

RING = 5


def bayes_over(settings: LearnSettings, film: LearnFilm) -> tuple[Layer, ...]:
    """Draw each class's ellipse of two standard deviations, and ring the newest point."""
    X = make_points(settings.data).X_train
    turn = np.linspace(0, 2 * np.pi, 61)
    mean, spread = film.series("mean"), 2 * np.sqrt(film.series("variance"))
    newest = film.series("newest")
    at = np.where(newest[:, None] >= 0, X[np.maximum(newest, 0)], np.nan)
    circle = (np.cos(turn), np.sin(turn))
    ellipses = []
    for code, colour in ((0, 4), (1, 0)):
        x, y = (mean[:, code, i, None] + spread[:, code, i, None] * circle[i] for i in (0, 1))
        name = f"{(film.names.class_0, film.names.class_1)[code]}, 2 sd"
        ellipses.append(Line(x, y, colour, dash=code == 0, name=name))
    even = contour(film.series("answer"), 127.5, "50 %", 1.6)
    return (*even, *ellipses, Dots(at[:, :1], at[:, 1:], 6, symbol=RING, size=8.0, name="newest"))


def bayes_panels(_settings: LearnSettings, film: LearnFilm) -> tuple[Panel, ...]:
    """Draw the bells of both classes along each coordinate."""
    return tuple(_bells(film, i, name) for i, name in ((0, "x₁"), (1, "x₂")))


def _bells(film: LearnFilm, i: int, name: str) -> Panel:
    count = film.series("count")
    share = count / np.maximum(count.sum(axis=1, keepdims=True), 1)
    mean, variance = film.series("mean")[..., i], film.series("variance")[..., i]
    away = (GRID - mean[..., None]) ** 2 / variance[..., None]
    bells = np.exp(-0.5 * away) / np.sqrt(2 * np.pi * variance)[..., None] * share[..., None]
    top = float(np.nanmax(bells[len(bells) // 2 :], initial=0.1)) * 1.2
    return Panel(
        f"The bells along {name}",
        Axis(name, LOW, HIGH),
        Axis("share × density", 0, top),
        (
            Line(GRID, bells[:, 0], colour=4, dash=True, name=film.names.class_0),
            Line(GRID, bells[:, 1], colour=0, name=film.names.class_1),
        ),
        alt=f"The bell of each class along {name}; where they cross, both are as likely",
    )


def bayes_notice(_settings: LearnSettings, film: LearnFilm) -> str:
    """Read the bells along x1."""
    last = film.last
    return (
        f"After {last.n_seen} points the bells along x₁ stand at {number(last.mean_0)} for class 0 "
        f"and {number(last.mean_1)} for class 1; multiplying them with those along x₂ gets "
        f"{last.test_error:.1%} of the test points wrong."
    )
