"""One episode of a walker and its return, backwards; the arrows of a film of planning."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film, record
from core.rl.planning.sweeps import PlanningFrame
from core.rl.worlds.arrows import with_arrow, written
from core.rl.worlds.grid import BadWorld
from core.stages.reinforcement.beat_the_agent.episodes import DuelSettings, duel
from core.stages.reinforcement.world_editor.returns import (
    ReturnsFrame,
    ReturnsSettings,
    returns_backwards,
)
from core.stages.reinforcement.world_editor.settings import EditorSettings, WalkSettings

MOST_SHOWN = 120
"""Steps of an episode that the return is filled in for, the last ones."""


@dataclass(frozen=True)
class Walk:
    """An episode and the film of its return.

    states : (T + 1,) where it went, film : its return filled in backwards; None if it has no step,
    with the reason in ``ended``. gamma : the discount. n_before : steps before those, of a long
    episode; whole : the return of all of it. terminated : it reached an end; otherwise the time
    limit cut it off.
    """

    states: NDArray[np.int64]
    actions: tuple[str, ...]
    film: Film[ReturnsFrame] | None
    gamma: float
    ended: str = ""
    n_before: int = 0
    terminated: bool = True
    whole: float = 0.0

    @property
    def total(self) -> float:
        """The sum of the rewards of these steps, undiscounted."""
        return 0.0 if self.film is None else float(self.film.last.rewards.sum())


def walk(settings: WalkSettings) -> Walk:
    """Let the walker live one episode and fill in its return backwards."""
    found = duel(duel_of(settings))
    played = found.agent
    names = tuple(found.actions[action] for action in played.actions[-MOST_SHOWN:])
    if found.ended or not len(played.rewards):
        return Walk(played.states, names, None, settings.gamma, found.ended or "No step was taken.")
    rewards = tuple(float(reward) for reward in played.rewards[-MOST_SHOWN:])
    film = record(returns_backwards(ReturnsSettings(rewards, settings.gamma)))
    return Walk(
        played.states[-MOST_SHOWN - 1 :],
        names,
        film,
        settings.gamma,
        n_before=len(played.rewards) - len(rewards),
        terminated=played.terminated,
        whole=played.discounted,
    )


def duel_of(walk: WalkSettings) -> DuelSettings:
    """Return the duel in which the walker plays and nobody plays against it."""
    return DuelSettings(walk.world, (), walk.walker, 1, walk.gamma, walk.seed)


def best_arrows(settings: EditorSettings, answer: Film[PlanningFrame] | Walk) -> str:
    """Return the arrows of the film's end as text: the best action of each place that moves."""
    if isinstance(answer, Walk):
        return ""
    world, last = settings.brush.world, answer.last
    arrows = ""
    for cell in range(len(last.values)):
        with contextlib.suppress(BadWorld):  # a wall carries none
            arrows = with_arrow(world, arrows, cell, int(last.q[cell].argmax()))
    return written(world, arrows)
