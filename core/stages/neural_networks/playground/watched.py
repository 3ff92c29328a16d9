"""A run that was watched, arranged for its example: functions instead of their names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.export.script import Example
from core.neural.data.dataset import COLUMNS, DRAWN, Dataset, make_dataset
from core.neural.data.features import Inputs, feature_formulas
from core.neural.data.shapes import NOISE_SCALE, SHAPE_BY_ID
from core.neural.net.costs import cost_for
from core.neural.net.in_torch import activations, class_losses, losses, optimisers
from core.neural.net.optimisers import OPTIMISER_BY_ID
from core.neural.net.schedules import SCHEDULE_BY_ID
from core.neural.net.starts import START_BY_ID
from core.stages.neural_networks.playground.example import (
    Run,
    Steered,
    as_codes,
    as_column,
    example,
    given,
    made,
    made_surface,
    r_squared,
    right_classes,
    right_sides,
    steered,
)
from core.stages.neural_networks.playground.places import BIAS, WeightEdit
from core.stages.neural_networks.playground.settings import PlaygroundSettings, check_settings
from core.stages.neural_networks.playground.steering import (
    Penalty,
    Training,
    joined,
    l1,
    l2,
    set_batch_size,
    set_bias,
    set_dropout,
    set_learning_rate,
    set_penalty,
    set_weight,
)
from core.stages.neural_networks.playground.train import NetFrame
from core.stages.neural_networks.playground.trainer import NetChange, form_of

Floats: TypeAlias = NDArray[np.float64]
Change: TypeAlias = Callable[[Training], None]


@dataclass(frozen=True)
class Watched:
    """A run that came to ``n_epochs`` epochs.

    columns : the points, where they are columns of a table (`NetFrame.data`). changes : those made
    while it trained, (epochs done before it, change).
    """

    settings: PlaygroundSettings
    n_epochs: int
    columns: Dataset | None = None
    changes: tuple[tuple[int, NetChange], ...] = ()

    @property
    def data(self) -> Dataset:
        """Its points; raises `BadData`."""
        return make_dataset(self.settings.data) if self.columns is None else self.columns

    @property
    def all_changes(self) -> tuple[tuple[int, NetChange], ...]:
        """The changes, and before them the weight that was set by hand."""
        edit = self.settings.edit
        return self.changes if edit is None else ((0, NetChange(weight=edit)), *self.changes)

    @property
    def is_steered(self) -> bool:
        """Whether there is more to it than an ordinary loop."""
        s = self.settings
        return bool(self.all_changes or s.l1 or s.l2) or s.schedule != "constant" or self.joins

    @property
    def joins(self) -> bool:
        """Whether a batch of one point may be left over that normalisation cannot use."""
        if not self.settings.batch_norm:
            return False
        sizes = {self.settings.batch_size, *(change.batch_size for _, change in self.changes)}
        n = len(self.data.y_train)
        return any(n % size == 1 for size in sizes if size)


def watched(settings: PlaygroundSettings, last: NetFrame) -> Watched:
    """Return the run that came to ``last``, with what was changed meanwhile."""
    if last.changed is None:
        return Watched(settings.work(), last.epoch, last.data)
    return Watched(last.changed.begun_with, last.epoch, last.data, last.changed.changes)


def example_of(run: Watched) -> Example:
    """Return the order for the code of a run."""
    return Example(steered, run, steered_of) if run.is_steered else Example(example, run, run_of)


def run_of(watched: Watched) -> Run:
    """Return what was chosen; raise `BadNetwork`, `BadFormula` or `BadData`."""
    s, data = watched.settings, watched.data
    check_settings(s)
    known, spec = activations(), OPTIMISER_BY_ID[s.optimiser]
    optimiser = optimisers()[s.optimiser]
    n_outputs, is_regression = form_of(s, data)[1], data.task == "regression"
    of_all = losses() if n_outputs == 1 else class_losses()
    right = right_sides if n_outputs == 1 else right_classes
    return Run(
        points=_points(s, data),
        inputs=Inputs(feature_formulas(s.features, s.formulas)),
        hidden=tuple((layer.width, known[layer.activation]) for layer in s.layers),
        layers=_layers(watched),
        start=START_BY_ID[s.init].draw,
        targets=as_column if n_outputs == 1 else as_codes,
        loss=of_all[cost_for(s.loss, data.task).id],
        score=r_squared if is_regression else right,
        optimiser=partial(optimiser, weight_decay=s.weight_decay) if spec.decays else optimiser,
        n_epochs=watched.n_epochs,
        learning_rate=s.learning_rate,
        batch_size=s.batch_size,
        n_outputs=n_outputs,
        score_name="R²" if is_regression else "accuracy",
        seed=s.seed,
    )


def steered_of(watched: Watched) -> Steered:
    """Return what was chosen and changed; raise what `run_of` raises."""
    import torch

    s = watched.settings
    sizes: dict[Penalty, float] = {l1: s.l1, l2: s.l2}
    return Steered(
        run=run_of(watched),
        schedule=SCHEDULE_BY_ID[s.schedule].factor,
        n_planned=s.n_epochs,
        batches=joined if watched.joins else torch.split,
        penalties={penalty: size for penalty, size in sizes.items() if size},
        changes=tuple(
            (after, do) for after, change in watched.all_changes for do in _changes(change)
        ),
    )


def _points(s: PlaygroundSettings, data: Dataset) -> Callable[[], Any]:
    chosen = s.data
    if chosen.shape in (DRAWN, COLUMNS):
        parts = ((data.X_train, data.y_train), (data.X_test, data.y_test))
        return partial(given, *(tuple(_rows(X, y)) for X, y in parts))
    spec, is_regression = SHAPE_BY_ID[chosen.shape], data.task == "regression"
    make, scale = (made_surface, 1.0) if is_regression else (made, NOISE_SCALE)
    classes = {"n_classes": data.n_classes} if data.n_classes > 2 else {}
    return partial(
        make, spec.draw, n_points=chosen.n_points, noise=scale * chosen.noise,
        test_share=chosen.test_share, seed=chosen.data_seed, **classes,
    )  # fmt: skip


def _rows(X: Floats, y: NDArray[Any]) -> Iterator[tuple[float, float, float]]:
    return zip(*X.T.tolist(), y.tolist(), strict=True)


def _layers(watched: Watched) -> Callable[..., Any]:
    from core.stages.neural_networks.playground.torch_layers import dropping, normalised, plain

    s = watched.settings
    layers = normalised if s.batch_norm else plain
    if s.dropout or any(change.dropout for _, change in watched.changes):
        return partial(dropping, layers, s.dropout, s.seed)
    return layers


def _changes(change: NetChange) -> Iterator[Change]:
    """Yield what a change does, one thing after another."""
    for name, do in _CHANGES.items():
        value = getattr(change, name)
        if value is not None:
            yield partial(do, value=value)
    if change.weight is not None:
        yield _edit(change.weight)


def _edit(edit: WeightEdit) -> Change:
    if edit.row == BIAS:
        return partial(set_bias, layer=edit.layer, neuron=edit.column, value=edit.value)
    return partial(
        set_weight, layer=edit.layer, source=edit.row, neuron=edit.column, value=edit.value
    )


_CHANGES: dict[str, Callable[..., None]] = {
    "learning_rate": set_learning_rate,
    "l1": partial(set_penalty, penalty=l1),
    "l2": partial(set_penalty, penalty=l2),
    "dropout": set_dropout,
    "batch_size": set_batch_size,
}
