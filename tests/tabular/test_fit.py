"""Fitting: the library's own model, true progress, nothing learnt from test rows, one seed."""

from __future__ import annotations

import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.compute.progress import capturing
from core.data.describe import column_kinds
from core.data.samples import load_sample, sample
from core.tabular import fit as room
from core.tabular.check import first_experiment
from core.tabular.experiment import Experiment, Split, Step
from core.tabular.fit import FitFailed, TooManyRows, fit, forget, refuse_too_many
from core.tabular.models.catalogue import MODELS, model_spec
from core.tabular.recipe.pipeline import build, facts_of
from core.tabular.recipe.plan import NothingToLearnFrom, plan
from tests.tabular.cases import experiment, messy, quick

FAULTS = Path(__file__).resolve().parents[1] / "faults"
TALKING = [(spec, task) for spec in MODELS if spec.rounds for task in spec.tasks]

RECIPES = {
    "target encoding": (Step("target"), Step("standard")),
    "SMOTE": (Step("smote"),),
    "selection": (Step("one_hot"), Step("mutual_information"), Step("correlation")),
    "outliers and scaling": (Step("median"), Step("drop_iqr"), Step("quantile_map")),
    "imputation": (Step("knn_impute"), Step("iterative"), Step("power")),
    "reduction": (Step("median"), Step("robust"), Step("pca")),
    "text and frequency": (Step("counts"), Step("frequency"), Step("clip_z")),
    "bins": (Step("median"), Step("bins"), Step("random_over")),
}


def _plain(case, table):
    """The same pipeline, fitted by the library alone."""
    fitted = fit(case, table)
    planned = plan(case, facts_of(fitted.X_train, fitted.prepared.gaps))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return fitted, build(planned).fit(fitted.X_train, fitted.codes_train)


@pytest.mark.parametrize(("spec", "task"), TALKING, ids=lambda value: getattr(value, "id", value))
def test_listening_gives_the_identical_model(spec, task) -> None:
    case = experiment(task, spec.id, Step("median"), Step("standard"), **quick(spec))
    fitted, plain = _plain(case, messy())
    ask = "predict_proba" if task == "classification" else "predict"
    ours = getattr(fitted.pipeline, ask)(fitted.X_test)
    np.testing.assert_array_equal(ours, getattr(plain, ask)(fitted.X_test))


@pytest.mark.parametrize(("spec", "task"), TALKING, ids=lambda value: getattr(value, "id", value))
def test_progress_is_told_in_true_steps(spec, task) -> None:
    forget()
    case = experiment(task, spec.id, Step("median"), Step("standard"), **quick(spec))
    with capturing() as reports:
        fit(case, messy())
    done = [report.done for report in reports]
    assert len(done) >= 5
    assert done == sorted(done)
    assert len({report.total for report in reports}) == 1
    assert reports[-1].share == 1.0
    rounds = {r.text for r in reports if r.text.startswith(spec.rounds.word)}
    assert len(rounds) >= 5
    assert len(set(done)) >= 5


def test_a_fitted_pipeline_is_silent_again(capfd: pytest.CaptureFixture[str]) -> None:
    forget()
    for model in ("random_forest", "hist_gradient_boosting", "bagging"):
        fitted = fit(experiment("regression", model, n_estimators=5), messy())
        fitted.predict(fitted.X_test)
        assert not fitted.pipeline.verbose
        assert not fitted.model.verbose
    assert capfd.readouterr().out == ""


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES.keys())
def test_changed_test_rows_change_nothing_fitted(recipe) -> None:
    case = experiment("classification", "logistic", *recipe)
    fitted = fit(case, messy())
    changed = messy().copy()
    test = fitted.X_test.index
    changed.loc[test, "age"] = 1e6
    changed.loc[test, "income"] = -5.0
    changed.loc[test, "city"] = "nowhere"
    changed.loc[test, "note"] = "words that nobody wrote"
    changed.loc[test, "since"] = pd.Timestamp("1999-09-09")
    changed.loc[test, "member"] = True
    other = fit(case, changed)
    assert other.model_columns == fitted.model_columns
    np.testing.assert_array_equal(other.model.coef_, fitted.model.coef_)
    np.testing.assert_array_equal(other.proba(fitted.X_train), fitted.proba(fitted.X_train))


def test_what_is_fitted_does_depend_on_training_rows() -> None:
    case = experiment("classification", "logistic")
    fitted = fit(case, messy())
    changed = messy().copy()
    changed.loc[fitted.X_train.index[:20], "age"] = 90.0
    assert not np.array_equal(fit(case, changed).model.coef_, fitted.model.coef_)


def test_the_same_seed_gives_the_same_model_and_another_seed_another() -> None:
    case = experiment("regression", "random_forest", n_estimators=5)
    first = fit(case, messy())
    again = fit(case, messy().copy())
    other = fit(replace(case, seed=1), messy())
    np.testing.assert_array_equal(first.predict(messy()), again.predict(messy()))
    assert not np.array_equal(first.predict(messy()), other.predict(messy()))


