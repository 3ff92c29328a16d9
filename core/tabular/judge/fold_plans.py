"""What is planned for each fold: a column may have gaps or another kind among its rows alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from core.tabular.recipe.pipeline import build, facts_of
from core.tabular.recipe.plan import Plan, plan

if TYPE_CHECKING:
    from core.tabular.experiment import Experiment
    from core.tabular.prepare import Prepared


def plans_for(
    experiment: Experiment, prepared: Prepared, folds: Iterable[NDArray[Any]]
) -> list[Plan]:
    """Return what is fitted in each fold, of its rows to learn from, as positions in ``prepared``.

    Raises `PlaygroundError` where nothing can be.
    """
    return [plan(experiment, facts_of(prepared.X.iloc[rows], prepared.gaps)) for rows in folds]


def recipes_for(
    experiment: Experiment, prepared: Prepared, folds: Iterable[NDArray[Any]]
) -> list[Any]:
    """Return the unfitted pipeline of each fold, or one where all are alike."""
    plans = plans_for(experiment, prepared, folds)
    alike = all(found == plans[0] for found in plans)
    return [build(found) for found in (plans[:1] if alike else plans)]
