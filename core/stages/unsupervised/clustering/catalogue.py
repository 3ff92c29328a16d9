"""The catalogue of clustering algorithms: adding one is adding its entry."""

from __future__ import annotations

from core.stages.unsupervised.clustering import (
    fuzzy_c_means,
    gaussian_mixture,
    k_means,
    mean_shift,
)
from core.stages.unsupervised.clustering.spec import AlgorithmSpec

ALGORITHMS: tuple[AlgorithmSpec, ...] = (
    k_means.SPEC,
    fuzzy_c_means.SPEC,
    gaussian_mixture.SPEC,
    mean_shift.SPEC,
)
ALGORITHM_BY_ID = {spec.id: spec for spec in ALGORITHMS}
