"""One computed sentence under each picture: what to notice, with its numbers, and why."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.rl.bandits.run import BanditFrame
from core.rl.bandits.settings import LATELY, POLICIES
from core.rl.duel.episodes import Duel
from core.rl.games.tree import TreeFrame, TreeSettings
from core.rl.planning.sweeps import PlanningFrame, PlanningSettings
from core.rl.td.methods import method
from core.rl.td.settings import TdFrame
from core.rl.worlds.grid import CLIFF, GOAL, LAVA, WALL
from core.rl.worlds.presets import drawn
from core.wording import counted, told_apart

FEW = 10.0
"""Returns below this are told with two decimals."""
SURE = 3.0
"""Standard errors that a lead needs before it is explained."""
TINY = 0.005
"""What two decimals show as nothing."""
_POLICY_LABELS = {spec.id: spec.label for spec in POLICIES}


def about_bandits(frame: BanditFrame) -> str:
    """Say who has lost least and most against the best arm, and how often it was pulled."""
    known = np.flatnonzero(np.isfinite(frame.regret[0]))
    if not len(known):
        low, high = frame.means.min(), frame.means.max()
        return (
            f"Nobody has pulled yet. The first run's arms pay between {low:.2f} and {high:.2f} on "
            "average, and no policy knows which is which."
        )
    last = known[-1]
    order = np.argsort(frame.regret[:, last], kind="stable")
    names = [_POLICY_LABELS[name] for name in frame.policies]
    best, worst = int(order[0]), int(order[-1])
    share, n_pulls = frame.lately[best], int(frame.at[last])
    text = (
        f"After {counted(n_pulls, 'pull')} {names[best]} has missed "
        f"{frame.regret[best, last]:.1f} against always pulling the best arm, which it was in "
        f"{share:.0%} of its last {counted(min(n_pulls, LATELY), 'pull')}"
    )
    if best == worst:
        return f"{text}."
    low, high = frame.regret_low[worst, last], frame.regret_high[worst, last]
    luck = f", in 8 of 10 runs {low:.1f} to {high:.1f}" if np.isfinite(low) else ""
    return f"{text}; {names[worst]} has missed {frame.regret[worst, last]:.1f}{luck}."


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


def about_tree(settings: TreeSettings, frame: TreeFrame) -> str:
    """Say which move the search prefers, how clearly, and what perfect play says."""
    if frame.ended:
        return frame.ended
    if frame.best < 0:
        n = len(frame.moves)
        return (
            f"No game has been played in thought yet; {counted(n, 'move')} "
            f"{'is' if n == 1 else 'are'} possible."
        )
    at = int(np.flatnonzero(frame.moves == frame.best)[0])
    where = "column" if settings.game == "connect4" else "cell"
    text = (
        f"{frame.visits[at]:,} of {counted(frame.n_simulations, 'game')} in thought began with "
        f"{where} {frame.best + 1}; they ended {frame.values[at]:.2f} on average (1 is a win, "
        "−1 a loss)"
    )
    worth = {1.0: "a win", 0.0: "a draw", -1.0: "a loss"}.get(float(frame.perfect[at]))
    return f"{text}." if worth is None else f"{text}. With perfect play it is {worth}."


def about_duel(duel: Duel) -> str:
    """Say how far the learner is, or who earned more."""
    if duel.ended:
        return duel.ended
    mine, agents = duel.learner.discounted, duel.agent.discounted
    best = "" if np.isnan(duel.best) else f" The best policy earns {duel.best:.2f} on average."
    if not duel.verdict:
        n_steps = len(duel.learner.actions)
        so_far = f"{n_steps} step{'' if n_steps == 1 else 's'} so far"
        return f"{so_far}, {mine:.2f} earned; the agent ended with {agents:.2f}.{best}"
    won = {"learner": "You win", "agent": "The agent wins", "draw": "A draw"}[duel.verdict]
    return f"{won}: you earned {mine:.2f}, the agent {agents:.2f}, with the same luck.{best}"


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
