"""Regression on the screen: the film, the metric spelled out, every metric beside a dumb guess."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from core.figures import units
from core.figures.blocks import Block, Grid, Moving, Words, escape, notes
from core.stages.evaluation.regression import (
    scene_points,
    scene_rows,
    scene_spelled,
    scene_words,
    scene_words_points,
)
from core.stages.evaluation.regression.judged import Judged
from core.stages.evaluation.regression.rows import RowsAnswer
from core.stages.evaluation.regression.run import PointsAnswer
from core.stages.evaluation.regression.scene_parts import LABELS, valued
from core.stages.evaluation.regression.scores import IDS
from core.stages.evaluation.regression.settings import POINTS, RegressionSettings

Answer: TypeAlias = PointsAnswer | RowsAnswer

MOST_LISTED = 200
UNKNOWN = "–"


def picked(settings: RegressionSettings, answer: Answer, click: Any) -> dict[str, Any]:
    """Return what a click into the metrics or a drag in the picture moves."""
    if click.name == "metric":
        return {"metric": IDS[click.index]} if 0 <= click.index < len(IDS) else {}
    if settings.judged == POINTS:
        return scene_points.picked(answer, click)  # type: ignore[arg-type]
    return scene_rows.picked(answer, click)  # type: ignore[arg-type]


def draw(settings: RegressionSettings, answer: Any) -> tuple[Block, ...]:
    """Draw the film, what the residuals hold, the metric spelled out, and the tables."""
    own = settings.judged == POINTS
    film = (scene_points if own else scene_rows).film(settings, answer)
    judged, unit = answer.judged, _unit(settings)
    feature = "hours of sun" if own else escape(answer.feature.name)
    return (
        Moving(film),
        Words(scene_words.of_residuals(judged, feature)),
        Words(scene_spelled.words(settings.metric, judged, settings.quantile, unit)),
        Grid("metrics", _metrics(judged, answer, unit), _caption(own), "metrics.csv", 285),
        Grid("errors", _errors(settings, answer), "The largest errors first", "errors.csv", 285),
        *(() if own else notes(*answer.notes)),
    )


def notice(settings: RegressionSettings, answer: Any) -> str:
    """Say which metric cares about what was moved, or how good the model is beside a dumb guess."""
    if settings.judged == POINTS:
        return scene_words_points.of_points(answer, settings.line)
    frame = scene_rows.at(settings, answer)
    return scene_words.of_rows(answer, scene_rows.target(settings), _unit(settings), frame)


def _unit(settings: RegressionSettings) -> str:
    experiment = settings.experiment
    if experiment is None:
        return scene_points.UNIT
    return units.unit(experiment.table, experiment.target)


def _caption(own: bool) -> str:
    whose = "these plants" if own else "the training rows"
    return (
        f"Every metric beside the dumb guess, always one number of {whose}: the median for MAE, "
        "the mean for MSE, RMSE and R², the median weighted by 1 / |y| for MAPE, the quantile for "
        "pinball loss; none is known for the median error. The best constant is the one number "
        f"that makes the metric best on {'them' if own else 'the test rows, none of them left out'}"
    )


def _metrics(judged: Judged, answer: Answer, unit: str) -> pd.DataFrame:
    before = {"before": _told(asdict(answer.swept.before), unit)}
    return pd.DataFrame(
        {
            "metric": [LABELS[name] for name in IDS],
            "value": _told(asdict(judged.now), unit),
            **(before if isinstance(answer, PointsAnswer) else {}),
            "dumb guess": _constants(judged.dumb, unit),
            "its score": _told(judged.dumb_scores, unit),
            "best constant": _constants(judged.best, unit),
            "the constant's score": _told(judged.best_scores, unit),
        }
    )


def _told(scores: dict[str, float], unit: str) -> list[str]:
    """Return for each metric its value with its unit, as everywhere on the page."""
    return [valued(name, scores[name], unit) if name in scores else UNKNOWN for name in IDS]


def _constants(found: dict[str, float], unit: str) -> list[str]:
    """Return for each metric a constant, which has the target's unit."""
    return [valued("mae", found[name], unit) if name in found else UNKNOWN for name in IDS]


def _errors(settings: RegressionSettings, answer: Any) -> pd.DataFrame:
    judged = answer.judged
    order = np.argsort(-np.abs(judged.errors), kind="stable")[:MOST_LISTED]
    own = settings.judged == POINTS
    places = np.arange(1, len(judged.y) + 1) if own else answer.rows
    squares, sizes = judged.errors**2, np.abs(judged.errors)
    return pd.DataFrame(
        {
            "plant" if own else "row": places[order],
            "true": judged.y[order],
            "predicted": judged.predicted[order],
            "true − predicted": judged.errors[order],
            "% of MSE": 100 * squares[order] / (squares.sum() or 1.0),
            "% of MAE": 100 * sizes[order] / (sizes.sum() or 1.0),
        }
    )
