"""The world editor: planning on a painted world, or one episode's return, filled in backwards."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film
from core.export.script import Example
from core.params import Choice, Param
from core.rl.planning.sweeps import PLANNING_PARAMS, PlanningFrame, PlanningSettings
from core.rl.worlds.arrows import with_arrow, written
from core.rl.worlds.brush import (
    ARROWS_PARAM,
    PAINTED_PARAM,
    PLACE_PARAM,
    Brush,
    brush_of,
    cell_at,
    painted_cell,
    world_params,
)
from core.rl.worlds.grid import BadWorld
from core.stages.reinforcement.beat_the_agent import example as duel_example
from core.stages.reinforcement.beat_the_agent.episodes import DuelSettings, duel
from core.stages.reinforcement.world_editor.example import example, planning_of
from core.stages.reinforcement.world_editor.films import returns_film
from core.stages.reinforcement.world_editor.returns import ReturnsFrame, ReturnsSettings
from core.value import Value

VALUES, RETURN = "values", "return"
EVALUATING = ("policy_evaluation", "policy_iteration")
"""The methods that begin with a policy."""
_WALKERS = (
    Choice("optimal", "The best there is", "Knows the world and plans."),
    Choice("random", "A random walk", "Knows nothing."),
)
_SWEEPING = {param.id: replace(param, when=("view", (VALUES,))) for param in PLANNING_PARAMS}
MOST_SHOWN = 120
"""Steps of an episode that the return is filled in for, the last ones."""

EDITOR_PARAMS: tuple[Param, ...] = (
    *world_params("islands", has_arrows=True),
    Param("view", "Look at", "choice", VALUES, "What is computed on this world.",
          choices=(Choice(VALUES, "Values spread", "Sweep by sweep, cell by cell."),
                   Choice(RETURN, "A return", "What one episode was worth, backwards."))),
    _SWEEPING["method"],
    Param("walker", "Who walks", "choice", "optimal", "Whose episode it is.", choices=_WALKERS,
          when=("view", (RETURN,))),
    *(param for param in PLANNING_PARAMS if param.id == "gamma"),
    _SWEEPING["pace"],
    _SWEEPING["in_place"],
    _SWEEPING["theta"],
    _SWEEPING["most_sweeps"],
    Param("seed", "Luck", "int", 0, "Same number, same episode.", low=0, high=2**32 - 1,
          advanced=True, when=("view", (RETURN,))),
    PAINTED_PARAM,
    ARROWS_PARAM,
    PLACE_PARAM,
)  # fmt: skip


@dataclass(frozen=True)
class WalkSettings:
    """One episode on a world and its return. ``walker`` : "optimal" or "random"."""

    world: str = "islands"
    walker: str = "optimal"
    gamma: float = 0.9
    seed: int = 0


EditorWork: TypeAlias = PlanningSettings | WalkSettings


@dataclass(frozen=True)
class EditorSettings:
    """What is computed, and the brush that paints meanwhile."""

    work: EditorWork
    brush: Brush


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


def editor_settings(values: Mapping[str, Value]) -> EditorSettings:
    """Return the settings for values of `EDITOR_PARAMS`; raise `BadWorld`."""
    brush = brush_of(values)
    given = dict(values)
    if given["view"] == RETURN:
        walk = {name: given[name] for name in ("walker", "gamma", "seed")}
        return EditorSettings(WalkSettings(brush.world, **walk), brush)  # type: ignore[arg-type]
    plan = {param.id: given[param.id] for param in PLANNING_PARAMS}
    arrows = brush.arrows if given["method"] in EVALUATING else ""
    work = PlanningSettings(brush.world, **plan, arrows=arrows, place=brush.place)  # type: ignore[arg-type]
    return EditorSettings(work, brush)


def clicked(settings: EditorSettings, cell: int) -> dict[str, Value]:
    """Return the values of controls after a click on ``cell``.

    A painted arrow is for a method that asks what arrows are worth: value iteration gives way.
    """
    values = painted_cell(settings.brush, cell)
    if "arrows" in values and isinstance(settings.work, PlanningSettings):
        evaluates = settings.work.method in EVALUATING
        return values if evaluates else {**values, "method": EVALUATING[0]}
    return values


def picked(settings: EditorSettings, click: Any) -> dict[str, Value]:
    """Return the values of controls after a click into the picture of the world."""
    cell = cell_at(settings.brush.world, click.x, click.y) if click.name == "cell" else -1
    return clicked(settings, cell) if cell >= 0 else {}


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


def walk_film(settings: WalkSettings) -> Walk:
    """Let the walker live one episode and fill in its return backwards."""
    found = duel(_duel(settings))
    played = found.agent
    names = tuple(found.actions[action] for action in played.actions[-MOST_SHOWN:])
    if found.ended or not len(played.rewards):
        return Walk(played.states, names, None, settings.gamma, found.ended or "No step was taken.")
    rewards = tuple(float(reward) for reward in played.rewards[-MOST_SHOWN:])
    film = returns_film(ReturnsSettings(rewards, settings.gamma))
    return Walk(
        played.states[-MOST_SHOWN - 1 :],
        names,
        film,
        settings.gamma,
        n_before=len(played.rewards) - len(rewards),
        terminated=played.terminated,
        whole=played.discounted,
    )


def code_of(settings: EditorSettings) -> Example:
    """Return the order for the code of the planning, or of the walker's episode."""
    work = script_of(settings)
    if isinstance(work, PlanningSettings):
        return Example(example, work, planning_of)
    return Example(duel_example.example, work, duel_example.meeting_of)


def script_of(settings: EditorSettings) -> PlanningSettings | DuelSettings:
    """Return what the script runs: the planning, or the walker's episode."""
    work = settings.work
    if isinstance(work, PlanningSettings):
        return work
    return _duel(work)


def _duel(walk: WalkSettings) -> DuelSettings:
    return DuelSettings(walk.world, (), walk.walker, 1, walk.gamma, walk.seed)
