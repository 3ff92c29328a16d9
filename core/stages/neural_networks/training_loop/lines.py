"""A PyTorch training loop assembled from lines: which are in, in which order, on what network.

The text made here is what the page shows, what a worker runs and what the learner downloads. Every
line comes from this file: nothing that a learner types is ever run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.errors import PlaygroundError
from core.params import Choice, Param

N_TEST = 200
INDENT = "    "


class BadLoop(PlaygroundError):
    """A loop that PyTorch refuses to begin."""


@dataclass(frozen=True)
class LoopSettings:
    """Which lines are in, their order, the network and the training.

    order : right, step_first, zero_late or zero_last. net : plain, dropout or batch_norm.
    target : the curve to compare with, "right" (this loop with nothing missing) or a letter.
    diagnosis : what the learner says is wrong with the lettered curve.
    """

    train_mode: bool = True
    shuffle: bool = True
    zero_grad: bool = True
    backward: bool = True
    step: bool = True
    eval_mode: bool = True
    order: str = "right"
    net: str = "dropout"
    width: int = 16
    learning_rate: float = 0.1
    optimiser: str = "sgd"
    n_train: int = 160
    batch_size: int = 16
    n_epochs: int = 40
    seed: int = 0
    target: str = "right"
    diagnosis: str = "none"


LINES = ("train_mode", "shuffle", "zero_grad", "backward", "step", "eval_mode")

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


def _line(name: str, code: str, text: str) -> Param:
    return Param(name, f"`{code}`", "bool", True, text)


LOOP_PARAMS: tuple[Param, ...] = (
    _line("train_mode", "net.train()", "Dropout and batch norm at work: for training."),
    _line("shuffle", "shuffle=True", "Another order of the points in each epoch."),
    _line("zero_grad", "optimiser.zero_grad()", "Forget the gradients of the batch before."),
    _line("backward", "loss.backward()", "Fill the gradients."),
    _line("step", "optimiser.step()", "Move the weights."),
    _line("eval_mode", "net.eval()", "Dropout off, batch norm on its averages: for judging."),
    Param("order", "Order", "choice", "right", "Two lines trade places.",
          choices=(Choice("right", "As it should be"),
                   Choice("step_first", "step() before backward()"),
                   Choice("zero_late", "zero_grad() before step()"),
                   Choice("zero_last", "zero_grad() after step()"))),
    Param("target", "Compare with", "choice", "right", "A curve to match.",
          choices=(Choice("right", "The right loop"),
                   *(Choice(name, f"Curve {name}") for name in CURVES))),
    Param("diagnosis", "What is wrong with it?", "choice", "none", "Your diagnosis.",
          choices=(Choice("none", "Not sure yet"),
                   *(Choice(name, label) for name, label in DIAGNOSES.items())),
          when=("target", tuple(CURVES))),
    Param("net", "Network", "choice", "dropout", "What stands between the layers.",
          choices=(Choice("plain", "Plain"), Choice("dropout", "Dropout"),
                   Choice("batch_norm", "Batch norm"))),
    Param("learning_rate", "Learning rate", "float", 0.1, "How far a step goes.", low=0.001,
          high=10.0, scale="log"),
    Param("optimiser", "Optimiser", "choice", "sgd", "How a gradient becomes a step.",
          choices=(Choice("sgd", "SGD"), Choice("adam", "Adam")), advanced=True),
    Param("width", "Neurons per layer", "int", 16, "Two hidden layers of so many.", low=1, high=64,
          step=1, advanced=True),
    Param("n_train", "Training points", "int", 160, "Fewer are learnt by heart.", low=16, high=320,
          step=16, advanced=True),
    Param("batch_size", "Batch size", "int", 16, "Points per step.", low=4, high=64, step=4,
          advanced=True),
    Param("n_epochs", "Epochs", "int", 40, "How often every point is seen.", low=5, high=60,
          step=5, advanced=True),
    Param("seed", "Seed", "int", 0, "Another seed draws other weights, batches and points.", low=0,
          high=9999, step=1, advanced=True),
)  # fmt: skip


def loop_settings(values: Mapping[str, Any]) -> LoopSettings:
    """Return the settings for values of `LOOP_PARAMS`."""
    return LoopSettings(**values)


def target_of(settings: LoopSettings) -> LoopSettings:
    """Return the settings of the curve to compare with."""
    if settings.target in CURVES:
        changes = CURVES[settings.target][1]
        return replace(LoopSettings(), **changes, n_epochs=settings.n_epochs)
    right: dict[str, Any] = dict.fromkeys(LINES, True)
    return replace(settings, **right, order="right", target="right", diagnosis="none")


def check(settings: LoopSettings) -> None:
    """Raise `BadLoop` where PyTorch would refuse a batch."""
    one = settings.batch_size == 1 or settings.n_train % settings.batch_size == 1
    if settings.net == "batch_norm" and one:
        raise BadLoop(
            "The last batch would hold one point, and batch norm needs two to take a spread of. "
            "Change the batch size."
        )


def setup_code(s: LoopSettings) -> str:
    """Return everything before the loop."""
    between = {"plain": "", "dropout": " nn.Dropout(0.5),", "batch_norm": ""}[s.net]
    before = f" nn.BatchNorm1d({s.width})," if s.net == "batch_norm" else ""
    rate = f"lr={s.learning_rate!r}"
    name = {"sgd": "SGD", "adam": "Adam"}[s.optimiser]
    return f'''"""A training loop, from the ML Roadmap Playground."""

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)  # quickest for a net this small


def moons(rng, n):
    """Two half circles that reach into each other, the first class first."""
    y = np.arange(n) >= n // 2
    angle = np.pi * rng.random(n)
    side = np.where(y, -1.0, 1.0)
    X = np.column_stack([side * np.cos(angle) - 0.5 * side, side * np.sin(angle) - 0.25 * side])
    X = X + rng.normal(0, 0.25, (n, 2))
    return torch.tensor(X).float(), torch.tensor(y[:, None]).float()


rng = np.random.default_rng({s.seed})
train_x, train_y = moons(rng, {s.n_train})
test_x, test_y = moons(rng, {N_TEST})

torch.manual_seed({s.seed})
net = nn.Sequential(
    nn.Linear(2, {s.width}),{before} nn.ReLU(),{between}
    nn.Linear({s.width}, {s.width}),{before} nn.ReLU(),{between}
    nn.Linear({s.width}, 1),
)
loss_of = nn.BCEWithLogitsLoss()
optimiser = torch.optim.{name}(net.parameters(), {rate})
loader = DataLoader(
    TensorDataset(train_x, train_y), batch_size={s.batch_size}, shuffle={s.shuffle}
)
history = []
'''


def epoch_lines(s: LoopSettings) -> list[str]:
    """Return the lines of one epoch, unindented; a line that is left out is a comment."""
    steps = {
        "zero": _kept("optimiser.zero_grad()", s.zero_grad),
        "forward": "loss = loss_of(net(x), y)",
        "backward": _kept("loss.backward()", s.backward),
        "step": _kept("optimiser.step()", s.step),
    }
    return [
        _kept("net.train()", s.train_mode),
        "for x, y in loader:",
        *(INDENT + steps[name] for name in ORDERS[s.order]),
        _kept("net.eval()", s.eval_mode),
        "with torch.no_grad():",
        INDENT + "train_loss = loss_of(net(train_x), train_y).item()",
        INDENT + "answers = net(test_x)",
        INDENT + "test_loss = loss_of(answers, test_y).item()",
        INDENT + "accuracy = ((answers > 0) == (test_y > 0)).float().mean().item()",
        "history.append((train_loss, test_loss, accuracy))",
    ]


ORDERS: dict[str, tuple[str, ...]] = {
    "right": ("zero", "forward", "backward", "step"),
    "step_first": ("zero", "forward", "step", "backward"),
    "zero_late": ("forward", "backward", "zero", "step"),
    "zero_last": ("forward", "backward", "step", "zero"),
}


def _kept(line: str, kept: bool) -> str:
    return line if kept else f"pass  # left out: {line}"


def loop_code(s: LoopSettings) -> str:
    """Return the loop as shown: all epochs."""
    inside = "\n".join(INDENT + line for line in epoch_lines(s))
    return f"for epoch in range({s.n_epochs}):\n{inside}\n"


def loop_script(s: LoopSettings) -> str:
    """Return the whole script; it prints the numbers of the last epoch."""
    report = """
train_loss, test_loss, accuracy = history[-1]
print(f"training loss: {train_loss:.6g}")
print(f"test loss: {test_loss:.6g}")
print(f"test accuracy: {accuracy:.6g}")
"""
    return f"{setup_code(s)}\n{loop_code(s)}{report}"
