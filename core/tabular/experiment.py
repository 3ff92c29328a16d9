"""The one object of the tabular pages: table, target, features, recipe, model, split, seed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypeAlias

from core.errors import PlaygroundError
from core.params import Value

Task: TypeAlias = Literal["classification", "regression"]
SplitKind: TypeAlias = Literal["random", "stratified", "grouped", "time"]

FILE_VERSION = 1


class BadExperiment(PlaygroundError):
    """Text that does not describe an experiment."""


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


def from_json(text: str) -> Experiment:
    """Read the URL or the file form; raise `BadExperiment` with what is wrong.

    Only shapes and types are checked here; `core.tabular` checks columns, steps and models
    against the table and the catalogues.
    """
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        raise BadExperiment(
            "This is not an experiment: not JSON. Copy the whole link or choose the file again."
        ) from None
    if not isinstance(plain, dict):
        raise BadExperiment("This is not an experiment: it should be a JSON object.")
    try:
        return _experiment(plain)
    except (KeyError, TypeError, ValueError) as error:
        raise BadExperiment(
            f"This experiment is damaged ({error}). Ask for the link or the file again."
        ) from None


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


def _experiment(plain: Mapping[str, Any]) -> Experiment:
    model_id, model_params = plain["m"]
    features = plain.get("x")
    return Experiment(
        table=_text(plain["t"]),
        table_name=_text(plain.get("n", "")),
        target=_text(plain["y"]),
        task={"c": "classification", "r": "regression"}[plain["k"]],  # type: ignore[arg-type]
        features=None if features is None else _texts(features),
        recipe=tuple(_step(step) for step in plain.get("r") or ()),
        model=ModelChoice(_text(model_id), _values(model_params)),
        split=_split(plain.get("s")),
        seed=_seed(plain.get("d", 0)),
    )


def _step(plain: Sequence[Any]) -> Step:
    step_id, params, *columns = plain
    return Step(_text(step_id), _values(params), _texts(columns[0]) if columns else None)


def _split(plain: Sequence[Any] | None) -> Split:
    if plain is None:
        return Split()
    kind, test_share, column = plain
    if kind not in ("random", "stratified", "grouped", "time"):
        raise ValueError(f"unknown split {kind!r}")
    if isinstance(test_share, bool) or not 0 < float(test_share) < 1:
        raise ValueError("the test share must lie between 0 and 1")
    return Split(kind, float(test_share), None if column is None else _text(column))


def _values(plain: Mapping[str, Any]) -> tuple[tuple[str, Value], ...]:
    return tuple((_text(name), _value(value)) for name, value in sorted(plain.items()))


def _value(plain: Any) -> Value:
    if isinstance(plain, list):
        return _texts(plain)
    if isinstance(plain, str):
        return _text(plain)
    if plain is None or isinstance(plain, bool | int | float):
        return plain
    raise ValueError(f"a setting cannot be {type(plain).__name__}")


def _text(plain: Any) -> str:
    if not isinstance(plain, str):
        raise ValueError(f"expected text, got {type(plain).__name__}")
    if any("\ud800" <= sign <= "\udfff" for sign in plain):
        raise ValueError("half a character")  # JSON can spell one; no page can show it
    return plain


def _texts(plain: Any) -> tuple[str, ...]:
    if not isinstance(plain, list):
        raise ValueError(f"expected a list, got {type(plain).__name__}")
    return tuple(_text(name) for name in plain)


def _seed(plain: Any) -> int:
    if isinstance(plain, bool) or not isinstance(plain, int) or not 0 <= plain < 2**32:
        raise ValueError("the seed must be a whole number from 0 to 4294967295")
    return plain
