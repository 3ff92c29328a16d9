"""Planning with a known model: policy evaluation, policy iteration, value iteration, as films."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.rl.planning.bellman import ActionValues, Backup, backup, greedy, to_latex
from core.rl.worlds.arrows import arrow_at
from core.rl.worlds.grid import BadWorld
from core.rl.worlds.model import Model
from core.rl.worlds.presets import resolve
from core.settings import Declared, control
from core.wording import counted


class PlanningSettings(Declared):
    """One planning film. ``world`` as in `presets.resolve`.

    arrows : the policy to start from, one sign a state, as in `arrows.read`: an action's number, or
    "." for any action alike; value iteration needs none. place : the state whose update every frame
    carries, -1 for none.
    """

    # fmt: off
    world: str = "jumps"
    method: str = control(
        "Method", "What is computed from the known world.",
        ("policy_evaluation", "Policy evaluation", "What your arrows are worth."),
        ("policy_iteration", "Policy iteration", "Evaluate, improve, and again."),
        ("value_iteration", "Value iteration", "The best action in every update."),
        default="value_iteration",
    )
    gamma: float = control(
        "Discount γ", "What a reward one step later is worth.",
        default=0.9, low=0.0, high=1.0, step=0.01,
    )
    in_place: bool = control(
        "In place", "Use new values at once instead of writing them to a second array.",
        default=False,
    )
    pace: str = control(
        "A step is", "How much happens between two pictures.",
        ("sweep", "a sweep"), ("cell", "a cell"), default="sweep",
    )
    theta: float = control(
        "Stop below", "A sweep that changes no value by more than this is the last.",
        default=1e-6, low=1e-12, high=0.1, scale="log", advanced=True,
    )
    most_sweeps: int = control(
        "Most sweeps", "Give up after this many.", default=500, low=1, high=5000, advanced=True
    )
    # fmt: on
    arrows: str = ""
    place: int = -1


@dataclass(frozen=True)
class PlanningFrame:
    """The state of planning after a sweep or after one cell.

    phase : "start", "evaluation" (sweeps), "improvement" (the policy was made greedy), "settled".
    values : (n_states,) V. q : (n_states, n_actions) one backup of ``values``.
    policy : (n_states, n_actions) probabilities; in value iteration the greedy one for ``values``.
    cell : the state just updated, -1 for none; at the pace of sweeps the one that changed most.
    old, new : its value before and after. bellman : that update in LaTeX with its numbers.
    mine, mine_old, mine_new : the newest update of the state that was asked for, "" before it.
    delta : the largest change of the sweep so far. n_changed : states whose actions the last
    improvement changed, -1 for none yet.
    """

    n_sweeps: int
    n_updates: int
    phase: str
    values: NDArray[np.float64]
    q: NDArray[np.float64]
    policy: NDArray[np.float64]
    cell: int = -1
    old: float = 0.0
    new: float = 0.0
    bellman: str = ""
    mine: str = ""
    mine_old: float = 0.0
    mine_new: float = 0.0
    delta: float = 0.0
    n_changed: int = -1
    warning: str = ""
    ended: str = ""


Made: TypeAlias = Callable[[], PlanningFrame]
"""Makes the frame of the state now; to be called before the next step, if at all."""


def run(settings: PlanningSettings) -> Iterator[PlanningFrame]:
    """Yield the frames of one planning film; raise `BadValue` or `BadWorld` before the first.

    Source: Sutton & Barto, 2nd ed. (2018), sections 4.1, 4.3 and 4.4.
    """
    return (make() for make in run_lazily(settings))


def run_lazily(settings: PlanningSettings) -> Iterator[Made]:
    """Yield a function per frame instead of the frame: a film of cells drops most of them."""
    settings.check()
    planner = _Planner(settings, resolve(settings.world))
    return _METHODS[settings.method](planner)


class _Planner:
    """The values and the policy of a run, and the frames of them."""

    def __init__(self, settings: PlanningSettings, model: Model) -> None:
        self.settings, self.model = settings, model
        self.live = [state for state in range(model.n_states) if not model.ends[state]]
        self.values = [0.0] * model.n_states
        self.policy = painted_policy(model, settings.arrows)
        self.n_sweeps = self.n_updates = 0
        self.n_changed, self.delta = -1, 0.0
        self._q = ActionValues(model, settings.gamma)
        self._mine: Backup | None = None

    def frame(self, phase: str, update: Backup | None = None, ended: str = "") -> PlanningFrame:
        """Return the state now; nothing in it changes later."""
        model, is_free = self.model, self.settings.method == "value_iteration"
        q = self._q(self.values)
        mine = self._mine
        return PlanningFrame(
            n_sweeps=self.n_sweeps,
            n_updates=self.n_updates,
            phase=phase,
            values=np.array(self.values),
            q=q,
            policy=greedy(q, self.settings.theta) if is_free else self.policy.copy(),
            cell=-1 if update is None else update.state,
            old=0.0 if update is None else update.old,
            new=0.0 if update is None else update.new,
            bellman=self._spelled(update),
            mine=self._spelled(mine),
            mine_old=0.0 if mine is None else mine.old,
            mine_new=0.0 if mine is None else mine.new,
            delta=self.delta,
            n_changed=self.n_changed,
            warning=model.warning,
            ended=ended,
        )

    def _spelled(self, update: Backup | None) -> str:
        return "" if update is None else to_latex(self.model, update, self.settings.gamma)

    def show(self, phase: str, update: Backup | None = None, ended: str = "") -> Made:
        """Return what makes the frame of now."""
        return partial(self.frame, phase, update, ended)

    def sweep(self, is_best: bool) -> Iterator[Made]:
        """Update every live state once; ``is_best`` takes the best action, not the policy's."""
        gamma, by_cell = self.settings.gamma, self.settings.pace == "cell"
        source = self.values if self.settings.in_place else list(self.values)
        self.delta, largest = 0.0, None
        for state in self.live:
            policy = None if is_best else self.policy[state].tolist()
            update = backup(self.model, state, source, gamma, policy)
            self.values[state] = update.new
            self.n_updates += 1
            if state == self.settings.place:
                self._mine = update
            change = abs(update.new - update.old)
            if largest is None or change > self.delta:
                largest, self.delta = update, max(change, self.delta)
            if by_cell:
                self.n_sweeps += state == self.live[-1]
                yield self.show("evaluation", update)
        if not by_cell:
            self.n_sweeps += 1
            yield self.show("evaluation", largest)

    def until_settled(self, is_best: bool) -> Generator[Made, None, bool]:
        """Sweep until no value changes by theta; say so if that never happens."""
        while self.n_sweeps < self.settings.most_sweeps:
            yield from self.sweep(is_best)
            if not self.delta > self.settings.theta:
                return True
        yield self.show("evaluation", ended=self._unsettled())
        return False

    def improve(self) -> None:
        """Make the policy greedy; count the states where a better action was found."""
        q = self._q(self.values)
        gain = q.max(axis=1) - (self.policy * q).sum(axis=1)
        better = (gain > 10 * self.settings.theta) & ~np.array(self.model.ends)
        self.n_changed = int(better.sum())
        self.policy = greedy(q, self.settings.theta)

    def _unsettled(self) -> str:
        settings, n = self.settings, self.n_sweeps
        after = f"After {counted(n, 'sweep')}"
        if (
            not self.delta > settings.theta
        ):  # it stopped between an improvement and what it is worth
            return f"{after} the newest policy is not evaluated yet. Allow more sweeps."
        still = f"{after} a value still changes by {self.delta:.2g}."
        if settings.gamma == 1 and settings.arrows:
            return f"{still} Arrows that lead round in circles never end: turn one, or lower γ."
        lower = "Lower the discount γ below 1" if settings.gamma == 1 else "Lower the discount γ"
        return f"{still} {lower}, or allow more sweeps."


