"""The training loop: one epoch after another, changeable in between. It makes no pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.neural.data.dataset import Dataset, make_dataset
from core.neural.data.features import check_finite, compute_features, feature_formulas
from core.neural.net.costs import CostForm, cost_for, encode
from core.neural.net.network import Net
from core.neural.net.optimisers import OPTIMISER_BY_ID
from core.neural.net.schedules import SCHEDULE_BY_ID
from core.neural.net.starts import START_BY_ID
from core.stages.neural_networks.playground.places import BIAS, WeightEdit
from core.stages.neural_networks.playground.settings import (
    BadNetwork,
    PlaygroundSettings,
    check_settings,
    check_training,
)

Floats: TypeAlias = NDArray[np.float64]

MOST_WEIGHT = 1e30
"""A run with a larger weight has diverged; below it pictures and losses still have numbers."""


@dataclass(frozen=True)
class NetChange:
    """What may change while the network trains; None keeps it."""

    learning_rate: float | None = None
    l1: float | None = None
    l2: float | None = None
    dropout: float | None = None
    batch_size: int | None = None
    weight: WeightEdit | None = None


CHANGEABLE = ("learning_rate", "l1", "l2", "dropout", "batch_size")


def net_change(before: PlaygroundSettings, now: PlaygroundSettings) -> NetChange | None:
    """Return what to send into a run of ``before`` that it goes on as ``now``; None: it cannot."""
    free = {name: getattr(now, name) for name in (*CHANGEABLE, "edit")}
    if replace(before.work(), **free) != now.work():
        return None
    new = {name: free[name] for name in CHANGEABLE if free[name] != getattr(before, name)}
    return NetChange(**new, weight=now.edit if now.edit != before.edit else None)


class Trainer:
    """A network, its points and everything drawn, ready to train epoch by epoch.

    Three generators seeded by (seed, 0), (seed, 1), (seed, 2) draw weights, batches and dropout:
    changing one control leaves the other draws as they were.
    """

    def __init__(self, settings: PlaygroundSettings, frame: pd.DataFrame | None = None) -> None:
        check_settings(settings)
        self.settings, self.n_epochs_done, self.n_steps = settings, 0, 0
        self.begun_with = settings
        self.changes: tuple[tuple[int, NetChange], ...] = ()
        self.ended = ""
        self._lowest, self._lowest_epoch = np.inf, 0
        self.data = make_dataset(settings.data, frame)
        self.formulas = feature_formulas(settings.features, settings.formulas)
        self.train_inputs, self.test_inputs = self._inputs()
        self.form, n_outputs = form_of(settings, self.data)
        self.targets = encode(self.data.y_train, self.data.n_classes, n_outputs)
        self.test_targets = encode(self.data.y_test, self.data.n_classes, n_outputs)
        widths = [layer.width for layer in settings.layers]
        self.net = Net(
            (len(self.formulas), *widths, n_outputs),
            [layer.activation for layer in settings.layers],
            batch_norm=settings.batch_norm,
        )
        self.net.start(START_BY_ID[settings.init], np.random.default_rng([settings.seed, 0]))
        if settings.edit is not None:
            self._edit(settings.edit)
        self.batch_rng = np.random.default_rng([settings.seed, 1])
        self.dropout_rng = np.random.default_rng([settings.seed, 2])
        self.optimiser = OPTIMISER_BY_ID[settings.optimiser].make(
            len(self.net.theta), settings.weight_decay
        )
        self._rows = self.net.with_ones(self.train_inputs)
        if settings.batch_norm and len(self._rows) < 2:
            raise BadNetwork("Batch normalisation needs two training points or more. Add points.")

    def _inputs(self) -> tuple[Floats, Floats]:
        made = []
        for X in (self.data.X_train, self.data.X_test):
            columns = compute_features(X, self.formulas)
            check_finite(X, columns, self.formulas)
            made.append(columns)
        return made[0], made[1]

    @property
    def learning_rate(self) -> float:
        """The rate of the coming epoch."""
        factor = SCHEDULE_BY_ID[self.settings.schedule].factor
        return self.settings.learning_rate * factor(self.n_epochs_done, self.settings.n_epochs)

    def epoch(self) -> bool:
        """Show every training point once; return False, with the old weights, on overflow."""
        before = self.net.state()
        order = self.batch_rng.permutation(len(self._rows))
        rows, targets, lr = self._rows[order], self.targets[order], self.learning_rate
        net, form, step = self.net, self.form, self.optimiser.step
        s = self.settings
        edges = batch_edges(len(rows), s.batch_size, batch_norm=s.batch_norm)
        with np.errstate(all="ignore"):
            for low, high in edges:
                masks = self._masks(high - low) if s.dropout else ()
                net.gradient(rows[low:high], targets[low:high], form, masks)
                if s.l1 or s.l2:
                    net.add_penalty(s.l1, s.l2)
                step(net.theta, net.grad, lr)
        if not np.abs(net.theta).max() < MOST_WEIGHT:  # also where it is nan
            net.restore(before)
            return False
        self.n_epochs_done += 1
        self.n_steps += len(edges)
        return True

    def _masks(self, m: int) -> list[Floats]:
        share = self.settings.dropout
        return [
            (self.dropout_rng.random((m, layer.width)) >= share) / (1 - share)
            for layer in self.settings.layers
        ]

    def change(self, change: NetChange) -> None:
        """Apply a change before the next epoch; raise `BadNetwork` and keep all if it is bad."""
        chosen = {name: getattr(change, name) for name in CHANGEABLE}
        new = replace(self.settings, **{k: v for k, v in chosen.items() if v is not None})
        check_training(new)
        if change.weight is not None:
            self._edit(change.weight)
        self.settings, self.changes = new, (*self.changes, (self.n_epochs_done, change))

    def _edit(self, edit: WeightEdit) -> None:
        if not 0 <= edit.layer < len(self.net.layers):
            raise BadNetwork(f"There is no layer {edit.layer} to change a weight of.")
        block = self.net.layers[edit.layer].block
        if not (BIAS <= edit.row < len(block) - 1 and 0 <= edit.column < block.shape[1]):
            raise BadNetwork(f"Layer {edit.layer} has no weight {edit.row}, {edit.column}.")
        if not np.isfinite(edit.value):
            raise BadNetwork(f"A weight must be a number, not {edit.value}.")
        block[edit.row, edit.column] = edit.value

    def loss(self) -> float:
        """Return the mean loss over all training points, without penalty and dropout."""
        with np.errstate(all="ignore"):
            return self.form.value(self.net.outputs(self.train_inputs), self.targets)

    def test_loss(self) -> float:
        """Return the mean loss over all test points."""
        with np.errstate(all="ignore"):
            return self.form.value(self.net.outputs(self.test_inputs), self.test_targets)

    def stopped(self) -> bool:
        """Whether a condition ends the run after this epoch; ``ended`` then says which.

        To be asked once after every epoch.
        """
        s, epoch = self.settings, self.n_epochs_done
        if s.stop_below is not None and self.loss() < s.stop_below:
            self.ended = f"The training loss fell below {s.stop_below:g} in epoch {epoch}."
        if s.patience is not None:
            loss = self.test_loss()
            if loss < self._lowest:
                self._lowest, self._lowest_epoch = loss, epoch
            elif epoch - self._lowest_epoch >= s.patience:
                self.ended = (
                    f"Stopped after epoch {epoch}: the test loss has not improved for "
                    f"{s.patience} {'epoch' if s.patience == 1 else 'epochs'}."
                )
        return bool(self.ended)

    def full_gradient(self) -> list[float]:
        """Return the norm of each layer's gradient over all training points, without dropout."""
        with np.errstate(all="ignore"):
            self.net.gradient(self._rows, self.targets, self.form, remember=False)
            self.net.add_penalty(self.settings.l1, self.settings.l2)
            return [float(np.linalg.norm(layer.d_block)) for layer in self.net.layers]


def form_of(settings: PlaygroundSettings, data: Dataset) -> tuple[CostForm, int]:
    """Return the loss in the form it takes here and the number of outputs."""
    two = data.n_classes == 2 and settings.output == "auto"
    n_outputs = 1 if data.task == "regression" or two else data.n_classes
    return cost_for(settings.loss, data.task).form(n_outputs), n_outputs


def batch_edges(n: int, batch_size: int, *, batch_norm: bool) -> list[tuple[int, int]]:
    """Return (low, high) of each batch; the last may be smaller.

    Batch normalisation has no spread of one row: a single one left over joins the batch before.

    >>> batch_edges(7, 3, batch_norm=False)
    [(0, 3), (3, 6), (6, 7)]
    >>> batch_edges(7, 3, batch_norm=True)
    [(0, 3), (3, 7)]
    """
    starts = list(range(0, n, batch_size))
    if batch_norm and len(starts) > 1 and n - starts[-1] == 1:
        starts.pop()
    return list(zip(starts, [*starts[1:], n], strict=True))
