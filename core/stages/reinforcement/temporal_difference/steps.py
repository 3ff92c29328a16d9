"""Temporal difference one step at a time: where the agent is, and its update with the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.params import Choice
from core.rl.planning.bellman import short, state_name, wrapped
from core.rl.td.agent import Agent, arena_of, choose, draw, new_agent
from core.rl.td.methods import METHODS, method
from core.rl.td.settings import TdSettings
from core.rl.td.updates import dyna_q_update, expected_sarsa_update, q_learning_update
from core.rl.worlds.model import Model
from core.rl.worlds.presets import resolve
from core.settings import Declared, borrowed, control

Future: TypeAlias = Callable[[Agent, int, int], float]
"""``future(agent, next_state, next_action)``: what the method takes the next state to be worth."""


def _best(agent: Agent, state: int, action: int) -> float:
    return max(agent.q[state])


def _mean(agent: Agent, state: int, action: int) -> float:
    row = agent.q[state]
    return (1 - agent.epsilon) * max(row) + agent.epsilon * (sum(row) / len(row))


def _next(agent: Agent, state: int, action: int) -> float:
    return agent.q[state][action]


_FUTURES: dict[str, tuple[Future, str]] = {
    "sarsa": (_next, "Q(s',a')"),
    "expected_sarsa": (_mean, r"\mathbb{E}\,Q(s',\cdot)"),
    "q_learning": (_best, r"\max_b Q(s',b)"),
    "dyna_q": (_best, r"\max_b Q(s',b)"),
}
_UPDATES = {
    "expected_sarsa": expected_sarsa_update,
    "q_learning": q_learning_update,
    "dyna_q": dyna_q_update,
}
_WATCHED = tuple(Choice(s.id, s.label, s.help) for s in METHODS if s.id in _FUTURES)


class StepSettings(Declared):
    """One learner watched step by step. ``world`` as in `presets.resolve`."""

    # fmt: off
    world: str = "cliff"
    method: str = control(
        "Method",
        "Who learns. The others learn at the end of an episode or in more than one table.",
        *_WATCHED, default="q_learning",
    )
    alpha: float = borrowed(TdSettings, "alpha")
    epsilon: float = borrowed(TdSettings, "epsilon")
    gamma: float = borrowed(TdSettings, "gamma")
    n_before: int = control(
        "Episodes before", "Lived before you watch.", default=0, low=0, high=5000
    )
    n_steps: int = control("Steps", "How many you watch.", default=100, low=1, high=1000)
    n_planning: int = borrowed(TdSettings, "n_planning")
    seed: int = borrowed(TdSettings, "seed")
    # fmt: on


@dataclass(frozen=True)
class StepFrame:
    """The learner after ``n_steps`` watched steps.

    q : (n_states, n_actions). visits : (n_states,) how often each was updated. state, action,
    reward, next_state : the step just taken, -1 and 0 before the first. is_random : it explored.
    old, target, new : the updated value before, what it moved towards, and after (before Dyna's
    replays). latex : that with its numbers. path : states of this episode so far. total : its
    reward so far. n_episodes : episodes finished.
    """

    n_steps: int
    n_episodes: int
    q: NDArray[np.float64]
    visits: NDArray[np.int64]
    path: NDArray[np.int64]
    state: int = -1
    action: int = -1
    reward: float = 0.0
    next_state: int = -1
    terminated: bool = False
    truncated: bool = False
    is_random: bool = False
    old: float = 0.0
    target: float = 0.0
    new: float = 0.0
    total: float = 0.0
    latex: str = ""
    warning: str = ""
    ended: str = ""


def run(settings: StepSettings) -> Iterator[StepFrame]:
    """Return the film; raise `BadValue` or `BadWorld` before the first frame.

    The steps are those of `td.run` with the same seed, episode after episode.
    """
    settings.check()
    return _film(settings, resolve(settings.world))


def _film(settings: StepSettings, model: Model) -> Iterator[StepFrame]:
    watched = _Watched(settings, model)
    if not model.is_playable:
        yield watched.first(model.warning)
        return
    watched.practise()
    yield watched.first()
    for n_steps in range(1, settings.n_steps + 1):
        yield watched.step(n_steps)


class _Watched:
    """A learner and the episode it is in."""

    def __init__(self, settings: StepSettings, model: Model) -> None:
        self.settings, self.model, self.arena = settings, model, arena_of(model)
        self.agent = new_agent(
            model,
            f"{settings.seed}-0",
            alpha=settings.alpha,
            epsilon=settings.epsilon,
            gamma=settings.gamma,
        )
        self.agent.n_planning = settings.n_planning
        self.n_episodes, self.total = 0, 0.0
        self.path: list[int] = []
        self._is_sarsa = settings.method == "sarsa"
        self._ahead = (-1, False)

    def practise(self) -> None:
        """Live the episodes before the film."""
        live = method(self.settings.method).live
        for _ in range(self.settings.n_before):
            live(self.agent, self.arena)
        self.n_episodes = self.settings.n_before

    def first(self, ended: str = "") -> StepFrame:
        """Return the frame before any step."""
        return StepFrame(
            n_steps=0,
            n_episodes=self.n_episodes,
            q=np.array(self.agent.q),
            visits=np.array(self.agent.n).sum(axis=1),
            path=np.array(self.path, dtype=np.int64),
            warning=self.model.warning,
            ended=ended,
        )

    def step(self, n_steps: int) -> StepFrame:
        """Take one step, in a new episode if the last one is over, and learn from it."""
        agent, chance = self.agent, self.agent.chance
        if not self.path:
            self.path, self.total = [self.arena.start(chance)], 0.0
            self._ahead = self._choose(self.path[0]) if self._is_sarsa else (-1, False)
        state = self.path[-1]
        action, is_random = self._ahead if self._is_sarsa else self._choose(state)
        _, next_state, reward, terminated = draw(self.arena.table[state][action], chance)
        self._ahead = self._choose(next_state) if self._is_sarsa else (-1, False)
        future, sign = _FUTURES[self.settings.method]
        old, value = agent.q[state][action], future(agent, next_state, self._ahead[0])
        target = reward if terminated else reward + agent.gamma * value
        new = old + agent.alpha * (target - old)
        if self._is_sarsa:
            agent.q[state][action] = new
            agent.n[state][action] += 1
        else:
            _UPDATES[self.settings.method](agent, state, action, reward, next_state, terminated)
        self.path.append(next_state)
        self.total += reward
        frame = replace(
            self.first(),
            n_steps=n_steps,
            state=state,
            action=action,
            reward=reward,
            next_state=next_state,
            terminated=terminated,
            truncated=not terminated and len(self.path) > self.model.time_limit,
            is_random=is_random,
            old=old,
            target=target,
            new=new,
            total=self.total,
        )
        if frame.terminated or frame.truncated:
            self.path, self.n_episodes = [], self.n_episodes + 1
        latex = _latex(self.settings, self.model, frame, sign, value)
        return replace(frame, n_episodes=self.n_episodes, latex=latex)

    def _choose(self, state: int) -> tuple[int, bool]:
        """Return an epsilon-greedy action, and whether it was taken at random."""
        row, epsilon, chance = self.agent.q[state], self.agent.epsilon, self.agent.chance
        if epsilon and chance() < epsilon:
            return int(chance() * len(row)), True
        return choose(row, 0.0, chance), False


def _latex(settings: StepSettings, model: Model, frame: StepFrame, sign: str, value: float) -> str:
    """Return the update, first with its symbols and then with its numbers."""
    name = rf"Q({state_name(model, frame.state)}, \text{{{model.actions[frame.action].name}}})"
    gain, old, alpha = short(frame.reward), wrapped(frame.old), short(settings.alpha)
    symbols, numbers = "r", gain
    if not frame.terminated:
        symbols = rf"r + \gamma\,{sign}"
        numbers = rf"{gain} + {short(settings.gamma)} \cdot {wrapped(value)}"
    new = short(frame.new)
    return (
        rf"\begin{{aligned}} {name} &\leftarrow Q + \alpha\,[{symbols} - Q] \\ "
        rf"&= {short(frame.old)} + {alpha}\,[{numbers} - {old}] = {new} \end{{aligned}}"
    )
