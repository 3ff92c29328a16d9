"""A PyTorch training loop assembled from lines: which are in, in which order, on what network.

The text made here is what the page shows and what a worker runs. Every line comes from this file:
nothing that a learner types is ever run. What it works on is made by `training_loop.parts`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.errors import PlaygroundError
from core.stages.neural_networks.training_loop.parts import Problem
from core.stages.neural_networks.training_loop.settings import CURVES, LoopSettings

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


def problem_of(s: LoopSettings) -> Problem:
    """Return what the loop trains, and on what."""
    from torch import optim

    chosen = ("learning_rate", "net", "width", "n_train", "batch_size", "shuffle", "seed")
    optimiser = {"sgd": optim.SGD, "adam": optim.Adam}[s.optimiser]
    return Problem(optimiser, **{name: getattr(s, name) for name in chosen})


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
