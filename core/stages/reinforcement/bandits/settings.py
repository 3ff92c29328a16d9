"""The catalogue of bandit policies and the settings of a bandit film."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.params import BadValue, Param, check_all
from core.settings import Declared, control
from core.stages.reinforcement.bandits.policies import (
    EpsilonGreedy,
    GradientBandit,
    PolicySpec,
    Thompson,
    Ucb,
)
from core.value import Value

LATELY = 50
"""Pulls that the reward of late is the mean of."""
BAND = (10, 90)
"""Percentiles of the runs that a shaded band lies between: eight runs in ten."""
MOST_PULLS = 20_000_000
"""n_steps * n_runs * policies: about ten seconds of work."""

_EPSILON = Param(
    "epsilon", "ε", "float", 0.1, "The share of arms chosen at random.", low=0, high=1, step=0.01
)
_FIRST = Param(
    "first", "First guess", "float", 5.0, "What every arm is thought worth.", low=-10, high=10
)
_RATE = Param("alpha", "Step size α", "float", 0.1, "How far one reward moves.", low=0.01, high=2.0)
_C = Param("c", "Confidence c", "float", 2.0, "How much the unknown counts.", low=0.0, high=10.0)
_BOOK = "Sutton & Barto, 2nd ed. (2018), section "

POLICIES: tuple[PolicySpec, ...] = (
    PolicySpec(
        "greedy",
        "Greedy",
        "Always the arm that looks best; it may never find out.",
        f"{_BOOK}2.2",
        (),
        EpsilonGreedy,
        lambda kind, values: {"epsilon": 0.0},
    ),
    PolicySpec(
        "epsilon_greedy",
        "ε-greedy",
        "The arm that looks best, except now and then any arm.",
        f"{_BOOK}2.2",
        (_EPSILON,),
        EpsilonGreedy,
        lambda kind, values: {"epsilon": values["epsilon"]},
    ),
    PolicySpec(
        "optimistic",
        "Optimistic",
        "Starts by expecting too much of every arm, so it tries them all.",
        f"{_BOOK}2.6",
        (_FIRST, _RATE),
        EpsilonGreedy,
        lambda kind, values: {
            "epsilon": 0.0,
            "first": values["first"],
            "alpha": values["alpha"],
        },
    ),
    PolicySpec(
        "ucb",
        "UCB",
        "The arm that could still be best: little tried counts as promising.",
        f"{_BOOK}2.7",
        (_C,),
        Ucb,
        lambda kind, values: {"c": values["c"]},
    ),
    PolicySpec(
        "thompson",
        "Thompson sampling",
        "Draws a plausible value for every arm and believes it once.",
        "Thompson (1933); Russo et al., A Tutorial on Thompson Sampling (2018)",
        (),
        Thompson,
        lambda kind, values: {"kind": kind},
    ),
    PolicySpec(
        "gradient",
        "Gradient bandit",
        "Learns preferences, not values; rewards are judged against their mean.",
        f"{_BOOK}2.8",
        (_RATE,),
        GradientBandit,
        lambda kind, values: {"alpha": values["alpha"], "has_baseline": True},
    ),
    PolicySpec(
        "gradient_plain",
        "Gradient bandit, no baseline",
        "The same without the mean: a high level of rewards confuses it.",
        f"{_BOOK}2.8",
        (_RATE,),
        GradientBandit,
        lambda kind, values: {"alpha": values["alpha"], "has_baseline": False},
    ),
)


@dataclass(frozen=True)
class PolicyChoice:
    """A policy by its id in `POLICIES` and its changed parameters, sorted by name."""

    id: str
    params: tuple[tuple[str, Value], ...] = ()


class BanditSettings(Declared):
    """One film: policies beside each other on the same arms."""

    # fmt: off
    policies: tuple[PolicyChoice, ...] = (
        PolicyChoice("greedy"),
        PolicyChoice("epsilon_greedy"),
        PolicyChoice("ucb"),
        PolicyChoice("thompson"),
    )
    kind: str = control(
        "Arms pay", "What a pull returns.",
        ("gaussian", "a normal number", "Mean of the arm, spread 1."),
        ("bernoulli", "1 or nothing", "1 with the arm's own chance."),
        default="gaussian",
    )
    k: int = control(
        "Arms", "How many slot machines there are to choose from.", default=10, low=2, high=20
    )
    curve: str = control(
        "Last chart", "What is drawn beside the regret.",
        ("optimal", "best arm", "How often it is the best arm."),
        ("reward", "reward", "What the last 50 pulls paid on average."),
        default="optimal", light=True,
    )
    level: float = control(
        "Level of rewards", "Added to every normal arm's mean.",
        default=0.0, low=-5.0, high=5.0, step=0.5, when=("kind", ("gaussian",)), advanced=True,
    )
    n_steps: int = control(
        "Steps", "Pulls in one run.", default=1000, low=1, high=5000, step=100, advanced=True
    )
    n_runs: int = control(
        "Runs averaged", "Fresh arms and learners; the curves are their mean.",
        default=200, low=1, high=2000, advanced=True,
    )
    every: int = control(
        "A picture every", "Pulls between two pictures.",
        default=5, low=1, high=500, unit="pulls", advanced=True,
    )
    seed: int = control(
        "Seed", "Same seed, same film.", default=0, low=0, high=2**32 - 1, advanced=True
    )
    # fmt: on


def checked(settings: BanditSettings) -> list[tuple[PolicySpec, dict[str, Value]]]:
    """Return the chosen policies with their parameters; raise `BadValue` if anything is wrong."""
    settings.check()
    chosen = [built_from(choice) for choice in settings.policies]
    if not 1 <= len(chosen) <= len(POLICIES):
        raise BadValue(f"Choose 1 to {len(POLICIES)} policies.")
    n_pulls = settings.n_steps * settings.n_runs * len(chosen)
    if n_pulls > MOST_PULLS:
        raise BadValue(
            f"{n_pulls:,} pulls take too long; at most {MOST_PULLS:,}. Lower the steps or the runs."
        )
    return chosen


def built_from(choice: PolicyChoice) -> tuple[PolicySpec, dict[str, Value]]:
    """Return a choice's entry and all its parameters; raise `BadValue`."""
    for spec in POLICIES:
        if spec.id == choice.id:
            return spec, dict(check_all(spec.params, dict(choice.params)))
    known = ", ".join(spec.id for spec in POLICIES)
    raise BadValue(f"There is no policy named {choice.id!r}. Choose one of {known}.")


