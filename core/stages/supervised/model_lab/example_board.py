"""All models, each with its defaults, on rows of the training part.

A model chosen by its test score would look better than it is: the test rows stay unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.export.recipes import unfitted
from core.tabular.check import suitable
from core.tabular.division import Rows
from core.tabular.experiment import ModelChoice
from core.tabular.fit import refuse_too_many
from core.tabular.judge.by_library import BY_LIBRARY, Score, interval
from core.tabular.judge.compare import CompareSettings, inner_division, inner_rows
from core.tabular.judge.cross_validate import metric_for
from core.tabular.judge.metrics import n_draws
from core.tabular.models.spec import ModelSpec
from core.tabular.recipe.pipeline import facts_of
from core.tabular.recipe.plan import Plan, plan
from core.tabular.shown import answers, show
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

    from core.export.scene import Scene


def chosen(scene: Scene, values: Mapping[str, Value]) -> dict[str, Any]:
    """Return all models that suit, and why others are left out. Raises what `compare` raises."""
    settings = CompareSettings.of(values, experiment=scene.experiment)
    metric = metric_for(scene.experiment.task, settings.metric)
    rows = inner_rows(settings, scene.prepared)
    models, left_out = {}, []
    for spec in suitable(scene.experiment):
        try:
            models[spec.label] = unfitted(scene, planned(scene, spec, rows.train))
        except PlaygroundError as reason:
            left_out.append(f"{spec.label} is left out. {reason.sentence}")
    return {
        "models": models,
        "score": BY_LIBRARY[metric],
        "divide": inner_division(settings),
        "n_draws": n_draws(len(rows.test)),
        "left_out": tuple(left_out),
    }


def planned(scene: Scene, spec: ModelSpec, rows: Rows) -> Plan:
    """Return the recipe, finished for a model with its defaults; raise what stands against it."""
    X, gaps = scene.prepared.X.iloc[rows], scene.prepared.gaps
    refuse_too_many(spec, len(X))
    return plan(replace(scene.experiment, model=ModelChoice(spec.id)), facts_of(X, gaps))


def leaderboard(
    X: pd.DataFrame,
    y: NDArray[Any],
    table: pd.DataFrame,
    train: Rows,
    seed: int,
    *,
    models: Mapping[str, Any],
    score: Score,
    divide: Callable[..., tuple[Rows, Rows]],
    n_draws: int,
    left_out: Sequence[str] = (),
) -> None:
    """Fit every model on the same rows, and print its score on others and how sure that is."""
    from sklearn.base import clone

    learn, check = divide(train, y, table, seed)
    for name, model in models.items():
        try:
            told = answers(clone(model).fit(X.iloc[learn], y[learn]), X.iloc[check])
            value = score(y[check], *told)
        except ValueError:
            print(f"{name} cannot work with this")
            continue
        low, high = interval(score, y[check], told, seed=seed, n_draws=n_draws)
        show(name, value)
        show(f"{name}, 95 % from", low)
        show(f"{name}, 95 % to", high)
    for sentence in left_out:
        print(sentence)
