"""What logistic regression and nearest neighbours look at while they learn."""

from __future__ import annotations

import numpy as np

from core.figures.film import Axis, Bars, Dots, Layer, Line, Panel, Segments
from core.stages.supervised.how_it_learns.data import make_points
from core.stages.supervised.how_it_learns.frames import number
from core.stages.supervised.how_it_learns.scene_parts import AnyFilm, overfitting, series
from core.stages.supervised.how_it_learns.scene_plane import COLOURS, SYMBOLS, straight
from core.stages.supervised.how_it_learns.settings import LearnSettings
from core.wording import counted

Z_SPAN = 8.0


# Logistic regression


def logistic_over(_settings: LearnSettings, film: AnyFilm) -> tuple[Layer, ...]:
    """Draw the line on which both classes are as likely."""
    weights = np.column_stack([series(film, name) for name in ("w1", "w2", "b")])
    return (straight(weights, 0.0, "50 %", width=2.0),)


def logistic_panels(settings: LearnSettings, film: AnyFilm) -> tuple[Panel, ...]:
    """Draw the S-curve, with every training point at its z, and the log loss."""
    y = make_points(settings.data).y_train
    z = np.stack([frame.z for frame in film.frames])
    span = float(np.clip(1.1 * np.abs(z).max(), 3.0, Z_SPAN))
    z = np.clip(z, -span, span)
    at = np.linspace(-span, span, 81)
    steps, loss = film.steps.astype(float), series(film, "loss")
    return (
        Panel(
            "Every point slides along z; the curve is its chance",
            Axis("z = w₁x₁ + w₂x₂ + b", -span, span),
            Axis("chance of class 1", -0.08, 1.08),
            (
                Line(at, 1 / (1 + np.exp(-at)), colour=2, name="chance = 1 / (1 + exp(−z))"),
                Dots(z, y.astype(float), COLOURS[y], SYMBOLS[y], 4.2),
            ),
            alt="The S-curve of chances with class 1 on top and class 0 at the bottom",
        ),
        Panel(
            "What the steps lower",
            Axis("step", 0, float(steps[-1]), auto=True),
            Axis("log loss", 0, 1, auto=True),
            (Line(steps, loss, colour=0, grows=True, name="training"),),
            alt="The mean log loss of the training points by step",
        ),
    )


def logistic_notice(settings: LearnSettings, film: AnyFilm) -> str:
    """Read the weights."""
    last, steps = film.last, counted(settings.n_steps, "step")
    return (
        f"After {steps} one unit of x₁ adds {number(last.w1)} to the log-odds of "
        f"class 1 and one of x₂ {number(last.w2)}; the boundary lies where they cancel, and "
        f"{last.test_error:.1%} of the test points are on its wrong side."
    )


# k nearest neighbours


def neighbour_over(settings: LearnSettings, film: AnyFilm) -> tuple[Layer, ...]:
    """Draw the place asked about, its circle, and a line to each neighbour with a vote."""
    X = make_points(settings.data).X_train
    near = X[film.last.nearest]
    n, k = len(near), series(film, "k")
    votes = (np.arange(n) < k[:, None]).astype(float)
    turn = np.linspace(0, 2 * np.pi, 61)
    radius = series(film, "radius")[:, None]
    here = np.full(n, settings.at_x), np.full(n, settings.at_y)
    return (
        Segments(*here, near[:, 0], near[:, 1], votes, 1.2, colour=6),
        Line(settings.at_x + radius * np.cos(turn), settings.at_y + radius * np.sin(turn),
             colour=6, width=1.5, dash=True),
        Dots(np.array([settings.at_x]), np.array([settings.at_y]), 6, symbol=4, size=6.0,
             name="asked here"),
    )  # fmt: skip


def neighbour_panels(settings: LearnSettings, film: AnyFilm) -> tuple[Panel, ...]:
    """Draw the voters by distance."""
    y = make_points(settings.data).y_train[film.last.nearest]
    distance, k = film.last.distance, series(film, "k")
    n = len(distance)
    shown = np.where(np.arange(n) < k[:, None], distance, np.nan)
    return (
        Panel(
            f"Who votes: orange {film.names.class_0}, blue {film.names.class_1}",
            Axis("neighbour, from near to far", 0.3, n + 0.7),
            Axis("distance (units)", 0, float(distance.max()) * 1.05 or 1.0),
            (Bars(np.arange(1.0, n + 1), shown, colour=COLOURS[y]),),
            alt="The distance of each neighbour with a vote, coloured by its class",
        ),
    )


def neighbour_notice(settings: LearnSettings, film: AnyFilm) -> str:
    """Say which k was best, and what the place asked about gets at the end."""
    last = film.last
    return (
        f"{overfitting(settings, film)} At the place asked about, {round(last.share * last.k)} of "
        f"{counted(last.k, 'neighbour')} {'votes' if last.k == 1 else 'vote'} for class 1."
    )
