"""Projection: what its page shows, and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.export.script import Example
from core.playground import Context, Playground, Source, Start
from core.stages.unsupervised.projection import scene
from core.stages.unsupervised.projection.board import Board
from core.stages.unsupervised.projection.catalogue import METHODS
from core.stages.unsupervised.projection.example import beside_noise, example, study_of
from core.stages.unsupervised.projection.run import projections
from core.stages.unsupervised.projection.scene_words import notice
from core.stages.unsupervised.projection.settings import (
    NOISE,
    PARAMS,
    ProjectionSettings,
    projection_settings,
)
from core.stages.unsupervised.projection.starts import STARTS
from core.unlabelled.settings import OWN


def _settings(context: Context, values: Mapping[str, Any]) -> ProjectionSettings:
    """Return the settings with the experiment's features and target."""
    experiment = context.experiment
    if experiment is None:
        return projection_settings(values)
    return projection_settings(values, features=experiment.features, target=experiment.target)


def _code(settings: ProjectionSettings, board: Board) -> Example:
    """Return the order for the code of the view."""
    function = beside_noise if settings.view == NOISE else example
    return Example(function, (settings.work(), board), study_of)


PLAYGROUND = Playground(
    params=PARAMS,
    settings=_settings,
    work=projections,
    work_settings=ProjectionSettings.work,
    draw=scene.draw,
    notice=notice,
    pick=scene.picked,
    operate=scene.operate,
    code=_code,
    starts=tuple(Start(*start) for start in STARTS),
    needs_table="maybe",
    uses_table=lambda values: values["shape"] in OWN,
    sources=(
        *(Source(spec.source, spec.url) for spec in METHODS),
        Source(
            "Wattenberg, Viégas and Johnson (2016), How to use t-SNE effectively",
            "https://distill.pub/2016/misread-tsne/",
        ),
        Source("Venna and Kaski (2001), Neighborhood preservation in nonlinear projection methods"),
    ),
)
