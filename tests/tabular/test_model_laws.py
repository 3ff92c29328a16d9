"""Laws over the whole catalogue of models: units, constant columns, a second route."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import r2_score

from core.tabular.calls import Call, P
from core.tabular.experiment import Step
from core.tabular.fit import fit
from core.tabular.models.catalogue import MODELS, models_for
from core.tabular.recipe.plan import default_recipe
from tests.tabular.cases import quick
from tests.tabular.model_tables import TARGETS, answers, built, case, columns, table
from tests.tabular.second_routes import ROUTES

REGRESSORS = models_for("regression")
SPLITTING = [spec for spec in REGRESSORS if spec.finest_target]
FREE_OF_UNITS = [spec for spec in REGRESSORS if not spec.finest_target]
UNSCALED = [(s, task) for s in MODELS if "scale" not in s.needs for task in s.tasks]
EVERY = [(spec, task) for spec in MODELS for task in spec.tasks]


def named(value):
    return getattr(value, "id", value)


def _r2(frame, spec) -> float:
    fitted = fit(case(frame, "regression", spec.id, **quick(spec)), frame)
    return r2_score(fitted.y_test, fitted.predict(fitted.X_test))


def _draws(template: object) -> bool:
    """Whether a model is given a seed."""
    if isinstance(template, Call):
        return any(_draws(value) for _, value in template.arguments)
    if isinstance(template, tuple):
        return any(map(_draws, template))
    return template == P("seed")


def _says_so(spec) -> bool:
    return any("target's unit" in text for text in (spec.help, *(p.help for p in spec.params)))


@pytest.mark.parametrize("spec", FREE_OF_UNITS, ids=named)
@pytest.mark.parametrize("factor", [100.0, 1e-6, 1e8])
def test_the_targets_unit_changes_no_r2(spec, factor) -> None:
    frame = table(1)
    changed = frame.assign(amount=frame["amount"] * factor)
    assert _r2(changed, spec) == pytest.approx(_r2(frame, spec), abs=1e-6)


@pytest.mark.parametrize("spec", SPLITTING, ids=named)
def test_the_targets_unit_changes_no_split_that_rounding_does_not_decide(spec) -> None:
    """Equally good splits are told apart by their last digit, which times 128 leaves alone."""
    frame = table(1).assign(amount=table(1)["amount"] * 1000)
    changed = frame.assign(amount=frame["amount"] * 128)
    assert _r2(changed, spec) == pytest.approx(_r2(frame, spec), abs=1e-6)


@pytest.mark.parametrize("name", ["decision_tree", "random_forest", "extra_trees", "bagging"])
def test_whole_numbers_in_cents_change_no_tree(name) -> None:
    spec = next(spec for spec in MODELS if spec.id == name)
    frame = table(1).assign(amount=(table(1)["amount"] * 1000).round())
    changed = frame.assign(amount=frame["amount"] * 100)
    assert _r2(changed, spec) == pytest.approx(_r2(frame, spec), abs=1e-6)


def test_a_regression_either_takes_any_unit_or_warns_of_the_smallest() -> None:
    assert {spec.id for spec in SPLITTING} == {
        *("decision_tree", "random_forest", "extra_trees", "bagging"),
        *("ada_boost", "gradient_boosting", "xgboost"),
    }
    assert [spec.id for spec in MODELS if _says_so(spec)] == ["xgboost"]


@pytest.mark.parametrize(("spec", "task"), UNSCALED, ids=named)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_columns_unit_changes_nothing_for_a_model_that_needs_no_scaling(spec, task, seed) -> None:
    frame = table(seed)
    changed = frame.assign(x0=frame["x0"] * 1000, x1=frame["x1"] / 1000)
    ours = answers(frame, task, spec.id, **quick(spec))
    theirs = answers(changed, task, spec.id, **quick(spec))
    np.testing.assert_allclose(theirs, ours, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("shrinkage", [0.05, 0.5, 1.0])
@pytest.mark.parametrize("model", ["lda", "qda"])
def test_a_columns_unit_changes_no_shrunken_bell(model, shrinkage) -> None:
    frame = table(1)
    changed = frame.assign(x0=frame["x0"] * 1000)
    ours = answers(frame, "classification", model, shrinkage=shrinkage)
    theirs = answers(changed, "classification", model, shrinkage=shrinkage)
    np.testing.assert_allclose(theirs, ours, atol=1e-9)


def test_the_starting_recipe_scales_for_every_model_that_needs_it() -> None:
    for spec in MODELS:
        steps = default_recipe({"a": "number", "b": "category"}, spec.id)
        assert (Step("standard") in steps) == ("scale" in spec.needs), spec.id


@pytest.mark.parametrize(("spec", "task"), EVERY, ids=named)
def test_a_constant_column_changes_no_prediction(spec, task) -> None:
    frame = table(2)
    wider = frame.assign(always=0.1, never=frame["side"].where(frame["side"] == "", "here"))
    ours = answers(frame, task, spec.id, **quick(spec))
    theirs = answers(wider, task, spec.id, **quick(spec))
    np.testing.assert_array_equal(theirs, ours)


def test_every_model_without_chance_has_a_second_route() -> None:
    settled = {
        spec.id
        for spec in MODELS
        if not any(_draws(call) for call in (spec.classifier, spec.regressor) if call)
    }
    assert settled == set(ROUTES)


@pytest.mark.slow
@pytest.mark.parametrize(("spec", "task"), [(s, t) for s, t in EVERY if s.id in ROUTES], ids=named)
def test_sixty_tables_with_categories_agree_with_a_second_route(spec, task) -> None:
    for seed in range(60):
        X, y, Z = columns(seed, task, spec.needs)
        model = built(spec, task).fit(X, y)
        ours, theirs, tolerance = ROUTES[spec.id](model, X, y, Z)
        np.testing.assert_allclose(ours, theirs, atol=tolerance, err_msg=f"table {seed}")


def test_the_laws_leave_no_model_out() -> None:
    assert {spec.id for spec, _ in EVERY} == {spec.id for spec in MODELS}
    assert {*FREE_OF_UNITS, *SPLITTING} == set(REGRESSORS)
    scaled = {spec for spec in MODELS if "scale" in spec.needs}
    assert {spec for spec, _ in UNSCALED} | scaled == set(MODELS)
    assert set(TARGETS) == {task for _, task in EVERY}
