"""A run of the playground as a PyTorch script that needs only NumPy and torch.

It draws the same points, weights, batches and dropout from the same NumPy generators, in float64,
and so ends at the same loss to six digits, unless the run is chaotic
(see `core.stages.neural_networks.playground.chaos`).
Lines for things that are switched off are left out.
"""

from __future__ import annotations

import pprint
from collections.abc import Sequence

from core.neural.data.dataset import COLUMNS, DRAWN, Dataset, make_dataset
from core.neural.data.features import feature_formulas, formula_code
from core.neural.data.shapes import NOISE_SCALE, SHAPE_BY_ID
from core.stages.neural_networks.playground.code_train import (
    loop_code,
    loss_code,
    network_code,
    optimiser_code,
    source_of,
)
from core.stages.neural_networks.playground.settings import PlaygroundSettings, check_settings
from core.stages.neural_networks.playground.train import NetFrame
from core.stages.neural_networks.playground.trainer import NetChange, form_of


def playground_script(
    settings: PlaygroundSettings,
    n_epochs: int,
    columns: Dataset | None = None,
    changes: Sequence[tuple[int, NetChange]] = (),
) -> str:
    """Return the script of a run of ``n_epochs`` epochs.

    ``changes`` are those made while it trained: (epochs done before it, change). ``columns``:
    the points, where they are columns of a table (`NetFrame.data`); they stand in the script.
    """
    check_settings(settings)
    if settings.edit is not None:
        changes = ((0, NetChange(weight=settings.edit)), *changes)
    data = make_dataset(settings.data) if columns is None else columns
    drops = settings.dropout > 0 or any(change.dropout for _, change in changes)
    parts = [
        _head(settings, n_epochs),
        _points(settings, data),
        _inputs(settings),
        _targets(settings, data),
        network_code(settings, drops=drops),
        loss_code(settings, data),
        optimiser_code(settings),
        loop_code(settings, changes, drops=drops),
        _report(data),
    ]
    return "\n\n".join(part.strip("\n") + "\n" for part in parts)


def run_script(settings: PlaygroundSettings, last: NetFrame) -> str:
    """Return the script of the run that came to ``last``, with what was changed meanwhile."""
    if last.changed is None:
        return playground_script(settings, last.epoch, last.data)
    changed = last.changed
    return playground_script(changed.begun_with, last.epoch, last.data, changed.changes)


def _head(s: PlaygroundSettings, n_epochs: int) -> str:
    lines = f"lr, batch_size = {s.learning_rate!r}, {s.batch_size}\n"
    lines += f"l1, l2, dropout = {s.l1!r}, {s.l2!r}, {s.dropout!r}\n"
    return f'''"""A run of the neural-network playground, again in PyTorch."""

{"" if s.schedule == "constant" else "import math"}
import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)  # quickest for a net this small

SEED, EPOCHS = {s.seed}, {n_epochs}
{lines}
'''


def _points(s: PlaygroundSettings, data: Dataset) -> str:
    if s.data.shape in (DRAWN, COLUMNS):
        return "\n".join(
            f"{name} = np.array({pprint.pformat(getattr(data, name).tolist(), compact=True)})"
            for name in ("X_train", "y_train", "X_test", "y_test")
        )
    spec = SHAPE_BY_ID[s.data.shape]
    noise = (
        f"y = y + rng.normal(0, {s.data.noise!r}, len(y))"
        if spec.task == "regression"
        else f"X = X + rng.normal(0, {NOISE_SCALE * s.data.noise!r}, X.shape)"
    )
    return f"""
{source_of(spec.draw)}

rng = np.random.default_rng({s.data.data_seed})
X, y = {spec.draw.__name__}(rng, {s.data.n_points}, {spec.n_classes(s.data.n_classes)})
{noise}
n_test = min(max(round(len(X) * {s.data.test_share!r}), 1), len(X) - 1)
order = rng.permutation(len(X))
train, test = order[n_test:], order[:n_test]
X_train, y_train, X_test, y_test = X[train], y[train], X[test], y[test]
"""


def _inputs(s: PlaygroundSettings) -> str:
    formulas = feature_formulas(s.features, s.formulas)
    columns = ", ".join(formula_code(formula) for formula in formulas)
    return f"""

def inputs(X):
    x1, x2 = X[:, 0], X[:, 1]
    columns = [np.broadcast_to(column, len(X)) for column in [{columns}]]
    return torch.tensor(np.column_stack(columns))


train_inputs, test_inputs = inputs(X_train), inputs(X_test)
"""


def _targets(s: PlaygroundSettings, data: Dataset) -> str:
    n_outputs = form_of(s, data)[1]
    one = "torch.tensor(y, dtype=torch.float64)[:, None]"
    many = f"torch.eye({data.n_classes})[torch.tensor(y)]"
    return f"""

def encode(y):
    return {one if n_outputs == 1 else many}

"""


def _report(data: Dataset) -> str:
    if data.task == "regression":
        score = "1 - float(((z[:, 0] - torch.tensor(y)) ** 2).mean()) / float(np.var(y))"
        return _REPORT.format(score=score, name="R²")
    many = (
        "z.argmax(1)" if data.n_classes > 2 else "(z.argmax(1) if z.shape[1] > 1 else z[:, 0] > 0)"
    )
    score = f"float(({many}.numpy() == y).mean())"
    return _REPORT.format(score=score, name="accuracy")


_REPORT = """
net.eval()
with torch.no_grad():
    for name, x, y in (("train", train_inputs, y_train), ("test", test_inputs, y_test)):
        z = net(x)
        score = {score}
        print(f"{{name}}: loss {{float(loss_of(z, y)):.6g}}, {name} {{score:.6g}}")
"""
