"""The network and its training as PyTorch text: the second half of the playground's script."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from typing import Any

from core.neural.data.dataset import Dataset
from core.neural.net.optimisers import OPTIMISER_BY_ID
from core.neural.net.schedules import SCHEDULE_BY_ID
from core.neural.net.starts import START_BY_ID
from core.neural.net.units import ACTIVATION_BY_ID
from core.stages.neural_networks.playground.places import BIAS
from core.stages.neural_networks.playground.settings import PlaygroundSettings
from core.stages.neural_networks.playground.trainer import NetChange, form_of

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


def source_of(function: Any) -> str:
    """Return a function's source without type hints, which this script does not import."""
    rest = inspect.getsource(function).split("\n", 1)[1]
    rest = re.sub(r"\n\n    >>> .*?\n    \"\"\"", '"""', rest, flags=re.DOTALL)
    name = function.__name__
    return f"def {name}({', '.join(inspect.signature(function).parameters)}):\n{rest}".rstrip()


def network_code(s: PlaygroundSettings, *, drops: bool) -> str:
    """Return the module and the net; ``drops`` where dropout is ever used."""
    start = START_BY_ID[s.init].draw
    widths = "".join(f"{layer.width}, " for layer in s.layers)
    lines = [
        source_of(start),
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


def loss_code(s: PlaygroundSettings, data: Dataset) -> str:
    """Return the loss function."""
    form = form_of(s, data)[0]
    return f"""

def loss_of(z, y):
    Y, y = encode(y), torch.tensor(y)
    return {form.torch}

"""


def optimiser_code(s: PlaygroundSettings) -> str:
    """Return the optimiser, and the schedule where there is one."""
    spec = OPTIMISER_BY_ID[s.optimiser]
    call = spec.torch or "Lion(parameters, lr=LR, weight_decay=DECAY)"
    call = call.replace("LR", "lr").replace("DECAY", repr(s.weight_decay))
    call = call.replace("parameters", "net.parameters()")
    factor = SCHEDULE_BY_ID[s.schedule].factor
    steady = factor is SCHEDULE_BY_ID["constant"].factor
    parts = [
        "" if spec.torch else _LION,
        "" if steady else source_of(factor),
        f"optimiser = {call}",
    ]
    return "\n\n\n".join(part.strip("\n") for part in parts if part)


def loop_code(
    s: PlaygroundSettings, changes: Sequence[tuple[int, NetChange]], *, drops: bool
) -> str:
    """Return the training loop with the ``changes`` made while it ran."""
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
        bias = edit.row == BIAS
        place = f"bias.data[{edit.column}]" if bias else f"weight.data[{edit.column}, {edit.row}]"
        lines.append(f"net.linear[{edit.layer}].{place} = {edit.value!r}")
    return "\n".join([f"    if epoch == {after}:", *(f"        {line}" for line in lines)])
