"""Stage: neural network basics. Watch a network learn, step by step and backwards."""

from __future__ import annotations

from core.figures.scenes import net_look
from core.neural.activation_view import LOOK_PARAMS, dragged, look, look_settings
from core.neural.look_code import look_script
from core.ui import shell
from core.ui.playground import Playground, Source

PLAYGROUNDS = (
    Playground(
        id="activations",
        title="Activations and losses",
        question="What does a neuron do with its sum, and how much of a mistake gets through it?",
        params=LOOK_PARAMS,
        settings=lambda _experiment, values: look_settings(values),
        derive=look,
        draw=net_look.draw,
        notice=net_look.notice,
        pick=lambda settings, _answer, click: dragged(settings, click),
        code=lambda settings, _answer: look_script(settings),
        needs_table=False,
        sources=(
            Source("LeCun, Bottou, Orr and Müller (1998), Efficient BackProp"),
            Source("Goodfellow, Bengio and Courville (2016), Deep Learning, chapter 6"),
            Source("Hinton, Vinyals and Dean (2015), Distilling the knowledge: temperature"),
        ),
    ),
)

shell.page("neural_networks", PLAYGROUNDS)
