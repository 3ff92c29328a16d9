"""What a worker is asked for: the film of the view that is looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.compute.film import Film
from core.stages.evaluation.bias_variance.descent import double_film
from core.stages.evaluation.bias_variance.refits import refit_film
from core.stages.evaluation.bias_variance.settings import (
    DOUBLE,
    REFITS,
    ROWS,
    SWEEP,
    BiasSettings,
)
from core.stages.evaluation.bias_variance.study import rows_film, sweep_film

FILMS: dict[str, Callable[[BiasSettings], Any]] = {
    REFITS: refit_film,
    SWEEP: sweep_film,
    ROWS: rows_film,
    DOUBLE: double_film,
}


def bias_film(settings: BiasSettings) -> Film[Any]:
    """Return the film of the settings' view. Raises `BadSample`."""
    found: Film[Any] = FILMS[settings.view](settings)
    return found
