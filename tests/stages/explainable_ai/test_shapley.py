"""Shapley values by hand: published games, brute force, shap itself, the axioms as laws."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import PlaygroundError
from core.figures.encoding import encode
from core.playground import Context
from core.stages.explainable_ai.shapley import scene
from core.stages.explainable_ai.shapley.coalitions import by_size
from core.stages.explainable_ai.shapley.games import BadGame, game_of, write_worths
from core.stages.explainable_ai.shapley.playground import PLAYGROUND
from core.stages.explainable_ai.shapley.row import row_game
from core.stages.explainable_ai.shapley.run import play_game, play_row
from core.stages.explainable_ai.shapley.settings import (
    PARAMS,
    GameSettings,
    RowSettings,
    TooManyPlayers,
)
from core.stages.explainable_ai.shapley.shares import (
    alike,
    banzhaf,
    by_coalitions,
    by_dividends,
    by_orders,
    dummies,
)
from core.tabular.explain.shapley import exact_shapley
from core.tabular.explain.target import (
    NothingToExplain,
    UnknownClass,
    UnknownColumn,
    UnknownRow,
    explained_quantity,
    quantity_function,
    sample_rows,
)
from core.tabular.explain.tree import load_shap
from core.tabular.fit import fit
from tests.pages.walk import defaults
from tests.tabular.explain_cases import SHORT, experiment, planted

PUBLISHED = {
    "gloves 1 and 1": ({"gloves": "1-1"}, (1 / 2, 1 / 2)),
    "gloves 1 and 2": ({"gloves": "1-2"}, (2 / 3, 1 / 6, 1 / 6)),
    "gloves 1 and 3": ({"gloves": "1-3"}, (3 / 4, *(1 / 12,) * 3)),
    "gloves 2 and 2": ({"gloves": "2-2"}, (1 / 2,) * 4),
    "votes 50, 49, 1": ({"game": "vote"}, (2 / 3, 1 / 6, 1 / 6)),
    "votes 7, 5, 2 of 8": ({"game": "vote", "votes": "8; 7, 5, 2"}, (2 / 3, 1 / 6, 1 / 6)),
    "votes 4, 2, 1 of 5": ({"game": "vote", "votes": "5; 4, 2, 1"}, (2 / 3, 1 / 6, 1 / 6)),
    "votes 3, 2, 1, 1 of 4": (
        {"game": "vote", "votes": "4; 3, 2, 1, 1"},
        (1 / 2, 1 / 6, 1 / 6, 1 / 6),
    ),
    "runways 8, 11, 13, 18": ({"game": "airport"}, (2, 3, 4, 9)),
    "runways 1500, 2200, 3000": (
        {"game": "airport", "costs": "1500, 2200, 3000"},
        (500, 850, 1650),
    ),
    "Talmud, estate 100": (
        {"game": "bankruptcy", "claims": "100; 100, 200, 300"},
        (100 / 3,) * 3,
    ),
    "Talmud, estate 200": ({"game": "bankruptcy"}, (100 / 3, 250 / 3, 250 / 3)),
    "Talmud, estate 300": (
        {"game": "bankruptcy", "claims": "300; 100, 200, 300"},
        (50, 100, 150),
    ),
    "owner and three workers": ({"game": "owner"}, (15, 5, 5, 5)),
}
worths = st.integers(2, 4).flatmap(
    lambda n: st.lists(st.integers(-50, 50), min_size=2**n - 1, max_size=2**n - 1)
)
games = worths.map(lambda rest: tuple(map(float, (0, *rest))))


def played(**values):
    return play_game(GameSettings.of(values))


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_game_has_its_published_values(name):
    values, shares = PUBLISHED[name]
    assert played(**values).values == pytest.approx(shares, abs=1e-12)


@pytest.mark.parametrize("estate", [37, 100, 200, 300, 512, 600])
def test_bankruptcy_pays_by_random_arrival(estate):
    claims = (100, 200, 300)
    paid = np.zeros(3)
    for order in itertools.permutations(range(3)):
        left = estate
        for i in order:
            paid[i] += min(claims[i], left)
            left -= min(claims[i], left)
    found = played(game="bankruptcy", claims=f"{estate}; 100, 200, 300")
    assert found.values == pytest.approx(paid / 6)


@given(st.lists(st.integers(0, 99), min_size=2, max_size=4))
def test_a_runway_is_paid_by_littlechild_and_owens_closed_form(costs):
    found = played(game="airport", costs=", ".join(map(str, costs))).values
    order = sorted(range(len(costs)), key=costs.__getitem__)
    steps = np.diff([0, *(costs[i] for i in order)])
    shared = np.cumsum([step / (len(costs) - k) for k, step in enumerate(steps)])
    assert [found[i] for i in order] == pytest.approx(shared.tolist())


def test_banzhafs_index_of_50_49_and_1_votes_is_three_to_one_to_one():
    raw = np.array(played(game="vote").banzhaf)
    np.testing.assert_allclose(raw / raw.sum(), [3 / 5, 1 / 5, 1 / 5])


def _by_definition(worth, n):
    """Average the gains over orders, coalitions as sets of players."""
    found = np.zeros(n)
    for order in itertools.permutations(range(n)):
        for k, i in enumerate(order):
            found[i] += worth[frozenset(order[: k + 1])] - worth[frozenset(order[:k])]
    return found / math.factorial(n)


def _sets(game):
    n = len(game).bit_length() - 1
    return {frozenset(i for i in range(n) if c >> i & 1): v for c, v in enumerate(game)}, n


@given(games)
def test_orders_coalitions_and_dividends_come_to_the_same(game):
    expected = _by_definition(*_sets(game))
    for route in (by_orders, by_coalitions, by_dividends):
        np.testing.assert_allclose(route(game), expected, atol=1e-9)


@given(games)
def test_nothing_is_left_over(game):
    assert sum(by_orders(game)) == pytest.approx(game[-1] - game[0], abs=1e-9)


@given(games, games)
def test_the_value_of_a_sum_of_games_is_the_sum_of_the_values(one, two):
    if len(one) == len(two):
        both = [a + 3 * b for a, b in zip(one, two, strict=True)]
        added = np.array(by_orders(one)) + 3 * np.array(by_orders(two))
        np.testing.assert_allclose(by_orders(both), added, atol=1e-9)


@given(games)
def test_who_adds_nothing_gets_nothing_and_leaves_the_others_alone(game):
    larger = (*game, *game)
    if len(larger) <= 16:
        n = len(game).bit_length() - 1
        values = by_orders(larger)
        assert values[n] == pytest.approx(0, abs=1e-9)
        np.testing.assert_allclose(values[:n], by_orders(game), atol=1e-9)
        assert n in dummies(larger)


@given(games)
def test_a_dummy_gets_what_it_is_worth_alone(game):
    values = by_orders(game)
    for i in dummies(game):
        assert values[i] == pytest.approx(game[1 << i], abs=1e-6)


def _swapped(c, i, j):
    has_i, has_j = c >> i & 1, c >> j & 1
    return c & ~(1 << i) & ~(1 << j) | has_i << j | has_j << i


@given(games, st.data())
def test_players_that_can_be_exchanged_get_the_same(game, data):
    n = len(game).bit_length() - 1
    i, j = data.draw(st.permutations(range(n)))[:2]
    even = [(game[c] + game[_swapped(c, i, j)]) / 2 for c in range(len(game))]
    values = by_orders(even)
    assert values[i] == pytest.approx(values[j], abs=1e-9)
    assert any({i, j} <= set(group) for group in alike(even))


@given(games)
def test_groups_of_players_are_those_whose_exchange_changes_nothing(game):
    n = len(game).bit_length() - 1
    groups = alike(game)
    for i, j in itertools.combinations(range(n), 2):
        same = all(game[c] == game[_swapped(c, i, j)] for c in range(len(game)))
        assert same == any({i, j} <= set(group) for group in groups)


@given(games)
def test_banzhaf_is_the_plain_mean_over_coalitions(game):
    n = len(game).bit_length() - 1
    for i, index in enumerate(banzhaf(game)):
        gains = [game[c | 1 << i] - game[c] for c in range(len(game)) if not c >> i & 1]
        assert index == pytest.approx(np.mean(gains), abs=1e-9)
        assert len(gains) == 2 ** (n - 1)


@given(games, st.sampled_from(["orders", "coalitions"]))
def test_a_film_ends_at_the_values(game, way):
    found = played(game="own", worths=write_worths(game), way=way)
    np.testing.assert_allclose(found.film.last.so_far, found.values, atol=1e-9)
    np.testing.assert_allclose(found.values, by_orders(game), atol=1e-9)


def test_a_film_of_orders_shows_every_arrival_and_adds_up_after_each_order():
    found = played(game="airport")
    assert len(found.film.frames) == 1 + 24 * 4
    for moment in found.film.frames:
        if moment.n_joined == 4:
            assert sum(moment.so_far) == pytest.approx(18)
        worth = found.game.worths
        if moment.player >= 0:
            assert moment.gain == worth[moment.after] - worth[moment.before]
            assert moment.after == moment.before | 1 << moment.player


def test_a_film_of_coalitions_weighs_each_by_its_share_of_orders():
    found = played(game="airport", way="coalitions")
    frames = found.film.frames[1:]
    assert len(frames) == 4 * 8
    for moment in frames:
        before = [i for i in range(4) if moment.before >> i & 1]
        orders = [
            o for o in itertools.permutations(range(4))
            if set(o[: o.index(moment.player)]) == set(before)
        ]  # fmt: skip
        assert moment.weight == pytest.approx(len(orders) / 24)
    assert sum(moment.weight for moment in frames) == pytest.approx(4)


def test_drawn_orders_settle_at_the_values_and_are_drawn_by_their_seed():
    few, many = (played(way="sample", n_draws=n) for n in (5, 200))
    assert many.error < 0.1 < few.error
    assert played(way="sample", n_draws=5, draw_seed=1).orders != few.orders
    assert played(way="sample", n_draws=5).orders == few.orders


def test_a_film_steps_back_to_the_same_bytes():
    settings = GameSettings.of({"game": "airport"})
    looks = []
    for _ in range(2):
        answer = play_game(settings)
        looks.append(encode(scene.draw(settings, answer)[1].picture)["meta"]["look"])
    assert looks[0] == looks[1]


@given(games)
def test_worths_are_written_as_they_are_read(game):
    own = game_of(GameSettings.of({"game": "own", "worths": write_worths(game)}))
    assert own.worths == game
    assert [own.worths[c] for c in by_size(own.n)] == [game[c] for c in by_size(own.n)]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"game": "own", "worths": "1, two, 3"}, "Worths: 'two' is no number"),
        ({"game": "own", "worths": "1, 2, 3, 4"}, "Worths has 4 numbers; three players need 7"),
        ({"game": "own", "worths": ""}, "Worths has 0 numbers"),
        ({"game": "own", "worths": "1"}, "Worths has 1 number;"),
        ({"game": "own", "worths": "1, 2, nan"}, "'nan' is no number"),
        ({"game": "own", "worths": "1, 2, 1e999"}, "'1e999' is no number"),
        ({"game": "vote", "votes": "101; 50, 49, 1"}, "quota of 101 and 100 votes"),
        ({"game": "vote", "votes": "0; 50, 49, 1"}, "there is nothing to decide"),
        ({"game": "vote", "votes": "51; 100"}, "one number and then two to four numbers, not 2"),
        ({"game": "vote", "votes": "51; 50, -49, 99"}, "cannot be negative, as -49 is"),
        ({"game": "airport", "costs": "1, 2, 3, 4, 5"}, "two to four numbers, not 5"),
        ({"game": "bankruptcy", "claims": "700; 100, 200, 300"}, "covers all claims, 600"),
    ],
)
def test_numbers_that_make_no_game_get_a_sentence(values, said):
    with pytest.raises(BadGame, match=said):
        played(**values)


# One row of the learner's model

PLAYERS = ("size", "town", "rooms", "age")


def row_settings(target="price", model=None, **changed):
    quick = {"background": 8, "players": PLAYERS, **changed}
    return RowSettings.of(quick, experiment=experiment(target, model, features=SHORT))


@pytest.mark.parametrize("target", ["price", "dear", "band"])
@pytest.mark.parametrize("row", [0, 5])
def test_a_row_is_shared_out_as_shap_does_it_with_the_other_columns_held(target, row):
    settings = row_settings(target, row=row)
    answer = play_row(settings, planted())
    case = fit(settings.experiment, planted())
    one = case.X_test.iloc[[row]]
    told = explained_quantity(case, target, None, one)
    predict = quantity_function(case, told)
    background, _ = sample_rows(case.X_train, 8, 0)
    held = background.copy()
    for name in set(SHORT) - set(PLAYERS):
        held[name] = one[name].iloc[[0] * len(held)].to_numpy()
    held = held.astype(background.dtypes)
    rows = [*range(len(held)), len(held)]
    pool = pd.concat([held, one], ignore_index=True)

    def of_codes(codes):
        mixed = {n: pool[n].array.take(codes[:, j].astype(int)) for j, n in enumerate(PLAYERS)}
        kept = {n: pool[n].array.take(np.full(len(codes), len(held))) for n in SHORT}
        return predict(pd.DataFrame({n: (kept | mixed)[n] for n in case.X_test.columns}))

    shap = load_shap()
    codes = np.tile(np.array(rows, float)[:, None], (1, len(PLAYERS)))
    masker = shap.maskers.Independent(codes[:-1], max_samples=len(held))
    theirs = shap.ExactExplainer(of_codes, masker)(codes[-1:], silent=True).values[0]
    np.testing.assert_allclose(answer.values, theirs, rtol=1e-7, atol=1e-9)
    ours = exact_shapley(predict, one, held)
    known = dict(zip(SHORT, ours.values[0], strict=True))
    np.testing.assert_allclose(answer.values, [known[n] for n in PLAYERS], rtol=1e-7, atol=1e-9)
    assert answer.game.worths[0] == pytest.approx(ours.base)
    assert answer.game.worths[-1] == pytest.approx(float(predict(one)[0]))
    assert answer.row.prediction == pytest.approx(answer.game.worths[-1])


def test_kernel_shap_gets_the_same_of_numbers():
    players = ("noise", "size")
    settings = RowSettings.of(
        {"background": 6, "players": players, "row": 2},
        experiment=experiment("price", "random_forest", features=players),
    )
    answer = play_row(settings, planted())
    case = fit(settings.experiment, planted())
    background, _ = sample_rows(case.X_train, 6, 0)
    shap = load_shap()

    def of_numbers(X):
        return case.predict(pd.DataFrame(X, columns=list(players)))

    kernel = shap.KernelExplainer(of_numbers, background.to_numpy())
    theirs = kernel.shap_values(case.X_test.iloc[[2]].to_numpy(), silent=True)[0]
    np.testing.assert_allclose(answer.values, theirs, rtol=1e-6)


def test_averaged_columns_start_at_the_mean_and_do_not_end_at_the_row():
    kept, averaged = (play_row(row_settings(rest=rest), planted()) for rest in ("kept", "averaged"))
    case = fit(row_settings().experiment, planted())
    background, _ = sample_rows(case.X_train, 8, 0)
    assert averaged.game.worths[0] == pytest.approx(case.predict(background).mean())
    assert averaged.game.worths[-1] != pytest.approx(averaged.row.prediction)
    assert kept.game.worths[-1] == pytest.approx(kept.row.prediction)


def test_a_straight_line_gives_every_column_its_own_and_makes_all_dummies():
    answer = play_row(row_settings("price", players=("size", "rooms")), planted())
    assert answer.dummies == (0, 1)
    assert answer.values == pytest.approx(answer.lowest)


def test_a_column_that_the_model_does_not_get_is_a_dummy_and_named():
    case = experiment("price", features=("noise", "size", "comment"))
    settings = RowSettings.of({"background": 6, "players": ()}, experiment=case)
    answer = play_row(settings, planted())
    assert answer.game.names == ("noise", "size", "comment")
    assert answer.idle == tuple(answer.game.names.index(n) for n in answer.row.unheard)
    if answer.row.unheard:
        assert "The model does not get" in scene.notice(settings, answer)


def test_one_column_alone_gets_everything():
    case = experiment("price", features=("size",))
    settings = RowSettings.of({"background": 6}, experiment=case)
    answer = play_row(settings, planted())
    assert answer.values == pytest.approx([answer.game.total])
    for way in ("orders", "coalitions", "sample"):
        again = RowSettings.of({"background": 6, "way": way}, experiment=case)
        blocks = scene.draw(again, play_row(again, planted()))
        assert encode(blocks[1].picture)["blob"]
        assert scene.operate(again, answer, None)


def test_what_cannot_be_shared_out_gets_a_sentence():
    frame = planted()
    with pytest.raises(UnknownRow, match="no test row 9999"):
        play_row(row_settings(row=9999), frame)
    with pytest.raises(UnknownColumn, match="no feature named 'price'"):
        play_row(row_settings(players=("price",)), frame)
    with pytest.raises(UnknownClass, match="no class 'maybe'"):
        play_row(row_settings("dear", class_="maybe"), frame)
    with pytest.raises(TooManyPlayers, match="5 columns make 32 coalitions"):
        row_game(row_settings(players=SHORT[:5]), frame)
    values = {**defaults(PARAMS), "game": "model", "players": SHORT[:5]}
    with pytest.raises(TooManyPlayers, match="Choose up to 4"):
        PLAYGROUND.settings(Context(experiment()), values)


def test_a_model_that_says_the_same_of_every_row_has_nothing_to_share():
    case = experiment("price", "decision_tree", features=("noise", "size"), max_depth=1)
    flat = planted().assign(price=3.0)
    with pytest.raises(PlaygroundError):
        play_row(RowSettings.of({}, experiment=case), flat)
    deaf = experiment("dear", "random_forest", features=("noise",), min_samples_leaf=200)
    with pytest.raises(NothingToExplain, match="no column matters"):
        play_row(RowSettings.of({}, experiment=deaf), planted())
