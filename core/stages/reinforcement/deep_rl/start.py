"""What a training starts from: fresh weights, checkpoints of our own training, or a loaded agent.

The checkpoints lie in ``sample_data/agents``; the README there says how they were made.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from core.errors import PlaygroundError
from core.params import Choice
from core.stages.reinforcement.deep_rl.recipes import METHOD_BY_ID
from core.stages.reinforcement.deep_rl.save import Saved, from_bytes
from core.stages.reinforcement.deep_rl.worlds import BY_ID

FOLDER = Path(__file__).resolve().parents[4] / "sample_data" / "agents"
FRESH, HALF, TRAINED, LOADED = "fresh", "half", "trained", "loaded"
CHECKPOINTS = (HALF, TRAINED)
STARTS = (
    Choice(FRESH, "fresh", "Weights by chance: it knows nothing."),
    Choice(HALF, "half", "Our agent of this world when it was half trained."),
    Choice(TRAINED, "trained", "Our agent of this world: watch it before any training."),
    Choice(LOADED, "loaded", "The agent you loaded under the picture."),
)


class NoStart(PlaygroundError):
    """A start that is not there, or that does not fit what is to be trained."""


def checkpoint_path(world: str, which: str) -> Path:
    """Return where a checkpoint lies."""
    return FOLDER / f"{world}_{which}.npz"


def checkpoint_bytes(world: str, which: str) -> bytes:
    """Return a checkpoint's file; raise `NoStart` where it is not."""
    try:
        return checkpoint_path(world, which).read_bytes()
    except FileNotFoundError:
        raise NoStart(
            f"There is no {which} agent of {BY_ID[world].name} here. Run 'python -m "
            "sample_data.agents.build' in the project's folder, or start fresh."
        ) from None


@lru_cache(maxsize=16)
def checkpoint(world: str, which: str) -> Saved:
    """Return one of our own agents."""
    return from_bytes(checkpoint_bytes(world, which))


def find(start: str, world: str, weights: bytes) -> Saved | None:
    """Return what is started from, None for fresh weights; raise `NoStart` where there is none."""
    if start == FRESH:
        return None
    if start in CHECKPOINTS:
        return checkpoint(world, start)
    if not weights:
        raise NoStart(
            "No agent is loaded in this visit. Start fresh or from ours; 'Load a saved agent' "
            "stands under the picture."
        )
    return from_bytes(weights)


def check_fit(saved: Saved, method: str, world: str, hidden: tuple[int, ...]) -> None:
    """Raise `NoStart` unless training can go on from ``saved`` with this method and network.

    The policies of PPO, A2C and REINFORCE are the same kind of network; DQN's action values are
    another.
    """
    theirs, ours = METHOD_BY_ID[saved.method], METHOD_BY_ID[method]
    if saved.world != world:
        raise NoStart(
            f"This agent lives in {BY_ID[saved.world].name}, not in {BY_ID[world].name}. Choose "
            "its world, or start fresh."
        )
    if theirs.needs_choices != ours.needs_choices:
        known = "action values" if theirs.needs_choices else "a policy"
        wanted = "action values" if ours.needs_choices else "a policy"
        raise NoStart(
            f"{theirs.label} trained this agent of {BY_ID[world].name}: its network holds {known}, "
            f"and {ours.label} goes on from {wanted}. Choose {theirs.label} as the method, or "
            "start fresh."
        )
    if saved.hidden != hidden:
        wide, asked = (", ".join(map(str, widths)) for widths in (saved.hidden, hidden))
        raise NoStart(
            f"This agent has hidden layers of {wide} neurons, not of {asked}. Set Network to "
            "tuned, or start fresh."
        )


def started_sentence(saved: Saved, method: str) -> str:
    """Say where a run started, and what did not come along with the weights."""
    ours = METHOD_BY_ID[method]
    if ours.needs_choices:
        lost = (
            "the optimiser's moments and the replay buffer start empty, the target network is a "
            "copy of the loaded one, and ε starts where it usually ends, so that training does "
            "not begin with random play"
        )
    elif saved.agent.critic or method == "reinforce":
        lost = "the optimiser's moments start empty"
    else:
        lost = "the optimiser's moments start empty and the value network fresh"
    return (
        f"Started from {saved.in_words} (seed {saved.seed}). Only its weights come along: {lost}. "
        "Training on can make it worse."
    )
