"""The leaderboard comes out of the script, model by model."""

from __future__ import annotations

import math

import pytest

from core.tabular.experiment import Split, Step
from core.tabular.judge.compare import CompareSettings, compare
from tests.export.alone import run_alone
from tests.export.cases import house, messy, plain, simple
from tests.export.test_script import FRAMES, script

CASES = {
    "numbers": (simple("amount"), {"metric": "mae"}),
    "classes": (
        house("dear", Step("median"), split=Split("grouped", 0.3, "street")),
        {"max_rows": 100},
    ),
}


@pytest.mark.slow
def test_the_script_prints_the_leaderboard(tmp_path):
    codes = {name: script(case, "compare", **values) for name, (case, values) in CASES.items()}
    said = run_alone(tmp_path, {"messy": messy(), "plain": plain()}, codes)
    for name, (case, values) in CASES.items():
        answer = compare(CompareSettings(case, **values), FRAMES[case.table_name]())
        printed = said[name].numbers
        scored = [row for row in answer.rows if math.isfinite(row.value)]
        assert len(scored) > 10
        assert len(printed) == 3 * len(scored)
        for row in scored:
            assert printed[row.label] == pytest.approx(row.value, rel=1e-7), (name, row.label)
            assert printed[f"{row.label}, 95 % from"] == pytest.approx(row.low, rel=1e-7)
            assert printed[f"{row.label}, 95 % to"] == pytest.approx(row.high, rel=1e-7)
