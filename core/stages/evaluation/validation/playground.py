"""Validation: what its page shows, and how."""

from __future__ import annotations

from core.export.ending import Ending
from core.export.script import order
from core.playground import Playground, Source
from core.stages.evaluation.validation import scene as validation
from core.stages.evaluation.validation.example import chosen, example
from core.tabular.judge.cross_validate import ValidationSettings, cross_validate

PLAYGROUND = Playground(
    params=ValidationSettings.PARAMS,
    edits=("model", "split"),
    settings=lambda context, values: ValidationSettings.of(values, experiment=context.chosen),
    work=cross_validate,
    draw=validation.draw,
    notice=validation.notice,
    code=lambda settings, _answer: order(settings, Ending(example, chosen)),
    sources=(
        Source("Stone (1974), Cross-validatory choice and assessment"),
        Source("Kohavi (1995), A study of cross-validation and bootstrap"),
        Source("Bengio and Grandvalet (2004), No unbiased estimator of the variance of k-fold"),
    ),
)
