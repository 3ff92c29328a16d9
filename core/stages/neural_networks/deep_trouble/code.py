"""The script of "Deep trouble": the same deep network and its numbers in PyTorch."""

from __future__ import annotations

from core.neural.data.shapes import circles
from core.neural.net.starts import START_BY_ID
from core.neural.net.units import ACTIVATION_BY_ID
from core.stages.neural_networks.deep_trouble.deep_net import N_POINTS
from core.stages.neural_networks.deep_trouble.rate_finder import GIVE_UP, HIGHEST, LOWEST
from core.stages.neural_networks.deep_trouble.settings import TroubleSettings
from core.stages.neural_networks.playground.code_train import optimiser_code, source_of
from core.stages.neural_networks.playground.settings import PlaygroundSettings

_HEAD = '''"""Signals and gradients of a deep network, from the ML Roadmap Playground."""

import math

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
'''
_NET = """

class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        rng = np.random.default_rng([{seed}, 0])
        sizes = [2, *[{width}] * {n_layers}, 1]
        self.linear = torch.nn.ModuleList()
        for n_in, n_out in zip(sizes[:-1], sizes[1:]):
            layer = torch.nn.Linear(n_in, n_out{bias})
            layer.weight.data = torch.tensor({start}(rng, n_in, n_out).T.copy())
            if layer.bias is not None:
                torch.nn.init.zeros_(layer.bias)
            self.linear.append(layer){norm}

    def forward(self, x):
        self.sums = []
        for i, layer in enumerate(self.linear[:-1]):
            z = layer(x)
            self.sums.append(z)
            {normalise}x = {activation}
        return self.linear[-1](x)


def look(net):
    loss = F.binary_cross_entropy_with_logits(net(X), y)
    net.zero_grad()
    for z in net.sums:
        z.retain_grad()
    loss.backward()
    return loss.item()


def size(z):
    return (len(X) * z.grad).square().mean().sqrt().item()


net = Net()
"""
_SIGNALS = """
before = look(net)
print(f"gradient at layer {n_layers}: {{size(net.sums[-1]):.10g}}")
print(f"gradient at layer 1: {{size(net.sums[0]):.10g}}")
print(f"loss before: {{before:.10g}}")
steps, after = 0, before
for step in range({n_steps}):
    optimiser.step()
    found = look(net)
    if not math.isfinite(found) or max(p.abs().max() for p in net.parameters()) >= 1e30:
        break
    steps, after = step + 1, found
print(f"loss after {{steps}} steps: {{after:.10g}}")
"""
_FINDER = """
rates, losses = np.geomspace({low!r}, {high!r}, {n_steps} + 1), [look(net)]
for rate in rates[1:]:
    for group in optimiser.param_groups:
        group["lr"] = rate
    optimiser.step()
    loss = look(net)
    if not math.isfinite(loss):
        break
    losses.append(loss)
    if loss > {give_up} * losses[0]:
        break
best = rates[int(np.argmin(losses))]
print(f"lowest loss: {{min(losses):.10g}}")
print(f"at a rate of: {{best:.10g}}")
print(f"a tenth of it: {{best / 10:.10g}}")
"""
_SCHEDULES = """
loss = look(net)
for t in range({n_steps}):
    rate = lr * {factor} * min(1, (t + 1) / max({warm_up} * {n_steps}, 1))
    for group in optimiser.param_groups:
        group["lr"] = rate
    optimiser.step()
    loss = look(net)
print(f"loss after {n_steps} steps: {{loss:.10g}}")
"""


def trouble_script(s: TroubleSettings) -> str:
    """Return the script of the view: it prints the numbers of the sentence."""
    start = START_BY_ID[s.init].draw
    net = _NET.format(
        seed=s.seed, width=s.width, n_layers=s.n_layers, start=start.__name__,
        bias=", bias=len(self.linear) == len(sizes) - 2" if s.batch_norm else "",
        norm=_NORM.format(width=s.width, n_layers=s.n_layers) if s.batch_norm else "",
        normalise="z = self.norm[i](z)\n            " if s.batch_norm else "",
        activation=ACTIVATION_BY_ID[s.activation].torch,
    )  # fmt: skip
    run = PlaygroundSettings(
        optimiser=s.optimiser, schedule=s.schedule if s.view == "schedules" else "constant"
    )
    steady = run.schedule == "constant"
    body = _BODIES[s.view].format(
        n_layers=s.n_layers, n_steps=s.n_steps, low=LOWEST, high=HIGHEST, give_up=GIVE_UP,
        warm_up=s.warm_up, factor="1.0" if steady else f"{run.schedule}(t, {s.n_steps})",
    )  # fmt: skip
    points = f"""
{source_of(circles)}


{source_of(start)}


X, y = circles(np.random.default_rng(0), {N_POINTS}, 2)
X = torch.tensor((X - X.mean(axis=0)) / X.std(axis=0))
y = torch.tensor(y[:, None], dtype=torch.float64)
lr = {s.learning_rate!r}
"""
    return "\n".join([_HEAD, points, net, optimiser_code(run), body])


_NORM = """
        self.norm = torch.nn.ModuleList(torch.nn.BatchNorm1d({width}) for _ in range({n_layers}))"""
_BODIES = {"signals": _SIGNALS, "finder": _FINDER, "schedules": _SCHEDULES}
