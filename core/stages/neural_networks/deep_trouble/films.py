"""The films of "Deep trouble": what a worker is asked for."""

from __future__ import annotations

from collections.abc import Callable

from core.stages.neural_networks.deep_trouble.cures import (
    TroubleFilm,
    finder_film,
    race_film,
    trouble_film,
)
from core.stages.neural_networks.deep_trouble.deep_net import TroubleSettings

_FILMS: dict[str, Callable[[TroubleSettings], TroubleFilm]] = {
    "signals": trouble_film,
    "finder": finder_film,
    "schedules": race_film,
}


def deep_film(settings: TroubleSettings) -> TroubleFilm:
    """Return the film of the settings' view."""
    return _FILMS[settings.view](settings)
