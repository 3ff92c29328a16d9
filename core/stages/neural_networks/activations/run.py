"""Activations, softmax and losses at one input, and all along its axis: small arithmetic.

Each look holds curves over the axis that a learner drags along (``steps``), and the numbers at the
place ``at`` on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.neural.net.costs import COST_BY_ID, CostSpec, softmax
from core.neural.net.units import ACTIVATION_BY_ID, ACTIVATIONS, ActivationSpec, sigmoid
from core.stages.neural_networks.activations.settings import (
    CLASS_LOSSES,
    GAP,
    NUMBER_LOSSES,
    REACH,
    LookSettings,
)

Floats: TypeAlias = NDArray[np.float64]

DEEPEST = 10
TEMPERATURES = np.round(np.geomspace(0.1, 10, 81), 3)


@dataclass(frozen=True, eq=False)
class ActivationLook:
    """An activation and all others over an input.

    steps : (n,) inputs. values, slopes : (n_activations, n). chosen : its row. at : place on the
    axis. value, slope : there. left_after_ten : what ten layers at this slope leave of a gradient
    of 1. steepest, steepest_at : the largest slope on the axis, and where. flat_share : the part of
    the axis that is saturated.
    """

    steps: Floats
    values: Floats
    slopes: Floats
    chosen: int
    at: int
    value: float
    slope: float
    saturated: bool
    left_after_ten: float
    steepest: float
    steepest_at: float
    flat_share: float


@dataclass(frozen=True, eq=False)
class SoftmaxLook:
    """Shares of three classes over the temperature.

    steps : (n,) temperatures. shares : (n, 3). classes_alive : (n,) two to the entropy in bits,
    how many equally likely classes would be as undecided.
    """

    steps: Floats
    shares: Floats
    classes_alive: Floats
    at: int
    share: tuple[float, float, float]
    alive: float
    winner: str


@dataclass(frozen=True, eq=False)
class LossLook:
    """Every loss of a task over the prediction.

    steps : (n,) sums (classes) or misses (numbers). values, pulls : (n_losses, n); a pull is the
    gradient with respect to the prediction. probability : of the truth (NaN for numbers).
    """

    steps: Floats
    values: Floats
    pulls: Floats
    names: tuple[str, ...]
    chosen: int
    at: int
    loss: float
    pull: float
    probability: float
    strongest: str
    strongest_pull: float


Look: TypeAlias = ActivationLook | SoftmaxLook | LossLook


def look(settings: LookSettings, _nothing: object = None) -> Look:
    """Return the curves and the numbers of what is looked at."""
    return _LOOKS[settings.view](settings)


def _axis(reach: float) -> Floats:
    n = round(reach / GAP)
    return np.array([round(i * GAP, 10) for i in range(-n, n + 1)])


def curves(spec: ActivationSpec, z: Floats) -> tuple[Floats, Floats]:
    """Return an activation's values and slopes at ``z`` (n,), each (n,)."""
    value, slope = np.empty_like(z), np.empty_like(z)
    spec.value(z, value)
    spec.slope(z, value, slope)
    return value, slope


def _activation(settings: LookSettings) -> ActivationLook:
    z = _axis(REACH)
    both = [curves(spec, z) for spec in ACTIVATIONS]
    values, slopes = (np.stack(part) for part in zip(*both, strict=True))
    spec = ACTIVATION_BY_ID[settings.activation]
    chosen = ACTIVATIONS.index(spec)
    value, slope = (float(part[0]) for part in curves(spec, np.array([settings.z])))
    top = int(np.argmax(np.abs(slopes[chosen])))
    return ActivationLook(
        z, values, slopes, chosen, _nearest(z, settings.z), value, slope,
        abs(slope) < settings.flat, slope**DEEPEST, float(slopes[chosen, top]), float(z[top]),
        float(np.mean(np.abs(slopes[chosen]) < settings.flat)),
    )  # fmt: skip


def _softmax(settings: LookSettings) -> SoftmaxLook:
    shares = _shares(settings.logits, TEMPERATURES)
    own = _shares(settings.logits, np.array([settings.temperature]))
    winner = "ABC"[int(np.argmax(settings.logits))]
    a, b, c = (float(share) for share in own[0])
    return SoftmaxLook(
        TEMPERATURES, shares, _alive(shares), _nearest(TEMPERATURES, settings.temperature),
        (a, b, c), float(_alive(own)[0]), winner,
    )  # fmt: skip


def _shares(logits: tuple[float, ...], temperatures: Floats) -> Floats:
    return softmax(np.array(logits) / temperatures[:, None])


def _alive(shares: Floats) -> Floats:
    """Return two to the entropy of each row; 0 log 0 is 0."""
    bits = -np.sum(shares * np.log2(np.maximum(shares, 1e-300)), axis=1)
    alive: Floats = 2.0**bits
    return alive


def _classes(settings: LookSettings) -> LossLook:
    y = float(settings.truth)
    towards = settings.sum if y else -settings.sum
    probability = float(sigmoid(np.array([towards]))[0])
    return _losses(CLASS_LOSSES, settings.class_loss, _axis(REACH), settings.sum, y, probability)


def _numbers(settings: LookSettings) -> LossLook:
    nan = float("nan")
    return _losses(NUMBER_LOSSES, settings.number_loss, _axis(4.0), settings.miss, 0.0, nan)


def _losses(
    specs: tuple[CostSpec, ...], chosen: str, axis: Floats, here: float, y: float, p: float
) -> LossLook:
    both = [loss_curves(spec, axis, y) for spec in specs]
    values, pulls = (np.stack(part) for part in zip(*both, strict=True))
    own = [loss_curves(spec, np.array([here]), y) for spec in specs]
    row = specs.index(COST_BY_ID[chosen])
    strongest = int(np.argmax([abs(pull[0]) for _, pull in own]))
    return LossLook(
        axis, values, pulls, tuple(spec.label for spec in specs), row, _nearest(axis, here),
        float(own[row][0][0]), float(own[row][1][0]), p, specs[strongest].label,
        float(own[strongest][1][0]),
    )  # fmt: skip


def loss_curves(spec: CostSpec, prediction: Floats, y: float) -> tuple[Floats, Floats]:
    """Return loss and gradient of one output, each (n,), at ``prediction`` (n,) and truth ``y``."""
    form = spec.form(1)
    z, target = prediction[:, None], np.full((len(prediction), 1), y)
    values = np.array([form.value(z[i : i + 1], target[:1]) for i in range(len(z))])
    gradient = np.empty_like(z)
    form.gradient(z, target, gradient)  # of the mean over all rows
    return values, gradient[:, 0] * len(z)


def _nearest(axis: Floats, value: float) -> int:
    return int(np.argmin(np.abs(axis - value)))


_LOOKS: dict[str, Callable[[LookSettings], Look]] = {
    "activation": _activation,
    "softmax": _softmax,
    "classes": _classes,
    "numbers": _numbers,
}
MOVES = {"activation": "z", "softmax": "temperature", "classes": "sum", "numbers": "miss"}
"""Which setting a drag in the picture moves."""


def dragged(settings: LookSettings, click: Any) -> dict[str, float]:
    """Return the control that a drag to ``click.x`` moves, on the steps of its axis."""
    axis = look(settings).steps
    return {MOVES[settings.view]: float(axis[_nearest(axis, click.x)])}
