"""Run an assembled loop in torch, epoch by epoch, beside the curve it is compared with."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film, record
from core.stages.neural_networks.training_loop.lines import (
    check,
    epoch_lines,
    problem_of,
    target_of,
)
from core.stages.neural_networks.training_loop.parts import parts_of
from core.stages.neural_networks.training_loop.settings import CURVES, LoopSettings

Row: TypeAlias = tuple[float, float, float]

GRID, REACH = 41, 2.2
MATCHED = 0.03
STOPPED = (
    "PyTorch stops with a RuntimeError: step() changed weights in place that backward() still "
    "needed as they were. Put backward() first."
)


@dataclass(frozen=True, eq=False)
class LoopFrame:
    """The loop after ``epoch`` epochs; NaN where there is nothing yet.

    moved : length of the way the weights went in this epoch. target_train, target_test : losses of
    the curve to compare with, as far. gap : mean distance between the two pairs of curves so far.
    surface : (41, 41) uint8, probability of class 1 over [-2.2, 2.2] squared, first row at the top.
    points : (n_train, 2) and classes (n_train,), in the first frame only (else of no rows). truth :
    what is wrong with the curve to compare with, "" for the right loop's.
    """

    epoch: int
    train_loss: float
    test_loss: float
    accuracy: float
    moved: float
    target_train: float
    target_test: float
    gap: float
    surface: NDArray[np.uint8]
    points: NDArray[np.float64]
    classes: NDArray[np.int64]
    truth: str
    ended: str = ""


def run_loop(settings: LoopSettings) -> Iterator[LoopFrame]:
    """Run the loop; one frame before training and one after each epoch.

    Raises `BadLoop` where a batch would hold a single point for batch norm.
    """
    check(settings)
    goal = target_of(settings)
    check(goal)
    target = [row for row, *_ in _epochs(goal)]
    gaps: list[float] = []
    mine = _epochs(settings)
    start = None
    for epoch in range(settings.n_epochs + 1):
        row, names, stopped = next(mine)
        start = _weights(names) if start is None else start
        now = _weights(names)
        wanted = target[min(epoch, len(target) - 1)]
        gaps.append((abs(row[0] - wanted[0]) + abs(row[1] - wanted[1])) / 2)
        ended = stopped or _ended(epoch, row)
        yield LoopFrame(
            epoch, *row, float(np.linalg.norm(now - start)), wanted[0], wanted[1],
            float(np.mean(gaps)), _surface(names["net"]), *_points(names, epoch),
            truth_of(settings), ended,
        )  # fmt: skip
        if ended:
            return
        start = now


def _epochs(settings: LoopSettings) -> Iterator[tuple[Row, dict[str, Any], str]]:
    """Yield the numbers before training and after each epoch, with the names the lines use.

    The last part says why PyTorch stopped, "" while it goes on.
    The lines run are those shown: all of them come from `training_loop.lines`.
    """
    import torch

    names: dict[str, Any] = {"torch": torch, "history": [], **vars(parts_of(problem_of(settings)))}
    lines = epoch_lines(settings)
    judging = lines[next(i for i, line in enumerate(lines) if line.startswith("with ")) :]
    with _aside(names):
        exec(compile("\n".join(judging), "judge.py", "exec"), names)
    row = names["history"].pop()
    yield row, names, ""
    body = compile("\n".join(lines), "epoch.py", "exec")
    for _ in range(settings.n_epochs):
        try:
            exec(body, names)
        except RuntimeError:
            yield row, names, STOPPED
            return
        row = names["history"][-1]
        yield row, names, ""


class _aside:  # noqa: N801 (reads as a word in a with statement)
    """Leave network and random numbers as they were: the first look is no part of the loop."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.names = names

    def __enter__(self) -> None:
        import torch

        self.state, self.net = torch.get_rng_state(), self.names["net"]
        self.names["net"] = copy.deepcopy(self.net)
        self.names["net"].eval()

    def __exit__(self, *_: object) -> None:
        import torch

        torch.set_rng_state(self.state)
        self.names["net"] = self.net


def _weights(names: dict[str, Any]) -> NDArray[np.float64]:
    parts = [p.detach().numpy().ravel() for p in names["net"].parameters()]
    return np.concatenate(parts).astype(np.float64)


def _surface(net: Any) -> NDArray[np.uint8]:
    """Return what the network says over the plane, as it is left by the loop (train or eval)."""
    import torch

    axis = np.linspace(-REACH, REACH, GRID)
    across, up = np.meshgrid(axis, axis[::-1])
    places = torch.tensor(np.column_stack([across.ravel(), up.ravel()])).float()
    shown, state = copy.deepcopy(net), torch.get_rng_state()
    with torch.no_grad():
        share = torch.sigmoid(shown(places)).numpy().reshape(GRID, GRID)
    torch.set_rng_state(state)
    found: NDArray[np.uint8] = np.round(np.nan_to_num(share, nan=0.5) * 255).astype(np.uint8)
    return found


def _points(names: dict[str, Any], epoch: int) -> tuple[NDArray[Any], NDArray[Any]]:
    if epoch:
        return np.empty((0, 2)), np.empty(0, np.int64)
    x, y = names["train_x"], names["train_y"]
    return x.double().numpy().copy(), y[:, 0].long().numpy().copy()


def _ended(epoch: int, row: tuple[float, float, float]) -> str:
    if all(math.isfinite(value) for value in row[:2]):
        return ""
    return f"In epoch {epoch} the loss left the numbers (NaN). Lower the learning rate."


def loop_film(settings: LoopSettings) -> Film[LoopFrame]:
    """Return the film of the loop, all epochs kept."""
    return record(run_loop(settings), most=80, n_steps=settings.n_epochs, text="epoch")


def truth_of(settings: LoopSettings) -> str:
    """Return what is wrong with the lettered curve, "" where none is chosen."""
    return CURVES[settings.target][0] if settings.target in CURVES else ""
