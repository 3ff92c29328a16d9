"""What a test must know of the playground projection."""

from __future__ import annotations

from core.course.situations import Situations

SITUATIONS = Situations(
    quick={"n_points": 40},
    small={"n_points": 40, "n_steps": 50},
    tries={
        "methods": ("tsne 5, isomap 5", "kernel_pca, spectral, lda"),
        "n_points": (60,),
        "held": (3, 11),
    },
    needed={
        "kernel": {"methods": "kernel_pca 0.01"},
        "scaling": {"shape": "table"},
        "colour_by": {"shape": "table"},
    },
)