def test_the_last_fits_are_kept_per_experiment_and_frame(monkeypatch) -> None:
    forget()
    case = experiment()
    table = messy().copy()
    assert fit(case, table) is fit(case, table)
    assert fit(case, table.copy()) is not fit(case, table)
    for seed in range(room.MOST_KEPT + 2):
        fit(experiment(seed=seed + 10), table)
    assert len(room._KEPT._items) <= room.MOST_KEPT
    monkeypatch.setattr(room, "MOST_KEPT_BYTES", 1)
    fit(experiment(seed=99), table)
    assert len(room._KEPT._items) == 1


def test_every_model_column_knows_its_raw_columns() -> None:
    steps = (
        Step("median", columns=("age", "income")),
        Step("polynomials", columns=("age", "visits")),
    )
    fitted = fit(experiment("classification", "decision_tree", *steps), messy())
    assert fitted.provenance["age visits"] == ("age", "visits")
    assert fitted.provenance["age^2"] == ("age",)
    assert fitted.provenance["city=Rome"] == ("city",)
    assert fitted.provenance["since year"] == ("since",)
    assert fitted.provenance["note: food"] == ("note",)
    assert fitted.provenance["member"] == ("member",)


def test_components_come_from_every_column_they_mix() -> None:
    steps = (Step("median"), Step("pca", columns=("age", "visits", "income")))
    fitted = fit(experiment("regression", "ridge", *steps), messy())
    assert fitted.provenance["pca0"] == ("age", "visits", "income")


def test_what_the_suite_adds_is_marked_and_explained() -> None:
    fitted = fit(experiment(), messy())
    added = {step.step.id: step for step in fitted.steps}
    assert added["leave_out"].columns == ("code", "always")
    assert all(step.added and step.sentence.endswith(".") for step in fitted.steps)
    assert added["median"].columns == ("age", "income")
    assert list(added) == ["leave_out", "date_parts", "tfidf", "mode", "one_hot", "flags", "median"]


def test_added_date_parts_are_scaled_for_models_that_want_it() -> None:
    for model, params in (("logistic", {"scale": True}), ("decision_tree", {})):
        steps = fit(experiment("classification", model), messy()).steps
        assert dict(next(s.step.params for s in steps if s.step.id == "date_parts")) == params


def test_the_first_experiment_on_messy_customers_settles() -> None:
    table = load_sample("messy_customers").frame
    spec = sample("messy_customers")
    first = first_experiment(
        "sample:messy_customers", "messy_customers", column_kinds(table), spec.target, spec.task
    )
    fitted = fit(first, table)
    assert fitted.model.n_iter_.max() < 100
    assert not any("before it had settled" in note for note in fitted.notes)


def test_the_models_names_are_those_of_the_transformed_frame() -> None:
    fitted = fit(experiment("classification", "lightgbm", n_estimators=5), messy())
    frame = fitted.transform(fitted.X_test)
    assert tuple(frame.columns) == fitted.model_columns
    assert frame.shape[1] == fitted.model.n_features_in_


def test_predictions_take_columns_in_any_order_and_ignore_others() -> None:
    fitted = fit(experiment(), messy())
    shuffled = fitted.X_test[fitted.X_test.columns[::-1]].assign(extra=1)
    np.testing.assert_array_equal(fitted.predict(shuffled), fitted.predict(fitted.X_test))


def test_names_that_libraries_refuse_are_no_obstacle() -> None:
    table = messy().rename(columns={"age": 'a[g]e <"{:,}">', "visits": "visits 'n'"})
    for model in ("xgboost", "lightgbm", "linear"):
        case = replace(
            experiment("regression", model),
            features=('a[g]e <"{:,}">', "visits 'n'", "city"),
        )
        assert len(fit(case, table).predict(table)) == len(table)


def test_unknown_levels_and_gaps_can_be_predicted() -> None:
    fitted = fit(experiment(), messy())
    row = fitted.X_test.head(1).copy()
    row["city"], row["age"] = "Atlantis", np.nan
    assert fitted.predict(row)[0] in fitted.classes


def test_infinite_values_become_gaps_with_a_note() -> None:
    table = messy().copy()
    table["visits"] = table["visits"].astype("float64")
    table.loc[3, "visits"] = np.inf
    fitted = fit(experiment(), table)
    assert any("Infinite values in visits" in note for note in fitted.notes)


def test_row_steps_leave_the_rows_to_predict_alone() -> None:
    fitted = fit(experiment("classification", "logistic", Step("drop_gaps")), messy())
    assert len(fitted.predict(messy())) == len(messy())
    assert "median" in [step.step.id for step in fitted.steps if step.added]


def test_class_weights_reach_the_model() -> None:
    fitted = fit(experiment("classification", "svm_rbf", Step("class_weights")), messy())
    assert fitted.model.estimator.class_weight == "balanced"


