"""The script of the world editor: planning in plain Python."""

from __future__ import annotations

from core.rl.code import script, world_code
from core.rl.planning.sweeps import PlanningSettings
from core.rl.worlds.arrows import OPEN, arrow_at

_HELPERS = '''
LIVE = [state for state in range(len(TABLE)) if state not in ENDS]
values = [0.0] * len(TABLE)
policy = [[1 / len(ACTIONS)] * len(ACTIONS) for _ in TABLE]
for state, action in ARROWS.items():
    policy[state] = [float(other == action) for other in range(len(ACTIONS))]
n_sweeps = 0


def action_values(state, values):
    """Return sum p (r + gamma V(s')) of every action; a terminated step has no future."""
    return [
        sum(p * (r + (0.0 if end else GAMMA * values[s])) for p, s, r, end in outcomes)
        for outcomes in TABLE[state]
    ]


def sweep(take_best):
    """Update every state once and return the largest change."""
    global n_sweeps
    source = values if IN_PLACE else list(values)
    delta = 0.0
    for state in LIVE:
        q = action_values(state, source)
        new = max(q) if take_best else sum(w * x for w, x in zip(policy[state], q))
        delta = max(delta, abs(new - source[state]))
        values[state] = new
    n_sweeps += 1
    return delta


def until_settled(take_best):
    """Sweep until no value changes by more than THETA; say whether that happened."""
    while n_sweeps < MOST_SWEEPS:
        if sweep(take_best) <= THETA:
            return True
    return False


def improve():
    """Make the policy greedy and return in how many states a better action was found."""
    n_changed = 0
    for state in LIVE:
        q = action_values(state, values)
        n_changed += max(q) - sum(w * x for w, x in zip(policy[state], q)) > 10 * THETA
        best = [value >= max(q) - THETA for value in q]
        policy[state] = [is_best / sum(best) for is_best in best]
    return n_changed
'''
_MAIN = {
    "policy_evaluation": "until_settled(take_best=False)",
    "value_iteration": "until_settled(take_best=True)",
    "policy_iteration": "while until_settled(take_best=False) and improve():\n    pass",
}
_PRINT = """
print("sweeps:", n_sweeps)
for first in range(0, len(values), N_COLS):
    print(" ".join(f"{value:8.3f}" for value in values[first : first + N_COLS]))
"""


def planning_script(settings: PlanningSettings) -> str:
    """Return a script that prints the number of sweeps and the table of values."""
    *parts, main = planning_parts(settings)
    title = "Planning in a known world (Sutton & Barto, 2nd ed., chapter 4)."
    return script(title, *parts, main + "\n" + _PRINT)


def planning_parts(settings: PlanningSettings) -> tuple[str, ...]:
    """Return code that ends with TABLE and the values found in ``values``."""
    cells = range(len(settings.arrows))
    painted = {i: arrow_at(settings.arrows, i) for i in cells if settings.arrows[i] != OPEN}
    constants = (
        f"GAMMA, THETA, MOST_SWEEPS = {settings.gamma}, {settings.theta}, {settings.most_sweeps}\n"
        f"IN_PLACE = {settings.in_place}\n"
        f"ARROWS = {painted}  # state: action; elsewhere every action is as likely"
    )
    main = f"if LIVE:\n    {_MAIN[settings.method]}".replace("\n    pass", "\n        pass")
    return constants, world_code(settings.world), _HELPERS, main
