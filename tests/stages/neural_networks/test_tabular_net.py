"""A net against trees: stopped where they say, judged as the model lab judges, LightGBM agrees."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from core.stages.neural_networks.tabular_net.early_stopping import train_net, train_trees
from core.stages.neural_networks.tabular_net.run import columns_of, net_plan, tabular_net
from core.stages.neural_networks.tabular_net.settings import TabularNetSettings
from core.tabular.experiment import Split, Step
from core.tabular.judge.compare import CompareSettings, inner_rows
from core.tabular.judge.metrics import METRICS
from core.tabular.prepare import prepare
from tests.pages.walk import facts, start

QUICK = {"n_epochs": 12, "rounds": 30, "patience": 3}


@pytest.fixture(scope="module", params=["iris", "tips"])
def case(request):
    table, frame = facts(request.param)
    return start(table), frame


def columns(experiment, frame):
    prepared = prepare(experiment, frame)
    rows = inner_rows(CompareSettings(experiment), prepared)
    from core.tabular.fit import split_prepared

    test = split_prepared(experiment, prepared).test
    return columns_of(net_plan(experiment, prepared, rows), prepared, rows, test), prepared


def test_the_trees_are_those_of_lightgbm_with_its_own_early_stopping(case):
    import lightgbm

    experiment, frame = case
    given, prepared = columns(experiment, frame)
    n_classes, how = len(prepared.classes), TabularNetSettings(experiment, patience=5).how
    ask, losses, best = train_trees(given.learn, given.check, n_classes, how)
    shift, scale = (0, 1) if n_classes else (given.learn[1].mean(), given.learn[1].std())
    kind = lightgbm.LGBMClassifier if n_classes else lightgbm.LGBMRegressor
    peer = kind(n_estimators=200, learning_rate=0.1, num_leaves=15, random_state=0, n_jobs=1,
                deterministic=True, verbosity=-1)  # fmt: skip
    X, y, X_check, y_check = (*given.learn, *given.check)
    if not n_classes:
        y, y_check = (y - shift) / scale, (y_check - shift) / scale
    stop = [lightgbm.early_stopping(5, verbose=False)]
    peer.fit(X, y, eval_X=X_check, eval_y=y_check, callbacks=stop)
    assert peer.best_iteration_ == best + 1
    theirs = peer.booster_.predict(given.test[0], num_iteration=peer.best_iteration_)
    if not n_classes:
        theirs = theirs * scale + shift
    np.testing.assert_allclose(ask(given.test[0]), theirs, rtol=1e-9)
    assert len(losses) == best + 1 + 5


@pytest.mark.slow
def test_the_net_goes_back_to_its_best_epoch(case):
    experiment, frame = case
    given, prepared = columns(experiment, frame)
    n_classes = len(prepared.classes)
    how = TabularNetSettings(experiment, n_epochs=40, patience=3, learning_rate=0.03).how
    ask, losses, best = train_net(given.learn, given.check, n_classes, how)
    assert best == np.flatnonzero(losses[:, 1] == losses[:, 1].min())[-1]
    assert len(losses) == min(best + 1 + 3, 40)
    said, y = ask(given.check[0]), given.check[1]
    if n_classes:
        loss = -np.log(said[np.arange(len(y)), y]).mean()
    else:
        loss = np.mean((said - y) ** 2) / given.learn[1].var()
    assert loss == pytest.approx(losses[best, 1], rel=1e-4)


def test_without_early_stopping_the_last_place_is_used(case):
    experiment, frame = case
    answer = tabular_net(TabularNetSettings(experiment, **{**QUICK, "stop": False}), frame)
    assert (answer.net.used, answer.trees.used) == (12, 30)
    assert len(answer.net.losses) == 12


def test_both_get_every_metric_of_the_model_lab(case):
    experiment, frame = case
    answer = tabular_net(TabularNetSettings(experiment, **QUICK), frame)
    wanted = [spec.id for spec in METRICS if spec.task == experiment.task]
    for one in (answer.net, answer.trees):
        assert [metric.id for metric in one.metrics] == wanted
        assert all(m.low <= m.value <= m.high for m in one.metrics if np.isfinite(m.low))


def test_test_rows_change_nothing_that_was_learnt(case):
    experiment, frame = case
    given, prepared = columns(experiment, frame)
    spoiled = frame.copy()
    from core.tabular.fit import split_prepared

    test = split_prepared(experiment, prepared).test
    number = next(n for n in frame.columns if frame[n].dtype.kind == "f" and n != experiment.target)
    spoiled.loc[spoiled.index[test], number] += 1000.0
    again, _ = columns(experiment, spoiled)
    for part in ("learn", "check"):
        for a, b in zip(getattr(given, part), getattr(again, part), strict=True):
            np.testing.assert_array_equal(a, b)


def test_equal_settings_give_equal_answers(case):
    experiment, frame = case
    one, two = (tabular_net(TabularNetSettings(experiment, **QUICK), frame) for _ in range(2))
    for a, b in ((one.net, two.net), (one.trees, two.trees)):
        for item in fields(a):
            if item.name not in ("seconds", "metrics"):
                np.testing.assert_array_equal(getattr(a, item.name), getattr(b, item.name))
        assert [m.value for m in a.metrics] == pytest.approx([m.value for m in b.metrics])


@pytest.mark.parametrize("change", [
    {"recipe": (Step("smote"),)}, {"split": Split("stratified", 0.4)},
    {"recipe": (Step("drop_iqr"),)}, {"seed": 5},
])  # fmt: skip
def test_recipes_that_change_rows_and_other_splits_go_through(change):
    table, frame = facts("iris")
    answer = tabular_net(TabularNetSettings(replace(start(table), **change), **QUICK), frame)
    assert answer.trees.metric("accuracy").value > 0.6


def test_every_param_is_a_field_with_the_same_default():
    table, _ = facts("iris")
    settings = TabularNetSettings(start(table))
    for param in TabularNetSettings.PARAMS:
        assert getattr(settings, param.id) == param.default


def test_the_recipe_is_fitted_on_the_learning_rows_alone():
    table, frame = facts("iris")
    experiment = start(table)
    given, prepared = columns(experiment, frame)
    rows = inner_rows(CompareSettings(experiment), prepared)
    np.testing.assert_array_equal(given.learn[1], prepared.y[rows.train])
    np.testing.assert_allclose(given.learn[0].mean(axis=0), 0, atol=1e-9)
    assert np.abs(given.check[0].mean(axis=0)).max() > 1e-3
