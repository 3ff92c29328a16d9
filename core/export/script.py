"""An experiment as a script that runs alone and prints the numbers of one playground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.export.data import data_name, stem_of
from core.export.parts import part_spec
from core.export.scene import scene_of
from core.tabular.experiment import Experiment
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ExportSettings:
    """Which experiment, and which playground's numbers (``part``, see `core.export.parts`).

    ``values`` are that playground's own settings, such as the threshold.
    """

    experiment: Experiment
    part: str = "model"
    values: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True)
class Script:
    """``code`` to save as ``file_name`` beside the table, which it reads as ``data_name``."""

    code: str
    file_name: str
    data_name: str


def experiment_script(settings: ExportSettings, frame: pd.DataFrame) -> Script:
    """Return the script of an experiment on ``frame`` (the table as read).

    Plans but does not fit. Raises the `PlaygroundError` that fitting would raise before it starts,
    and `UnknownPart`.
    """
    part = part_spec(settings.part)
    scene = scene_of(settings.experiment, frame)
    part.build(scene, dict(settings.values))
    name = settings.experiment.table_name
    return Script(scene.code(), f"{stem_of(name)}_{part.id}.py", data_name(name))
