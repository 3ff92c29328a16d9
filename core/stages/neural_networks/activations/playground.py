"""Activations and losses: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Playground, Source
from core.stages.neural_networks.activations import scene as activations_scene
from core.stages.neural_networks.activations.example import VIEWS, look_of
from core.stages.neural_networks.activations.run import dragged, look
from core.stages.neural_networks.activations.settings import LookSettings

PLAYGROUND = Playground(
    params=LookSettings.PARAMS,
    settings=lambda _context, values: LookSettings.of(values),
    derive=look,
    draw=activations_scene.draw,
    notice=activations_scene.notice,
    pick=lambda settings, _answer, click: dragged(settings, click),
    code=lambda settings, _answer: Example(VIEWS[settings.view], settings, look_of),
    needs_table=False,
    sources=(
        Source("LeCun, Bottou, Orr and Müller (1998), Efficient BackProp"),
        Source("Goodfellow, Bengio and Courville (2016), Deep Learning, chapter 6"),
        Source("Hinton, Vinyals and Dean (2015), Distilling the knowledge: temperature"),
    ),
)
