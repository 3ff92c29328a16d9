"""A game against the tree search: the learner's moves, the replies, and a film of one search."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film, record
from core.stages.reinforcement.game_tree import tree as game_tree
from core.stages.reinforcement.game_tree.rules import BadMoves, board_of, game, legal, position_of
from core.stages.reinforcement.game_tree.settings import ME, REPLY, TREE, MatchSettings
from core.stages.reinforcement.game_tree.tree import Reply, TreeFrame, TreeSettings, outcome
from core.value import Value

MOST_PICTURES = 90


@dataclass(frozen=True)
class Match:
    """Where a game stands.

    moves : all so far, one digit each. board : as in `TreeFrame`. film : the search that is shown,
    from the moves ``seen``. reply : the tree's last answer, None before it. winner : "" while the
    game goes on, "me", "tree" or "draw". n_mine : how many moves the learner made.
    """

    moves: str
    seen: str
    board: NDArray[np.int8]
    film: Film[TreeFrame]
    reply: Reply | None
    winner: str
    n_mine: int


def match(settings: MatchSettings) -> Match:
    """Play the learner's moves and every reply; return the board and the film of one search.

    Raises `BadMoves` for a move that is not allowed.
    """
    search = settings.search
    moves, before, reply = "", "", None
    if settings.begins == TREE:
        reply = _reply(search)
        moves = reply.moves
    for number, sign in enumerate(settings.mine, 1):
        if outcome(game(search.game), moves):
            raise BadMoves(f"The game was over before your move {number}. Start anew.")
        moves = _checked(search.game, moves + sign)
        if not outcome(game(search.game), moves):
            before, reply = moves, _reply(replace(search, moves=moves))
            moves = reply.moves
    seen = before if settings.shows == REPLY and reply is not None else moves
    film = record(game_tree.run(replace(search, moves=seen)), most=MOST_PICTURES)
    rules = game(search.game)
    board = board_of(rules, position_of(rules, moves))
    winner = _winner(settings, outcome(rules, moves))
    return Match(moves, seen, board, film, reply, winner, len(settings.mine))


@lru_cache(maxsize=256)  # a game asks for every earlier reply again
def _reply(settings: TreeSettings) -> Reply:
    return game_tree.reply(settings)


def _checked(game_id: str, moves: str) -> str:
    position_of(game(game_id), moves)
    return moves


def _winner(settings: MatchSettings, over: str) -> str:
    if over in ("", "draw"):
        return over
    return ME if (over == "first") == (settings.begins == ME) else TREE


def picked(settings: MatchSettings, answer: Match, click: Any) -> dict[str, Value]:
    """Return the values of controls after a click on the board; {} where no move is."""
    if click.name != "board":
        return {}
    rules = game(settings.search.game)
    col, row = math.floor(click.x), rules.n_rows - 1 - math.floor(click.y)
    move = col if rules.has_gravity else row * rules.n_cols + col
    legal_now = open_moves(settings, answer)
    return {"mine": f"{settings.mine}{move}"} if move in legal_now else {}


def open_moves(settings: MatchSettings, answer: Match) -> tuple[int, ...]:
    """Return the moves that the learner may make now."""
    rules = game(settings.search.game)
    return () if answer.winner else legal(rules, position_of(rules, answer.moves))


def script_of(settings: MatchSettings, answer: Match) -> TreeSettings:
    """Return the search that the film shows, for its script."""
    return replace(settings.search, moves=answer.seen)
