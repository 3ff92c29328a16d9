"""One test over all playgrounds: no control reaches nothing, no sentence is made up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

import numpy as np
import pytest

from core.course import roadmap, situations
from core.course.situations import Situations
from core.errors import PlaygroundError
from core.figures.deeds import Formula, inside
from core.kinds import KINDS
from core.params import Param
from core.playground import Playground
from core.tabular.experiment import ModelChoice, Split, Step
from core.tabular.start import retarget
from tests.catalogue import playgrounds_by_page
from tests.pages.walk import (
    FIRST_PICTURES,
    Stop,
    defaults,
    facts,
    flatten,
    needs_table,
    numbers_in,
    picture,
    start,
    walk,
)

SAMPLES = {"regression": "tips", "classification": "iris"}
MOST_WALKS = 8
FEW_PICTURES = 5
"""How much of a run that is only watched live is seen first; more where it shows nothing yet."""


@dataclass(frozen=True, eq=False)
class Case:
    """A playground, the sample it is walked with ("" if it needs none), and its situations."""

    slug: str
    playground: Playground
    sample: str = ""
    again: bool = False
    """Whether the controls ask for a table only now and then, and another sample was walked."""

    @cached_property
    def situations(self) -> Situations:
        return situations.of(self.slug, self.playground.id)

    @cached_property
    def params(self) -> tuple[Param, ...]:
        if not self.sample:
            return self.playground.params
        table, _ = opened(self.sample)
        return self.playground.offered(table, start(table))

    def __str__(self) -> str:
        return "-".join(filter(None, (self.slug, self.playground.id, self.sample)))


def _cases() -> Iterator[Case]:
    for slug, playgrounds in playgrounds_by_page().items():
        for playground in playgrounds:
            fitting = [name for task, name in SAMPLES.items() if task in playground.tasks]
            for name in fitting if playground.needs_table else [""]:
                again = playground.needs_table == "maybe" and name != fitting[0]
                yield Case(slug, playground, name, again)


CASES = list(_cases())
ONCE = [case for case in CASES if not case.again]
opened = cache(facts)


def _walked(case: Case, values=None, change=None, pictures=FIRST_PICTURES) -> Stop | str:
    """Walk once; a refusal counts as its sentence: that is what the learner sees."""
    playground, given = case.playground, {**case.situations.quick, **(values or {})}
    try:
        if not case.sample:
            return walk(playground, {**defaults(playground.params), **given}, pictures=pictures)
        table, frame = opened(case.sample)
        experiment = start(table)
        if change is not None:
            experiment = change(experiment, table)
        params = playground.offered(table, experiment)
        chosen = {**defaults(params), **given}
        return walk(playground, chosen, experiment, frame, table, pictures=pictures)
    except PlaygroundError as refusal:
        return str(refusal)


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
@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_control_changes_the_settings_and_the_picture(case):
    looks = (FEW_PICTURES, FIRST_PICTURES) if case.playground.live_only else (FIRST_PICTURES,)
    known = {}  # most controls share one walk to begin from

    def moves(param, n) -> bool:
        needed = _needed(case, param)
        seen = _seen(case, param)
        key = (n, str(seen), *needed.items())
        if key not in known:
            before = _walked(case, needed, pictures=n)
            assert isinstance(before, Stop), before
            known[key] = before.settings, seen(before)
        walks = (_walked(case, values, pictures=n) for values in _tries(case, param))
        return any(_moved(*known[key], after, seen, param) for after in walks)

    for param in case.params:
        if case.again and not _tries(case, param):
            continue
        assert any(moves(param, n) for n in looks), (
            f"{param.id} changes no picture. If something else must be set first, say so in "
            f"{_file(case)}: needed={{{param.id!r}: {{...}}}}"
        )


def _needed(case: Case, param: Param) -> dict:
    """What must be set before the control shows what it does."""
    shown = {} if param.when is None else {param.when[0]: param.when[1][0]}
    return shown | case.situations.needed.get(param.id, {})


def _tries(case: Case, param: Param) -> list[dict]:
    """What is set to see what the control does; ``again`` only where that needs the table."""
    tries = [{**_needed(case, param), param.id: value} for value in _others(case, param)]
    first = defaults(case.params)
    return [t for t in tries if not case.again or needs_table(case.playground, {**first, **t})]


def _file(case: Case) -> str:
    folder = roadmap.folder(case.playground.id)
    return f"core/stages/{case.slug}/{folder}/situations.py"


def _others(case: Case, param: Param) -> list:
    """Other values of a control; of one that makes a run long only the least."""
    values = [*case.situations.tries.get(param.id, KINDS[param.kind].others(param))]
    return [min(values)] if param.id in case.situations.quick else values


def _seen(case: Case, param: Param) -> Callable[[Stop], str]:
    """Where the control shows what it does."""
    if param.id in case.situations.in_words:
        return _said
    return partial(_below, case.playground) if param.id in case.situations.below else _drawn


def _below(playground: Playground, stop: Stop) -> str:
    blocks = inside(playground.operate(stop.settings, stop.answer, None))
    return "\n".join(block.latex for block in blocks if isinstance(block, Formula))


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
@pytest.mark.parametrize("case", [case for case in CASES if case.playground.edits], ids=str)
def test_every_part_of_the_experiment_changes_the_picture(case):
    for part in case.playground.edits:
        needed = case.situations.needed.get(part, {})
        before = _walked(case, needed)
        assert isinstance(before, Stop), before
        after = _walked(case, needed, change=CHANGES[part])
        assert isinstance(after, Stop), after
        assert after.settings != before.settings, f"{part} reaches no setting"
        assert picture(after.blocks) != picture(before.blocks), f"{part} changes no picture"


@pytest.mark.slow
@pytest.mark.parametrize("case", ONCE, ids=str)
def test_the_sentence_is_computed(case):
    n = FEW_PICTURES if case.playground.live_only else FIRST_PICTURES
    walks = [_walked(case, pictures=n)]
    walks += [
        _walked(case, {param.id: value}, pictures=n)
        for param in case.params
        if not param.advanced
        for value in sorted(_others(case, param), key=str)[:2]
    ][:MOST_WALKS]
    stops = [stop for stop in walks if isinstance(stop, Stop)]
    assert len({stop.sentence for stop in stops}) > 1, "always the same sentence"
    for stop in stops:
        assert numbers_in(stop.sentence), f"no number in: {stop.sentence}"
        _assert_in_answer(stop, case)


def _assert_in_answer(stop: Stop, case: Case) -> None:
    said = stop.sentence
    for words in case.situations.fixed:
        said = said.replace(words, "")
    values = np.array([*flatten(stop.answer), *flatten(stop.settings)])
    values = values[np.isfinite(values)]
    for number, decimals in numbers_in(said):
        half = 0.5 * 10.0**-decimals + 1e-9 * max(1.0, abs(number))
        near = [
            np.abs(np.abs(values * scale) - abs(number)).min(initial=np.inf)
            for scale in (1.0, 100.0)
        ]
        assert min(near) <= half, f"{number} is not in the answer: {stop.sentence}"


@pytest.mark.parametrize("case", ONCE, ids=str)
def test_situations_speak_of_controls_that_are_there(case):
    told = case.situations
    named = {*told.quick, *told.small, *told.needed, *told.in_words, *told.rare}
    named |= {name for values in told.needed.values() for name in values}
    parts = set(case.playground.edits)
    assert named <= {param.id for param in case.playground.params} | parts, _file(case)


@pytest.mark.parametrize("case", ONCE, ids=str)
def test_every_playground_says_what_it_is_and_where_it_comes_from(case):
    assert case.playground.question.endswith("?")
    assert case.playground.sources
