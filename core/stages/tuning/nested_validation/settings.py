"""What can be chosen: how many candidates, how folds are nested, and whether anything is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

import numpy as np

from core.errors import PlaygroundError
from core.settings import Declared, borrowed, control
from core.tabular.experiment import Experiment
from core.tabular.judge.cross_validate import ValidationSettings
from core.tabular.models.catalogue import model_spec
from core.tabular.search.space import Candidate, Space, searched, space_of
from core.value import Value


class NothingToChoose(PlaygroundError):
    """A model without settings."""


class NestedSettings(Declared):
    """One experiment, whose model's settings are chosen by a score."""

    experiment: Experiment
    n_candidates: int = control(
        "Candidates",
        "So many settings of the model are drawn at random and tried; the best score wins.",
        default=15, low=1, high=60,
    )  # fmt: skip
    n_rows: int = control(
        "Rows",
        "At most so many training rows, drawn by the seed. On fewer rows a score is luckier.",
        default=200, low=40, high=5_000, step=20, scale="log",
    )  # fmt: skip
    n_outer: int = control(
        "Outer folds",
        "Each is put aside once, and no choice ever sees it.",
        default=3, low=2, high=5, step=1,
    )  # fmt: skip
    n_inner: int = control(
        "Inner folds",
        "Within the rest, so many folds choose the candidate.",
        default=3, low=2, high=5, step=1,
    )  # fmt: skip
    shuffled: bool = control(
        "Shuffle the target",
        "The same values of the target, dealt out to rows by chance: nothing can be learnt.",
        default=False,
    )  # fmt: skip
    metric: str = borrowed(ValidationSettings, "metric")
    searched: tuple[str, ...] = control(
        "Settings searched", "None chosen: all that the model has.",
        default=(), kind="columns", role="setting", advanced=True,
    )  # fmt: skip

    instead: str = field(default="", compare=False)
    """The learner's model, where it has nothing to search and another one stands in for it."""

    @property
    def space(self) -> Space:
        """What is searched."""
        return space_of(self.experiment).only(self.searched)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Those that are tried; more of them begin with the same ones."""
        return self.space.draw(np.random.default_rng(self.experiment.seed), self.n_candidates)


def nested_settings(values: Mapping[str, Value], experiment: Experiment) -> NestedSettings:
    """Return the settings of control values, with a model that has settings to choose."""
    tried = searched(experiment)
    own = model_spec(experiment.model.id).label if tried is not experiment else ""
    return NestedSettings.of(values, experiment=tried, instead=own)


def check(settings: NestedSettings) -> None:
    """Raise `NothingToChoose` with the next step where the model has no settings."""
    settings.check()
    if not len(settings.space):
        label = model_spec(settings.experiment.model.id).label
        raise NothingToChoose(f"{label} has no settings to search. Choose another model.")
