"""The tabular net's numbers: a net and boosted trees on the same rows and columns."""

from __future__ import annotations

from collections.abc import Mapping
from pprint import pformat

from core.export.explained import settings_of
from core.export.layout import text_of
from core.export.leaderboard import write_rows
from core.export.scene import Scene, pipeline_node, write_data, write_split
from core.export.scores import write_scores
from core.value import Value

_THROUGH = [
    "steps = [step for _, step in pipeline.steps[:-1]]",
    "X_learn, y_learn = X.iloc[learn], y[learn]",
    "for step in steps:",
    '    if hasattr(step, "fit_resample"):',
    "        X_learn, y_learn = step.fit_resample(X_learn, y_learn)",
    "    else:",
    "        X_learn = step.fit_transform(X_learn, y_learn)",
    "",
    "",
    "def through(rows):",
    '    """Send rows through the fitted recipe; steps that change the rows are for learning."""',
    "    for step in steps:",
    '        if hasattr(step, "transform"):',
    "            rows = step.transform(rows)",
    "    return np.asarray(rows)",
]


def tabular_net(scene: Scene, values: Mapping[str, Value]) -> None:
    """Write the recipe, both trainings with early stopping, and the test scores."""
    from core.stages.neural_networks.tabular_net.early_stopping import (
        NET,
        TREES,
        train_net,
        train_trees,
    )
    from core.stages.neural_networks.tabular_net.run import net_plan
    from core.stages.neural_networks.tabular_net.settings import TabularNetSettings
    from core.tabular.judge.compare import CompareSettings, inner_rows

    settings = settings_of(TabularNetSettings, scene, values)
    cut = CompareSettings(scene.experiment, max_rows=settings.max_rows)
    planned = net_plan(scene.experiment, scene.prepared, inner_rows(cut, scene.prepared))
    write_data(scene)
    write_split(scene)
    write_rows(scene, settings.max_rows)
    scene.section(
        "The recipe",
        "Fitted on the learning rows alone. The model at its end is never fitted.",
        [f"pipeline = {text_of(pipeline_node(scene, planned), before=11)}", *_THROUGH],
    )
    write_scores(scene)
    names = [scene.writer.name(function) for function in (train_net, train_trees)]
    said = "said.argmax(axis=1), said" if scene.is_classification else "said"
    scene.section(
        "The contest",
        "Both stop on the rows to check on; the test rows are asked once.",
        [
            *f"how = {pformat(settings.how, sort_dicts=False)}".split("\n"),
            f"n_classes = {len(scene.prepared.classes)}",
            "learning = (np.asarray(X_learn), np.asarray(y_learn))",
            "checking = (through(X.iloc[check]), y[check])",
            f'for name, contest in (("{NET}", {names[0]}), ("{TREES}", {names[1]})):',
            "    ask, losses, best = contest(learning, checking, n_classes, how)",
            '    show(f"{name}, best place", best + 1)',
            '    show(f"{name}, lowest loss", losses[:, 1].min())',
            "    said = ask(through(X_test))",
            f"    for metric, value in scores(y_test, {said}).items():",
            '        show(f"{name}, {metric}", value)',
        ],
    )
