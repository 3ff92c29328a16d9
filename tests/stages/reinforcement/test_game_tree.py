"""The games' rules and the tree search against exhaustive play, positions and laws."""

from __future__ import annotations

import math
import random
from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest

from core.params import BadValue
from core.stages.reinforcement.game_tree.rules import (
    CONNECT_FOUR,
    GAMES,
    TIC_TAC_TOE,
    BadMoves,
    Position,
    board_of,
    has_won,
    legal,
    play,
    position_of,
    value_of,
)
from core.stages.reinforcement.game_tree.tree import TreeSettings, outcome, reply, run

TAKEN, OVER = "the place is taken or not there", "the game is over before it"
ROWS = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]


def wins(cells: str, player: str) -> bool:
    return any(all(cells[i] == player for i in row) for row in ROWS)


@cache
def minimax(cells: str, player: str) -> int:
    """Return tic-tac-toe's value for ``player`` to move, over a nine-letter board."""
    other = "o" if player == "x" else "x"
    if wins(cells, other):
        return -1
    free = [i for i, cell in enumerate(cells) if cell == "."]
    after = (cells[:i] + player + cells[i + 1 :] for i in free)
    return max((-minimax(next_, other) for next_ in after), default=0)


def cells_of(moves: str) -> str:
    cells = ["."] * 9
    for number, move in enumerate(moves):
        cells[int(move)] = "xo"[number % 2]
    return "".join(cells)


def same(a, b) -> bool:
    def equal(x, y):
        is_float = isinstance(x, float) or getattr(x, "dtype", np.dtype(int)).kind == "f"
        return np.array_equal(x, y, equal_nan=True) if is_float else np.array_equal(x, y)

    return all(equal(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))


# Rules


def test_every_game_of_tic_tac_toe_is_played():
    # Known: 255,168 games; 131,184 won by the first, 77,904 by the second, 46,080 drawn.
    counts = {-1: 0, 0: 0, 1: 0}

    def walk(position: Position, depth: int) -> None:
        if has_won(TIC_TAC_TOE, position.theirs):
            counts[1 if depth % 2 else -1] += 1
            return
        moves = legal(TIC_TAC_TOE, position)
        if not moves:
            counts[0] += 1
        for move in moves:
            walk(play(TIC_TAC_TOE, position, move), depth + 1)

    # By symmetry a corner, a side and the centre stand for all openings.
    total = {-1: 0, 0: 0, 1: 0}
    for opening, times in ((0, 4), (1, 4), (4, 1)):
        counts = {-1: 0, 0: 0, 1: 0}
        walk(play(TIC_TAC_TOE, Position(), opening), 1)
        total = {key: total[key] + times * counts[key] for key in total}
    assert total == {1: 131_184, -1: 77_904, 0: 46_080}


@pytest.mark.parametrize("moves", ["", *[str(i) for i in range(9)]])
def test_every_opening_is_worth_what_minimax_says(moves):
    value = value_of(position_of(TIC_TAC_TOE, moves))
    assert value == minimax(cells_of(moves), "xo"[len(moves) % 2]) == 0


def test_every_board_after_four_moves_is_worth_what_minimax_says():
    rng = random.Random(0)
    for _ in range(200):
        moves = "".join(rng.sample("012345678", 4))
        value = value_of(position_of(TIC_TAC_TOE, moves))
        assert value == minimax(cells_of(moves), "x")


def test_connect_four_has_the_known_number_of_boards():
    # Published (John Tromp; OEIS A212693): positions after n plies.
    found = {Position()}
    for n in (7, 49, 238, 1120, 4263):
        found = {play(CONNECT_FOUR, p, move) for p in found for move in legal(CONNECT_FOUR, p)}
        assert len(found) == n


@pytest.mark.parametrize(
    ("moves", "over"),
    [
        ("0011223", "first"),  # across
        ("0101010", "first"),  # up
        ("01122323363", "first"),  # diagonal
        ("65544343303", "first"),  # the other diagonal
        ("50516263", "second"),
        ("00112", ""),
    ],
)
def test_four_in_a_row_wins_in_every_direction(moves, over):
    assert outcome(CONNECT_FOUR, moves) == over


