"""Missions of the playground bandits."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


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


MISSIONS = (
    Mission(
        "reinforcement.bound",
        "Just curious enough",
        "With at least 10 normal arms, 1000 steps and 100 runs, have UCB miss less than 65.",
        (
            "Its confidence c says how much the unknown counts; it stands under More settings.",
            "With c = 2 it goes on trying arms it should have given up: set it to 1.",
        ),
        _bound,
        {"c": 1.0},
        {"c": 3.0},
    ),
    Mission(
        "reinforcement.baseline",
        "Judged against what?",
        "Find arms where the gradient bandit without a baseline misses at least twice as much as "
        "the one with it (10 normal arms, 1000 steps, 100 runs or more).",
        (
            "Switch on both gradient bandits.",
            "If every arm pays well, every pull looks good: raise the level of rewards to 4.",
        ),
        _baseline,
        {"gradient": True, "gradient_plain": True, "level": 4.0},
        {"gradient": True, "gradient_plain": True, "level": 1.0},
    ),
    Mission(
        "reinforcement.safe",
        "No bad luck",
        "With at least 10 normal arms, 1000 steps and 100 runs, find a policy that misses less "
        "than 90 in nine runs of ten.",
        (
            "Watch the upper edge of the shaded bands, not the lines.",
            "UCB with c = 1. With c = 0.5 it has the better mean, but more runs go wrong.",
        ),
        _safe,
        {"c": 1.0},
        {"c": 0.5},
    ),
)
