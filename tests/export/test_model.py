"""Every number of the model lab comes out of the script, from scikit-learn, to ten digits."""

from __future__ import annotations

import numpy as np
import pytest

from core.tabular.experiment import Split, Step
from core.tabular.judge.by_library import BY_LIBRARY
from core.tabular.judge.evaluate import ModelLabSettings, shown_order, train
from core.tabular.judge.metrics import METRICS
from tests.export.alone import run_alone
from tests.export.cases import house, messy, plain, simple
from tests.export.test_script import FRAMES, MIXED, script

CASES = {
    "two classes": house("dear", *MIXED),
    "three classes": house("band", *MIXED, split=Split("stratified", 0.3)),
    "boosted": simple("kind", model="xgboost"),
    "numbers": simple("amount", Step("polynomials"), model="linear"),
    "forest": house("price", model="random_forest", seed=7),
}


@pytest.mark.slow
def test_the_script_prints_the_model_labs_numbers(tmp_path):
    codes = {name: script(case, "model") for name, case in CASES.items()}
    said = run_alone(tmp_path, {"messy": messy(), "plain": plain()}, codes)
    for name, experiment in CASES.items():
        printed = said[name].numbers
        answer = train(ModelLabSettings(experiment), FRAMES[experiment.table_name]())
        expected = {}
        for metric in answer.metrics:
            expected[metric.label] = metric.value
            expected[f"{metric.label}, baseline"] = metric.baseline
            expected[f"{metric.label}, 95 % from"] = metric.low
            expected[f"{metric.label}, 95 % to"] = metric.high
        for metric in answer.train_metrics:
            expected[f"{metric.label}, training rows"] = metric.value
        if answer.per_class is not None:
            for part, values in answer.per_class.items():
                expected |= {f"{part} of {label}": value for label, value in values.items()}
        for label, value in expected.items():
            if "\n" in label:
                continue
            assert printed[label] == pytest.approx(value, rel=1e-8, nan_ok=True), (name, label)
        if answer.confusion is not None:
            order = shown_order(len(answer.classes))
            assert str(answer.confusion[np.ix_(order, order)]) in said[name].out


def test_every_metric_has_a_call_of_the_library():
    assert set(BY_LIBRARY) == {spec.id for spec in METRICS}
