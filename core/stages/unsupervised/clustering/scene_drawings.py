"""How each algorithm is drawn: adding one is adding its entry."""

from __future__ import annotations

from core.stages.unsupervised.clustering import (
    scene_fuzzy_c_means,
    scene_gaussian_mixture,
    scene_k_means,
    scene_mean_shift,
)
from core.stages.unsupervised.clustering.scene_parts import Drawing

DRAWINGS: dict[str, Drawing] = {
    "k_means": scene_k_means.DRAWING,
    "fuzzy_c_means": scene_fuzzy_c_means.DRAWING,
    "gaussian_mixture": scene_gaussian_mixture.DRAWING,
    "mean_shift": scene_mean_shift.DRAWING,
}
