"""The catalogues of steps and models: complete, documented, light, and every entry works."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from core.tabular.calls import load
from core.tabular.experiment import Step
from core.tabular.fit import fit
from core.tabular.models.catalogue import MODELS, UnknownModel, model_spec, models_for
from core.tabular.recipe.steps import FAMILIES, STEPS, UnknownStep, step_spec
from tests.catalogue import PLACES
from tests.tabular.cases import experiment, messy, on, quick

CURRICULUM_MODELS = [
    "linear",
    "ridge",
    "lasso",
    "elastic_net",
    "bayesian_ridge",
    "huber",
    "quantile",
    "polynomial",
    "isotonic",
    "logistic",
    "lda",
    "qda",
    "gaussian_nb",
    "multinomial_nb",
    "knn",
    "svm_linear",
    "svm_rbf",
    "svm_poly",
    "sgd",
    "decision_tree",
    "random_forest",
    "extra_trees",
    "bagging",
    "ada_boost",
    "gradient_boosting",
    "hist_gradient_boosting",
    "xgboost",
    "lightgbm",
    "gaussian_process",
    "mlp",
]
CURRICULUM_FAMILIES = [
    "types",
    "duplicates",
    "missing",
    "outliers",
    "categories",
    "scaling",
    "bins",
    "polynomials",
    "dates",
    "text",
    "selection",
    "reduction",
    "imbalance",
]
HEAVY = ("sklearn", "scipy", "xgboost", "lightgbm", "imblearn", "torch", "shap", "statsmodels")

SHOWN = [spec for spec in STEPS if not spec.hidden]


def test_the_models_are_the_curriculums() -> None:
    assert sorted(spec.id for spec in MODELS) == sorted(CURRICULUM_MODELS)


def test_every_family_of_the_curriculum_has_a_step() -> None:
    assert not set(CURRICULUM_FAMILIES) - set(FAMILIES)


def test_ids_are_unique() -> None:
    assert len({spec.id for spec in STEPS}) == len(STEPS)
    assert len({spec.id for spec in MODELS}) == len(MODELS)


@pytest.mark.parametrize("spec", [*STEPS, *MODELS], ids=lambda spec: spec.id)
def test_every_entry_is_documented_and_its_defaults_are_legal(spec) -> None:
    assert spec.help.endswith(".")
    assert spec.label
    for param in spec.params:
        assert param.check(param.default) == param.default


def test_every_model_names_its_source_and_a_task() -> None:
    assert all(spec.source and spec.tasks for spec in MODELS)


def test_both_tasks_have_at_least_twelve_models() -> None:
    assert len(models_for("classification")) >= 12
    assert len(models_for("regression")) >= 12


def test_unknown_ids_are_refused_with_a_sentence() -> None:
    with pytest.raises(UnknownStep, match="There is no step named 'nope'"):
        step_spec("nope")
    with pytest.raises(UnknownModel, match="There is no model named 'nope'"):
        model_spec("nope")


def test_importing_every_light_room_imports_nothing_heavy() -> None:
    rooms = [
        "tabular.check",
        "tabular.fit",
        "tabular.judge.compare",
        "tabular.judge.cross_validate",
        "tabular.judge.evaluate",
        "tabular.models.catalogue",
        "tabular.recipe.plan",
        "tabular.recipe.steps",
        *(f"stages.{place.slug}.{place.folder}.playground" for place in PLACES),
    ]
    code = (
        "import sys\n"
        + "".join(f"import core.{room}\n" for room in rooms)
        + f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("spec", STEPS, ids=lambda spec: spec.id)
def test_every_entry_point_of_a_step_can_be_imported(spec) -> None:
    assert callable(load(spec.build))
    if spec.regression is not None:
        assert callable(load(spec.regression.entry))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spec", "task"),
    [(spec, task) for spec in SHOWN for task in spec.tasks],
    ids=lambda value: getattr(value, "id", value),
)
def test_every_step_fits_a_messy_table(spec, task) -> None:
    step = Step(spec.id, columns=("age",) if spec.id == "leave_out" else None)
    fitted = fit(experiment(task, "decision_tree", step), messy())
    predicted = fitted.predict(fitted.X_test)
    assert len(predicted) == len(fitted.X_test)
    assert np.isfinite(fitted.transform(fitted.X_test).to_numpy()).all()
    assert set().union(*fitted.provenance.values()) <= set(messy().columns)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spec", "task"),
    [(spec, task) for spec in MODELS for task in spec.tasks],
    ids=lambda value: getattr(value, "id", value),
)
def test_every_model_fits_a_messy_table(spec, task) -> None:
    fitted = fit(
        experiment(task, spec.id, Step("median"), Step("standard"), **quick(spec)), messy()
    )
    predicted = fitted.predict(fitted.X_test)
    assert len(predicted) == len(fitted.X_test)
    if task == "classification":
        proba = fitted.proba(fitted.X_test)
        assert proba.shape == (len(fitted.X_test), 2)
        np.testing.assert_allclose(proba.sum(axis=1), 1, atol=1e-6)
        assert set(predicted) <= {"no", "yes"}
    else:
        assert np.isfinite(predicted).all()


ON_CATEGORIES = [spec for spec in SHOWN if "category" in spec.columns and spec.kind == "transform"]


@pytest.mark.parametrize("spec", ON_CATEGORIES, ids=lambda spec: spec.id)
@pytest.mark.parametrize("named", [False, True])
def test_every_step_for_categories_takes_a_table_of_truth_values(spec, named) -> None:
    table = messy()[["price"]].assign(a=messy()["visits"] > 15, b=messy()["income"] > 2000)
    step = Step(spec.id, columns=("a", "b") if named else None)
    fitted = fit(on(table, experiment("regression", "ridge", step)), table)
    assert np.isfinite(fitted.predict(table)).all()
