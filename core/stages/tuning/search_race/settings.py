"""What races: the experiment's model, which of its settings, who searches, and on what budget."""

from __future__ import annotations

from dataclasses import field, replace

from core.errors import PlaygroundError
from core.params import Choice
from core.settings import Declared, borrowed, control
from core.tabular.experiment import Experiment, ModelChoice
from core.tabular.judge.cross_validate import ValidationSettings
from core.tabular.models.catalogue import model_spec
from core.tabular.search.space import Space, searched, space_of

METHODS = (
    Choice("grid", "Grid", "Every combination of a few values each, in a drawn order."),
    Choice("random", "Random", "Every setting drawn afresh for every candidate."),
    Choice("halving", "Halving", "Many on few rows; the best go on with more."),
    Choice("tpe", "TPE", "Bayesian: draws where good candidates were dense, by Optuna."),
)
METHOD_BY_ID = {method.id: method for method in METHODS}
PLACE_OF = {method.id: place for place, method in enumerate(METHODS)}
"""A method's place in the list: its colour and its sign everywhere."""


class NoRace(PlaygroundError):
    """Nothing can be searched, or nobody searches."""


class RaceSettings(Declared):
    """One race. The experiment's model has its defaults in what is searched (`race_settings`)."""

    experiment: Experiment
    methods: tuple[str, ...] = control(
        "Methods", "Who searches. All get the same budget.", *METHODS,
        default=tuple(PLACE_OF), kind="columns",
    )  # fmt: skip
    budget: int = control(
        "Budget",
        "Fits that each method may make. A candidate costs one fit for each fold.",
        default=60, low=6, high=300, step=6, unit="fits",
    )  # fmt: skip
    n_seeds: int = control(
        "Seeds",
        "The race is run again with other draws and other folds, to see what is luck.",
        default=3, low=1, high=10, step=1,
    )  # fmt: skip
    n_folds: int = control(
        "Folds", "A candidate's score is the mean over so many.", default=3, low=2, high=10, step=1
    )
    metric: str = borrowed(ValidationSettings, "metric")
    searched: tuple[str, ...] = control(
        "Settings searched", "None chosen: all that the model has.",
        default=(), kind="columns", role="setting", advanced=True,
    )  # fmt: skip
    factor: int = control(
        "Halving keeps one of", "Of each round; the rows grow by as much.",
        default=3, low=2, high=5, step=1, advanced=True,
    )  # fmt: skip
    n_startup: int = control(
        "TPE's random start", "Candidates drawn before it learns from them.",
        default=6, low=2, high=40, step=1, advanced=True, unit="candidates",
    )  # fmt: skip
    max_rows: int = control(
        "Rows", "At most so many training rows are searched with, drawn by the seed.",
        default=2_000, low=100, high=10_000, step=100, scale="log", advanced=True,
    )  # fmt: skip

    instead: str = field(default="", compare=False)
    """The learner's model, where it has nothing to search and another one races in its place."""

    @property
    def racing(self) -> tuple[str, ...]:
        """The methods chosen, in the order of the list."""
        return tuple(name for name in PLACE_OF if name in self.methods)

    @property
    def space(self) -> Space:
        """What is searched."""
        return space_of(self.experiment).only(self.searched)

    @property
    def n_trials(self) -> int:
        """Whole candidates that the budget pays for."""
        return self.budget // self.n_folds

    @property
    def label(self) -> str:
        """The model's name."""
        return model_spec(self.experiment.model.id).label


def race_settings(values: dict[str, object], experiment: Experiment) -> RaceSettings:
    """Return the settings of control values.

    What is searched stands at its default in the model, whatever the learner has set: taking a
    winner's settings changes nothing here, so the race stays on the screen.
    """
    raced = searched(experiment)
    own = model_spec(experiment.model.id).label if raced is not experiment else ""
    settings = RaceSettings.of(values, experiment=raced, instead=own)
    names = {one.id for one in settings.space.dimensions}
    model = settings.experiment.model
    kept = tuple((name, value) for name, value in model.params if name not in names)
    plain = replace(settings.experiment, model=ModelChoice(model.id, kept))
    return replace(settings, experiment=plain)


def check(settings: RaceSettings) -> None:
    """Raise `NoRace` with the next step where there is nothing to race for."""
    settings.check()
    if not settings.racing:
        raise NoRace("Nobody searches. Choose at least one method.")
    if not len(settings.space):
        raise NoRace(f"{settings.label} has no settings to search. Choose another model.")
    if settings.n_trials < 2:
        raise NoRace(
            f"A candidate costs {settings.n_folds} fits, so a budget of {settings.budget} leaves "
            "nothing to compare. Raise the budget, or take fewer folds."
        )
