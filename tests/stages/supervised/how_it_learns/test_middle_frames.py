"""Every frame on the way, not only the last, is what another library or brute force says."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.linear_model import Lasso, Ridge
from sklearn.metrics import log_loss, mean_squared_error, zero_one_loss
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from core.stages.supervised.how_it_learns import curves, margin, tree
from core.stages.supervised.how_it_learns.data import classes_of, heights_of
from core.stages.supervised.how_it_learns.ensembles import forest_tree
from core.stages.supervised.how_it_learns.frames import plane
from core.stages.supervised.how_it_learns.run import learning_film
from core.stages.supervised.how_it_learns.settings import learn_settings

SEEDS = pytest.mark.parametrize("seed", [0, 4])


def made(algorithm, **values):
    settings = learn_settings({"algorithm": algorithm, **values})
    return settings, learning_film(settings)


@SEEDS
@pytest.mark.parametrize("shape", ["slope", "wave"])
def test_every_step_of_the_line_is_torchs(seed, shape):
    settings, film = made("line", seed=seed, shape=shape, start_w=-1.5, start_b=4.0)
    x, height, x_test, height_test = (torch.tensor(part) for part in heights_of(settings.data))
    w = torch.tensor([-1.5, 4.0], dtype=torch.float64, requires_grad=True)
    descent = torch.optim.SGD([w], lr=0.03)
    for frame in film.frames:
        loss = torch.mean((w[0] * x + w[1] - height) ** 2)
        test = torch.mean((w[0] * x_test + w[1] - height_test) ** 2)
        assert_allclose([frame.w, frame.b], w.detach(), rtol=1e-10)
        assert_allclose([frame.train_error, frame.test_error], [loss.item(), test.item()])
        descent.zero_grad()
        loss.backward()
        assert_allclose([frame.slope_w, frame.slope_b], w.grad, rtol=1e-9, atol=1e-12)
        descent.step()
    floor = np.polyfit(x, height, 1, full=True)[1][0] / len(x)
    assert film.last.least == pytest.approx(floor)


@SEEDS
def test_every_step_of_logistic_regression_is_torchs(seed):
    settings, film = made("logistic", seed=seed, learning_rate=0.3, n_steps=80)
    points = classes_of(settings.data)
    X, y = torch.tensor(np.array(points.X_train)), torch.tensor(points.y_train.astype(float))
    w = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    descent = torch.optim.SGD([w], lr=0.3)
    for frame in film.frames:
        assert_allclose([frame.w1, frame.w2, frame.b], w.detach(), rtol=1e-10, atol=1e-14)
        z = X @ w[:2] + w[2]
        assert frame.loss == pytest.approx(log_loss(y, torch.sigmoid(z.detach())))
        on_test = np.asarray(points.X_test) @ [frame.w1, frame.w2] + frame.b > 0
        assert frame.test_error == pytest.approx(zero_one_loss(points.y_test, on_test))
        descent.zero_grad()
        torch.nn.functional.binary_cross_entropy_with_logits(z, y).backward()
        descent.step()


@SEEDS
def test_the_errors_of_every_polynomial_are_numpys(seed):
    settings, film = made("polynomial", seed=seed, max_degree=9)
    x, height, x_test, height_test = heights_of(settings.data)
    for frame in film.frames:
        theirs = np.polynomial.Polynomial.fit(x / 6, height, frame.degree, domain=[-1, 1])
        assert frame.train_error == pytest.approx(mean_squared_error(height, theirs(x / 6)))
        assert frame.test_error == pytest.approx(
            mean_squared_error(height_test, theirs(x_test / 6)), rel=1e-4
        )
        assert frame.largest == pytest.approx(np.abs(theirs.coef).max(), rel=1e-4)


@SEEDS
@pytest.mark.parametrize("algorithm", ["ridge", "lasso"])
def test_the_errors_along_the_paths_are_scikit_learns(algorithm, seed):
    settings, film = made(algorithm, seed=seed, n_waves=12)
    x, height, x_test, height_test = heights_of(settings.data)
    X, X_test = curves.standardised(x, (x_test,), 12)
    model = Ridge if algorithm == "ridge" else Lasso
    for frame in film.frames[1::4]:
        how = {} if model is Ridge else {"tol": 1e-12, "max_iter": 200_000}
        theirs = model(alpha=frame.alpha, **how).fit(X, height)
        found = [mean_squared_error(height, theirs.predict(X)),
                 mean_squared_error(height_test, theirs.predict(X_test))]  # fmt: skip
        assert_allclose([frame.train_error, frame.test_error], found, atol=1e-4)
        assert frame.size == pytest.approx(np.abs(theirs.coef_).sum(), abs=1e-3)
        assert frame.n_used == np.count_nonzero(np.abs(theirs.coef_) > 1e-9)


@SEEDS
@pytest.mark.parametrize("shape", ["moons", "blobs"])
def test_after_every_cut_the_tree_is_scikit_learns_best_first_tree(shape, seed):
    settings, film = made("tree", seed=seed, shape=shape, max_depth=6, n_points=300, noise=0.5)
    points = classes_of(settings.data)
    compared = 0
    for frame in film.frames[1:8]:
        theirs = DecisionTreeClassifier(
            max_leaf_nodes=frame.n_leaves, max_depth=6, random_state=0
        ).fit(points.X_train, points.y_train)
        kept = theirs.tree_.threshold[theirs.tree_.feature >= 0]
        ours = frame.threshold[frame.feature >= 0]
        if not np.allclose(np.sort(kept), np.sort(ours)):
            continue  # two cuts were as good: another tree, as right
        compared += 1
        share = theirs.predict_proba(points.X_test)[:, 1]
        assert frame.test_error == pytest.approx(np.mean((share > 0.5) != points.y_test))
        assert frame.train_error == pytest.approx(1 - theirs.score(points.X_train, points.y_train))
    assert compared >= 4


def test_what_the_forest_says_on_the_way_is_the_mean_of_its_trees_asked_one_by_one():
    settings, film = made("forest", n_trees=15, max_depth=4, at_x=-1.0, at_y=0.7)
    points = classes_of(settings.data)
    rng = np.random.default_rng([settings.data.seed, 1])
    trees = [forest_tree(rng, points.X_train, points.y_train, 4, 1)[1] for _ in range(15)]
    at = np.array([[-1.0, 0.7]])
    for frame in film.frames[1:]:
        grown = trees[: frame.n_trees]
        assert frame.share == pytest.approx(np.mean([tree.tree_says(one, at) for one in grown]))
        for X, y, error in (
            (points.X_train, points.y_train, frame.train_error),
            (points.X_test, points.y_test, frame.test_error),
        ):
            share = np.mean([[_walk(one, x) for x in X] for one in grown], axis=0)
            assert error == pytest.approx(np.mean((share > 0.5) != y))


def _walk(nodes, x):
    """Ask a tree one question after the other."""
    node = nodes[0]
    while node["feature"] >= 0:
        below = x[node["feature"]] <= node["threshold"]
        node = nodes[node["left"] if below else node["right"]]
    return node["share"]


def test_the_errors_of_every_boosting_round_are_scikit_learns():
    settings, film = made("boosting", max_depth=2, shrinkage=0.5, n_rounds=25)
    x, height, x_test, height_test = heights_of(settings.data)
    theirs = GradientBoostingRegressor(
        learning_rate=0.5, n_estimators=25, max_depth=2, random_state=0
    ).fit(x[:, None], height)
    for frame, train, test in zip(
        film.frames[1:],
        theirs.staged_predict(x[:, None]),
        theirs.staged_predict(x_test[:, None]),
        strict=True,
    ):
        assert frame.train_error == pytest.approx(mean_squared_error(height, train))
        assert frame.test_error == pytest.approx(mean_squared_error(height_test, test))


@pytest.mark.parametrize(("algorithm", "gamma"), [("svm_linear", 0.0), ("svm_rbf", 2.0)])
def test_every_update_of_a_machine_climbs_its_dual_and_says_what_its_pulls_say(algorithm, gamma):
    values = {"gamma": gamma} if algorithm == "svm_rbf" else {}
    settings, film = made(algorithm, c=3.0, shape="moons", **values)
    points = classes_of(settings.data)
    sides = 2.0 * points.y_train - 1

    def kernel(here, there):
        if algorithm == "svm_linear":
            return float(np.dot(here, there))
        return float(np.exp(-gamma * np.sum((here - there) ** 2)))

    gram = np.array([[kernel(a, b) for b in points.X_train] for a in points.X_train])
    on_test = np.array([[kernel(a, b) for b in points.X_train] for a in points.X_test])
    climbed = []
    for frame in film.frames:
        pulls = frame.alpha * sides
        climbed.append(frame.alpha.sum() - pulls @ gram @ pulls / 2)
        assert abs(pulls.sum()) < 1e-9
        wrong = np.mean((on_test @ pulls + frame.b > 0) != (points.y_test == 1))
        assert frame.test_error == pytest.approx(wrong)
        assert frame.n_support == np.count_nonzero(frame.alpha)
        at = np.array([[kernel(a, b) for b in points.X_train] for a in plane()[::400]])
        level = margin.level_of(np.clip(at @ pulls + frame.b, -1.5, 1.5))
        assert_allclose(frame.answer.ravel()[::400], level, atol=0.51)
    assert all(after >= before - 1e-12 for before, after in pairwise(climbed))


@SEEDS
@pytest.mark.parametrize("shape", ["moons", "xor"])
def test_the_errors_of_every_k_are_scikit_learns(shape, seed):
    settings, film = made("knn", seed=seed, shape=shape, max_k=20, at_x=-2.0, at_y=1.0)
    points = classes_of(settings.data)
    for frame in film.frames[1:]:
        theirs = KNeighborsClassifier(frame.k).fit(points.X_train, points.y_train)
        found = [1 - theirs.score(points.X_train, points.y_train),
                 1 - theirs.score(points.X_test, points.y_test)]  # fmt: skip
        assert_allclose([frame.train_error, frame.test_error], found, atol=1e-12)
        assert frame.share == pytest.approx(theirs.predict_proba([[-2.0, 1.0]])[0, 1])
        assert frame.radius == pytest.approx(theirs.kneighbors([[-2.0, 1.0]])[0][0, -1])


@SEEDS
def test_naive_bayes_after_every_point_is_scikit_learns_on_the_points_so_far(seed):
    settings, film = made("naive_bayes", seed=seed, noise=0.6)
    points = classes_of(settings.data)
    for frame in film.frames[4::7]:
        n = frame.n_seen
        X, y = points.X_train[:n], points.y_train[:n]
        if min(np.bincount(y, minlength=2)) < 2:
            continue
        theirs = GaussianNB().fit(X, y)
        assert_allclose(frame.mean, theirs.theta_, atol=1e-12)
        assert_allclose(frame.variance, theirs.var_, rtol=1e-9)
        assert frame.test_error == pytest.approx(1 - theirs.score(points.X_test, points.y_test))
        assert frame.train_error == pytest.approx(1 - theirs.score(points.X_train, points.y_train))
