"""Runs worth seeing, good and bad, each with why it goes as it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.stages.neural_networks.playground.settings import PlaygroundSettings
from core.value import Value

KEPT = ("points", "x1", "x2", "target", "show")
"""Controls that no run sets: what was drawn or loaded stays, and how it is shown."""


@dataclass(frozen=True)
class Preset:
    """One run. ``values`` are those that differ from the defaults. ``good``: it solves its task.

    ``rule`` is what `core.stages.neural_networks.playground.why` says at its end.

    ``chaotic``: another library cannot reproduce it (`chaos.measure_chaos`).
    """

    id: str
    name: str
    why: str
    good: bool
    rule: str
    values: Mapping[str, Value]
    chaotic: bool = False

    @property
    def settings(self) -> PlaygroundSettings:
        """Its settings."""
        return PlaygroundSettings.of(self.values)


PRESETS: tuple[Preset, ...] = (
    Preset("circles_squares", "Circles without a hidden layer",
           "Watch two squares add up to a disc: given x₁² and x₂², a circle is a straight line, "
           "so one neuron is enough. The right inputs beat a bigger net.",
           True, "done",
           {"shape": "circles", "noise": 0.05, "features": ("x1_squared", "x2_squared"),
            "layers": "", "learning_rate": 0.01, "n_epochs": 100}),
    Preset("circles_hidden", "Circles with four neurons",
           "Watch four straight edges close around the disc: from x₁ and x₂ alone each hidden "
           "neuron adds one edge. With two neurons the ring stays open.",
           True, "done",
           {"shape": "circles", "noise": 0.05, "layers": "4 tanh", "optimiser": "adam",
            "learning_rate": 0.02, "n_epochs": 150}),
    Preset("xor_product", "XOR by one product",
           "Watch one weight grow: x₁x₂ is positive in two quadrants and negative in the others, "
           "which is the answer.",
           True, "done",
           {"shape": "xor", "noise": 0.0, "features": ("x1_x2",), "layers": "",
            "learning_rate": 0.03, "n_epochs": 60}),
    Preset("spirals_8_8", "Spirals solved with 2-8-8",
           "Watch layer 2 bend the plane until the arms lie apart: eight neurons make edges, "
           "eight more join them into arms.",
           True, "done",
           {"shape": "spirals", "n_points": 500, "noise": 0.0, "layers": "8 tanh, 8 tanh",
            "optimiser": "adam", "learning_rate": 0.02, "schedule": "cosine", "batch_size": 25,
            "seed": 1, "n_epochs": 400}),
    Preset("three_spirals", "Three arms, three classes",
           "Watch three arms come apart in layer 2: softmax gives every class an output, and the "
           "largest wins.",
           True, "done",
           {"shape": "spirals", "n_classes": 3, "n_points": 600, "noise": 0.0,
            "layers": "16 tanh, 16 tanh", "optimiser": "adam", "learning_rate": 0.01,
            "n_epochs": 300}),
    Preset("waves_sine", "Waves learnt by sines",
           "Watch R² reach 1.00: the target is made of sines, and so are these neurons. Eight "
           "tanh neurons stay at 0.92 in the same time.",
           True, "done",
           {"shape": "sine_waves", "n_points": 400, "noise": 0.0, "layers": "8 sine",
            "optimiser": "adam", "learning_rate": 0.02, "n_epochs": 150}),
    Preset("rate_too_high", "Rate too high",
           "Watch the loss climb: the inputs reach 6, so a rate of 0.1 jumps over the valley, "
           "further each time, until the numbers end. A rate of 0.01 solves it.",
           False, "diverging",
           {"shape": "plane", "noise": 0.0, "layers": "", "learning_rate": 0.1, "n_epochs": 60}),
    Preset("dead_relu", "Dead ReLU",
           "Watch the squares of layer 2 go blank: the first large steps push their sums below 0 "
           "for every point; the slope is 0 there, and nothing comes back. A rate of 0.03 solves "
           "it.",
           False, "dead",
           {"shape": "circles", "noise": 0.05, "layers": "6 relu, 6 relu", "init": "he_normal",
            "learning_rate": 3.0, "n_epochs": 60}),
    Preset("overfit", "Thirty noisy points by heart",
           "Watch the test loss turn up after 20 epochs while the training loss falls on: two "
           "layers of sixteen neurons learn 15 points by heart, noise and all.",
           False, "overfitting",
           {"shape": "moons", "n_points": 30, "noise": 0.5, "layers": "16 tanh, 16 tanh",
            "optimiser": "adam", "learning_rate": 0.01, "n_epochs": 300}),
    Preset("overfit_tamed", "The same thirty points with L2",
           "Watch the boundary stay calm: L2 keeps the weights small, so it cannot bend around "
           "single points. The test accuracy ends at 87 % instead of 60 %.",
           True, "settled",
           {"shape": "moons", "n_points": 30, "noise": 0.5, "layers": "16 tanh, 16 tanh",
            "optimiser": "adam", "learning_rate": 0.01, "l2": 0.01, "n_epochs": 300}),
    Preset("overfit_stopped", "The same thirty points, stopped early",
           "Watch where it ends: the test loss has not improved for 10 epochs, and the noise is "
           "not learnt yet. The test accuracy is 80 % instead of 60 %.",
           True, "stopped",
           {"shape": "moons", "n_points": 30, "noise": 0.5, "layers": "16 tanh, 16 tanh",
            "optimiser": "adam", "learning_rate": 0.01, "n_epochs": 300, "patience": 10}),
    Preset("spirals_flat", "Spirals without a hidden layer",
           "Watch the line turn and find no place: one straight line cannot follow an arm, and "
           "the test accuracy stays near chance, at 57 %.",
           False, "underfitting",
           {"shape": "spirals", "n_points": 300, "noise": 0.0, "layers": "",
            "learning_rate": 0.03, "n_epochs": 80}),
    Preset("all_zero", "All weights zero",
           "Watch the four squares stay one and the same: equal weights get equal gradients, so "
           "the neurons of a layer never part. Any random start mends it.",
           False, "copies",
           {"shape": "xor", "noise": 0.0, "layers": "4 tanh", "init": "zeros",
            "learning_rate": 0.1, "n_epochs": 40}),
    Preset("saturated", "Weights too large at the start",
           "Watch how little the squares of layer 1 change: sums far from 0 sit on tanh's flat "
           "ends, where hardly any gradient passes.",
           False, "saturated",
           {"shape": "checkerboard", "noise": 0.05, "init": "large_normal",
            "layers": "8 tanh, 8 tanh", "learning_rate": 0.01, "n_epochs": 80}),
    Preset("too_slow", "Rate too low",
           "Watch the loss creep: every step goes the right way and is far too small. A rate a "
           "thousand times higher, 0.03, solves it in the same 80 epochs.",
           False, "too_slow",
           {"shape": "blobs", "n_classes": 4, "noise": 0.05, "layers": "4 tanh",
            "learning_rate": 3e-05, "n_epochs": 80}),
    Preset("chaotic", "A chaotic run",
           "At a rate of 3 every step overshoots, and the smallest rounding decides where to. No "
           "other library will end at this loss: watch it jump.",
           False, "diverging",
           {"shape": "spirals", "noise": 0.0, "layers": "8 tanh, 8 tanh", "learning_rate": 3.0,
            "n_epochs": 150}, chaotic=True),
)  # fmt: skip
PRESET_BY_ID: dict[str, Preset] = {preset.id: preset for preset in PRESETS}


def preset_label(preset: Preset) -> str:
    """Return its name, and whether it goes well."""
    return f"{'✓' if preset.good else '✗'} {preset.name}"


def preset_values(preset: Preset) -> dict[str, Value]:
    """Return the values of all controls that a run sets."""
    usual = {param.id: param.default for param in PlaygroundSettings.PARAMS}
    return {name: value for name, value in usual.items() if name not in KEPT} | dict(preset.values)
