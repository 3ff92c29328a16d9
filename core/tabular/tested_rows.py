"""How many rows a split puts aside for testing, after the recipe's steps on the whole table."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.errors import PlaygroundError
from core.tabular.experiment import Experiment, ModelChoice
from core.tabular.prepare import prepare
from core.tabular.recipe.steps import step_spec
from core.tabular.split import split_rows


@dataclass(frozen=True)
class PartSettings:
    """An experiment without what cannot change its number of test rows; see `part_settings`."""

    experiment: Experiment


def part_settings(experiment: Experiment) -> PartSettings | None:
    """Return what decides the number of test rows; None where `n_tested` knows it."""
    steps = tuple(step for step in experiment.recipe if step_spec(step.id).kind == "table")
    grouped = experiment.split.kind == "grouped"
    if not steps and not grouped:
        return None
    seed = experiment.seed if grouped else 0
    model = ModelChoice("logistic")
    plain = replace(experiment, recipe=steps, model=model, seed=seed, table_name="")
    return PartSettings(plain)


def n_tested(n_rows: int, test_share: float) -> int:
    """Return how many of ``n_rows`` single rows are put aside, by scikit-learn's rounding.

    >>> n_tested(150, 0.25), n_tested(614, 0.25)
    (38, 154)
    """
    return int(np.ceil(test_share * n_rows))


def left_for_test(settings: PartSettings, frame: pd.DataFrame) -> int:
    """Return the number of test rows; 0 where the table cannot be split: that is told elsewhere."""
    experiment = settings.experiment
    try:
        found = prepare(experiment, frame)
        rows = split_rows(
            experiment.split,
            found.y,
            classes=found.classes,
            order=found.order,
            seed=experiment.seed,
        )
    except PlaygroundError:
        return 0
    return len(rows.test)
