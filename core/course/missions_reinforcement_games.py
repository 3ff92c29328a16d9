"""Missions of the reinforcement stage about choosing: bandits, games and episodes by hand."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission

STAGE = "reinforcement"


def _fair(settings: Any) -> bool:
    """Whether a race is as long, as wide and as often repeated as the default one."""
    large = settings.k >= 10 and settings.n_steps >= 1000 and settings.n_runs >= 100
    return bool(large and settings.kind == "gaussian")


def _regret(answer: Any, policy: str) -> float:
    last = answer.last
    if policy not in last.policies:
        return float("nan")
    return float(last.regret[last.policies.index(policy), -1])


def _bound(settings: Any, answer: Any) -> bool:
    return _fair(settings) and _regret(answer, "ucb") < 65


def _safe(settings: Any, answer: Any) -> bool:
    import numpy as np

    highs = answer.last.regret_high[:, -1]
    return bool(_fair(settings) and np.isfinite(highs).any() and np.nanmin(highs) < 90)


def _baseline(settings: Any, answer: Any) -> bool:
    plain, judged = _regret(answer, "gradient_plain"), _regret(answer, "gradient")
    return _fair(settings) and plain >= 2 * judged


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


def _braver(settings: Any, answer: Any) -> bool:
    asked = settings.world == "cliff" and settings.agent == "sarsa" and settings.n_episodes >= 100
    return bool(asked and answer.verdict == "learner")


def _hindsight(settings: Any, answer: Any) -> bool:
    there = settings.world in ("lake4", "FrozenLake-v1")
    return bool(there and settings.agent == "optimal" and answer.verdict == "learner")


def _against_wind(settings: Any, answer: Any) -> bool:
    there = settings.world == "windy" and answer.learner.terminated
    return bool(there and len(answer.learner.actions) <= 15)


MISSIONS = (
    Mission(
        "reinforcement.bound", STAGE, "bandits", "Just curious enough",
        "With at least 10 normal arms, 1000 steps and 100 runs, have UCB miss less than 65.",
        ("Its confidence c says how much the unknown counts; it stands under More settings.",
         "With c = 2 it goes on trying arms it should have given up: set it to 1."),
        _bound,
        {"c": 1.0},
        {"c": 3.0},
    ),
    Mission(
        "reinforcement.baseline", STAGE, "bandits", "Judged against what?",
        "Find arms where the gradient bandit without a baseline misses at least twice as much as "
        "the one with it (10 normal arms, 1000 steps, 100 runs or more).",
        ("Switch on both gradient bandits.",
         "If every arm pays well, every pull looks good: raise the level of rewards to 4."),
        _baseline,
        {"gradient": True, "gradient_plain": True, "level": 4.0},
        {"gradient": True, "gradient_plain": True, "level": 1.0},
    ),
    Mission(
        "reinforcement.safe", STAGE, "bandits", "No bad luck",
        "With at least 10 normal arms, 1000 steps and 100 runs, find a policy that misses less "
        "than 90 in nine runs of ten.",
        ("Watch the upper edge of the shaded bands, not the lines.",
         "UCB with c = 1. With c = 0.5 it has the better mean, but more runs go wrong."),
        _safe,
        {"c": 1.0},
        {"c": 0.5},
    ),
    Mission(
        "reinforcement.even", STAGE, "game_tree", "Nobody wins",
        "Play the tree to a draw while it thinks 500 games or more ahead.",
        ("In tic-tac-toe perfect play always ends so.",
         "Where perfect play says 0 you are safe: watch your chances before you click."),
        _even,
        {"mine": "01658"},
        {"mine": "013"},
    ),
    Mission(
        "reinforcement.beaten", STAGE, "game_tree", "Too little thought",
        "Beat the tree at either game although it thinks at least 20 games ahead.",
        ("With few simulations it misses your threats: lower them.",
         "At 20 simulations, threaten a row early and see whether it looks."),
        _beaten,
        {"mine": "012", "n_simulations": 20},
        {"mine": "013"},
    ),
    Mission(
        "reinforcement.stubborn", STAGE, "game_tree", "Never a second chance",
        "In tic-tac-toe, watch 400 games in thought or more prefer a move that loses against "
        "perfect play, although a better one is there.",
        ("What if a move that began badly is never tried again? Lower the exploration c.",
         "With c = 0, begin the game in the middle of the left edge."),
        _stubborn,
        {"mine": "3", "c": 0.0},
        {"mine": "3"},
    ),
    Mission(
        "reinforcement.braver", STAGE, "beat_the_agent", "Braver than SARSA",
        "On the cliff, earn more than a SARSA agent that practised 100 episodes or more.",
        ("It learnt while stumbling, so it keeps away from the edge. You do not stumble.",
         "Walk right along the edge: up once, right eleven times, down once."),
        _braver,
        {"mine": "0111111111112"},
        {"mine": "00011111111111222"},
    ),
    Mission(
        "reinforcement.hindsight", STAGE, "beat_the_agent", "Wise after the event",
        "On a frozen lake of 4 by 4, earn more than the best agent there is.",
        ("It knows how slippery the ice is, but not what will happen. In which episode does it "
         "fail?",
         "Step back and try another action: the luck of each step stays as it was."),
        _hindsight,
        {"world": "lake4", "agent": "optimal", "mine": "003330"},
        {"world": "lake4", "agent": "random", "mine": "003330"},
    ),
    Mission(
        "reinforcement.against_wind", STAGE, "beat_the_agent", "Against the wind",
        "In the windy world, reach the goal in at most 15 steps.",
        ("The wind lifts you in the middle columns: let it, and come back from beyond the goal.",
         "Go right nine times, then down four times, then left twice."),
        _against_wind,
        {"world": "windy", "mine": "111111111222233"},
        {"world": "windy", "mine": "3111111111222233"},
    ),
)  # fmt: skip
