"""A training that can be watched: several agents side by side, walked from picture to picture."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from itertools import pairwise

import numpy as np

from core.compute.device import for_weights, small
from core.stages.reinforcement.deep_rl.frames import N_CHECKS, DeepFrame
from core.stages.reinforcement.deep_rl.play import Agent, Array, preferences, values_of
from core.stages.reinforcement.deep_rl.settings import DeepChange, DeepSettings, check
from core.stages.reinforcement.deep_rl.trainer import Trainer
from core.stages.reinforcement.deep_rl.worlds import GRID, DeepWorld, plane

Pictures = Generator[Callable[[], DeepFrame], DeepChange | None, None]


def deep_run(settings: DeepSettings) -> Pictures:
    """Train ``settings.n_seeds`` agents in turn; yield functions that make the frame of now.

    The first frame is before any step. ``send(DeepChange(...))`` changes the learning rate. The
    threads of all agents end when the generator is closed. Raises a `PlaygroundError` for settings
    that cannot be; a training that breaks ends with a frame that says so.
    """
    check(settings)
    device, why = device_for(settings)
    trainers = [Trainer(settings, seed, device) for seed in settings.seeds]
    rate = settings.recipe.learning_rate
    try:
        while not all(trainer.over for trainer in trainers):
            for trainer in trainers:
                trainer.advance()
            change = yield partial(picture, settings, trainers, why, rate)
            if change is not None and change.learning_rate is not None:
                rate = change.learning_rate
                for trainer in trainers:
                    trainer.set_rate(rate)
    finally:
        for trainer in trainers:
            trainer.close()


def device_for(settings: DeepSettings) -> tuple[str, str]:
    """Return torch's name of the device to train on, and a sentence that says why."""
    recipe = settings.recipe
    widths = (settings.place.n_observed, *recipe.hidden, max(len(settings.place.actions), 1))
    n_weights = sum(a * b + b for a, b in pairwise(widths))
    chosen = (small if settings.method == "reinforce" else for_weights)(n_weights)
    if chosen.name == "cpu":
        return "cpu", chosen.sentence
    return chosen.name, (
        f"{chosen.sentence} {n_weights:,} weights gain from it; it may round otherwise when a "
        "lost run is walked again."
    )


def picture(settings: DeepSettings, trainers: list[Trainer], device: str, rate: float) -> DeepFrame:
    """Return the frame of now."""
    first, world = trainers[0], settings.place
    agent = first.learner.agent()
    states = np.asarray([first.state], dtype=np.float32)
    leaning = preferences(agent, states)[0]
    trail = np.asarray([*first.trail, *([] if first.trail else [first.state])], dtype=np.float32)
    losses = first.learner.losses()
    worth, best, sure = survey(agent, world)
    assert first.clip is not None
    assert first.kept is not None
    return DeepFrame(
        first.n_steps,
        first.n_total,
        settings.seeds,
        np.stack([_means(trainer, 0) for trainer in trainers]),
        np.stack([_means(trainer, 1) for trainer in trainers]),
        np.array([np.mean(t.recent) if t.recent else np.nan for t in trainers]),
        np.array([trainer.n_episodes for trainer in trainers]),
        first.check_steps,
        np.stack([_padded(trainer.checks) for trainer in trainers]),
        _exams(trainers),
        np.array([0 if t.kept is None else t.kept[1] for t in trainers]),
        states[0],
        trail,
        worth,
        best,
        sure,
        leaning.astype(np.float32),
        float(values_of(agent, states)[0]),
        tuple((name, value) for name, value in losses.items() if name != "ε"),
        rate * (1 - first.n_steps / first.n_total) if _falls(settings, rate) else rate,
        losses.get("ε", settings.recipe.eps_start) if agent.kind == "q" else float("nan"),
        _entropy(agent, trail) if agent.kind == "policy" else float("nan"),
        first.clip,
        first.kept[2] if first.shows_agent else None,
        device,
        settings.learning_rate,
        tuple(tuple(trainer.changes) for trainer in trainers),
        next((trainer.ended for trainer in trainers if trainer.ended), ""),
    )


def survey(agent: Agent, world: DeepWorld) -> tuple[Array, Array, Array]:
    """Return value, greedy action and how clearly it leads over the world's plane."""
    states = plane(world)
    shape = (GRID, GRID)
    leaning = preferences(agent, states)
    if agent.kind == "mean":
        best, sure = leaning[:, 0], np.abs(leaning[:, 0]) / agent.reach
    else:
        ordered = np.sort(leaning, axis=1)
        gap = ordered[:, -1] - ordered[:, -2]
        best = leaning.argmax(axis=1)
        sure = gap if agent.kind == "policy" else gap / max(float(gap.max()), 1e-9)
    worth = values_of(agent, states)
    return worth.reshape(shape), _small(best).reshape(shape), _small(sure).reshape(shape)


def _small(values: Array) -> Array:
    return np.asarray(values, dtype=np.float32)


def _falls(settings: DeepSettings, rate: float) -> bool:
    recipe = settings.recipe
    return recipe.falls and rate == recipe.learning_rate


def _means(trainer: Trainer, row: int) -> Array:
    counts = trainer.counts
    found: Array = np.where(counts > 0, trainer.sums[row] / np.maximum(counts, 1), np.nan)
    return found


def _padded(values: list[float]) -> Array:
    return np.array([*values, *[np.nan] * (N_CHECKS + 1 - len(values))])


def _exams(trainers: list[Trainer]) -> Array:
    """Return the returns of the examinations once all of them are done, else nothing."""
    if not all(trainer.over and trainer.exam for trainer in trainers):
        return np.zeros((0, 0))
    return np.array([trainer.exam for trainer in trainers])


def _entropy(agent: Agent, states: Array) -> float:
    """Return the mean entropy of the policy in these states, in nats."""
    chances = preferences(agent, states)
    return float(-(chances * np.log(np.maximum(chances, 1e-12))).sum(axis=1).mean())
