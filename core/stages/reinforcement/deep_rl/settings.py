"""The controls of deep RL, its settings, and what may change while an agent trains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.params import Choice
from core.settings import Declared, control
from core.stages.reinforcement.deep_rl import start as starts
from core.stages.reinforcement.deep_rl.recipes import METHODS, Recipe, recipe_of
from core.stages.reinforcement.deep_rl.save import Saved
from core.stages.reinforcement.deep_rl.worlds import WORLDS, DeepWorld, world_of

TUNED = "tuned"


_TUNED = Choice(TUNED, "tuned", "What suits this pair.")


def _numbers(*values: float) -> tuple[Choice, ...]:
    return (
        _TUNED,
        *(Choice(f"{value:g}", f"{value:,g}" if value >= 1 else f"{value:g}") for value in values),
    )


_STEPS = (10_000, 30_000, 50_000, 100_000, 300_000, 1_000_000)


class DeepSettings(Declared):
    """One run: what is trained where, with which numbers ("tuned": the pair's own).

    weights : the file of a loaded agent, by value, where ``start`` is "loaded"; else empty.
    """

    # fmt: off
    method: str = control("Method", "How the agent learns.",
                          *(Choice(m.id, m.label, m.help) for m in METHODS), default="ppo")
    world: str = control("World", "Where it lives.",
                         *(Choice(w.id, w.label, w.help) for w in WORLDS), default="CartPole-v1")
    start: str = control("Start from", "The weights that training begins with.",
                         *starts.STARTS, default=starts.FRESH)
    learning_rate: str = control(
        "Learning rate", "How far a step goes. May change while the agent trains.",
        *_numbers(1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.1, 1), default=TUNED,
    )
    n_seeds: int = control(
        "Seeds",
        "Agents trained side by side from other seeds: the spread of their returns is luck.",
        default=1, low=1, high=5, step=1,
    )
    steps: str = control(
        "Steps", "Environment steps in all, for each agent.",
        _TUNED, *((str(n), f"{n:,}") for n in _STEPS), default=TUNED, advanced=True,
    )
    gamma: str = control(
        "Discount γ", "What a reward one step later is worth.",
        *_numbers(0.5, 0.9, 0.98, 0.99, 0.999), default=TUNED, advanced=True,
    )
    hidden: str = control(
        "Network", "Hidden neurons, layer by layer.",
        _TUNED, ("8", "8"), ("32 32", "32, 32"), ("64 64", "64, 64"), ("256 256", "256, 256"),
        ("1024 1024", "1024, 1024", "Large enough for a GPU, if one is here."),
        default=TUNED, advanced=True,
    )
    ent_coef: str = control(
        "Entropy bonus", "A reward for staying undecided.",
        *_numbers(0, 0.001, 0.01, 0.1), default=TUNED, advanced=True,
        when=("method", ("ppo", "a2c", "reinforce")),
    )
    clip: str = control(
        "Clip range", "How far one batch may move the policy.",
        *_numbers(0.05, 0.1, 0.2, 0.4), default=TUNED, advanced=True, when=("method", ("ppo",)),
    )
    exploration: str = control(
        "Exploring part",
        "The part of the run in which ε, the share of random actions, falls from 1.",
        *_numbers(0.05, 0.1, 0.2, 0.5, 0.9), default=TUNED, advanced=True,
        when=("method", ("dqn",)),
    )
    target_update: str = control(
        "Target copied every", "Steps between two copies of the network that sets the targets.",
        *_numbers(1, 10, 100, 1000, 10_000), default=TUNED, advanced=True,
        when=("method", ("dqn",)),
    )
    baseline: str = control(
        "Baseline", "What is taken off a return before it weighs.",
        ("mean", "mean", "The episode's own mean."), ("none", "none"),
        ("critic", "critic", "A second network's guess."),
        default="mean", advanced=True, when=("method", ("reinforce",)),
    )
    keep: str = control(
        "Agent kept", "Which agent is examined and saved at the end.",
        ("best", "best", "Best in the checks on the way."),
        ("last", "last", "As the last step left it."), default="best", advanced=True,
    )
    smoothing: int = control(
        "Smoothing", "Points of the curve of returns that are averaged.",
        default=5, low=1, high=30, step=1, advanced=True, light=True,
    )
    seed: int = control(
        "Seed", "Same seed, same agent.", default=1, low=0, high=9999, step=1, advanced=True
    )
    # fmt: on
    weights: bytes = field(default=b"", repr=False)

    @property
    def starting(self) -> Saved | None:
        """The agent that training goes on from; None for fresh weights, `NoStart` without one."""
        return starts.find(self.start, self.world, self.weights)

    @property
    def start_name(self) -> str:
        """The name of the file that a run starts from, "" for fresh weights.

        >>> DeepSettings(world="Acrobot-v1", start="half").start_name
        'Acrobot-v1_half.npz'
        """
        if self.start in starts.CHECKPOINTS:
            return starts.checkpoint_path(self.world, self.start).name
        return "loaded.npz" if self.weights else ""

    @property
    def place(self) -> DeepWorld:
        """The world's entry."""
        return world_of(self.world)

    @property
    def recipe(self) -> Recipe:
        """All numbers of the training; raises `IllegalPair` for a pair that cannot be."""
        base, saved = recipe_of(self.method, self.place), self.starting
        if saved is not None:
            base = replace(base, hidden=saved.hidden, eps_start=base.eps)
        chosen: dict[str, Any] = {
            "n_steps": _read(self.steps, int, base.n_steps),
            "learning_rate": _read(self.learning_rate, float, base.learning_rate),
            "falls": base.falls and self.learning_rate == TUNED,
            "hidden": _read(self.hidden, _widths, base.hidden),
            "target_update": _read(self.target_update, _whole, base.target_update),
            "baseline": self.baseline,
        }
        for name in ("gamma", "ent_coef", "clip", "exploration"):
            chosen[name] = _read(getattr(self, name), float, getattr(base, name))
        return replace(base, **chosen)

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seed of each agent; far enough apart that their worlds share none."""
        return tuple(self.seed + 100 * i for i in range(self.n_seeds))


@dataclass(frozen=True)
class DeepChange:
    """What is sent into a live run: a learning rate from now on, None to leave it."""

    learning_rate: float | None = None


def deep_settings(values: Mapping[str, object], loaded: bytes = b"") -> DeepSettings:
    """Return the settings for control values; raise a `PlaygroundError` if they cannot be.

    loaded : the file of the agent that was loaded, used where the values ask for it.
    """
    wants = values.get("start") == starts.LOADED
    settings = DeepSettings.of(values, weights=loaded if wants else b"")
    check(settings)
    return settings


def check(settings: DeepSettings) -> None:
    """Raise `BadValue` for a value out of range, `IllegalPair` for a pair that cannot be.

    `NoStart` or `BadAgent` for an agent that training cannot go on from.
    """
    settings.check()
    recipe_of(settings.method, settings.place)
    saved = settings.starting
    if saved is not None:
        starts.check_fit(saved, settings.method, settings.world, settings.recipe.hidden)


def change(before: DeepSettings, now: DeepSettings) -> DeepChange | None:
    """Return what a live run is told when settings changed; None where it must begin anew."""
    if replace(now, learning_rate=before.learning_rate, smoothing=before.smoothing) != before:
        return None
    if now.learning_rate == before.learning_rate:
        return DeepChange()
    return DeepChange(now.recipe.learning_rate)


def _read(text: str, kind: Any, tuned: Any) -> Any:
    return tuned if text == TUNED else kind(text)


def _whole(text: str) -> int:
    return int(float(text))


def _widths(text: str) -> tuple[int, ...]:
    return tuple(int(width) for width in text.split())
