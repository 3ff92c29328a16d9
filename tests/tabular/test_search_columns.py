"""Candidates as columns of a script: set in the pipeline, they are the candidates again."""

from __future__ import annotations

import numpy as np
import pytest

from core.tabular.experiment import Experiment, ModelChoice
from core.tabular.models.catalogue import MODELS, model_spec
from core.tabular.recipe.pipeline import build, facts_of
from core.tabular.recipe.plan import plan
from core.tabular.search.paths import columns_of
from core.tabular.search.space import space_of, with_candidate
from tests.tabular.cases import messy

SEARCHED = [
    one
    for spec in MODELS
    for task in spec.tasks
    if len(space_of(one := Experiment("file:x", "x", "y", task, model=ModelChoice(spec.id))))
]
FACTS = facts_of(messy()[["visits", "income"]], frozenset())


def arguments(model) -> dict[str, str]:
    return {name: repr(value) for name, value in model.get_params(deep=True).items()}


@pytest.mark.parametrize("experiment", SEARCHED, ids=lambda one: f"{one.model.id}-{one.task}")
@pytest.mark.parametrize("n", [1, 4])
def test_columns_set_in_the_pipeline_are_the_candidates(experiment, n) -> None:
    drawn = space_of(experiment).draw(np.random.default_rng(0), n)
    tried = [plan(with_candidate(experiment, one), FACTS).model for one in drawn]
    own = plan(experiment, FACTS)
    columns = columns_of(own.model, tried)
    assert "model" not in columns, f"{model_spec(experiment.model.id).label} is written out"
    for place, call in enumerate(tried):
        pipeline = build(own).set_params(**{name: each[place] for name, each in columns.items()})
        assert arguments(pipeline.steps[-1][1]) == arguments(call.build())


def test_models_that_no_plain_value_tells_apart_are_the_one_column() -> None:
    own, other = (plan(one, FACTS).model for one in SEARCHED[:2])
    assert list(columns_of(own, [other])) == ["model"]
    assert list(columns_of(own, [own])) == ["model"], "nothing differs: it is set as it is"
