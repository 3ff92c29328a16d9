"""The exported script predicts what the suite predicts, in a process without the suite."""

from __future__ import annotations

import ast
import json

import pytest

from core.errors import PlaygroundError
from core.export.ending import Ending, Text
from core.export.judging import validation
from core.export.notebook import from_script
from core.export.script import PREDICTIONS, ExportSettings, experiment_script
from core.stages.evaluation.threshold import example as threshold
from core.stages.explainable_ai.global_.code import importances, shap
from core.stages.explainable_ai.global_.code_curve import curve
from core.stages.explainable_ai.local.code import local
from core.stages.neural_networks.tabular_net import example as tabular_net
from core.stages.preprocessing.leak_detector.code import leak
from core.stages.preprocessing.recipe.code import recipe
from core.stages.supervised.model_lab import example as model_lab
from core.stages.supervised.model_lab import example_board
from core.tabular.experiment import Experiment, Split, Step
from core.tabular.fit import fit
from core.tabular.models.catalogue import MODELS
from core.tabular.recipe.steps import STEPS
from tests.export.alone import run_alone
from tests.export.cases import NASTY, house, messy, nasty, plain, simple

FRAMES = {"messy": messy, "plain": plain}


def ending(module) -> Ending:
    """The end of a script that a playground's ``example.py`` writes."""
    return Ending(module.example, module.chosen)


PARTS = {
    "predictions": PREDICTIONS,
    "model": ending(model_lab),
    "compare": Ending(example_board.leaderboard, example_board.chosen),
    "recipe": Text(recipe),
    "leak": Text(leak),
    "threshold": ending(threshold),
    "validation": Text(validation),
    "permutation": Text(importances),
    "shap": Text(shap),
    "pdp": Text(curve),
    "local": Text(local),
    "tabular_net": ending(tabular_net),
}
"""What the tests call the parts of scripts, each of one playground or of one of its views."""


def script(experiment: Experiment, part: str = "predictions", frame=None, **values: object) -> str:
    frame = FRAMES[experiment.table_name]() if frame is None else frame
    return experiment_script(
        ExportSettings(experiment, PARTS[part], tuple(sorted(values.items()))), frame
    ).code


def predictions(experiment: Experiment, frame=None) -> str:
    """Return what the script of part "predictions" must print, from the worker's own fit."""
    fitted = fit(experiment, FRAMES[experiment.table_name]() if frame is None else frame)
    rows = fitted.proba(fitted.X_test) if fitted.classes else fitted.predict(fitted.X_test)[:, None]
    lines = zip(fitted.X_test.index, rows, strict=True)
    return "".join(f"{i}: {' '.join(f'{v:.10g}' for v in row)}\n" for i, row in lines)


SMALL = {"dear": {"model": "random_forest", "n_estimators": 10}, "price": {"model": "linear"}}
"""Which step ran is seen with few trees, too."""
COLUMNS = {"filled_rows": ("sold", "age")}  # all columns would leave no row: one is empty

MIXED = (Step("types"), Step("duplicates"), Step("drop_z"), Step("median"), Step("one_hot"))
CASES = {
    "classification": house("dear", *MIXED),
    "three classes": house("band", *MIXED, split=Split("stratified", 0.3)),
    "regression": house("price", *MIXED, model="linear"),
    "grouped": house("price", split=Split("grouped", 0.25, "street"), features=None),
    "in time": house(
        "dear", Step("filled_rows", (), ("sold",)), split=Split("time", 0.25, "sold"), seed=4
    ),
    "one row dropped twice": house("price", Step("drop_gaps"), Step("drop_iqr"), model="linear"),
    "no recipe": simple("amount", model="linear"),
    "whole classes": simple("kind"),
    "no intercept": simple("amount", model="linear", fit_intercept=False),
    "no penalty": simple("kind", model="logistic", C=None),
    "plain bells": simple("kind", model="qda", shrinkage=0.0),
    "one-hot bells": house("band", *MIXED, model="lda"),
}


@pytest.mark.slow
def test_scripts_predict_what_the_suite_predicts(tmp_path):
    said = run_alone(
        tmp_path,
        {"messy": messy(), "plain": plain()},
        {name: script(experiment) for name, experiment in CASES.items()},
    )
    for name, experiment in CASES.items():
        said[name].check()
        assert said[name].out == predictions(experiment), name


@pytest.mark.slow
def test_every_step_of_the_catalogue_runs_alone(tmp_path):
    cases = {}
    for spec in STEPS:
        for target in ("dear", "price"):
            if spec.hidden or house(target).task not in spec.tasks:
                continue
            step = Step(spec.id, (), COLUMNS.get(spec.id))
            cases[f"{spec.id} {target}"] = house(target, step, **SMALL[target])
    said = run_alone(
        tmp_path, {"messy": messy()}, {name: script(case) for name, case in cases.items()}
    )
    for name, experiment in cases.items():
        said[name].check()
        assert said[name].out == predictions(experiment), name


@pytest.mark.slow
def test_every_model_of_the_catalogue_runs_alone(tmp_path):
    cases = {
        f"{spec.id} {target}": simple(target, model=spec.id)
        for spec in MODELS
        for target in ("kind", "amount")
        if simple(target).task in spec.tasks
    }
    codes = {name: script(case) for name, case in cases.items()}
    said = run_alone(tmp_path, {"plain": plain()}, codes)
    for name, experiment in cases.items():
        said[name].check()
        assert said[name].out == predictions(experiment), name


@pytest.mark.slow
def test_names_that_look_like_code_stay_names(tmp_path):
    frame = nasty()
    experiment = house(NASTY["dear"], *MIXED, features=None)
    code = script(experiment, frame=frame)
    assert "\n# %% not a cell" not in code
    assert "\u202e" not in code
    assert "\u2028" not in code
    said = run_alone(tmp_path, {"messy": frame}, {"nasty": code})["nasty"]
    said.check()
    assert "injected" not in said.out
    assert said.out == predictions(experiment, frame)


@pytest.mark.slow
def test_the_notebook_runs_to_the_same_output(tmp_path):
    code = script(CASES["classification"])
    cells = [
        "".join(cell["source"])
        for cell in json.loads(from_script(code))["cells"]
        if cell["cell_type"] == "code"
    ]
    said = run_alone(tmp_path, {"messy": messy()}, {"notebook": "\n".join(cells)})["notebook"]
    said.check()
    assert said.out == predictions(CASES["classification"])


def test_the_same_experiment_gives_the_same_text():
    assert script(CASES["regression"]) == script(CASES["regression"])


def test_a_changed_seed_is_seen_in_the_script():
    assert script(house("dear", seed=1)) != script(house("dear", seed=2))


def test_the_script_imports_nothing_of_ours():
    tree = ast.parse(script(CASES["three classes"]))
    modules = [
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert modules
    assert not [name for name in modules if str(name).partition(".")[0] == "core"]


def test_what_cannot_be_fitted_is_refused_with_the_same_sentence():
    impossible = house("dear", split=Split("grouped", 0.25, "empty"))
    with pytest.raises(PlaygroundError) as of_fit:
        fit(impossible, messy())
    with pytest.raises(PlaygroundError) as of_script:
        script(impossible)
    assert str(of_script.value) == str(of_fit.value)
