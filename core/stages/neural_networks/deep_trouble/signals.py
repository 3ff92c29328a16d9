"""What each layer of a deep network passes on and back, step by step of training."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film
from core.stages.neural_networks.deep_trouble.deep_net import DeepRun, Floats
from core.stages.neural_networks.deep_trouble.settings import TroubleSettings

Rule: TypeAlias = "Callable[[TroubleFrame, TroubleFrame], bool]"

FLAT = 0.05
VANISHED, EXPLODED, STUCK, SATURATED = 1e-2, 1e2, 0.3, 0.7
FADES = 0.5
"""What a layer of a network that did not learn passes back at least, or its gradient vanishes."""
LEARNT, GUESSED = 0.9, 0.6
"""Shares of the points right from which, and below which, a run has learnt, or guesses."""
COIN = float(np.log(2))
"""The loss of a coin: as many points are in either class."""


@dataclass(frozen=True, eq=False)
class TroubleFrame:
    """The layers after ``step`` steps; arrays are (n_layers,), the first layer first.

    size : root mean square of the layer's sums. spread : how far its outputs differ from point to
    point (standard deviation, averaged over units). gradient : root mean square of the loss's
    derivative with respect to the sums of one point. dead : share of units without any slope at
    every point. flat : share of unit-point pairs with a slope under 0.05. ended : "" while fine.
    """

    step: int
    loss: float
    accuracy: float
    size: Floats
    spread: Floats
    gradient: Floats
    dead: Floats
    flat: Floats
    ended: str = ""

    @property
    def first_gradient(self) -> float:
        """The gradient that reaches the first layer."""
        return float(self.gradient[0])

    @property
    def last_gradient(self) -> float:
        """The gradient at the last hidden layer."""
        return float(self.gradient[-1])

    @property
    def passed_back(self) -> float:
        """Which part of a gradient a layer passes back, on (geometric) average."""
        if not self.first_gradient > 0 or len(self.gradient) < 2:
            return 0.0
        ratio = self.first_gradient / self.last_gradient
        return float(ratio ** (1 / (len(self.gradient) - 1)))

    @property
    def coin(self) -> float:
        """The loss of a coin toss."""
        return COIN

    @property
    def stuck(self) -> float:
        """The share of dead units over all layers."""
        return float(self.dead.mean())

    @property
    def saturated(self) -> float:
        """The share of flat unit-point pairs over all layers."""
        return float(self.flat.mean())


def run_trouble(settings: TroubleSettings) -> Iterator[TroubleFrame]:
    """Train with a constant rate; one frame before any step and one after each."""
    run = DeepRun(settings)
    yield frame_of(run)
    for _ in range(settings.n_steps):
        if not run.step(settings.learning_rate):
            run.look()
            yield frame_of(run)
            return
        yield frame_of(run)


def frame_of(run: DeepRun) -> TroubleFrame:
    """Return what the layers do now. The buffers are those of the last look."""
    m = len(run.rows)
    buffers = run.net.buffers(m)
    z, delta = buffers.z[:-1], buffers.delta[:-1]
    with np.errstate(all="ignore"):
        steep = [np.abs(slope) for slope in buffers.slope]
        right = (buffers.z[-1] > 0) == (run.targets > 0)
        return TroubleFrame(
            step=run.n_steps,
            loss=run.loss,
            accuracy=float(right.mean()),
            size=_each(z, _rms),
            spread=_each(buffers.inner, lambda h: float(h.std(axis=0).mean())),
            gradient=_each(delta, lambda d: _rms(d) * m),
            dead=_each(steep, lambda s: float((s.max(axis=0) < 1e-9).mean())),
            flat=_each(steep, lambda s: float((s < FLAT).mean())),
            ended=run.ended,
        )


def _each(layers: list[Floats], measure: Callable[[Floats], float]) -> Floats:
    return np.array([measure(layer) for layer in layers])


def _rms(values: NDArray[np.float64]) -> float:
    """Return the root mean square; scaled first, so that 1e200 does not overflow."""
    top = float(np.abs(values).max(initial=0.0))
    if not 0 < top < np.inf:
        return top
    return top * float(np.sqrt(np.mean((values / top) ** 2)))


def verdict(film: Film[TroubleFrame]) -> str:
    """Return the id of the first rule that fires: what becomes of the gradient."""
    first, last = film.frames[0], film.last
    return next(name for name, rule in RULES.items() if rule(first, last))


def _fades(first: TroubleFrame, last: TroubleFrame) -> bool:
    """Whether hardly half of a gradient passes a layer, and little was learnt from it."""
    return last.accuracy < LEARNT and first.passed_back < FADES


def passed_through(frame: TroubleFrame) -> float:
    """Return the gradient at the first layer over that at the last, 0 where there is none."""
    return frame.first_gradient / frame.last_gradient if frame.last_gradient > 0 else 0.0


RULES: dict[str, Rule] = {
    "overflow": lambda first, last: bool(last.ended),
    "silent": lambda first, last: first.first_gradient == 0,
    "dead": lambda first, last: last.stuck >= STUCK,
    "saturated": lambda first, last: last.saturated >= SATURATED,
    "exploding": lambda first, last: passed_through(first) > EXPLODED,
    "vanishing": lambda first, last: passed_through(first) < VANISHED or _fades(first, last),
    "healthy": lambda first, last: True,
}
"""From the first and the last frame; the first rule that fires names the film."""
