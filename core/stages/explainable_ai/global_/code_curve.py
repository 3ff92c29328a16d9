"""The numbers of one column's curves: partial dependence, its spread over rows, and ALE."""

from __future__ import annotations

from collections.abc import Mapping

from core.export.explained import drawn, fitted_of, own, settings_of, write_explained
from core.export.scene import Scene
from core.export.source import quoted
from core.tabular.explain.curves import grid_kind
from core.tabular.explain.pdp import ALE_ROWS, PdpSettings
from core.tabular.explain.target import refuse_unknown_column
from core.value import Value

_CURVES = "core.tabular.explain.curves"


def curve(scene: Scene, values: Mapping[str, Value]) -> None:
    """Write the curves of ``values``' column (`PdpSettings`). Raises as the page does."""
    settings = settings_of(PdpSettings, scene, values)
    train = fitted_of(scene).X_train
    refuse_unknown_column(settings.column, train.columns)
    kind = grid_kind(train[settings.column])
    write_explained(scene, settings.class_)
    scene.section(
        "The grid",
        _WHY[kind],
        [
            f"column = {quoted(settings.column)}",
            "values = X_train[column].dropna()",
            f"grid = {_grid(scene, kind, settings.n_grid)}",
            "if X_train[column].isna().any():  # a gap is a value, too",
            "    gap = pd.Series([None], dtype=X_train[column].dtype)",
            "    grid = pd.concat([grid, gap], ignore_index=True)",
        ],
    )
    crossing = own(scene, f"{_CURVES}:crossing_share")
    scene.section(
        "One curve for each row, and their mean",
        "The column is set to each grid value in turn; everything else stays.",
        [
            f"rows, _ = {drawn(scene, 'X_test', settings.n_rows, settings.seed)}",
            "ice = np.empty((len(rows), len(grid)))",
            "for place in range(len(grid)):",
            "    moved = rows.copy()",
            "    moved[column] = grid.iloc[[place] * len(rows)].array",
            "    ice[:, place] = predict(moved)",
            "for value, height in zip(grid, ice.mean(axis=0)):",
            '    show(f"Mean at {value}", height)',
            f'show("Crossing", {crossing}(ice))',
        ],
    )
    if kind != "category":
        _write_ale(scene, settings)


def _write_ale(scene: Scene, settings: PdpSettings) -> None:
    effects = own(scene, f"{_CURVES}:accumulated_local_effects")
    scene.section(
        "Accumulated local effects",
        "Differences among rows that exist, added up; the mean is zero.",
        [
            f"some, _ = {drawn(scene, 'X_test', ALE_ROWS, settings.seed)}",
            f"ale = {effects}(predict, some, column, {settings.n_grid + 1})",
            "if ale is not None:",
            "    for edge, height in zip(ale.edges, ale.values):",
            '        show(f"ALE at {edge}", height)',
        ],
    )


def _grid(scene: Scene, kind: str, n_grid: int) -> str:
    if kind == "category":
        return f"pd.Series(values.value_counts().index[:{n_grid}], dtype=values.dtype)"
    return f"{own(scene, f'{_CURVES}:quantiles')}(values, {n_grid})"


_WHY = {
    "category": "The most frequent levels.",
    "number": "Values that occur, spread evenly over the training rows.",
    "date": "Dates that occur, spread evenly over the training rows.",
}