def _sweeps_only(planner: _Planner, *, is_best: bool) -> Iterator[Made]:
    yield planner.show("start", ended=_refusal(planner))
    if planner.live and (yield from planner.until_settled(is_best)):
        yield planner.show("settled")


def _policy_iteration(planner: _Planner) -> Iterator[Made]:
    yield planner.show("start", ended=_refusal(planner))
    while planner.live and (yield from planner.until_settled(is_best=False)):
        planner.improve()
        yield planner.show("improvement" if planner.n_changed else "settled")
        if not planner.n_changed:
            return


def painted_policy(model: Model, arrows: str) -> NDArray[np.float64]:
    """Return the policy, (n_states, n_actions), that does what ``arrows`` say and else anything.

    Raises `BadWorld` for more arrows than states or an action that the world does not have.
    """
    policy = np.full((model.n_states, model.n_actions), 1 / model.n_actions)
    for state in range(len(arrows)):
        action = arrow_at(arrows, state)
        if state >= model.n_states or action >= model.n_actions:
            raise BadWorld("These arrows do not fit this world. Paint them anew.")
        if action >= 0:
            policy[state] = np.eye(model.n_actions)[action]
    return policy


def _refusal(planner: _Planner) -> str:
    return "" if planner.live else planner.model.warning


_METHODS: dict[str, Callable[[_Planner], Iterator[Made]]] = {
    "policy_evaluation": partial(_sweeps_only, is_best=False),
    "policy_iteration": _policy_iteration,
    "value_iteration": partial(_sweeps_only, is_best=True),
}
