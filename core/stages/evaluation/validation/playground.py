"""Validation: what its page shows, and how."""

from __future__ import annotations

from core.export import judging
from core.export.script import order
from core.playground import Context, Playground, Source, Values
from core.stages.evaluation.validation import scene as validation
from core.table_choices import validation_offer
from core.tabular.judge.cross_validate import VALIDATION_PARAMS, ValidationSettings, cross_validate


def _validation_settings(context: Context, values: Values) -> ValidationSettings:
    return ValidationSettings(context.chosen, **values)  # type: ignore[arg-type]


PLAYGROUND = Playground(
    params=VALIDATION_PARAMS,
    edits=("model", "split"),
    offer=validation_offer,
    settings=_validation_settings,
    work=cross_validate,
    draw=validation.draw,
    notice=validation.notice,
    code=lambda settings, _answer: order(settings, judging.validation),
    sources=(
        Source("Stone (1974), Cross-validatory choice and assessment"),
        Source("Kohavi (1995), A study of cross-validation and bootstrap"),
        Source("Bengio and Grandvalet (2004), No unbiased estimator of the variance of k-fold"),
    ),
)
