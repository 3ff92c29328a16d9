"""Learning-rate schedules: the factor on the rate in each epoch.

``factor(epoch, n_epochs)``: ``epoch`` counts from 0. The generated script carries the source.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class ScheduleSpec:
    """One schedule over a run of ``n_epochs``."""

    id: str
    label: str
    help: str
    formula: str
    source: str
    factor: Callable[[int, int], float]


def constant(epoch: int, n_epochs: int) -> float:
    """Keep the rate.

    >>> constant(7, 10)
    1.0
    """
    return 1.0


def step(epoch: int, n_epochs: int) -> float:
    """Halve the rate after each quarter of the run.

    >>> step(50, 100)
    0.25
    """
    return math.pow(0.5, 4 * epoch // n_epochs)


def exponential(epoch: int, n_epochs: int) -> float:
    """Fall evenly in ratio, to a hundredth at the end.

    >>> exponential(50, 100)
    0.1
    """
    return math.pow(0.01, epoch / n_epochs)


def cosine(epoch: int, n_epochs: int) -> float:
    """Fall along half a cosine to 0.

    >>> cosine(50, 100)
    0.5
    """
    return 0.5 * (1 + round(math.cos(math.pi * epoch / n_epochs), 12))


def warm_up(epoch: int, n_epochs: int) -> float:
    """Rise evenly over the first tenth, then keep the rate.

    >>> warm_up(4, 100)
    0.5
    """
    return min(1.0, (epoch + 1) / max(1.0, n_epochs / 10))


SCHEDULES: tuple[ScheduleSpec, ...] = (
    ScheduleSpec("constant", "Constant", "The same rate throughout.", r"\eta",
                 "Robbins & Monro (1951)", constant),
    ScheduleSpec("step", "Steps", "Halved after each quarter.",
                 r"\eta \cdot 0.5^{\lfloor 4t/T \rfloor}", "He et al. (2016)", step),
    ScheduleSpec("exponential", "Exponential", "Down to a hundredth at the end.",
                 r"\eta \cdot 0.01^{t/T}", "Bottou (2012)", exponential),
    ScheduleSpec("cosine", "Cosine", "Slowly, then fast, then slowly to 0.",
                 r"\tfrac{\eta}{2}(1 + \cos \pi t/T)", "Loshchilov & Hutter (2017)", cosine),
    ScheduleSpec("warm_up", "Warm-up", "Rises over the first tenth, then stays.",
                 r"\eta \cdot \min(1, 10(t+1)/T)", "Goyal et al. (2017)", warm_up),
)  # fmt: skip
SCHEDULE_BY_ID: dict[str, ScheduleSpec] = {spec.id: spec for spec in SCHEDULES}
