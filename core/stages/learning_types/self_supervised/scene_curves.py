"""Curves: the probe over labels, and the task and the probe over the steps."""

from __future__ import annotations

import numpy as np

from core.compute.film import Film
from core.figures.curves import Curve, around, growing
from core.figures.film import Axis, Band, Dots, Line, Panel, still
from core.stages.learning_types.self_supervised.run import SelfFrame
from core.stages.learning_types.self_supervised.settings import LABELS, SelfSettings

FEATURES, RAW, FIRST, TASK, GREY = 0, 1, 9, 3, -1
TALL_PX, LOW_PX = 220, 130
TICKS = tuple((float(n), str(n)) for n in LABELS)


def probe_panel(settings: SelfSettings, film: Film[SelfFrame]) -> Panel:
    """Return the probe's accuracy over labels, beside raw pixels and the untrained net."""
    study, x = film.last.study, still(LABELS)
    now, spread = 100 * film.series("probe", float), 100 * film.series("spread", float)
    raw, first = 100 * study.raw, 100 * study.first
    low = max(min(now.min(), raw.min(), first.min()) - 8, 0)
    place = LABELS.index(settings.labels)
    layers = (
        Line(still([settings.labels] * 2), still([low, 100]), GREY, 1.0, dash=True),
        Band(x, raw - 100 * study.raw_spread, raw + 100 * study.raw_spread, RAW),
        Band(x, now - spread, now + spread, FEATURES),
        Line(x, first, FIRST, 1.8, dash=True, name="untrained net"),
        Line(x, raw, RAW, 2.2, dash=True, name="raw pixels"),
        Line(x, now, FEATURES, 3.0, name="this net", glides=True),
        Dots(x[[place]], now[:, [place]], FEATURES, 0, 5.0, glides=True),
    )
    return Panel(
        "Linear probe",
        Axis("labels used", 9, 330, TICKS, log=True), Axis("right (%)", low, 100), layers, 4,
        TALL_PX, rows=2, note="Shaded: spread over draws of labels.",
        alt="Accuracy of a logistic regression over the labels it is given: on this net's "
        "features, on raw pixels and on the untrained net's",
    )  # fmt: skip


def over_steps_panel(settings: SelfSettings, film: Film[SelfFrame]) -> Panel:
    """Return how often the task is right, and the probe with the labels chosen."""
    x, place = film.series("step", float), LABELS.index(settings.labels)
    probe, spread = (100 * film.series(name, float)[:, place] for name in ("probe", "spread"))
    level = 100 * film.last.study.raw[place]
    curves = [
        Curve(probe, f"probe, {settings.labels} labels", FEATURES,
              band=(probe - spread, probe + spread)),
        Curve(100 * film.series("right", float), "task", TASK),
    ]  # fmt: skip
    if not np.isfinite(curves[1].values).all():
        curves.pop()
    return Panel(
        "Task and probe", Axis("step", 0, max(float(settings.n_steps), 1.0)),
        Axis("right (%)", 0, 101),
        (_level(settings, level, RAW, "raw pixels"), *growing(x, *curves)),
        4, TALL_PX, rows=2,
        alt=f"Over the steps: the share of right answers to the task, and the probe with "
        f"{settings.labels} labels beside raw pixels",
    )  # fmt: skip


def loss_panel(settings: SelfSettings, film: Film[SelfFrame]) -> Panel:
    """Return the task's loss on the held-out batch, and what knowing nothing costs."""
    x, loss, blind = film.series("step", float), film.series("loss", float), film.last.study.blind
    low, high = around(np.append(loss, blind), 0.08)
    return Panel(
        "Loss of the task", Axis("step", 0, max(float(settings.n_steps), 1.0)),
        Axis(settings.task.loss, low, high),
        (_level(settings, blind, GREY, "knowing nothing"), *growing(x, Curve(loss, "loss", TASK))),
        4, LOW_PX, alt="The loss of the task on held-out digits over the steps",
    )  # fmt: skip


def _level(settings: SelfSettings, height: float, colour: int, name: str) -> Line:
    """Return what stays as it is over all steps."""
    return Line(still([0, settings.n_steps]), still([height] * 2), colour, 1.8, True, name=name)
