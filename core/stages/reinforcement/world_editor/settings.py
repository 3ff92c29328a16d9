"""The world editor: planning on a painted world, or one episode's return, filled in backwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from core.params import Choice, Param
from core.rl.planning.sweeps import PlanningSettings
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
from core.settings import Declared, borrowed, control, param, params
from core.value import Value

VALUES, RETURN = "values", "return"
EVALUATING = ("policy_evaluation", "policy_iteration")
"""The methods that begin with a policy."""
_VALUES = ("view", (VALUES,))
_RETURN = ("view", (RETURN,))


class WalkSettings(Declared):
    """One episode on a world and its return."""

    # fmt: off
    world: str = "islands"
    walker: str = control(
        "Who walks", "Whose episode it is.",
        ("optimal", "The best there is", "Knows the world and plans."),
        ("random", "A random walk", "Knows nothing."),
        default="optimal", when=_RETURN,
    )
    gamma: float = borrowed(PlanningSettings, "gamma")
    seed: int = control(
        "Luck", "Same number, same episode.",
        default=0, low=0, high=2**32 - 1, advanced=True, when=_RETURN,
    )
    # fmt: on


EditorWork: TypeAlias = PlanningSettings | WalkSettings


@dataclass(frozen=True)
class EditorSettings:
    """What is computed, and the brush that paints meanwhile."""

    work: EditorWork
    brush: Brush


VIEW = Param(
    "view", "Look at", "choice", VALUES, "What is computed on this world.",
    choices=(Choice(VALUES, "Values spread", "Sweep by sweep, cell by cell."),
             Choice(RETURN, "A return", "What one episode was worth, backwards.")),
)  # fmt: skip
EDITOR_PARAMS: tuple[Param, ...] = (
    *world_params("islands", has_arrows=True),
    VIEW,
    param(PlanningSettings, "method", when=_VALUES),
    *params(WalkSettings, "walker", "gamma"),
    *params(PlanningSettings, "pace", "in_place", "theta", "most_sweeps", when=_VALUES),
    param(WalkSettings, "seed"),
    PAINTED_PARAM,
    ARROWS_PARAM,
    PLACE_PARAM,
)


def editor_settings(values: Mapping[str, Value]) -> EditorSettings:
    """Return the settings for values of `EDITOR_PARAMS`; raise `BadWorld`."""
    brush = brush_of(values)
    if values["view"] == RETURN:
        return EditorSettings(WalkSettings.of(values, world=brush.world), brush)
    arrows = brush.arrows if values["method"] in EVALUATING else ""
    work = PlanningSettings.of(values, world=brush.world, arrows=arrows, place=brush.place)
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
