"""The catalogue of tabular methods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from core.rl.td.agent import Agent, Arena, Episode
from core.rl.td.episodes import (
    monte_carlo_episode,
    one_step_episode,
    q_learning_episode,
    sarsa_episode,
    sarsa_lambda_episode,
)
from core.rl.td.updates import (
    Update,
    double_q_update,
    dyna_q_update,
    expected_sarsa_update,
    q_learning_update,
)


@dataclass(frozen=True)
class MethodSpec:
    """One method of the catalogue.

    live : learns from an episode of its own. update : learns from anybody's step; None for
    on-policy methods, which can only learn from their own.
    """

    id: str
    label: str
    help: str
    source: str
    live: Callable[[Agent, Arena], Episode]
    update: Update | None = None


def _off_policy(method: str, label: str, text: str, source: str, update: Update) -> MethodSpec:
    return MethodSpec(method, label, text, source, partial(one_step_episode, update=update), update)


_BOOK = "Sutton & Barto, 2nd ed. (2018), section "
METHODS: tuple[MethodSpec, ...] = (
    MethodSpec(
        "monte_carlo",
        "Monte Carlo",
        "Waits for the end of the episode and learns from what it really earned.",
        f"{_BOOK}5.4",
        monte_carlo_episode,
    ),
    MethodSpec(
        "sarsa",
        "SARSA",
        "Learns what its own behaviour is worth, stumbles included.",
        f"{_BOOK}6.4",
        sarsa_episode,
    ),
    MethodSpec(
        "sarsa_lambda",
        "SARSA(λ)",
        "Passes every surprise back along the path that led to it.",
        f"{_BOOK}12.7",
        sarsa_lambda_episode,
    ),
    _off_policy(
        "expected_sarsa",
        "Expected SARSA",
        "SARSA without the luck of the next action: it takes the mean.",
        f"{_BOOK}6.6",
        expected_sarsa_update,
    ),
    MethodSpec(
        "q_learning",
        "Q-learning",
        "Learns what the best behaviour is worth, whatever it does meanwhile.",
        f"{_BOOK}6.5",
        q_learning_episode,
        q_learning_update,
    ),
    _off_policy(
        "double_q",
        "Double Q-learning",
        "Two tables: one chooses, the other judges, so that luck is not taken for value.",
        f"{_BOOK}6.7",
        double_q_update,
    ),
    _off_policy(
        "dyna_q",
        "Dyna-Q",
        "Q-learning that also replays what it remembers of the world.",
        f"{_BOOK}8.2",
        dyna_q_update,
    ),
)


def method(method_id: str) -> MethodSpec:
    """Return a method of the catalogue; KeyError for an unknown id."""
    return {spec.id: spec for spec in METHODS}[method_id]
