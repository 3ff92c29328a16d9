"""The catalogue of models: frozen specs, nothing heavy imported."""

from __future__ import annotations

from core.data.task import Task
from core.tabular.models.ensembles import ENSEMBLES
from core.tabular.models.linear import LINES
from core.tabular.models.single import SINGLE
from core.tabular.models.spec import ModelSpec, UnknownModel

__all__ = ["MODELS", "ModelSpec", "UnknownModel", "model_spec", "models_for"]

MODELS: tuple[ModelSpec, ...] = (*LINES, *SINGLE, *ENSEMBLES)


def model_spec(model_id: str) -> ModelSpec:
    """Return the spec of ``model_id``; raise `UnknownModel`."""
    found = _BY_ID.get(model_id)
    if found is None:
        raise UnknownModel(f"There is no model named {model_id!r}. Choose one from the list.")
    return found


def models_for(task: Task) -> tuple[ModelSpec, ...]:
    """Return the models that do ``task``, in the catalogue's order."""
    return tuple(spec for spec in MODELS if task in spec.tasks)


_BY_ID = {spec.id: spec for spec in MODELS}
