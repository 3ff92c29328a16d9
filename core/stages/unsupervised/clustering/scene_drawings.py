"""How each algorithm is drawn: adding one is adding its entry."""

from __future__ import annotations

from core.stages.unsupervised.clustering import (
    scene_agglomerative,
    scene_birch,
    scene_dbscan,
    scene_fuzzy_c_means,
    scene_gaussian_mixture,
    scene_hdbscan,
    scene_k_means,
    scene_mean_shift,
    scene_spectral,
)
from core.stages.unsupervised.clustering.scene_parts import Drawing

DRAWINGS: dict[str, Drawing] = {
    "k_means": scene_k_means.DRAWING,
    "fuzzy_c_means": scene_fuzzy_c_means.DRAWING,
    "agglomerative": scene_agglomerative.DRAWING,
    "dbscan": scene_dbscan.DRAWING,
    "hdbscan": scene_hdbscan.DRAWING,
    "gaussian_mixture": scene_gaussian_mixture.DRAWING,
    "mean_shift": scene_mean_shift.DRAWING,
    "spectral": scene_spectral.DRAWING,
    "birch": scene_birch.DRAWING,
}
