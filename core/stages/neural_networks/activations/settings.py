"""What is looked at in Activations and losses, and where."""

from __future__ import annotations

from typing import Any

from core.neural.net.costs import COSTS
from core.neural.net.units import ACTIVATIONS
from core.settings import Declared, control

REACH, GAP = 8.0, 0.1
"""Inputs run from -8 to 8 in steps of 0.1."""
CLASS_LOSSES = tuple(spec for spec in COSTS if spec.task == "classification")
NUMBER_LOSSES = tuple(spec for spec in COSTS if spec.task == "regression")


def _of(view: str, label: str, text: str, *options: Any, **rest: Any) -> Any:
    """Return a light control of one view."""
    return control(label, text, *options, light=True, when=("view", (view,)), **rest)


def _slider(view: str, label: str, text: str, default: float, reach: float) -> Any:
    return _of(view, label, text, default=default, low=-reach, high=reach, step=GAP)


class LookSettings(Declared):
    """What is looked at, and where.

    z : input of the activation. sum : the output's sum, for a loss of classes. miss : prediction
    minus truth, for a loss of numbers.
    """

    view: str = control(
        "Look at", "What you drag an input through.",
        ("activation", "Activation", "What a neuron does with its sum."),
        ("softmax", "Softmax", "How three scores become shares."),
        ("classes", "Loss of classes", "What a wrong yes or no costs."),
        ("numbers", "Loss of numbers", "What a missed number costs."),
        default="activation",
    )  # fmt: skip
    activation: str = _of(
        "activation", "Activation", "The one drawn thick.", *ACTIVATIONS, default="tanh"
    )
    z: float = _slider(
        "activation", "Input", "What goes in: drag it in the picture, too.", 1.0, REACH
    )
    flat: float = _of(
        "activation", "Saturated below", "A slope under this counts as flat.",
        default=0.05, low=0.001, high=0.5, step=0.001, scale="log", advanced=True,
    )  # fmt: skip
    logit_a: float = _slider("softmax", "Score of A", "What the network gives class A.", 2.0, 5.0)
    logit_b: float = _slider("softmax", "Score of B", "What the network gives class B.", 1.0, 5.0)
    logit_c: float = _slider("softmax", "Score of C", "What the network gives class C.", 0.5, 5.0)
    temperature: float = _of(
        "softmax", "Temperature",
        "Divides the scores: cold is sure, hot is undecided. Drag it in the picture, too.",
        default=1.0, low=0.1, high=10.0, scale="log",
    )  # fmt: skip
    class_loss: str = _of(
        "classes", "Loss", "The one drawn thick.", *CLASS_LOSSES, default="cross_entropy"
    )
    truth: str = _of(
        "classes", "Truth", "The class it really is.", ("1", "Yes (1)"), ("0", "No (0)"),
        default="1",
    )  # fmt: skip
    sum: float = _slider("classes", "Sum", "The output before its sigmoid.", -2.0, REACH)
    number_loss: str = _of("numbers", "Loss", "The one drawn thick.", *NUMBER_LOSSES, default="mse")
    miss: float = _slider("numbers", "Miss", "Prediction minus truth.", 2.0, 4.0)

    @property
    def logits(self) -> tuple[float, float, float]:
        """The scores of A, B and C."""
        return self.logit_a, self.logit_b, self.logit_c
