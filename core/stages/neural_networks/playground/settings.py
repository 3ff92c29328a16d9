"""The playground's settings: which points, which network, how it is trained."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.errors import PlaygroundError
from core.kinds.layers import read_layers
from core.kinds.points import Point, parse_points
from core.neural.data.dataset import DATA_PARAMS, DRAWN, DataSettings
from core.neural.data.features import FEATURE_BY_ID, FEATURES, feature_formulas
from core.neural.net.costs import COSTS
from core.neural.net.optimisers import OPTIMISER_BY_ID, OPTIMISERS
from core.neural.net.schedules import SCHEDULE_BY_ID, SCHEDULES
from core.neural.net.starts import START_BY_ID, STARTS
from core.neural.net.units import ACTIVATION_BY_ID, ACTIVATIONS
from core.params import Choice, Param, check_all

MOST_LAYERS, MOST_UNITS, MOST_EPOCHS = 8, 16, 20_000
MOST_FILMED = 5_000


class BadNetwork(PlaygroundError):
    """A network or a way of training that cannot be."""


@dataclass(frozen=True)
class LayerSpec:
    """One hidden layer."""

    width: int = 8
    activation: str = "tanh"


@dataclass(frozen=True)
class WeightEdit:
    """One weight set by hand: from ``row`` (the bias where ``row`` is n_in) to ``column``."""

    layer: int
    row: int
    column: int
    value: float


@dataclass(frozen=True)
class Inspected:
    """What is looked into: a neuron, and its weight from ``row`` (-1: the bias), all from 0.

    epoch : when; -1 at the end.
    """

    layer: int
    unit: int
    row: int = -1
    epoch: int = -1


@dataclass(frozen=True)
class PlaygroundSettings:
    """Everything that decides a run of the playground.

    ``features`` are ids of `FEATURES`, ``formulas`` typed ones. ``output`` "softmax" gives two
    classes two outputs. ``loss`` "auto" is the task's first. ``l1``, ``l2`` weigh the penalty
    l1 Σ|w| + l2/2 Σw². ``dropout`` in [0, 1). ``n_epochs`` is the end of the run and of the
    schedule; a frame is given every ``every`` epochs. ``stop_below`` ends it at a training loss,
    ``patience`` when the test loss has had no new lowest value for that many epochs. ``edit`` is a
    weight set by hand before the first epoch. ``show``: training points, test points, a sharp
    boundary.
    """

    data: DataSettings = field(default_factory=DataSettings)
    features: tuple[str, ...] = ("x1", "x2")
    formulas: tuple[str, ...] = ()
    layers: tuple[LayerSpec, ...] = (LayerSpec(4), LayerSpec(2))
    output: str = "auto"
    loss: str = "auto"
    init: str = "xavier_uniform"
    batch_norm: bool = False
    optimiser: str = "sgd"
    learning_rate: float = 0.03
    schedule: str = "constant"
    batch_size: int = 10
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    weight_decay: float = 0.01
    seed: int = 0
    n_epochs: int = 400
    every: int = 1
    stop_below: float | None = None
    patience: int | None = None
    edit: WeightEdit | None = None
    show: tuple[str, ...] = ("train", "test")
    inspect: Inspected | None = None

    def trained(self) -> PlaygroundSettings:
        """Return what decides the run: the others only decide what is shown of it."""
        return replace(self, show=("train", "test"), inspect=None)


def _choices(specs: Sequence[Any]) -> tuple[Choice, ...]:
    return tuple(Choice(spec.id, spec.label, spec.help) for spec in specs)


NET_PARAMS: tuple[Param, ...] = (
    Param("features", "Inputs", "columns", ("x1", "x2"), "What the network sees of a point.",
          choices=_choices(FEATURES)),
    Param("formulas", "Own inputs", "text", "", "Formulas of x1 and x2, parted by semicolons.",
          advanced=True),
    Param("layers", "Hidden layers", "layers", "4 tanh, 2 tanh",
          "Neurons of each layer, and what each of them does with its sum.", low=1,
          high=MOST_UNITS, step=MOST_LAYERS, choices=_choices(ACTIVATIONS)),
    Param("output", "Output", "choice", "auto", "How two classes are told apart.",
          choices=(Choice("auto", "One sigmoid", "One output for two classes."),
                   Choice("softmax", "Softmax", "One output per class.")), advanced=True),
    Param("loss", "Loss", "choice", "auto", "What training makes small.",
          choices=(Choice("auto", "Usual for the task", "Cross-entropy, or squared error."),
                   *_choices(COSTS)), advanced=True),
    Param("init", "Initial weights", "choice", "xavier_uniform", "How the weights are drawn.",
          choices=_choices(STARTS), advanced=True),
    Param("batch_norm", "Batch normalisation", "bool", False,
          "Give every neuron's sums mean 0 and spread 1 within a batch.", advanced=True),
)  # fmt: skip
"""What the network is."""

TRAIN_PARAMS: tuple[Param, ...] = (
    Param("optimiser", "Optimiser", "choice", "sgd", "How a gradient becomes a step.",
          choices=_choices(OPTIMISERS)),
    Param("learning_rate", "Learning rate", "float", 0.03, "How far a step goes.", low=1e-5,
          high=100.0, scale="log"),
    Param("schedule", "Schedule", "choice", "constant", "How the rate changes over the run.",
          choices=_choices(SCHEDULES), advanced=True),
    Param("batch_size", "Batch size", "int", 10, "Points per step.", low=1, high=1200, step=1,
          advanced=True),
    Param("l1", "L1", "float", 0.0, "Pulls weights to exactly 0.", low=0.0, high=10.0, step=0.001,
          advanced=True),
    Param("l2", "L2", "float", 0.0, "Keeps weights small.", low=0.0, high=10.0, step=0.001),
    Param("dropout", "Dropout", "float", 0.0, "Part of the hidden neurons silenced at each step.",
          low=0.0, high=0.8, step=0.05, advanced=True),
    Param("weight_decay", "Weight decay", "float", 0.01, "Shrinks parameters at every step.",
          low=0.0, high=1.0, step=0.01, advanced=True,
          when=("optimiser", tuple(spec.id for spec in OPTIMISERS if spec.decays))),
    Param("seed", "Seed", "int", 0, "Another seed draws other weights and batches.", low=0,
          high=9999, step=1, advanced=True),
    Param("n_epochs", "Epochs", "int", 400, "How often every point is seen.", low=1,
          high=MOST_FILMED, step=10),
    Param("show", "Draw", "columns", ("train", "test"), "What the boundary is drawn with.",
          choices=(Choice("train", "Training points"), Choice("test", "Test points"),
                   Choice("sharp", "Sharp boundary"))),
    Param("stop_below", "Stop below", "float", None, "End when the training loss is under this.",
          low=0.0, high=100.0, step=0.001, optional=True, advanced=True,
          switch="Stop at a training loss"),
    Param("patience", "Epochs to wait", "int", None, "Early stopping: end when the test loss has "
          "not improved for so many epochs.", low=1, high=500, step=1, optional=True, advanced=True,
          switch="Stop when the test loss rises"),
    Param("edit", "Weight by hand", "text", "", "Layer, from, to (from 1, or b) and a value.",
          advanced=True),
    Param("inspect", "Looked into", "text", "", "Layer, from, to (from 1, or b) and an epoch.",
          advanced=True, light=True),
)  # fmt: skip
"""How it is trained."""

PLAYGROUND_PARAMS: tuple[Param, ...] = (*DATA_PARAMS, *NET_PARAMS, *TRAIN_PARAMS)


def parse_layers(text: str, activation: str = "tanh") -> tuple[LayerSpec, ...]:
    """Read "8, 4 relu"; a layer without an activation gets ``activation``. "" is no layer.

    >>> parse_layers("8, 4 relu")
    (LayerSpec(width=8, activation='tanh'), LayerSpec(width=4, activation='relu'))
    """
    layers = tuple(LayerSpec(width, kind) for width, kind in read_layers(text, activation))
    _check_layers(layers)
    return layers


def playground_settings(values: Mapping[str, object], every: int = 1) -> PlaygroundSettings:
    """Return the settings for values of `PLAYGROUND_PARAMS`, missing ones at their default.

    Raises a `PlaygroundError` for a value out of range or a text that cannot be read.
    """
    v: dict[str, Any] = dict(check_all(PLAYGROUND_PARAMS, values))
    layers = parse_layers(v["layers"])
    formulas = tuple(part.strip() for part in v["formulas"].split(";") if part.strip())
    data = DataSettings(
        v["shape"], v["n_classes"], v["n_points"], v["noise"], v["test_share"], v["data_seed"],
        _drawn(v["points"], v["n_classes"]) if v["shape"] == DRAWN else (),
        v["x1"], v["x2"], v["target"],
    )  # fmt: skip
    n_inputs = len(v["features"]) + len(formulas)
    edit, inspected = parse_edit(v["edit"], layers, n_inputs), read_inspected(v["inspect"])
    direct = {p.id: v[p.id] for p in (*NET_PARAMS, *TRAIN_PARAMS) if p.id not in _READ}
    return PlaygroundSettings(
        data, v["features"], formulas, layers, every=every, edit=edit, inspect=inspected, **direct
    )


def _drawn(text: str, n_classes: int) -> tuple[Point, ...]:
    """Return the drawn points of the classes that are chosen."""
    return tuple(point for point in parse_points(text) if point[2] < n_classes)


_READ = {"features", "formulas", "layers", "edit", "inspect"}


def parse_edit(text: str, layers: Sequence[LayerSpec], n_inputs: int) -> WeightEdit | None:
    """Read "1 2 3 0.5": in layer 1 from input 2 to neuron 3; "b" is the bias. "" is none.

    >>> parse_edit("2 b 1 -0.5", (LayerSpec(4),), 2)
    WeightEdit(layer=1, row=4, column=0, value=-0.5)
    """
    if not text.strip():
        return None
    found = re.fullmatch(r"\s*(\d)\s+(\d+|b)\s+(\d+)\s+(-?\d+(?:\.\d+)?(?:e-?\d+)?)\s*", text)
    if found is None:
        raise BadNetwork(f"{text[:40]!r} is no weight. Write layer, from, to, value: 1 2 3 0.5.")
    widths = [n_inputs, *(layer.width for layer in layers)]
    layer, column = int(found[1]) - 1, int(found[3]) - 1
    if not 0 <= layer < len(widths):
        raise BadNetwork(f"There is no layer {layer + 1} to set a weight of. Clear Weight by hand.")
    row = widths[layer] if found[2] == "b" else int(found[2]) - 1
    too_far = layer < len(layers) and column >= layers[layer].width
    if row < 0 or row > widths[layer] or column < 0 or too_far:
        raise BadNetwork(f"Layer {layer + 1} has no weight {found[2]} to {found[3]}. Clear it.")
    return WeightEdit(layer, row, column, float(found[4]))


def write_edit(edit: WeightEdit, n_rows: int) -> str:
    """Return the text of an edit; ``n_rows`` is how many inputs its layer has.

    >>> write_edit(WeightEdit(1, 4, 0, -0.5), 4)
    '2 b 1 -0.5'
    """
    row = "b" if edit.row == n_rows else str(edit.row + 1)
    return f"{edit.layer + 1} {row} {edit.column + 1} {edit.value:.6g}"


def read_inspected(text: str) -> Inspected | None:
    """Read "2 b 1 120": the bias of the first neuron of layer 2 after 120 epochs. "" is none.

    >>> read_inspected("2 b 1 120"), read_inspected("1 3 2")
    (Inspected(layer=1, unit=0, row=-1, epoch=120), Inspected(layer=0, unit=1, row=2, epoch=-1))
    """
    if not text.strip():
        return None
    found = re.fullmatch(r"\s*(\d)\s+(\d+|b)\s+(\d+)(?:\s+(\d{1,6}))?\s*", text)
    if found is None:
        raise BadNetwork(f"{text[:40]!r} is no neuron. Write layer, from, to: 1 2 3.")
    row = -1 if found[2] == "b" else int(found[2]) - 1
    return Inspected(int(found[1]) - 1, int(found[3]) - 1, row, int(found[4] or -1))


def write_inspected(inspected: Inspected) -> str:
    """Return the text that `read_inspected` reads."""
    row = "b" if inspected.row < 0 else str(inspected.row + 1)
    epoch = "" if inspected.epoch < 0 else f" {inspected.epoch}"
    return f"{inspected.layer + 1} {row} {inspected.unit + 1}{epoch}"


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
