"""Temporal difference on the page: up to four learners race, or one is watched step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from core.params import Choice, Param
from core.rl.td.settings import TdChange, TdSettings
from core.rl.td.settings import check as check_td
from core.rl.worlds.brush import PAINTED_PARAM, PLACE_PARAM, Brush, brush_of, world_params
from core.rl.worlds.presets import painted
from core.rl.worlds.text import to_text
from core.settings import control, param, params
from core.stages.reinforcement.temporal_difference.steps import StepSettings
from core.value import Value

RACE, STEPS = "race", "steps"
_RACE = ("view", (RACE,))
_STEPS = ("view", (STEPS,))

PlaygroundWork: TypeAlias = TdSettings | StepSettings


@dataclass(frozen=True)
class PlaygroundSettings:
    """Who learns where, what colours and lines show, and the brush that paints meanwhile.

    sits_out : on-policy methods that were asked to learn from a recording, by their labels.
    """

    # fmt: off
    work: PlaygroundWork
    brush: Brush
    shows: str = control(
        "Colour shows", "What the cells are coloured by.", ("value", "value"), ("visits", "visits"),
        default="value", light=True, advanced=True, when=_RACE,
    )
    curve: str = control(
        "Line shows", "What is drawn episode by episode.",
        ("returns", "return"), ("lengths", "steps"),
        default="returns", light=True, advanced=True, when=_RACE,
    )
    # fmt: on
    sits_out: tuple[str, ...] = ()


VIEW = Param(
    "view", "Look at", "choice", RACE, "How closely you look.",
    choices=(Choice(RACE, "Learners race", "Up to four, episode by episode."),
             Choice(STEPS, "Each step", "One learner, every update spelled out.")),
)  # fmt: skip
PLAYGROUND_PARAMS: tuple[Param, ...] = (
    *world_params("cliff", tables=True),
    VIEW,
    *params(TdSettings, "method_1", "method_2", when=_RACE),
    param(StepSettings, "method", when=_STEPS),
    *params(TdSettings, "alpha", "epsilon"),
    param(TdSettings, "n_episodes", high=5000, when=_RACE),
    *params(StepSettings, "n_before", "n_steps", when=_STEPS),
    *params(PlaygroundSettings, "shows", "curve"),
    *params(TdSettings, "method_3", "method_4", when=_RACE),
    param(TdSettings, "gamma", advanced=True),
    param(TdSettings, "n_runs", default=10, when=_RACE),
    *params(
        TdSettings, "every", "alpha_decay", "epsilon_decay", "initial_q", "trace", "source",
        when=_RACE,
    ),
    *params(TdSettings, "n_planning", "seed"),
    PAINTED_PARAM,
    replace(PLACE_PARAM, light=True),
)  # fmt: skip


def playground_settings(values: Mapping[str, Value]) -> PlaygroundSettings:
    """Return the settings for values of `PLAYGROUND_PARAMS`; raise `BadWorld` or `OnPolicyOnly`.

    From a recording only off-policy methods learn; the others sit out, if any is left.
    """
    brush = brush_of(values)
    if values["view"] == STEPS:
        return PlaygroundSettings(StepSettings.of(values, world=brush.world), brush)
    race = TdSettings.of(values, world=brush.world)
    sits_out: tuple[str, ...] = ()
    able = [spec.id for spec in race.methods if spec.update is not None]
    if race.source == "recorded" and able:
        sits_out = tuple(spec.label for spec in race.methods if spec.update is None)
        places = (*able, "none", "none", "none")[:4]
        one, two, three, four = places
        race = replace(race, method_1=one, method_2=two, method_3=three, method_4=four)
    check_td(race)
    return PlaygroundSettings(race, brush, str(values["shows"]), str(values["curve"]), sits_out)


def change(before: PlaygroundSettings, now: PlaygroundSettings) -> TdChange | None:
    """Return what to send into a live run, None where it must begin anew."""
    old, new = before.work, now.work
    if old == new:
        return TdChange()
    if not isinstance(old, TdSettings) or not isinstance(new, TdSettings):
        return None
    if replace(old, alpha=new.alpha, epsilon=new.epsilon, world=new.world) != new:
        return None
    told = {
        name: getattr(new, name)
        for name in ("alpha", "epsilon", "world")
        if getattr(new, name) != getattr(old, name)
    }
    return TdChange(**told)


def script_of(settings: PlaygroundSettings, n_episodes: int) -> TdSettings:
    """Return what the script runs: all of a race, or the watched learner's finished episodes.

    Without one yet it is the episode that is going on, cut off where the film ends (on a grid).
    """
    work = settings.work
    if isinstance(work, TdSettings):
        return work
    same = {name: getattr(work, name) for name in ("alpha", "epsilon", "gamma", "n_planning")}
    n_lived = max(1, n_episodes)
    world = work.world if n_episodes else _cut_off(work.world, work.n_steps)
    return TdSettings(world, work.method, "none", n_episodes=n_lived, seed=work.seed, **same)


def _cut_off(text: str, n_steps: int) -> str:
    """Return a painted world whose episodes end after so many steps; a table as it is."""
    world = painted(text)
    return text if world is None else to_text(replace(world, time_limit=n_steps))
