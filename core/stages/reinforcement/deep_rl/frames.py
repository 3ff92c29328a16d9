"""What a learner sees of a training: one frame, and the episode of the last check."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.stages.reinforcement.deep_rl.play import Agent

Floats = NDArray[np.float32]
N_BINS, N_CHECKS, N_EXAM = 100, 20, 20
"""Points of the curve of returns; checks on the way; fresh episodes of the examination."""


@dataclass(frozen=True)
class Clip:
    """One greedy episode of the first agent, thinned to at most 160 pictures.

    states : (n, n_observed). actions : (n,) what was done there, as an index or a torque; NaN at
    the end. rewards : (n,) summed up so far. preferences : (n, n_actions). steps : (n,) of the
    episode. terrain : (n_points, 2) of LunarLander's ground, in its own units, else empty.
    n_trained : after how many steps of training.
    """

    states: Floats
    actions: Floats
    rewards: Floats
    preferences: Floats
    values: Floats
    steps: NDArray[np.int64]
    terrain: Floats
    n_trained: int


@dataclass(frozen=True)
class DeepFrame:
    """All agents of a run after some steps; m agents, of which the first is looked at closely.

    n_steps : of the first agent, of ``n_total``. returns, lengths : (m, N_BINS) mean of the
    training episodes that ended in each part of the run, NaN where none did. recent : (m,) mean
    return of the last 20 episodes. n_episodes : (m,). checks : (m, N_CHECKS + 1) mean return of
    greedy episodes at ``check_steps``. exam : (m, N_EXAM) returns of fresh greedy episodes of the
    kept agents, empty until the end; ``kept_steps`` : (m,) when they were kept.
    state : (n_observed,), before any step where the first check began. trail : (n, n_observed) the
    current training episode's last states.
    plane : (GRID, GRID) what states are worth, lowest y first; ``best`` : the greedy action there
    (an index or a torque) and ``sure`` how clearly it leads, in [0, 1].
    preferences : (n_actions,) action values, probabilities or the torque in ``state``.
    exploring : DQN's ε, else NaN. entropy : of the policy, mean over
    the trail, in nats, NaN for DQN and torques.
    agent : the kept network, in frames at a check and at the end.
    began : the control's learning rate when the run began. ``changes`` : of each agent, the
    (step, learning rate) that were sent since; a rate counts for updates after that step.
    """

    n_steps: int
    n_total: int
    seeds: tuple[int, ...]
    returns: NDArray[np.float64]
    lengths: NDArray[np.float64]
    recent: NDArray[np.float64]
    n_episodes: NDArray[np.int64]
    check_steps: NDArray[np.int64]
    checks: NDArray[np.float64]
    exam: NDArray[np.float64]
    kept_steps: NDArray[np.int64]
    state: Floats
    trail: Floats
    plane: Floats
    best: Floats
    sure: Floats
    preferences: Floats
    state_value: float
    losses: tuple[tuple[str, float], ...]
    learning_rate: float
    exploring: float
    entropy: float
    clip: Clip
    agent: Agent | None
    device: str
    began: str = "tuned"
    changes: tuple[tuple[tuple[int, float], ...], ...] = ()
    ended: str = ""

    @property
    def exam_mean(self) -> float:
        """Mean return of the fresh episodes of all agents; NaN before the end."""
        return float(self.exam.mean()) if self.exam.size else float("nan")
