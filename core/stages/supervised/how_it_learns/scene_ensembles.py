"""What a forest and boosting look at while trees are added."""

from __future__ import annotations

import numpy as np

from core.figures.film import Axis, Dots, Layer, Line, Panel
from core.stages.supervised.how_it_learns.data import HIGH, LOW, make_points
from core.stages.supervised.how_it_learns.frames import GRID
from core.stages.supervised.how_it_learns.run import LearnFilm
from core.stages.supervised.how_it_learns.scene_plane import COLOURS, SYMBOLS, chances
from core.stages.supervised.how_it_learns.settings import LearnSettings

DIAMOND = 4


def place_over(settings: LearnSettings, _film: LearnFilm) -> tuple[Layer, ...]:
    """Mark the place that is asked about."""
    x, y = np.array([settings.at_x]), np.array([settings.at_y])
    return (Dots(x, y, 6, symbol=DIAMOND, size=6.0, name="asked here"),)


def forest_panels(settings: LearnSettings, film: LearnFilm) -> tuple[Panel, ...]:
    """Draw the newest tree alone with its rows, and every tree's vote at the place asked about."""
    points = make_points(settings.data)
    y = points.y_train
    drawn = film.series("drawn") > 0
    rows = np.where(drawn[..., None], points.X_train, np.nan)
    votes = film.last.votes
    n = np.arange(1.0, len(votes) + 1)
    seen = n <= film.series("n_trees")[:, None]
    mean = np.where(seen, np.cumsum(votes) / n, np.nan)
    return (
        Panel(
            "The newest tree alone, and the rows it drew",
            Axis(film.names.x1, LOW, HIGH),
            Axis(film.names.x2, LOW, HIGH),
            (
                chances(film.series("own")),
                Dots(rows[..., 0], rows[..., 1], COLOURS[y], SYMBOLS[y], 4.2),
            ),
            square=True,
            alt="What the newest tree alone says of every place, with the training rows it drew",
        ),
        Panel(
            "Votes at the place asked about",
            Axis("tree", 0, float(len(votes)) + 0.5),
            Axis("share of class 1", -0.05, 1.05),
            (
                Line(n, mean, colour=2, name="the forest"),
                Dots(n, np.where(seen, votes, np.nan), 0, size=3.0, name="each tree"),
                Line(n, np.full(len(n), 0.5), colour=-1, width=1.0, dash=True),
            ),
            alt="What each tree says of the place asked about, and the mean so far",
        ),
    )


def forest_notice(_settings: LearnSettings, film: LearnFilm) -> str:
    """Compare the forest with its first tree, and with the rows that trees had not seen."""
    first, last = film.frames[1], film.last
    together = f", {last.n_trees} together {last.test_error:.1%}" if last.n_trees > 1 else ""
    text = f"One tree gets {first.test_error:.1%} of the test points wrong{together}. "
    if np.isnan(last.unseen_error):
        return f"{text}Every row was drawn by every tree, so none can be asked of rows unseen."
    return (
        f"{text}Asking each row only of trees that had not drawn it foretells "
        f"{last.unseen_error:.1%}, without any test points."
    )


def boosting_panels(settings: LearnSettings, film: LearnFilm) -> tuple[Panel, ...]:
    """Draw what is still missing, and the tree that is fitted to it."""
    x = make_points(settings.data).X_train[:, 0]
    missing = film.series("missing")
    half = float(np.abs(missing).max()) * 1.05 or 1.0
    return (
        Panel(
            "What is still missing, and the tree fitted to it",
            Axis(film.names.x1, LOW, HIGH),
            Axis("missing height (residual)", -half, half),
            (
                Line(GRID, np.zeros(len(GRID)), colour=-1, width=1.0, dash=True),
                Dots(x, missing, 0, size=4.0, name="missing before this round"),
                Line(GRID, film.series("tree"), colour=2, width=3.0, name="the new tree"),
            ),
            alt="The residual of each training point before this round and the steps of its tree",
        ),
    )
