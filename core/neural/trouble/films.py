"""The films of "Deep trouble": what a worker is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.film import Film
from core.neural.trouble.deep_net import TroubleSettings
from core.neural.trouble.rate_finder import finder_film, race_film
from core.neural.trouble.signals import trouble_film

_FILMS: dict[str, Callable[[TroubleSettings], Film[Any]]] = {
    "signals": trouble_film,
    "finder": finder_film,
    "schedules": race_film,
}


def deep_film(settings: TroubleSettings) -> Film[Any]:
    """Return the film of the settings' view."""
    return _FILMS[settings.view](settings)
