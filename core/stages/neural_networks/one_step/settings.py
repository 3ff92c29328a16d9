"""One step by hand: the numbers to start from."""

from __future__ import annotations

from typing import Any

from core.neural.net.units import ACTIVATION_BY_ID
from core.settings import Declared, control

ACTIVATIONS_BY_HAND = ("sigmoid", "tanh", "relu", "linear")
NAMED_WEIGHTS = tuple(f"w{i}" for i in range(1, 9))
TWO = ("outputs", ("2",))


def _number(label: str, default: float, text: str, **more: Any) -> Any:
    return control(label, text, default=default, low=-10.0, high=10.0, step=0.05, **more)


def _weight(place: int, default: float, **more: Any) -> Any:
    return _number(f"Weight {place}", default, "A weight before the step.", advanced=True, **more)


class ByHandSettings(Declared):
    """The numbers to start from: those of Mazur's example by default.

    w1 w2 lead into h1, w3 w4 into h2, then w5 w6 into o1, and w7 w8 into o2.
    """

    outputs: str = control("Outputs", "One output or two.", ("1", "One"), ("2", "Two"), default="2")
    activation: str = control(
        "Activation", "What each neuron does with its sum.",
        *((name, ACTIVATION_BY_ID[name].label) for name in ACTIVATIONS_BY_HAND),
        default="sigmoid",
    )  # fmt: skip
    i1: float = _number("Input 1", 0.05, "What the first input is.")
    i2: float = _number("Input 2", 0.10, "What the second input is.")
    t1: float = _number("Target 1", 0.01, "What output 1 should be.")
    t2: float = _number("Target 2", 0.99, "What output 2 should be.", when=TWO)
    learning_rate: float = control(
        "Learning rate", "How far the step goes.", default=0.5, low=0.001, high=100.0, scale="log"
    )
    n_steps: int = control("Steps", "How many whole steps.", default=1, low=1, high=3, step=1)
    update_biases: bool = control(
        "Update biases", "The published example leaves them as they are.",
        default=False, advanced=True,
    )  # fmt: skip
    w1: float = _weight(1, 0.15)
    w2: float = _weight(2, 0.20)
    w3: float = _weight(3, 0.25)
    w4: float = _weight(4, 0.30)
    w5: float = _weight(5, 0.40)
    w6: float = _weight(6, 0.45)
    w7: float = _weight(7, 0.50, when=TWO)
    w8: float = _weight(8, 0.55, when=TWO)
    b1: float = _number("Hidden bias", 0.35, "Added in both hidden neurons.", advanced=True)
    b2: float = _number("Output bias", 0.60, "Added in the outputs.", advanced=True)

    @property
    def inputs(self) -> tuple[float, float]:
        """Both inputs."""
        return self.i1, self.i2

    @property
    def targets(self) -> tuple[float, ...]:
        """What each output should be."""
        return (self.t1, self.t2)[: int(self.outputs)]

    @property
    def weights(self) -> tuple[float, ...]:
        """The weights that are used: 6 of them for one output, 8 for two."""
        names = NAMED_WEIGHTS[: 4 + 2 * int(self.outputs)]
        return tuple(getattr(self, name) for name in names)

    @property
    def biases(self) -> tuple[float, float]:
        """Of the hidden and of the output layer."""
        return self.b1, self.b2
