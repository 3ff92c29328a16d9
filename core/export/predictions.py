"""The plainest part of a script: the test rows' predictions."""

from __future__ import annotations

from collections.abc import Mapping

from core.export.scene import Scene, write_fit
from core.value import Value


def predictions(scene: Scene, _values: Mapping[str, Value]) -> None:
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
