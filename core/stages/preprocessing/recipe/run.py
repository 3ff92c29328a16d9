"""What each step of a recipe does: to the training rows, column by column, and to the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.names import free_name
from core.stages.preprocessing.recipe.settings import EffectSettings
from core.tabular.commentary import part_of
from core.tabular.experiment import Experiment, Step
from core.tabular.fit import fit_prepared, split_prepared
from core.tabular.judge.cross_validate import fold_scores, metric_for
from core.tabular.judge.defined import is_defined, mean_of, undefined
from core.tabular.judge.folds import even_folds
from core.tabular.judge.metrics import metric_spec
from core.tabular.prepare import Prepared, apply_table_steps, prepare, table_columns
from core.tabular.recipe.pipeline import facts_of
from core.tabular.recipe.plan import IdleStep, plan
from core.tabular.recipe.steps import step_spec
from core.tabular.split import drawn_rows

N_BINS = 20
MOST_COLUMNS = 8
MOST_LEVELS = 12


@dataclass(frozen=True, eq=False)
class Shape:
    """The distribution of one column.

    Numbers: ``counts`` (20,) between ``edges`` (21,). Names: ``counts`` of ``levels``, the 12 most
    frequent first, then all others as one. ``gaps``: missing values.
    """

    counts: NDArray[np.int64]
    edges: NDArray[np.float64] | None
    levels: tuple[str, ...]
    gaps: int


@dataclass(frozen=True, eq=False)
class ColumnChange:
    """One column before and after a step; None where it does not exist."""

    name: str
    before: Shape | None
    after: Shape | None


@dataclass(frozen=True, eq=False)
class StepEffect:
    """What one step does to the training rows (table steps: to the whole table).

    ``position`` in the learner's recipe, None for steps that the suite added. ``sentence``: why
    those were added, or what a step of the learner's did instead of changing the table.
    ``gained`` and ``lost``: column names. ``n_changed``: columns that stay, with other values.
    ``changes``: the shapes of at most 8 changed columns.
    """

    id: str
    label: str
    kind: str
    position: int | None
    sentence: str
    rows_before: int
    rows_after: int
    columns_before: int
    columns_after: int
    gaps_before: int
    gaps_after: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    n_changed: int
    changes: tuple[ColumnChange, ...]


@dataclass(frozen=True, eq=False)
class PrefixScore:
    """The cross-validated score of the first ``n_steps`` steps; NaN and a sentence if it failed."""

    n_steps: int
    label: str
    mean: float
    scores: NDArray[np.float64]
    sentence: str = ""


@dataclass(frozen=True, eq=False)
class EffectAnswer:
    """The steps in the order they run, and the score after each of the learner's steps."""

    steps: tuple[StepEffect, ...]
    scores: tuple[PrefixScore, ...]
    metric: str
    metric_label: str
    better: str
    n_scored: int
    notes: tuple[str, ...]

    @property
    def worths(self) -> tuple[float, ...]:
        """By how much each of the learner's steps moves the score, in the recipe's order."""
        means = [score.mean for score in self.scores]
        return tuple(after - before for before, after in pairwise(means))


def recipe_effect(settings: EffectSettings, frame: pd.DataFrame) -> EffectAnswer:
    """Run the recipe step by step, and score every prefix of it on folds of training rows."""
    experiment = settings.experiment
    metric = metric_for(experiment.task, settings.metric)
    total = len(experiment.recipe) + 2
    with part_of(0, total, "all steps"):
        prepared = prepare(experiment, frame)
        steps = (*_table_effects(experiment, frame), *_pipeline_effects(experiment, prepared))
    scores = []
    for n_steps in range(len(experiment.recipe) + 1):
        with part_of(n_steps + 1, total, f"score with {n_steps} steps"):
            scores.append(_prefix_score(settings, frame, n_steps, metric))
    spec = metric_spec(metric)
    n_train = len(split_prepared(experiment, prepared).train)
    return EffectAnswer(
        steps,
        tuple(scores),
        metric,
        spec.label,
        spec.better,
        min(n_train, settings.max_rows),
        prepared.notes,
    )


def _table_effects(experiment: Experiment, frame: pd.DataFrame) -> list[StepEffect]:
    before = frame[table_columns(experiment, list(frame.columns))]
    effects = []
    for position, step in enumerate(experiment.recipe):
        if step_spec(step.id).kind == "table":
            after = apply_table_steps(replace(experiment, recipe=(step,)), before)
            effects.append(_effect(step, position, "", before, after))
            before = after
    return effects


def _pipeline_effects(experiment: Experiment, prepared: Prepared) -> list[StepEffect]:
    """Run the fitted pipeline's steps again on the training rows, looking before and after."""
    rows = split_prepared(experiment, prepared)
    fitted = fit_prepared(experiment, prepared, rows)
    frame, y = fitted.X_train, fitted.codes_train
    idle = plan(experiment, facts_of(frame, prepared.gaps)).idle
    effects = []
    for place, planned in enumerate(fitted.steps):
        effects += _idle_effects(idle, place, frame)
        if planned.spec.id == "plain_array":
            continue
        after, y = after_step(fitted.pipeline.named_steps[planned.name], frame, y)
        effects.append(_effect(planned.step, planned.position, planned.sentence, frame, after))
        frame = after
    return effects + _idle_effects(idle, len(fitted.steps), frame)


