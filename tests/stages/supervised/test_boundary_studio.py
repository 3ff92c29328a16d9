"""The boundary studio: maps and scores equal the libraries called plainly, and its words hold."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PlaygroundError
from core.neural.data.dataset import make_dataset
from core.stages.supervised.boundary_studio.models import CHOICES, MAIN
from core.stages.supervised.boundary_studio.run import (
    SIDE,
    boundaries,
    places,
)
from core.stages.supervised.boundary_studio.scene_verdict import verdict
from core.stages.supervised.boundary_studio.settings import StudioSettings
from core.tabular.models.catalogue import models_for

SEED = 3


def of(**values):
    return StudioSettings.of(values)


def plain_models():
    """Every model as its documentation would call it, with the catalogue's values by hand."""
    from lightgbm import LGBMClassifier
    from sklearn import ensemble as many
    from sklearn.discriminant_analysis import (
        LinearDiscriminantAnalysis,
        QuadraticDiscriminantAnalysis,
    )
    from sklearn.gaussian_process import GaussianProcessClassifier
    from sklearn.gaussian_process.kernels import RBF
    from sklearn.linear_model import LogisticRegression, SGDClassifier
    from sklearn.naive_bayes import GaussianNB, MultinomialNB
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.neural_network import MLPClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler, StandardScaler
    from sklearn.svm import SVC, LinearSVC
    from sklearn.tree import DecisionTreeClassifier
    from xgboost import XGBClassifier

    def scaled(model):
        return make_pipeline(StandardScaler(), model)

    seed = {"random_state": SEED}
    return {
        "logistic": scaled(LogisticRegression(C=1.0, max_iter=1000)),
        "lda": LinearDiscriminantAnalysis(),
        "qda": scaled(
            QuadraticDiscriminantAnalysis(solver="eigen", shrinkage=0.1, tol=1e-9)
        ),
        "sgd": scaled(SGDClassifier(loss="log_loss", alpha=1e-4, max_iter=1000, **seed)),
        "knn": scaled(KNeighborsClassifier(5)),
        "gaussian_nb": scaled(GaussianNB(var_smoothing=1e-9)),
        "multinomial_nb": make_pipeline(MinMaxScaler(clip=True), MultinomialNB(alpha=1.0)),
        "gaussian_process": scaled(GaussianProcessClassifier(RBF(1.0), **seed)),
        "svm_linear": scaled(LinearSVC(C=1.0, max_iter=5000, **seed)),
        "svm_rbf": scaled(SVC(C=1.0, gamma="scale")),
        "svm_poly": scaled(SVC(C=1.0, kernel="poly", degree=3, coef0=1.0)),
        "decision_tree": DecisionTreeClassifier(max_depth=5, **seed),
        "mlp": scaled(MLPClassifier((32,), alpha=1e-4, max_iter=200, **seed)),
        "random_forest": many.RandomForestClassifier(100, max_features=0.3, **seed),
        "extra_trees": many.ExtraTreesClassifier(100, max_features=0.3, **seed),
        "bagging": many.BaggingClassifier(DecisionTreeClassifier(), 50, **seed),
        "ada_boost": many.AdaBoostClassifier(
            DecisionTreeClassifier(max_depth=2), n_estimators=50, **seed
        ),
        "gradient_boosting": many.GradientBoostingClassifier(n_estimators=100, **seed),
        "hist_gradient_boosting": many.HistGradientBoostingClassifier(
            max_iter=100, l2_regularization=1.0, early_stopping=False, **seed
        ),
        "xgboost": XGBClassifier(
            n_estimators=100, learning_rate=0.1, max_depth=6, reg_lambda=1.0, tree_method="hist",
            n_jobs=1, **seed,
        ),
        "lightgbm": LGBMClassifier(
            n_estimators=100, learning_rate=0.1, num_leaves=31, min_child_samples=20,
            reg_lambda=1.0, deterministic=True, force_row_wise=True, n_jobs=1, verbosity=-1, **seed,
        ),
    }  # fmt: skip


POINTS = (
    {"shape": "moons", "noise": 0.4, "n_points": 120},
    {"shape": "blobs", "noise": 0.6, "n_points": 120, "n_classes": 3},
)


# The libraries, called plainly


