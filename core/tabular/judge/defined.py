"""The one guard for metrics without a value: what is averaged, compared and said of them.

NaN and the infinities are no numbers: they enter no mean, win no comparison and stand in no
sentence. Whoever means over folds, ranks models or writes a metric down asks here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from core.tabular.judge.metrics import Metric

NO_VALUE = "not defined"
_RAN_AWAY = "the predictions left the range of numbers"


def is_defined(*values: float) -> bool:
    """Whether all of ``values`` are numbers."""
    return bool(np.isfinite(values).all())


def defined(values: Iterable[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """Return those of ``values`` that are numbers."""
    found = np.asarray(values, dtype=np.float64).ravel()
    return found[np.isfinite(found)]


def mean_of(values: Iterable[float] | NDArray[np.float64]) -> float:
    """Return the mean of what is defined; NaN if nothing is.

    >>> mean_of([1.0, float("nan"), 3.0]), mean_of([float("nan")])
    (2.0, nan)
    """
    found = defined(values)
    return float(found.mean()) if len(found) else float("nan")


def spread_of(values: Iterable[float] | NDArray[np.float64]) -> float:
    """Return the standard deviation (n - 1) of what is defined; NaN for fewer than two."""
    found = defined(values)
    return float(found.std(ddof=1)) if len(found) > 1 else float("nan")


def told(value: float, form: str = ".4f") -> str:
    """Return a value as a sentence writes it.

    >>> told(0.25), told(float("nan")), told(-0.1, "+.2f")
    ('0.2500', 'not defined', '-0.10')
    """
    return f"{value:{form}}" if is_defined(value) else NO_VALUE


def undefined(metric_id: str, where: str, *, ran_away: bool = False) -> str:
    """Return the sentence, without its full stop, for a metric that has no value ``where``.

    ran_away : a model that looks at no column has one on the same rows, so these are not to blame.
    """
    from core.tabular.judge.metrics import metric_spec

    spec = metric_spec(metric_id)
    why = _RAN_AWAY if ran_away or not spec.undefined else spec.undefined
    return f"{spec.label} is {NO_VALUE} {where}, because {why}"


def undefined_metric(metric: Metric, where: str) -> str:
    """Return `undefined` for a measured metric."""
    return undefined(metric.id, where, ran_away=is_defined(metric.baseline))
