"""What every explanation's script needs: the fitted experiment, the explained number, its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from core.export.scene import Scene, write_fit
from core.export.scores import SHOW, write_class
from core.tabular.calls import load
from core.tabular.explain.target import Explained, explained_quantity
from core.value import Value

Settings = TypeVar("Settings")


def settings_of(kind: type[Settings], scene: Scene, values: Mapping[str, Value]) -> Settings:
    """Return a playground's settings, with the scene's experiment; unknown values are left out."""
    known = {item.name for item in fields(kind)}  # type: ignore[arg-type]
    own = {name: value for name, value in values.items() if name in known}
    return kind(scene.experiment, **own)  # type: ignore[call-arg]


def fitted_of(scene: Scene) -> Any:
    """Return the fitted experiment: some choices are made from its predictions or columns."""
    from core.tabular.fit import fit

    return fit(scene.experiment, scene.frame)


def write_explained(scene: Scene, class_: str | None, row: Any = None) -> Explained:
    """Write the fit and ``predict``, the number that is explained; return what it is."""
    explained = explained_quantity(fitted_of(scene), scene.experiment.target, class_, row)
    write_fit(scene)
    if explained.class_ is not None:
        write_class(scene, explained.class_)
    scene.section(
        "The number that is explained",
        "One number a row, through the whole recipe.",
        [
            *SHOW,
            "",
            "",
            "def predict(rows):",
            f"    return {_PREDICT[scene.experiment.task]}",
        ],
    )
    return explained


_PREDICT = {
    "classification": 'pipeline.predict_proba(rows)[:, k].astype("float64")',
    "regression": 'np.ravel(pipeline.predict(rows)).astype("float64")',
}


def own(scene: Scene, entry: str) -> str:
    """Copy one of our functions (``module:name``) into the script; return its name there."""
    return scene.writer.name(load(entry))


def drawn(scene: Scene, frame: str, n: int, seed: int) -> str:
    """Return the call that draws at most ``n`` rows of a frame: rows, positions."""
    name = own(scene, "core.tabular.explain.target:sample_rows")
    return f"{name}({frame}, {n}, seed={seed})"


def prepared(scene: Scene, rows: str) -> str:
    """Return the expression for what the model gets of raw ``rows``, as numbers."""
    if scene.plan.steps:
        return f'np.asarray(pipeline[:-1].transform({rows}), dtype="float64")'
    return f'np.asarray({rows}, dtype="float64")'
