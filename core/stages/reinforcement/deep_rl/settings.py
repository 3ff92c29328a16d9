"""The controls of deep RL, its settings, and what may change while an agent trains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.params import Choice, Param, check_all
from core.stages.reinforcement.deep_rl import start as starts
from core.stages.reinforcement.deep_rl.recipes import METHODS, Recipe, recipe_of
from core.stages.reinforcement.deep_rl.save import Saved
from core.stages.reinforcement.deep_rl.worlds import WORLDS, DeepWorld, world_of

TUNED = "tuned"


def _numbers(*values: float) -> tuple[Choice, ...]:
    return (
        Choice(TUNED, "tuned", "What suits this pair."),
        *(Choice(f"{value:g}", f"{value:,g}" if value >= 1 else f"{value:g}") for value in values),
    )


_STEPS = (10_000, 30_000, 50_000, 100_000, 300_000, 1_000_000)
DEEP_PARAMS: tuple[Param, ...] = (
    Param("method", "Method", "choice", "ppo", "How the agent learns.",
          choices=tuple(Choice(m.id, m.label, m.help) for m in METHODS)),
    Param("world", "World", "choice", "CartPole-v1", "Where it lives.",
          choices=tuple(Choice(w.id, w.label, w.help) for w in WORLDS)),
    Param("start", "Start from", "choice", starts.FRESH, "The weights that training begins with.",
          choices=starts.STARTS),
    Param("learning_rate", "Learning rate", "choice", TUNED, "How far a step goes. May change "
          "while the agent trains.", choices=_numbers(1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.1, 1)),
    Param("n_seeds", "Seeds", "int", 1, "Agents trained side by side from other seeds: the spread "
          "of their returns is luck.", low=1, high=5, step=1),
    Param("steps", "Steps", "choice", TUNED, "Environment steps in all, for each agent.",
          choices=(Choice(TUNED, "tuned", "What suits this pair."),
                   *(Choice(str(n), f"{n:,}") for n in _STEPS)), advanced=True),
    Param("gamma", "Discount γ", "choice", TUNED, "What a reward one step later is worth.",
          choices=_numbers(0.5, 0.9, 0.98, 0.99, 0.999), advanced=True),
    Param("hidden", "Network", "choice", TUNED, "Hidden neurons, layer by layer.",
          choices=(Choice(TUNED, "tuned", "What suits this pair."), Choice("8", "8"),
                   Choice("32 32", "32, 32"), Choice("64 64", "64, 64"),
                   Choice("256 256", "256, 256"),
                   Choice("1024 1024", "1024, 1024", "Large enough for a GPU, if one is here.")),
          advanced=True),
    Param("ent_coef", "Entropy bonus", "choice", TUNED, "A reward for staying undecided.",
          choices=_numbers(0, 0.001, 0.01, 0.1), advanced=True,
          when=("method", ("ppo", "a2c", "reinforce"))),
    Param("clip", "Clip range", "choice", TUNED, "How far one batch may move the policy.",
          choices=_numbers(0.05, 0.1, 0.2, 0.4), advanced=True, when=("method", ("ppo",))),
    Param("exploration", "Exploring part", "choice", TUNED, "The part of the run in which ε, the "
          "share of random actions, falls from 1.", choices=_numbers(0.05, 0.1, 0.2, 0.5, 0.9),
          advanced=True, when=("method", ("dqn",))),
    Param("target_update", "Target copied every", "choice", TUNED, "Steps between two copies of "
          "the network that sets the targets.", choices=_numbers(1, 10, 100, 1000, 10_000),
          advanced=True, when=("method", ("dqn",))),
    Param("baseline", "Baseline", "choice", "mean", "What is taken off a return before it weighs.",
          choices=(Choice("mean", "mean", "The episode's own mean."), Choice("none", "none"),
                   Choice("critic", "critic", "A second network's guess.")), advanced=True,
          when=("method", ("reinforce",))),
    Param("keep", "Agent kept", "choice", "best", "Which agent is examined and saved at the end.",
          choices=(Choice("best", "best", "Best in the checks on the way."),
                   Choice("last", "last", "As the last step left it.")), advanced=True),
    Param("smoothing", "Smoothing", "int", 5, "Points of the curve of returns that are averaged.",
          low=1, high=30, step=1, advanced=True, light=True),
    Param("seed", "Seed", "int", 1, "Same seed, same agent.", low=0, high=9999, step=1,
          advanced=True),
)  # fmt: skip


@dataclass(frozen=True)
class DeepSettings:
    """One run: what is trained where, with which numbers ("tuned": the pair's own).

    weights : the file of a loaded agent, by value, where ``start`` is "loaded"; else empty.
    """

    method: str = "ppo"
    world: str = "CartPole-v1"
    start: str = starts.FRESH
    learning_rate: str = TUNED
    n_seeds: int = 1
    steps: str = TUNED
    gamma: str = TUNED
    hidden: str = TUNED
    ent_coef: str = TUNED
    clip: str = TUNED
    exploration: str = TUNED
    target_update: str = TUNED
    baseline: str = "mean"
    keep: str = "best"
    smoothing: int = 5
    seed: int = 1
    weights: bytes = field(default=b"", repr=False)

    @property
    def starting(self) -> Saved | None:
        """The agent that training goes on from; None for fresh weights, `NoStart` without one."""
        return starts.find(self.start, self.world, self.weights)

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
    chosen: dict[str, Any] = dict(check_all(DEEP_PARAMS, values))
    settings = DeepSettings(**chosen, weights=loaded if chosen["start"] == starts.LOADED else b"")
    check(settings)
    return settings


def check(settings: DeepSettings) -> None:
    """Raise `BadValue` for a value out of range, `IllegalPair` for a pair that cannot be.

    `NoStart` or `BadAgent` for an agent that training cannot go on from.
    """
    check_all(DEEP_PARAMS, {param.id: getattr(settings, param.id) for param in DEEP_PARAMS})
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
