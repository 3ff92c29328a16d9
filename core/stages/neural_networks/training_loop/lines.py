"""A PyTorch training loop assembled from lines: which are in, in which order, on what network.

The text made here is what the page shows, what a worker runs and what the learner downloads. Every
line comes from this file: nothing that a learner types is ever run.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.errors import PlaygroundError
from core.stages.neural_networks.training_loop.settings import CURVES, LoopSettings

N_TEST = 200
INDENT = "    "


class BadLoop(PlaygroundError):
    """A loop that PyTorch refuses to begin."""


LINES = ("train_mode", "shuffle", "zero_grad", "backward", "step", "eval_mode")


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
