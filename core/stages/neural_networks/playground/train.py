"""Training as a film: `train` yields the state before the first step, then every few epochs."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.neural.data.dataset import COLUMNS, Dataset
from core.neural.net.costs import HEAD_BY_ID
from core.stages.neural_networks.playground.picture import Axes, Painter, Picture
from core.stages.neural_networks.playground.settings import BadNetwork, PlaygroundSettings
from core.stages.neural_networks.playground.trainer import NetChange, Trainer

Floats: TypeAlias = NDArray[np.float64]

FLAT, STEEP_ENOUGH = 1e-3, 0.05
"""A unit is dead below the first slope everywhere; saturated below this share of the greatest."""


@dataclass(frozen=True)
class Changed:
    """What a live run began with, and the changes since: (epochs done before it, change)."""

    begun_with: PlaygroundSettings
    changes: tuple[tuple[int, NetChange], ...]


@dataclass(frozen=True, eq=False)
class NetFrame:
    """The network after ``epoch`` epochs and ``step`` batches.

    ``learning_rate`` is the coming epoch's. Losses are means without penalty and dropout;
    ``penalty`` is l1 Σ|w| + l2/2 Σw². Scores are accuracies, or R² in a regression, where
    ``*_rmse`` is the root of the mean squared miss (nan in a classification).
    ``weights`` (n_in, n_out), ``biases`` (n_out,) per layer, the output last; ``norms`` per
    hidden layer (4, width): gain, shift, running mean and variance (empty without batch norm).
    ``gradient_norms`` (n_layers,): over all training points, without dropout.
    ``dead``, ``saturated`` (n_hidden,): shares in [0, 1] of each layer, over the training points.
    ``predicted`` (n_test,) float32: class codes, or numbers. ``head`` is the id of what the
    output means (`core.neural.net.costs.HEADS`). ``data``: the points, where they are
    columns of a table (others follow from the settings). ``ended``: why the run is over.
    """

    epoch: int
    step: int
    learning_rate: float
    train_loss: float
    test_loss: float
    train_score: float
    test_score: float
    train_rmse: float
    test_rmse: float
    penalty: float
    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    norms: tuple[Floats, ...]
    gradient_norms: Floats
    dead: Floats
    saturated: Floats
    predicted: NDArray[np.float32]
    head: str
    picture: Picture | None = None
    data: Dataset | None = None
    changed: Changed | None = None
    ended: str = ""


Making: TypeAlias = Callable[[], NetFrame]


def train(
    settings: PlaygroundSettings, frame: pd.DataFrame | None = None, *, pictures: bool = True
) -> Generator[NetFrame, NetChange | None, None]:
    """Train and yield a frame before the first epoch, every ``settings.every``, and at the end.

    ``send(NetChange)`` changes a setting before the next epoch. ``frame`` is the table whose
    columns the data name. Overflow or an impossible change ends the film with the last finite
    state and the sentence in ``ended``; settings that cannot start raise before the first frame.
    """
    run = train_lazily(settings, frame, pictures=pictures)
    making = next(run)
    while True:
        change = yield making()
        try:
            making = run.send(change)
        except StopIteration:
            return


def train_lazily(
    settings: PlaygroundSettings,
    frame: pd.DataFrame | None = None,
    *,
    pictures: bool = True,
    axes: Sequence[Axes] | None = None,
) -> Generator[Making, NetChange | None, None]:
    """Train as `train` does, but yield a function that makes the frame, to call before going on.

    ``axes``, one per hidden layer, say where to look at the bent spaces from; by default where
    the network spreads the points most before the first epoch. They stay for the whole run.
    """
    trainer = Trainer(settings, frame)
    painter = Painter(trainer.data, trainer.formulas, trainer.form.head) if pictures else None
    if axes is None:
        axes = painter.axes(trainer.net) if painter else ()
    ended = ""
    while True:
        change = yield partial(_frame, trainer, painter, axes, ended)
        if ended or trainer.n_epochs_done >= settings.n_epochs:
            return
        ended = "" if change is None or change == NetChange() else _changed(trainer, change)
        ended = ended or _advance(trainer)


def final_axes(trainer: Trainer) -> tuple[Axes, ...]:
    """Train to the end and return the axes along which the trained network spreads points."""
    s = trainer.settings
    while trainer.n_epochs_done < s.n_epochs and not trainer.ended and not _advance(trainer):
        pass
    return Painter(trainer.data, trainer.formulas, trainer.form.head).axes(trainer.net)


def _changed(trainer: Trainer, change: NetChange) -> str:
    """Apply a change; return the sentence where it cannot be, which ends the film."""
    try:
        trainer.change(change)
    except BadNetwork as error:
        return error.sentence
    return ""


def _advance(trainer: Trainer) -> str:
    """Train up to the next frame; return why the run is over, or ""."""
    s = trainer.settings
    for _ in range(min(s.every, s.n_epochs - trainer.n_epochs_done)):
        rate = trainer.learning_rate
        if not trainer.epoch():
            return (
                f"The weights grew beyond all bounds in epoch {trainer.n_epochs_done + 1} at a "
                f"learning rate of {rate:g}. Lower it to a tenth, or use smaller inputs."
            )
        if trainer.stopped():
            return trainer.ended
    return ""


def _frame(
    trainer: Trainer, painter: Painter | None, axes: Sequence[Axes], ended: str = ""
) -> NetFrame:
    net, s = trainer.net, trainer.settings
    with np.errstate(all="ignore"):
        before, after = net.passes(trainer.train_inputs)
        test = net.outputs(trainer.test_inputs)
        train_loss = trainer.form.value(after[-1], trainer.targets)
        test_loss = trainer.form.value(test, trainer.test_targets)
        train_score, train_rmse, _ = _score(trainer, after[-1], trainer.data.y_train)
        test_score, test_rmse, predicted = _score(trainer, test, trainer.data.y_test)
        dead, saturated = _health(trainer, before, after)
        penalty = net.penalty(s.l1, s.l2)
    return NetFrame(
        epoch=trainer.n_epochs_done,
        step=trainer.n_steps,
        learning_rate=trainer.learning_rate,
        train_loss=train_loss,
        test_loss=test_loss,
        train_score=train_score,
        test_score=test_score,
        train_rmse=train_rmse,
        test_rmse=test_rmse,
        penalty=penalty,
        weights=tuple(layer.weights.copy() for layer in net.layers),
        biases=tuple(layer.biases.copy() for layer in net.layers),
        norms=tuple(np.stack([n.gain, n.shift, n.mean, n.variance]) for n in net.norms),
        gradient_norms=np.array(trainer.full_gradient()),
        dead=dead,
        saturated=saturated,
        predicted=predicted,
        head=trainer.form.head,
        picture=painter.picture(net, axes) if painter else None,
        data=trainer.data if s.data.shape == COLUMNS else None,
        changed=Changed(trainer.begun_with, trainer.changes) if trainer.changes else None,
        ended=ended,
    )


def _score(
    trainer: Trainer, z: Floats, y: NDArray[Any]
) -> tuple[float, float, NDArray[np.float32]]:
    """Return accuracy or R², the RMSE (nan for classes), and what was predicted."""
    if trainer.data.task == "classification":
        codes = np.nan_to_num(HEAD_BY_ID[trainer.form.head].shares(z)).argmax(axis=1)
        return float(np.mean(codes == y)), float("nan"), codes.astype(np.float32)
    squares = float(np.mean((z[:, 0] - y) ** 2))
    spread = float(np.var(y))
    score = 1 - squares / spread if spread > 0 else float("nan")
    return score, float(np.sqrt(squares)), np.clip(z[:, 0], -1e38, 1e38).astype(np.float32)


def _health(trainer: Trainer, before: list[Floats], after: list[Floats]) -> tuple[Floats, Floats]:
    """Return per hidden layer the share of dead units and of saturated (unit, point) pairs."""
    dead, saturated = [], []
    for layer, z, a in zip(trainer.net.layers[:-1], before, after, strict=False):
        spec = layer.activation
        if spec is None:
            continue
        slope = np.empty_like(z)
        spec.slope(z, a, slope)
        slope = np.abs(slope)
        dead.append(float(np.mean(slope.max(axis=0) < FLAT)))
        top = 0.25 if spec.id == "sigmoid" else 1.0
        saturated.append(float(np.mean(slope < STEEP_ENOUGH * top)) if spec.bounded else 0.0)
    return np.array(dead), np.array(saturated)
