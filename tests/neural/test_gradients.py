"""The hand-written gradient against torch's autograd, in float64."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from core.neural.net import in_torch
from core.neural.net.costs import COSTS, encode
from core.neural.net.network import Net
from core.neural.net.starts import START_BY_ID
from core.neural.net.units import ACTIVATION_BY_ID, ACTIVATIONS

pytestmark = pytest.mark.slow  # imports torch

FORMS = [
    pytest.param(cost, n_outputs, id=f"{cost.id}-{n_outputs}")
    for cost in COSTS
    for n_outputs in ((1, 3) if cost.task == "classification" else (1,))
]
M, N_INPUTS, WIDTHS = 12, 3, (5, 4)


def case(cost, n_outputs, activation, *, batch_norm=False):
    rng = np.random.default_rng(3)
    net = Net((N_INPUTS, *WIDTHS, n_outputs), [activation] * 2, batch_norm=batch_norm)
    net.start(START_BY_ID["xavier_normal"], rng)
    net.theta += 0.1 * rng.normal(size=len(net.theta))
    if batch_norm:
        for layer in net.layers[:-1]:
            layer.biases[:] = 0.0
    inputs = 2 * rng.normal(size=(M, N_INPUTS))
    n_classes = max(n_outputs, 2)
    y = rng.normal(size=M) if cost.task == "regression" else rng.integers(0, n_classes, M)
    return net, inputs, y, encode(y, n_classes, n_outputs)


def torch_gradient(net, inputs, y, targets, cost, *, l1=0.0, l2=0.0, masks=()):
    """The same network written in torch, with torch's own activations and losses."""
    import torch
    import torch.nn.functional as F

    blocks = [torch.tensor(layer.block.copy(), requires_grad=True) for layer in net.layers]
    norms = [
        [torch.tensor(a.copy(), requires_grad=True) for a in (layer.norm.gain, layer.norm.shift)]
        for layer in net.layers
        if layer.norm is not None
    ]
    x = torch.tensor(inputs)
    for i, block in enumerate(blocks[:-1]):
        z = x @ block[:-1] + (0 if norms else block[-1])
        if norms:
            z = F.batch_norm(z, None, None, *norms[i], training=True)
        x = in_torch.activations()[net.layers[i].activation.id](z)
        if masks:
            x = x * torch.tensor(masks[i])
    z = x @ blocks[-1][:-1] + blocks[-1][-1]
    if targets.shape[1] == 1:
        data_loss = in_torch.losses()[cost.id](z, torch.tensor(targets))
    else:
        data_loss = in_torch.class_losses()[cost.id](z, torch.tensor(y))
    penalty = sum(l1 * b[:-1].abs().sum() + l2 / 2 * (b[:-1] ** 2).sum() for b in blocks)
    (data_loss + penalty).backward()
    flat = []
    for i, block in enumerate(blocks):
        flat.append(block.grad.numpy().ravel())
        if norms and i < len(norms):
            flat += [part.grad.numpy() for part in norms[i]]
    return float(data_loss.detach()), z.detach().numpy(), np.concatenate(flat)


@pytest.mark.parametrize("activation", [spec.id for spec in ACTIVATIONS])
@pytest.mark.parametrize(("cost", "n_outputs"), FORMS)
def test_the_gradient_is_torchs_for_every_activation_and_loss(cost, n_outputs, activation):
    net, inputs, y, targets = case(cost, n_outputs, activation)
    form = cost.form(n_outputs)
    z = net.gradient(net.with_ones(inputs), targets, form)
    loss, expected_z, expected = torch_gradient(net, inputs, y, targets, cost)
    np.testing.assert_allclose(z, expected_z, atol=1e-12)
    np.testing.assert_allclose(net.grad, expected, atol=1e-10)
    assert form.value(z, targets) == pytest.approx(loss, abs=1e-12)


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("drop", [False, True])
@pytest.mark.parametrize("activation", ["tanh", "relu", "gelu", "sigmoid"])
def test_the_gradient_is_torchs_with_penalties_norm_and_dropout(activation, drop, batch_norm):
    cost = COSTS[0]
    net, inputs, y, targets = case(cost, 3, activation, batch_norm=batch_norm)
    rng = np.random.default_rng(1)
    masks = [(rng.random((M, width)) >= 0.3) / 0.7 for width in WIDTHS] if drop else ()
    net.gradient(net.with_ones(inputs), targets, cost.form(3), masks)
    net.add_penalty(0.01, 0.03)
    options = {"l1": 0.01, "l2": 0.03, "masks": masks}
    _, _, expected = torch_gradient(net, inputs, y, targets, cost, **options)
    np.testing.assert_allclose(net.grad, expected, atol=1e-10)


def test_running_statistics_are_those_of_torch():
    import torch

    net, inputs, _, targets = case(COSTS[0], 3, "tanh", batch_norm=True)
    layer = net.layers[0]
    norm = torch.nn.BatchNorm1d(WIDTHS[0], dtype=torch.float64)
    for _ in range(3):
        net.gradient(net.with_ones(inputs), targets, COSTS[0].form(3))
        norm(torch.tensor(inputs @ layer.weights))
    np.testing.assert_allclose(layer.norm.mean, norm.running_mean.numpy(), atol=1e-12)
    np.testing.assert_allclose(layer.norm.variance, norm.running_var.numpy(), atol=1e-12)
    norm.eval()
    norm.weight.data, norm.bias.data = map(torch.tensor, (layer.norm.gain, layer.norm.shift))
    before = net.passes(inputs)[0][0]
    expected = norm(torch.tensor(inputs @ layer.weights)).detach().numpy()
    np.testing.assert_allclose(before, expected, atol=1e-12)


@pytest.mark.parametrize("activation", [spec.id for spec in ACTIVATIONS])
def test_values_and_slopes_stay_finite_far_out(activation):
    spec = ACTIVATION_BY_ID[activation]
    z = np.array([[-800.0, -40.0, 0.0, 40.0, 800.0]])
    a, slope = np.empty_like(z), np.empty_like(z)
    with np.errstate(over="ignore"):
        spec.value(z, a)
        spec.slope(z, a, slope)
    assert np.isfinite(a).all()
    assert np.isfinite(slope).all()


@pytest.mark.parametrize("activation", [spec.id for spec in ACTIVATIONS])
def test_values_and_slopes_are_torchs_far_out(activation):
    import torch

    spec, z = ACTIVATION_BY_ID[activation], np.linspace(-60, 60, 241)[None, :]
    a, slope = np.empty_like(z), np.empty_like(z)
    spec.value(z, a)
    spec.slope(z, a, slope)
    t = torch.tensor(z, requires_grad=True)
    expected = in_torch.activations()[activation](t)
    expected.sum().backward()
    np.testing.assert_allclose(a, expected.detach().numpy(), rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(slope, t.grad.numpy(), rtol=1e-12, atol=1e-13)


def test_penalty_counts_weights_and_not_biases():
    net, *_ = case(COSTS[0], 1, "tanh")
    for layer in net.layers:
        layer.biases[:] = 100.0
        layer.weights[:] = 1.0
    n = sum(a * b for a, b in itertools.pairwise(net.sizes))
    assert net.penalty(1.0, 0.0) == n
    assert net.penalty(0.0, 2.0) == n
