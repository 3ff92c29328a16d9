"""Missions of the playground game tree."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


def _even(settings: Any, answer: Any) -> bool:
    search = settings.search
    return bool(answer.winner == "draw" and search.n_simulations >= 500)


def _beaten(settings: Any, answer: Any) -> bool:
    return bool(answer.winner == "me" and settings.search.n_simulations >= 20)


def _stubborn(settings: Any, answer: Any) -> bool:
    last = answer.film.last
    asked = settings.search.game == "tictactoe" and settings.search.n_simulations >= 400
    if not asked or answer.winner or last.best < 0:
        return False
    worth = last.perfect[last.moves == last.best]
    return bool(worth[0] == -1 and last.perfect.max() > -1)


MISSIONS = (
    Mission(
        "reinforcement.even",
        "Nobody wins",
        "Play the tree to a draw while it thinks 500 games or more ahead.",
        (
            "In tic-tac-toe perfect play always ends so.",
            "Where perfect play says 0 you are safe: watch your chances before you click.",
        ),
        _even,
        {"mine": "01658"},
        {"mine": "013"},
    ),
    Mission(
        "reinforcement.beaten",
        "Too little thought",
        "Beat the tree at either game although it thinks at least 20 games ahead.",
        (
            "With few simulations it misses your threats: lower them.",
            "At 20 simulations, threaten a row early and see whether it looks.",
        ),
        _beaten,
        {"mine": "012", "n_simulations": 20},
        {"mine": "013"},
    ),
    Mission(
        "reinforcement.stubborn",
        "Never a second chance",
        "In tic-tac-toe, watch 400 games in thought or more prefer a move that loses against "
        "perfect play, although a better one is there.",
        (
            "What if a move that began badly is never tried again? Lower the exploration c.",
            "With c = 0, begin the game in the middle of the left edge.",
        ),
        _stubborn,
        {"mine": "3", "c": 0.0},
        {"mine": "3"},
    ),
)
