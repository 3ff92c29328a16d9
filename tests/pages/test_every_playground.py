"""One test over all playgrounds: no control reaches nothing, no sentence is made up."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from core.errors import PlaygroundError
from core.kinds import KINDS
from core.tabular.experiment import ModelChoice, Split, Step
from core.tabular.start import retarget
from tests.catalogue import playgrounds_by_page
from tests.pages.walk import (
    FIRST_PICTURES,
    Stop,
    defaults,
    facts,
    flatten,
    numbers_in,
    picture,
    start,
    walk,
)

ALL = [
    pytest.param(playground, id=f"{slug}-{playground.id}")
    for slug, playgrounds in playgrounds_by_page().items()
    for playground in playgrounds
]
SAMPLES = {"regression": "tips", "classification": "iris"}
CASES = [
    pytest.param(playground, name, id=f"{slug}-{playground.id}-{name}")
    for slug, playgrounds in playgrounds_by_page().items()
    for playground in playgrounds
    for task, name in SAMPLES.items()
    if task in playground.tasks and (playground.needs_table or task == "regression")
]
MOST_WALKS = 8
FEW_PICTURES = 5
"""How much of a run that is only watched live is seen first; more where it shows nothing yet."""
QUICK = {
    "playground": {"n_epochs": 40},
    "leak_detector": {"n_noise": 60},
    "temporal_difference": {"n_runs": 3},
    "bandits": {"n_runs": 40},
}
"""A run that is long by default is walked in short: what every control does shows there too."""
SITUATIONS = {
    ("playground", "patience"): {"learning_rate": 2.0},
    ("training_loop", "diagnosis"): {"target": "B"},
    ("temporal_difference", "trace"): {"method_1": "sarsa_lambda"},
    ("temporal_difference", "n_planning"): {"method_1": "dyna_q"},
    ("game_tree", "shows"): {"mine": "5"},
    ("beat_the_agent", "seed"): {"world": "lake4", "mine": "111222"},
}
"""What else must be set before a control can show what it does."""
IN_WORDS = {("training_loop", "diagnosis")}
"""Controls that are an answer: whether it is right stands in the sentence, not in the picture."""
FIXED_WORDS = re.compile(r"95 %")


@pytest.fixture(scope="module")
def tables():
    return {name: facts(name) for name in SAMPLES.values()}


def _walked(
    playground, tables, name, values=None, change=None, pictures=FIRST_PICTURES
) -> Stop | str:
    """Walk once; a refusal counts as its sentence: that is what the learner sees."""
    given = {**QUICK.get(playground.id, {}), **(values or {})}
    try:
        if not playground.needs_table:
            return walk(playground, {**defaults(playground.params), **given}, pictures=pictures)
        table, frame = tables[name]
        experiment = start(table)
        if change is not None:
            experiment = change(experiment, table)
        params = playground.offered(table, experiment)
        return walk(playground, {**defaults(params), **given}, experiment, frame, table)
    except PlaygroundError as refusal:
        return str(refusal)


def _params(playground, tables, name):
    if not playground.needs_table:
        return playground.params
    table, _ = tables[name]
    return playground.offered(table, start(table))


def _other_number(experiment, table) -> str:
    numbers = (name for name, kind in table.kinds.items() if kind == "number")
    return next(name for name in numbers if name != experiment.target)


CHANGES = {
    "target": lambda e, t: retarget(e, _other_number(e, t), "regression"),
    "features": lambda e, t: replace(e, features=e.feature_names(t.columns)[:2]),
    "model": lambda e, t: replace(e, model=ModelChoice("knn")),
    "split": lambda e, t: replace(e, split=Split(test_share=0.5)),
    "seed": lambda e, t: replace(e, seed=7),
    "recipe": lambda e, t: replace(e, recipe=(*e.recipe, Step("min_max"))),
}


@pytest.mark.slow
@pytest.mark.parametrize(("playground", "name"), CASES)
def test_every_control_changes_the_settings_and_the_picture(playground, name, tables):
    looks = (FEW_PICTURES, FIRST_PICTURES) if playground.live_only else (FIRST_PICTURES,)
    known = {}  # most controls share one walk to begin from

    def moves(param, n) -> bool:
        place = (playground.id, param.id)
        needed = {} if param.when is None else {param.when[0]: param.when[1][0]}
        needed |= SITUATIONS.get(place, {})
        seen = _said if place in IN_WORDS else _drawn
        key = (n, seen, *needed.items())
        if key not in known:
            before = _walked(playground, tables, name, needed, pictures=n)
            assert isinstance(before, Stop), before
            known[key] = before.settings, seen(before)
        walks = (
            _walked(playground, tables, name, {**needed, param.id: value}, pictures=n)
            for value in _others(playground, param)
        )
        return any(_moved(*known[key], after, seen, param) for after in walks)

    for param in _params(playground, tables, name):
        assert any(moves(param, n) for n in looks), f"{param.id} changes no picture"


def _others(playground, param):
    """Other values of a control; of one that makes a run long only the least."""
    values = KINDS[param.kind].others(param)
    return (min(values),) if param.id in QUICK.get(playground.id, {}) else values


def _drawn(stop: Stop) -> str:
    return picture(stop.blocks)


def _said(stop: Stop) -> str:
    return stop.sentence


def _moved(settings, before: str, after: Stop | str, seen, param) -> bool:
    if isinstance(after, str):
        return False
    assert after.settings != settings, f"{param.id} reaches no setting"
    return seen(after) != before


@pytest.mark.slow
@pytest.mark.parametrize(("playground", "name"), [c for c in CASES if c.values[0].edits])
def test_every_part_of_the_experiment_changes_the_picture(playground, name, tables):
    before = _walked(playground, tables, name)
    assert isinstance(before, Stop), before
    for part in playground.edits:
        after = _walked(playground, tables, name, change=CHANGES[part])
        assert isinstance(after, Stop), after
        assert after.settings != before.settings, f"{part} reaches no setting"
        assert picture(after.blocks) != picture(before.blocks), f"{part} changes no picture"


@pytest.mark.slow
@pytest.mark.parametrize(("playground", "name"), CASES)
def test_the_sentence_is_computed(playground, name, tables):
    n = FEW_PICTURES if playground.live_only else FIRST_PICTURES
    walks = [_walked(playground, tables, name, pictures=n)]
    walks += [
        _walked(playground, tables, name, {param.id: value}, pictures=n)
        for param in _params(playground, tables, name)
        if not param.advanced
        for value in sorted(_others(playground, param), key=str)[:2]
    ][:MOST_WALKS]
    stops = [stop for stop in walks if isinstance(stop, Stop)]
    assert len({stop.sentence for stop in stops}) > 1, "always the same sentence"
    for stop in stops:
        assert numbers_in(stop.sentence), f"no number in: {stop.sentence}"
        _assert_in_answer(stop)


def _assert_in_answer(stop: Stop) -> None:
    values = np.array([*flatten(stop.answer), *flatten(stop.settings)])
    values = values[np.isfinite(values)]
    for number, decimals in numbers_in(FIXED_WORDS.sub("", stop.sentence)):
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
