"""The playground's settings: which points, which network, how it is trained."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from core.errors import PlaygroundError
from core.kinds.layers import read_layers
from core.neural.data.dataset import DataSettings
from core.neural.data.features import FEATURE_BY_ID, FEATURES, feature_formulas
from core.neural.net.costs import COSTS
from core.neural.net.optimisers import OPTIMISER_BY_ID, OPTIMISERS
from core.neural.net.schedules import SCHEDULE_BY_ID, SCHEDULES
from core.neural.net.starts import START_BY_ID, STARTS
from core.neural.net.units import ACTIVATION_BY_ID, ACTIVATIONS
from core.settings import Declared, control, part
from core.stages.neural_networks.playground.places import (
    BIAS,
    Inspected,
    WeightEdit,
    read_edit,
    read_inspected,
)

MOST_LAYERS, MOST_UNITS, MOST_EPOCHS = 8, 16, 20_000
MOST_FILMED = 5_000


class BadNetwork(PlaygroundError):
    """A network or a way of training that cannot be."""


@dataclass(frozen=True)
class LayerSpec:
    """One hidden layer."""

    width: int = 8
    activation: str = "tanh"


def parse_layers(text: str, activation: str = "tanh") -> tuple[LayerSpec, ...]:
    """Read "8, 4 relu"; a layer without an activation gets ``activation``. "" is no layer.

    >>> parse_layers("8, 4 relu")
    (LayerSpec(width=8, activation='tanh'), LayerSpec(width=4, activation='relu'))
    """
    layers = tuple(LayerSpec(width, kind) for width, kind in read_layers(text, activation))
    _check_layers(layers)
    return layers


def _check_layers(layers: Sequence[LayerSpec]) -> None:
    if len(layers) > MOST_LAYERS:
        raise BadNetwork(f"{len(layers)} hidden layers are too many. Keep to {MOST_LAYERS}.")
    for place, layer in enumerate(layers, start=1):
        if not 1 <= layer.width <= MOST_UNITS:
            raise BadNetwork(
                f"Layer {place} has {layer.width} neurons. Use between 1 and {MOST_UNITS}."
            )
        if layer.activation not in ACTIVATION_BY_ID:
            known = ", ".join(ACTIVATION_BY_ID)
            raise BadNetwork(f"There is no activation {layer.activation!r}. Known: {known}.")


def read_formulas(text: str) -> tuple[str, ...]:
    """Read formulas that are parted by semicolons.

    >>> read_formulas("x1**2; ; sin(x2)")
    ('x1**2', 'sin(x2)')
    """
    return tuple(part.strip() for part in text.split(";") if part.strip())


class PlaygroundSettings(Declared):
    """Everything that decides a run of the playground, and what is shown of it.

    ``l1``, ``l2`` weigh the penalty l1 Σ|w| + l2/2 Σw². ``n_epochs`` is the end of the run and of
    the schedule; a frame is given every ``every`` epochs. ``edit`` is a weight set by hand before
    the first epoch.
    """

    data: DataSettings = part(DataSettings)
    features: tuple[str, ...] = control(
        "Inputs", "What the network sees of a point.", *FEATURES,
        default=("x1", "x2"), kind="columns",
    )  # fmt: skip
    formulas: tuple[str, ...] = control(
        "Own inputs", "Formulas of x1 and x2, parted by semicolons.",
        default="", read=read_formulas, advanced=True,
    )  # fmt: skip
    layers: tuple[LayerSpec, ...] = control(
        "Hidden layers", "Neurons of each layer, and what each of them does with its sum.",
        *ACTIVATIONS,
        default="4 tanh, 2 tanh", kind="layers", read=parse_layers,
        low=1, high=MOST_UNITS, step=MOST_LAYERS,
    )  # fmt: skip
    output: str = control(
        "Output", "How two classes are told apart.",
        ("auto", "One sigmoid", "One output for two classes."),
        ("softmax", "Softmax", "One output per class."),
        default="auto", advanced=True,
    )  # fmt: skip
    loss: str = control(
        "Loss", "What training makes small.",
        ("auto", "Usual for the task", "Cross-entropy, or squared error."),
        *COSTS,
        default="auto", advanced=True,
    )  # fmt: skip
    init: str = control(
        "Initial weights", "How the weights are drawn.", *STARTS,
        default="xavier_uniform", advanced=True,
    )  # fmt: skip
    batch_norm: bool = control(
        "Batch normalisation", "Give every neuron's sums mean 0 and spread 1 within a batch.",
        default=False, advanced=True,
    )  # fmt: skip
    optimiser: str = control(
        "Optimiser", "How a gradient becomes a step.", *OPTIMISERS, default="sgd"
    )
    learning_rate: float = control(
        "Learning rate", "How far a step goes.", default=0.03, low=1e-5, high=100.0, scale="log"
    )
    schedule: str = control(
        "Schedule", "How the rate changes over the run.", *SCHEDULES,
        default="constant", advanced=True,
    )  # fmt: skip
    batch_size: int = control(
        "Batch size", "Points per step.", default=10, low=1, high=1200, step=1, advanced=True
    )
    l1: float = control(
        "L1", "Pulls weights to exactly 0.",
        default=0.0, low=0.0, high=10.0, step=0.001, advanced=True,
    )  # fmt: skip
    l2: float = control("L2", "Keeps weights small.", default=0.0, low=0.0, high=10.0, step=0.001)
    dropout: float = control(
        "Dropout", "Part of the hidden neurons silenced at each step.",
        default=0.0, low=0.0, high=0.8, step=0.05, advanced=True,
    )  # fmt: skip
    weight_decay: float = control(
        "Weight decay", "Shrinks parameters at every step.",
        default=0.01, low=0.0, high=1.0, step=0.01, advanced=True,
        when=("optimiser", tuple(spec.id for spec in OPTIMISERS if spec.decays)),
    )  # fmt: skip
    seed: int = control(
        "Seed", "Another seed draws other weights and batches.",
        default=0, low=0, high=9999, step=1, advanced=True,
    )  # fmt: skip
    n_epochs: int = control(
        "Epochs", "How often every point is seen.", default=400, low=1, high=MOST_FILMED, step=10
    )
    show: tuple[str, ...] = control(
        "Draw", "What the boundary is drawn with.",
        ("train", "Training points"), ("test", "Test points"), ("sharp", "Sharp boundary"),
        default=("train", "test"), kind="columns", light=True,
    )  # fmt: skip
    stop_below: float | None = control(
        "Stop below", "End when the training loss is under this.",
        default=None, kind="float", low=0.0, high=100.0, step=0.001, optional=True, advanced=True,
        switch="Stop at a training loss",
    )  # fmt: skip
    patience: int | None = control(
        "Epochs to wait",
        "Early stopping: end when the test loss has not improved for so many epochs.",
        default=None, kind="int", low=1, high=500, step=1, optional=True, advanced=True,
        switch="Stop when the test loss rises",
    )  # fmt: skip
    edit: WeightEdit | None = control(
        "Weight by hand", "Layer, from, to (from 1, or b) and a value.",
        default="", read=read_edit, advanced=True,
    )  # fmt: skip
    inspect: Inspected | None = control(
        "Looked into", "Layer, from, to (from 1, or b) and an epoch.",
        default="", read=read_inspected, advanced=True, light=True,
    )  # fmt: skip
    every: int = 1

    @classmethod
    def of(cls, values: Mapping[str, object], /, **given: Any) -> Self:
        """Return the settings of ``values``; raise a `PlaygroundError` for what cannot be read."""
        made = super().of(values, **given)
        _check_edit(made)
        return made

    def has_bias(self, layer: int) -> bool:
        """Whether the neurons of a layer have a bias: a normalisation would take it away."""
        return not self.batch_norm or layer == len(self.layers)


def _check_edit(settings: PlaygroundSettings) -> None:
    """Raise `BadNetwork` for a weight that the network does not have."""
    edit = settings.edit
    if edit is None:
        return
    widths = [layer.width for layer in settings.layers]
    if edit.layer > len(widths):
        raise BadNetwork(
            f"There is no layer {edit.layer + 1} to set a weight of. Clear Weight by hand."
        )
    n_rows = [len(settings.features) + len(settings.formulas), *widths][edit.layer]
    too_far = edit.layer < len(widths) and edit.column >= widths[edit.layer]
    if edit.row >= n_rows or too_far:
        row = "b" if edit.row == BIAS else edit.row + 1
        raise BadNetwork(
            f"Layer {edit.layer + 1} has no weight {row} to {edit.column + 1}. Clear it."
        )
    if edit.row == BIAS and not settings.has_bias(edit.layer):
        raise BadNetwork(
            f"Layer {edit.layer + 1} is normalised and has no bias to set. Clear Weight by hand."
        )


def check_settings(settings: PlaygroundSettings) -> None:
    """Raise `BadNetwork` or `BadFormula` for settings that no run can start with."""
    if not feature_formulas(settings.features, settings.formulas):
        raise BadNetwork(
            f"The network has no input. Choose one, such as {next(iter(FEATURE_BY_ID))}."
        )
    _check_layers(settings.layers)
    for name, known in (
        (settings.optimiser, OPTIMISER_BY_ID),
        (settings.init, START_BY_ID),
        (settings.schedule, SCHEDULE_BY_ID),
    ):
        if name not in known:
            raise BadNetwork(f"There is no {name!r}. Known: {', '.join(known)}.")
    if settings.output not in ("auto", "softmax"):
        raise BadNetwork(f"The output is auto or softmax, not {settings.output!r}.")
    check_training(settings)


def check_training(settings: PlaygroundSettings) -> None:
    """Raise `BadNetwork` for numbers that training cannot use."""
    rate, penalties = settings.learning_rate, (settings.l1, settings.l2, settings.weight_decay)
    if not (math.isfinite(rate) and rate > 0):
        raise BadNetwork(f"The learning rate must be above 0, not {rate:g}. Try 0.03.")
    if not all(math.isfinite(value) and value >= 0 for value in penalties):
        raise BadNetwork("L1, L2 and weight decay cannot be below 0. Try 0.001.")
    if not 0 <= settings.dropout < 1:
        raise BadNetwork(f"Dropout must lie from 0 to below 1, not {settings.dropout:g}. Try 0.2.")
    if settings.batch_size < 1 or settings.n_epochs < 1 or settings.every < 1:
        raise BadNetwork("Batch size, epochs and epochs per frame must be at least 1.")
    if settings.n_epochs > MOST_EPOCHS:
        raise BadNetwork(f"{settings.n_epochs} epochs are too many. Keep to {MOST_EPOCHS}.")
    if settings.batch_norm and settings.batch_size < 2:
        raise BadNetwork(
            "Batch normalisation needs a batch to take a mean of. Use a batch size of 2 or more."
        )
