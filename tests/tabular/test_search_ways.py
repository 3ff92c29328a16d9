"""Ways of searching against scikit-learn's, Optuna's and brute force; scores, too."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import optuna
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import datasets
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.model_selection import (
    HalvingGridSearchCV,
    HalvingRandomSearchCV,
    KFold,
    ParameterGrid,
    cross_val_score,
)
from sklearn.tree import DecisionTreeRegressor

from core.tabular.experiment import Experiment, ModelChoice, Split, Step
from core.tabular.models.catalogue import MODELS
from core.tabular.recipe.pipeline import build, facts_of
from core.tabular.recipe.plan import plan
from core.tabular.search import ready as ready_room
from core.tabular.search.importance import FEWEST_TRIALS, importance_of
from core.tabular.search.methods import (
    WAYS,
    Terms,
    best_places,
    cost_of,
    distributions,
    halving_plan,
    rungs_of,
)
from core.tabular.search.paths import NoPath, axis_of, path_of
from core.tabular.search.ready import Ready, TooSlow
from core.tabular.search.rows import divided, even_order, undivided, within
from core.tabular.search.space import searched, space_of, with_candidate

IRIS = datasets.load_iris(as_frame=True).frame
TREE = Experiment(
    "sample:iris",
    "iris",
    "target",
    "classification",
    recipe=(Step("standard"),),
    model=ModelChoice("decision_tree"),
    split=Split("stratified"),
)
SPACE = space_of(TREE)


def terms(space=SPACE, n_trials=12, seed=4, n_rows=360, fewest=6, factor=3, n_startup=5) -> Terms:
    return Terms(space, n_trials, seed, n_rows, fewest, factor, n_startup)


def made_up(candidate) -> float:
    """A score that any candidate has."""
    values = dict(candidate)
    return -abs(values["max_depth"] - 7) - 0.1 * np.log(values["min_samples_leaf"])


def walked(name: str, given: Terms, score=made_up):
    """All trials of a way, told their scores."""
    way, told, found = WAYS[name](given), None, []
    try:
        trial = next(way)
        while True:
            found.append(trial)
            told = score(trial.candidate)
            trial = way.send(told)
    except StopIteration:
        return found


def test_a_grid_is_every_combination_once():
    found = [trial.candidate for trial in walked("grid", terms())]
    axes = {name: sorted({dict(c)[name] for c in found}) for name, _ in found[0]}
    assert len(found) == len(set(found)) <= 12
    assert {tuple(sorted(point.items())) for point in ParameterGrid(axes)} == set(found)
    assert set(found) == {
        tuple(sorted(zip(axes, values, strict=True))) for values in product(*axes.values())
    }


def test_random_search_draws_as_by_hand():
    rng = np.random.default_rng(4)
    shares = rng.random((12, 2))
    by_hand = []
    for depth, leaf in shares:
        low, high = np.log([1, 50])
        by_hand.append(
            {
                "max_depth": round(1 + depth * 19),
                "min_samples_leaf": round(float(np.exp(low + leaf * (high - low)))),
            }
        )
    assert [dict(trial.candidate) for trial in walked("random", terms())] == by_hand


@pytest.mark.parametrize("seed", [0, 5])
def test_tpe_proposes_what_optuna_called_plainly_proposes(seed):
    def objective(trial):
        depth = trial.suggest_int("max_depth", 1, 20)
        leaf = trial.suggest_int("min_samples_leaf", 1, 50, log=True)
        return made_up((("max_depth", depth), ("min_samples_leaf", leaf)))

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=5)
    study = optuna.create_study(direction="maximize", sampler=sampler)
    study.optimize(objective, n_trials=15)
    asked = walked("tpe", terms(n_trials=15, seed=seed))
    assert [dict(t.candidate) for t in asked] == [trial.params for trial in study.trials]


def test_tpe_goes_on_after_a_trial_that_failed():
    found = walked("tpe", terms(n_trials=12), score=lambda _candidate: None)
    assert len(found) == 12


@pytest.mark.parametrize(
    ("n_candidates", "factor", "first"), [(27, 3, 40), (16, 2, 45), (9, 3, 20)]
)
def test_rounds_of_halving_are_those_of_scikit_learn(n_candidates, factor, first):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(360, 2))
    y = X[:, 0] + rng.normal(size=360)
    theirs = HalvingRandomSearchCV(
        DecisionTreeRegressor(random_state=0),
        {"max_depth": list(range(1, 15)), "min_samples_leaf": list(range(1, 30))},
        n_candidates=n_candidates,
        factor=factor,
        min_resources=first,
        cv=KFold(2),
        random_state=0,
    ).fit(X, y)
    rungs = rungs_of(n_candidates, 360, first, factor)
    assert [rung.n_candidates for rung in rungs] == theirs.n_candidates_
    assert [rung.n_rows for rung in rungs] == theirs.n_resources_


def test_rounds_of_halving_on_a_grid_are_those_of_scikit_learn():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(360, 2))
    theirs = HalvingGridSearchCV(
        DecisionTreeRegressor(random_state=0),
        {"max_depth": [1, 2, 3], "min_samples_leaf": [1, 2, 3]},
        factor=3,
        min_resources=40,
        cv=KFold(2),
        random_state=0,
    ).fit(X, X[:, 0])
    rungs = rungs_of(9, 360, 40, 3)
    assert [rung.n_candidates for rung in rungs] == theirs.n_candidates_
    assert [rung.n_rows for rung in rungs] == theirs.n_resources_


@given(
    st.integers(20, 5_000), st.integers(2, 60), st.integers(2, 5), st.integers(4, 60),
)  # fmt: skip
def test_halving_keeps_to_the_budget_and_ends_on_all_rows(n_rows, n_trials, factor, fewest):
    fewest = min(fewest, n_rows)
    given = terms(n_trials=n_trials, n_rows=n_rows, factor=factor, fewest=fewest)
    rungs = halving_plan(given)
    assert rungs
    assert rungs[-1].n_rows == n_rows
    assert rungs[0].n_rows >= fewest
    assert cost_of(rungs, n_rows) <= n_trials + 1e-9
    kept = [rung.n_candidates for rung in rungs]
    assert all(b == -(-a // factor) for a, b in pairwise(kept))
    assert len(walked("halving", given)) == sum(kept)


def test_halving_keeps_the_best_of_each_round():
    given = terms(n_trials=12)
    rungs = halving_plan(given)
    found = walked("halving", given)
    first, second = found[: rungs[0].n_candidates], found[rungs[0].n_candidates :]
    best = sorted(first, key=lambda trial: -made_up(trial.candidate))[: rungs[1].n_candidates]
    assert [t.candidate for t in second[: rungs[1].n_candidates]] == [t.candidate for t in best]
    drawn = walked("random", terms(n_trials=rungs[0].n_candidates))
    assert [t.candidate for t in first] == [t.candidate for t in drawn]


def test_those_that_failed_come_last():
    assert best_places([-np.inf, 0.2, 0.5], 2) == [2, 1]


def pipeline_of(experiment, contest):
    rows = contest.prepared.X.iloc[contest.rows.train]
    return build(plan(experiment, facts_of(rows, contest.prepared.gaps)))


@pytest.mark.parametrize("model", ["decision_tree", "logistic", "knn", "svm_rbf", "random_forest"])
def test_a_score_is_scikit_learns_on_the_suites_own_pipeline_and_folds(model):
    case = Experiment(**{**vars(TREE), "model": ModelChoice(model)})
    contest, n_all = undivided(case, IRIS, "balanced_accuracy", 1_000)
    assert n_all == len(contest.rows.train)
    contest = divided(contest, 3, seed=2)
    ready = Ready(contest, 2)
    for candidate in space_of(case).draw(np.random.default_rng(0), 2):
        train = contest.rows.train
        theirs = cross_val_score(
            pipeline_of(with_candidate(case, candidate), contest),
            contest.prepared.X.iloc[train],
            contest.prepared.y[train],
            scoring="balanced_accuracy",
            cv=[(fold.train, fold.test) for fold in contest.folds],
        )
        mine = [ready.score(candidate, fold) for fold in contest.folds]
        np.testing.assert_allclose(mine, theirs, atol=1e-12)
        np.testing.assert_allclose(mine, contest.scores(candidate), atol=1e-12)


def test_a_recipe_that_changes_rows_does_so_for_learning_alone():
    rare = IRIS.iloc[: 50 + 50 + 20]
    case = Experiment(**{**vars(TREE), "recipe": (Step("standard"), Step("smote"))})
    contest = divided(undivided(case, rare, "auto", 1_000)[0], 2, seed=0)
    ready = Ready(contest, 0)
    candidate = SPACE.draw(np.random.default_rng(1), 1)[0]
    mine = [ready.score(candidate, fold) for fold in contest.folds]
    np.testing.assert_allclose(mine, contest.scores(candidate), atol=1e-12)
    made = ready.made(contest.folds[0])
    assert len(made.y_learn) > len(contest.folds[0].train)
    assert len(made.y_check) == len(contest.folds[0].test)


def test_fewer_rows_are_among_more_and_have_every_class():
    contest = divided(undivided(TREE, IRIS, "auto", 1_000)[0], 3, seed=0)
    ready = Ready(contest, 0)
    few, more = ready.folds(30), ready.folds(60)
    for small, large, whole in zip(few, more, contest.folds, strict=True):
        assert set(small.train) < set(large.train) < set(whole.train)
        assert set(small.test) < set(large.test) < set(whole.test)
    assert sum(len(fold.test) for fold in few) == 30
    codes = contest.prepared.y[contest.rows.train][even_order(contest, 0)]
    for n in (6, 15, 30):
        assert np.bincount(codes[:n], minlength=3).min() >= n // 3 - 1
    assert within((), np.arange(3)) == ()


def test_folds_keep_groups_together():
    frame = IRIS.assign(plot=np.repeat(np.arange(30), 5))
    case = Experiment(**{**vars(TREE), "split": Split("grouped", 0.25, "plot")})
    contest = divided(undivided(case, frame, "auto", 1_000)[0], 3, seed=0)
    groups = contest.prepared.order.iloc[contest.rows.train].to_numpy()
    for fold in contest.folds:
        assert not set(groups[fold.train]) & set(groups[fold.test])


def test_many_rows_are_drawn_by_the_seed():
    contest, n_all = undivided(TREE, IRIS, "auto", 60)
    again, _ = undivided(TREE, IRIS, "auto", 60)
    assert (n_all, len(contest.rows.train)) == (112, 60)
    np.testing.assert_array_equal(contest.rows.train, again.rows.train)
    assert not set(contest.rows.train) & set(contest.rows.test)


def test_a_fit_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(ready_room, "MOST_FIT_S", -1.0)
    case = Experiment(**{**vars(TREE), "model": ModelChoice("gradient_boosting")})
    contest = divided(undivided(case, IRIS, "auto", 1_000)[0], 2, seed=0)
    with pytest.raises(TooSlow, match="took longer than"):
        Ready(contest, 0).score((("n_estimators", 50),), contest.folds[0])


def test_importance_is_optunas_called_plainly():
    rng = np.random.default_rng(3)
    candidates = SPACE.draw(rng, 30)
    scores = [made_up(candidate) for candidate in candidates]
    study = optuna.create_study(direction="maximize")
    for candidate, value in zip(candidates, scores, strict=True):
        study.add_trial(
            optuna.trial.create_trial(
                params=dict(candidate), distributions=distributions(SPACE), value=value
            )
        )
    judge = optuna.importance.FanovaImportanceEvaluator(seed=0)
    theirs = optuna.importance.get_param_importances(study, evaluator=judge)
    mine = importance_of(SPACE, candidates, scores)
    np.testing.assert_allclose(mine, [theirs[one.id] for one in SPACE.dimensions])
    assert mine.argmax() == 0  # the depth decides the score that is made up
    assert mine.sum() == pytest.approx(1)


def test_importance_is_not_told_from_few_trials_or_from_equal_ones():
    candidates = SPACE.draw(np.random.default_rng(0), FEWEST_TRIALS)
    assert not len(importance_of(SPACE, candidates[1:], [0.5] * (FEWEST_TRIALS - 1)))
    assert not len(importance_of(SPACE, candidates, [0.5] * FEWEST_TRIALS))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spec", "task"),
    [(spec, task) for spec in MODELS for task in spec.tasks],
    ids=lambda one: getattr(one, "id", one),
)
def test_code_finds_the_argument_of_every_setting(spec, task):
    case = Experiment("sample:x", "x", "y", task, model=ModelChoice(spec.id))
    for one in space_of(case).dimensions:
        kind, limits = axis_of(one)
        assert kind in ("int", "float", "categorical")
        assert limits
        if spec.id == "mlp" and one.id in ("width", "layers"):
            with pytest.raises(NoPath, match="choose the other settings"):
                path_of(case, one)
            continue
        path = path_of(case, one).removeprefix("model__")
        value = one.at(0.4)
        changed = with_candidate(case, ((one.id, value),))
        values = {param.id: param.default for param in spec.params}
        values |= dict(changed.model.params)
        model = spec.call_for(task).filled({**values, "seed": 0, "class_weight": None}).build()
        assert model.get_params()[path] == value


def test_a_line_without_settings_lends_its_place():
    lines = Experiment("sample:x", "x", "y", "regression", model=ModelChoice("linear"))
    assert searched(lines).model == ModelChoice("ridge")
    assert searched(TREE) is TREE
