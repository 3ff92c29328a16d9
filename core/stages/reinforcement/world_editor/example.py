"""Planning in a known world (Sutton & Barto, 2nd ed., chapter 4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.rl.planning.plain import Plan, policy_evaluation, policy_iteration, value_iteration
from core.rl.planning.sweeps import PlanningSettings
from core.rl.worlds.arrows import arrow_at
from core.rl.worlds.makers import maker_of
from core.rl.worlds.model import Model

METHODS = {
    "policy_evaluation": policy_evaluation,
    "policy_iteration": policy_iteration,
    "value_iteration": value_iteration,
}


@dataclass(frozen=True)
class Planning:
    """A world, how to plan in it, and the painted policy: state to action, elsewhere any action."""

    world: Callable[[], Model]
    method: Callable[[Plan], None]
    arrows: dict[int, int]
    gamma: float = 0.9
    theta: float = 1e-6
    most_sweeps: int = 500
    in_place: bool = False


def planning_of(settings: PlanningSettings) -> Planning:
    """Return what a learner chose to plan; raise `BadWorld`."""
    arrows = {state: arrow_at(settings.arrows, state) for state in range(len(settings.arrows))}
    return Planning(
        maker_of(settings.world),
        METHODS[settings.method],
        {state: action for state, action in arrows.items() if action >= 0},
        settings.gamma,
        settings.theta,
        settings.most_sweeps,
        settings.in_place,
    )


def example(settings: Planning) -> None:
    """Plan, and print how many sweeps it took and what every state is worth."""
    model = settings.world()
    plan = Plan(model, settings.gamma, settings.theta, settings.most_sweeps, settings.in_place)
    for state, action in settings.arrows.items():
        plan.policy[state] = [float(other == action) for other in range(model.n_actions)]
    settings.method(plan)

    print("sweeps:", plan.n_sweeps)
    n_cols = model.n_cols or model.n_states
    for first in range(0, model.n_states, n_cols):
        print(" ".join(f"{value:8.3f}" for value in plan.values[first : first + n_cols]))
