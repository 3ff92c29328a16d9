"""One step by hand: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Playground, Source
from core.stages.neural_networks.one_step import scene as one_step_scene
from core.stages.neural_networks.one_step.example import example, network_of
from core.stages.neural_networks.one_step.run import by_hand_film
from core.stages.neural_networks.one_step.settings import ByHandSettings

PLAYGROUND = Playground(
    params=ByHandSettings.PARAMS,
    settings=lambda _context, values: ByHandSettings.of(values),
    work=by_hand_film,
    draw=one_step_scene.draw,
    notice=one_step_scene.notice,
    code=lambda settings, _film: Example(example, settings, network_of),
    needs_table=False,
    sources=(
        Source(
            "Mazur (2015), A step by step backpropagation example",
            "https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/",
        ),
        Source(
            "Rumelhart, Hinton and Williams (1986), Learning by back-propagating errors",
            "https://doi.org/10.1038/323533a0",
        ),
    ),
)
