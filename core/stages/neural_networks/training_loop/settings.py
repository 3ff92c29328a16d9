"""Which lines of a training loop are in, in which order, on what network."""

from __future__ import annotations

from typing import Any

from core.settings import Declared, control

DIAGNOSES: dict[str, str] = {
    "healthy": "Healthy",
    "overfit": "Overfitting: learns the training points by heart",
    "underfit": "Too small a network",
    "too_fast": "Learning rate too high",
    "too_slow": "Learning rate too low",
    "no_shuffle": "Never shuffled",
    "no_zero": "Gradients never zeroed",
    "no_eval": "Judged without eval()",
}
_SMALL = {"n_train": 32, "net": "plain", "width": 48, "optimiser": "adam", "learning_rate": 0.02}
_TINY = {"net": "plain", "width": 2, "optimiser": "adam", "learning_rate": 0.02}
CURVES: dict[str, tuple[str, dict[str, Any]]] = {
    "A": ("no_eval", {"eval_mode": False}),
    "B": ("too_slow", {"learning_rate": 0.01}),
    "C": ("overfit", _SMALL),
    "D": ("no_zero", {"zero_grad": False}),
    "E": ("healthy", {}),
    "F": ("too_fast", {"learning_rate": 1.0, "net": "plain"}),
    "G": ("underfit", _TINY),
    "H": ("no_shuffle", {"shuffle": False, "net": "batch_norm"}),
}
"""Letter of a curve -> what is wrong with it, and the settings that made it."""


def _line(code: str, text: str) -> Any:
    return control(f"`{code}`", text, default=True)


class LoopSettings(Declared):
    """Which lines are in, their order, the network and the training.

    target : the curve to compare with, "right" (this loop with nothing missing) or a letter.
    diagnosis : what the learner says is wrong with the lettered curve.
    """

    train_mode: bool = _line("net.train()", "Dropout and batch norm at work: for training.")
    shuffle: bool = _line("shuffle=True", "Another order of the points in each epoch.")
    zero_grad: bool = _line("optimiser.zero_grad()", "Forget the gradients of the batch before.")
    backward: bool = _line("loss.backward()", "Fill the gradients.")
    step: bool = _line("optimiser.step()", "Move the weights.")
    eval_mode: bool = _line("net.eval()", "Dropout off, batch norm on its averages: for judging.")
    order: str = control(
        "Order", "Two lines trade places.",
        ("right", "As it should be"),
        ("step_first", "step() before backward()"),
        ("zero_late", "zero_grad() before step()"),
        ("zero_last", "zero_grad() after step()"),
        default="right",
    )  # fmt: skip
    target: str = control(
        "Compare with", "A curve to match.",
        ("right", "The right loop"),
        *((name, f"Curve {name}") for name in CURVES),
        default="right",
    )  # fmt: skip
    diagnosis: str = control(
        "What is wrong with it?", "Your diagnosis.", ("none", "Not sure yet"), *DIAGNOSES.items(),
        default="none", when=("target", tuple(CURVES)),
    )  # fmt: skip
    net: str = control(
        "Network", "What stands between the layers.",
        ("plain", "Plain", "Nothing."),
        ("dropout", "Dropout", "Half of the neurons silenced at random in each training step."),
        ("batch_norm", "Batch norm", "Sums brought to mean 0 and spread 1 within each batch."),
        default="dropout",
    )  # fmt: skip
    learning_rate: float = control(
        "Learning rate", "How far a step goes.", default=0.1, low=0.001, high=10.0, scale="log"
    )
    optimiser: str = control(
        "Optimiser", "How a gradient becomes a step.", ("sgd", "SGD"), ("adam", "Adam"),
        default="sgd", advanced=True,
    )  # fmt: skip
    width: int = control(
        "Neurons per layer", "Two hidden layers of so many.",
        default=16, low=1, high=64, step=1, advanced=True,
    )  # fmt: skip
    n_train: int = control(
        "Training points", "Fewer are learnt by heart.",
        default=160, low=16, high=320, step=16, advanced=True,
    )  # fmt: skip
    batch_size: int = control(
        "Batch size", "Points per step.", default=16, low=4, high=64, step=4, advanced=True
    )
    n_epochs: int = control(
        "Epochs", "How often every point is seen.",
        default=40, low=5, high=60, step=5, advanced=True,
    )  # fmt: skip
    seed: int = control(
        "Seed", "Another seed draws other weights, batches and points.",
        default=0, low=0, high=9999, step=1, advanced=True,
    )  # fmt: skip