def test_a_full_board_without_a_row_is_a_draw():
    assert outcome(TIC_TAC_TOE, "012435768") == "draw"


def test_no_row_runs_over_the_edge_of_the_board():
    # Bits of neighbouring columns touch in a plain layout: top of one, bottom of the next.
    board = np.zeros((6, 7), dtype=int)
    for rules in GAMES:
        rng = random.Random(3)
        for _ in range(400):
            position, moves = Position(), []
            while options := legal(rules, position):
                moves.append(rng.choice(options))
                position = play(rules, position, moves[-1])
            board = board_of(rules, position)
            assert has_won(rules, position.theirs) == _rows_on(board, rules.n_in_a_row)


def _rows_on(board: np.ndarray, n: int) -> bool:
    rows, cols = board.shape
    for row in range(rows):
        for col in range(cols):
            for down, right in ((0, 1), (1, 0), (1, 1), (1, -1)):
                last = row + down * (n - 1), col + right * (n - 1)
                if 0 <= last[0] < rows and 0 <= last[1] < cols:
                    line = {int(board[row + i * down, col + i * right]) for i in range(n)}
                    if len(line) == 1 and line != {0}:
                        return True
    return False


def test_the_board_shows_who_began_as_one_whoever_is_to_move():
    assert board_of(TIC_TAC_TOE, position_of(TIC_TAC_TOE, "04")).tolist() == [
        [1, 0, 0], [0, 2, 0], [0, 0, 0]
    ]  # fmt: skip
    assert board_of(CONNECT_FOUR, position_of(CONNECT_FOUR, "330"))[:, 3].tolist() == [
        0, 0, 0, 0, 2, 1
    ]  # fmt: skip
    assert board_of(CONNECT_FOUR, position_of(CONNECT_FOUR, "330"))[5, 0] == 1


# The search


@pytest.mark.slow
@pytest.mark.parametrize("begins", [True, False])
def test_with_enough_simulations_tic_tac_toe_is_never_lost(begins):
    lost = []

    def against_everything(moves: str, is_ours: bool) -> None:
        over = outcome(TIC_TAC_TOE, moves)
        if over:
            if over == ("second" if begins else "first"):
                lost.append(moves)
            return
        if is_ours:
            answer = reply(TreeSettings(moves=moves, n_simulations=1500))
            against_everything(answer.moves, False)
        else:
            for move in legal(TIC_TAC_TOE, position_of(TIC_TAC_TOE, moves)):
                against_everything(moves + str(move), True)

    against_everything("", begins)
    assert lost == []


@pytest.mark.parametrize("rollout", ["random", "careful"])
@pytest.mark.parametrize(
    ("game", "moves", "best"),
    [
        ("tictactoe", "0314", 2),  # win in one
        ("tictactoe", "041", 2),  # block in one
        ("connect4", "001122", 3),  # win in one
        ("connect4", "06162", 3),  # block in one
        ("connect4", "010203", 0),  # win on top of a column
        ("connect4", "01020", 0),  # block it
        ("connect4", "3313", 2),  # both ends open next: take the middle
    ],
)
def test_tactical_positions(game, moves, best, rollout):
    found = reply(TreeSettings(game, moves, n_simulations=2000, rollout=rollout))
    assert found.move == best


@pytest.mark.slow
def test_more_simulations_come_closer_to_perfect_play():
    # The second player must answer a corner with the centre.
    few, many = (
        np.array(list(run(TreeSettings(moves="0", n_simulations=n)))[-1].visits)
        for n in (100, 4000)
    )
    assert many.argmax() == list(legal(TIC_TAC_TOE, position_of(TIC_TAC_TOE, "0"))).index(4)
    assert many.max() / many.sum() > few.max() / few.sum()


def test_c_of_zero_looks_only_at_the_best_so_far():
    greedy = list(run(TreeSettings(c=0.0)))[-1].visits
    broad = list(run(TreeSettings(c=5.0)))[-1].visits
    assert greedy.max() > broad.max()
    assert broad.min() > 20


# Films


def test_the_first_frame_is_an_empty_tree():
    first = next(run(TreeSettings()))
    assert (first.n_simulations, first.n_nodes, first.best) == (0, 1, -1)
    assert first.visits.tolist() == [0] * 9
    assert np.isnan(first.values).all()
    assert first.perfect.tolist() == [0.0] * 9


