"""Missions of the playground deep rl."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission

FRESH = "fresh"


CART, HILL = "CartPole-v1", "MountainCar-v0"


SOLVED = 475.0


def _lucky(settings: Any, film: Any) -> bool:
    asked = settings.world == CART and settings.start == FRESH
    return bool(asked and film.last.checks[0][0] >= SOLVED)


def _no_signal(settings: Any, film: Any) -> bool:
    last = film.last
    return bool(settings.world == HILL and last.n_episodes[0] >= 10 and last.recent[0] <= -200)


def _ruined(settings: Any, film: Any) -> bool:
    last = film.last
    return bool(settings.world == CART and last.n_episodes[0] >= 100 and last.recent[0] < 12)


def _frugal(settings: Any, film: Any) -> bool:
    last = film.last
    fresh = settings.world == CART and settings.start == FRESH
    asked = fresh and settings.method == "reinforce" and last.n_total <= 10_000
    return bool(asked and last.exam.size and last.exam_mean >= SOLVED)


def _forgot(settings: Any, film: Any) -> bool:
    """Whether a trained agent solved its world at the start and lost half of that in training."""
    if settings.start != "trained":
        return False
    world, checks = settings.place, film.last.checks[0]
    floor = world.returns[0]
    middle = floor + (checks[0] - floor) / 2
    return bool(checks[0] >= world.threshold and (checks[1:] < middle).any())


def _continued(settings: Any, film: Any) -> bool:
    """Whether a half trained agent was brought over the threshold."""
    last, threshold = film.last, settings.place.threshold
    asked = settings.start == "half" and last.checks[0][0] < threshold
    return bool(asked and (last.checks[0][1:] >= threshold).any())


MISSIONS = (
    Mission(
        "reinforcement.deep_lucky",
        "Born lucky",
        "Find a seed whose CartPole agent passes its first greedy check, before any training.",
        (
            "The seed is under More settings; the first orange diamond is the untrained agent.",
            "A random network is a random policy, and CartPole is kind: try ten seeds.",
        ),
        _lucky,
        Attempt({"seed": 0}, pictures=1),
        Attempt({"seed": 1}, pictures=1),
    ),
    Mission(
        "reinforcement.deep_no_signal",
        "Nothing to go by",
        "Watch at least 10 training episodes in a row that all end with the worst return there is.",
        ("Which world is marked hard, and why?",),
        _no_signal,
        {"world": "MountainCar-v0"},
        {"world": "Acrobot-v1"},
    ),
    Mission(
        "reinforcement.deep_ruined",
        "Too fast to learn",
        "Ruin a CartPole agent: after 100 episodes its last ones return less than 12, fewer than "
        "chance gets.",
        ("A step can go too far.", "Choose a learning rate of 1."),
        _ruined,
        {"learning_rate": "1"},
        {"learning_rate": "0.01"},
    ),
    Mission(
        "reinforcement.deep_frugal",
        "Forty lines are enough",
        "Solve CartPole with REINFORCE in 10,000 steps: 475 on its twenty fresh episodes.",
        ("Steps are under More settings. Let the run come to its end.",),
        _frugal,
        Attempt({"method": "reinforce", "steps": "10000"}, pictures=200),
        Attempt({"method": "reinforce", "steps": "10000", "learning_rate": "1e-05"}, pictures=200),
    ),
    Mission(
        "reinforcement.deep_forgot",
        "Easily lost",
        "Start from a trained agent that solves its world, and train until a greedy check has lost "
        "half of what it got.",
        (
            "Start from: trained. The first diamond is the agent as it came.",
            "Its weights came along, but a careful learning rate did not: try 1.",
        ),
        _forgot,
        Attempt({"start": "trained", "learning_rate": "1"}, pictures=30),
        Attempt({"start": "trained"}, pictures=30),
    ),
    Mission(
        "reinforcement.deep_continued",
        "The second half",
        "Take over a half trained agent and bring one of its greedy checks over the threshold.",
        ("Start from: half. Acrobot and CartPole take less than a minute.",),
        _continued,
        Attempt({"start": "half"}, pictures=60),
        Attempt({"start": "half", "learning_rate": "1"}, pictures=60),
    ),
)
