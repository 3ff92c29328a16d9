"""The bandit race on the page: who plays, and a film whose frames keep only what is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.compute.film import Film, record
from core.params import Choice, Param
from core.stages.reinforcement.bandits import run as bandits
from core.stages.reinforcement.bandits.run import BanditFrame
from core.stages.reinforcement.bandits.settings import (
    BANDIT_PARAMS,
    POLICIES,
    BanditSettings,
    PolicyChoice,
    checked,
)
from core.value import Value

MOST_PICTURES = 160
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


_COMMON = {param.id: param for param in BANDIT_PARAMS}
RACE_PARAMS: tuple[Param, ...] = (
    *(_toggle(spec.id) for spec in POLICIES),
    _own("epsilon"),
    replace(_own("c"), advanced=True),
    replace(_own("first"), advanced=True),
    replace(_own("alpha"), low=0.05, step=0.05),
    _COMMON["kind"],
    _COMMON["k"],
    Param("curve", "Last chart", "choice", "optimal", "What is drawn beside the regret.",
          choices=(Choice("optimal", "best arm", "How often it is the best arm."),
                   Choice("reward", "reward", "What the last 50 pulls paid on average.")),
          light=True),
    *(replace(_COMMON[name], advanced=True) for name in (
        "level", "n_steps", "n_runs", "every", "seed")),
)  # fmt: skip


def race_settings(values: Mapping[str, Value]) -> BanditSettings:
    """Return the settings for values of `RACE_PARAMS`; raise `BadValue`."""
    chosen = tuple(spec.id for spec in POLICIES if values[spec.id])
    policies = tuple(PolicyChoice(name, _changed(name, values)) for name in chosen)
    given = {param.id: values[param.id] for param in BANDIT_PARAMS}
    settings = BanditSettings(policies, curve=str(values["curve"]), **given)  # type: ignore[arg-type]
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


def race_film(settings: BanditSettings) -> Film[BanditFrame]:
    """Return a race; the curves, which only grow, stay in its last frame alone."""
    n_steps = settings.n_steps // settings.every
    film = record(bandits.run(settings), most=MOST_PICTURES, n_steps=n_steps, text="picture")
    frames = (*(_slim(frame) for frame in film.frames[:-1]), film.last)
    return Film(frames, film.steps, film.n_steps)


def _slim(frame: BanditFrame) -> BanditFrame:
    nothing = {name: getattr(frame, name)[:, :0] for name in bandits.CURVES}
    return replace(frame, at=frame.at[:0], **nothing)


def work_of(settings: BanditSettings) -> BanditSettings:
    """Return what a worker is asked for: the race, whatever the page draws of it."""
    return replace(settings, curve=BanditSettings.curve)
