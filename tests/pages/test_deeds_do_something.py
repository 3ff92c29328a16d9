"""Every deed below a picture moves controls that are there, to values they take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.figures.deeds import Button, Effect, Field, Form, Move, RowForm, inside, moves
from core.kinds import KINDS
from core.stages.supervised.model_lab.scene import operate
from core.stages.supervised.model_lab.settings import LabView
from core.tabular.judge.compare import CompareSettings, compare
from tests.pages.test_every_playground import ONCE, Case, opened
from tests.pages.walk import FIRST_PICTURES, Stop, defaults, start, walk
from tests.store import answer

WITH_DEEDS = [case for case in ONCE if case.playground.operate is not None]
SITUATIONS = {
    "world_editor": {"place": "3", "tool": "inspect", "arrows": ""},
    "playground": {"inspect": "1 1 2", "edit": "1 1 1 2.5"},
    "beat_the_agent": {"mine": "0"},
    "game_tree": {"mine": "4"},
}
"""What brings all of a playground's deeds onto the page."""


def stop_of(case: Case) -> tuple[Stop, object]:
    values = {**defaults(case.params), **case.situations.quick}
    values |= SITUATIONS.get(case.playground.id, {})
    if not case.sample:
        return walk(case.playground, values, pictures=FIRST_PICTURES), None
    table, frame = opened(case.sample)
    return walk(case.playground, values, start(table), frame, table), table


def effects(block: object) -> Iterator[Effect]:
    """What the deed does at each value that it can be given."""
    if isinstance(block, Button):
        yield block.effect
    elif isinstance(block, Field):
        others = KINDS[block.param.kind].others(replace(block.param, default=block.value))
        yield from (block.effect(value) for value in others)
    elif isinstance(block, Form):
        yield block.effect({param.id: param.default for param in block.params})


@pytest.mark.slow
@pytest.mark.parametrize("case", WITH_DEEDS, ids=str)
def test_a_deed_moves_controls_that_are_there_to_values_they_take(case):
    stop, table = stop_of(case)
    blocks = inside(case.playground.operate(stop.settings, stop.answer, table))
    known = {param.id: param for param in case.playground.params}
    done = [moves(effect) for block in blocks for effect in effects(block)]
    for move in done:
        assert move.values.keys() <= known.keys(), "a control that is not there"
        for name, value in move.values.items():
            assert known[name].check(value) == value
    asks = [block for block in blocks if isinstance(block, RowForm)]
    moved = any(move.values or move.experiment is not None for move in done)
    assert moved or asks or case.playground.id == "deep_rl"


@pytest.mark.slow
def test_a_model_of_the_board_becomes_the_experiments_and_its_result_is_shown():
    table, frame = opened("iris")
    settings = CompareSettings(start(table), max_rows=100)
    found = answer(compare, settings, frame)
    (field,) = operate(LabView(settings, "compare"), found, table)
    offered = [choice.id for choice in field.param.choices]
    assert offered == [row.model for row in found.rows if row.value == row.value]
    move = field.effect(offered[-1])
    assert isinstance(move, Move)
    assert move.values == {"view": "result"}
    assert move.experiment == replace(start(table), model=replace(move.experiment.model))
    assert move.experiment.model.id == offered[-1]


def test_what_a_row_is_asked_is_the_row_with_its_changes():
    case = next(case for case in WITH_DEEDS if case.playground.id == "model_lab")
    stop, table = stop_of(case)
    (form,) = (
        block
        for block in inside(case.playground.operate(stop.settings, stop.answer, table))
        if isinstance(block, RowForm)
    )
    name, value = next((n, v) for n, v in form.row.items() if isinstance(v, int | float))
    _, plain = form.ask(())
    _, changed = form.ask(((name, value + 1),))
    assert dict(plain.values) == {n: v for n, v in form.row.items() if v is not None}
    assert dict(changed.values) == {**dict(plain.values), name: value + 1}
