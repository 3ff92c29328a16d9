"""The boundary studio's words hold, its pictures show what is so, its code rounds alike."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.stages.supervised.boundary_studio.models import Player
from core.stages.supervised.boundary_studio.run import Board, Map, Score, boundaries, score
from core.stages.supervised.boundary_studio.scene_verdict import verdict
from core.stages.supervised.boundary_studio.settings import StudioSettings
from core.stages.supervised.boundary_studio.starts import STARTS
from tests.stages.supervised.test_boundary_studio import COLUMNS, TABLE, of

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
