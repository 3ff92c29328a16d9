"""Reading a frame: a neuron's formula, every number at one point, the weights as a file.

Small arithmetic on a frame that is here already.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.neural.data.dataset import Dataset
from core.neural.data.features import FEATURE_BY_ID, compute_features, feature_formulas
from core.neural.net.costs import HEAD_BY_ID
from core.neural.net.network import Net
from core.stages.neural_networks.playground.places import BIAS, Inspected
from core.stages.neural_networks.playground.settings import BadNetwork, PlaygroundSettings
from core.stages.neural_networks.playground.train import NetFrame

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PointValues:
    """What the network does with one point.

    ``inputs`` (n_inputs,). ``sums`` and ``outputs`` per layer (width,): before and after the
    activation, as when predicting; the output layer last. ``shares`` (n_classes,): how sure it is
    of each class, or the predicted number (1,).
    """

    inputs: Floats
    sums: tuple[Floats, ...]
    outputs: tuple[Floats, ...]
    shares: Floats


def network_part(shown: NetFrame, of: str, index: int) -> Inspected | None:
    """Return what was clicked in the drawing of the network; None for an input or nothing.

    ``of`` : "weights", counted layer by layer and row by row, or "neurons", layer by layer.
    """
    for layer, weights in enumerate(shown.weights):
        n_units = weights.shape[1]
        n_here = weights.size if of == "weights" else n_units
        if 0 <= index < n_here:
            row = index // n_units if of == "weights" else BIAS
            return Inspected(layer, index % n_units, row) if of in ("weights", "neurons") else None
        index -= n_here
    return None


def net_of(settings: PlaygroundSettings, shown: NetFrame) -> Net:
    """Return the network of a frame."""
    sizes = [len(shown.weights[0]), *(w.shape[1] for w in shown.weights)]
    activations = [layer.activation for layer in settings.layers]
    net = Net(sizes, activations, batch_norm=settings.batch_norm)
    for layer, weights, biases in zip(net.layers, shown.weights, shown.biases, strict=True):
        layer.weights[...], layer.biases[...] = weights, biases
    for norm, kept in zip(net.norms, shown.norms, strict=True):
        norm.gain[:], norm.shift[:], norm.mean[:], norm.variance[:] = kept
    return net


def values_at(settings: PlaygroundSettings, shown: NetFrame, x1: float, x2: float) -> PointValues:
    """Return every number of the network at the point (x1, x2)."""
    formulas = feature_formulas(settings.features, settings.formulas)
    inputs = compute_features(np.array([[x1, x2]]), formulas)
    with np.errstate(all="ignore"):
        sums, outputs = net_of(settings, shown).passes(inputs)
        shares = HEAD_BY_ID[shown.head].shares(outputs[-1])
    return PointValues(
        inputs[0], tuple(z[0] for z in sums), tuple(a[0] for a in outputs), shares[0]
    )


_APPLIED = {
    "tanh": r"\tanh(X)",
    "relu": r"\max(0,\; X)",
    "sigmoid": r"\sigma(X)",
    "sine": r"\sin(X)",
    "linear": "X",
}


def neuron_latex(settings: PlaygroundSettings, shown: NetFrame, layer: int, unit: int) -> str:
    r"""Return a neuron's formula with its weights, such as ``\tanh(0.52\,x_1 - 1.3\,x_2 + 0.1)``.

    ``layer`` counts hidden layers from 0; the one after the last is the output, whose sum is
    given. Inputs of later layers are a_1, a_2 ... of the layer before. Raises `BadNetwork`.
    """
    if not 0 <= layer < len(shown.weights) or not 0 <= unit < shown.weights[layer].shape[1]:
        raise BadNetwork(f"There is no neuron {unit + 1} in layer {layer + 1}.")
    names = _names(settings) if layer == 0 else _numbered(len(shown.weights[layer]))
    terms = [
        (float(w), rf"\,{name}")
        for w, name in zip(shown.weights[layer][:, unit], names, strict=True)
    ]
    bias = float(shown.biases[layer][unit])
    text = _signed([*terms, (bias, "")])
    if layer == len(settings.layers):
        return text
    if shown.norms:
        text = rf"\mathrm{{norm}}({text})"
    activation = settings.layers[layer].activation
    known = rf"\mathrm{{{activation.replace('_', chr(92) + '_')}}}(X)"
    return _APPLIED.get(activation, known).replace("X", text)


def _names(settings: PlaygroundSettings) -> list[str]:
    typed = [rf"\left[\mathtt{{{formula}}}\right]" for formula in settings.formulas]
    escaped = [name.replace("^", r"\hat{}").replace("_", r"\_") for name in typed]
    return [FEATURE_BY_ID[name].latex for name in settings.features] + escaped


def _numbered(n: int) -> list[str]:
    return [f"a_{{{i + 1}}}" for i in range(n)]


def _signed(terms: list[tuple[float, str]]) -> str:
    text = ""
    for value, name in terms:
        sign = "-" if value < 0 else "+"
        text += f" {sign} {abs(value):.3g}{name}" if text else f"{value:.3g}{name}"
    return text


def confusion(shown: NetFrame, data: Dataset) -> NDArray[np.int64]:
    """Return how many test points of each class (rows) were taken for each class (columns)."""
    counts = np.zeros((data.n_classes, data.n_classes), np.int64)
    if data.task == "classification":
        np.add.at(counts, (data.y_test, shown.predicted.astype(np.int64)), 1)
    return counts


def weights_json(settings: PlaygroundSettings, shown: NetFrame) -> str:
    """Return settings, weights and biases as JSON, with every digit, to keep or load elsewhere."""
    content = {
        "settings": asdict(settings),
        "epoch": shown.epoch,
        "inputs": feature_formulas(settings.features, settings.formulas),
        "layers": [
            {"weights": w.tolist(), "biases": b.tolist()}
            for w, b in zip(shown.weights, shown.biases, strict=True)
        ],
        "batch_norm": [
            dict(zip(("gain", "shift", "mean", "variance"), kept.tolist(), strict=True))
            for kept in shown.norms
        ],
        "train_loss": shown.train_loss,
        "test_loss": shown.test_loss,
    }
    return json.dumps(content, indent=2)
