"""What can be done with a race: take a winner's settings, or race a model that has more of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.compute.film import Film
from core.figures.blocks import Block, Words, escape
from core.figures.deeds import Beside, Button, Move, Small
from core.stages.tuning.search_race.frames import RaceFrame, Winner
from core.stages.tuning.search_race.settings import METHODS, RaceSettings
from core.tabular.experiment import Experiment, ModelChoice
from core.tabular.judge.defined import told
from core.tabular.models.catalogue import model_spec
from core.tabular.search.space import space_of, with_candidate
from core.wording import counted

RICHER = ("decision_tree", "random_forest")
"""Models with more settings than one; the first is quick, the second has more."""


def operate(settings: RaceSettings, film: Film[RaceFrame], table: Any) -> tuple[Block, ...]:
    """Return a button for each method's winner: its settings become the experiment's.

    Before them, where the model has a single setting, one for each model with more.
    """
    champions = film.last.champions
    first = (Beside(tuple(map(_race, _richer(settings)))),) if is_poor(settings) else ()
    if not champions:
        return first
    said = (
        f"Take these settings: the experiment's {escape(settings.label)} has them then, on every "
        "page, and this race stays as it is."
    )
    taken = Beside(tuple(_take(settings, winner) for winner in champions))
    return (*first, taken, Small(said))


def is_poor(settings: RaceSettings) -> bool:
    """Whether the model itself has one setting only, so that there is little to race for."""
    return len(space_of(settings.experiment)) < 2


def poor(settings: RaceSettings) -> tuple[Words, ...]:
    """Return the line that says so, above the picture."""
    if not is_poor(settings):
        return ()
    (one,) = settings.space.dimensions
    return (
        Words(
            f"{settings.label} has one setting to search, **{one.label}**: every method looks "
            "along one line. Below the picture a click races a model with more."
        ),
    )


def _richer(settings: RaceSettings) -> tuple[Experiment, ...]:
    """Return the learner's experiment with each of the models that have more."""
    return tuple(replace(settings.experiment, model=ModelChoice(name)) for name in RICHER)


def _race(experiment: Experiment) -> Button:
    spec, n = model_spec(experiment.model.id), len(space_of(experiment))
    return Button(
        f"race_{spec.id}",
        f"Race a {spec.label.lower()} ({counted(n, 'setting')})",
        Move({}, experiment),
        icon=":material/alt_route:",
        help="It becomes the experiment's model, on every page; Undo brings yours back.",
    )


def _take(settings: RaceSettings, winner: Winner) -> Button:
    method = METHODS[winner.method]
    return Button(
        f"take_{method.id}",
        f"Take {method.label}'s settings",
        Move({}, with_candidate(settings.experiment, winner.candidate)),
        icon=":material/check:",
        help=f"What {method.label} found best (search score {told(winner.score)}) goes into the "
        "experiment.",
    )