def test_a_grouped_split_keeps_the_group_away_from_the_model() -> None:
    case = replace(experiment(split=Split("grouped", 0.3, "visits")), features=None)
    fitted = fit(case, messy())
    assert "visits" not in fitted.X_train
    groups = messy()["visits"]
    assert not set(groups[fitted.X_train.index]) & set(groups[fitted.X_test.index])


def test_rows_without_a_target_are_left_out_and_counted() -> None:
    table = messy().copy()
    table.loc[:9, "bought"] = None
    table["bought"] = table["bought"].astype("str").mask(table.index < 10)
    fitted = fit(experiment(), table)
    assert fitted.prepared.dropped_rows == 10
    assert "10 rows left out without a value in the target 'bought'." in fitted.notes


def test_only_useless_columns_are_refused() -> None:
    case = replace(experiment(), features=("code", "always"))
    with pytest.raises(NothingToLearnFrom, match="No feature column is left"):
        fit(case, messy())


def test_too_few_rows_for_smote_is_said_plainly() -> None:
    table = messy().copy()
    rare = np.flatnonzero(table["bought"] == "yes")[4:]
    table = table.drop(index=rare).reset_index(drop=True)
    case = experiment("classification", "logistic", Step("smote"), split=Split("stratified"))
    with pytest.raises(FitFailed, match="Ask for fewer neighbours"):
        fit(case, table)


def test_what_a_library_refuses_becomes_a_sentence() -> None:
    case = experiment("regression", "polynomial", Step("variance", (("threshold", 10.0),)))
    with pytest.raises(FitFailed, match="Lower the limit"):
        fit(replace(case, features=("member", "always", "small")), messy().assign(small=_small()))


def _small() -> np.ndarray:
    return np.random.default_rng(0).normal(size=len(messy()))


def test_models_that_would_not_end_are_refused() -> None:
    with pytest.raises(TooManyRows, match="at most 2,000 training rows here, and there are 2,001"):
        refuse_too_many(model_spec("gaussian_process"), 2_001)


def test_powers_that_would_fill_the_memory_are_refused() -> None:
    from core.tabular.recipe.reducers import Powers, TooManyPowers

    X = pd.DataFrame(np.zeros((5_000, 40)))
    with pytest.raises(TooManyPowers, match="gives 135,750 columns"):
        Powers(4).fit(X.iloc[:, :])


def test_a_regression_has_no_probabilities() -> None:
    fitted = fit(experiment("regression"), messy())
    with pytest.raises(FitFailed, match="has no probabilities"):
        fitted.proba(fitted.X_test)


def test_a_refusal_names_the_step_that_was_at_work(monkeypatch) -> None:
    def refuse(self, X):
        raise ValueError("no such luck")

    monkeypatch.setattr("core.tabular.recipe.transformers.Clip._learn", refuse)
    steps = (Step("median"), Step("clip_iqr"), Step("standard"))
    message = r"^'Clip outliers \(IQR\)' cannot work with this: no such luck\. Change the recipe"
    with pytest.raises(FitFailed, match=message):
        fit(experiment("regression", "ridge", *steps), messy())


def test_numbers_that_grow_too_large_are_said_plainly() -> None:
    table = messy().assign(visits=messy()["visits"] * 1e200)
    with pytest.raises(FitFailed, match="numbers too large to hold"):
        fit(experiment("regression", "ridge", Step("polynomials", (), ("visits",))), table)


def test_one_column_is_too_few_for_some_steps() -> None:
    steps = (Step("median"), Step("rfe", (), ("age",)))
    with pytest.raises(FitFailed, match="Only one column reaches a step that needs at least two"):
        fit(experiment("regression", "ridge", *steps), messy())


def test_a_column_of_whole_numbers_can_be_filled_with_a_fraction() -> None:
    case = experiment("regression", "ridge", Step("constant", (("value", 0.5),), ("visits",)))
    fitted = fit(case, messy())
    row = fitted.X_test.head(1).assign(visits=np.nan)
    assert fitted.transform(row)["visits"].iloc[0] == 0.5


def test_a_name_taken_by_another_column_gets_a_number() -> None:
    table = messy().assign(**{"city=Rome": 1.5 * messy()["visits"]})
    case = replace(experiment(), features=("city", "city=Rome"))
    found = fit(case, table)
    assert found.provenance["city=Rome"] == ("city=Rome",)
    assert found.provenance["city=Rome_2"] == ("city",)
    made = found.transform(found.X_test)
    assert made["city=Rome_2"].tolist() == (found.X_test["city"] == "Rome").tolist()


def test_a_level_named_missing_stands_beside_the_gaps() -> None:
    table = pd.read_csv(FAULTS / "10_none_and_gap.csv", keep_default_na=False, na_values=[""])
    case = Experiment("file:x", "x", "price", "regression", None, (Step("one_hot"),))
    found = fit(case, table)
    made = found.transform(found.X_train)
    assert made["garage=(missing)"].tolist() == (found.X_train["garage"] == "(missing)").tolist()
    assert made["garage=(missing)_2"].tolist() == found.X_train["garage"].isna().tolist()
