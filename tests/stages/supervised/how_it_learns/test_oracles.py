"""The end of every film is what scikit-learn, or a closed form, says."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

from core.stages.supervised.how_it_learns import curves, ensembles, margin, tree
from core.stages.supervised.how_it_learns.data import classes_of, heights_of
from core.stages.supervised.how_it_learns.frames import GRID, SIDE, plane
from core.stages.supervised.how_it_learns.run import learning_film
from core.stages.supervised.how_it_learns.settings import learn_settings

SEEDS = (0, 1, 2)


def made(algorithm, **values):
    settings = learn_settings({"algorithm": algorithm, **values})
    return settings, learning_film(settings)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_line_comes_to_rest_at_least_squares(seed):
    settings, film = made("line", seed=seed, learning_rate=0.1, n_steps=400)
    x, height, _, _ = heights_of(settings.data)
    assert_allclose([film.last.w, film.last.b], np.polyfit(x, height, 1), atol=1e-6)


def test_the_slopes_of_the_line_are_those_of_its_loss():
    settings, film = made("line")
    x, height, _, _ = heights_of(settings.data)
    frame, small = film.frames[5], 1e-6

    def loss(w, b):
        return np.mean((w * x + b - height) ** 2)

    w, b = frame.w, frame.b
    slope_w = (loss(w + small, b) - loss(w - small, b)) / (2 * small)
    slope_b = (loss(w, b + small) - loss(w, b - small)) / (2 * small)
    assert_allclose([frame.slope_w, frame.slope_b], [slope_w, slope_b], rtol=1e-6)


@pytest.mark.parametrize("degree", [1, 4, 9])
def test_a_polynomial_is_numpys(degree):
    settings, film = made("polynomial", max_degree=degree)
    x, height, _, _ = heights_of(settings.data)
    theirs = np.polyval(np.polyfit(x, height, degree), GRID)
    assert_allclose(film.last.answer, theirs, atol=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_ridge_is_scikit_learns_all_along_its_path(seed):
    settings, film = made("ridge", seed=seed)
    x, height, _, _ = heights_of(settings.data)
    (X,) = curves.standardised(x, (), 30)
    for frame in film.frames[1:]:
        theirs = Ridge(alpha=frame.alpha).fit(X, height)
        assert_allclose(frame.weights, theirs.coef_, atol=1e-8)


@pytest.mark.parametrize("seed", SEEDS)
def test_lasso_is_scikit_learns_all_along_its_path(seed):
    settings, film = made("lasso", seed=seed)
    x, height, _, _ = heights_of(settings.data)
    (X,) = curves.standardised(x, (), 30)
    for frame in film.frames[1:]:
        theirs = Lasso(alpha=frame.alpha, tol=1e-12, max_iter=200_000).fit(X, height)
        assert_allclose(frame.weights, theirs.coef_, atol=1e-4)


@pytest.mark.parametrize("shape", ["wave", "circles", "stairs"])
def test_lasso_is_at_its_least_where_points_are_few(shape):
    """As many waves as points: the slowest case, in which no search from least squares arrives."""
    settings, film = made("lasso", shape=shape, n_points=40)
    x, height, _, _ = heights_of(settings.data)
    (X,) = curves.standardised(x, (), 27)
    y = height - height.mean()

    def loss(weights, alpha):
        return ((y - X @ weights) ** 2).mean() / 2 + alpha * np.abs(weights).sum()

    for frame in film.frames[1:]:
        theirs = Lasso(alpha=frame.alpha, tol=1e-10, max_iter=100_000).fit(X, y)
        assert loss(frame.weights, frame.alpha) <= loss(theirs.coef_, frame.alpha) + 1e-5
        assert frame.n_sweeps <= 5000


def test_the_columns_of_the_paths_are_standardised_on_the_training_points():
    settings, _ = made("ridge")
    (X,) = curves.standardised(heights_of(settings.data)[0], (), 30)
    assert_allclose(X.mean(axis=0), 0, atol=1e-12)
    assert_allclose(X.std(axis=0), 1)


def test_logistic_regression_comes_to_rest_at_scikit_learns():
    settings, film = made("logistic", noise=0.8, learning_rate=0.5, n_steps=400)
    points = classes_of(settings.data)
    theirs = LogisticRegression(C=np.inf, tol=1e-10).fit(points.X_train, points.y_train)
    ours = [film.last.w1, film.last.w2, film.last.b]
    assert_allclose(ours, [*theirs.coef_[0], *theirs.intercept_], atol=2e-3)


@pytest.mark.parametrize("criterion", ["gini", "entropy"])
@pytest.mark.parametrize("shape", ["moons", "blobs", "xor", "circles"])
def test_every_cut_gains_as_much_as_scikit_learns_best_cut_of_those_points(criterion, shape):
    """Compared node by node: where two cuts tie, both are right."""
    settings, _ = made("tree", shape=shape, criterion=criterion, max_depth=4)
    points = classes_of(settings.data)
    grown = tree.grow(points.X_train, points.y_train, 4, criterion)
    n_cuts = 0
    for nodes, split, cuts in grown:
        if split < 0:
            continue
        rows = nodes[split]["rows"]
        stump = DecisionTreeClassifier(criterion=criterion, max_depth=1, random_state=0)
        found = stump.fit(points.X_train[rows], points.y_train[rows]).tree_
        sizes, impurity = found.n_node_samples, found.impurity
        gain = impurity[0] - (sizes[1] * impurity[1] + sizes[2] * impurity[2]) / sizes[0]
        assert_allclose(cuts[:, 2].max(), gain, atol=1e-12)
        n_cuts += 1
    assert n_cuts > 2


@pytest.mark.parametrize("depth", [1, 2])
def test_a_tree_is_scikit_learns_where_no_cuts_tie(depth):
    settings, film = made("tree", max_depth=depth, n_points=300)
    points = classes_of(settings.data)
    theirs = DecisionTreeClassifier(max_depth=depth, random_state=0)
    theirs.fit(points.X_train, points.y_train)
    inner = film.last.feature >= 0
    ours = sorted(zip(film.last.feature[inner], film.last.threshold[inner], strict=True))
    inner = theirs.tree_.feature >= 0
    found = sorted(zip(theirs.tree_.feature[inner], theirs.tree_.threshold[inner], strict=True))
    assert_allclose(ours, found)
    share = theirs.predict_proba(plane())[:, 1].reshape(SIDE, SIDE)
    assert_allclose(film.last.answer, np.round(255 * share))


@pytest.mark.parametrize("k", [1, 5, 14])
def test_neighbours_vote_as_in_scikit_learn(k):
    settings, film = made("knn", max_k=k)
    points = classes_of(settings.data)
    theirs = KNeighborsClassifier(k).fit(points.X_train, points.y_train)
    share = theirs.predict_proba(plane())[:, 1].reshape(SIDE, SIDE)
    assert_allclose(film.last.answer, np.round(255 * share), atol=1)
    away, rows = theirs.kneighbors([[settings.at_x, settings.at_y]])
    assert film.last.nearest.tolist() == rows[0].tolist()
    assert_allclose(film.last.distance, away[0])
    wrong = np.mean(theirs.predict(points.X_test) != points.y_test)
    assert film.last.test_error == pytest.approx(wrong)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_forest_is_the_mean_of_scikit_learns_trees_on_the_same_rows(seed):
    """Both coordinates at every cut, and one cut a tree: chance decides nothing but the rows."""
    settings, film = made("forest", seed=seed, max_features=2, max_depth=1, n_trees=20)
    points = classes_of(settings.data)
    rng = np.random.default_rng([seed, 1])
    shares = []
    for frame in film.frames[1:]:
        rows = rng.integers(0, len(points.y_train), len(points.y_train))
        assert frame.drawn.tolist() == np.bincount(rows, minlength=len(rows)).tolist()
        rng.permutation(2)
        theirs = DecisionTreeClassifier(max_depth=1, random_state=0)
        theirs.fit(points.X_train[rows], points.y_train[rows])
        shares.append(theirs.predict_proba(plane())[:, 1])
        expected = np.mean(shares, axis=0).reshape(SIDE, SIDE)
        assert_allclose(frame.answer, np.round(255 * expected), atol=1)


def test_rows_are_judged_by_trees_that_did_not_draw_them():
    settings, film = made("forest", n_trees=12)
    points = classes_of(settings.data)
    rng = np.random.default_rng([settings.data.seed, 1])
    says = []
    for _ in range(12):
        rows, nodes = ensembles.forest_tree(rng, points.X_train, points.y_train, 3, 1)
        unseen = ~np.isin(np.arange(len(points.y_train)), rows)
        says.append(np.where(unseen, tree.tree_says(nodes, points.X_train), np.nan))
    says = np.array(says)
    asked = ~np.isnan(says).all(axis=0)
    wrong = (np.nanmean(says[:, asked], axis=0) > 0.5) != (points.y_train[asked] == 1)
    assert film.last.unseen_error == pytest.approx(wrong.mean())


@pytest.mark.parametrize("depth", [1, 3])
@pytest.mark.parametrize("shape", ["wave", "stairs"])
def test_boosting_is_scikit_learns_round_by_round(depth, shape):
    settings, film = made("boosting", max_depth=depth, shape=shape)
    x, height, x_test, height_test = heights_of(settings.data)
    theirs = GradientBoostingRegressor(
        learning_rate=0.2, n_estimators=40, max_depth=depth, random_state=0,
    ).fit(x[:, None], height)  # fmt: skip
    staged = theirs.staged_predict(GRID[:, None])
    for frame, expected in zip(film.frames[1:], staged, strict=True):
        assert_allclose(frame.answer, expected, atol=1e-9)
    said = theirs.predict(x_test[:, None])
    assert film.last.test_error == pytest.approx(np.mean((said - height_test) ** 2))


@pytest.mark.parametrize("c", [0.1, 1.0, 50.0])
@pytest.mark.parametrize(("algorithm", "kernel"), [("svm_linear", "linear"), ("svm_rbf", "rbf")])
@pytest.mark.parametrize("shape", ["blobs", "circles"])
def test_a_machine_decides_as_scikit_learns_to_a_thousandth(algorithm, kernel, shape, c):
    settings, film = made(algorithm, shape=shape, c=c)
    points = classes_of(settings.data)
    theirs = SVC(C=c, kernel=kernel, gamma=0.3, tol=1e-6).fit(points.X_train, points.y_train)
    sides = 2.0 * points.y_train - 1
    function = margin.rbf_kernel if kernel == "rbf" else margin.linear_kernel
    pulls = film.last.alpha * sides
    ours = function(points.X_test, points.X_train, 0.3) @ pulls + film.last.b
    assert film.ended == ""
    assert_allclose(ours, theirs.decision_function(points.X_test), atol=1e-3)
    assert abs(pulls.sum()) < 1e-9
    assert film.last.alpha.min() >= 0
    assert film.last.alpha.max() <= c
    if kernel == "linear":
        assert_allclose(film.last.weights[:2], theirs.coef_[0], atol=1e-3)


def test_the_widest_margin_is_that_of_liblinear_too():
    """LinearSVC also shrinks b, so b gets a large scale of its own; tolerance two hundredths."""
    settings, film = made("svm_linear")
    points = classes_of(settings.data)
    theirs = LinearSVC(
        C=1.0, loss="hinge", intercept_scaling=100, tol=1e-8, max_iter=2_000_000, random_state=0
    ).fit(points.X_train, points.y_train)
    assert_allclose(film.last.weights, [*theirs.coef_[0], *theirs.intercept_], atol=2e-2)


@pytest.mark.parametrize("shape", ["blobs", "moons", "xor"])
def test_naive_bayes_is_scikit_learns(shape):
    settings, film = made("naive_bayes", shape=shape)
    points = classes_of(settings.data)
    theirs = GaussianNB().fit(points.X_train, points.y_train)
    assert_allclose(film.last.mean, theirs.theta_, atol=1e-12)
    assert_allclose(film.last.variance, theirs.var_, rtol=1e-9)
    share = theirs.predict_proba(plane())[:, 1].reshape(SIDE, SIDE)
    assert_allclose(film.last.answer, np.round(255 * share), atol=1)
