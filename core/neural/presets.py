"""Runs worth seeing, good and bad, each with why it goes as it does."""

from __future__ import annotations

from dataclasses import dataclass

from core.layers import write_layers
from core.neural.dataset import DataSettings
from core.neural.settings import NET_PARAMS, TRAIN_PARAMS, LayerSpec, PlaygroundSettings
from core.params import Value


@dataclass(frozen=True)
class Preset:
    """One run. ``good``: it solves its task. ``rule`` is what `core.neural.why` says at its end.

    ``chaotic``: another library cannot reproduce it (`core.neural.chaos.measure_chaos`).
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
           "Given x₁² and x₂², a circle is a straight line: one neuron is enough. The right inputs "
           "beat a bigger net.", True, "done",
           PlaygroundSettings(DataSettings("circles", noise=0.05), ("x1_squared", "x2_squared"),
                              layers=(), learning_rate=0.01, n_epochs=100)),
    Preset("circles_hidden", "Circles with four neurons",
           "From x₁ and x₂ alone each hidden neuron adds one straight edge; three or four of them "
           "close around the disc.", True, "done",
           PlaygroundSettings(DataSettings("circles", noise=0.05), layers=_layers("tanh", 4),
                              optimiser="adam", learning_rate=0.02, n_epochs=150)),
    Preset("xor_product", "XOR by one product",
           "x₁x₂ is positive in two quadrants and negative in the others, which is the answer.",
           True, "done",
           PlaygroundSettings(DataSettings("xor", noise=0.0), ("x1_x2",), layers=(),
                              learning_rate=0.03, n_epochs=60)),
    Preset("spirals_8_8", "Spirals solved with 2-8-8",
           "Eight neurons make edges, eight more join them into arms. Adam and tanh find them; "
           "watch the second layer unwind the spiral.", True, "done",
           PlaygroundSettings(DataSettings("spirals", n_points=500, noise=0.0),
                              layers=_layers("tanh", 8, 8), optimiser="adam", learning_rate=0.02,
                              schedule="cosine", batch_size=25, seed=1, n_epochs=400)),
    Preset("three_spirals", "Three arms, three classes",
           "Softmax gives every class an output. Three arms need more neurons than two.",
           True, "done",
           PlaygroundSettings(DataSettings("spirals", 3, 600, noise=0.0),
                              layers=_layers("tanh", 16, 16), optimiser="adam",
                              learning_rate=0.01, n_epochs=300)),
    Preset("waves_sine", "Waves learnt by sines",
           "The target is made of sines, and so are these neurons: a few fit it closely.",
           True, "done",
           PlaygroundSettings(DataSettings("sine_waves", n_points=400, noise=0.0),
                              layers=_layers("sine", 8), optimiser="adam", learning_rate=0.02,
                              n_epochs=150)),
    Preset("rate_too_high", "Rate too high",
           "The inputs reach 6, so a rate of 0.1 jumps over the valley, further each time, until "
           "the numbers end.", False, "diverging",
           PlaygroundSettings(DataSettings("plane", noise=0.0), layers=(), learning_rate=0.1,
                              n_epochs=60)),
    Preset("dead_relu", "Dead ReLU",
           "The first large steps push the sums below 0 for every point; the slope is 0 there, and "
           "nothing comes back.", False, "dead",
           PlaygroundSettings(DataSettings("circles", noise=0.05), layers=_layers("relu", 6, 6),
                              init="he_normal", learning_rate=3.0, n_epochs=60)),
    Preset("overfit", "Thirty noisy points by heart",
           "Two layers of sixteen neurons remember every one of 15 training points, noise and all; "
           "the test loss turns up early.", False, "overfitting",
           PlaygroundSettings(DataSettings("moons", n_points=30, noise=0.5),
                              layers=_layers("tanh", 16, 16), optimiser="adam",
                              learning_rate=0.01, n_epochs=300)),
    Preset("overfit_tamed", "The same thirty points with L2",
           "L2 keeps the weights small, so the boundary cannot bend around single points.",
           True, "settled",
           PlaygroundSettings(DataSettings("moons", n_points=30, noise=0.5),
                              layers=_layers("tanh", 16, 16), optimiser="adam",
                              learning_rate=0.01, l2=0.01, n_epochs=300)),
    Preset("spirals_flat", "Spirals without a hidden layer",
           "One straight line cannot follow an arm: accuracy stays near chance.", False,
           "underfitting",
           PlaygroundSettings(DataSettings("spirals", n_points=300, noise=0.0), layers=(),
                              learning_rate=0.03, n_epochs=80)),
    Preset("all_zero", "All weights zero",
           "Equal weights get equal gradients: the neurons of a layer never part.", False, "copies",
           PlaygroundSettings(DataSettings("xor", noise=0.0), layers=_layers("tanh", 4),
                              init="zeros", learning_rate=0.1, n_epochs=40)),
    Preset("saturated", "Weights too large at the start",
           "Sums far from 0 sit on tanh's flat ends, where no gradient passes.", False,
           "saturated",
           PlaygroundSettings(DataSettings("checkerboard", noise=0.05), init="large_normal",
                              layers=_layers("tanh", 8, 8), learning_rate=0.01, n_epochs=80)),
    Preset("too_slow", "Rate too low",
           "Every step goes the right way and is far too small.", False, "too_slow",
           PlaygroundSettings(DataSettings("blobs", 4, noise=0.05), layers=_layers("tanh", 4),
                              learning_rate=0.00003, n_epochs=80)),
    Preset("chaotic", "A chaotic run",
           "At a rate of 3 every step overshoots, and the smallest rounding decides where to. No "
           "other library will end at this loss.", False, "diverging",
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
        param.id: getattr(settings, param.id) for param in (*NET_PARAMS, *TRAIN_PARAMS)
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
