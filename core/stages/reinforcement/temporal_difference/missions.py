"""Missions of the playground temporal difference."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


def _is(settings: Any, name: str) -> bool:
    return type(settings.work).__name__ == name


def _no_falls(settings: Any, answer: Any) -> bool:
    from core.rl.td.settings import LATELY

    if not _is(settings, "TdSettings") or settings.work.world != "cliff":
        return False
    last = answer.last
    lived = "q_learning" in last.methods and last.n_episodes >= LATELY
    return bool(lived and last.recent[0, last.methods.index("q_learning")] >= -14)


def _quick(settings: Any, answer: Any) -> bool:
    import numpy as np

    if not _is(settings, "TdSettings") or settings.work.world != "maze":
        return False
    last = answer.last
    known = last.lengths[:, np.isfinite(last.lengths[0])]
    return bool(0 < last.n_episodes <= 10 and known.size and known[:, -1].min() <= 20)


def _bias(settings: Any, answer: Any) -> bool:
    if not _is(settings, "TdSettings") or settings.work.world != "bias":
        return False
    last = answer.last
    if not {"q_learning", "double_q"} <= set(last.methods) or last.n_episodes < 200:
        return False
    fooled, doubled = (last.visits[last.methods.index(m), 1] for m in ("q_learning", "double_q"))
    return bool(fooled > doubled and fooled >= 2 * doubled)


MISSIONS = (
    Mission(
        "reinforcement.no_falls",
        "Along the edge, unharmed",
        "On the cliff, get Q-learning to −14 or better over its last 50 episodes.",
        (
            "Its path is the shortest there is, so why does it fall?",
            "It falls only when it acts at random: set the exploration ε to 0.",
        ),
        _no_falls,
        {"epsilon": 0.0},
        {"epsilon": 0.05},
    ),
    Mission(
        "reinforcement.quick",
        "Learn from memories",
        "In the maze, have a learner walk an episode of at most 20 steps as its last, after 10 "
        "episodes or fewer.",
        ("One update a step is too slow for that.", "Dyna-Q replays what it remembers."),
        _quick,
        {"world": "maze", "method_1": "dyna_q", "n_episodes": 10},
        {"world": "maze", "n_episodes": 10},
    ),
    Mission(
        "reinforcement.bias",
        "Fooled by noise",
        "In the world of maximisation bias, show that Q-learning falls for the noisy side (B) at "
        "least twice as often as double Q-learning, in 200 episodes or more of the first run.",
        (
            "Let Q-learning and double Q-learning race there.",
            "A small step size makes the lure last: try α = 0.1.",
        ),
        _bias,
        {"world": "bias", "method_2": "double_q", "alpha": 0.1},
        {"world": "bias", "method_1": "double_q", "alpha": 0.1},
    ),
)
