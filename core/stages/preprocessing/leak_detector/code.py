"""The leak detector's numbers: the cheat's folds, the honest ones, and fresh rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from core.export.explained import own, settings_of
from core.export.judging import write_interval, write_judge
from core.export.layout import sequence, text_of
from core.export.scene import Scene, pipeline_node, scene_of, write_data, write_split
from core.tabular.recipe.plan import Plan, plan
from core.value import Value

if TYPE_CHECKING:
    from core.stages.preprocessing.leak_detector.settings import LeakSettings
    from core.tabular.split import SplitRows


def leak(scene: Scene, values: Mapping[str, Value]) -> None:
    """Write the leaking step both ways (`LeakSettings`). Raises what the page raises."""
    from core.stages.preprocessing.leak_detector.run import LEAK_METRIC, leak_study
    from core.stages.preprocessing.leak_detector.settings import LeakSettings

    settings = settings_of(LeakSettings, scene, values)
    study = leak_study(settings, scene.frame)
    plain = scene_of(replace(scene.experiment, recipe=()), scene.frame, like=scene)
    write_data(plain)
    write_split(plain)
    _write_rows(plain, settings)
    honest = replace_study(plain, study)
    write_judge(plain, LEAK_METRIC[scene.experiment.task])
    folds = study.folds(study.prepared.y[study.rows.train])
    _write_folds(plain)
    _write_honest(honest, folds)
    _write_cheat(honest, study)
    _write_fresh(plain)


def replace_study(scene: Scene, study: Any) -> Scene:
    """Return a scene on the study's table (with noise) and rows, for the same script."""
    return Scene(
        study.experiment,
        scene.frame,
        study.prepared,
        study.rows,
        _planned(study.experiment, study.prepared.X.iloc[study.rows.train], study.prepared.gaps),
        scene.writer,
        scene.parts,
        scene.lists,
    )


def _planned(experiment: Any, X: pd.DataFrame, gaps: frozenset[str]) -> Plan:
    from core.tabular.recipe.pipeline import facts_of

    return plan(experiment, facts_of(X, gaps))


def _write_rows(scene: Scene, settings: LeakSettings) -> None:
    drawn = []
    if len(scene.rows.train) > settings.n_rows:
        drawn = (_draw_classes if scene.is_classification else _draw)(settings.n_rows)
    scene.section(
        "Few rows, and columns that know nothing",
        "A leak lies most where there is little to learn from.",
        [
            "random = np.random.default_rng(seed)",
            *drawn,
            *([] if settings.keep_real else ["X = X[[]]  # only noise is left to learn from"]),
            *_NOISE[settings.leak](scene, settings.n_noise, settings.n_rows),
            "features = list(X.columns)",
        ],
    )


def _write_folds(scene: Scene) -> None:
    kind = "StratifiedKFold" if scene.is_classification else "KFold"
    scene.names(f"sklearn.model_selection:{kind}", "sklearn:clone")
    scene.section(
        "Folds",
        "One recipe for all folds, or one for each.",
        [
            "def fold_scores(X, y, recipes):",
            f"    parts = {kind}({_n_folds()}, shuffle=True, random_state=seed)",
            "    scores = []",
            "    for place, (learn, check) in enumerate(parts.split(X, y)):",
            "        fitted = clone(recipes[place % len(recipes)]).fit(X.iloc[learn], y[learn])",
            "        scores.append(judge(fitted, X.iloc[check], y[check]))",
            "    return np.array(scores)",
            "",
            "",
            "def show_all(name, scores):",
            "    for place, value in enumerate(scores, start=1):",
            '        show(f"{name}, fold {place}", value)',
            '    show(f"{name}, mean", np.nanmean(scores))',
        ],
    )


def _n_folds() -> int:
    from core.stages.preprocessing.leak_detector.run import N_FOLDS

    return N_FOLDS


def _recipes(scene: Scene, plans: Sequence[Plan]) -> str:
    different = plans[:1] if all(found == plans[0] for found in plans) else plans
    nodes = [pipeline_node(scene, found) for found in different]
    return text_of(sequence(nodes, tall=True), before=10)


def _write_honest(scene: Scene, folds: Sequence[SplitRows]) -> None:
    X, gaps = scene.prepared.X, scene.prepared.gaps
    rows = [X.iloc[scene.rows.train[fold.train]] for fold in folds]
    plans = [_planned(scene.experiment, part, gaps) for part in rows]
    pipeline = text_of(pipeline_node(scene), before=11)
    scene.section(
        "The honest way",
        "The step is fitted afresh within every fold.",
        [
            f"pipeline = {pipeline}",
            f"recipes = {_recipes(scene, plans)}",
            "honest = fold_scores(X.iloc[train], y[train], recipes)",
            'show_all("Honest", honest)',
        ],
    )


