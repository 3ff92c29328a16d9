"""The catalogue of clustering algorithms: adding one is adding its entry."""

from __future__ import annotations

from core.stages.unsupervised.clustering import (
    agglomerative,
    birch,
    dbscan,
    fuzzy_c_means,
    gaussian_mixture,
    hdbscan,
    k_means,
    mean_shift,
    spectral,
)
from core.stages.unsupervised.clustering.spec import AlgorithmSpec

ALGORITHMS: tuple[AlgorithmSpec, ...] = (
    k_means.SPEC,
    fuzzy_c_means.SPEC,
    agglomerative.SPEC,
    dbscan.SPEC,
    hdbscan.SPEC,
    gaussian_mixture.SPEC,
    mean_shift.SPEC,
    spectral.SPEC,
    birch.SPEC,
)
ALGORITHM_BY_ID = {spec.id: spec for spec in ALGORITHMS}
