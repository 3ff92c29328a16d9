"""What nearest neighbours look at while more of them have a vote."""

from __future__ import annotations

import numpy as np

from core.figures.film import Axis, Bars, Dots, Layer, Line, Panel, Segments
from core.stages.supervised.how_it_learns.data import make_points
from core.stages.supervised.how_it_learns.run import LearnFilm
from core.stages.supervised.how_it_learns.scene_parts import overfitting
from core.stages.supervised.how_it_learns.scene_plane import COLOURS
from core.stages.supervised.how_it_learns.settings import LearnSettings
from core.wording import counted


def neighbour_over(settings: LearnSettings, film: LearnFilm) -> tuple[Layer, ...]:
    """Draw the place asked about, its circle, and a line to each neighbour with a vote."""
    X = make_points(settings.data).X_train
    near = X[film.last.nearest]
    n, k = len(near), film.series("k", float)
    votes = (np.arange(n) < k[:, None]).astype(float)
    turn = np.linspace(0, 2 * np.pi, 61)
    radius = film.series("radius", float)[:, None]
    here = np.full(n, settings.at_x), np.full(n, settings.at_y)
    return (
        Segments(*here, near[:, 0], near[:, 1], votes, 1.2, colour=6),
        Line(settings.at_x + radius * np.cos(turn), settings.at_y + radius * np.sin(turn),
             colour=6, width=1.5, dash=True),
        Dots(np.array([settings.at_x]), np.array([settings.at_y]), 6, symbol=4, size=6.0,
             name="asked here"),
    )  # fmt: skip


def neighbour_panels(settings: LearnSettings, film: LearnFilm) -> tuple[Panel, ...]:
    """Draw the voters by distance."""
    y = make_points(settings.data).y_train[film.last.nearest]
    distance, k = film.last.distance, film.series("k", float)
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


def neighbour_notice(settings: LearnSettings, film: LearnFilm) -> str:
    """Say which k was best, and what the place asked about gets at the end."""
    last = film.last
    return (
        f"{overfitting(settings, film)} At the place asked about, {round(last.share * last.k)} of "
        f"{counted(last.k, 'neighbour')} {'votes' if last.k == 1 else 'vote'} for class 1."
    )
