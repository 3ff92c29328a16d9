"""A run of the playground as a PyTorch script that needs only NumPy and torch.

It draws the same points, weights, batches and dropout from the same NumPy generators, in float64,
and so ends at the same loss to six digits, unless the run is chaotic (see `core.neural.chaos`).
Lines for things that are switched off are left out.
"""

from __future__ import annotations

import inspect
import pprint
import re
from collections.abc import Sequence
from typing import Any

import pandas as pd

from core.neural.dataset import COLUMNS, DRAWN, Dataset, make_dataset
from core.neural.features import feature_formulas, formula_code
from core.neural.optimisers import OPTIMISER_BY_ID
from core.neural.schedules import SCHEDULE_BY_ID
from core.neural.settings import PlaygroundSettings, check_settings
from core.neural.shapes import NOISE_SCALE, SHAPE_BY_ID
from core.neural.starts import START_BY_ID
from core.neural.trainer import NetChange, form_of
from core.neural.units import ACTIVATION_BY_ID

_MASKS = """dropout_rng = np.random.default_rng([SEED, 2])


def draw_masks(m):
    kept = [dropout_rng.random((m, width)) >= dropout for width in sizes[1:-1]]
    return [torch.tensor(mask / (1 - dropout)) for mask in kept]


"""
_LION = '''
class Lion(torch.optim.Optimizer):
    """Chen et al. (2023), algorithm 2."""

    def __init__(self, parameters, lr, weight_decay):
        super().__init__(parameters, {"lr": lr, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                sign = torch.sign(0.9 * m + 0.1 * p.grad)
                p -= group["lr"] * (sign + group["weight_decay"] * p)
                m.mul_(0.99).add_(0.01 * p.grad)
'''


def playground_script(
    settings: PlaygroundSettings,
    n_epochs: int,
    frame: pd.DataFrame | None = None,
    changes: Sequence[tuple[int, NetChange]] = (),
) -> str:
    """Return the script of a run of ``n_epochs`` epochs.

    ``changes`` are those made while it trained: (epochs done before it, change). ``frame`` is the
    table whose columns the data name; its points are written into the script.
    """
    check_settings(settings)
    data = make_dataset(settings.data, frame)
    drops = settings.dropout > 0 or any(change.dropout for _, change in changes)
    parts = [
        _head(settings, n_epochs),
        _points(settings, data),
        _inputs(settings),
        _targets(settings, data),
        _network(settings, drops=drops),
        _loss(settings, data),
        _optimiser(settings),
        _loop(settings, changes, drops=drops),
        _report(data),
    ]
    return "\n\n".join(part.strip("\n") + "\n" for part in parts)


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
{_source(spec.draw)}

rng = np.random.default_rng({s.data.seed})
X, y = {spec.draw.__name__}(rng, {s.data.n_points}, {spec.n_classes(s.data.n_classes)})
{noise}
n_test = min(max(round(len(X) * {s.data.test_share!r}), 1), len(X) - 1)
order = rng.permutation(len(X))
train, test = order[n_test:], order[:n_test]
X_train, y_train, X_test, y_test = X[train], y[train], X[test], y[test]
"""


def _source(function: Any) -> str:
    """Return a function's source without type hints, which this script does not import."""
    rest = inspect.getsource(function).split("\n", 1)[1]
    rest = re.sub(r"\n\n    >>> .*?\n    \"\"\"", '"""', rest, flags=re.DOTALL)
    name = function.__name__
    return f"def {name}({', '.join(inspect.signature(function).parameters)}):\n{rest}".rstrip()


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


def _network(s: PlaygroundSettings, *, drops: bool) -> str:
    start = START_BY_ID[s.init].draw
    widths = "".join(f"{layer.width}, " for layer in s.layers)
    lines = [
        _source(start),
        "",
        "",
        "ACTIVATIONS = [",
        *(f"    lambda z: {ACTIVATION_BY_ID[x.activation].torch}," for x in s.layers),
        "]",
        "",
        "",
        "class Net(torch.nn.Module):",
        "    def __init__(self, sizes):",
        "        super().__init__()",
        "        rng = np.random.default_rng([SEED, 0])",
        "        self.linear = torch.nn.ModuleList()",
        "        for i, (n_in, n_out) in enumerate(zip(sizes[:-1], sizes[1:])):",
        f"            layer = torch.nn.Linear(n_in, n_out, bias={_bias(s)})",
        f"            weights = {start.__name__}(rng, n_in, n_out)",
        "            layer.weight.data = torch.tensor(weights.T.copy())",
        "            if layer.bias is not None:",
        "                torch.nn.init.zeros_(layer.bias)",
        "            self.linear.append(layer)",
        s.batch_norm
        and "        self.norm = torch.nn.ModuleList(map(torch.nn.BatchNorm1d, sizes[1:-1]))",
        "",
        f"    def forward(self, x{', masks=None' if drops else ''}):",
        "        for i, activation in enumerate(ACTIVATIONS):",
        "            z = self.linear[i](x)",
        s.batch_norm and "            z = self.norm[i](z)",
        "            x = activation(z)",
        drops and "            x = x if masks is None else x * masks[i]",
        "        return self.linear[-1](x)",
        "",
        "",
        f"sizes = [{len(s.features) + len(s.formulas)}, {widths}encode(y_train).shape[1]]",
        "net = Net(sizes)",
    ]
    return "\n".join(line for line in lines if line is not False)


