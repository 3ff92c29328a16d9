"""Where a learner begins: the first experiment on a table, and a change of target."""

from __future__ import annotations

from dataclasses import replace

from core.tabular.experiment import Experiment, ModelChoice, Task

FIRST_MODELS: dict[Task, str] = {"classification": "logistic", "regression": "linear"}


def first_experiment(table: str, table_name: str, target: str, task: Task) -> Experiment:
    """Return the plainest experiment: every column, an empty recipe, a linear model.

    What the model needs beyond that is added at fitting and shown as "added for you".
    """
    return Experiment(table, table_name, target, task, model=ModelChoice(FIRST_MODELS[task]))


def retarget(experiment: Experiment, target: str, task: Task) -> Experiment:
    """Return the experiment with another target or task; parts that no longer fit start afresh.

    A model stays when it can do the task; the recipe and the split stay.
    """
    from core.tabular.models import model_spec

    kept = experiment.model
    if task not in model_spec(kept.id).tasks:
        kept = ModelChoice(FIRST_MODELS[task])
    features = experiment.features
    if features is not None:
        features = tuple(name for name in features if name != target) or None
    return replace(experiment, target=target, task=task, model=kept, features=features)
