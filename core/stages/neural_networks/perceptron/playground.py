"""Perceptron: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Playground, Source
from core.stages.neural_networks.perceptron import scene as perceptron
from core.stages.neural_networks.perceptron.example import example, perceptron_of
from core.stages.neural_networks.perceptron.run import perceptron_film
from core.stages.neural_networks.perceptron.settings import PerceptronSettings

PLAYGROUND = Playground(
    params=PerceptronSettings.PARAMS,
    settings=lambda _context, values: PerceptronSettings.of(values),
    work=perceptron_film,
    draw=perceptron.draw,
    notice=perceptron.notice,
    code=lambda settings, _film: Example(example, settings, perceptron_of),
    needs_table=False,
    sources=(
        Source("Rosenblatt (1958), The perceptron", "https://doi.org/10.1037/h0042519"),
        Source("Novikoff (1962), On convergence proofs on perceptrons"),
        Source("Minsky and Papert (1969), Perceptrons: why XOR is out of reach"),
    ),
)
