"""The lesson of the game tree."""

from __future__ import annotations

from typing import Any, NamedTuple

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap

FIRST_MOVE = {"game": "tictactoe", "begins": "me", "mine": "", "shows": "now"}
"""The empty board of tic-tac-toe, where every move is a draw against perfect play."""


class Favourite(NamedTuple):
    """The most tried move: how many games in thought began with it, of how many, and their mean."""

    n_games: int
    n_all: int
    mean: float


def _favourite(_settings: Any, answer: Any) -> Favourite | None:
    last = answer.film.last
    if last.best < 0:
        return None
    place = last.moves.tolist().index(last.best)
    return Favourite(int(last.visits[place]), last.n_simulations, float(last.values[place]))


def _score(settings: Any, answer: Any) -> str:
    """Return the selection score of the most tried move in numbers."""
    found = _favourite(settings, answer)
    if found is None:
        return ""
    last = answer.film.last
    score = float(last.uct[last.moves.tolist().index(last.best)])
    return (
        rf"\text{{move {last.best + 1}: }} {found.mean:.3g} + {settings.search.c:g}"
        rf"\sqrt{{\tfrac{{\ln {found.n_all}}}{{{found.n_games}}}}} = {score:.3g}"
    )


def _far_from_truth(settings: Any, answer: Any) -> bool:
    found = _favourite(settings, answer)
    return bool(found and found.mean > 0.3 and answer.film.last.perfect.max() == 0)


def _sure_but_wrong(settings: Any, answer: Any) -> bool:
    found = _favourite(settings, answer)
    return bool(found and found.mean == 1 and answer.film.last.perfect.max() == 0)


def _fewer_or_more(before: Favourite, after: Favourite) -> int:
    ratio = after.n_games / before.n_games
    return 0 if ratio > 1.2 else 1 if ratio >= 0.8 else 2


LESSON = Lesson(
    idea=(
        "You could think every game to its end, but even Connect Four has trillions of boards. "
        "This **tree search** plays some hundred games in thought and spends them as you ask "
        "around for a restaurant: mostly about the places praised so far, now and then about "
        "another. Each game follows the moves of the highest score, the mean result x̄ plus a "
        "bonus while only n of the N games began there. It adds one board to the tree, ends in a "
        "random **playout** and hands its result back to every board on the way. The number on a "
        "cell is n; in the tree a thick line was taken often; the bars show n and x̄ of each "
        "move, 1 a win and −1 a loss. With networks to guide it, this became AlphaGo."
    ),
    formula=r"\bar{x} + c\,\sqrt{\frac{\ln N}{n}}",
    numbers=_score,
    words=("tree search", "playout"),
    tour=(
        Step(
            "Press play: five more games in thought with each picture. At first all nine cells "
            "get their share; then one begins to look better and draws the games to it.",
            sets=FIRST_MOVE,
        ),
        Step(
            "Play against it: click a cell. The tree answers, and the film then shows your own "
            "chances on the new board, before you click again.",
            sets={"mine": ""},
            until=lambda _settings, answer: answer.n_mine > 0,
        ),
        Step(
            "Perfect play makes every first move a draw, 0. Yet after 500 games in thought the "
            "favourite's games ended near 0.5 on average. Now four times as many games.",
            "n_simulations",
            {**FIRST_MOVE, "n_simulations": 500},
            Prediction(
                "reinforcement.average_and_truth",
                "Where will the favourite's average go?",
                ("To 0, within 0.2", "It stays well above 0"),
                {"n_simulations": 2000},
                _favourite,
                lambda _before, after: int(abs(after.mean) > 0.2),
                lambda before, after: (
                    f"{before.mean:.2f} before, {after.mean:.2f} now. Every weak reply that was "
                    "ever tried stays in the mean; it sinks towards the truth, but slowly."
                ),
                surprises=True,
                always="A mean of all games sinks only as the weak replies become a small part.",
            ),
        ),
        Step(
            "Now only 20 games in thought for nine moves: two or three each.",
            "n_simulations",
            {**FIRST_MOVE, "n_simulations": 500},
            Prediction(
                "reinforcement.twenty_games",
                "What will the favourite's average be, compared with the truth, 0?",
                ("Closer to it", "Further away from it"),
                {"n_simulations": 20},
                _favourite,
                lambda before, after: int(abs(after.mean) > abs(before.mean)),
                lambda before, after: (
                    f"{before.mean:.2f} after {before.n_all} games, {after.mean:.2f} after "
                    f"{after.n_all}. The favourite is whatever had the luckiest "
                    f"{after.n_games} games."
                ),
                surprises=True,
            ),
        ),
        Step(
            "c weighs the second part of the score: how much a little-tried move is preferred. "
            "From 1.4 to 5.",
            "c",
            {**FIRST_MOVE, "n_simulations": 500, "c": 1.4},
            Prediction(
                "reinforcement.more_exploration",
                "How many of the games will begin with the favourite?",
                ("More: it is found sooner", "About as many", "Fewer"),
                {"c": 5.0},
                _favourite,
                _fewer_or_more,
                lambda before, after: (
                    f"{before.n_games} of {before.n_all} before, {after.n_games} of "
                    f"{after.n_all} now. Games spent on curiosity are missing where it counts."
                ),
                surprises=True,
                always="A larger bonus for what was little tried spreads the games: so c works.",
            ),
        ),
    ),
    traps=(
        Trap(
            "The average says how the game would end between perfect players.",
            "It is the mean of all games it has tried, weak replies included: near 0.5 for a move "
            "that perfect play makes a draw.",
            FIRST_MOVE,
            _far_from_truth,
        ),
        Trap(
            "An average of 1.00 is a sure win.",
            "After 20 games in thought it rests on three or four of them. How often a move was "
            "tried says more than its average, and that is what the tree chooses by.",
            {**FIRST_MOVE, "n_simulations": 20},
            _sure_but_wrong,
        ),
    ),
    on_the_job=(
        "The same search plans where a model can be played forward cheaply: chip placement, "
        "chemical synthesis, proofs. Its score is the bandit's UCB, so the balance of trying and "
        "using is yours to set."
    ),
    more=(
        Reading(
            "Browne and others",
            "A Survey of Monte Carlo Tree Search Methods (2012)",
            "https://doi.org/10.1109/TCIAIG.2012.2186810",
        ),
        Reading(
            "Silver and others",
            "Mastering the game of Go with deep neural networks and tree search (2016)",
            "https://doi.org/10.1038/nature16961",
        ),
        Reading(
            "Sutton and Barto",
            "Reinforcement Learning: An Introduction, section 8.11",
            "http://incompleteideas.net/book/the-book-2nd.html",
        ),
    ),
)
