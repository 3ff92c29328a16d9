"""What ensembles, margins and naive Bayes look at while they learn."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.film import Axis, Bars, Dots, Layer, Line, Panel, Segments
from core.stages.supervised.how_it_learns.data import HIGH, LOW, make_points
from core.stages.supervised.how_it_learns.films import LearnFilm
from core.stages.supervised.how_it_learns.frames import GRID, number
from core.stages.supervised.how_it_learns.margin import level_of
from core.stages.supervised.how_it_learns.scene_plane import (
    COLOURS,
    SYMBOLS,
    chances,
    contour,
    straight,
)
from core.stages.supervised.how_it_learns.settings import LearnSettings

RING, DIAMOND = 5, 4


def _stack(film: LearnFilm, name: str) -> Any:
    return np.array([getattr(frame, name) for frame in film.frames])


# Random forest


def place_over(settings: LearnSettings, _film: LearnFilm) -> tuple[Layer, ...]:
    """Mark the place that is asked about."""
    x, y = np.array([settings.at_x]), np.array([settings.at_y])
    return (Dots(x, y, 6, symbol=DIAMOND, size=6.0, name="asked here"),)


def forest_panels(settings: LearnSettings, film: LearnFilm) -> tuple[Panel, ...]:
    """Draw the newest tree alone with its rows, and every tree's vote at the place asked about."""
    points = make_points(settings.data)
    y = points.y_train
    drawn = _stack(film, "drawn") > 0
    rows = np.where(drawn[..., None], points.X_train, np.nan)
    votes = film.last.votes
    n = np.arange(1.0, len(votes) + 1)
    seen = n <= _stack(film, "n_trees")[:, None]
    mean = np.where(seen, np.cumsum(votes) / n, np.nan)
    return (
        Panel(
            "The newest tree alone, and the rows it drew",
            Axis(film.names.x1, LOW, HIGH),
            Axis(film.names.x2, LOW, HIGH),
            (
                chances(_stack(film, "own")),
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


# Gradient boosting


def boosting_panels(settings: LearnSettings, film: LearnFilm) -> tuple[Panel, ...]:
    """Draw what is still missing, and the tree that is fitted to it."""
    x = make_points(settings.data).X_train[:, 0]
    missing = _stack(film, "missing")
    half = float(np.abs(missing).max()) * 1.05 or 1.0
    return (
        Panel(
            "What is still missing, and the tree fitted to it",
            Axis(film.names.x1, LOW, HIGH),
            Axis("missing height (residual)", -half, half),
            (
                Line(GRID, np.zeros(len(GRID)), colour=-1, width=1.0, dash=True),
                Dots(x, missing, 0, size=4.0, name="missing before this round"),
                Line(GRID, _stack(film, "tree"), colour=2, width=3.0, name="the new tree"),
            ),
            alt="The residual of each training point before this round and the steps of its tree",
        ),
    )


# Support vector machines


def margin_over(settings: LearnSettings, film: LearnFilm) -> tuple[Layer, ...]:
    """Ring the points that pull, join the pair just moved, draw the street of a linear machine."""
    X = make_points(settings.data).X_train
    pulls = _stack(film, "alpha") > 0
    pair = _stack(film, "pair")
    ends = X[np.maximum(pair, 0)]
    joined = (pair[:, :1] >= 0).astype(float)
    ring = np.where(pulls[..., None], X, np.nan)
    return (
        *(_street(_stack(film, "weights")) or _bent_street(film)),
        Dots(ring[..., 0], ring[..., 1], 6, symbol=RING, size=6.0, name="pulls"),
        Segments(*(ends[:, :1, 0], ends[:, :1, 1], ends[:, 1:, 0], ends[:, 1:, 1]), joined, 1.6,
                 colour=2),
    )  # fmt: skip


def _street(weights: Any) -> tuple[Layer, ...]:
    """Return the lines w·x + b = −1, 0, 1, none for a machine without weights."""
    if np.isnan(weights).any():
        return ()
    return (
        straight(weights, 0.0, "boundary", width=2.0),
        straight(weights, -1.0, "margin", dash=True),
        straight(weights, 1.0, "", dash=True),
    )


def _bent_street(film: LearnFilm) -> tuple[Layer, ...]:
    return contour(_stack(film, "answer"), level_of(0.0), "boundary", 1.6)


def margin_bands(shades: Any) -> Any:
    """Return four bands: beyond the margin, within it, on the one side and on the other."""
    if not (shades != shades[0, 0, 0]).any():
        return shades
    bands = np.array([0.0, 82.0, 173.0, 255.0])[
        np.digitize(shades, [level_of(level) for level in (-1.0, 0.0, 1.0)])
    ]
    none = (shades == shades[:, :1, :1]).all(axis=(1, 2))  # a machine that says nothing yet
    return np.where(none[:, None, None], 127.5, bands)


def margin_panels(settings: LearnSettings, film: LearnFilm) -> tuple[Panel, ...]:
    """Draw how hard each point pulls, the last to let go on the left, and the worst pair."""
    y = make_points(settings.data).y_train
    alpha = _stack(film, "alpha")
    pulled = np.flatnonzero(alpha.any(axis=0))
    order = pulled[np.argsort(-film.last.alpha[pulled], kind="stable")]
    n_updates = _stack(film, "n_updates").astype(float)
    gap = np.maximum(_stack(film, "gap"), 1e-5)
    return (
        Panel(
            "How hard each point pulls (colour: its class)",
            Axis("points that ever pull, by their pull at the end", -1.0, float(len(order))),
            Axis("α, at most C", 0, float(alpha.max()) * 1.05 or 1.0),
            (
                Bars(np.arange(float(len(order))), alpha[:, order],
                     colour=COLOURS[y[order]]),
            ),
            alt="The weight of each training point between 0 and C",
        ),
        Panel(
            "How far the worst pair is from balance",
            Axis("update", 0, max(float(n_updates[-1]), 1.0)),
            Axis("gap (log scale)", 1e-5, 10.0, log=True, auto=True),
            (Line(n_updates, gap, colour=2, grows=True, name="gap"),),
            alt="The gap between the worst pair of points by update",
        ),
    )  # fmt: skip


def margin_notice(settings: LearnSettings, film: LearnFilm) -> str:
    """Say how few points hold the boundary."""
    last = film.last
    at_c = int(np.count_nonzero(last.alpha >= settings.c))
    without = "; without the others it would be the same" if not last.alpha.all() else ""
    return (
        f"{last.n_support} of {len(last.alpha)} points hold the boundary{without}. "
        f"{at_c} of them pull with all of C = "
        f"{number(settings.c)}: those inside the margin or on the wrong side. "
        f"{last.test_error:.1%} of the test points are wrong."
    )


# Naive Bayes


def bayes_over(settings: LearnSettings, film: LearnFilm) -> tuple[Layer, ...]:
    """Draw each class's ellipse of two standard deviations, and ring the newest point."""
    X = make_points(settings.data).X_train
    turn = np.linspace(0, 2 * np.pi, 61)
    mean, spread = _stack(film, "mean"), 2 * np.sqrt(_stack(film, "variance"))
    newest = _stack(film, "newest")
    at = np.where(newest[:, None] >= 0, X[np.maximum(newest, 0)], np.nan)
    circle = (np.cos(turn), np.sin(turn))
    ellipses = []
    for code, colour in ((0, 4), (1, 0)):
        x, y = (mean[:, code, i, None] + spread[:, code, i, None] * circle[i] for i in (0, 1))
        name = f"{(film.names.class_0, film.names.class_1)[code]}, 2 sd"
        ellipses.append(Line(x, y, colour, dash=code == 0, name=name))
    even = contour(_stack(film, "answer"), 127.5, "50 %", 1.6)
    return (*even, *ellipses, Dots(at[:, :1], at[:, 1:], 6, symbol=RING, size=8.0, name="newest"))


def bayes_panels(_settings: LearnSettings, film: LearnFilm) -> tuple[Panel, ...]:
    """Draw the bells of both classes along each coordinate."""
    return tuple(_bells(film, i, name) for i, name in ((0, "x₁"), (1, "x₂")))


def _bells(film: LearnFilm, i: int, name: str) -> Panel:
    count = _stack(film, "count")
    share = count / np.maximum(count.sum(axis=1, keepdims=True), 1)
    mean, variance = _stack(film, "mean")[..., i], _stack(film, "variance")[..., i]
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
