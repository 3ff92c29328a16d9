"""What a line and logistic regression look at while they roll down their loss."""

from __future__ import annotations

import numpy as np

from core.figures.curves import Curve, growing
from core.figures.film import Axis, Dots, Heat, Layer, Line, Panel, Segments, bytes_of
from core.stages.supervised.how_it_learns.data import heights_of, make_points
from core.stages.supervised.how_it_learns.frames import added, at_least, number
from core.stages.supervised.how_it_learns.run import LearnFilm
from core.stages.supervised.how_it_learns.scene_plane import COLOURS, SYMBOLS, straight
from core.stages.supervised.how_it_learns.settings import LearnSettings
from core.wording import counted

SIDE = 61
Z_SPAN = 8.0


def line_over(settings: LearnSettings, film: LearnFilm) -> tuple[Layer, ...]:
    """Draw by how much the line misses each training point."""
    x, height, _, _ = heights_of(settings.data)
    says = film.series("w", float)[:, None] * x + film.series("b", float)[:, None]
    return (Segments(x, height, x, says, np.ones(len(x)), 0.5, colour=-1),)


def line_panels(settings: LearnSettings, film: LearnFilm) -> tuple[Panel, ...]:
    """Draw the loss of every line, with the way down and the next step."""
    x, height, _, _ = heights_of(settings.data)
    best_w, best_b = np.polyfit(x, height, 1)
    half = 1.3 * max(abs(best_w), abs(best_b), 0.5) + 0.3
    wide = max(half, 1.15 * abs(settings.start_w - best_w))
    high_b = max(half, 1.15 * abs(settings.start_b - best_b))
    ws = np.linspace(best_w - wide, best_w + wide, SIDE)
    bs = np.linspace(best_b - high_b, best_b + high_b, SIDE)[::-1]
    missed = (ws[None, :, None] * x + bs[:, None, None] - height) ** 2
    loss = np.log10(missed.mean(axis=2))
    low, high = float(loss.min()), float(loss.max())
    extent = (float(ws[0]), float(ws[-1]), float(bs[-1]), float(bs[0]))
    w, b = film.series("w", float), film.series("b", float)
    rate = settings.learning_rate
    to_w, to_b = w - rate * film.series("slope_w", float), b - rate * film.series("slope_b", float)
    shown = np.ones((len(w), 1))
    return (
        Panel(
            "Loss: each place is one line; click to begin",
            Axis("w (slope)", *extent[:2]),
            Axis("b (height at 0)", *extent[2:]),
            (
                Heat(bytes_of(loss, low, high), extent, "sequential", low, high, "log₁₀ loss",
                     smooth=True),
                *growing(w, Curve(b, "the way", 4)),
                Segments(w[:, None], b[:, None], to_w[:, None], to_b[:, None], shown, 2.0,
                         arrow=True, colour=6),
                Dots(np.array([settings.start_w]), np.array([settings.start_b]), 4, symbol=1,
                     size=4.5, name="your line"),
                Dots(np.array([best_w]), np.array([best_b]), 6, symbol=3, size=6.0,
                     name="least squares"),
            ),
            pick="line",
            alt="The loss over slope and height of the line, dark where it is high, the way so far "
            "and the next step; a click begins there",
        ),
    )  # fmt: skip


def line_notice(settings: LearnSettings, film: LearnFilm) -> str:
    """Compare the rate with the largest that comes to rest."""
    last = film.last
    return (
        f"After {counted(settings.n_steps, 'step')} your line has become {number(last.w)}·x₁ "
        f"{added(last.b)}. Its mean squared error is {number(last.train_error)}; the best that any "
        f"line can do is {number(last.least)}. Here every rate above {at_least(last.fastest)} "
        f"overshoots further each time; yours is {number(settings.learning_rate)}."
    )


def logistic_over(_settings: LearnSettings, film: LearnFilm) -> tuple[Layer, ...]:
    """Draw the line on which both classes are as likely."""
    weights = np.column_stack([film.series(name, float) for name in ("w1", "w2", "b")])
    return (straight(weights, 0.0, "50 %", width=2.0),)


def logistic_panels(settings: LearnSettings, film: LearnFilm) -> tuple[Panel, ...]:
    """Draw the S-curve, with every training point at its z, and the log loss."""
    y = make_points(settings.data).y_train
    z = np.stack([frame.z for frame in film.frames])
    span = float(np.clip(1.1 * np.abs(z).max(), 3.0, Z_SPAN))
    z = np.clip(z, -span, span)
    at = np.linspace(-span, span, 81)
    steps, loss = film.steps.astype(float), film.series("loss", float)
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
            growing(steps, Curve(loss, "training")),
            alt="The mean log loss of the training points by step",
        ),
    )


def logistic_notice(settings: LearnSettings, film: LearnFilm) -> str:
    """Read the weights."""
    last, steps = film.last, counted(settings.n_steps, "step")
    return (
        f"After {steps} one unit of x₁ adds {number(last.w1)} to the log-odds of "
        f"class 1 and one of x₂ {number(last.w2)}; the boundary lies where they cancel, and "
        f"{last.test_error:.1%} of the test points are on its wrong side."
    )
