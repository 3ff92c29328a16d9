"""Bias and variance: refits fall into place, and their error is taken apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.compute.film import Film
from core.figures.blocks import Block, Moving
from core.figures.film import FilmPicture
from core.stages.evaluation.bias_variance.scene_double import double_notice, double_picture
from core.stages.evaluation.bias_variance.scene_refits import refit_notice, refit_picture
from core.stages.evaluation.bias_variance.scene_study import notice as study_notice
from core.stages.evaluation.bias_variance.scene_study import study_picture
from core.stages.evaluation.bias_variance.settings import (
    DOUBLE,
    REFITS,
    ROWS,
    SWEEP,
    BiasSettings,
)

DRAWN: dict[str, Callable[[BiasSettings, Any], FilmPicture]] = {
    REFITS: refit_picture,
    SWEEP: study_picture,
    ROWS: study_picture,
    DOUBLE: double_picture,
}
SAID: dict[str, Callable[[BiasSettings, Any], str]] = {
    REFITS: refit_notice,
    SWEEP: study_notice,
    ROWS: study_notice,
    DOUBLE: double_notice,
}


def draw(settings: BiasSettings, film: Film[Any]) -> tuple[Block, ...]:
    """Draw the film of what is looked at."""
    return (Moving(DRAWN[settings.view](settings, film)),)


def notice(settings: BiasSettings, film: Film[Any]) -> str:
    """Say what the film shows and why, with its numbers."""
    return SAID[settings.view](settings, film)


def picked(_settings: BiasSettings, _film: Film[Any], click: Any) -> dict[str, float]:
    """Return the place that was clicked on."""
    return {"at_x": round(min(max(float(click.x), 0.0), 1.0), 2)}
