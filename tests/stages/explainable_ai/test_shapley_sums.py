"""Numbers that stand in one sum add up as they are shown, and what is promised is true."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.figures.film import Texts
from core.stages.explainable_ai.shapley import scene
from core.stages.explainable_ai.shapley.coalitions import joinings
from core.stages.explainable_ai.shapley.games import Game
from core.stages.explainable_ai.shapley.lesson import LESSON
from core.stages.explainable_ai.shapley.run import play_game, play_row, shared
from core.stages.explainable_ai.shapley.scene_numbers import (
    exact,
    gain,
    product,
    so_far,
    total,
    worth,
)
from core.stages.explainable_ai.shapley.scene_promises import promises
from core.stages.explainable_ai.shapley.settings import GameSettings, RowSettings
from tests.tabular.explain_cases import experiment, planted

NUMBER = r"−?[\d,]+(?:\.\d+)?(?:/\d+)?"
worth_of_any = st.one_of(
    st.integers(-50, 50).map(float),
    st.floats(-1, 1),
    st.floats(-3e5, 3e5),
    st.floats(-1e-6, 1e-6),
)
any_worths = st.integers(1, 4).flatmap(
    lambda n: st.lists(worth_of_any, min_size=2**n, max_size=2**n).map(tuple)
)


def added(gains: list[float], start: float) -> tuple[float, ...]:
    """A game of dummies, as a straight line is."""
    n = len(gains)
    return tuple(start + sum(gains[i] for i in range(n) if c >> i & 1) for c in range(1 << n))


lines = st.builds(added, st.lists(st.floats(-1, 1), min_size=2, max_size=4), st.floats(-1, 1))


def of(worths: tuple[float, ...], way: str = "orders"):
    n = len(worths).bit_length() - 1
    game = Game(tuple("ABCD"[:n]), ("",) * n, worths, "")
    return shared(game, GameSettings.of({"way": way, "n_draws": 5}))


def read(text: str) -> Fraction:
    return Fraction(text.replace("−", "-").replace("+", "").replace(",", ""))


def assert_sums(text: str) -> None:
    """Every "a + b (AB) − c = d" of a text is true as it is written."""
    term = rf"{NUMBER}(?: \([^)]*\))?"
    found = re.findall(rf"{term}(?: [+−] {term})* = {NUMBER}", text)
    for said in found:
        left, right = re.sub(r" \([^)]*\)", "", said).split(" = ")
        signed = re.findall(rf"(?:^|([+−]) )({NUMBER})", left)
        assert sum(read(n) * (-1 if sign == "−" else 1) for sign, n in signed) == read(right), said


@settings(deadline=None)
@given(st.one_of(any_worths, lines), st.sampled_from(["orders", "coalitions", "sample"]))
def test_all_that_is_shown_adds_up(worths, way):
    answer = of(worths, way)
    n, last = answer.game.n, len(worths) - 1
    assert read(worth(answer, last)) - read(worth(answer, 0)) == read(total(answer))
    assert sum(read(exact(answer, i)) for i in range(n)) == read(total(answer))
    for i, c in joinings(n):
        assert read(worth(answer, c)) + read(gain(answer, i, c)) == read(worth(answer, c | 1 << i))
    for i in range(n):
        weighed = [read(product(answer, i, c)) for j, c in joinings(n) if j == i]
        assert sum(weighed) == read(exact(answer, i))
    end = [read(part) for part in so_far(answer, answer.film.last)]
    assert sum(end) == read(total(answer))
    if way == "coalitions":
        assert end == [read(exact(answer, i)) for i in range(n)]
    assert_sums(promises(answer))
    for caption in scene.captions(answer) if way == "orders" else ():
        assert_sums(caption)


@settings(deadline=None)
@given(st.one_of(any_worths, lines))
def test_what_is_shown_is_near_what_it_is(worths):
    answer = of(worths)
    largest = max(map(abs, (*answer.lowest, *answer.highest)), default=0.0)
    for i in range(answer.game.n):
        assert float(read(exact(answer, i))) == pytest.approx(
            answer.values[i], abs=0.04 * largest + 1e-11
        )


@given(lines)
def test_a_dummy_adds_the_same_to_everybody_as_it_is_shown(worths):
    answer = of(worths)
    for i in answer.dummies:
        shown = {read(gain(answer, i, c)) for j, c in joinings(answer.game.n) if j == i}
        assert shown == {read(exact(answer, i))}


def played(**values):
    return play_game(GameSettings.of(values))


def test_a_game_whose_parts_cancel_is_not_called_worth_nothing():
    said = promises(played(game="own", worths="0, 1, 1, 1, 1, 0, 0"))
    assert "worth nothing" not in said
    assert "From each B gets its part, 1 (B) − 1 (BC) = 0." in said
    nothing = promises(played(game="own", worths="0, 0, 0"))
    assert "every coalition is worth as much as nobody" in nothing


def test_a_null_player_adds_nothing_and_a_dummy_its_own_worth():
    assert "A is a dummy, it adds 1 to whoever is there and gets just that" in promises(
        played(game="own", worths="1, 2, 3, 3, 4, 5, 6")
    )
    said = promises(played(game="vote", votes="66; 35, 35, 30"))
    assert "C is a null player, it adds nothing to whoever is there and gets nothing" in said


def test_one_player_alone_is_no_case_for_others():
    chosen = RowSettings.of({"background": 6}, experiment=experiment("price", features=("size",)))
    answer = play_row(chosen, planted())
    said = scene.notice(chosen, answer) + promises(answer)
    for wrong in ("whoever", "no two players", "nobody is a dummy", " most", "All players"):
        assert wrong not in said


def test_large_and_small_numbers_are_written_out():
    large = played(game="own", worths="0, 0, 0, 0, 0, 0, 1000000000")
    assert "1,000,000,000/3 (333,333,333)" in scene.notice(None, large)
    small = played(game="own", worths="0, 0.5, 0.00001")
    assert "of 0.00001" in scene.notice(None, small)


def test_who_pays_a_runway_pays_it_everywhere():
    chosen = GameSettings.of({"game": "airport", "costs": "5, 5, 5, 9"})
    answer = play_game(chosen)
    text = scene.notice(chosen, answer) + promises(answer) + scene.draw(chosen, answer)[0].text
    assert "gets" not in text
    assert "**A**, **B** and **C** need a runway for 5 each" in text


def test_players_that_nobody_chose_are_told_of():
    case = experiment("price", features=("size", "rooms"))
    for players, told in (((), True), (("size",), False)):
        chosen = RowSettings.of({"background": 6, "players": players}, experiment=case)
        rule = scene.draw(chosen, play_row(chosen, planted()))[0].text
        assert ("No players are chosen, so the first 2 columns play" in rule) == told


def test_labels_of_neighbouring_steps_stand_on_different_sides():
    chosen = GameSettings.of({"game": "airport"})
    panel = scene.draw(chosen, play_game(chosen))[1].picture.panels[3]
    (labels,) = (layer for layer in panel.layers if isinstance(layer, Texts))
    above = labels.y[-1] > [0, 2, 5, 9]
    assert above.tolist() == [True, False, True, False]


def test_the_second_question_of_the_tour_is_not_answered_by_the_first_game():
    asked = next(step for step in LESSON.tour if step.predict is not None)
    opened = play_game(GameSettings())
    answered = play_game(GameSettings.of({**asked.sets, **asked.predict.change}))
    assert answered.game.worths != opened.game.worths
    assert answered.fractions[0] == "3/4"
