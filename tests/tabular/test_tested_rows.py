"""The number of test rows that a control offers is that of the split itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.stages.explainable_ai.local.settings import LocalSettings
from core.table_choices import offered
from core.tabular.experiment import Split, Step
from core.tabular.fit import split_prepared
from core.tabular.prepare import prepare
from core.tabular.tested_rows import left_for_test, part_settings
from tests.pages import tables

ROW = tuple(param for param in LocalSettings.PARAMS if param.id == "row")
FRAME = tables.plain(60)
TWICE = FRAME.iloc[[*range(60), *range(13)]].reset_index(drop=True)
HOLES = FRAME.assign(y=FRAME["y"].where(np.arange(60) % 7 != 0))
GROUPS = FRAME.assign(place=np.repeat([*"abcdef"], [1, 2, 3, 4, 20, 30])).astype({"place": "str"})
CASES = {
    "duplicates": (TWICE, {"recipe": (Step("duplicates"),)}),
    "no target": (HOLES, {"recipe": ()}),
    "both": (TWICE.assign(y=TWICE["y"].where(TWICE.index % 7 != 0)), {}),
    "groups": (GROUPS, {"recipe": (), "split": Split("grouped", 0.25, "place"), "seed": 3}),
    "time": (FRAME, {"recipe": (), "split": Split("time", 0.3, "one")}),
}


@pytest.mark.parametrize("name", CASES)
def test_the_last_row_offered_is_the_last_test_row(name):
    frame, changes = CASES[name]
    table = tables.known(frame, "y", "regression")
    experiment = replace(tables.fresh(table), **changes)
    asked = part_settings(experiment)
    n_test = None if asked is None else left_for_test(asked, frame)
    (row,) = offered(ROW, replace(table, n_test=n_test), experiment)
    rows = split_prepared(experiment, prepare(experiment, frame))
    assert row.high == len(rows.test) - 1


def test_a_table_that_cannot_be_split_keeps_its_controls():
    frame, changes = CASES["groups"]
    table = tables.known(frame.assign(place="a"), "y", "regression")
    experiment = replace(tables.fresh(table), **changes)
    assert left_for_test(part_settings(experiment), frame.assign(place="a")) == 0
    (row,) = offered(ROW, replace(table, n_test=0), experiment)
    assert row.high == 14
