"""The leaderboard comes out of the script, model by model."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from core.export.scene import scene_of
from core.stages.supervised.model_lab import example_board
from core.tabular.experiment import Split, Step
from core.tabular.judge import compare as room
from core.tabular.judge.compare import CompareSettings, compare
from core.tabular.judge.cross_validate import WrongMetric
from core.tabular.models.catalogue import model_spec
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


def test_a_model_that_the_page_refuses_is_left_out_with_its_sentence(monkeypatch):
    few = (replace(model_spec("knn"), max_rows=10), model_spec("decision_tree"))
    for module in (room, example_board):
        monkeypatch.setattr(module, "suitable", lambda _case: few)
    monkeypatch.setattr("core.tabular.fit.model_spec", lambda name: {s.id: s for s in few}[name])
    case = simple("kind")
    refused = compare(CompareSettings(case), plain()).rows[1]
    given = example_board.chosen(scene_of(case, plain()), {})
    assert [*given["models"]] == ["Decision tree"]
    assert given["left_out"] == (f"{refused.label} is left out. {refused.sentence}",)
    assert refused.sentence in script(case, "compare")


def test_a_metric_of_the_other_task_is_refused_with_the_pages_sentence():
    with pytest.raises(WrongMetric) as of_page:
        compare(CompareSettings(simple("kind"), "r2"), plain())
    with pytest.raises(WrongMetric) as of_script:
        script(simple("kind"), "compare", metric="r2")
    assert str(of_script.value) == str(of_page.value)
