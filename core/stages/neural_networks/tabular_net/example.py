"""A net against boosted trees: the same rows, the same columns, each stopped where it says.

Both stop on rows to check on; the test rows are asked once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from core.export.recipes import unfitted_steps
from core.stages.neural_networks.tabular_net.early_stopping import (
    NET,
    TREES,
    train_net,
    train_trees,
)
from core.stages.neural_networks.tabular_net.run import learnt, net_plan, through
from core.stages.neural_networks.tabular_net.settings import TabularNetSettings
from core.tabular.division import Rows
from core.tabular.judge.by_library import Score, scores_of
from core.tabular.judge.compare import CompareSettings, inner_division, inner_rows
from core.tabular.shown import show
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return the recipe, the rows, the metrics and how both train; raise what the page raises."""
    settings = TabularNetSettings.of(values, experiment=scene.experiment)
    cut = CompareSettings(scene.experiment, max_rows=settings.max_rows)
    planned = net_plan(scene.experiment, scene.prepared, inner_rows(cut, scene.prepared))
    return {
        "recipe": unfitted_steps(scene, planned),
        "divide": inner_division(cut),
        "scores": scores_of(scene.experiment.task),
        "n_classes": len(scene.prepared.classes),
        "how": settings.how,
    }


def example(
    X: pd.DataFrame,
    y: NDArray[Any],
    table: pd.DataFrame,
    train: Rows,
    X_test: pd.DataFrame,
    y_test: NDArray[Any],
    seed: int,
    *,
    recipe: Sequence[tuple[str, Any]],
    divide: Callable[..., tuple[Rows, Rows]],
    scores: Mapping[str, Score],
    n_classes: int = 0,
    how: Mapping[str, Any],
) -> None:
    """Fit the recipe on the learning rows alone, train both, and print where and how they end."""
    learn, check = divide(train, y, table, seed)
    steps = [step for _, step in recipe]
    learning = learnt(steps, X.iloc[learn], y[learn])
    checking = through(steps, X.iloc[check]), y[check]
    for name, contest in ((NET, train_net), (TREES, train_trees)):
        ask, losses, best = contest(learning, checking, n_classes, how)
        show(f"{name}, best place", best + 1)
        show(f"{name}, lowest loss", losses[:, 1].min())
        said = ask(through(steps, X_test))
        told = (said.argmax(axis=1), said) if n_classes else (said,)
        for metric, score in scores.items():
            show(f"{name}, {metric}", score(y_test, *told))
