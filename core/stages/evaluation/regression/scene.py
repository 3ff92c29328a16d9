"""Regression on the screen: the film, the metric spelled out, every metric beside a dumb guess."""

from __future__ import annotations

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
from core.stages.evaluation.regression.scene_parts import LABELS, squared
from core.stages.evaluation.regression.scores import IDS
from core.stages.evaluation.regression.settings import POINTS, RegressionSettings

Answer: TypeAlias = PointsAnswer | RowsAnswer

MOST_LISTED = 200


def picked(settings: RegressionSettings, answer: Answer, click: Any) -> dict[str, Any]:
    """Return what a click into the metrics or a drag in the picture moves."""
    if click.name == "metric":
        return {"metric": IDS[click.index]} if 0 <= click.index < len(IDS) else {}
    if settings.judged == POINTS:
        return scene_points.picked(answer, click)  # type: ignore[arg-type]
    return {}


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
    return scene_words.of_rows(answer, scene_rows.target(settings), _unit(settings))


def _unit(settings: RegressionSettings) -> str:
    experiment = settings.experiment
    if experiment is None:
        return scene_points.UNIT
    return units.unit(experiment.table, experiment.target)


def _caption(own: bool) -> str:
    whose = "these plants" if own else "the training rows"
    return (
        f"Every metric beside the dumb guess: always the mean, median or quantile of {whose}. The "
        "best constant is the one number that makes the metric least on the rows judged here"
    )


def _metrics(judged: Judged, answer: Answer, unit: str) -> pd.DataFrame:
    in_unit = unit or "of the target"
    own = dict.fromkeys(IDS, in_unit) | {"mape": "a share", "r2": "none"}
    own["mse"] = f"{unit}{squared(unit)}" if unit else "of the target, squared"
    nothing = float("nan")
    before = {"before": [answer.swept.before.of(name) for name in IDS]}
    return pd.DataFrame(
        {
            "metric": [LABELS[name] for name in IDS],
            "value": [judged.now.of(name) for name in IDS],
            "unit": [own[name] for name in IDS],
            **(before if isinstance(answer, PointsAnswer) else {}),
            "dumb guess": [judged.dumb.get(name, nothing) for name in IDS],
            "its score": [judged.dumb_scores.get(name, nothing) for name in IDS],
            "best constant": [judged.best.get(name, nothing) for name in IDS],
            "the constant's score": [judged.best_scores.get(name, nothing) for name in IDS],
        }
    )


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