@pytest.mark.parametrize("values", POINTS, ids=["two classes", "three classes"])
@pytest.mark.parametrize("name", MAIN)
def test_a_map_and_its_scores_are_those_of_the_library(name, values):
    chosen = of(**values, models=name, data_seed=SEED)
    board = boundaries(chosen)
    (one,), data = board.maps, board.data
    model = plain_models()[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(data.X_train, data.y_train)
        said = model.predict(places(data.ranges)).reshape(SIDE, SIDE)
        assert np.mean(one.winner != said) <= (0.001 if name == "lda" else 0)
        assert one.train.share == model.score(data.X_train, data.y_train)
        assert one.test.share == model.score(data.X_test, data.y_test)
        if name.startswith("svm"):
            assert one.sure is None
            return
        sure = model.predict_proba(places(data.ranges)).max(axis=1).reshape(SIDE, SIDE)
    np.testing.assert_allclose(one.sure, sure, atol=1e-6)


def test_every_classifier_of_the_catalogue_can_be_chosen():
    ids = {spec.id for spec in models_for("classification")}
    assert {choice.id for choice in CHOICES} == set(MAIN) == set(plain_models()) == ids


def test_gaussian_naive_bayes_is_its_closed_formula():
    board = boundaries(of(models="gaussian_nb"))
    data, grid = board.data, places(board.data.ranges)
    logs = []
    for code in (0, 1):
        own = data.X_train[data.y_train == code]
        mean, var = own.mean(axis=0), own.var(axis=0)
        bells = -0.5 * ((grid - mean) ** 2 / var + np.log(2 * np.pi * var)).sum(axis=1)
        logs.append(bells + np.log(len(own) / len(data.y_train)))
    chance = 1 / (1 + np.exp(logs[0] - logs[1]))
    sure = np.maximum(chance, 1 - chance).reshape(SIDE, SIDE)
    np.testing.assert_allclose(board.maps[0].sure, sure, atol=1e-6)
    assert (board.maps[0].winner == (chance > 0.5).reshape(SIDE, SIDE)).all()


def test_linear_discriminants_part_two_classes_by_their_closed_formula():
    board = boundaries(of(models="lda"))
    data, grid = board.data, places(board.data.ranges)
    own = [data.X_train[data.y_train == code] for code in (0, 1)]
    means = [X.mean(axis=0) for X in own]
    scatter = sum((X - m).T @ (X - m) for X, m in zip(own, means, strict=True))
    w = np.linalg.solve(scatter / (len(data.y_train) - 2), means[1] - means[0])
    b = np.log(len(own[1]) / len(own[0])) - w @ (means[0] + means[1]) / 2
    near = np.abs(grid @ w + b).reshape(SIDE, SIDE) < 0.01
    said = (grid @ w + b > 0).reshape(SIDE, SIDE)
    assert (board.maps[0].winner == said)[~near].all()


def test_the_number_of_a_model_is_its_own():
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    board = boundaries(of(models="knn 1, knn 15", data_seed=SEED))
    for one, k in zip(board.maps, (1, 15), strict=True):
        plain = make_pipeline(StandardScaler(), KNeighborsClassifier(k))
        plain.fit(board.data.X_train, board.data.y_train)
        assert (one.said_test == plain.predict(board.data.X_test)).all()


# Laws


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(["moons", "blobs", "spirals", "random_labels"]), st.integers(0, 99),
    st.permutations(["knn 3", "decision_tree 4", "gaussian_nb", "svm_rbf"]),
)  # fmt: skip
def test_the_order_of_the_models_changes_no_map(shape, seed, order):
    chosen = {"shape": shape, "data_seed": seed, "n_points": 60, "n_classes": 2}
    board = boundaries(of(**chosen, models=", ".join(order)))
    again = boundaries(of(**chosen, models=", ".join(reversed(order))))
    for one, other in zip(board.maps, reversed(again.maps), strict=True):
        assert one.player == other.player
        assert one.winner.tobytes() == other.winner.tobytes()
        assert one.margin.tobytes() == other.margin.tobytes()
        assert (one.margin >= 0).all()
        if one.sure is not None:
            assert ((one.sure >= 0.5 - 1e-6) & (one.sure <= 1 + 1e-6)).all()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 999), st.integers(2, 5))
def test_points_are_those_of_the_shape_whatever_is_asked_of_them(seed, n_classes):
    chosen = of(shape="blobs", n_classes=n_classes, data_seed=seed, models="gaussian_nb")
    board, plain = boundaries(chosen), make_dataset(chosen.data)
    for name in ("X_train", "y_train", "X_test", "y_test"):
        assert getattr(board.data, name).tobytes() == getattr(plain, name).tobytes()
    (x0, x1), (y0, y1) = board.data.ranges
    X = np.concatenate([board.data.X_train, board.data.X_test])
    assert X.min() >= x0 == y0
    assert X.max() <= x1 == y1


def test_light_controls_name_no_work():
    assert of(large="3").work() == of()


# Drawings


def test_a_drawing_keeps_its_points_and_the_classes_it_has():
    drawn = "-4,0,0;-3,1,0;-4,1,0;-3,0,0;4,0,2;3,1,2;4,1,2;3,0,2"
    board = boundaries(of(shape="drawn", n_classes=3, points=drawn, models="logistic"))
    X = np.concatenate([board.data.X_train, board.data.X_test])
    assert sorted(map(tuple, X.tolist())) == sorted(
        tuple(map(float, part.split(",")[:2])) for part in drawn.split(";")
    )
    assert board.data.classes == ("0", "2")


