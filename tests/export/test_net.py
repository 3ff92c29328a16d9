"""The net and the trees come out of the script with the page's numbers."""

from __future__ import annotations

import math

import pytest

from core.stages.neural_networks.tabular_net.run import tabular_net
from core.stages.neural_networks.tabular_net.settings import TabularNetSettings
from core.tabular.experiment import Split, Step
from tests.export.alone import run_alone
from tests.export.cases import house, messy, plain, simple
from tests.export.test_script import FRAMES, script

QUICK = {"n_epochs": 6, "rounds": 12, "patience": 3}
CASES = {
    "numbers": (simple("amount"), QUICK),
    "two classes": (
        house("dear", Step("median"), Step("smote"), split=Split("grouped", 0.3, "street")),
        {**QUICK, "max_rows": 100, "stop": False},
    ),
    "three classes": (house("band", Step("drop_z"), split=Split("stratified", 0.3)), QUICK),
}


@pytest.mark.slow
def test_the_script_prints_both_contestants(tmp_path):
    codes = {name: script(case, "tabular_net", **values) for name, (case, values) in CASES.items()}
    said = run_alone(tmp_path, {"messy": messy(), "plain": plain()}, codes)
    for name, (case, values) in CASES.items():
        answer = tabular_net(TabularNetSettings(case, **values), FRAMES[case.table_name]())
        printed = said[name].numbers
        for one in (answer.net, answer.trees):
            assert printed[f"{one.label}, best place"] == one.best
            assert printed[f"{one.label}, lowest loss"] == pytest.approx(one.best_loss, rel=1e-6)
            for metric in one.metrics:
                if math.isfinite(metric.value):
                    got = printed[f"{one.label}, {metric.label}"]
                    assert got == pytest.approx(metric.value, rel=1e-5), (name, metric.id)
