"""A change of target: what of an experiment still fits."""

from __future__ import annotations

from dataclasses import replace

from core.data.task import Task
from core.tabular.experiment import FIRST_MODELS, Experiment, ModelChoice, Split
from core.tabular.models.catalogue import model_spec


def retarget(experiment: Experiment, target: str, task: Task) -> Experiment:
    """Return the experiment with another target or task; parts that no longer fit start afresh.

    A model stays when it can do the task; the recipe and the split stay.
    """
    kept = experiment.model
    if task not in model_spec(kept.id).tasks:
        kept = ModelChoice(FIRST_MODELS[task])
    features = experiment.features
    if features is not None:
        features = tuple(name for name in features if name != target) or None
    split = experiment.split
    if task == "regression" and split.kind == "stratified":
        split = Split(test_share=split.test_share)
    return replace(experiment, target=target, task=task, model=kept, features=features, split=split)
