"""What a learner chooses: a truth, samples of it, a model and how flexible it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.params import Param
from core.settings import Declared, control
from core.stages.evaluation.bias_variance.catalogue import (
    DEGREES,
    DEPTHS,
    MODEL_BY_ID,
    MODELS,
    NEIGHBOURS,
    POWERS,
)
from core.stages.evaluation.bias_variance.truths import (
    DRAWN,
    FIRST_DRAWING,
    REACH,
    TRUTHS,
)

REFITS, SWEEP, ROWS, DOUBLE = "refits", "sweep", "rows", "double"
_ONE_FEATURE = ("view", (REFITS, SWEEP, ROWS))
_DOUBLE = ("view", (DOUBLE,))
FEWEST_ROWS, MOST_ROWS = 6, 200


class BiasSettings(Declared):
    """Everything that decides a film. Each view reads the controls it shows and no others."""

    view: str = control(
        "Look at", "What the film runs over.",
        (REFITS, "Refits", "One fresh sample after the other, one fit each."),
        (SWEEP, "Complexity", "The model from stiff to flexible: a validation curve."),
        (ROWS, "Rows", "More and more rows per sample: a learning curve."),
        (DOUBLE, "Double descent", "Ever more drawn mixtures of the inputs, past as many as rows."),
        default=REFITS,
    )  # fmt: skip
    truth: str = control(
        "Truth", "What every sample is drawn around. A model never sees it.", *TRUTHS,
        (DRAWN, "Your drawing", "A smooth curve through points you draw."),
        default="sine", when=_ONE_FEATURE,
    )  # fmt: skip
    points: str = control(
        "Your truth", "Click to add points; a smooth curve goes through them.", ("0", "point"),
        default=FIRST_DRAWING, kind="points", low=-REACH, high=REACH, colours=(2,),
        when=("truth", (DRAWN,)),
    )  # fmt: skip
    model: str = control(
        "Model", "What is fitted to each sample.", *MODELS, default="polynomial", when=_ONE_FEATURE
    )  # fmt: skip
    degree: int = control(
        "Degree", "The highest power of x: how often the curve may bend.", default=8,
        low=DEGREES[0], high=DEGREES[1], when=("model", ("polynomial",)),
    )  # fmt: skip
    k: int = control(
        "Neighbours k", "The mean of so many rows; fewer follow the sample more closely.",
        default=3, low=NEIGHBOURS[0], high=NEIGHBOURS[1], when=("model", ("knn",)),
    )  # fmt: skip
    power: float = control(
        "Penalty: α = 10 to the", "A larger α makes the curve stiffer.", default=-2.0,
        low=POWERS[0], high=POWERS[1], step=0.5, when=("model", ("ridge",)),
    )  # fmt: skip
    depth: int = control(
        "Depth", "Cuts above one another: 0 is the plain mean, 8 gives nearly every row a leaf.",
        default=5, low=DEPTHS[0], high=DEPTHS[1], when=("model", ("tree", "bagged")),
    )  # fmt: skip
    n_rows: int = control(
        "Rows per sample", "How many rows each fit learns from.", default=25, low=FEWEST_ROWS,
        high=MOST_ROWS, when=_ONE_FEATURE,
    )  # fmt: skip
    n_train: int = control(
        "Rows", "How many rows each fit learns from.", default=60, low=20, high=120, step=5,
        when=_DOUBLE,
    )  # fmt: skip
    noise: float = control(
        "Noise σ", "The standard deviation of a row around the truth.", default=0.3, low=0.0,
        high=1.0, step=0.05,
    )  # fmt: skip
    penalty: float | None = control(
        "Ridge penalty: α = 10 to the", "What a large weight costs; without it none does.",
        default=None, kind="float", low=-4.0, high=2.0, step=0.5, optional=True,
        switch="Penalise large weights", when=_DOUBLE,
    )  # fmt: skip
    at_x: float = control(
        "Place x₀", "Where the error is taken apart; click into the curves.", default=0.25,
        low=0.0, high=1.0, step=0.01, light=True, when=("view", (REFITS,)),
    )  # fmt: skip
    random_rows: bool = control(
        "Draw the places of the rows, too",
        "Off: the rows of all samples lie at the same even places.", default=False, advanced=True,
        when=_ONE_FEATURE,
    )  # fmt: skip
    n_refits: int = control(
        "Refits", "Fresh samples, and a fit to each.", default=60, low=10, high=200, step=10,
        advanced=True, when=_ONE_FEATURE,
    )  # fmt: skip
    n_fits: int = control(
        "Fits", "Fresh samples and fresh features for each number of features.", default=12,
        low=3, high=30, advanced=True, when=_DOUBLE,
    )  # fmt: skip
    seed: int = control(
        "Seed", "Another seed draws other samples.", default=0, low=0, high=9999, advanced=True
    )

    @property
    def knob(self) -> float:
        """How flexible the model is, in its own measure."""
        return float(getattr(self, MODEL_BY_ID[self.model].knob))


PARAMS: tuple[Param, ...] = BiasSettings.PARAMS
_OF_MODELS = tuple(dict.fromkeys(spec.knob for spec in MODELS))
_IDLE = {
    DOUBLE: ("truth", "points", "model", *_OF_MODELS, "n_rows", "random_rows", "n_refits", "at_x"),
    REFITS: ("n_train", "penalty", "n_fits"),
    SWEEP: ("n_train", "penalty", "n_fits", "at_x"),
    ROWS: ("n_train", "penalty", "n_fits", "at_x"),
}


def bias_settings(values: Mapping[str, object]) -> BiasSettings:
    """Return the settings of ``values``; what nothing reads stays at its default.

    So equal films have equal settings.
    """
    chosen = BiasSettings.of(values)
    own = MODEL_BY_ID[chosen.model].knob
    idle = {*_IDLE[chosen.view], *(name for name in _OF_MODELS if name != own)}
    if chosen.truth != DRAWN:
        idle.add("points")
    defaults: dict[str, Any] = {param.id: param.default for param in PARAMS}
    return replace(chosen, **{name: defaults[name] for name in idle})
