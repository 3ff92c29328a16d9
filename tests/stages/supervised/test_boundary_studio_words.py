"""The boundary studio's words hold, its pictures show what is so, its code rounds alike."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.stages.supervised.boundary_studio.models import Player, players
from core.stages.supervised.boundary_studio.run import Board, Map, boundaries, score
from core.stages.supervised.boundary_studio.scene_verdict import verdict
from core.stages.supervised.boundary_studio.score import Score, chance_of_gap, percent
from core.stages.supervised.boundary_studio.settings import StudioSettings
from core.stages.supervised.boundary_studio.starts import STARTS
from tests.stages.supervised.test_boundary_studio import COLUMNS, TABLE, of

# Words


@cache
def base_of(models):
    return boundaries(of(models=models, n_points=40))


def made_up(*rights, n_test=10, models="logistic, knn, decision_tree", train=None):
    """A board whose models get the first so many test points right."""
    base = base_of(models)
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
    assert "A lead of one point can be luck." in verdict(made_up(8, 7, 5))
    assert (
        "Logistic regression and k nearest neighbours: on 2 test points one is right and the other "
        "wrong, so a lead of 2 can be luck."
    ) in verdict(made_up(10, 8, 5))


def test_ties_are_told():
    assert verdict(made_up(7, 7, 7)).startswith(
        "All 3 models get 70.0 % of the 10 test points right (7): a tie, though their maps differ."
    )
    assert "Logistic regression and Decision tree share the lead" in verdict(made_up(9, 7, 9))


def test_equals_behind_the_leader_are_told_together():
    told = verdict(made_up(90, 60, 60, n_test=100))
    assert "30 more than k nearest neighbours and Decision tree (60.0 %)." in told


def test_maps_of_a_tie_differ_only_where_they_do():
    same = boundaries(of(models=", ".join(["decision_tree"] * 6)))
    assert "(73): a tie, and their maps are the same." in verdict(same)
    surer = replace(same.maps[0], sure=same.maps[0].sure / 2)
    assert "though their maps differ" in verdict(Board(same.data, (surer, *same.maps[1:])))


def test_a_line_behind_is_told_to_be_too_straight_only_if_it_cannot_fit_either():
    straight = verdict(made_up(50, 90, 90, n_test=100, train=(14, 24, 24)))
    assert "Logistic regression comes last, and even of the points it learnt from" in straight
    assert "its border is straight" in straight
    assert "straight" not in verdict(made_up(50, 90, 90, n_test=100, train=(24, 24, 24)))


def test_all_that_are_too_stiff_fall_behind_together_and_none_by_luck():
    told = verdict(boundaries(of()))
    assert (
        "Logistic regression and Gaussian naive Bayes fall behind, and even of the points they "
        "learnt from they get at most 85.8 %: their borders are a line or one plain curve"
    ) in told
    lines = "logistic, lda, decision_tree"
    both = verdict(made_up(60, 50, 90, n_test=100, models=lines, train=(14, 13, 24)))
    assert "discriminant analysis fall behind" in both
    assert "at most 58.3 %: their borders are straight" in both
    assert "behind" not in verdict(made_up(4, 5, 6, n_test=6, train=(14, 24, 24)))
    curve = verdict(made_up(60, 90, 90, n_test=100, models="gaussian_nb, logistic, lda",
                            train=(14, 20, 20)))  # fmt: skip
    assert "bend" not in curve, "a line is ahead: these points ask for no bend"


def test_learning_by_heart_is_told_with_both_scores():
    told = verdict(made_up(90, 75, 85, n_test=100, train=(22, 24, 22)))
    assert "k nearest neighbours gets 100 % of the training points and 75.0 %" in told
    assert "learnt by heart" in told


def test_what_is_stiff_learns_nothing_by_heart():
    stiff = "logistic, lda, sgd, svm_linear, gaussian_nb, qda, multinomial_nb, svm_poly 2"
    assert not any(one.can_wind for one in players(f"{stiff}, decision_tree 1"))
    assert all(one.can_wind for one in players("knn, svm_rbf, svm_poly 3, decision_tree 5, mlp"))
    told = verdict(made_up(50, 50, 50, n_test=100, models="logistic, lda, gaussian_nb",
                           train=(24, 24, 24)))  # fmt: skip
    assert "heart" not in told
    assert "decide" not in told


@settings(max_examples=150, deadline=None)
@given(st.data(), st.integers(1, 60))
def test_by_heart_is_said_of_what_winds_and_not_of_chance(data, n_test):
    from scipy.stats import fisher_exact

    rights = data.draw(st.lists(st.integers(0, n_test), min_size=3, max_size=3))
    train = data.draw(st.lists(st.sampled_from((20, 23, 24)), min_size=3, max_size=3))
    board = made_up(*rights, n_test=n_test, train=train)
    told, wide, sure = verdict(board), [], []
    for name, one in zip(board.names, board.maps, strict=True):
        table = [[one.test.right, n_test - one.test.right],
                 [one.train.right, one.train.n - one.train.right]]  # fmt: skip
        chance = fisher_exact(table, alternative="less").pvalue
        assert chance_of_gap(one.train, one.test) == pytest.approx(chance)
        if one.train.share >= 0.97 and one.train.share - one.test.share >= 0.08:
            wide.append(name)
            if chance < 0.01:
                sure.append((name, one.player.can_wind))
    if "learnt by heart" in told:
        assert any(winds and f"{name} gets 100 %" in told for name, winds in sure)
    if "decide" in told:
        assert wide
        assert not sure
    if wide and not sure:
        assert "decide" in told or "fall" in told or "comes last" in told


def test_so_few_test_points_decide_nothing():
    drawing = verdict(boundaries(of(shape="drawn")))
    assert drawing.endswith(
        "Logistic regression gets 100 % of the training points and 66.7 % of the others: a gap "
        "that chance can make. 6 test points decide nothing here."
    )
    one = verdict(boundaries(of(noise=1.0, n_points=10, test_share=0.1)))
    assert one.endswith("One test point decides nothing here.")


def test_what_is_said_everywhere_is_said_at_every_point_too():
    board = boundaries(of(noise=1.0, n_points=10))
    told = verdict(board)
    bells = board.maps[1]
    assert bells.train.percent == "100 %"
    assert (bells.winner == 1).all(), "and yet a training point of class 0 is right"
    assert (
        "k nearest neighbours and SVM with RBF kernel say class 1 everywhere, which is right for 5 "
        "of the 6 training points. The map of Gaussian naive Bayes looks all class 1: at 1 point "
        "it names another, in less than a cell of the map."
    ) in told


@pytest.mark.parametrize("seed", range(12))
def test_everywhere_names_all_models_of_whom_it_is_true_and_no_other(seed):
    board = boundaries(of(noise=1.0, n_points=10, data_seed=seed, models="gaussian_nb, knn, lda"))
    told = verdict(board)
    for name, one in zip(board.names, board.maps, strict=True):
        said = {*one.winner.ravel().tolist(), *one.said_train.tolist(), *one.said_test.tolist()}
        everywhere = (
            told.partition(" everywhere")[0].rpartition(". ")[2] if " everywhere" in told else ""
        )
        assert (len(said) == 1) == (name in everywhere)


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


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 1200), st.integers(0, 1200))
def test_a_share_is_rounded_half_up_from_its_counts(n, right):
    from fractions import Fraction

    if not 0 < right < n:
        return
    told = Fraction(percent(right, n).removesuffix(" %"))
    exact = Fraction(100 * right, n)
    if Fraction(5, 100) <= exact < Fraction(9995, 100):
        assert -Fraction(1, 20) < told - exact <= Fraction(1, 20)
    assert 0 < told < 100


def test_titles_sentence_lesson_and_code_round_alike(capsys):
    from core.stages.supervised.boundary_studio.example import asked_of, example, study_of
    from core.stages.supervised.boundary_studio.lesson import _test, _train

    board, picture = drawn(of())
    example(study_of(asked_of(of(), board)))
    printed = capsys.readouterr().out
    assert "k nearest neighbours leads with 96.3 %" in verdict(board)
    assert "91.3 %" in verdict(board)
    for name, one, shown in zip(board.names, board.maps, picture.panels, strict=True):
        assert shown.title.endswith(f": {one.test.percent}")
        assert f"training {one.train.percent} " in shown.note
        for part, told in (("training", one.train), ("test", one.test)):
            assert f"{name}, {part}: {told.right} of {told.n} right, {told.percent}\n" in printed
        measured = (one.train.right, one.train.n, one.test.right, one.test.n)
        assert (_train(measured), _test(measured)) == (one.train, one.test)


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
    assert "★: most right" in picture.captions[0]


@pytest.mark.parametrize("seed", [0, 1])
def test_there_is_no_star_where_all_are_equal(seed):
    board, picture = drawn(of(noise=1.0, n_points=10, test_share=0.1, data_seed=seed))
    assert {one.test.right for one in board.maps} == {seed}, "none right, all right"
    assert not any("★" in panel.title for panel in picture.panels)
    assert "★" not in picture.captions[0]


def test_a_model_that_stands_twice_has_its_number_in_its_title():
    _, picture = drawn(of(models="knn 1, knn 100, lda", noise=0.8))
    one, hundred, lda = (panel.title.removeprefix("★ ").split(":")[0] for panel in picture.panels)
    assert (one[-3:], hundred[-5:]) == (", 1", ", 100")
    assert "," not in lda
    assert max(map(len, (one, hundred, lda))) <= 20


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


@pytest.mark.parametrize("n_points", [60, 200, 1000])
def test_a_drawing_begins_with_room_and_says_how_many_points_it_took(n_points):
    from core.kinds.points import MOST_DRAWN
    from core.stages.supervised.boundary_studio.scene import operate

    chosen = of(n_points=n_points, noise=1.0, models="lda")
    (button,) = (b for b in operate(chosen, boundaries(chosen), None)[0].items if b.key == "draw")
    n_taken = len(of(**button.effect).points)
    assert n_taken <= MOST_DRAWN * 2 / 3
    if n_taken < n_points:
        assert button.label == f"Draw into {n_taken} of these {n_points} points"
    else:
        assert button.label == "Draw into these points"


def test_the_last_step_waits_for_a_test_dot_that_parts_the_models():
    from core.stages.supervised.boundary_studio.lesson import LESSON
    from core.stages.supervised.boundary_studio.missions import RINGS_BY_HAND

    until = LESSON.tour[-1].until
    points = "-4,0,0;-3,1,0;-4,1,0;-3,0,0;4,0,1;3,1,1;4,1,1;3,0,1"
    apart = of(shape="drawn", points=points, models="lda, logistic, gaussian_nb")
    agreed = boundaries(apart)
    assert len({one.test.right for one in agreed.maps}) == 1
    assert not until(apart, agreed)
    ring = of(shape="drawn", points=RINGS_BY_HAND)
    assert until(ring, boundaries(ring))
    assert not until(of(shape="drawn"), boundaries(of(shape="drawn"))), "nothing was drawn yet"


def test_a_map_that_was_refused_is_drawn_with_its_points_and_its_reason():
    board, picture = drawn(of(n_points=20, models="knn 50, lda"))
    assert "50 neighbours" in picture.panels[0].note
    assert [layer.kind for layer in picture.panels[0].layers] == ["dots", "dots"]
    assert isinstance(board.maps[0], Map)
    assert board.maps[0].player == Player("knn", 50)
