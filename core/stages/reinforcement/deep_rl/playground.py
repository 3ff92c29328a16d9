"""Deep RL: what its page shows, and how."""

from __future__ import annotations

from dataclasses import replace

from core.compute.film import Film
from core.export.script import Example
from core.playground import Context, Playground, Source, Values
from core.stages.reinforcement.deep_rl import scene as deep_rl
from core.stages.reinforcement.deep_rl.example import Run, example, training_of
from core.stages.reinforcement.deep_rl.frames import DeepFrame
from core.stages.reinforcement.deep_rl.run import deep_run
from core.stages.reinforcement.deep_rl.scene_agent import AGENT, operate
from core.stages.reinforcement.deep_rl.settings import (
    DeepSettings,
    change,
    deep_settings,
)


def _settings(context: Context, values: Values) -> DeepSettings:
    return deep_settings(values, context.files.get(AGENT, b""))


def _code(settings: DeepSettings, film: Film[DeepFrame]) -> Example:
    """Return the example of the run as it began, with what was changed meanwhile."""
    last = film.last
    begun = replace(settings, learning_rate=last.began)
    return Example(example, Run(begun, last.changes), training_of)


PLAYGROUND = Playground(
    params=DeepSettings.PARAMS,
    settings=_settings,
    draw=deep_rl.draw,
    notice=deep_rl.notice,
    live=deep_run,
    change=change,
    code=_code,
    operate=operate,
    needs_table=False,
    sources=(
        Source(
            "Williams (1992), Simple statistical gradient-following algorithms (REINFORCE)",
            "https://doi.org/10.1007/BF00992696",
        ),
        Source(
            "Mnih et al. (2015), Human-level control through deep reinforcement learning (DQN)",
            "https://doi.org/10.1038/nature14236",
        ),
        Source(
            "Mnih et al. (2016), Asynchronous methods for deep reinforcement learning (A2C)",
            "https://arxiv.org/abs/1602.01783",
        ),
        Source(
            "Schulman et al. (2017), Proximal policy optimization algorithms (PPO)",
            "https://arxiv.org/abs/1707.06347",
        ),
        Source(
            "Raffin et al. (2021), Stable-Baselines3: reliable implementations",
            "https://jmlr.org/papers/v22/20-1364.html",
        ),
        Source("Gymnasium's environments", "https://gymnasium.farama.org"),
    ),
)
