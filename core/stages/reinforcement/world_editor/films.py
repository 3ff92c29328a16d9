"""The films of the world editor: what a worker is asked for."""

from __future__ import annotations

from core.compute.film import Film, record
from core.rl.planning import sweeps as planning
from core.rl.planning.sweeps import PlanningFrame, PlanningSettings
from core.stages.reinforcement.world_editor.returns import (
    ReturnsFrame,
    ReturnsSettings,
    returns_backwards,
)


def planning_film(settings: PlanningSettings) -> Film[PlanningFrame]:
    """Return planning from nothing to the end; frames are made only where they are kept."""
    return record(planning.run_lazily(settings))


def returns_film(settings: ReturnsSettings) -> Film[ReturnsFrame]:
    """Return an episode's returns, filled in backwards."""
    return record(returns_backwards(settings))
