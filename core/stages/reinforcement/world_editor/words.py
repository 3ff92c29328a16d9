"""What there is to see in a planned world."""

from __future__ import annotations

import numpy as np

from core.rl.planning.sweeps import PlanningFrame, PlanningSettings
from core.rl.worlds.grid import CLIFF, GOAL, LAVA, WALL
from core.rl.worlds.presets import drawn
from core.wording import counted, told_apart

TINY = 0.005
"""What two decimals show as nothing."""


def about_planning(settings: PlanningSettings, frame: PlanningFrame) -> str:
    """Say what the last sweep or cell changed, or what came out."""
    if frame.ended:
        return frame.ended
    if frame.phase == "start":
        return f"Every value starts at 0. {_STARTS_AS.get(settings.method, _LOOKS)}"
    if frame.phase == "improvement":
        return (
            f"The policy was made greedy: in {counted(frame.n_changed, 'state')} another action "
            "is better. Now it is evaluated again."
        )
    if frame.phase == "settled":
        return (
            f"Settled after {counted(frame.n_sweeps, 'sweep')}: "
            f"{_most(settings, frame)}.{_from_start(settings, frame)}"
        )
    change = "from {} to {}".format(*told_apart(frame.old, frame.new, digits=2))
    place = _place(settings.world, frame.cell)
    if settings.pace == "cell":
        return f"Update {frame.n_updates:,} moved {place} {change}."
    return f"Sweep {frame.n_sweeps:,} changed {place} most, {change}."


_LOOKS = "Each update looks one step ahead and takes the best action; what follows is discounted."


_STARTS_AS = dict.fromkeys(
    ("policy_evaluation", "policy_iteration"),
    "The policy is your arrows; a cell without one takes every action alike.",
)


def _from_start(settings: PlanningSettings, frame: PlanningFrame) -> str:
    """Say what the policy earns from the start, where there is just one."""
    grid = drawn(settings.world)
    starts = () if grid is None else grid.starts()
    if len(starts) != 1:
        return ""
    who = "the best policy"
    if settings.method == "policy_evaluation":
        who = "your arrows" if settings.arrows else "a random walk"
    worth = frame.values[starts[0]]
    return f" From the start, {who} can expect {worth:.2f}."


def _place(world: str, state: int) -> str:
    grid = drawn(world)
    if grid is None:
        return f"state {state}"
    row, col = divmod(state, grid.n_cols)
    return f"row {row + 1}, column {col + 1}"


def _most(settings: PlanningSettings, frame: PlanningFrame) -> str:
    """Say which places are worth most, among those where somebody can stand and go on."""
    grid = drawn(settings.world)
    values = frame.values.copy()
    if grid is not None:
        never = np.array([kind in (GOAL, LAVA, WALL, CLIFF) for kind in grid.cells])
        values[never & ~never.all()] = -np.inf
    most, best = values.max(), int(values.argmax())
    n_alike = int((values >= most - 10 * settings.theta).sum())
    worth = f"{most:.2f}" if abs(most) >= TINY else "0.00"
    if n_alike == np.isfinite(values).sum() > 1:
        return f"every place is worth the same, {worth}"
    place = _place(settings.world, best)
    if n_alike == 1:
        return f"{place} is worth most, {worth}"
    return f"{place} and {n_alike - 1} more are worth most, {worth}"
