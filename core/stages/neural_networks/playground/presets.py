"""Runs worth seeing, good and bad, each with why it goes as it does."""

from __future__ import annotations

from dataclasses import dataclass

from core.kinds.layers import write_layers
from core.neural.data.dataset import DataSettings
from core.stages.neural_networks.playground.settings import (
    NET_PARAMS,
    TRAIN_PARAMS,
    LayerSpec,
    PlaygroundSettings,
)
from core.value import Value


@dataclass(frozen=True)
class Preset:
    """One run. ``good``: it solves its task.

    ``rule`` is what `core.stages.neural_networks.playground.why` says at its end.

    ``chaotic``: another library cannot reproduce it (`chaos.measure_chaos`).
    """

    id: str
    name: str
    why: str
    good: bool
    rule: str
    settings: PlaygroundSettings
    chaotic: bool = False


def _layers(activation: str, *widths: int) -> tuple[LayerSpec, ...]:
    return tuple(LayerSpec(width, activation) for width in widths)


PRESETS: tuple[Preset, ...] = (
    Preset("circles_squares", "Circles without a hidden layer",
           "Watch two squares add up to a disc: given x₁² and x₂², a circle is a straight line, "
           "so one neuron is enough. The right inputs beat a bigger net.",
           True, "done",
           PlaygroundSettings(DataSettings("circles", noise=0.05), ("x1_squared", "x2_squared"),
                              layers=(), learning_rate=0.01, n_epochs=100)),
    Preset("circles_hidden", "Circles with four neurons",
           "Watch four straight edges close around the disc: from x₁ and x₂ alone each hidden "
           "neuron adds one edge. With two neurons the ring stays open.",
           True, "done",
           PlaygroundSettings(DataSettings("circles", noise=0.05), layers=_layers("tanh", 4),
                              optimiser="adam", learning_rate=0.02, n_epochs=150)),
    Preset("xor_product", "XOR by one product",
           "Watch one weight grow: x₁x₂ is positive in two quadrants and negative in the others, "
           "which is the answer.",
           True, "done",
           PlaygroundSettings(DataSettings("xor", noise=0.0), ("x1_x2",), layers=(),
                              learning_rate=0.03, n_epochs=60)),
    Preset("spirals_8_8", "Spirals solved with 2-8-8",
           "Watch layer 2 bend the plane until the arms lie apart: eight neurons make edges, "
           "eight more join them into arms.",
           True, "done",
           PlaygroundSettings(DataSettings("spirals", n_points=500, noise=0.0),
                              layers=_layers("tanh", 8, 8), optimiser="adam", learning_rate=0.02,
                              schedule="cosine", batch_size=25, seed=1, n_epochs=400)),
    Preset("three_spirals", "Three arms, three classes",
           "Watch three arms come apart in layer 2: softmax gives every class an output, and the "
           "largest wins.",
           True, "done",
           PlaygroundSettings(DataSettings("spirals", 3, 600, noise=0.0),
                              layers=_layers("tanh", 16, 16), optimiser="adam",
                              learning_rate=0.01, n_epochs=300)),
    Preset("waves_sine", "Waves learnt by sines",
           "Watch R² reach 1.00: the target is made of sines, and so are these neurons. Eight "
           "tanh neurons stay at 0.92 in the same time.",
           True, "done",
           PlaygroundSettings(DataSettings("sine_waves", n_points=400, noise=0.0),
                              layers=_layers("sine", 8), optimiser="adam", learning_rate=0.02,
                              n_epochs=150)),
    Preset("rate_too_high", "Rate too high",
           "Watch the loss climb: the inputs reach 6, so a rate of 0.1 jumps over the valley, "
           "further each time, until the numbers end. A rate of 0.01 solves it.",
           False, "diverging",
           PlaygroundSettings(DataSettings("plane", noise=0.0), layers=(), learning_rate=0.1,
                              n_epochs=60)),
    Preset("dead_relu", "Dead ReLU",
           "Watch the squares of layer 2 go blank: the first large steps push their sums below 0 "
           "for every point; the slope is 0 there, and nothing comes back. A rate of 0.03 solves "
           "it.",
           False, "dead",
           PlaygroundSettings(DataSettings("circles", noise=0.05), layers=_layers("relu", 6, 6),
                              init="he_normal", learning_rate=3.0, n_epochs=60)),
    Preset("overfit", "Thirty noisy points by heart",
           "Watch the test loss turn up after 20 epochs while the training loss falls on: two "
           "layers of sixteen neurons learn 15 points by heart, noise and all.",
           False, "overfitting",
           PlaygroundSettings(DataSettings("moons", n_points=30, noise=0.5),
                              layers=_layers("tanh", 16, 16), optimiser="adam",
                              learning_rate=0.01, n_epochs=300)),
    Preset("overfit_tamed", "The same thirty points with L2",
           "Watch the boundary stay calm: L2 keeps the weights small, so it cannot bend around "
           "single points. The test accuracy ends at 87 % instead of 60 %.",
           True, "settled",
           PlaygroundSettings(DataSettings("moons", n_points=30, noise=0.5),
                              layers=_layers("tanh", 16, 16), optimiser="adam",
                              learning_rate=0.01, l2=0.01, n_epochs=300)),
    Preset("overfit_stopped", "The same thirty points, stopped early",
           "Watch where it ends: the test loss has not improved for 10 epochs, and the noise is "
           "not learnt yet. The test accuracy is 80 % instead of 60 %.",
           True, "stopped",
           PlaygroundSettings(DataSettings("moons", n_points=30, noise=0.5),
                              layers=_layers("tanh", 16, 16), optimiser="adam",
                              learning_rate=0.01, n_epochs=300, patience=10)),
    Preset("spirals_flat", "Spirals without a hidden layer",
           "Watch the line turn and find no place: one straight line cannot follow an arm, and "
           "the test accuracy stays near chance, at 57 %.",
           False, "underfitting",
           PlaygroundSettings(DataSettings("spirals", n_points=300, noise=0.0), layers=(),
                              learning_rate=0.03, n_epochs=80)),
    Preset("all_zero", "All weights zero",
           "Watch the four squares stay one and the same: equal weights get equal gradients, so "
           "the neurons of a layer never part. Any random start mends it.",
           False, "copies",
           PlaygroundSettings(DataSettings("xor", noise=0.0), layers=_layers("tanh", 4),
                              init="zeros", learning_rate=0.1, n_epochs=40)),
    Preset("saturated", "Weights too large at the start",
           "Watch how little the squares of layer 1 change: sums far from 0 sit on tanh's flat "
           "ends, where hardly any gradient passes.",
           False, "saturated",
           PlaygroundSettings(DataSettings("checkerboard", noise=0.05), init="large_normal",
                              layers=_layers("tanh", 8, 8), learning_rate=0.01, n_epochs=80)),
    Preset("too_slow", "Rate too low",
           "Watch the loss creep: every step goes the right way and is far too small. A rate a "
           "thousand times higher, 0.03, solves it in the same 80 epochs.",
           False, "too_slow",
           PlaygroundSettings(DataSettings("blobs", 4, noise=0.05), layers=_layers("tanh", 4),
                              learning_rate=0.00003, n_epochs=80)),
    Preset("chaotic", "A chaotic run",
           "At a rate of 3 every step overshoots, and the smallest rounding decides where to. No "
           "other library will end at this loss: watch it jump.",
           False, "diverging",
           PlaygroundSettings(DataSettings("spirals", noise=0.0), layers=_layers("tanh", 8, 8),
                              learning_rate=3.0, n_epochs=150), chaotic=True),
)  # fmt: skip
PRESET_BY_ID: dict[str, Preset] = {preset.id: preset for preset in PRESETS}


def preset_label(preset: Preset) -> str:
    """Return its name, and whether it goes well."""
    return f"{'✓' if preset.good else '✗'} {preset.name}"


def preset_values(preset: Preset) -> dict[str, Value]:
    """Return the values of the playground's controls that make a preset's settings."""
    settings, data = preset.settings, preset.settings.data
    values: dict[str, Value] = {
        param.id: getattr(settings, param.id)
        for param in (*NET_PARAMS, *TRAIN_PARAMS)
        if param.id != "show"  # how it is drawn is no part of it
    }
    values |= {
        "edit": "",
        "layers": write_layers([(layer.width, layer.activation) for layer in settings.layers]),
        "formulas": "; ".join(settings.formulas),
        "shape": data.shape,
        "n_classes": data.n_classes,
        "n_points": data.n_points,
        "noise": data.noise,
        "test_share": data.test_share,
        "data_seed": data.seed,
    }
    return values
