"""The game tree playground: a film of the search, and a reply to a learner's move."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.params import Choice
from core.settings import Declared, control
from core.stages.reinforcement.game_tree.rules import (
    GAMES,
    TIC_TAC_TOE,
    Game,
    Position,
    board_of,
    game,
    has_won,
    is_full,
    legal,
    play,
    position_of,
    value_of,
)
from core.stages.reinforcement.game_tree.search import (
    PLAYOUTS,
    Search,
    Simulation,
    best_move,
    top_nodes,
)

MOST_NODES = 60
"""Nodes of the tree that a frame carries."""


class TreeSettings(Declared):
    """One search. ``moves`` leads to the board it starts from, see `games.position_of`."""

    # fmt: off
    game: str = control(
        "Game", "What is played.",
        *(Choice(entry.id, entry.label) for entry in GAMES), default="tictactoe",
    )
    moves: str = ""
    n_simulations: int = control(
        "Simulations", "Games played in thought before a move.",
        default=500, low=1, high=5000, scale="log",
    )
    c: float = control(
        "Exploration c", "How much a little-tried move is preferred.",
        default=1.4, low=0.0, high=5.0, step=0.1,
    )
    rollout: str = control(
        "Games in thought", "How a game is played to its end beyond the tree.",
        ("random", "at random", "Any legal move."),
        ("careful", "carefully", "Win if possible, else prevent a loss, else any move."),
        default="random",
    )
    every: int = control(
        "A picture every", "Simulations between two pictures.",
        default=5, low=1, high=500, unit="simulations", advanced=True,
    )
    seed: int = control(
        "Seed", "Same seed, same film.", default=0, low=0, high=2**32 - 1, advanced=True
    )
    # fmt: on


@dataclass(frozen=True)
class TreeFrame:
    """The tree after ``n_simulations``; k legal moves at the root, n shown nodes.

    board : (n_rows, n_cols), 1 who began, 2 the other. moves, visits : (k,). values : (k,) mean
    result for the player to move, -1 to 1, NaN unvisited. uct : (k,) what selection would compare
    now, inf unvisited. perfect : (k,) the true value in tic-tac-toe, NaN in Connect Four.
    best : the most visited move, -1 before the first. path : the last simulation's moves in the
    tree, playout : those beyond it, result : its end for the player to move. latex : the
    score of the move it began with, now, with its numbers. node_* : (n,) the most visited nodes,
    the root first with parent and move -1; value is for the player who moved there.
    """

    n_simulations: int
    board: NDArray[np.int8]
    moves: NDArray[np.int64]
    visits: NDArray[np.int64]
    values: NDArray[np.float64]
    uct: NDArray[np.float64]
    perfect: NDArray[np.float64]
    best: int
    path: tuple[int, ...]
    playout: tuple[int, ...]
    result: float
    latex: str
    n_nodes: int
    node_parent: NDArray[np.int64]
    node_move: NDArray[np.int64]
    node_visits: NDArray[np.int64]
    node_value: NDArray[np.float64]
    node_depth: NDArray[np.int64]
    ended: str = ""


@dataclass(frozen=True)
class Reply:
    """The move the search chose and what it thought of all of them.

    move : -1 if the game is over. value : for the player who made it, -1 to 1. moves : the game
    so far with the reply. outcome : "" while the game goes on, "draw", "first" or "second".
    """

    move: int
    value: float
    root_moves: NDArray[np.int64]
    visits: NDArray[np.int64]
    values: NDArray[np.float64]
    moves: str
    outcome: str


def run(settings: TreeSettings) -> Iterator[TreeFrame]:
    """Return the film of a search; raise `BadValue` or `BadMoves` before the first frame."""
    rules, position = checked(settings)
    return _film(settings, _search(settings, rules, position))


def reply(settings: TreeSettings) -> Reply:
    """Return the computer's answer to ``settings.moves``; raise `BadValue` or `BadMoves`.

    The same settings give the same reply, so that a game can be replayed.
    """
    rules, position = checked(settings)
    search = _search(settings, rules, position)
    if not search.root.untried:
        empty = np.zeros(0, dtype=np.int64)
        over = outcome(rules, settings.moves)
        return Reply(-1, math.nan, empty, empty, np.zeros(0), settings.moves, over)
    for _ in range(settings.n_simulations):
        search.simulate()
    frame = _frame(search, settings.n_simulations)
    moves = settings.moves + str(frame.best)
    value = search.root.children[frame.best].value
    over = outcome(rules, moves)
    return Reply(frame.best, value, frame.moves, frame.visits, frame.values, moves, over)


def outcome(rules: Game, moves: str) -> str:
    """Return "first" or "second" for the winner, "draw", or "" while the game goes on.

    >>> outcome(TIC_TAC_TOE, "03142")
    'first'
    """
    position = position_of(rules, moves)
    if has_won(rules, position.theirs):
        return "first" if len(moves) % 2 else "second"
    return "draw" if is_full(rules, position) else ""


def _film(settings: TreeSettings, search: Search) -> Iterator[TreeFrame]:
    ended = "" if search.root.untried else "The game is over. Take a move back or start anew."
    yield _frame(search, 0, ended=ended)
    if ended:
        return
    for n in range(1, settings.n_simulations + 1):
        simulation = search.simulate()
        if n % settings.every == 0 or n == settings.n_simulations:
            yield _frame(search, n, simulation)


def checked(settings: TreeSettings) -> tuple[Game, Position]:
    """Return the game and the board to search from; raise `BadValue` or `BadMoves`."""
    settings.check()
    rules = game(settings.game)
    return rules, position_of(rules, settings.moves)


def _search(settings: TreeSettings, rules: Game, position: Position) -> Search:
    return Search(rules, position, settings.c, PLAYOUTS[settings.rollout], settings.seed)


def _frame(
    search: Search, n: int, simulation: Simulation | None = None, ended: str = ""
) -> TreeFrame:
    rules, root = search.rules, search.root
    moves = legal(rules, root.position)
    children = [root.children.get(move) for move in moves]
    shown = top_nodes(root, MOST_NODES)
    return TreeFrame(
        n_simulations=n,
        board=board_of(rules, root.position),
        moves=np.array(moves, dtype=np.int64),
        visits=np.array([child.visits if child else 0 for child in children], dtype=np.int64),
        values=np.array([child.value if child else math.nan for child in children]),
        uct=np.array([search.uct(root, child) if child else math.inf for child in children]),
        perfect=_perfect(rules, root.position, moves),
        best=best_move(root),
        path=simulation.path if simulation else (),
        playout=simulation.playout if simulation else (),
        result=simulation.result if simulation else math.nan,
        latex=_latex(search, simulation.path[0]) if simulation else "",
        n_nodes=search.n_nodes,
        node_parent=np.array([place for place, _, _, _ in shown], dtype=np.int64),
        node_move=np.array([move for _, move, _, _ in shown], dtype=np.int64),
        node_visits=np.array([node.visits for *_, node in shown], dtype=np.int64),
        node_value=np.array([node.value for *_, node in shown]),
        node_depth=np.array([depth for _, _, depth, _ in shown], dtype=np.int64),
        ended=ended,
    )


def _perfect(rules: Game, position: Position, moves: tuple[int, ...]) -> NDArray[np.float64]:
    if rules is not TIC_TAC_TOE:
        return np.full(len(moves), math.nan)
    return np.array([-float(value_of(play(rules, position, move))) for move in moves])


def _latex(search: Search, move: int) -> str:
    """Return the score of a root move with its numbers as they are now."""
    child, total = search.root.children[move], search.root.visits
    score = search.uct(search.root, child)
    return (
        rf"\bar x + c\sqrt{{\tfrac{{(\ln N)}}{{n}}}} = {child.value:.3f} + {search.c:g}"
        rf"\sqrt{{\tfrac{{(\ln {total})}}{{{child.visits}}}}} = {score:.3f}"
    )
