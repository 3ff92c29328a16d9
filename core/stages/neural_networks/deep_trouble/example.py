"""Signals, gradients and learning rates of a deep plain network in PyTorch."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.neural.net.in_torch import activations, optimisers
from core.neural.net.schedules import SCHEDULE_BY_ID
from core.neural.net.starts import START_BY_ID
from core.stages.neural_networks.deep_trouble.deep_net import check
from core.stages.neural_networks.deep_trouble.rate_finder import GIVE_UP, HIGHEST, LOWEST
from core.stages.neural_networks.deep_trouble.settings import TroubleSettings

if TYPE_CHECKING:  # it needs torch, which the page must not load
    from core.stages.neural_networks.deep_trouble.torch_net import Run


@dataclass(frozen=True)
class Deep:
    """A deep network and how it is trained. start(rng, n_in, n_out) draws a layer's weights."""

    activation: Callable[[Any], Any]
    start: Callable[..., Any]
    optimiser: Callable[..., Any]
    n_layers: int = 12
    width: int = 24
    batch_norm: bool = False
    learning_rate: float = 0.1
    n_steps: int = 60
    seed: int = 0


@dataclass(frozen=True)
class Scheduled:
    """Its rate is multiplied by ``schedule(step, n_steps)`` and rises over a part ``warm_up``."""

    deep: Deep
    schedule: Callable[[int, int], float]
    warm_up: float = 0.0


def deep_of(settings: TroubleSettings) -> Deep:
    """Return the network that a learner chose; raise `BadDepth`."""
    check(settings)
    chosen = ("n_layers", "width", "batch_norm", "learning_rate", "n_steps", "seed")
    return Deep(
        activations()[settings.activation],
        START_BY_ID[settings.init].draw,
        optimisers()[settings.optimiser],
        **{name: getattr(settings, name) for name in chosen},
    )


def scheduled_of(settings: TroubleSettings) -> Scheduled:
    """Return the network and the schedule that a learner chose; raise `BadDepth`."""
    factor = SCHEDULE_BY_ID[settings.schedule].factor
    return Scheduled(deep_of(settings), factor, settings.warm_up)


def run_of(settings: Deep) -> Run:
    """Return the network before any step."""
    from core.stages.neural_networks.deep_trouble.torch_net import Net, Run

    sizes = [2, *[settings.width] * settings.n_layers, 1]
    rng = np.random.default_rng([settings.seed, 0])
    net = Net(sizes, settings.activation, settings.start, rng, batch_norm=settings.batch_norm)
    return Run(net, settings.optimiser, settings.learning_rate)


def example(settings: Deep) -> None:
    """Print what comes back to the last and to the first layer, and train."""
    run = run_of(settings)
    before = after = run.look()
    print(f"gradient at layer {settings.n_layers}: {run.gradient(-1):.10g}")
    print(f"gradient at layer 1: {run.gradient(0):.10g}")
    print(f"loss before: {before:.10g}")
    steps = 0
    for step in range(settings.n_steps):
        loss = run.step(settings.learning_rate)
        if not math.isfinite(loss):
            break
        steps, after = step + 1, loss
    print(f"loss after {steps} steps: {after:.10g}")


def finder(settings: Deep) -> None:
    """Raise the rate with every step until the loss runs away (Smith, 2017)."""
    run = run_of(settings)
    rates, losses = np.geomspace(LOWEST, HIGHEST, settings.n_steps + 1), [run.look()]
    for rate in rates[1:]:
        loss = run.step(float(rate))
        if not math.isfinite(loss):
            break
        losses.append(loss)
        if loss > GIVE_UP * losses[0]:
            break
    best = rates[int(np.argmin(losses))]
    print(f"lowest loss: {min(losses):.10g}")
    print(f"at a rate of: {best:.10g}")
    print(f"a tenth of it: {best / 10:.10g}")


def scheduled(settings: Scheduled) -> None:
    """Train with a rate that follows its schedule."""
    deep, n_steps = settings.deep, settings.deep.n_steps
    run = run_of(deep)
    loss = run.look()
    for t in range(n_steps):
        rising = min(1.0, (t + 1) / max(settings.warm_up * n_steps, 1.0))
        loss = run.step(deep.learning_rate * settings.schedule(t, n_steps) * rising)
        if not math.isfinite(loss):
            break
    print(f"loss after {n_steps} steps: {loss:.10g}")


VIEWS: dict[str, tuple[Callable[[Any], None], Callable[[TroubleSettings], Any]]] = {
    "signals": (example, deep_of),
    "finder": (finder, deep_of),
    "schedules": (scheduled, scheduled_of),
}
"""Each view's example, and what arranges its settings."""
