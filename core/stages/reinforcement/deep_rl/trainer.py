"""One agent in training: what it went through so far, its checks, and its examination."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np

from core.errors import PlaygroundError
from core.stages.reinforcement.deep_rl.baton import Baton
from core.stages.reinforcement.deep_rl.frames import N_BINS, N_CHECKS, N_EXAM, Clip
from core.stages.reinforcement.deep_rl.learners import Heard, Learner, make_learner
from core.stages.reinforcement.deep_rl.play import (
    Agent,
    Array,
    is_finite,
    mean_return,
    play,
    preferences,
    values_of,
)
from core.stages.reinforcement.deep_rl.settings import DeepSettings
from core.stages.reinforcement.deep_rl.worlds import open_world

STRIDE, GRADIENTS = 200, 32
"""A picture can be taken after so many steps in the world, or so many of the optimiser."""
N_CHECK_EPISODES = 5
CHECK_SEED, EXAM_SEED = 500_000, 1_000_000
"""First seeds of checks and of the examination: no training meets these episodes."""
MOST_PICTURES, TRAIL, SHOWN = 160, 40, 8


class Diverged(PlaygroundError):
    """A network whose weights are no numbers any more."""


class Trainer:
    """Trains one agent with one seed, walked from picture to picture with ``advance``.

    Nothing here depends on time, so equal settings go through equal states. ``with_clip``: keep
    the episode of the last check for a video.
    """

    def __init__(self, settings: DeepSettings, seed: int, device: str) -> None:
        self.seed, self.n_total = seed, settings.recipe.n_steps
        self.n_steps, self.n_episodes = 0, 0
        self.state: Array = np.zeros(settings.place.n_observed, dtype=np.float32)
        self.trail: deque[Any] = deque(maxlen=TRAIL)
        self.recent: deque[float] = deque(maxlen=20)
        self.sums, self.counts = np.zeros((2, N_BINS)), np.zeros(N_BINS)
        self.check_steps = np.linspace(0, self.n_total, N_CHECKS + 1).astype(np.int64)
        self.checks: list[float] = []
        self.exam: list[float] = []
        self.kept: tuple[float, int, Agent] | None = None
        self.clip: Clip | None = None
        self._since_check = 0
        self.learner: Learner
        self.changes: list[tuple[int, float]] = []
        self.ended = ""
        self._settings, self._device = settings, device
        self._env: Any = None
        self._baton = Baton(self._work)
        self._since_step, self._since_update = 0, 0
        self._updates = False
        self._hand_over: Callable[[], None]

    @property
    def over(self) -> bool:
        """Whether training and examination are done, or broke off."""
        return self._baton.over

    @property
    def shows_agent(self) -> bool:
        """Whether the kept agent goes with this picture: it is large, so only after a check."""
        return self.over or (self.n_steps > 0 and self._since_check < SHOWN)

    def advance(self) -> None:
        """Train on until the next picture could be taken; raise what was raised."""
        self._since_check += 1
        self._baton.advance()
        error = self._baton.error
        if error is None:
            return
        broken = isinstance(error, ValueError) and not is_finite(self.learner.agent())
        if not (broken or isinstance(error, Diverged)):
            raise error
        self.ended = (
            f"After {self.n_steps:,} steps the network's weights were no numbers any more: the "
            "learning rate is too high. Choose a smaller one and reset."
        )

    def set_rate(self, learning_rate: float) -> None:
        """Go on with another learning rate and note from which step on it counts.

        In the midst of an update it counts for the next one, so for steps after this one.
        """
        self.learner.set_rate(learning_rate)
        self.changes.append((self.n_steps + int(self._updates), learning_rate))

    def close(self) -> None:
        """End the thread."""
        self._baton.close()

    # From here on in the training's own thread

    def _work(self, hand_over: Callable[[], None]) -> None:
        self._hand_over = hand_over
        self.learner = make_learner(self._settings, self.seed, self._device)
        self._env = open_world(self._settings.world)
        self._check()
        if self.clip is not None:
            self.state = self.clip.states[0]  # training has not begun in a world of its own
        hand_over()
        self.learner.learn(self._listen)
        while len(self.checks) <= N_CHECKS:
            self._check()
        hand_over()
        assert self.kept is not None  # noqa: S101 (the first check keeps one)
        for i in range(N_EXAM):
            self.exam.append(mean_return(self._env, self.kept[2], EXAM_SEED + i, 1))

    def _listen(self, heard: Heard) -> None:
        self._updates = heard.n_steps is None
        if heard.n_steps is None:
            self._since_update += 1
            if self._since_update >= GRADIENTS:
                self._pass_on()
            return
        self._note(heard, heard.n_steps)
        n_done = len(self.checks)
        if n_done < N_CHECKS and self.n_steps >= self.check_steps[n_done]:
            self._check()
        if self.n_steps - self._since_step >= STRIDE:
            self._since_step = self.n_steps
            self._pass_on()

    def _pass_on(self) -> None:
        self._since_update = 0
        self._hand_over()

    def _note(self, heard: Heard, n_steps: int) -> None:
        self.n_steps, self.state = n_steps, heard.state
        self.trail.append(heard.state)
        if heard.is_new:
            self.trail.clear()
        for total, length in heard.ended:
            place = min((n_steps - 1) * N_BINS // self.n_total, N_BINS - 1)
            self.sums[:, place] += total, length
            self.counts[place] += 1
            self.recent.append(total)
            self.n_episodes += 1

    def _check(self) -> None:
        """Let the agent play greedily on episodes of their own; keep the best so far."""
        agent = self.learner.agent()
        if not is_finite(agent):
            raise Diverged("The weights are no numbers any more.")
        first = play(self._env, agent, CHECK_SEED)
        self.clip = make_clip(first, terrain_of(self._env), agent, self.n_steps)
        others = (play(self._env, agent, CHECK_SEED + i) for i in range(1, N_CHECK_EPISODES))
        mean = sum(sum(rewards) for _, _, rewards in (first, *others)) / N_CHECK_EPISODES
        self.checks.append(mean)
        if self.kept is None or mean >= self.kept[0] or self._settings.keep == "last":
            self.kept = (mean, self.n_steps, agent)
        self._since_check = 0


def make_clip(episode: Any, terrain: Array, agent: Agent, n_trained: int) -> Clip:
    """Keep of an episode, as `play` returns it, what a video needs."""
    states, actions, rewards = episode
    picked = np.arange(0, len(states), max(-(-len(states) // MOST_PICTURES), 1))
    seen = np.asarray(states, dtype=np.float32)
    done = [float(np.ravel(action)[0]) for action in actions] + [np.nan]
    earned = np.concatenate([[0.0], np.cumsum(rewards)])
    return Clip(
        seen[picked],
        np.asarray(done, dtype=np.float32)[picked],
        earned.astype(np.float32)[picked],
        preferences(agent, seen[picked]).astype(np.float32),
        values_of(agent, seen[picked]).astype(np.float32),
        picked.astype(np.int64),
        terrain,
        n_trained,
    )


def terrain_of(env: Any) -> Array:
    """Return LunarLander's ground as points in the units of its states, (0, 2) elsewhere.

    Its states measure from the helipad, a leg's length up, in half widths and heights of 20 by
    13.33 metres (Gymnasium, lunar_lander.py).
    """
    polygons = getattr(env.unwrapped, "sky_polys", ())
    points = [polygon[0] for polygon in polygons] + [polygon[1] for polygon in polygons[-1:]]
    pad = getattr(env.unwrapped, "helipad_y", 0.0)
    ground = [((x - 10) / 10, (y - pad - 0.6) / (20 / 3)) for x, y in points]
    return np.asarray(ground, dtype=np.float32).reshape(-1, 2)
