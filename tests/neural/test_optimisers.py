"""Each optimiser against PyTorch's own, over fifty steps on a shaking valley."""

from __future__ import annotations

import numpy as np
import pytest

from core.export.embed import is_own
from core.neural.net import in_torch
from core.neural.net.optimisers import LION_BETA2, OPTIMISER_BY_ID, OPTIMISERS
from core.neural.net.schedules import SCHEDULES

DECAY, LR = 0.02, 0.05


def gradient(theta, i):
    return 2 * theta * np.arange(1, len(theta) + 1) + np.sin(i + np.arange(len(theta)))


@pytest.mark.slow
@pytest.mark.parametrize("spec", OPTIMISERS, ids=lambda spec: spec.id)
def test_fifty_steps_are_those_of_torch(spec):
    import torch

    theta = np.linspace(-2, 2, 7)
    p = torch.tensor(theta.copy(), requires_grad=True)
    decay = {"weight_decay": DECAY} if spec.decays else {}
    theirs = in_torch.optimisers()[spec.id]([p], lr=LR, **decay)
    ours = spec.make(len(theta), DECAY)
    for i in range(50):
        p.grad = torch.tensor(gradient(p.detach().numpy(), i))
        theirs.step()
        ours.step(theta, gradient(theta, i), LR)
        np.testing.assert_allclose(theta, p.detach().numpy(), rtol=0, atol=1e-10)


@pytest.mark.slow
def test_only_lion_has_no_torch():
    makers = {name: getattr(make, "func", make) for name, make in in_torch.optimisers().items()}
    assert [name for name, make in makers.items() if is_own(make)] == ["lion"]
    assert [*makers] == [spec.id for spec in OPTIMISERS]
    assert len(OPTIMISERS) == 8


def test_lion_follows_its_paper():
    theta, expected, m = np.array([1.0, -2.0]), np.array([1.0, -2.0]), np.zeros(2)
    ours = OPTIMISER_BY_ID["lion"].make(2, DECAY)
    for i in range(50):
        g = gradient(expected, i)
        update = np.sign(0.9 * m + 0.1 * g)
        m = LION_BETA2 * m + (1 - LION_BETA2) * g
        expected = expected - LR * (update + DECAY * expected)
        ours.step(theta, gradient(theta, i), LR)
        np.testing.assert_allclose(theta, expected, atol=1e-12)


@pytest.mark.parametrize("spec", OPTIMISERS, ids=lambda spec: spec.id)
def test_the_gradient_is_left_as_it_is(spec):
    theta, g = np.ones(3), np.array([1.0, 2.0, 3.0])
    ours = spec.make(3, 0.0)
    for _ in range(3):
        ours.step(theta, g, 0.1)
    assert g.tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("spec", SCHEDULES, ids=lambda spec: spec.id)
def test_schedules_stay_between_zero_and_one(spec):
    factors = [spec.factor(epoch, 50) for epoch in range(51)]
    assert all(0 <= factor <= 1 for factor in factors)
    assert max(factors) == 1
