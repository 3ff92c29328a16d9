"""Missions of the playground deep RL."""

from __future__ import annotations

from typing import Any

from core.learn.missions import Mission

STAGE, PLAYGROUND = "reinforcement", "deep_rl"
CART, HILL = "CartPole-v1", "MountainCar-v0"
SOLVED = 475.0


def _lucky(settings: Any, film: Any) -> bool:
    return bool(settings.world == CART and film.last.checks[0][0] >= SOLVED)


def _no_signal(settings: Any, film: Any) -> bool:
    last = film.last
    return bool(settings.world == HILL and last.n_episodes[0] >= 10 and last.recent[0] <= -200)


def _ruined(settings: Any, film: Any) -> bool:
    last = film.last
    return bool(settings.world == CART and last.n_episodes[0] >= 100 and last.recent[0] < 12)


def _frugal(settings: Any, film: Any) -> bool:
    last = film.last
    asked = settings.world == CART and settings.method == "reinforce" and last.n_total <= 10_000
    return bool(asked and last.exam.size and last.exam_mean >= SOLVED)


MISSIONS = (
    Mission(
        "reinforcement.deep_lucky",
        STAGE,
        PLAYGROUND,
        "Born lucky",
        "Find a seed whose CartPole agent passes its first greedy check, before any training.",
        (
            "The seed is under More settings; the first orange diamond is the untrained agent.",
            "A random network is a random policy, and CartPole is kind: try ten seeds.",
        ),
        _lucky,
    ),
    Mission(
        "reinforcement.deep_no_signal",
        STAGE,
        PLAYGROUND,
        "Nothing to go by",
        "Watch at least 10 training episodes in a row that all end with the worst return there is.",
        ("Which world is marked hard, and why?",),
        _no_signal,
    ),
    Mission(
        "reinforcement.deep_ruined",
        STAGE,
        PLAYGROUND,
        "Too fast to learn",
        "Ruin a CartPole agent: after 100 episodes its last ones return less than 12, fewer than "
        "chance gets.",
        ("A step can go too far.", "Choose a learning rate near 1."),
        _ruined,
    ),
    Mission(
        "reinforcement.deep_frugal",
        STAGE,
        PLAYGROUND,
        "Forty lines are enough",
        "Solve CartPole with REINFORCE in 10,000 steps: 475 on its twenty fresh episodes.",
        ("Steps are under More settings. Let the run come to its end.",),
        _frugal,
    ),
)
