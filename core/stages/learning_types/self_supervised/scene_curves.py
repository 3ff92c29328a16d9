"""Curves: the probe over labels, and the task and the probe over the steps."""

from __future__ import annotations

import numpy as np

from core.compute.film import Film
from core.figures.curves import Curve, around, growing
from core.figures.film import Axis, Band, Dots, Line, Panel, still
from core.stages.learning_types.self_supervised.run import SelfFrame
from core.stages.learning_types.self_supervised.settings import LABELS, SelfSettings

FEATURES, RAW, FIRST, TASK, GREY = 0, 1, 9, 3, -1
LOW_PX = 150
TICKS = tuple((float(n), str(n)) for n in LABELS)


def probe_panel(settings: SelfSettings, film: Film[SelfFrame]) -> Panel:
    """Return the probe's accuracy over the labels it is given, beside raw pixels and no training."""
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
        LOW_PX, note="Shaded: one standard deviation over the draws of the labels.",
        alt="Accuracy of a logistic regression over the labels it is given: on this net's "
        "features, on raw pixels and on the untrained net's",
    )  # fmt: skip


def over_steps_panel(settings: SelfSettings, film: Film[SelfFrame]) -> Panel:
    """Return how often the task is right, and the probe with the labels chosen."""
    x, place = film.series("step", float), LABELS.index(settings.labels)
    probe, spread = (100 * film.series(name, float)[:, place] for name in ("probe", "spread"))
    level = np.full(len(x), 100 * film.last.study.raw[place])
    curves = [
        Curve(probe, f"probe, {settings.labels} labels", FEATURES,
              band=(probe - spread, probe + spread)),
        Curve(level, "raw pixels", RAW, dash=True),
        Curve(100 * film.series("right", float), "task", TASK),
    ]  # fmt: skip
    if not np.isfinite(curves[2].values).all():
        curves.pop()
    return Panel(
        "Task and probe", Axis("step", 0, max(float(settings.n_steps), 1.0)),
        Axis("right (%)", 0, 101), growing(x, *curves), 4, LOW_PX,
        note="The task is asked of held-out digits, too.",
        alt=f"Over the steps: the share of right answers to the task, and the probe with "
        f"{settings.labels} labels beside raw pixels",
    )  # fmt: skip


def loss_panel(settings: SelfSettings, film: Film[SelfFrame]) -> Panel:
    """Return the task's loss on the held-out batch, and what knowing nothing costs."""
    x, loss, blind = film.series("step", float), film.series("loss", float), film.last.study.blind
    low, high = around(np.append(loss, blind), 0.06)
    return Panel(
        "Loss of the task", Axis("step", 0, max(float(settings.n_steps), 1.0)),
        Axis(settings.task.loss, min(low, 0.0) if low < 0.3 * high else low, high, auto=True),
        growing(x, Curve(loss, "loss", TASK),
                Curve(np.full(len(x), blind), "knowing nothing", GREY, dash=True)),
        4, LOW_PX, alt="The loss of the task on held-out digits over the steps",
    )  # fmt: skip
