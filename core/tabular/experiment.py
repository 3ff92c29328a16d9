"""The one object of the tabular pages: table, target, features, recipe, model, split, seed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypeAlias

from core.data.task import Task
from core.value import Value

SplitKind: TypeAlias = Literal["random", "stratified", "grouped", "time"]

FILE_VERSION = 1
FIRST_MODELS: dict[Task, str] = {"classification": "logistic", "regression": "linear"}
"""What a fresh experiment learns with, and one whose model cannot be read."""
N_SEEDS = 2**32


@dataclass(frozen=True)
class Step:
    """One preprocessing step by its catalogue ``id`` (see `core.tabular.recipe.steps`).

    ``params`` holds only values that differ from the catalogue's defaults, sorted by name.
    ``columns`` names the input columns it works on; None lets the step choose by column kind.
    """

    id: str
    params: tuple[tuple[str, Value], ...] = ()
    columns: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ModelChoice:
    """A model by its ``id`` in `core.tabular.models.catalogue` and its changed parameters."""

    id: str
    params: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True)
class Split:
    """How rows are put aside for testing.

    ``test_share`` in (0, 1). ``column`` names the group (``grouped``) or the order (``time``).
    """

    kind: SplitKind = "random"
    test_share: float = 0.25
    column: str | None = None


@dataclass(frozen=True)
class Experiment:
    """Everything that decides a number on the tabular pages.

    ``table`` is ``"sample:<id>"`` or ``"file:<digest>"``; ``table_name`` is what the learner calls
    it (a sample's id or the uploaded file's name). ``features`` None means every column but the
    target. Equal experiments give equal numbers.
    """

    table: str
    table_name: str
    target: str
    task: Task
    features: tuple[str, ...] | None = None
    recipe: tuple[Step, ...] = ()
    model: ModelChoice = ModelChoice("linear")
    split: Split = Split()
    seed: int = 0

    def feature_names(self, columns: Sequence[str]) -> tuple[str, ...]:
        """Return the feature columns among a table's ``columns``, in the table's order."""
        chosen = set(columns) if self.features is None else set(self.features)
        return tuple(name for name in columns if name in chosen and name != self.target)

    @property
    def digest(self) -> str:
        """16 hex digits that name this experiment; the display name of the table does not count."""
        content = to_json(replace(self, table_name=""))
        return hashlib.blake2b(content.encode(), digest_size=8).hexdigest()


def to_json(experiment: Experiment) -> str:
    """Return the compact JSON that travels in the URL as ``exp``; defaults are left out."""
    short = {key: value for key, value in _plain(experiment).items() if value is not None}
    return json.dumps(short, separators=(",", ":"), ensure_ascii=False, sort_keys=True)


def to_file(experiment: Experiment) -> str:
    """Return the file form: indented JSON with a version, to download and load again."""
    plain = {"ml_roadmap_playground": FILE_VERSION, **_plain(experiment)}
    return json.dumps(plain, indent=2, ensure_ascii=False)


def _plain(experiment: Experiment) -> dict[str, Any]:
    full = asdict(experiment)
    return {
        "t": full["table"],
        "n": full["table_name"] or None,
        "y": full["target"],
        "k": "c" if experiment.task == "classification" else "r",
        "x": list(experiment.features) if experiment.features is not None else None,
        "r": [_step_plain(step) for step in experiment.recipe] or None,
        "m": [experiment.model.id, _values_plain(experiment.model.params)],
        "s": None if experiment.split == Split() else [*asdict(experiment.split).values()],
        "d": experiment.seed or None,
    }


def _step_plain(step: Step) -> list[Any]:
    columns = [] if step.columns is None else [list(step.columns)]
    return [step.id, _values_plain(step.params), *columns]


def _values_plain(params: tuple[tuple[str, Value], ...]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in params}
