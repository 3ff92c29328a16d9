"""Which playground's numbers a script prints: a registry of frozen specs, one builder each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from core.errors import PlaygroundError
from core.export.scene import Scene, write_fit
from core.export.tail_compare import leaderboard
from core.export.tail_curve import curve
from core.export.tail_global import importances, shap
from core.export.tail_leak import leak
from core.export.tail_local import local
from core.export.tail_model import model
from core.export.tail_net import tabular_net
from core.export.tail_recipe import recipe
from core.export.tail_threshold import threshold
from core.export.tail_validation import validation
from core.value import Value

Build: TypeAlias = Callable[[Scene, Mapping[str, Value]], None]


class UnknownPart(PlaygroundError):
    """No playground of that name has code."""


@dataclass(frozen=True)
class PartSpec:
    """The code of one playground.

    ``build(scene, values)`` writes the whole script: the shared sections it needs, then its own.
    """

    id: str
    label: str
    build: Build


def predictions(scene: Scene, values: Mapping[str, Value]) -> None:
    """Write the fit and the test rows' predictions."""
    write_fit(scene)
    lines = ["predicted = pipeline.predict(X_test)"]
    if scene.is_classification:
        lines += ["probabilities = pipeline.predict_proba(X_test)"]
    scene.section("Predict the test rows", "One number or class for each row.", lines)
    scene.section("Show them", "By their row in the table.", _SHOW_ROWS[scene.experiment.task])


_SHOW_ROWS = {
    "classification": [
        "for row, chances in zip(X_test.index, probabilities):",
        '    print(f"{row}:", *(f"{chance:.10g}" for chance in chances))',
    ],
    "regression": [
        "for row, number in zip(X_test.index, np.ravel(predicted)):",
        '    print(f"{row}: {number:.10g}")',
    ],
}

PARTS: tuple[PartSpec, ...] = (
    PartSpec("predictions", "Predictions", predictions),
    PartSpec("model", "Model lab", model),
    PartSpec("compare", "All models", leaderboard),
    PartSpec("recipe", "Recipe", recipe),
    PartSpec("leak", "Leak detector", leak),
    PartSpec("threshold", "Threshold", threshold),
    PartSpec("validation", "Validation", validation),
    PartSpec("permutation", "Importances", importances),
    PartSpec("shap", "SHAP values", shap),
    PartSpec("pdp", "Curves of a column", curve),
    PartSpec("local", "One row", local),
    PartSpec("tabular_net", "Tabular net", tabular_net),
)


def part_spec(part_id: str) -> PartSpec:
    """Return the spec of ``part_id``; raise `UnknownPart`."""
    found = next((part for part in PARTS if part.id == part_id), None)
    if found is None:
        raise UnknownPart(
            f"There is no code named {part_id!r}. Known: {', '.join(part.id for part in PARTS)}."
        )
    return found
