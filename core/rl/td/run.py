"""Temporal-difference learning as a film: up to four tabular methods on one world."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.params import BadValue
from core.rl.td.agent import (
    Agent,
    Arena,
    Episode,
    arena_of,
    choose,
    draw,
    greedy_episode,
    new_agent,
)
from core.rl.td.methods import MethodSpec
from core.rl.td.settings import BAND, LATELY, TdChange, TdFrame, TdSettings, check
from core.rl.td.updates import Step, learn_from
from core.rl.worlds.model import Model
from core.rl.worlds.presets import resolve
from core.settings import param

MOST_POINTS = 250
"""Points of a learning curve; longer runs average blocks of episodes."""
MOST_IN_VAIN = 400_000
"""Steps, of all learners in all runs, after which a world without a way to its goal is left."""
MOST_PATH = 1000
"""States of a path that a frame keeps, the last ones."""


def run(settings: TdSettings) -> Generator[TdFrame, TdChange | None, None]:
    """Return the film; raise `BadValue`, `OnPolicyOnly` or `BadWorld` before the first frame.

    ``send(TdChange(...))`` changes alpha, epsilon or the world while it learns; what the learners
    know stays. A change that cannot be is left out, and the next frame's ``notice`` says why.
    """
    check(settings)
    return _film(_Learners(settings, resolve(settings.world)))


def _film(learners: _Learners) -> Generator[TdFrame, TdChange | None, None]:
    settings, model = learners.settings, learners.model
    ended = "" if model.is_playable else model.warning
    change = yield learners.frame(ended)
    while not ended and learners.n_episodes < settings.n_episodes:
        notice = learners.change(change) if change is not None else ""
        ended = "" if learners.model.is_playable else learners.model.warning
        for _ in range(min(settings.every, settings.n_episodes - learners.n_episodes)):
            if not ended:
                ended = learners.episode() or learners.in_vain()
        change = yield learners.frame(ended, notice)


@dataclass
class _Pupil:
    """One method: a fresh agent per run, and what the first of them lived through."""

    spec: MethodSpec
    agents: list[Agent]
    returns: list[float] = field(default_factory=list)
    lengths: list[float] = field(default_factory=list)
    path: list[int] = field(default_factory=list)
    n_steps: int = 0
    n_lived: int = 0
    recent: deque[tuple[list[float], list[float]]] = field(
        default_factory=lambda: deque(maxlen=LATELY)
    )

    def live_through(self, episodes: list[Episode]) -> None:
        """Keep what one episode of every run earned and how long it took."""
        totals = [episode.total for episode in episodes]
        lengths = [float(episode.n_steps) for episode in episodes]
        self.returns.append(sum(totals) / len(totals))
        self.lengths.append(sum(lengths) / len(lengths))
        self.recent.append((totals, lengths))
        self.path = episodes[0].path
        self.n_lived += int(sum(lengths))

    def lately(self) -> NDArray[np.float64]:
        """Return newest, recent, low and high of returns and lengths, (4, 2); NaN if unknown."""
        if not self.recent:
            return np.full((4, 2), np.nan)
        runs = np.array(self.recent).mean(axis=0)  # (2, n_runs)
        newest = self.returns[-1], self.lengths[-1]
        if runs.shape[1] == 1:
            return np.array([newest, runs[:, 0], *np.full((2, 2), np.nan)])
        return np.array([newest, runs.mean(axis=1), *np.percentile(runs, BAND, axis=1)])


class _Learners:
    """All learners of a film and the world they learn in."""

    def __init__(self, settings: TdSettings, model: Model) -> None:
        self.settings, self.model, self.world = settings, model, settings.world
        self.arena = arena_of(model)
        self.alpha, self.epsilon, self.n_episodes = settings.alpha, settings.epsilon, 0
        self.pupils = [
            _Pupil(spec, [self._agent(f"{settings.seed}-{i}") for i in range(settings.n_runs)])
            for spec in settings.methods
        ]
        seeds = [f"{settings.seed}-{i} recorded" for i in range(settings.n_runs)]
        self.walkers = [self._agent(seed) for seed in seeds]
        self.examiners = [self._agent(f"{seed} exam") for seed in seeds]

    def _agent(self, seed: str) -> Agent:
        chosen = self.settings
        return new_agent(
            self.model,
            seed,
            alpha=chosen.alpha,
            epsilon=chosen.epsilon,
            gamma=chosen.gamma,
            initial_q=chosen.initial_q,
            alpha_decay=chosen.alpha_decay,
            n_planning=chosen.n_planning,
            trace=chosen.trace,
        )

    def episode(self) -> str:
        """Let everybody live one episode; return why the film must end, or ""."""
        lived = self._recorded if self.settings.source == "recorded" else self._own
        for pupil, episodes in zip(self.pupils, lived(), strict=True):
            pupil.live_through(episodes)
            if not math.isfinite(max(map(max, pupil.agents[0].q))):
                return f"{pupil.spec.label}'s estimates grew past all numbers. Lower α."
        self.n_episodes += 1
        self._set(epsilon=self.epsilon * self.settings.epsilon_decay)
        return ""

    def in_vain(self) -> str:
        """Return why to go on makes no sense where no goal can be reached, or ""."""
        if not self.model.warning or sum(p.n_lived for p in self.pupils) < MOST_IN_VAIN:
            return ""
        return (
            f"{self.model.warning} The run stopped after {self.n_episodes} episodes of up to "
            f"{self.model.time_limit} steps."
        )

    def _own(self) -> Iterable[list[Episode]]:
        for pupil in self.pupils:
            episodes = [pupil.spec.live(agent, self.arena) for agent in pupil.agents]
            pupil.n_steps += episodes[0].n_steps
            yield episodes

    def _recorded(self) -> Iterable[list[Episode]]:
        recordings = [random_walk(self.arena, walker) for walker in self.walkers]
        for pupil in self.pupils:
            episodes = []
            for agent, steps, examiner in zip(
                pupil.agents, recordings, self.examiners, strict=True
            ):
                if pupil.spec.update is not None:
                    learn_from(agent, pupil.spec.update, steps)
                episodes.append(greedy_episode(self.arena, agent.q, examiner.chance))
            pupil.n_steps += len(recordings[0])
            yield episodes

    def change(self, change: TdChange) -> str:
        """Take a change; return what it could not do, or ""."""
        try:
            self._set(
                alpha=_legal("alpha", change.alpha), epsilon=_legal("epsilon", change.epsilon)
            )
            if change.world is not None:
                self._move(change.world)
        except PlaygroundError as error:
            return error.sentence
        return ""

    def _set(self, *, alpha: float | None = None, epsilon: float | None = None) -> None:
        self.alpha = self.alpha if alpha is None else alpha
        self.epsilon = self.epsilon if epsilon is None else epsilon
        for agent in self._learners():
            agent.alpha, agent.epsilon = self.alpha, self.epsilon

    def _move(self, world: str) -> None:
        model = resolve(world)
        old = (self.model.n_states, self.model.n_cols, self.model.actions)
        if (model.n_states, model.n_cols, model.actions) != old:
            raise BadValue(
                "The new world has another shape or other moves, so what was learnt does not fit. "
                "Start a new run in it."
            )
        self.model, self.world, self.arena = model, world, arena_of(model)
        for agent in self._learners():
            for state, end in enumerate(model.ends):
                if end:  # what has ended is worth nothing
                    for table in (agent.q, agent.q_a, agent.q_b):
                        table[state] = [0.0] * model.n_actions

    def _learners(self) -> Iterable[Agent]:
        return (agent for pupil in self.pupils for agent in pupil.agents)

    def frame(self, ended: str = "", notice: str = "") -> TdFrame:
        """Return the state now; nothing in it changes later."""
        firsts = [pupil.agents[0] for pupil in self.pupils]
        q, n = np.array([agent.q for agent in firsts]), np.array([agent.n for agent in firsts])
        visits = n.sum(axis=2)
        is_known = (visits > 0) & ~np.array(self.model.ends)
        block = math.ceil(self.settings.n_episodes / MOST_POINTS)
        n_points = math.ceil(self.settings.n_episodes / block)
        newest, recent, low, high = np.array([p.lately() for p in self.pupils]).transpose(1, 2, 0)
        return TdFrame(
            n_episodes=self.n_episodes,
            methods=tuple(pupil.spec.id for pupil in self.pupils),
            q=q,
            greedy=np.where(is_known, q.argmax(axis=2), -1).astype(np.int8),
            visits=visits,
            returns=np.array([_points(p.returns, block, n_points) for p in self.pupils]),
            lengths=np.array([_points(p.lengths, block, n_points) for p in self.pupils]),
            block=block,
            newest=newest,
            recent=recent,
            recent_low=low,
            recent_high=high,
            n_runs=self.settings.n_runs,
            paths=tuple(np.array(pupil.path[-MOST_PATH:], dtype=np.int64) for pupil in self.pupils),
            n_steps=np.array([pupil.n_steps for pupil in self.pupils], dtype=np.int64),
            alpha=self.alpha,
            epsilon=self.epsilon,
            world=self.world,
            notice=notice,
            warning=self.model.warning,
            ended=ended,
        )


def random_walk(arena: Arena, walker: Agent) -> list[Step]:
    """Return the steps of one episode of actions taken at random."""
    steps: list[Step] = []
    state = arena.start(walker.chance)
    for _ in range(arena.time_limit):
        action = choose(walker.q[state], 1.0, walker.chance)
        _, next_state, reward, terminated = draw(arena.table[state][action], walker.chance)
        steps.append((state, action, reward, next_state, terminated))
        state = next_state
        if terminated:
            break
    return steps


def _points(numbers: list[float], block: int, n_points: int) -> NDArray[np.float64]:
    points = np.full(n_points, np.nan)
    for i in range(math.ceil(len(numbers) / block)):
        part = numbers[i * block : (i + 1) * block]
        points[i] = sum(part) / len(part)
    return points


def _legal(name: str, value: float | None) -> float | None:
    checked = None if value is None else param(TdSettings, name).check(value)
    return None if checked is None else float(checked)  # type: ignore[arg-type]
