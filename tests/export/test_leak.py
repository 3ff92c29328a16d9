"""The cheat, the honest way and fresh rows come out of the script, for every leak."""

from __future__ import annotations

import numpy as np
import pytest

from core.stages.preprocessing.leak_detector.noise import NOISE
from core.stages.preprocessing.leak_detector.run import (
    LeakSettings,
    NoLeakHere,
    detect_leak,
)
from core.tabular.experiment import Split
from tests.export.alone import run_alone
from tests.export.cases import house, messy, plain, simple
from tests.export.test_script import FRAMES, script

CASES = {
    "selection": (house("dear", model="logistic", split=Split("stratified", 0.3)), {"n_noise": 30}),
    "selection, numbers": (simple("amount", model="linear"), {"n_noise": 20, "n_rows": 60}),
    "target": (house("price", model="decision_tree"), {"leak": "target", "n_noise": 4}),
    "smote": (house("band", model="decision_tree"), {"leak": "smote", "n_noise": 5, "n_rows": 80}),
    "noise alone": (
        house("dear", model="logistic"),
        {"leak": "target", "n_noise": 6, "keep_real": False},
    ),
    "noise alone, numbers": (simple("amount", model="ridge"), {"n_noise": 40, "keep_real": False}),
    "scaling": (simple("kind", model="xgboost"), {"leak": "scaling", "n_noise": 3}),
    "imputation": (house("price", model="ridge"), {"leak": "imputation", "n_noise": 0}),
}


@pytest.mark.slow
def test_the_script_prints_the_three_scores(tmp_path):
    codes = {name: script(case, "leak", **values) for name, (case, values) in CASES.items()}
    said = run_alone(tmp_path, {"messy": messy(), "plain": plain()}, codes)
    for name, (case, values) in CASES.items():
        answer = detect_leak(LeakSettings(case, **values), FRAMES[case.table_name]())
        printed = said[name].numbers
        for label, scores in (("Honest", answer.honest), ("Cheating", answer.cheating)):
            folds = [printed[f"{label}, fold {place + 1}"] for place in range(len(scores))]
            np.testing.assert_allclose(folds, scores, rtol=1e-7, err_msg=f"{name} {label}")
        expected = {
            "Honest, mean": np.nanmean(answer.honest),
            "Cheating, mean": np.nanmean(answer.cheating),
            "Fresh rows": answer.fresh,
            "Fresh rows, 95 % from": answer.fresh_low,
            "Fresh rows, 95 % to": answer.fresh_high,
        }
        for label, value in expected.items():
            assert printed[label] == pytest.approx(value, rel=1e-7), (name, label)


def test_every_leak_has_code():
    (leaks,) = (param.choices for param in LeakSettings.PARAMS if param.id == "leak")
    assert set(NOISE) == {leak.id for leak in leaks}


def test_a_regression_has_no_smote():
    with pytest.raises(NoLeakHere, match="a regression has none"):
        script(house("price", model="linear"), "leak", leak="smote")
