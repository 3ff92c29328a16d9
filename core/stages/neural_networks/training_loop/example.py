"""A training loop in PyTorch, line by line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.stages.neural_networks.training_loop.lines import check, problem_of
from core.stages.neural_networks.training_loop.parts import Parts, Problem, parts_of
from core.stages.neural_networks.training_loop.settings import LoopSettings


@dataclass(frozen=True)
class Loop:
    """A loop: what it trains, one epoch's ``batches`` in their order, and which lines it keeps."""

    problem: Problem
    batches: Callable[[Parts, Loop], None]
    n_epochs: int = 40
    train_mode: bool = True
    zero_grad: bool = True
    backward: bool = True
    step: bool = True
    eval_mode: bool = True


def loop_of(settings: LoopSettings) -> Loop:
    """Return the loop that a learner assembled; raise `BadLoop`."""
    check(settings)
    kept = ("n_epochs", "train_mode", "zero_grad", "backward", "step", "eval_mode")
    chosen = {name: getattr(settings, name) for name in kept}
    return Loop(problem_of(settings), ORDERS[settings.order], **chosen)


def example(settings: Loop) -> None:
    """Train, and print how the network does after the last epoch."""
    import torch

    parts = parts_of(settings.problem)
    net, loss_of = parts.net, parts.loss_of
    for _ in range(settings.n_epochs):
        if settings.train_mode:
            net.train()
        settings.batches(parts, settings)
        if settings.eval_mode:
            net.eval()
        with torch.no_grad():
            train_loss = loss_of(net(parts.train_x), parts.train_y)
            answers = net(parts.test_x)
            test_loss = loss_of(answers, parts.test_y)
            accuracy = ((answers > 0) == (parts.test_y > 0)).float().mean()
    print(f"training loss: {train_loss:.6g}")
    print(f"test loss: {test_loss:.6g}")
    print(f"test accuracy: {accuracy:.6g}")


def right(parts: Parts, loop: Loop) -> None:
    """Train on every batch once, as it should be."""
    for x, y in parts.loader:
        if loop.zero_grad:
            parts.optimiser.zero_grad()
        loss = parts.loss_of(parts.net(x), y)
        if loop.backward:
            loss.backward()
        if loop.step:
            parts.optimiser.step()


def step_first(parts: Parts, loop: Loop) -> None:
    """Step before the gradients of the batch are there."""
    for x, y in parts.loader:
        if loop.zero_grad:
            parts.optimiser.zero_grad()
        loss = parts.loss_of(parts.net(x), y)
        if loop.step:
            parts.optimiser.step()
        if loop.backward:
            loss.backward()


def zero_late(parts: Parts, loop: Loop) -> None:
    """Forget the gradients just before they are used."""
    for x, y in parts.loader:
        loss = parts.loss_of(parts.net(x), y)
        if loop.backward:
            loss.backward()
        if loop.zero_grad:
            parts.optimiser.zero_grad()
        if loop.step:
            parts.optimiser.step()


def zero_last(parts: Parts, loop: Loop) -> None:
    """Forget the gradients after they were used."""
    for x, y in parts.loader:
        loss = parts.loss_of(parts.net(x), y)
        if loop.backward:
            loss.backward()
        if loop.step:
            parts.optimiser.step()
        if loop.zero_grad:
            parts.optimiser.zero_grad()


ORDERS: dict[str, Callable[[Parts, Loop], None]] = {
    "right": right,
    "step_first": step_first,
    "zero_late": zero_late,
    "zero_last": zero_last,
}