def _idle_effects(idle: Sequence[IdleStep], place: int, frame: pd.DataFrame) -> list[StepEffect]:
    """Return the effects of the learner's steps that left ``frame`` as it was at ``place``."""
    here = [step for step in idle if step.place == place]
    return [_effect(step.step, step.position, step.deed, frame, frame) for step in here]


def after_step(
    step: Any, frame: pd.DataFrame, y: NDArray[Any]
) -> tuple[pd.DataFrame, NDArray[Any]]:
    """Return the training rows after a step, fitted afresh on them, as the model gets them."""
    import warnings

    from sklearn.base import clone

    with warnings.catch_warnings(action="ignore"):
        if hasattr(step, "fit_resample"):  # changes which rows there are
            return clone(step).fit_resample(frame, y)  # type: ignore[no-any-return]
        return clone(step).fit_transform(frame, y), y


def _effect(
    step: Step, position: int | None, sentence: str, before: pd.DataFrame, after: pd.DataFrame
) -> StepEffect:
    spec = step_spec(step.id)
    old, new = set(before.columns), set(after.columns)
    both = [name for name in before.columns if name in new]
    changed = [name for name in both if not _same(before[name], after[name])]
    gained = [name for name in after.columns if name not in old]
    lost = [name for name in before.columns if name not in new]
    return StepEffect(
        spec.id,
        spec.label,
        spec.kind,
        position,
        sentence,
        len(before),
        len(after),
        len(old),
        len(new),
        int(before.isna().sum().sum()),
        int(after.isna().sum().sum()),
        tuple(gained),
        tuple(lost),
        len(changed),
        _changes(before, after, [*changed, *lost, *gained][:MOST_COLUMNS]),
    )


def _changes(
    before: pd.DataFrame, after: pd.DataFrame, names: Sequence[str]
) -> tuple[ColumnChange, ...]:
    """Return the shapes of the columns ``names`` before and after."""
    return tuple(
        ColumnChange(
            name,
            _shape(before[name]) if name in before.columns else None,
            _shape(after[name]) if name in after.columns else None,
        )
        for name in names
    )


def _same(before: pd.Series, after: pd.Series) -> bool:
    """Whether the values are the same; 3 and 3.0 are."""
    if len(before) != len(after):
        return False
    old, new = before.reset_index(drop=True), after.reset_index(drop=True)
    if pd.api.types.is_numeric_dtype(old) and pd.api.types.is_numeric_dtype(new):
        old, new = old.astype("float64"), new.astype("float64")
    return bool(old.equals(new))


def _shape(values: pd.Series) -> Shape:
    gaps = int(values.isna().sum())
    filled = values.dropna()
    if pd.api.types.is_numeric_dtype(filled) and not pd.api.types.is_bool_dtype(filled):
        numbers = filled.to_numpy(dtype=np.float64)
        numbers = numbers[np.isfinite(numbers)]
        if len(numbers) and np.ptp(numbers) > 0 and np.isfinite(np.ptp(numbers)):
            counts, edges = np.histogram(numbers, N_BINS)
            heights: NDArray[np.int64] = counts.astype(np.int64)
            return Shape(heights, edges, (), gaps)
    counts_ = filled.astype("str").value_counts()
    levels = [str(level) for level in counts_.index[:MOST_LEVELS]]
    rows = counts_.to_list()[:MOST_LEVELS]
    if len(counts_) > MOST_LEVELS:
        levels.append(free_name(f"{len(counts_) - MOST_LEVELS:,} more", levels))
        rows.append(len(filled) - sum(rows))
    return Shape(np.asarray(rows, dtype=np.int64), None, tuple(levels), gaps)


def _prefix_score(
    settings: EffectSettings, frame: pd.DataFrame, n_steps: int, metric: str
) -> PrefixScore:
    recipe = settings.experiment.recipe[:n_steps]
    label = prefix_label(recipe)
    try:
        scores = _scores(settings, replace(settings.experiment, recipe=recipe), frame, metric)
    except PlaygroundError as error:
        return PrefixScore(n_steps, label, float("nan"), np.array([]), error.sentence)
    if not is_defined(mean_of(scores)):
        why = f"{undefined(metric, 'in any fold')}. Choose another metric."
        return PrefixScore(n_steps, label, float("nan"), scores, why)
    return PrefixScore(n_steps, label, mean_of(scores), scores)


def prefix_label(recipe: Sequence[Step]) -> str:
    """Return what a recipe is called that ends with its last step."""
    return f"+ {step_spec(recipe[-1].id).label}" if recipe else "no step"


def _scores(
    settings: EffectSettings, experiment: Experiment, frame: pd.DataFrame, metric: str
) -> NDArray[np.float64]:
    prepared = prepare(experiment, frame)
    seed = experiment.seed
    train = drawn_rows(split_prepared(experiment, prepared).train, settings.max_rows, seed)
    folds = even_folds(prepared.y[train], prepared.classes, settings.n_folds, seed)
    return fold_scores(experiment, prepared, train, folds, metric)
