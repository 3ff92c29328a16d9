"""Losses and the output heads they belong to.

A head is what the last layer's sums ``z`` (m, n_out) mean. A loss is a mean over the batch, its
gradient is taken with respect to ``z``, so that sigmoid and softmax need no slope of their own.
Targets ``Y`` (m, n_out): 0 or 1 for ``sigmoid`` and ``score``, one-hot for ``softmax`` and
``scores``, the number itself for ``linear``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.neural.data.shapes import Task
from core.neural.net.units import sigmoid

Floats: TypeAlias = NDArray[np.float64]


class BadLoss(PlaygroundError):
    """A loss that does not fit the task."""


@dataclass(frozen=True)
class Head:
    """What the output means. ``shares(z)`` (m, n_classes) says how sure it is of each class."""

    id: str
    label: str
    shares: Callable[[Floats], Floats]


@dataclass(frozen=True)
class CostForm:
    """A loss for one head; PyTorch's are in `in_torch.losses` and `in_torch.class_losses`."""

    head: str
    value: Callable[[Floats, Floats], float]
    gradient: Callable[[Floats, Floats, Floats], object]


@dataclass(frozen=True)
class CostSpec:
    """One loss; ``forms`` has one entry per head it can be used with."""

    id: str
    label: str
    help: str
    formula: str
    source: str
    task: Task
    forms: tuple[CostForm, ...]

    def form(self, n_outputs: int) -> CostForm:
        """Return the form for one output or for several."""
        return self.forms[0] if n_outputs == 1 or len(self.forms) == 1 else self.forms[1]


def softmax(z: Floats) -> Floats:
    """Return each row's exponentials over their sum."""
    e: Floats = np.exp(z - z.max(axis=1, keepdims=True))
    shares: Floats = e / e.sum(axis=1, keepdims=True)
    return shares


def _two(p: Floats) -> Floats:
    return np.hstack([1.0 - p, p])


HEADS: tuple[Head, ...] = (
    Head("sigmoid", "One sigmoid output", lambda z: _two(sigmoid(z))),
    Head("softmax", "Softmax over the classes", softmax),
    Head("score", "One score", lambda z: _two(np.clip(0.5 + 0.5 * z, 0.0, 1.0))),
    Head("scores", "A score per class", softmax),
    Head("linear", "One number", lambda z: z),
)
HEAD_BY_ID: dict[str, Head] = {head.id: head for head in HEADS}


def _bce(z: Floats, y: Floats) -> float:
    return float(np.mean(np.maximum(z, 0.0) - z * y + np.log1p(np.exp(-np.abs(z)))))


def _bce_gradient(z: Floats, y: Floats, out: Floats) -> None:
    np.multiply(z, 0.5, out=out)
    np.tanh(out, out=out)
    np.multiply(out, 0.5, out=out)
    np.add(out, 0.5, out=out)
    np.subtract(out, y, out=out)
    np.multiply(out, 1.0 / len(z), out=out)


def _ce(z: Floats, y: Floats) -> float:
    shifted = z - z.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(shifted).sum(axis=1)) - (shifted * y).sum(axis=1)))


def _ce_gradient(z: Floats, y: Floats, out: Floats) -> None:
    out[...] = (softmax(z) - y) / len(z)


def _sigmoid_mse(z: Floats, y: Floats) -> float:
    return float(np.mean((sigmoid(z) - y) ** 2))


def _sigmoid_mse_gradient(z: Floats, y: Floats, out: Floats) -> None:
    p = sigmoid(z)
    out[...] = 2 * (p - y) * p * (1 - p) / len(z)


def _softmax_mse(z: Floats, y: Floats) -> float:
    return float(np.mean((softmax(z) - y) ** 2))


def _softmax_mse_gradient(z: Floats, y: Floats, out: Floats) -> None:
    p = softmax(z)
    dp = 2 * (p - y) / p.size
    out[...] = p * (dp - (dp * p).sum(axis=1, keepdims=True))


def _hinge(z: Floats, y: Floats) -> float:
    return float(np.mean(np.maximum(1 - (2 * y - 1) * z, 0.0)))


def _hinge_gradient(z: Floats, y: Floats, out: Floats) -> None:
    side = 2 * y - 1
    out[...] = np.where(1 - side * z >= 0, -side, 0.0) / len(z)


def _margins(z: Floats, y: Floats) -> Floats:
    own = (z * y).sum(axis=1, keepdims=True)
    return np.where(y == 1, 0.0, 1 - own + z)


