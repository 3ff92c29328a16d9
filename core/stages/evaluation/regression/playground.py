"""Regression: what its page shows, and how."""

from __future__ import annotations

from typing import Any

from core.export.ending import Ending
from core.export.script import Example, order
from core.playground import CodeOrder, Playground, Source, Start
from core.stages.evaluation.regression import scene as regression
from core.stages.evaluation.regression.example import chosen, example, on_rows, plants_of
from core.stages.evaluation.regression.rows import RowsAnswer, judge_rows
from core.stages.evaluation.regression.run import judge_points
from core.stages.evaluation.regression.scene import Answer
from core.stages.evaluation.regression.settings import (
    BENT,
    FAN,
    POINTS,
    ROWS,
    RegressionSettings,
    RowSettings,
    points_of,
    regression_settings,
)


def judged(settings: RegressionSettings, rows: RowsAnswer | None) -> Answer:
    """Return the answer: of rows a worker's; points are judged here, so a drag never waits."""
    return judge_points(points_of(settings)) if rows is None else rows


def code(settings: RegressionSettings, _answer: Any) -> CodeOrder:
    """Return the order for a script of the points, or of the experiment with its test rows."""
    if settings.judged == POINTS:
        return Example(example, settings, plants_of)
    return order(settings, Ending(on_rows, chosen))


PLAYGROUND = Playground(
    params=RegressionSettings.PARAMS,
    edits=("model",),
    tasks=("regression",),
    settings=lambda context, values: regression_settings(values, context.experiment),
    work={RowSettings: judge_rows},
    work_settings=lambda settings: settings.work_settings,
    derive=judged,
    draw=regression.draw,
    notice=regression.notice,
    pick=regression.picked,
    code=code,
    needs_table="maybe",
    uses_table=lambda values: values["judged"] == ROWS,
    starts=(
        Start(
            "bend", "A bend", "A line through a curve: the residuals bend, and say so.",
            {"judged": POINTS, "points": BENT, "line": "mse", "held": 3},
        ),
        Start(
            "fan", "A fan", "The more sun, the wider apart: one RMSE cannot hold for all.",
            {"judged": POINTS, "points": FAN, "line": "mse", "held": 9},
        ),
    ),
    sources=(
        Source(
            "Koenker and Bassett (1978), Regression quantiles", "https://doi.org/10.2307/1913643"
        ),
        Source(
            "Gneiting (2011), Making and evaluating point forecasts",
            "https://doi.org/10.1198/jasa.2011.r10138",
        ),
        Source(
            "Hyndman and Koehler (2006), Another look at measures of forecast accuracy",
            "https://doi.org/10.1016/j.ijforecast.2006.03.001",
        ),
    ),
)  # fmt: skip
