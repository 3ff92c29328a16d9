"""Follow an attempt at a mission as a learner would: open the table, change, move, look."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from core.course import missions
from core.course.missions import Attempt, Mission, Outcome
from core.playground import Playground, TableFacts, load
from core.tabular.check import repair
from core.tabular.experiment import Experiment
from tests.pages import tables
from tests.pages.walk import FIRST_PICTURES, Stop, defaults, facts, needs_table, start, walk

FILES = {
    "a plain file": lambda: (tables.plain(60).drop(columns="y"), ()),
    "a file with three notes": lambda: (tables.plain(20), ("One.", "Two.", "Three.")),
}
"""Files of a learner's own: what missions ask for that no sample can be."""
DAY = "2026-01-31"


def outcome(mission: Mission, attempt: Attempt) -> Outcome:
    stop = follow(load(mission.stage, mission.playground), attempt)
    return missions.grade((mission,), stop.settings, stop.answer)[mission.id]


def follow(playground: Playground, attempt: Attempt) -> Stop:
    """Walk where the attempt leads; what a page would not let happen is an error."""
    seen: dict[str, Any] = {"pictures": attempt.pictures or FIRST_PICTURES}
    seen["earned"] = {m.id: DAY for slug in attempt.earned for m in missions.of(slug)}
    if playground.needs_table is not True and not attempt.sample:
        assert not any((attempt.file, attempt.experiment)), "it needs no table"
        values = _set(playground.params, attempt)
        assert not needs_table(playground, values), "say which table"
        return walk(playground, values, **seen)
    table, frame, first = _opened(attempt.sample, attempt.file)
    experiment = replace(first, **attempt.experiment)
    assert repair(experiment, table.columns, table.kinds) == (experiment, ()), "it does not fit"
    values = _set(playground.offered(table, experiment), attempt)
    assert needs_table(playground, values), "it needs no table"
    return walk(playground, values, experiment, frame, table, **seen)


def _set(params: Any, attempt: Attempt) -> dict[str, Any]:
    """Move the controls that are offered, to values that they can have."""
    by_id = {param.id: param for param in params}
    for name, value in attempt.values.items():
        assert by_id[name].check(value) == value, f"{name} cannot be {value!r}"
    return {**defaults(params), **attempt.values}


@cache
def _opened(sample: str, file: str) -> tuple[TableFacts, pd.DataFrame, Experiment]:
    assert bool(sample) != bool(file), "a playground that needs a table: say which"
    if sample:
        table, frame = facts(sample)
        return table, frame, start(table)
    frame, notes = FILES[file]()
    table = tables.known(frame, "group", "classification", notes)
    return table, frame, tables.fresh(table)
