"""One test over all playgrounds: no control reaches nothing, no sentence is made up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.tabular.experiment import ModelChoice, Split, Step
from tests.catalogue import playgrounds_by_page
from tests.pages.walk import (
    Stop,
    defaults,
    facts,
    flatten,
    numbers_in,
    other_values,
    picture,
    start,
    walk,
)

ALL = [
    pytest.param(playground, id=f"{slug}-{playground.id}")
    for slug, playgrounds in playgrounds_by_page().items()
    for playground in playgrounds
]
SAMPLES = ("tips", "breast_cancer")
OTHER_MODELS = {"classification": "decision_tree", "regression": "decision_tree"}


@pytest.fixture(scope="module")
def tables():
    return {name: facts(name) for name in SAMPLES}


def _walked(playground, tables, name, values=None, change=None) -> Stop:
    if not playground.needs_table:
        return walk(playground, {**defaults(playground.params), **(values or {})})
    table, frame = tables[name]
    experiment = start(table)
    if change is not None:
        experiment = change(experiment, table)
    params = playground.offered(table, experiment)
    return walk(playground, {**defaults(params), **(values or {})}, experiment, frame, table)


def _params(playground, tables, name):
    if not playground.needs_table:
        return playground.params
    table, _ = tables[name]
    return playground.offered(table, start(table))


CHANGES = {
    "target": lambda e, t: replace(e, features=tuple(n for n in t.columns if n != e.target)[:2]),
    "features": lambda e, t: replace(e, features=e.feature_names(t.columns)[:2]),
    "model": lambda e, t: replace(e, model=ModelChoice(OTHER_MODELS[e.task])),
    "split": lambda e, t: replace(e, split=Split(test_share=0.5)),
    "seed": lambda e, t: replace(e, seed=7),
    "recipe": lambda e, t: replace(e, recipe=(*e.recipe, Step("quantile_scale"))),
}


@pytest.mark.slow
@pytest.mark.parametrize("playground", ALL)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_control_changes_the_settings_and_the_picture(playground, tables, name):
    for param in _params(playground, tables, name):
        needed = {} if param.when is None else {param.when[0]: param.when[1][0]}
        before = _walked(playground, tables, name, needed)
        moved = []
        for value in other_values(param):
            after = _walked(playground, tables, name, {**needed, param.id: value})
            assert after.settings != before.settings, f"{param.id} reaches no setting"
            moved.append(picture(after.blocks) != picture(before.blocks))
            if moved[-1]:
                break
        assert any(moved), f"{param.id} changes no picture"


@pytest.mark.slow
@pytest.mark.parametrize("playground", [p for p in ALL if p.values[0].edits])
def test_every_part_of_the_experiment_changes_the_picture(playground, tables):
    before = _walked(playground, tables, "tips")
    for part in playground.edits:
        after = _walked(playground, tables, "tips", change=CHANGES[part])
        assert after.settings != before.settings, f"{part} reaches no setting"
        assert picture(after.blocks) != picture(before.blocks), f"{part} changes no picture"


@pytest.mark.slow
@pytest.mark.parametrize("playground", ALL)
def test_the_sentence_is_computed(playground, tables):
    stops = [_walked(playground, tables, name) for name in SAMPLES]
    stops += [
        _walked(playground, tables, SAMPLES[0], {param.id: value})
        for param in _params(playground, tables, SAMPLES[0])
        for value in list(other_values(param))[:2]
    ]
    assert len({stop.sentence for stop in stops}) > 1, "always the same sentence"
    for stop in stops:
        assert numbers_in(stop.sentence), f"no number in: {stop.sentence}"
        _assert_in_answer(stop)


def _assert_in_answer(stop: Stop) -> None:
    values = np.array([*flatten(stop.answer), *flatten(stop.settings)])
    values = values[np.isfinite(values)]
    for number, decimals in numbers_in(stop.sentence):
        half = 0.5 * 10.0**-decimals + 1e-9 * max(1.0, abs(number))
        near = [
            np.abs(np.abs(values * scale) - abs(number)).min(initial=np.inf)
            for scale in (1.0, 100.0)
        ]
        assert min(near) <= half, f"{number} is not in the answer: {stop.sentence}"


@pytest.mark.parametrize("playground", ALL)
def test_every_playground_says_what_it_is_and_where_it_comes_from(playground):
    assert playground.question.endswith("?")
    assert playground.sources