# The race on the page: who plays, and the parameters of policies that have a control

PLAYING = {choice.id for choice in BanditSettings().policies}
RARE = "gradient_plain"
_OWN: dict[str, tuple[str, str]] = {
    "epsilon": ("epsilon_greedy", "ε of ε-greedy"),
    "c": ("ucb", "Confidence c of UCB"),
    "first": ("optimistic", "First guess of Optimistic"),
    "alpha": ("gradient", "Step size α of the gradient bandit"),
}
"""Parameters of policies that have a control: whose they are, and what it is called."""
_SPECS = {spec.id: spec for spec in POLICIES}


def _toggle(name: str) -> Param:
    spec = _SPECS[name]
    return Param(name, spec.label, "bool", name in PLAYING, spec.help, advanced=name == RARE)


def _own(name: str) -> Param:
    policy, label = _OWN[name]
    found = next(param for param in _SPECS[policy].params if param.id == name)
    return replace(found, label=label, step=found.step or 0.1, when=(policy, (True,)))


RACE_PARAMS: tuple[Param, ...] = (
    *(_toggle(spec.id) for spec in POLICIES),
    _own("epsilon"),
    replace(_own("c"), advanced=True),
    replace(_own("first"), advanced=True),
    replace(_own("alpha"), low=0.05, step=0.05),
    *BanditSettings.PARAMS,
)


def race_settings(values: Mapping[str, Value]) -> BanditSettings:
    """Return the settings for values of `RACE_PARAMS`; raise `BadValue`."""
    chosen = tuple(spec.id for spec in POLICIES if values[spec.id])
    policies = tuple(PolicyChoice(name, _changed(name, values)) for name in chosen)
    settings = BanditSettings.of(values, policies=policies)
    checked(settings)
    return settings


def _changed(name: str, values: Mapping[str, Value]) -> tuple[tuple[str, Value], ...]:
    """Return a policy's parameters that have a control and were moved, sorted by name."""
    moved = []
    for param in _SPECS[name].params:
        owner = _OWN[param.id][0]
        if owner in (name, name.removesuffix("_plain")) and values[param.id] != param.default:
            moved.append((param.id, values[param.id]))
    return tuple(sorted(moved, key=lambda pair: pair[0]))