def _bias(s: PlaygroundSettings) -> str:
    """A normalised layer has no bias: the normalisation would take it away."""
    return "i == len(sizes) - 2" if s.batch_norm else "True"


def _loss(s: PlaygroundSettings, data: Dataset) -> str:
    form = form_of(s, data)[0]
    return f"""

def loss_of(z, y):
    Y, y = encode(y), torch.tensor(y)
    return {form.torch}

"""


def _optimiser(s: PlaygroundSettings) -> str:
    spec = OPTIMISER_BY_ID[s.optimiser]
    call = spec.torch or "Lion(parameters, lr=LR, weight_decay=DECAY)"
    call = call.replace("LR", "lr").replace("DECAY", repr(s.weight_decay))
    call = call.replace("parameters", "net.parameters()")
    factor = SCHEDULE_BY_ID[s.schedule].factor
    steady = factor is SCHEDULE_BY_ID["constant"].factor
    parts = ["" if spec.torch else _LION, "" if steady else _source(factor), f"optimiser = {call}"]
    return "\n\n\n".join(part.strip("\n") for part in parts if part)


def _loop(s: PlaygroundSettings, changes: Sequence[tuple[int, NetChange]], *, drops: bool) -> str:
    changed = any(change.l1 is not None or change.l2 is not None for _, change in changes)
    penalty, factor = changed or s.l1 or s.l2, SCHEDULE_BY_ID[s.schedule].factor
    steady = factor is SCHEDULE_BY_ID["constant"].factor
    rate = "lr" if steady else f"lr * {factor.__name__}(epoch, {s.n_epochs})"
    lines = [
        "batch_rng = np.random.default_rng([SEED, 1])",
        drops and _MASKS,
        "n_rows = len(X_train)",
        "net.train()",
        "for epoch in range(EPOCHS):",
        *(_change(after, change, s) for after, change in changes),
        "    for group in optimiser.param_groups:",
        f"        group['lr'] = {rate}",
        "    order = batch_rng.permutation(n_rows)",
        "    starts = list(range(0, n_rows, batch_size))",
        s.batch_norm and "    if len(starts) > 1 and n_rows - starts[-1] == 1:",
        s.batch_norm and "        starts.pop()",
        "    for low, high in zip(starts, [*starts[1:], n_rows]):",
        "        rows = order[low:high]",
        drops and "        masks = draw_masks(high - low) if dropout else None",
        "        optimiser.zero_grad()",
        f"        z = net(train_inputs[rows]{', masks' if drops else ''})",
        "        loss = loss_of(z, y_train[rows])",
        penalty and "        for layer in net.linear:",
        penalty and "            w = layer.weight",
        penalty and "            loss = loss + l1 * w.abs().sum() + l2 / 2 * (w**2).sum()",
        "        loss.backward()",
        "        optimiser.step()",
    ]
    return "\n".join(line for line in lines if isinstance(line, str))


def _change(after: int, change: NetChange, s: PlaygroundSettings) -> str:
    """Return the lines of a change made after ``after`` epochs."""
    names = {
        "lr": change.learning_rate,
        "l1": change.l1,
        "l2": change.l2,
        "dropout": change.dropout,
        "batch_size": change.batch_size,
    }
    lines = [f"{name} = {value!r}" for name, value in names.items() if value is not None]
    if change.weight is not None:
        edit = change.weight
        widths = [len(s.features) + len(s.formulas), *(layer.width for layer in s.layers)]
        bias = edit.row == widths[edit.layer]
        place = f"bias.data[{edit.column}]" if bias else f"weight.data[{edit.column}, {edit.row}]"
        lines.append(f"net.linear[{edit.layer}].{place} = {edit.value!r}")
    return "\n".join([f"    if epoch == {after}:", *(f"        {line}" for line in lines)])


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
