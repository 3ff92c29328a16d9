"""The playground deep RL: what its page needs, and agents to save and to load."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from core.compute.film import Film
from core.errors import PlaygroundError
from core.figures.blocks import escape
from core.playground import Playground, Source
from core.stages.reinforcement.deep_rl import scene as deep_rl
from core.stages.reinforcement.deep_rl import start as starts
from core.stages.reinforcement.deep_rl.code import deep_script, start_name
from core.stages.reinforcement.deep_rl.frames import DeepFrame
from core.stages.reinforcement.deep_rl.run import deep_run
from core.stages.reinforcement.deep_rl.save import MOST_BYTES, Saved, from_bytes, to_bytes
from core.stages.reinforcement.deep_rl.settings import (
    DEEP_PARAMS,
    TUNED,
    DeepSettings,
    change,
    deep_settings,
)
from core.ui import controls
from core.value import Value

PREFIX = "reinforcement_deep_rl"
LOADED, UPLOAD, REFUSED = f"{PREFIX}_agent", f"{PREFIX}_upload", f"{PREFIX}_refused"
"""Session state: the loaded agent's file, the uploader, why a file was refused."""
MIME = "application/octet-stream"


def offer(settings: DeepSettings, film: Film[DeepFrame], _table: Any) -> None:
    """Offer the newest agent as a file, the one the run started from, and to load another."""
    with st.container(horizontal=True, vertical_alignment="center"):
        _save(settings, film)
        _beginning(settings)
    with st.popover("Load a saved agent", icon=":material/upload:", type="tertiary"):
        _load()


def _save(settings: DeepSettings, film: Film[DeepFrame]) -> None:
    """Offer the newest agent that came with a picture; say so where there is none yet."""
    found = next((frame for frame in reversed(film.frames) if frame.agent is not None), None)
    if found is None or found.agent is None:
        st.caption("Pause after the first greedy check (a diamond) to save the agent.")
        return
    kept, begun = int(found.kept_steps[0]), settings.starting
    mean = float(found.exam[0].mean()) if found.exam.size else math.nan
    n_steps = kept + (0 if begun is None else begun.n_steps)
    saved = Saved(found.agent, settings.method, settings.world, settings.seed, n_steps, mean)
    _download(
        f"Save the agent of step {kept:,}",
        to_bytes(saved),
        f"{settings.method}_{settings.world}.npz",
        "Weights and biases as NumPy arrays; `forward` under Code acts with them.",
    )


def _beginning(settings: DeepSettings) -> None:
    """Offer the file that the shown script starts from."""
    name = start_name(settings)
    if not name:
        return
    given = settings.weights or starts.checkpoint_bytes(settings.world, settings.start)
    _download(f"Save {name}", given, name, "What this run started from; the script reads it.")


def _download(label: str, content: bytes, file_name: str, told: str) -> None:
    st.download_button(
        label,
        content,
        file_name,
        MIME,
        key=f"{PREFIX}_save_{file_name}",
        icon=":material/save:",
        help=told,
        on_click="ignore",
        type="tertiary",
    )


def _load() -> None:
    """Read an agent from a file; the run goes on until the learner starts from it."""
    st.file_uploader(
        "An .npz file that 'Save the agent' made",
        type=["npz"],
        key=UPLOAD,
        max_upload_size=max(MOST_BYTES // 1_000_000, 1),
        help="Only numbers are read from it. It stays on this server only while you use it.",
        on_change=_take,
    )
    if st.session_state.get(REFUSED):
        st.warning(escape(st.session_state[REFUSED]), icon=":material/error:")
    if LOADED not in st.session_state:
        return
    saved = from_bytes(st.session_state[LOADED])
    st.caption(
        f"Loaded: {escape(saved.in_words)}, seed {saved.seed}. It does not travel with a link."
    )
    st.button(
        "Start from it",
        key=f"{PREFIX}_begin",
        icon=":material/play_arrow:",
        help="Sets world, method and network as it needs them, and begins a new run.",
        on_click=_begin,
    )


def _take() -> None:
    """Keep the file that was just chosen, if an agent is in it; say why not otherwise."""
    file = st.session_state[UPLOAD]
    st.session_state[REFUSED] = ""
    if file is None:
        return
    try:
        from_bytes(file.getvalue())
    except PlaygroundError as refusal:
        st.session_state[REFUSED] = refusal.sentence
    else:
        st.session_state[LOADED] = file.getvalue()


def _begin() -> None:
    """Move the controls to the loaded agent."""
    saved = from_bytes(st.session_state[LOADED])
    wanted = {"method": saved.method, "world": saved.world, "start": starts.LOADED, "hidden": TUNED}
    for param in DEEP_PARAMS:
        if param.id in wanted:
            controls.show(param, f"{PREFIX}_{param.id}", wanted[param.id])


def _settings(_experiment: Any, values: Mapping[str, Value]) -> DeepSettings:
    wants = values["start"] == starts.LOADED
    return deep_settings(values, st.session_state.get(LOADED, b"") if wants else b"")


def _code(settings: DeepSettings, film: Film[DeepFrame]) -> str:
    """Return the script of the run as it began, with what was changed meanwhile."""
    last = film.last
    return deep_script(replace(settings, learning_rate=last.began), last.changes)


PLAYGROUND = Playground(
    id="deep_rl",
    title="Deep RL",
    question="What does an agent learn when a network stands where the table was?",
    params=DEEP_PARAMS,
    settings=_settings,
    draw=deep_rl.draw,
    notice=deep_rl.notice,
    live=deep_run,
    change=change,
    code=_code,
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
