"""What would mend a run that learns nothing: each change is tried, and the first that works kept.

Advice that nobody took can be false: a start that is too large for one activation is what makes
another learn. So the same network is trained again with a control or two moved, as often as a
second allows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from core.compute.film import Film, record
from core.stages.neural_networks.deep_trouble.deep_net import (
    TROUBLE_PARAMS,
    DeepRun,
    TroubleSettings,
)
from core.stages.neural_networks.deep_trouble.rate_finder import (
    FinderFrame,
    RaceFrame,
    find_rate,
    race,
    range_test,
    rate_at,
)
from core.stages.neural_networks.deep_trouble.signals import (
    LEARNT,
    TroubleFrame,
    frame_of,
    run_trouble,
    verdict,
)

MOST_WORK = 4_000_000
"""Layers times squared width times steps that are tried in all: about a second."""
FALLS = 0.9
"""The part of its start below which a loss has fallen for good."""
BETTER = 0.1
"""By how much more points must be right for a change to be worth naming."""

_RATE = next(param for param in TROUBLE_PARAMS if param.id == "learning_rate")


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


@dataclass(frozen=True)
class TroubleFilm(Film[Any]):
    """A film of "Deep trouble", and what would mend its run: None where nothing tried does.

    ``n_tried`` : how many changes were tried, 0 for a run that needs none.
    """

    cure: Cure | None = None
    n_tried: int = 0


def trouble_film(settings: TroubleSettings) -> TroubleFilm:
    """Return the film of a run."""
    film = record(run_trouble(settings), most=120, n_steps=settings.n_steps)
    last = film.last
    if last.accuracy >= LEARNT and not last.ended:
        return _film(film)
    lower_first = verdict(film) in ("overflow", "dead")
    return _mended(film, settings, _end, last.accuracy, lower_first=lower_first)


def finder_film(settings: TroubleSettings) -> TroubleFilm:
    """Return the film of the range test."""
    film: Film[FinderFrame] = record(find_rate(settings), most=220)
    start, low = film.frames[0].loss, min(frame.loss for frame in film.frames)
    return _film(film) if low <= FALLS * start else _mended(film, settings, _lowest)


def race_film(settings: TroubleSettings) -> TroubleFilm:
    """Return the film of all schedules."""
    film: Film[RaceFrame] = record(race(settings), most=220, n_steps=settings.n_steps)
    if math.isfinite(film.last.of(settings.schedule)):
        return _film(film)
    return _mended(film, settings, _end_of_schedule, lower_first=True)


def _film(film: Film[Any], cure: Cure | None = None, n_tried: int = 0) -> TroubleFilm:
    return TroubleFilm(film.frames, film.steps, film.n_steps, cure, n_tried)


def _mended(
    film: Film[Any],
    settings: TroubleSettings,
    measure: Callable[[TroubleSettings], tuple[float, float]],
    accuracy: float = 0.0,
    *,
    lower_first: bool = False,
) -> TroubleFilm:
    """Try changes until one learns; else keep the best that is clearly better than the run."""
    best, n_tried = None, 0
    for change in list(changes(settings, lower_first=lower_first))[: n_tries(settings)]:
        n_tried += 1
        loss, right = measure(replace(settings, **dict(change.values)))
        found = replace(change, loss=loss, accuracy=right)
        if _learns(found, film.frames[0]):
            return _film(film, found, n_tried)
        if right >= max(accuracy + BETTER, best.accuracy if best else 0.0):
            best = found
    return _film(film, best, n_tried)


def _learns(found: Cure, start: Any) -> bool:
    if math.isnan(found.accuracy):
        return bool(found.loss <= FALLS * start.loss)
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


def _end(settings: TroubleSettings, schedule: str = "") -> tuple[float, float]:
    """Return loss and accuracy at the end, (NaN, 0) after an overflow."""
    run = DeepRun(settings)
    for step in range(settings.n_steps):
        rate = rate_at(settings, schedule, step) if schedule else settings.learning_rate
        if not run.step(rate):
            return math.nan, 0.0
    frame: TroubleFrame = frame_of(run)
    return frame.loss, frame.accuracy


def _end_of_schedule(settings: TroubleSettings) -> tuple[float, float]:
    return _end(settings, settings.schedule)


def _lowest(settings: TroubleSettings) -> tuple[float, float]:
    """Return the lowest loss of the range test, and no accuracy."""
    return float(range_test(settings)[1].min()), math.nan
