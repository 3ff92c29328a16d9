"""A small network in PyTorch, trained on points of the plane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.neural.data.dataset import split_rows
from core.neural.data.shapes import Draw
from core.stages.neural_networks.playground.steering import Training, linear_layers


@dataclass(frozen=True)
class Run:
    """Points, a network for them, and how it is trained.

    points() returns places (n, 2) and truths (n,), to train on and to test on. inputs(x1, x2) is
    what the network sees of a place, targets(y) what it should say. hidden : width and activation
    of each layer, ``layers`` makes modules of them. start(rng, n_in, n_out) draws weights.
    """

    points: Callable[[], Any]
    inputs: Callable[..., Any]
    hidden: tuple[tuple[int, Any], ...]
    layers: Callable[..., Any]
    start: Callable[..., Any]
    targets: Callable[[Any], Any]
    loss: Callable[..., Any]
    score: Callable[..., Any]
    optimiser: Callable[..., Any]
    n_epochs: int
    learning_rate: float = 0.03
    batch_size: int = 10
    n_outputs: int = 1
    score_name: str = "accuracy"
    seed: int = 0


@dataclass(frozen=True)
class Steered:
    """A run with more to it than an ordinary loop.

    schedule(epoch, n_planned) is a factor on the rate. batches(rows, batch_size) parts rows.
    penalties : how much each counts in the loss. changes : what was done by hand, and after how
    many epochs.
    """

    run: Run
    schedule: Callable[[int, int], float]
    n_planned: int
    batches: Callable[..., Any]
    penalties: dict[Callable[[Any], Any], float]
    changes: tuple[tuple[int, Callable[[Training], None]], ...] = ()


def made(
    draw: Draw, n_points: int, noise: float, test_share: float, seed: int, n_classes: int = 2
) -> list[Any]:
    """Draw points of each class, move them at random, and part them."""
    rng = np.random.default_rng(seed)
    X, y = draw(rng, n_points, n_classes)
    X = X + rng.normal(0, noise, X.shape)
    return [(X[rows], y[rows]) for rows in split_rows(rng, n_points, test_share)]


def made_surface(
    draw: Draw, n_points: int, noise: float, test_share: float, seed: int
) -> list[Any]:
    """Draw points of a surface, change its heights at random, and part them."""
    rng = np.random.default_rng(seed)
    X, y = draw(rng, n_points, 1)
    y = y + rng.normal(0, noise, n_points)
    return [(X[rows], y[rows]) for rows in split_rows(rng, n_points, test_share)]


def given(*parts: tuple[tuple[float, float, float], ...]) -> list[Any]:
    """Part (x1, x2, truth) into places and truths."""
    arrays = [np.array(part) for part in parts]
    return [(array[:, :2], array[:, 2]) for array in arrays]


def as_column(y: Any) -> Any:
    """Return what one output should say, (n, 1)."""
    import torch

    return torch.tensor(y).double()[:, None]


def as_codes(y: Any) -> Any:
    """Return the class of each point, (n,): one output per class should say it."""
    import torch

    return torch.tensor(y).long()


def right_sides(z: Any, y: Any) -> Any:
    """Return the share of points that are on their side of 0."""
    return ((z > 0) == (y > 0)).double().mean()


def right_classes(z: Any, y: Any) -> Any:
    """Return the share of points whose class has the largest output."""
    return (z.argmax(1) == y).double().mean()


def r_squared(z: Any, y: Any) -> Any:
    """Return the explained share of the truths' variance."""
    return 1 - (z - y).square().mean() / y.var(correction=0)


def tensors(settings: Run) -> list[Any]:
    """Return inputs (n, n_inputs) and targets, to train on and to test on."""
    import torch

    return [
        (torch.tensor(np.column_stack(settings.inputs(*X.T))), settings.targets(y))
        for X, y in settings.points()
    ]


def network(settings: Run, n_inputs: int) -> Any:
    """Return the network before the first step; biases are 0."""
    import torch
    from torch import nn

    sizes = [n_inputs, *(width for width, _ in settings.hidden)]
    hidden = settings.layers(sizes, [activation for _, activation in settings.hidden])
    net = nn.Sequential(*hidden, nn.Linear(sizes[-1], settings.n_outputs)).double()
    rng = np.random.default_rng([settings.seed, 0])
    for layer in linear_layers(net):
        weights = settings.start(rng, layer.in_features, layer.out_features)
        layer.weight.data = torch.tensor(weights.T.copy())
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)
    return net


def report(settings: Run, net: Any, parts: list[Any]) -> None:
    """Print how the network does on the points it trained on, and on those it never saw."""
    import torch

    net.eval()
    with torch.no_grad():
        for name, (x, y) in zip(("train", "test"), parts, strict=True):
            z = net(x)
            loss, score = settings.loss(z, y), settings.score(z, y)
            print(f"{name}: loss {loss:.6g}, {settings.score_name} {score:.6g}")


def example(settings: Run) -> None:
    """Train the network on one batch after another."""
    import torch

    torch.set_num_threads(1)  # quickest for a net this small
    (x, y), test = tensors(settings)
    net = network(settings, n_inputs=x.shape[1])
    optimiser = settings.optimiser(net.parameters(), lr=settings.learning_rate)
    rng = np.random.default_rng([settings.seed, 1])
    net.train()
    for _ in range(settings.n_epochs):
        order = torch.tensor(rng.permutation(len(x)))
        for rows in order.split(settings.batch_size):
            optimiser.zero_grad()
            loss = settings.loss(net(x[rows]), y[rows])
            loss.backward()
            optimiser.step()
    report(settings, net, [(x, y), test])


def steered(settings: Steered) -> None:
    """Train by a schedule, with penalties, and with what was changed meanwhile."""
    import torch

    torch.set_num_threads(1)  # quickest for a net this small
    run = settings.run
    (x, y), test = tensors(run)
    net = network(run, n_inputs=x.shape[1])
    optimiser = run.optimiser(net.parameters(), lr=run.learning_rate)
    now = Training(net, optimiser, run.learning_rate, run.batch_size, {**settings.penalties})
    rng = np.random.default_rng([run.seed, 1])
    net.train()
    for epoch in range(run.n_epochs):
        for after, change in settings.changes:
            if after == epoch:
                change(now)
        for group in optimiser.param_groups:
            group["lr"] = now.learning_rate * settings.schedule(epoch, settings.n_planned)
        order = torch.tensor(rng.permutation(len(x)))
        for rows in settings.batches(order, now.batch_size):
            optimiser.zero_grad()
            loss = run.loss(net(x[rows]), y[rows])
            loss = loss + sum(much * of(net) for of, much in now.penalties.items())
            loss.backward()
            optimiser.step()
    report(run, net, [(x, y), test])
