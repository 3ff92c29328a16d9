"""What was measured of the defaults: how many of five seeds solve CartPole.

Written down from ``python -m tests.bench deep_rl``; its docstring holds the whole table.
"""

from __future__ import annotations

from core.stages.reinforcement.deep_rl.recipes import METHOD_BY_ID
from core.stages.reinforcement.deep_rl.worlds import BY_ID

MEASURED: dict[tuple[str, str], tuple[int, int]] = {
    ("ppo", "CartPole-v1"): (5, 5),
    ("a2c", "CartPole-v1"): (5, 5),
    ("dqn", "CartPole-v1"): (5, 5),
}
"""(method, world) -> (seeds that reached the threshold on 20 fresh greedy episodes, seeds)."""


def rate_sentence(method: str, world: str) -> str:
    """Return what was measured of a pair's defaults; "" where nothing was.

    >>> rate_sentence("reinforce", "LunarLander-v3")
    ''
    """
    found = MEASURED.get((method, world))
    if found is None:
        return ""
    place = BY_ID[world]
    return (
        f"Measured with the defaults (seeds 0 to {found[1] - 1}; twenty fresh greedy episodes of "
        f"the best agent of twenty checks; tests/bench/deep_rl.py): {METHOD_BY_ID[method].label} "
        f"reached {place.threshold:g} on {place.label} with {found[0]} of {found[1]} seeds."
    )
