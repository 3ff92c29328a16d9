"""The end of every film is what scikit-learn, or a closed form, says."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from core.learning import curves, tree
from core.learning.controls import learn_settings
from core.learning.data import classes_of, heights_of
from core.learning.films import learning_film
from core.learning.frames import GRID, SIDE, plane

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
    (X,) = curves.standardised(x, (), 12)
    for frame in film.frames[1:]:
        theirs = Ridge(alpha=frame.alpha).fit(X, height)
        assert_allclose(frame.weights, theirs.coef_, atol=1e-8)


@pytest.mark.parametrize("seed", SEEDS)
def test_lasso_is_scikit_learns_all_along_its_path(seed):
    settings, film = made("lasso", seed=seed)
    x, height, _, _ = heights_of(settings.data)
    (X,) = curves.standardised(x, (), 12)
    for frame in film.frames[1:]:
        theirs = Lasso(alpha=frame.alpha, tol=1e-12, max_iter=200_000).fit(X, height)
        assert_allclose(frame.weights, theirs.coef_, atol=1e-4)


def test_the_columns_of_the_paths_are_standardised_on_the_training_points():
    settings, _ = made("ridge")
    (X,) = curves.standardised(heights_of(settings.data)[0], (), 12)
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
