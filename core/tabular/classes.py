"""Which classes a target has left after the recipe's steps on the whole table."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from core.data.spelling import class_names
from core.tabular.experiment import Experiment, ModelChoice, Split
from core.tabular.prepare import apply_table_steps, table_columns
from core.tabular.recipe.steps import step_spec


@dataclass(frozen=True)
class ClassSettings:
    """An experiment without what cannot change its classes; see `class_settings`."""

    experiment: Experiment


def class_settings(experiment: Experiment) -> ClassSettings | None:
    """Return what decides the classes; None where no step can change those of the table."""
    steps = tuple(step for step in experiment.recipe if step_spec(step.id).kind == "table")
    if not steps or experiment.task != "classification":
        return None
    split = Split(column=experiment.split.column)
    plain = replace(
        experiment, recipe=steps, model=ModelChoice("logistic"), split=split, seed=0, table_name=""
    )
    return ClassSettings(plain)


def left_classes(settings: ClassSettings, frame: pd.DataFrame) -> tuple[str, ...]:
    """Return the target's classes after the table steps, as `core.tabular.prepare` names them."""
    experiment = settings.experiment
    columns = table_columns(experiment, list(frame.columns))
    return class_names(apply_table_steps(experiment, frame[columns])[experiment.target])
