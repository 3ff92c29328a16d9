"""The catalogue of preprocessing steps: frozen specs, nothing heavy imported.

Three kinds of step, as in the curriculum: ``table`` works on the whole table before the split;
``rows`` changes which training rows the model sees; ``transform`` is fitted on training rows and
applied to every row.
"""

from __future__ import annotations

from core.tabular.recipe.step_spec import StepSpec, UnknownStep
from core.tabular.recipe.steps_choice import CHOICE
from core.tabular.recipe.steps_cleaning import CLEANING
from core.tabular.recipe.steps_features import FEATURES

__all__ = ["FAMILIES", "STEPS", "StepSpec", "UnknownStep", "step_spec"]

STEPS: tuple[StepSpec, ...] = (*CLEANING, *FEATURES, *CHOICE)

FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(spec.family for spec in STEPS))


def step_spec(step_id: str) -> StepSpec:
    """Return the spec of ``step_id``; raise `UnknownStep`."""
    found = _BY_ID.get(step_id)
    if found is None:
        raise UnknownStep(f"There is no step named {step_id!r}. Choose one from the list of steps.")
    return found


_BY_ID = {spec.id: spec for spec in STEPS}
