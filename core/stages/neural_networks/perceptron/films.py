"""The film of the perceptron: what a worker is asked for."""

from __future__ import annotations

from core.compute.film import Film, record
from core.stages.neural_networks.perceptron.corrections import (
    PerceptronFrame,
    PerceptronSettings,
    run_perceptron,
)


def perceptron_film(settings: PerceptronSettings) -> Film[PerceptronFrame]:
    """Return every correction (thinned when there are very many)."""
    return record(run_perceptron(settings))