def _hinges(z: Floats, y: Floats) -> float:
    return float(np.mean(np.maximum(_margins(z, y), 0.0)))


def _hinges_gradient(z: Floats, y: Floats, out: Floats) -> None:
    over = (_margins(z, y) > 0) / z.size
    out[...] = over - y * over.sum(axis=1, keepdims=True)


def _mse(z: Floats, y: Floats) -> float:
    return float(np.mean((z - y) ** 2))


def _mse_gradient(z: Floats, y: Floats, out: Floats) -> None:
    np.subtract(z, y, out=out)
    np.multiply(out, 2.0 / z.size, out=out)


def _mae(z: Floats, y: Floats) -> float:
    return float(np.mean(np.abs(z - y)))


def _mae_gradient(z: Floats, y: Floats, out: Floats) -> None:
    out[...] = np.sign(z - y) / z.size


def _huber(z: Floats, y: Floats) -> float:
    miss = np.abs(z - y)
    return float(np.mean(np.where(miss <= 1, 0.5 * miss**2, miss - 0.5)))


def _huber_gradient(z: Floats, y: Floats, out: Floats) -> None:
    out[...] = np.clip(z - y, -1.0, 1.0) / z.size


COSTS: tuple[CostSpec, ...] = (
    CostSpec(
        "cross_entropy", "Cross-entropy", "Minus the log of the probability given to the truth.",
        r"-\frac{1}{m} \sum_i \log p_{i, y_i}", "Goodfellow, Bengio & Courville (2016), 6.2",
        "classification",
        (CostForm("sigmoid", _bce, _bce_gradient), CostForm("softmax", _ce, _ce_gradient)),
    ),
    CostSpec(
        "squared_error", "Squared error of probabilities",
        "Mean squared distance from 0 or 1 (Brier): flat where the net is surely wrong.",
        r"\frac{1}{mk} \sum_{i,c} (p_{ic} - Y_{ic})^2", "Brier (1950)", "classification",
        (CostForm("sigmoid", _sigmoid_mse, _sigmoid_mse_gradient),
         CostForm("softmax", _softmax_mse, _softmax_mse_gradient)),
    ),
    CostSpec(
        "hinge", "Hinge", "No loss for points beyond a margin of 1.",
        r"\frac{1}{m} \sum_i \max(0, 1 - t_i z_i)", "Cortes & Vapnik (1995)", "classification",
        (CostForm("score", _hinge, _hinge_gradient),
         CostForm("scores", _hinges, _hinges_gradient)),
    ),
    CostSpec(
        "mse", "Mean squared error", "Misses squared: one far point counts much.",
        r"\frac{1}{m} \sum_i (z_i - y_i)^2", "Gauss (1809)", "regression",
        (CostForm("linear", _mse, _mse_gradient),),
    ),
    CostSpec(
        "mae", "Mean absolute error", "Misses as they are: far points count no more than near.",
        r"\frac{1}{m} \sum_i |z_i - y_i|", "Laplace (1774)", "regression",
        (CostForm("linear", _mae, _mae_gradient),),
    ),
    CostSpec(
        "huber", "Huber", "Squared for misses under 1, absolute beyond.",
        r"\tfrac{1}{2}(z-y)^2 \text{ if } |z-y| \le 1 \text{ else } |z-y| - \tfrac{1}{2}",
        "Huber (1964)", "regression",
        (CostForm("linear", _huber, _huber_gradient),),
    ),
)  # fmt: skip
COST_BY_ID: dict[str, CostSpec] = {spec.id: spec for spec in COSTS}


def cost_for(loss: str, task: Task) -> CostSpec:
    """Return the loss named, or the task's first one where ``loss`` is "auto"."""
    fitting = [spec for spec in COSTS if spec.task == task]
    if loss == "auto":
        return fitting[0]
    found = [spec for spec in fitting if spec.id == loss]
    if not found:
        names = ", ".join(spec.label for spec in fitting)
        raise BadLoss(f"The loss {loss!r} does not fit {task}. Choose one of: {names}.")
    return found[0]


def encode(y: NDArray[Any], n_classes: int, n_outputs: int) -> Floats:
    """Return targets (n, n_outputs): one column of numbers or 0/1, or one-hot rows."""
    if n_outputs == 1:
        return y.astype(np.float64)[:, None]
    one_hot: Floats = np.eye(n_classes)[y]
    return one_hot
