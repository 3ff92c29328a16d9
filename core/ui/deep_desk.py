"""The playground deep RL: what its page needs, and the trained agent as a download."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.figures.scenes import deep_rl
from core.film import Film
from core.rl.deep.code import deep_script
from core.rl.deep.frames import DeepFrame
from core.rl.deep.run import deep_run
from core.rl.deep.save import to_bytes
from core.rl.deep.settings import DEEP_PARAMS, DeepSettings, change, deep_settings
from core.ui.playground import Playground, Source


def offer(settings: DeepSettings, film: Film[DeepFrame], _table: Any) -> None:
    """Offer the newest agent that came with a picture; say so where there is none yet."""
    found = next((frame for frame in reversed(film.frames) if frame.agent is not None), None)
    if found is None or found.agent is None:
        st.caption("Pause after the first greedy check (a diamond) to save the agent.")
        return
    kept = int(found.kept_steps[0])
    st.download_button(
        f"Save the agent of step {kept:,}",
        to_bytes(found.agent, settings, kept),
        f"{settings.method}_{settings.world}.npz",
        "application/octet-stream",
        key="reinforcement_deep_rl_save",
        icon=":material/save:",
        help="Weights and biases as NumPy arrays; `forward` under Code acts with them.",
        on_click="ignore",
        type="tertiary",
    )


PLAYGROUND = Playground(
    id="deep_rl",
    title="Deep RL",
    question="What does an agent learn when a network stands where the table was?",
    params=DEEP_PARAMS,
    settings=lambda _experiment, values: deep_settings(values),
    draw=deep_rl.draw,
    notice=deep_rl.notice,
    live=deep_run,
    change=change,
    code=lambda settings, _film: deep_script(settings),
    after=offer,
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
