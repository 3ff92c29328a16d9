"""The recipe's numbers: rows and columns after each step, and the score of every prefix of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from core.errors import PlaygroundError
from core.export.explained import settings_of
from core.export.judging import write_judge
from core.export.layout import sequence, text_of
from core.export.scene import (
    Scene,
    pipeline_node,
    scene_of,
    split_lines,
    table_lines,
    target_lines,
    write_data,
    write_pipeline,
    write_split,
)
from core.export.source import quoted
from core.tabular.recipe.plan import Plan, plan
from core.tabular.recipe.steps import step_spec
from core.tabular.split import drawn_rows
from core.value import Value

if TYPE_CHECKING:
    from core.stages.preprocessing.recipe.settings import EffectSettings


def recipe(scene: Scene, values: Mapping[str, Value]) -> None:
    """Write what each step does to the rows, and the score after each (`EffectSettings`)."""
    from core.stages.preprocessing.recipe.settings import EffectSettings
    from core.tabular.judge.cross_validate import metric_for

    settings = settings_of(EffectSettings, scene, values)
    metric = metric_for(scene.experiment.task, settings.metric)
    write_data(scene)
    write_split(scene)
    write_pipeline(scene)
    write_judge(scene, metric)
    _write_table_steps(scene)
    _write_steps(scene)
    _write_fold_scores(scene, settings)
    lines = [line for n in range(len(scene.experiment.recipe) + 1) for line in
             _prefix_lines(scene, settings, n)]  # fmt: skip
    scene.section(
        "The score after each step",
        "Cross-validated on training rows; the whole recipe again with one step more each time.",
        lines,
    )


def _write_table_steps(scene: Scene) -> None:
    experiment = scene.experiment
    if not any(step_spec(step.id).kind == "table" for step in experiment.recipe):
        return
    own = replace(experiment, split=replace(experiment.split, column=None))
    first, *others = table_lines(scene, own)
    lines = [first]
    labels = [step_spec(s.id).label for s in experiment.recipe if step_spec(s.id).kind == "table"]
    for label, line in zip(labels, others, strict=True):
        lines += [line, *_shape_lines(quoted(label), "table")]
    scene.section("The steps on the whole table", "One after the other again.", lines)


def _write_steps(scene: Scene) -> None:
    scene.names("sklearn:clone")
    scene.section(
        "The steps of the pipeline",
        "What the training rows look like after each.",
        [
            "rows, codes = X_train, y_train",
            "for name, step in pipeline.steps[:-1]:",
            '    if hasattr(step, "fit_resample"):  # changes which rows there are',
            "        rows, codes = clone(step).fit_resample(rows, codes)",
            "    else:",
            "        rows = clone(step).fit_transform(rows, codes)",
            "    if isinstance(rows, pd.DataFrame):",
            *(f"        {line}" for line in _shape_lines("name", "rows")),
        ],
    )


def _shape_lines(name: str, frame: str) -> list[str]:
    return [
        f'show({name} + ", rows", len({frame}))',
        f'show({name} + ", columns", {frame}.shape[1])',
        f'show({name} + ", gaps", {frame}.isna().sum().sum())',
    ]


def _write_fold_scores(scene: Scene, settings: EffectSettings) -> None:
    kind = "StratifiedKFold" if scene.is_classification else "KFold"
    scene.names(f"sklearn.model_selection:{kind}")
    body = [
        *target_lines(scene),
        *split_lines(scene),
        f"if len(train) > {settings.max_rows}:",
        "    random = np.random.default_rng(seed)",
        f"    train = np.sort(random.choice(train, {settings.max_rows}, replace=False))",
        f"parts = {kind}({settings.n_folds}, shuffle=True, random_state=seed)",
        "scores = []",
        "for place, (learn, check) in enumerate(parts.split(train, y[train])):",
        "    learn, check = train[learn], train[check]",
        "    fitted = clone(recipes[place % len(recipes)]).fit(X.iloc[learn], y[learn])",
        "    scores.append(judge(fitted, X.iloc[check], y[check]))",
        "return np.nanmean(scores)",
    ]
    scene.section(
        "Folds of the training rows",
        "One recipe for all folds, or one for each.",
        ["def fold_score(table, recipes):", *(f"    {line}" for line in body)],
    )


def _prefix_lines(scene: Scene, settings: EffectSettings, n_steps: int) -> list[str]:
    recipe_ = scene.experiment.recipe[:n_steps]
    label = "no step" if n_steps == 0 else f"+ {step_spec(recipe_[-1].id).label}"
    name = quoted(f"{n_steps} steps, {label}")
    try:
        part = scene_of(replace(scene.experiment, recipe=recipe_), scene.frame, like=scene)
        plans = _plans(part, settings)
    except PlaygroundError as reason:
        return [f"show({name}, np.nan)  # {quoted(str(reason))}"]
    recipes = text_of(sequence([pipeline_node(part, found) for found in plans], tall=True))
    return [
        *table_lines(part, part.experiment),
        f"recipes = {recipes}",
        "try:",
        f"    show({name}, fold_score(table, recipes))",
        "except ValueError as reason:",
        f"    show({name}, np.nan)",
    ]


def _plans(scene: Scene, settings: EffectSettings) -> list[Plan]:
    """Return the plan of every fold, one if all are alike. Raises `PlaygroundError`."""
    from core.tabular.judge.folds import even_folds
    from core.tabular.recipe.pipeline import facts_of

    experiment, prepared = scene.experiment, scene.prepared
    train = drawn_rows(scene.rows.train, settings.max_rows, experiment.seed)
    folds = even_folds(prepared.y[train], prepared.classes, settings.n_folds, experiment.seed)
    rows = [train[fold.train] for fold in folds]
    plans = [plan(experiment, facts_of(prepared.X.iloc[r], prepared.gaps)) for r in rows]
    return plans[:1] if all(found == plans[0] for found in plans) else plans
