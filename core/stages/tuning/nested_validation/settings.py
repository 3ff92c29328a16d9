"""What can be chosen: how many candidates, how folds are nested, and whether anything is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.data.task import Task
from core.settings import Declared, borrowed, control
from core.tabular.experiment import Experiment, ModelChoice
from core.tabular.judge.cross_validate import ValidationSettings
from core.tabular.models.catalogue import model_spec
from core.tabular.search.space import space_of
from core.value import Value

STANDS_IN: dict[Task, str] = {"classification": "logistic", "regression": "ridge"}
"""Who is tried where the learner's model has no settings to choose."""


class NestedSettings(Declared):
    """One experiment, whose model's settings are chosen by a score.

    instead_of : the label of the learner's own model, where that has no settings to choose.
    """

    experiment: Experiment
    instead_of: str = ""
    n_candidates: int = control(
        "Candidates",
        "So many settings of the model are drawn at random and tried; the best score wins.",
        default=30, low=1, high=60,
    )  # fmt: skip
    n_rows: int = control(
        "Rows",
        "At most so many training rows, drawn by the seed. On fewer rows a score is luckier.",
        default=200, low=40, high=5_000, step=20, scale="log",
    )  # fmt: skip
    n_outer: int = control(
        "Outer folds",
        "Each is put aside once, and no choice ever sees it.",
        default=4, low=2, high=8, step=1,
    )  # fmt: skip
    n_inner: int = control(
        "Inner folds",
        "Within the rest, so many folds choose the candidate.",
        default=4, low=2, high=8, step=1,
    )  # fmt: skip
    shuffled: bool = control(
        "Shuffle the target",
        "The same values of the target, dealt out to rows by chance: nothing can be learnt.",
        default=False,
    )  # fmt: skip
    metric: str = borrowed(ValidationSettings, "metric")


def nested_settings(values: Mapping[str, Value], experiment: Experiment) -> NestedSettings:
    """Return the settings of control values, with a model that has settings to choose."""
    if len(space_of(experiment)):
        return NestedSettings.of(values, experiment=experiment)
    label = model_spec(experiment.model.id).label
    other = replace(experiment, model=ModelChoice(STANDS_IN[experiment.task]))
    return NestedSettings.of(values, experiment=other, instead_of=label)