def test_visits_and_nodes_add_up():
    for frame in run(TreeSettings("connect4", "33", n_simulations=300, every=50)):
        assert frame.visits.sum() == frame.n_simulations
        assert frame.n_nodes <= frame.n_simulations + 1
        assert frame.node_visits[0] == frame.n_simulations
        assert (frame.node_parent < np.arange(len(frame.node_parent))).all()
        assert len(frame.node_move) <= 60
        for place in range(1, len(frame.node_move)):
            assert frame.node_depth[place] == frame.node_depth[frame.node_parent[place]] + 1


def test_values_are_the_mean_results_of_the_simulations():
    sums, counts = np.zeros(9), np.zeros(9)
    for frame in run(TreeSettings(n_simulations=200, every=1)):
        if frame.path:
            sums[frame.path[0]] += frame.result
            counts[frame.path[0]] += 1
            tried = counts > 0
            assert frame.values[tried] == pytest.approx(sums[tried] / counts[tried])
            n = counts[frame.path[0]]
            score = sums[frame.path[0]] / n + 1.4 * math.sqrt(math.log(counts.sum()) / n)
            assert frame.uct[frame.path[0]] == pytest.approx(score)
            assert frame.latex.endswith(f"= {score:.3f}")


def test_a_simulation_is_a_whole_legal_game():
    for frame in run(TreeSettings("connect4", "012", n_simulations=60, every=1)):
        if frame.path:
            moves = "012" + "".join(map(str, frame.path + frame.playout))
            over = outcome(CONNECT_FOUR, moves)
            assert over == {1.0: "second", -1.0: "first", 0.0: "draw"}[frame.result]


@pytest.mark.parametrize("game", ["tictactoe", "connect4"])
def test_equal_settings_give_equal_films_and_replies(game):
    settings = TreeSettings(game, n_simulations=100)
    one, two = list(run(settings)), list(run(settings))
    assert len(one) == 21
    assert all(same(a, b) for a, b in zip(one, two, strict=True))
    assert same(reply(settings), reply(settings))
    assert reply(settings).visits.tolist() == one[-1].visits.tolist()


@pytest.mark.parametrize("param", TreeSettings.PARAMS, ids=lambda param: param.id)
def test_every_param_changes_the_film(param):
    base = TreeSettings(n_simulations=120)
    other = {
        "game": "connect4", "n_simulations": 100, "c": 0.2, "rollout": "careful", "every": 7,
        "seed": 1,
    }[param.id]  # fmt: skip
    one, two = list(run(base)), list(run(replace(base, **{param.id: other})))
    assert len(one) != len(two) or not all(same(a, b) for a, b in zip(one, two, strict=True))
    assert param.default == getattr(TreeSettings(), param.id)


# Ends and refusals


def test_a_game_that_is_over_ends_in_a_sentence():
    (only,) = run(TreeSettings(moves="03142"))
    assert only.ended == "The game is over. Take a move back or start anew."
    over = reply(TreeSettings(moves="03142"))
    assert (over.move, over.outcome) == (-1, "first")


@pytest.mark.parametrize(
    ("game", "moves", "which", "why"),
    [
        ("tictactoe", "00", "Move 2 (0)", TAKEN),
        ("tictactoe", "9", "Move 1 (9)", TAKEN),
        ("tictactoe", "031425", "Move 6 (5)", OVER),
        ("connect4", "0000000", "Move 7 (0)", TAKEN),
        ("connect4", "x", "Move 1 (x)", TAKEN),
        ("connect4", "²", "Move 1 (²)", TAKEN),
    ],
)  # fmt: skip
def test_illegal_moves_are_refused(game, moves, which, why):
    with pytest.raises(BadMoves) as refused:
        run(TreeSettings(game, moves))
    assert refused.value.sentence == f"{which} is not allowed: {why}. Take it back."


def test_bad_settings_are_refused():
    with pytest.raises(BadValue, match="Simulations must lie between 1 and 5000, not 0"):
        run(TreeSettings(n_simulations=0))
    with pytest.raises(BadValue, match="Game must be one of tictactoe, connect4"):
        reply(TreeSettings("chess"))