@pytest.mark.parametrize(("points", "said"), [
    ("", "0 points of 0 classes"),
    ("1,1,0", "1 point of 1 class"),
    ("1,1,0;2,2,0;3,3,0;4,4,0;1,2,0", "5 points of 1 class"),
    ("1,1,0;1,1,1", "2 points of 2 classes"),
])  # fmt: skip
def test_a_drawing_that_cannot_be_parted_gets_a_sentence(points, said):
    with pytest.raises(PlaygroundError, match=said):
        boundaries(of(shape="drawn", points=points))


def test_equal_points_of_two_classes_are_drawn_by_whoever_can():
    board = boundaries(of(shape="drawn", points="1,1,0;1,1,1;1,1,0;1,1,1;1,1,0;1,1,1"))
    assert all(one.refused or one.winner.shape == (SIDE, SIDE) for one in board.maps)
    assert verdict(board)


def test_more_neighbours_than_points_are_refused_on_their_own_map():
    board = boundaries(of(n_points=20, models="knn 50, knn 3"))
    assert board.maps[0].refused.startswith("50 neighbours are asked for, and there are only 12")
    assert not board.maps[1].refused
    assert verdict(board).endswith("k nearest neighbours has no map here.")


def test_a_class_without_a_training_point_is_named():
    with pytest.raises(PlaygroundError, match=r"Class \d has no training point"):
        boundaries(of(shape="blobs", n_classes=5, n_points=10, test_share=0.7))
    with pytest.raises(PlaygroundError, match="All training points are of one class"):
        boundaries(of(n_points=10, test_share=0.9))


# Tables

RNG = np.random.default_rng(0)
TABLE = pd.DataFrame(
    {
        "long": np.r_[RNG.normal(0, 1, 60), RNG.normal(30, 1, 60)],
        "wide": np.r_[RNG.normal(5, 1, 60), RNG.normal(9, 1, 60)],
        "kind": ["oak"] * 60 + ["elm"] * 60,
        "price": np.linspace(0, 10, 120),
        "fixed": 1.0,
        "empty": np.nan,
        "words": [f"word {i}" for i in range(120)],
    }
)
COLUMNS = {"shape": "columns", "x1": "long", "x2": "wide", "target": "kind", "models": "lda, knn"}


def test_two_columns_are_standardised_by_the_training_points_and_parted():
    board = boundaries(of(**COLUMNS), TABLE)
    assert board.data.classes == ("elm", "oak")
    np.testing.assert_allclose(board.data.X_train.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(board.data.X_train.std(axis=0), 1, atol=1e-9)
    assert board.maps[0].test.share == 1


def test_a_target_of_numbers_is_parted_at_its_median_and_that_is_said():
    board = boundaries(of(**{**COLUMNS, "target": "price"}), TABLE)
    assert board.data.classes == ("lower", "upper")
    assert board.data.note == "'price' is a number: its classes are the halves up to 5 and above."
    assert np.mean(np.r_[board.data.y_train, board.data.y_test]) == 0.5


@pytest.mark.parametrize(("changes", "said"), [
    ({"x1": "fixed"}, "'fixed' has one value in all training rows"),
    ({"x1": "words"}, "'words' holds no numbers"),
    ({"x1": "empty"}, "Only 0 rows have all three values"),
    ({"x1": "gone"}, "There is no column 'gone'"),
    ({"x1": ""}, "two columns of numbers"),
    ({"target": "words"}, "'words' has 120 classes. Choose a target with two to 5"),
    ({"target": "fixed"}, "'fixed' has 1 classes"),
    ({"target": "long"}, "'long' cannot foretell itself"),
])  # fmt: skip
def test_columns_that_cannot_be_parted_get_a_sentence(changes, said):
    with pytest.raises(PlaygroundError, match=said):
        boundaries(of(**{**COLUMNS, **changes}), TABLE)


def test_a_table_of_one_row_or_of_two_equal_ones_gets_a_sentence():
    for rows in ([0], [0, 0]):
        with pytest.raises(PlaygroundError, match="Only"):
            boundaries(of(**COLUMNS), TABLE.iloc[rows])


def test_of_a_long_table_some_rows_are_drawn_and_that_is_said():
    long = pd.concat([TABLE] * 100, ignore_index=True)
    board = boundaries(of(**COLUMNS), long)
    assert len(board.data.y_train) + len(board.data.y_test) <= 200
    assert board.data.note.startswith("200 of 12,000 rows were drawn by the seed")
