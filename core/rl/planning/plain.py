"""Planning with a known model, without pictures: what an example shows of `sweeps`."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.rl.planning.bellman import action_value
from core.rl.worlds.model import Model


@dataclass
class Plan:
    """What is known of a world while one plans, modified in place.

    values : V(s), (n_states,). policy : (n_states, n_actions) probabilities. theta : a sweep that
    changes no value by more is the last. in_place : new values are used at once.
    """

    model: Model
    gamma: float
    theta: float = 1e-6
    most_sweeps: int = 500
    in_place: bool = False
    values: list[float] = field(default_factory=list)
    policy: list[list[float]] = field(default_factory=list)
    n_sweeps: int = 0

    def __post_init__(self) -> None:
        n_states, n_actions = self.model.n_states, self.model.n_actions
        self.values = [0.0] * n_states
        self.policy = [[1 / n_actions] * n_actions for _ in range(n_states)]
        self.live = [state for state in range(n_states) if not self.model.ends[state]]

    def q(self, state: int, values: list[float]) -> list[float]:
        """Return the value of every action."""
        return [action_value(outcomes, values, self.gamma) for outcomes in self.model.table[state]]


def value_iteration(plan: Plan) -> None:
    """Sweep with the best action of every state. Source: S&B, 2nd ed. (2018), section 4.4."""
    settle(plan, takes_best=True)


def policy_evaluation(plan: Plan) -> None:
    """Sweep with the policy's actions. Source: S&B, 2nd ed. (2018), section 4.1."""
    settle(plan, takes_best=False)


def policy_iteration(plan: Plan) -> None:
    """Evaluate and improve in turn. Source: S&B, 2nd ed. (2018), section 4.3."""
    while settle(plan, takes_best=False) and improve(plan):
        pass


def settle(plan: Plan, *, takes_best: bool) -> bool:
    """Sweep until no value changes by more than theta; return whether that happened."""
    while plan.live and plan.n_sweeps < plan.most_sweeps:
        if sweep(plan, takes_best=takes_best) <= plan.theta:
            return True
    return False


def sweep(plan: Plan, *, takes_best: bool) -> float:
    """Update every state once and return the largest change."""
    source, delta = plan.values if plan.in_place else list(plan.values), 0.0
    for state in plan.live:
        q = plan.q(state, source)
        mean = sum(chance * value for chance, value in zip(plan.policy[state], q, strict=True))
        new = max(q) if takes_best else mean
        delta = max(delta, abs(new - source[state]))
        plan.values[state] = new
    plan.n_sweeps += 1
    return delta


def improve(plan: Plan) -> int:
    """Make the policy greedy; return in how many states a better action was found."""
    n_changed = 0
    for state in plan.live:
        q, policy = plan.q(state, plan.values), plan.policy[state]
        mean = sum(chance * value for chance, value in zip(policy, q, strict=True))
        n_changed += max(q) - mean > 10 * plan.theta
        best = [value >= max(q) - plan.theta for value in q]
        plan.policy[state] = [is_best / sum(best) for is_best in best]
    return n_changed
