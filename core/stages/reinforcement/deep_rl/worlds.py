"""The worlds of deep reinforcement learning as data: states, actions, limits, and a plane to see.

Gymnasium is imported only by whoever opens a world, in a worker.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import PlaygroundError

Array = NDArray[Any]


class NoSuchWorld(PlaygroundError):
    """A world that is not in the catalogue."""


@dataclass(frozen=True)
class Span:
    """One axis of the plane through the states: its name with unit, and its range."""

    label: str
    low: float
    high: float


@dataclass(frozen=True)
class DeepWorld:
    """One environment of Gymnasium.

    actions : their names in its order; () where an action is a number (a torque of ±``reach``).
    threshold : the mean return from which it counts as solved. ``returns`` : the range of returns
    that is worth an axis. x, y : the plane that is looked at; ``to_state`` maps points of it to
    states (n, n_observed), all else at rest; ``to_plane`` maps states back to (x, y).
    hard : why learning here is hard, "" where it is not. Source: Gymnasium's documentation.
    """

    id: str
    label: str
    help: str
    n_observed: int
    actions: tuple[str, ...]
    time_limit: int
    threshold: float
    returns: tuple[float, float]
    x: Span
    y: Span
    to_state: Callable[[Array, Array], Array]
    to_plane: Callable[[Array], tuple[Array, Array]]
    reach: float = 0.0
    hard: str = ""

    @property
    def name(self) -> str:
        """The label without what it warns of."""
        return self.label.partition(" (")[0]

    @property
    def is_discrete(self) -> bool:
        """Whether the agent chooses among named actions."""
        return bool(self.actions)


def _columns(n: int, **at: Array) -> Array:
    """Return states (n_points, n) with the given columns, zeros elsewhere, as float32."""
    first = next(iter(at.values()))
    states = np.zeros((len(first), n), dtype=np.float32)
    for name, values in at.items():
        states[:, int(name[1:])] = values
    return states


def _turned(x: Array, y: Array) -> Array:
    return _columns(6, c0=np.cos(x), c1=np.sin(x), c2=np.cos(y), c3=np.sin(y))


WORLDS: tuple[DeepWorld, ...] = (
    DeepWorld(
        "CartPole-v1",
        "CartPole",
        "Push a cart left or right so that its pole stays up; 1 for every step, 500 at most.",
        4,
        ("push left", "push right"),
        500,
        475.0,
        (0.0, 520.0),
        Span("angle of the pole (rad)", -0.21, 0.21),
        Span("its angular velocity (rad/s)", -2.5, 2.5),
        lambda x, y: _columns(4, c2=x, c3=y),
        lambda s: (s[:, 2], s[:, 3]),
    ),
    DeepWorld(
        "MountainCar-v0",
        "MountainCar (hard)",
        "A car too weak for the hill must swing back first; every step costs 1, 200 at most.",
        2,
        ("push left", "coast", "push right"),
        200,
        -110.0,
        (-205.0, -80.0),
        Span("position", -1.2, 0.6),
        Span("velocity (per step)", -0.07, 0.07),
        lambda x, y: _columns(2, c0=x, c1=y),
        lambda s: (s[:, 0], s[:, 1]),
        hard="every step costs the same until the flag is reached, so an agent that never got "
        "there by chance sees no difference between good and bad actions",
    ),
    DeepWorld(
        "Acrobot-v1",
        "Acrobot",
        "Two arms, a motor at the elbow only: swing the tip above the line; every step costs 1.",
        6,
        ("torque −1", "no torque", "torque +1"),
        500,
        -100.0,
        (-510.0, -60.0),
        Span("angle of the upper arm (rad)", -np.pi, np.pi),
        Span("angle at the elbow (rad)", -np.pi, np.pi),
        _turned,
        lambda s: (np.arctan2(s[:, 1], s[:, 0]), np.arctan2(s[:, 3], s[:, 2])),
    ),
    DeepWorld(
        "Pendulum-v1",
        "Pendulum",
        "Swing a pendulum up with a torque of any size up to 2 and hold it; 0 is perfect.",
        3,
        (),
        200,
        -200.0,
        (-1700.0, 0.0),
        Span("angle from upright (rad)", -np.pi, np.pi),
        Span("angular velocity (rad/s)", -8.0, 8.0),
        lambda x, y: _columns(3, c0=np.cos(x), c1=np.sin(x), c2=y),
        lambda s: (np.arctan2(s[:, 1], s[:, 0]), s[:, 2]),
        reach=2.0,
    ),
    DeepWorld(
        "LunarLander-v3",
        "LunarLander (slow)",
        "Set a lander down between two flags with three engines; 100 for landing, fuel costs.",
        8,
        ("nothing", "left engine", "main engine", "right engine"),
        1000,
        200.0,
        (-400.0, 300.0),
        Span("place over the ground", -1.0, 1.0),
        Span("height", 0.0, 1.5),
        lambda x, y: _columns(8, c0=x, c1=y),
        lambda s: (s[:, 0], s[:, 1]),
    ),
)
BY_ID = {world.id: world for world in WORLDS}
GRID = 21
"""Points along each side of the plane."""


def world_of(world_id: str) -> DeepWorld:
    """Return a world; raise `NoSuchWorld` for an unknown id."""
    if world_id not in BY_ID:
        raise NoSuchWorld(f"There is no world {world_id!r}. Choose one of {', '.join(BY_ID)}.")
    return BY_ID[world_id]


def plane(world: DeepWorld) -> Array:
    """Return the states at the middles of the plane's cells, row by row from the lowest y."""
    xs, ys = (
        span.low + (np.arange(GRID) + 0.5) * (span.high - span.low) / GRID
        for span in (world.x, world.y)
    )
    return world.to_state(np.tile(xs, GRID), np.repeat(ys, GRID))


def load_physics(world_id: str) -> None:
    """Import what a world is computed with; quietly, as Box2D crashes where warnings are errors."""
    if world_id.startswith("LunarLander"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import_module("gymnasium.envs.box2d")


def open_world(world_id: str) -> Any:
    """Return a fresh Gymnasium environment without its checker. Imports Gymnasium."""
    import gymnasium

    load_physics(world_id)
    return gymnasium.make(world_id, disable_env_checker=True)
