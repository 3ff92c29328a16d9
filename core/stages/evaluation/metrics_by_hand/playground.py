"""Metrics by hand: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Playground, Source
from core.stages.evaluation.metrics_by_hand import scene as hand_scene
from core.stages.evaluation.metrics_by_hand.example import example
from core.stages.evaluation.metrics_by_hand.settings import HandView
from core.stages.evaluation.metrics_by_hand.view import work_out

PLAYGROUND = Playground(
    params=HandView.PARAMS,
    settings=lambda _context, values: HandView.of(values),
    work_settings=lambda view: view.counts,
    derive=work_out,
    pick=hand_scene.picked,
    draw=hand_scene.draw,
    notice=hand_scene.notice,
    code=lambda view, _answer: Example(example, view.counts),
    needs_table=False,
    sources=(
        Source("Powers (2011), Evaluation: from precision, recall and F-measure to ROC"),
        Source(
            "Chicco and Jurman (2020), Matthews correlation",
            "https://doi.org/10.1186/s12864-019-6413-7",
        ),
    ),
)
