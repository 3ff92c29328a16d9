"""The boundary studio: maps and scores equal the libraries called plainly, and its words hold."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PlaygroundError
from core.neural.data.dataset import make_dataset
from core.stages.supervised.boundary_studio.models import CHOICES, MAIN, Player
from core.stages.supervised.boundary_studio.run import (
    SIDE,
    Board,
    Map,
    Score,
    boundaries,
    places,
    score,
)
from core.stages.supervised.boundary_studio.scene_verdict import verdict
from core.stages.supervised.boundary_studio.settings import StudioSettings
from core.stages.supervised.boundary_studio.starts import STARTS
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


# Words


def made_up(*rights, n_test=10, models="logistic, knn, decision_tree", train=None):
    """A board whose models get the first so many test points right."""
    base = boundaries(of(models=models, n_points=40))
    y_test = np.arange(n_test) % 2
    data = replace(base.data, y_test=y_test, X_test=np.zeros((n_test, 2)))
    maps = []
    for place, (one, right) in enumerate(zip(base.maps, rights, strict=True)):
        said = np.where(np.arange(n_test) < right, y_test, 1 - y_test)
        on = data.y_train if train is None else np.where(
            np.arange(len(data.y_train)) < train[place], data.y_train, 1 - data.y_train
        )  # fmt: skip
        scores = {"test": score(said, y_test), "train": score(on, data.y_train)}
        maps.append(replace(one, said_test=said, said_train=on, **scores))
    return Board(data, tuple(maps))


def test_a_lead_is_told_in_points_and_what_can_be_luck_is_called_so():
    told = verdict(made_up(80, 70, 50, n_test=100))
    assert told.startswith(
        "Logistic regression leads with 80.0 % of the 100 test points right (80), 10 more than "
        "k nearest neighbours (70.0 %) and 30 more than Decision tree (50.0 %). "
    )
    assert "luck" not in told
    assert "one point can be luck" in verdict(made_up(8, 7, 5))
    near = verdict(made_up(10, 8, 5))
    assert "Leader and runner-up differ on 2 points, so a lead of 2 can be luck." in near


def test_ties_are_told():
    assert verdict(made_up(7, 7, 7)).startswith(
        "All 3 models get 70.0 % of the 10 test points right (7): a tie. Only their maps differ."
    )
    assert "Logistic regression and Decision tree share the lead" in verdict(made_up(9, 7, 9))


def test_equals_behind_the_leader_are_told_together():
    told = verdict(made_up(90, 60, 60, n_test=100))
    assert "30 more than k nearest neighbours and Decision tree (60.0 %)." in told


def test_a_line_behind_is_told_to_be_too_straight_only_if_it_cannot_fit_either():
    straight = verdict(made_up(50, 90, 90, n_test=100, train=(14, 24, 24)))
    assert "Logistic regression comes last, and even of the points it learnt from" in straight
    assert "its border is straight" in straight
    assert "straight" not in verdict(made_up(50, 90, 90, n_test=100, train=(24, 24, 24)))


def test_learning_by_heart_is_told_with_both_scores():
    told = verdict(made_up(90, 80, 85, n_test=100, train=(22, 24, 22)))
    assert "k nearest neighbours gets 100 % of the training points and 80.0 %" in told


def test_a_model_that_says_one_class_everywhere_is_told():
    board = boundaries(of(n_points=30, models="lightgbm, knn"))
    assert "LightGBM says class" in verdict(board)
    assert "it wants 20 rows in a leaf, and of 18 training points no cut" in verdict(board)


def test_a_class_of_the_table_stands_in_the_sentence_as_it_is():
    marked = TABLE.assign(kind=np.where(TABLE["kind"] == "oak", "*a* $x$", "<b>"))
    flat = {**COLUMNS, "n_points": 30, "models": "lightgbm"}
    told = verdict(boundaries(of(**flat), marked))
    assert (
        "says class \\*a\\* \\$x\\$ everywhere" in told or "says class \\<b\\> everywhere" in told
    )


def test_a_model_that_stands_twice_is_told_by_its_number():
    board = boundaries(of(models="knn 1, knn 15, lda"))
    assert board.names == (
        "k nearest neighbours (Neighbours 1)", "k nearest neighbours (Neighbours 15)",
        "Linear discriminant analysis",
    )  # fmt: skip


def test_all_and_none_are_said_only_of_all_and_none():
    assert Score(999, 1000).percent == "99.9 %"
    assert Score(9999, 10_000).percent == "99.9 %"
    assert Score(1, 10_000).percent == "0.1 %"
    assert Score(5, 5).percent == "100 %"
    assert Score(0, 5).percent == "0 %"


def _printed(right, n):
    return f"{100 * (np.arange(n) < right).mean():.1f} %"


def test_the_lesson_and_the_code_round_as_the_maps_do():
    from core.stages.supervised.boundary_studio.lesson import _percent

    for n in (80, 120, 7, 48):
        for right in range(1, n):
            assert _percent(right / n) == Score(right, n).percent == _printed(right, n)


def test_a_net_that_has_not_settled_says_so():
    (one,) = boundaries(of(models="mlp 4", n_points=60)).maps
    assert one.note.startswith("Neural network stopped before it had settled")


# Boards worth seeing


def board_of(name):
    (values,) = (start[3] for start in STARTS if start[0] == name)
    return boundaries(StudioSettings.of(values))


def test_a_ring_is_lost_on_a_line_and_enough_for_bells():
    line, bells = board_of("ring").maps[:2]
    assert line.test.share < 0.7 < 0.9 < bells.test.share


def test_four_fields_are_seen_by_no_line_and_no_bell():
    line, bells, *others = board_of("xor").maps
    assert max(line.test.share, bells.test.share) < 0.75
    assert min(one.test.share for one in others) > 0.9


def test_more_votes_melt_islands_away():
    shares = [one.train.share for one in board_of("votes").maps]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] == 1


def test_spirals_are_followed_by_what_asks_close_by():
    wide, *narrow, forgets = board_of("spirals").maps
    assert max(wide.test.share, forgets.test.share) < 0.65
    assert min(one.test.share for one in narrow) > 0.85


def test_every_board_worth_seeing_has_a_map_for_each_model():
    for name, *_ in STARTS:
        assert not any(one.refused for one in board_of(name).maps), name


# Pictures


def drawn(chosen, frame=None):
    from core.stages.supervised.boundary_studio.scene import draw

    board = boundaries(chosen.work(), frame)
    return board, draw(chosen, board)[0].picture


def test_every_wrong_test_point_has_a_cross_and_no_other():
    board, picture = drawn(of(models="logistic, svm_rbf", noise=0.6))
    for one, panel in zip(board.maps, picture.panels, strict=True):
        (crosses,) = (layer for layer in panel.layers if layer.kind == "texts")
        wrong = board.data.X_test[one.said_test != board.data.y_test]
        assert np.c_[crosses.x, crosses.y].tolist() == wrong.tolist()
        assert len(wrong) == one.test.n - one.test.right


def test_colour_is_deep_where_the_model_is_sure_and_flat_without_probabilities():
    from core.stages.supervised.boundary_studio.scene_map import PALE

    board, picture = drawn(of(models="gaussian_nb, svm_rbf"))
    deep, flat = (panel.layers[0] for panel in picture.panels)
    depth = (deep.values[::-1] & 31) / 31
    np.testing.assert_allclose(depth, PALE * (2 * board.maps[0].sure - 1), atol=0.5 / 31 + 1e-6)
    assert len(np.unique(flat.values & 31)) == 1
    assert flat.told is None
    assert "no probability, flat colour" in picture.panels[1].note
    colours = {4: 0, 0: 1}
    said = np.vectorize(colours.get)(deep.values[::-1] >> 5)
    assert (said == board.maps[0].winner).all()


def test_what_is_told_of_a_place_is_its_probability_and_certain_only_if_it_is():
    board, picture = drawn(of(models="gaussian_nb"))
    told, sure = picture.panels[0].layers[0].told[::-1], board.maps[0].sure
    assert (np.abs(told - 100 * sure) <= 1).all()
    assert ((told == 100) == (sure >= 0.9995)).all()


def test_the_border_lies_where_the_classes_are_as_likely():
    board, picture = drawn(of(models="gaussian_nb"))
    border = picture.panels[0].layers[1]
    data = board.data
    ends = np.c_[border.x0, border.y0]
    logs = []
    for code in (0, 1):
        own = data.X_train[data.y_train == code]
        mean, var = own.mean(axis=0), own.var(axis=0)
        logs.append(-0.5 * ((ends - mean) ** 2 / var + np.log(var)).sum(axis=1) + np.log(len(own)))
    np.testing.assert_allclose(logs[0], logs[1], atol=0.08)


def test_leaders_have_a_star_and_the_large_map_comes_first():
    board, picture = drawn(of(large="4"))
    assert [panel.pick for panel in picture.panels] == ["4", "1", "2", "3", "5", "6"]
    assert picture.panels[0].width == 12
    best = board.ranked[0].test.right
    for panel in picture.panels:
        one = board.maps[int(panel.pick) - 1]
        assert panel.title.startswith("★") == (one.test.right == best)


def test_a_drawing_without_class_1_keeps_the_colours_of_the_others():
    points = "-4,0,0;-3,1,0;-4,1,0;-3,0,0;4,0,2;3,1,2;4,1,2;3,0,2"
    _, picture = drawn(of(shape="drawn", n_classes=3, points=points, models="lda"))
    dots = [layer for layer in picture.panels[0].layers if layer.kind == "dots"]
    assert {int(c) for layer in dots for c in np.ravel(layer.colour)} == {4, 2}
    assert {int(s) for layer in dots for s in np.ravel(layer.symbol)} == {0, 1}
    assert [layer.hollow for layer in dots] == [False, True]


def test_points_become_the_drawing_by_a_button():
    from core.stages.supervised.boundary_studio.scene import operate

    chosen = of(n_points=60, models="knn")
    board = boundaries(chosen)
    (button,) = (b for b in operate(chosen, board, None)[0].items if b.key == "draw")
    again = boundaries(of(**button.effect, models="knn"))
    found = np.concatenate([again.data.X_train, again.data.X_test])
    X = np.concatenate([board.data.X_train, board.data.X_test])
    X = X[(np.abs(X) <= 6).all(axis=1)]
    assert sorted(map(tuple, found)) == sorted(map(tuple, np.round(X, 1) + 0.0))


def test_a_map_that_was_refused_is_drawn_with_its_points_and_its_reason():
    board, picture = drawn(of(n_points=20, models="knn 50, lda"))
    assert "50 neighbours" in picture.panels[0].note
    assert [layer.kind for layer in picture.panels[0].layers] == ["dots", "dots"]
    assert isinstance(board.maps[0], Map)
    assert board.maps[0].player == Player("knn", 50)
