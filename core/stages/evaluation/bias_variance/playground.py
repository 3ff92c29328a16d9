"""Bias and variance: what its page shows, and how."""

from __future__ import annotations

from typing import Any

from core.export.script import Example
from core.playground import Playground, Source
from core.stages.evaluation.bias_variance import scene as bias_variance
from core.stages.evaluation.bias_variance.example import VIEWS
from core.stages.evaluation.bias_variance.refits import looked_at
from core.stages.evaluation.bias_variance.run import bias_film
from core.stages.evaluation.bias_variance.settings import (
    PARAMS,
    REFITS,
    BiasSettings,
    bias_settings,
)


def _code(settings: BiasSettings) -> Example:
    """Return the order for the code of the view."""
    function, arrange = VIEWS[settings.view]
    return Example(function, settings, arrange)


def _at_the_place(settings: BiasSettings, film: Any) -> Any:
    return looked_at(settings, film) if settings.view == REFITS else film


PLAYGROUND = Playground(
    params=PARAMS,
    settings=lambda _context, values: bias_settings(values),
    work=bias_film,
    work_settings=BiasSettings.work,
    derive=_at_the_place,
    draw=bias_variance.draw,
    notice=bias_variance.notice,
    pick=bias_variance.picked,
    code=lambda settings, _film: _code(settings),
    needs_table=False,
    sources=(
        Source(
            "Geman, Bienenstock and Doursat (1992), Neural networks and the bias/variance dilemma"
        ),
        Source("Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, 7"),
        Source("Breiman (1996), Bagging predictors"),
        Source(
            "Belkin, Hsu, Ma and Mandal (2019), Reconciling modern machine-learning practice and "
            "the bias–variance trade-off",
            "https://doi.org/10.1073/pnas.1903070116",
        ),
        Source(
            "Hastie, Montanari, Rosset and Tibshirani (2022), Surprises in ridgeless regression"
        ),
    ),
)
