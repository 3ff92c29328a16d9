"""What would mend a run that learns nothing: each change is tried, and the first that works kept.

Advice that nobody took can be false: a start that is too large for one activation is what makes
another learn. So the same network is trained again with a control or two moved, as often as a
second allows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from core.settings import param
from core.stages.neural_networks.deep_trouble.deep_net import DeepRun
from core.stages.neural_networks.deep_trouble.rate_finder import range_test, rate_at
from core.stages.neural_networks.deep_trouble.settings import TroubleSettings
from core.stages.neural_networks.deep_trouble.signals import LEARNT, frame_of

MOST_WORK = 4_000_000
"""Layers times squared width times steps that are tried in all: about a second."""
FALLS = 0.9
"""The part of its start below which a loss has fallen for good."""
BETTER = 0.1
"""By how much more points must be right for a change to be worth naming."""

_RATE = param(TroubleSettings, "learning_rate")


@dataclass(frozen=True)
class Cure:
    """A change, in words, and how the same run ended with it.

    ``values`` by control. ``loss`` at the end (in the range test its lowest), NaN after an
    overflow; ``accuracy`` at the end, NaN in the range test.
    """

    label: str
    values: tuple[tuple[str, Any], ...]
    loss: float = math.nan
    accuracy: float = math.nan


Measure: TypeAlias = Callable[[TroubleSettings], tuple[float, float]]
"""Loss and accuracy at the end of a run, NaN where there is none."""


def mended(
    settings: TroubleSettings,
    start: float,
    measure: Measure,
    accuracy: float = 0.0,
    *,
    lower_first: bool = False,
) -> tuple[Cure | None, int]:
    """Try changes until one learns; else keep the best that is clearly better than the run.

    start : the loss before any step. accuracy : at the end of the run. Returns how many were tried,
    too.
    """
    best, n_tried = None, 0
    for change in list(changes(settings, lower_first=lower_first))[: n_tries(settings)]:
        n_tried += 1
        loss, right = measure(replace(settings, **dict(change.values)))
        found = replace(change, loss=loss, accuracy=right)
        if _learns(found, start):
            return found, n_tried
        if right >= max(accuracy + BETTER, best.accuracy if best else 0.0):
            best = found
    return best, n_tried


def _learns(found: Cure, start: float) -> bool:
    if math.isnan(found.accuracy):
        return found.loss <= FALLS * start
    return found.accuracy >= LEARNT and math.isfinite(found.loss)


def n_tries(settings: TroubleSettings) -> int:
    """Return how many runs of these settings a second allows, at least one."""
    return max(1, MOST_WORK // (settings.n_layers * settings.width**2 * settings.n_steps))


def changes(settings: TroubleSettings, *, lower_first: bool = False) -> Iterator[Cure]:
    """Yield what can be tried, the likeliest first, all of it on the controls' own steps."""
    rates = list(_rates(settings)) if settings.view != "finder" else []
    units = [
        Cure("ReLU and He's initial weights", (("activation", "relu"), ("init", "he_normal"))),
        Cure("batch normalisation", (("batch_norm", True),)),
    ]
    both = [
        Cure(f"{unit.label} and {rate.label}", unit.values + rate.values)
        for rate in (_at(_RATE.default),)
        for unit in units
    ]
    tried = [*rates, *units, *both] if lower_first else [*units, *both]
    for change in tried if settings.view != "finder" else units:
        if replace(settings, **dict(change.values)) != settings:
            yield change


def _rates(settings: TroubleSettings) -> Iterator[Cure]:
    """Yield the two powers of ten below the rate: a slider of rates has them all."""
    power = math.ceil(math.log10(settings.learning_rate)) - 1
    for rate in (10.0**power, 10.0 ** (power - 1)):
        if _RATE.low is not None and rate >= _RATE.low:
            yield _at(rate)


def _at(rate: Any) -> Cure:
    return Cure(f"a learning rate of {rate:g}", (("learning_rate", float(f"{rate:g}")),))


def end(settings: TroubleSettings, schedule: str = "") -> tuple[float, float]:
    """Return loss and accuracy at the end, (NaN, 0) after an overflow."""
    run = DeepRun(settings)
    for step in range(settings.n_steps):
        rate = rate_at(settings, schedule, step) if schedule else settings.learning_rate
        if not run.step(rate):
            return math.nan, 0.0
    frame = frame_of(run)
    return frame.loss, frame.accuracy


def end_of_schedule(settings: TroubleSettings) -> tuple[float, float]:
    """Return the same with the schedule that is chosen."""
    return end(settings, settings.schedule)


def lowest(settings: TroubleSettings) -> tuple[float, float]:
    """Return the lowest loss of the range test, and no accuracy."""
    return float(range_test(settings)[1].min()), math.nan
