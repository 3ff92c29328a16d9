"""The catalogue of bandit policies and the settings of a bandit film."""

from __future__ import annotations

from dataclasses import dataclass

from core.params import BadValue, Choice, Param, check_all
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

BANDIT_PARAMS: tuple[Param, ...] = (
    Param(
        "kind",
        "Arms pay",
        "choice",
        "gaussian",
        "What a pull returns.",
        choices=(
            Choice("gaussian", "a normal number", "Mean of the arm, spread 1."),
            Choice("bernoulli", "1 or nothing", "1 with the arm's own chance."),
        ),
    ),
    Param("k", "Arms", "int", 10, "How many there are.", low=2, high=20),
    Param(
        "level",
        "Level of rewards",
        "float",
        0.0,
        "Added to every normal arm's mean.",
        low=-5.0,
        high=5.0,
        step=0.5,
        when=("kind", ("gaussian",)),
    ),
    Param("n_steps", "Steps", "int", 1000, "Pulls in one run.", low=1, high=5000, step=100),
    Param(
        "n_runs",
        "Runs averaged",
        "int",
        200,
        "Fresh arms and learners; the curves are their mean.",
        low=1,
        high=2000,
    ),
    Param(
        "every",
        "A picture every",
        "int",
        5,
        "Pulls between two pictures.",
        low=1,
        high=500,
        unit="pulls",
        advanced=True,
    ),
    Param("seed", "Seed", "int", 0, "Same seed, same film.", low=0, high=2**32 - 1, advanced=True),
)


@dataclass(frozen=True)
class PolicyChoice:
    """A policy by its id in `POLICIES` and its changed parameters, sorted by name."""

    id: str
    params: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True)
class BanditSettings:
    """One film: policies beside each other on the same arms. See `BANDIT_PARAMS`.

    curve : "optimal" or "reward", what the page draws beside regret; a run does without.
    """

    policies: tuple[PolicyChoice, ...] = (
        PolicyChoice("greedy"),
        PolicyChoice("epsilon_greedy"),
        PolicyChoice("ucb"),
        PolicyChoice("thompson"),
    )
    kind: str = "gaussian"
    k: int = 10
    level: float = 0.0
    n_steps: int = 1000
    n_runs: int = 200
    every: int = 5
    seed: int = 0
    curve: str = "optimal"


def checked(settings: BanditSettings) -> list[tuple[PolicySpec, dict[str, Value]]]:
    """Return the chosen policies with their parameters; raise `BadValue` if anything is wrong."""
    check_all(BANDIT_PARAMS, {param.id: getattr(settings, param.id) for param in BANDIT_PARAMS})
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
