"""Beat the agent on the page: the learner's actions as text, and what a click means as a move."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.params import Param
from core.rl.worlds.brush import PAINTED_PARAM, brush_of, world_params
from core.rl.worlds.presets import actions_of, drawn
from core.stages.reinforcement.beat_the_agent.episodes import BadAction, Duel, DuelSettings
from core.value import Value

HAND_PARAMS: tuple[Param, ...] = (
    replace(world_params("cliff", tables=True)[0], help="Where you both play."),
    *DuelSettings.PARAMS,
    Param("mine", "Your actions", "text", "", "your actions, one digit each", advanced=True),
    PAINTED_PARAM,
)


def hand_settings(values: Mapping[str, Value]) -> DuelSettings:
    """Return the settings for values of `HAND_PARAMS`; raise `BadWorld` or `BadAction`."""
    world = brush_of({**values, "tool": "wall", "reward": 0.0}).world
    mine = str(values["mine"]).strip()
    if not mine.isascii() or (mine and not mine.isdigit()):
        raise BadAction("Your actions are digits, one a step. Start the episode anew.")
    return DuelSettings.of(values, world=world, actions=tuple(int(sign) for sign in mine))


def with_action(settings: DuelSettings, answer: Duel, action: int) -> dict[str, Value]:
    """Return the values of controls after one more action; {} when the episode is over."""
    if answer.ended or answer.learner.is_over:
        return {}
    return {"mine": as_text((*settings.actions, action))}


def as_text(actions: tuple[int, ...]) -> str:
    """Return actions as `hand_settings` reads them."""
    return "".join(str(action) for action in actions)


def picked(settings: DuelSettings, answer: Duel, click: Any) -> dict[str, Value]:
    """Return the values of controls after a click on the grid: one step towards that cell."""
    grid = drawn(settings.world)
    if click.name != "walk" or grid is None or answer.ended:
        return {}
    row, col = divmod(int(answer.learner.states[-1]), grid.n_cols)
    down = grid.n_rows - 1 - math.floor(click.y) - row
    right = math.floor(click.x) - col
    if not (down or right):
        return {}
    return with_action(settings, answer, _towards(settings.world, down, right))


def _towards(world: str, down: int, right: int) -> int:
    """Return the action whose move points most nearly there."""
    far = math.hypot(down, right)
    fits = [
        (move.d_row * down + move.d_col * right) / (far * math.hypot(move.d_row, move.d_col))
        if move.d_row or move.d_col
        else -2.0
        for move in actions_of(world)
    ]
    return max(range(len(fits)), key=fits.__getitem__)
