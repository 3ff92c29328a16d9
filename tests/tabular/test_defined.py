"""A metric without a value is no number: not in a mean, a ranking, a verdict or a sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import r2_score

from core.course import missions
from core.data import read_table
from core.stages.evaluation.validation import scene as validation
from core.stages.neural_networks.tabular_net import scene as tabular_scene
from core.stages.neural_networks.tabular_net.early_stopping import NET, TREES
from core.stages.neural_networks.tabular_net.run import Contestant, TabularNetAnswer
from core.stages.neural_networks.tabular_net.settings import TabularNetSettings
from core.stages.preprocessing.leak_detector import scene as leak
from core.stages.preprocessing.leak_detector.run import LeakAnswer, LeakSettings
from core.stages.preprocessing.recipe import scene as recipe
from core.stages.preprocessing.recipe.run import EffectSettings, PrefixScore, recipe_effect
from core.stages.preprocessing.recipe.scene import RecipeView
from core.stages.supervised.model_lab import scene as model_lab
from core.stages.supervised.model_lab.scene import LabView
from core.tabular.experiment import Experiment
from core.tabular.judge.compare import CompareAnswer, CompareRow, CompareSettings, compare
from core.tabular.judge.cross_validate import (
    Fold,
    ValidationAnswer,
    ValidationSettings,
    cross_validate,
    repeat_seeds,
)
from core.tabular.judge.defined import is_defined, mean_of, spread_of, told
from core.tabular.judge.evaluate import ModelLabSettings, train
from core.tabular.judge.metric_formulas import Case
from core.tabular.judge.metrics import METRICS, Metric, measure, metric_spec
from tests.pages import tables

FAULTS = Path(__file__).parents[1] / "faults"
NAN = float("nan")


def read(name: str) -> pd.DataFrame:
    return read_table(name, (FAULTS / name).read_bytes()).frame


def start(name: str, target: str, task: str, **changes: object) -> tuple[Experiment, pd.DataFrame]:
    frame = read(name)
    first = tables.fresh(tables.known(frame, target, task))
    return replace(first, **changes), frame  # type: ignore[arg-type]


SOLD = start("20_negative_dates.csv", "sold", "regression")


def metric(value: float, low: float = NAN, high: float = NAN, baseline: float = NAN) -> Metric:
    return Metric("mape", "MAPE", value, low, high, baseline, "lower")


# the guard itself


def test_what_is_no_number_enters_no_mean_and_no_spread():
    values = [1.0, NAN, 3.0, np.inf, -np.inf]
    assert (mean_of(values), spread_of(values)) == (2.0, pytest.approx(np.sqrt(2)))
    assert np.isnan(mean_of([NAN]))
    assert np.isnan(spread_of([1.0, NAN]))
    assert not is_defined(1.0, NAN)
    assert not is_defined(np.inf)
    assert told(-np.inf) == "not defined"


def test_every_metric_that_can_be_undefined_says_of_which_rows():
    rows = {
        "classification": Case(np.zeros(3, int), np.zeros(3, int), np.full((3, 2), 0.5)),
        "regression": Case(np.zeros(3), np.ones(3)),
    }
    for spec in METRICS:
        value = spec.compute(rows[spec.task], np.ones((1, 3)))[0]
        assert bool(spec.undefined) == (not np.isfinite(value)), spec.id


# R² of draws


@pytest.mark.parametrize(
    ("name", "target", "seed"),
    [("03_twelve_rows.csv", "points", 1), ("33_mostly_zero.csv", "claim", 6)],
)
def test_the_interval_of_r2_is_that_of_scikit_learns_on_the_drawn_rows(name, target, seed):
    experiment, frame = start(name, target, "regression", seed=seed)
    answer = train(ModelLabSettings(experiment), frame)
    ours = next(m for m in answer.metrics if m.id == "r2")
    random = np.random.default_rng(seed)
    n, theirs = answer.n_test, []
    y, said = np.asarray(answer.y_true, float), np.asarray(answer.y_pred, float)
    for _ in range(answer.interval_draws):
        rows = random.integers(0, n, n)
        if np.ptp(y[rows]) > 0:
            theirs.append(r2_score(y[rows], said[rows]))
    assert (ours.low, ours.high) == pytest.approx(tuple(np.quantile(theirs, [0.025, 0.975])))
    assert ours.low > -1e6


@pytest.mark.parametrize("seed", range(5))
def test_r2_of_a_draw_far_from_the_mean_of_all_rows_keeps_its_digits(seed):
    random = np.random.default_rng(seed)
    y = np.r_[random.normal(0, 1e-6, 11), 1e6]
    case = Case(y, y + random.normal(0, 1e-6, 12))
    rows = np.r_[random.integers(0, 11, 12)]
    weights = np.bincount(rows, minlength=12)[None].astype(float)
    ours = metric_spec("r2").compute(case, weights)[0]
    assert ours == pytest.approx(r2_score(y[rows], case.y_pred[rows]), rel=1e-9)


def test_values_that_differ_by_rounding_alone_are_equal():
    y = np.array([0.1 + 0.2, 0.3, 0.3])
    assert np.isnan(metric_spec("r2").compute(Case(y, np.zeros(3)), np.ones((1, 3)))[0])
    large = np.array([1.6e15, 1.6e15 + 1000, 1.6e15])
    assert metric_spec("r2").compute(Case(large, large), np.ones((1, 3)))[0] == 1.0


def test_what_has_no_value_has_no_interval():
    case = Case(np.array([0.0, 1.0, 2.0, 3.0]), np.ones(4))
    (found,) = measure("regression", case, case, only=("mape",))
    assert not is_defined(found.value, found.low, found.high)
    assert np.isnan([found.value, found.low, found.high]).all()


# sentences and pictures


def test_no_model_leads_by_a_metric_that_is_not_defined():
    experiment, frame = SOLD
    settings = CompareSettings(experiment, "mape")
    answer, view = compare(settings, frame), LabView(settings, "compare")
    assert model_lab.notice(view, answer) == (
        "MAPE is not defined on these 17 validation rows, because a true value there is 0: no "
        "model leads. Choose another metric."
    )
    assert answer.leader is None
    assert answer.n_rivals == 0
    assert model_lab.draw(view, answer)


def board(*rows: tuple[str, float, float, float], baseline: float = 0.5) -> CompareAnswer:
    found = [CompareRow(name, name, "tree", *scores, 0.1) for name, *scores in rows]
    return CompareAnswer(tuple(found), "roc_auc", "ROC-AUC", "higher", baseline, 90, 30, ())


def test_a_leader_without_an_interval_is_not_told_apart_from_others():
    view = LabView(CompareSettings(SOLD[0]), "compare")
    alone = board(("a", 0.9, NAN, NAN), ("b", 0.8, 0.7, 0.9), ("c", NAN, NAN, NAN))
    assert "Its interval is not defined" in model_lab.notice(view, alone)
    assert len(model_lab.draw(view, alone)[0].figure.data) == 2
    one = board(("a", 0.9, 0.8, 1.0), ("b", 0.8, 0.7, 0.9), ("c", NAN, NAN, NAN), baseline=NAN)
    assert model_lab.notice(view, one) == (
        "**a** leads with ROC-AUC 0.9 on 30 validation rows. The interval of 1 other overlaps with "
        "its own: too close to call."
    )


def test_a_result_whose_first_metric_is_undefined_says_so():
    frame = pd.DataFrame({"x": np.arange(40.0), "y": [*np.arange(30.0), *[5.0] * 10]})
    experiment = tables.fresh(tables.known(frame, "y", "regression"))
    by_time = replace(experiment, split=replace(experiment.split, kind="time", column="x"))
    answer = train(ModelLabSettings(by_time), frame)
    view = LabView(ModelLabSettings(by_time))
    assert model_lab.notice(view, answer) == (
        "R² is not defined on these 10 test rows, because all their true values are equal. All "
        "other metrics stand in the table."
    )


def test_a_validation_says_of_how_many_folds_it_speaks():
    experiment, frame = SOLD
    settings = ValidationSettings(experiment, metric="mape")
    answer = cross_validate(settings, frame)
    said = validation.notice(settings, answer)
    assert said.startswith(
        f"2 of 5 folds say MAPE is {answer.mean:.4f} ± {answer.std:.4f} (MAPE is not defined in "
        "the other 3, because a true value there is 0)"
    )
    assert validation.draw(settings, answer)


def validated(scores: list[list[float]], test: Metric, n_rows: int = 100) -> ValidationAnswer:
    folds = tuple(Fold(np.arange(1, 3), np.arange(1)) for _ in scores[0])
    return ValidationAnswer(folds, np.array(scores), test, "mape", "MAPE", "lower", n_rows, ())


def test_a_validation_without_any_value_gives_no_verdict():
    settings = ValidationSettings(SOLD[0])
    nothing = validated([[NAN, NAN]], metric(0.5))
    assert validation.notice(settings, nothing) == (
        "MAPE is not defined in any fold, because a true value there is 0. Choose another metric."
    )
    assert validation.draw(settings, nothing)
    no_test = validated([[0.2, 0.3]], metric(NAN))
    assert validation.notice(settings, no_test).endswith(
        "MAPE is not defined on the test rows, because a true value there is 0."
    )
    assert validation.draw(settings, no_test)


def test_what_a_step_is_worth_by_an_undefined_metric_cannot_be_told():
    experiment, frame = SOLD
    settings = EffectSettings(experiment, "mape")
    answer, view = recipe_effect(settings, frame), RecipeView(settings, "0")
    assert recipe.notice(view, answer).endswith(
        "Its worth cannot be told. MAPE is not defined in any fold, because a true value there is "
        "0. Choose another metric."
    )
    assert "nan" not in recipe.notice(replace(view, step=""), answer)
    assert recipe.draw(view, answer)


def test_a_step_that_one_fold_alone_can_judge_is_no_real_gain():
    experiment, frame = SOLD
    settings = EffectSettings(experiment)
    answer, view = recipe_effect(settings, frame), RecipeView(settings, "0")
    lone = [PrefixScore(i, "", 0.1 * i, np.array([0.1 * i, NAN, NAN])) for i in range(3)]
    assert "nothing says whether that is chance" in recipe.notice(
        view, replace(answer, scores=tuple(lone))
    )


@pytest.mark.parametrize(("honest", "fresh"), [([NAN, NAN], 0.5), ([0.5, 0.6], NAN)])
def test_a_lie_that_cannot_be_measured_is_not_measured(honest, fresh):
    answer = LeakAnswer(
        np.array([0.9, NAN]), np.array(honest), fresh, NAN, NAN, "roc_auc", "ROC-AUC", 100, 20, 10
    )
    settings = LeakSettings(SOLD[0])
    said = leak.notice(settings, answer)
    assert "nan" not in said
    assert "is not defined" in said
    texts = [item.value for item in leak.draw(settings, answer)[0].items]
    assert "nan" not in " ".join(texts)


def test_a_net_without_a_score_is_not_compared():
    def contestant(label: str, value: float) -> Contestant:
        found = (replace(metric(value, baseline=0.3), id="r2", label="R²"),)
        return Contestant(label, "epoch", np.ones((3, 2)), 1, 1, found, 0.1)

    both = TabularNetAnswer(contestant(NET, NAN), contestant(TREES, 0.5), (), 9, 9, 9, 2, ())
    said = tabular_scene.notice(TabularNetSettings(SOLD[0]), both)
    assert said.endswith(
        "R² is not defined on the test rows, because the predictions left the range of numbers."
    )


# missions


def test_no_mission_of_the_tabular_stages_is_earned_by_what_is_undefined():
    view = RecipeView(EffectSettings(SOLD[0]), "0")
    answer = recipe_effect(view.work, SOLD[1])
    for first, last in (([0.1, 0.2], [NAN, 5.0]), ([NAN, NAN], [1.0, 2.0])):
        scores = tuple(
            PrefixScore(i, "", mean_of(values), np.array(values))
            for i, values in enumerate((first, last))
        )
        worth = missions.by_id("preprocessing.worth")
        assert not worth.done(view, replace(answer, scores=scores))
    unlucky = missions.by_id("evaluation.unlucky")
    settings = ValidationSettings(SOLD[0])
    assert not unlucky.done(settings, validated([[0.1, NAN]], metric(5.0)))
    assert not unlucky.done(settings, validated([[0.1, 0.2]], metric(NAN)))


# the verdict of a validation


def test_the_verdict_weighs_the_gap_against_what_chance_explains():
    settings = ValidationSettings(SOLD[0])
    wide = validated([[0.2, 0.4, 0.3, 0.5]], metric(0.42, 0.32, 0.52))
    error = 2 * np.hypot(np.std([0.2, 0.4, 0.3, 0.5], ddof=1) / 2, 0.2 / 3.92)
    assert wide.margin == pytest.approx(error)
    assert f"They lie 0.0700 apart, within the {error:.4f}" in validation.notice(settings, wide)
    assert "honest" not in validation.notice(settings, wide)
    assert "anything from 0.2000 to 0.5000" in validation.notice(settings, wide)
    far = validated([[0.30, 0.31, 0.30, 0.31]], metric(0.5, 0.48, 0.52))
    assert "more than the" in validation.notice(settings, far)
    assert "the folds promise too much" in validation.notice(settings, far)
    better = validated([[0.30, 0.31, 0.30, 0.31]], metric(0.1, 0.08, 0.12))
    assert "the folds promise too little" in validation.notice(settings, better)


def test_the_estimate_and_its_spread_are_over_the_folds_of_all_seeds():
    answer = validated([[0.1, 0.3], [0.2, 0.8]], metric(0.5, 0.4, 0.6))
    assert answer.mean == pytest.approx(0.35)
    assert answer.std == pytest.approx(np.std([0.1, 0.3, 0.2, 0.8], ddof=1))
    assert answer.repeats == pytest.approx([0.2, 0.5])
    said = validation.notice(ValidationSettings(SOLD[0]), answer)
    assert said.startswith(f"4 folds of 2 seeds say MAPE is 0.3500 ± {answer.std:.4f}")


def test_after_the_last_seed_comes_the_first():
    experiment, frame = start("03_twelve_rows.csv", "points", "regression", seed=2**32 - 1)
    settings = ValidationSettings(experiment, n_folds=2, n_repeats=2, metric="mae")
    answer = cross_validate(settings, frame)
    assert repeat_seeds(experiment.seed, 2) == [2**32 - 1, 0]
    assert np.isfinite(answer.repeats).all()
