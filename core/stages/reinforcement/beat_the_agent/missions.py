"""Missions of the playground beat the agent."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


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
        "reinforcement.braver",
        "Braver than SARSA",
        "On the cliff, earn more than a SARSA agent that practised 100 episodes or more.",
        (
            "It learnt while stumbling, so it keeps away from the edge. You do not stumble.",
            "Walk right along the edge: up once, right eleven times, down once.",
        ),
        _braver,
        {"mine": "0111111111112"},
        {"mine": "00011111111111222"},
    ),
    Mission(
        "reinforcement.hindsight",
        "Wise after the event",
        "On a frozen lake of 4 by 4, earn more than the best agent there is.",
        (
            "It knows how slippery the ice is, but not what will happen. In which episode does it "
            "fail?",
            "Step back and try another action: the luck of each step stays as it was.",
        ),
        _hindsight,
        {"world": "lake4", "agent": "optimal", "mine": "003330"},
        {"world": "lake4", "agent": "random", "mine": "003330"},
    ),
    Mission(
        "reinforcement.against_wind",
        "Against the wind",
        "In the windy world, reach the goal in at most 15 steps.",
        (
            "The wind lifts you in the middle columns: let it, and come back from beyond the goal.",
            "Go right nine times, then down four times, then left twice.",
        ),
        _against_wind,
        {"world": "windy", "mine": "111111111222233"},
        {"world": "windy", "mine": "3111111111222233"},
    ),
)
