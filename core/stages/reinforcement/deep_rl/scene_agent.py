"""Below a deep run: its newest agent as a file, and another to start from."""

from __future__ import annotations

import math
from typing import Any

from core.compute.film import Film
from core.figures.blocks import Block, escape
from core.figures.deeds import Beside, Button, Download, Fold, Small, Upload
from core.stages.reinforcement.deep_rl import start
from core.stages.reinforcement.deep_rl.frames import DeepFrame
from core.stages.reinforcement.deep_rl.save import MOST_BYTES, Saved, from_bytes, to_bytes
from core.stages.reinforcement.deep_rl.settings import TUNED, DeepSettings

AGENT = "agent"
"""The key of the file that a learner brings."""
MIME = "application/octet-stream"
SAVE = ":material/save:"


def operate(settings: DeepSettings, film: Film[DeepFrame], _table: Any) -> tuple[Block, ...]:
    """Return the newest agent as a file, the one the run started from, and a place for another."""
    upload = Upload(
        AGENT,
        "An .npz file that 'Save the agent' made",
        ("npz",),
        MOST_BYTES,
        from_bytes,
        _brought,
        "Only numbers are read from it. It stays on this server only while you use it.",
    )
    load = Fold("load", "Load a saved agent", (upload,), icon=":material/upload:", over=True)
    return Beside((_save(settings, film), *_beginning(settings))), load


def _save(settings: DeepSettings, film: Film[DeepFrame]) -> Download | Small:
    """Return the newest agent that came with a picture; say so where there is none yet."""
    found = next((frame for frame in reversed(film.frames) if frame.agent is not None), None)
    if found is None or found.agent is None:
        return Small("Pause after the first greedy check (a diamond) to save the agent.")
    kept, begun = int(found.kept_steps[0]), settings.starting
    mean = float(found.exam[0].mean()) if found.exam.size else math.nan
    n_steps = kept + (0 if begun is None else begun.n_steps)
    saved = Saved(found.agent, settings.method, settings.world, settings.seed, n_steps, mean)
    name, told = (
        f"{settings.method}_{settings.world}.npz",
        ("Weights and biases as NumPy arrays; `forward` under Code acts with them."),
    )
    return Download(f"Save the agent of step {kept:,}", name, to_bytes(saved), MIME, SAVE, told)


def _beginning(settings: DeepSettings) -> tuple[Download, ...]:
    """Return the file that the shown script starts from."""
    name = settings.start_name
    if not name:
        return ()
    given = settings.weights or start.checkpoint_bytes(settings.world, settings.start)
    told = "What this run started from; the script reads it."
    return (Download(f"Save {name}", name, given, MIME, SAVE, told),)


def _brought(content: bytes) -> tuple[Block, ...]:
    """Return what was brought and the button that begins with it."""
    saved = from_bytes(content)
    told = f"Loaded: {escape(saved.in_words)}, seed {saved.seed}. It does not travel with a link."
    values = {"method": saved.method, "world": saved.world, "start": start.LOADED, "hidden": TUNED}
    begin = Button(
        "begin",
        "Start from it",
        values,
        icon=":material/play_arrow:",
        help="Sets world, method and network as it needs them, and begins a new run.",
    )
    return Small(told), begin
