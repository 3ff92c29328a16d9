"""The leaderboard: every suitable model with its defaults, on rows of the training part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.errors import PlaygroundError
from core.export.explained import settings_of
from core.export.judging import write_interval, write_judge
from core.export.layout import text_of
from core.export.scene import Scene, pipeline_node, split_lines, write_data, write_split
from core.export.source import quoted
from core.tabular.experiment import ModelChoice
from core.tabular.models.spec import ModelSpec
from core.tabular.recipe.plan import plan
from core.tabular.split import SplitRows
from core.value import Value

SHARE = 0.25
"""Of the training rows, put aside to compare on."""


def leaderboard(scene: Scene, values: Mapping[str, Value]) -> None:
    """Write a fit and a score for every suitable model (`CompareSettings`)."""
    from core.tabular.check import suitable
    from core.tabular.judge.compare import CompareSettings, inner_rows
    from core.tabular.judge.cross_validate import metric_for

    settings = settings_of(CompareSettings, scene, values)
    rows = inner_rows(settings, scene.prepared)
    write_data(scene)
    write_split(scene)
    write_rows(scene, settings.max_rows)
    write_judge(scene, metric_for(scene.experiment.task, settings.metric))
    write_interval(scene, len(rows.test))
    lines = [line for spec in suitable(scene.experiment) for line in _model(scene, spec, rows)]
    scene.section(
        "The models, each with its defaults and what it needs",
        "Each recipe is completed so that the model can be fitted.",
        ["models = {}", *lines],
    )
    scene.section(
        "The leaderboard",
        "A model chosen by its test score would look better than it is: the test rows stay unseen.",
        [
            "board = {}",
            "for name, model in models.items():",
            "    try:",
            "        model.fit(X.iloc[learn], y[learn])",
            "        score = judge(model, X.iloc[check], y[check])",
            "    except ValueError as reason:",
            '        print(f"{name} cannot work with this")',
            "        continue",
            "    board[name] = (score, *interval(model, X.iloc[check], y[check]))",
            "for name, (score, low, high) in board.items():",
            "    show(name, score)",
            '    show(f"{name}, 95 % from", low)',
            '    show(f"{name}, 95 % to", high)',
        ],
    )


def write_rows(scene: Scene, max_rows: int) -> None:
    """Write ``learn`` and ``check``: (at most ``max_rows`` of) the training rows divided again."""
    split = replace(scene.experiment.split, test_share=SHARE)
    inner = replace(scene, experiment=replace(scene.experiment, split=split))
    draw = []
    if len(scene.rows.train) > max_rows:
        draw = [
            "random = np.random.default_rng(seed)",
            f"train = np.sort(random.choice(train, {max_rows}, replace=False))",
        ]
    scene.section(
        "Rows to compare on",
        "The training rows are divided once more, in the same way.",
        [
            "def divide(X, y, table):",
            *(f"    {line}" for line in split_lines(inner)),
            "    return train, test",
            "",
            "",
            *draw,
            "parts = divide(X.iloc[train], y[train], table.iloc[train])",
            "learn, check = (train[part] for part in parts)",
        ],
    )


def _model(scene: Scene, spec: ModelSpec, rows: SplitRows) -> list[str]:
    from core.tabular.fit import refuse_too_many
    from core.tabular.recipe.pipeline import facts_of

    X, gaps = scene.prepared.X.iloc[rows.train], scene.prepared.gaps
    experiment = replace(scene.experiment, model=ModelChoice(spec.id))
    try:
        refuse_too_many(spec, len(X))
        planned = plan(experiment, facts_of(X, gaps))
    except PlaygroundError as reason:
        return [f"# {spec.label}: {quoted(str(reason))}"]
    start = f"models[{quoted(spec.label)}] = "
    return [f"{start}{text_of(pipeline_node(scene, planned), before=len(start))}"]
