"""Nested validation: what its page shows, and how."""

from __future__ import annotations

from core.export.ending import Ending
from core.export.script import order
from core.playground import Playground, Source
from core.stages.tuning.nested_validation import scene as nested
from core.stages.tuning.nested_validation.example import chosen, example
from core.stages.tuning.nested_validation.run import nested_validation
from core.stages.tuning.nested_validation.settings import NestedSettings, nested_settings

PLAYGROUND = Playground(
    params=NestedSettings.PARAMS,
    edits=("model", "split"),
    settings=lambda context, values: nested_settings(values, context.chosen),
    work=nested_validation,
    draw=nested.draw,
    notice=nested.notice,
    code=lambda settings, _answer: order(settings, Ending(example, chosen)),
    sources=(
        Source("Stone (1974), Cross-validatory choice and assessment of statistical predictions"),
        Source(
            "Varma and Simon (2006), Bias in error estimation when using cross-validation for "
            "model selection",
            "https://doi.org/10.1186/1471-2105-7-91",
        ),
        Source(
            "Cawley and Talbot (2010), On over-fitting in model selection and subsequent selection "
            "bias in performance evaluation",
            "https://www.jmlr.org/papers/v11/cawley10a.html",
        ),
    ),
)