def _write_cheat(scene: Scene, study: Any) -> None:
    from core.stages.preprocessing.leak_detector.run import seen_by_all
    from core.tabular.fit import fit_prepared
    from core.tabular.split import SplitRows

    train = study.rows.train
    everything = fit_prepared(study.experiment, study.prepared, SplitRows(train, train))
    X, y = seen_by_all(everything)
    X = X.set_axis(pd.RangeIndex(len(X)))
    bare = replace(study.experiment, recipe=(), features=None)
    folds = study.folds(y)
    plans = [_planned(bare, X.iloc[fold.train], frozenset()) for fold in folds]
    scene.section(
        "The cheat",
        "Every step but the model has seen all rows before the folds are made.",
        [
            "everything = clone(pipeline).fit(X.iloc[train], y[train])",
            "seen, codes = X.iloc[train], y[train]",
            "for _, step in everything.steps[:-1]:",
            "    names = list(seen.columns)",
            '    if hasattr(step, "fit_resample"):',
            "        seen, codes = step.fit_resample(seen, codes)",
            "    else:",
            "        seen = step.transform(seen)",
            'names = list(getattr(seen, "columns", names))',
            "seen = pd.DataFrame(np.asarray(seen), columns=names)",
            f"recipes = {_recipes(scene, plans)}",
            "cheating = fold_scores(seen, codes, recipes)",
            'show_all("Cheating", cheating)',
        ],
    )


def _write_fresh(scene: Scene) -> None:
    write_interval(scene, len(scene.rows.test))
    scene.section(
        "Fresh rows",
        "Rows that neither has seen.",
        [
            "fitted = clone(pipeline).fit(X.iloc[train], y[train])",
            'show("Fresh rows", judge(fitted, X.iloc[test], y[test]))',
            "low, high = interval(fitted, X.iloc[test], y[test])",
            'show("Fresh rows, 95 % from", low)',
            'show("Fresh rows, 95 % to", high)',
        ],
    )


def _draw(n_rows: int) -> list[str]:
    return [f"train = np.sort(random.choice(train, {n_rows}, replace=False))"]


def _draw_classes(n_rows: int) -> list[str]:
    return [
        "drawn = []",
        "for k in range(len(classes)):  # every class in its share, at least twice a fold",
        "    own = train[y[train] == k]",
        f"    wanted = max({2 * _n_folds()}, round({n_rows} * len(own) / len(train)))",
        "    drawn.append(random.choice(own, min(wanted, len(own)), replace=False))",
        "train = np.sort(np.concatenate(drawn))",
    ]


def _names(scene: Scene) -> str:
    return own(scene, "core.stages.preprocessing.leak_detector.run:noise_names")


def _numbers(scene: Scene, n_noise: int, n_rows: int) -> list[str]:
    if n_noise == 0:
        return []
    return [
        f"noise = random.normal(size=(len(X), {n_noise}))",
        f'names = {_names(scene)}("noise", {n_noise}, X.columns)',
        "X = pd.concat([X, pd.DataFrame(noise, X.index, names)], axis=1)",
    ]


def _codes(scene: Scene, n_noise: int, n_rows: int) -> list[str]:
    if n_noise == 0:
        return []
    return [
        f"n_levels = max(2, min(len(X), {n_rows}) // 3)",
        f"noise = random.integers(0, n_levels, (len(X), {n_noise}))",
        f'names = {_names(scene)}("code", {n_noise}, X.columns)',
        'codes = pd.DataFrame(noise, X.index, names).astype("str")',
        "X = pd.concat([X, codes], axis=1)",
    ]


def _holes(scene: Scene, n_noise: int, n_rows: int) -> list[str]:
    return [
        *_numbers(scene, n_noise, n_rows),
        'holed = X.select_dtypes("number").astype("float64")',
        "holes = random.random(holed.shape) < 0.1",
        "X = X.copy()",
        "X[list(holed)] = holed.mask(holes)",
    ]


_NOISE: dict[str, Callable[[Scene, int, int], list[str]]] = {
    "selection": _numbers,
    "target": _codes,
    "smote": _numbers,
    "scaling": _numbers,
    "imputation": _holes,
}
"""How each leak of `core.stages.preprocessing.leak_detector.run` changes the table."""
