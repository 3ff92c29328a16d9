"""What there is to see in a race of learners."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.rl.td.methods import method
from core.rl.td.settings import TdFrame
from core.rl.worlds.grid import CLIFF, LAVA
from core.rl.worlds.presets import drawn
from core.wording import counted

FEW = 10.0
"""Returns below this are told with two decimals."""


SURE = 3.0
"""Standard errors that a lead needs before it is explained."""


def about_td(frame: TdFrame) -> str:
    """Say what every learner earned lately, and why SARSA and Q-learning part."""
    if frame.ended:
        return frame.ended
    if not frame.n_episodes:
        return "Nobody has learnt anything yet: every action looks the same, so all are tried."
    means = frame.lately
    n_digits = 1 if np.abs(means).max() >= FEW else 2
    parts = [
        f"{method(name).label} {mean:.{n_digits}f}"
        for name, mean in zip(frame.methods, means, strict=True)
    ]
    over = "last episode" if frame.n_lately == 1 else f"last {frame.n_lately} episodes"
    earned = f"Over the {over} a learner earned on average: {', '.join(parts)}."
    return f"{earned}{_left(frame)}{_why(frame, means)}"


def _left(frame: TdFrame) -> str:
    """Say who went to the noisy side of the world of maximisation bias: in two steps, not one."""
    if frame.world != "bias":
        return ""
    shares = ", ".join(
        f"{method(name).label} in {length - 1:.0%}"
        for name, length in zip(frame.methods, frame.mean_length, strict=True)
    )
    return f" Of all {counted(frame.n_episodes, 'episode')}, lured to the noisy side: {shares}."


def _why(frame: TdFrame, means: NDArray[np.float64]) -> str:
    """Explain SARSA's lead, where something hurts and the lead is no luck of a few episodes."""
    earned = dict(zip(frame.methods, means.tolist(), strict=True))
    grid = drawn(frame.world)
    hurts = grid is not None and any(
        kind in (LAVA, CLIFF) and grid.reward_of(cell) < grid.step_reward
        for cell, kind in enumerate(grid.cells)
    )
    if not hurts or not frame.epsilon or not {"sarsa", "q_learning"} <= set(earned):
        return ""
    gap = earned["sarsa"] - earned["q_learning"]
    if gap < SURE * frame.lately_error("sarsa", "q_learning"):
        return ""
    return (
        f" SARSA is {gap:.1f} ahead because it counts its own random steps (ε = {frame.epsilon:g}) "
        "and keeps away from where they hurt."
    )
