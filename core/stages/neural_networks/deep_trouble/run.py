"""The films of "Deep trouble", and what would mend the run they show."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.compute.film import Film, record
from core.stages.neural_networks.deep_trouble.cures import (
    FALLS,
    Cure,
    end,
    end_of_schedule,
    lowest,
    mended,
)
from core.stages.neural_networks.deep_trouble.rate_finder import (
    FinderFrame,
    RaceFrame,
    find_rate,
    race,
)
from core.stages.neural_networks.deep_trouble.settings import TroubleSettings
from core.stages.neural_networks.deep_trouble.signals import LEARNT, run_trouble, verdict


@dataclass(frozen=True)
class TroubleFilm(Film[Any]):
    """A film of "Deep trouble", and what would mend its run: None where nothing tried does.

    ``n_tried`` : how many changes were tried, 0 for a run that needs none.
    """

    cure: Cure | None = None
    n_tried: int = 0


def deep_film(settings: TroubleSettings) -> TroubleFilm:
    """Return the film of the settings' view."""
    return _FILMS[settings.view](settings)


def trouble_film(settings: TroubleSettings) -> TroubleFilm:
    """Return the film of a run."""
    film = record(run_trouble(settings), most=120, n_steps=settings.n_steps)
    start, last = film.frames[0].loss, film.last
    if last.accuracy >= LEARNT and not last.ended:
        return _film(film)
    lower_first = verdict(film) in ("overflow", "dead")
    return _film(film, *mended(settings, start, end, last.accuracy, lower_first=lower_first))


def finder_film(settings: TroubleSettings) -> TroubleFilm:
    """Return the film of the range test."""
    film: Film[FinderFrame] = record(find_rate(settings), most=220)
    start, low = film.frames[0].loss, min(frame.loss for frame in film.frames)
    return _film(film) if low <= FALLS * start else _film(film, *mended(settings, start, lowest))


def race_film(settings: TroubleSettings) -> TroubleFilm:
    """Return the film of all schedules."""
    film: Film[RaceFrame] = record(race(settings), most=220, n_steps=settings.n_steps)
    if math.isfinite(film.last.of(settings.schedule)):
        return _film(film)
    start = film.frames[0].lowest
    return _film(film, *mended(settings, start, end_of_schedule, lower_first=True))


def _film(film: Film[Any], cure: Cure | None = None, n_tried: int = 0) -> TroubleFilm:
    return TroubleFilm(film.frames, film.steps, film.n_steps, cure, n_tried)


_FILMS: dict[str, Callable[[TroubleSettings], TroubleFilm]] = {
    "signals": trouble_film,
    "finder": finder_film,
    "schedules": race_film,
}
