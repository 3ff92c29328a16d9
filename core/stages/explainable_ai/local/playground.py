"""Local: what its page shows, and how."""

from __future__ import annotations

from core.export.ending import Ending
from core.export.script import order
from core.playground import Playground, Source
from core.stages.explainable_ai.local import scene as explain_local
from core.stages.explainable_ai.local.example import chosen, example
from core.stages.explainable_ai.local.run import explain_row
from core.stages.explainable_ai.local.settings import PARAMS, LocalSettings

PLAYGROUND = Playground(
    params=PARAMS,
    edits=("model",),
    settings=lambda context, values: LocalSettings.of(values, experiment=context.chosen),
    work=explain_row,
    draw=explain_local.draw,
    notice=explain_local.notice,
    code=lambda settings, _answer: order(settings, Ending(example, chosen)),
    operate=explain_local.operate,
    sources=(
        Source(
            "Lundberg and Lee (2017), A unified approach (SHAP)",
            "https://arxiv.org/abs/1705.07874",
        ),
        Source(
            "Ribeiro, Singh and Guestrin (2016), Why should I trust you? (LIME)",
            "https://arxiv.org/abs/1602.04938",
        ),
        Source(
            "Krishna et al. (2022), The disagreement problem",
            "https://arxiv.org/abs/2202.01602",
        ),
    ),
)
