"""Train the agents that come with the suite: ``python -m sample_data.agents.build [WORLD ...]``.

Each is trained by the suite's own code with the recipe that its page starts with. "trained" is the
best of the checks on the way; "half" is the one of them whose return lay closest to the middle
between the untrained and the trained one.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from core.stages.reinforcement.deep_rl.frames import N_EXAM
from core.stages.reinforcement.deep_rl.play import Agent, mean_return
from core.stages.reinforcement.deep_rl.save import Saved, to_bytes
from core.stages.reinforcement.deep_rl.settings import DeepSettings
from core.stages.reinforcement.deep_rl.start import HALF, TRAINED, checkpoint_path
from core.stages.reinforcement.deep_rl.trainer import EXAM_SEED, Trainer
from core.stages.reinforcement.deep_rl.worlds import open_world

CHOSEN = tuple(
    DeepSettings(method=method, world=world, seed=1)
    for method, world in (
        ("ppo", "CartPole-v1"),
        ("dqn", "MountainCar-v0"),
        ("ppo", "Acrobot-v1"),
        ("ppo", "Pendulum-v1"),
        ("ppo", "LunarLander-v3"),
    )
)
SHORTER = {"Acrobot-v1": "30000", "CartPole-v1": "10000"}
"""Where the checks of the whole run lie too far apart to meet a half trained agent."""


def main(worlds: list[str]) -> None:
    """Train and write the agents of these worlds, or of all."""
    for settings in CHOSEN:
        if worlds and settings.world not in worlds:
            continue
        for which, saved in train(settings).items():
            checkpoint_path(settings.world, which).write_bytes(to_bytes(saved))
            sys.stdout.write(f"{which}: {saved.in_words}, seed {saved.seed}\n")


def train(settings: DeepSettings) -> dict[str, Saved]:
    """Return the half trained and the trained agent of a world, both examined."""
    checked = checks_of(settings)
    trained = max(reversed(checked), key=lambda check: check[1])  # the last of equals
    if settings.world in SHORTER:
        checked = checks_of(replace(settings, steps=SHORTER[settings.world]))
    middle = (checked[0][1] + trained[1]) / 2
    half = min(checked, key=lambda check: abs(check[1] - middle))
    return {
        HALF: _examined(settings, half[0], half[2]),
        TRAINED: _examined(settings, trained[0], trained[2]),
    }


def checks_of(settings: DeepSettings) -> list[tuple[int, float, Agent]]:
    """Train to the end; return steps, mean return and agent of every check."""
    trainer, found = Trainer(settings, settings.seed, "cpu"), []
    while not trainer.over:
        trainer.advance()
        if len(trainer.checks) > len(found):
            found.append((trainer.n_steps, trainer.checks[-1], trainer.learner.agent()))
    return found


def _examined(settings: DeepSettings, n_steps: int, agent: Agent) -> Saved:
    mean = mean_return(open_world(settings.world), agent, EXAM_SEED, N_EXAM)
    return Saved(agent, settings.method, settings.world, settings.seed, n_steps, mean)


if __name__ == "__main__":
    main(sys.argv[1:])
