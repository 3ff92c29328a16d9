"""The validation playground's numbers: the score of every fold, their mean and spread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.export.explained import settings_of
from core.export.layout import sequence, text_of
from core.export.scene import Scene, pipeline_node, write_data, write_pipeline, write_split
from core.export.scores import FORMULAS, RANKING, SHOW, ask
from core.export.source import quoted
from core.tabular.experiment import N_SEEDS
from core.tabular.judge.metrics import INTERVAL, n_draws
from core.value import Value

if TYPE_CHECKING:
    from core.tabular.judge.cross_validate import ValidationSettings
    from core.tabular.split import SplitRows


def validation(scene: Scene, values: Mapping[str, Value]) -> None:
    """Write the folds of the training rows, a fit in each, and the scores.

    values : fields of `ValidationSettings`. Raises what `cross_validate` raises before it fits.
    """
    from core.tabular.judge.cross_validate import ValidationSettings, validation_metric
    from core.tabular.judge.folds import SHUFFLED

    settings = settings_of(ValidationSettings, scene, values)
    metric, _ = validation_metric(settings)
    n_repeats = settings.n_repeats if settings.scheme in SHUFFLED else 1
    divisions = divided(scene, settings, n_repeats)
    write_data(scene)
    write_split(scene)
    write_pipeline(scene, fit=False)
    write_judge(scene, metric)
    write_interval(scene, len(scene.rows.test))
    _write_folds(scene, settings)
    fresh = write_fresh(scene, [fold for folds in divisions for fold in folds])
    several = sum(map(len, divisions)) > 1
    spread = "np.nanstd(results, ddof=1)" if several else "0"
    scene.section(
        "A score for every fold",
        "Recipe and model are fitted afresh in each: nothing is learnt from the rows tested.",
        [
            "results = []",
            f"for place in range({n_repeats}):",
            "    results.append([])",
            f"    for learn, check in folds((seed + place) % {N_SEEDS}):",
            f"        fitted = {fresh}.fit(X_train.iloc[learn], y_train[learn])",
            "        results[-1].append(judge(fitted, X_train.iloc[check], y_train[check]))",
            "for place, value in enumerate(results[0], start=1):",
            '    show(f"Fold {place}", value)',
            'show("Mean", np.nanmean(results))',
            f'show("Standard deviation", {spread})',
            "for place, result in enumerate(results, start=1):",
            '    show(f"Seed {place}", np.nanmean(result))',
        ],
    )
    scene.section(
        "The test rows",
        "No fold saw them: how good was the estimate?",
        [
            "pipeline.fit(X_train, y_train)",
            'show("Test rows", judge(pipeline, X_test, y_test))',
            "low, high = interval(pipeline, X_test, y_test)",
            'show("Test rows, 95 % from", low)',
            'show("Test rows, 95 % to", high)',
        ],
    )


def divided(
    scene: Scene, settings: ValidationSettings, n_repeats: int
) -> list[tuple[SplitRows, ...]]:
    """Return the folds of every seed, as `cross_validate` makes them. Raises `ImpossibleSplit`."""
    from core.tabular.judge.cross_validate import fold_case, fold_order, repeat_seeds
    from core.tabular.judge.folds import make_folds

    prepared, rows = scene.prepared, scene.rows
    order = fold_order(settings, prepared, scene.frame)
    seeds = repeat_seeds(scene.experiment.seed, n_repeats)
    cases = [fold_case(settings, prepared, rows, order, seed) for seed in seeds]
    return [make_folds(settings.scheme, case) for case in cases]


def write_judge(scene: Scene, metric: str) -> None:
    """Write ``show`` and ``judge``, one metric of a fitted pipeline on given rows."""
    function, formula = FORMULAS[metric]
    scene.names(f"sklearn.metrics:{function}")
    scene.section(
        "The score",
        "One number for a fitted pipeline and rows it has not seen.",
        [
            *SHOW,
            "",
            "",
            *(RANKING if "ranking(" in formula else []),
            "def judge(pipeline, X, y):",
            *(f"    {line}" for line in ask(scene, "X", "predicted", "probabilities")),
            f"    return {formula}",
        ],
    )


def write_interval(scene: Scene, n_rows: int) -> None:
    """Write ``interval``, the 95 % bootstrap interval of ``judge`` on ``n_rows`` rows."""
    edge = (1 - INTERVAL) / 2
    scene.writer.use("import warnings")
    scene.section(
        "How sure a score is",
        "Rows drawn with replacement: where 95 of 100 draws fall.",
        [
            "class Recalled:",
            '    """Answers for drawn rows without asking the model again."""',
            "",
            "    def __init__(self, answers):",
            "        self.answers = answers",
            "",
            "    def predict(self, rows):",
            '        return self.answers["predict"][rows]',
            "",
            "    def predict_proba(self, rows):",
            '        return self.answers["predict_proba"][rows]',
            "",
            "",
            "def interval(fitted, X, y):",
            f"    asked = [{_METHODS[scene.experiment.task]}]",
            "    recalled = Recalled({name: getattr(fitted, name)(X) for name in asked})",
            "    if not np.isfinite(judge(recalled, np.arange(len(y)), y)):",
            "        return np.nan, np.nan  # no value, no interval",
            "    random = np.random.default_rng(seed)",
            "    draws = []",
            '    with warnings.catch_warnings(action="ignore"):  # a draw may lack a class',
            f"        for _ in range({n_draws(n_rows)}):",
            "            rows = random.integers(0, len(y), len(y))",
            "            draws.append(judge(recalled, rows, y[rows]))",
            f"        return np.nanquantile(draws, [{edge:.3g}, {1 - edge:.3g}])",
        ],
    )


_METHODS = {
    "classification": '"predict", "predict_proba"',
    "regression": '"predict"',
}


def write_fresh(scene: Scene, folds: Sequence[SplitRows]) -> str:
    """Return the expression of an unfitted pipeline for the next fold.

    The suite plans anew on each fold's rows, since a column may have gaps or kinds only there.
    Where all plans are alike one pipeline is cloned; else the different ones are written.
    """
    from core.tabular.recipe.pipeline import facts_of
    from core.tabular.recipe.plan import Plan, plan

    X, gaps = scene.prepared.X, scene.prepared.gaps
    plans: list[Plan] = [scene.plan]
    which = []
    for fold in folds:
        rows = X.iloc[scene.rows.train[fold.train]]
        planned = plan(scene.experiment, facts_of(rows, gaps))
        if planned not in plans:
            plans.append(planned)
        which.append(str(plans.index(planned)))
    scene.names("sklearn:clone")
    if len(plans) == 1:
        return "clone(pipeline)"
    others = [pipeline_node(scene, planned) for planned in plans[1:]]
    recipes = text_of(sequence(["pipeline", *others], tall=True), before=10)
    scene.section(
        "Recipes of the folds",
        "In some folds a column holds too little to be treated as in the whole.",
        [f"recipes = {recipes}", f"turns = iter([{', '.join(which)}])"],
    )
    return "clone(recipes[next(turns)])"


def _write_folds(scene: Scene, settings: ValidationSettings) -> None:
    lines = _SCHEMES[settings.scheme](scene, settings)
    scene.section(
        "The folds",
        "Only training rows are divided; pairs of positions to learn from and to check.",
        lines,
    )


def _folds(*body: str) -> list[str]:
    return ["def folds(seed):", *(f"    {line}" for line in body)]


def _hold_out(scene: Scene, settings: ValidationSettings) -> list[str]:
    from core.tabular.judge.folds import HOLD_OUT_SHARE

    scene.names("sklearn.model_selection:train_test_split")
    share = f"test_size={HOLD_OUT_SHARE}, random_state=seed"
    return _folds(f"return [train_test_split(np.arange(len(X_train)), {share})]")


def _k_fold(scene: Scene, settings: ValidationSettings) -> list[str]:
    return _splitter(scene, "KFold", settings.n_folds, "X_train")


def _stratified(scene: Scene, settings: ValidationSettings) -> list[str]:
    return _splitter(scene, "StratifiedKFold", settings.n_folds, "X_train, y_train")


def _grouped(scene: Scene, settings: ValidationSettings) -> list[str]:
    return [
        f"groups = pd.factorize({_order_text(scene, settings)}, use_na_sentinel=False)[0]",
        "",
        "",
        *_splitter(scene, "GroupKFold", settings.n_folds, "X_train, y_train, groups"),
    ]


def _splitter(scene: Scene, name: str, n_folds: int, given: str) -> list[str]:
    scene.names(f"sklearn.model_selection:{name}")
    return _folds(f"return {name}({n_folds}, shuffle=True, random_state=seed).split({given})")


def _time(scene: Scene, settings: ValidationSettings) -> list[str]:
    scene.names("sklearn.model_selection:TimeSeriesSplit")
    order = _order_text(scene, settings)
    sort = f'np.argsort({order}.to_numpy(), kind="stable")' if order else "np.arange(len(X_train))"
    return [
        f"in_order = {sort}",
        "",
        "",
        *_folds(
            f"parts = TimeSeriesSplit({settings.n_folds}).split(in_order)",
            "return [(in_order[past], in_order[future]) for past, future in parts]",
        ),
    ]


def _leave_one_out(scene: Scene, settings: ValidationSettings) -> list[str]:
    from core.tabular.judge.folds import MOST_LEFT_OUT

    some = []
    if len(scene.rows.train) > MOST_LEFT_OUT:
        draw = f"np.random.default_rng(seed).choice(rows, {MOST_LEFT_OUT}, replace=False)"
        some = [f"chosen = np.sort({draw})"]
    chosen = "chosen" if some else "rows"
    return _folds(
        "rows = np.arange(len(X_train))",
        *some,
        f"return [(np.delete(rows, row), np.array([row])) for row in {chosen}]",
    )


def _order_text(scene: Scene, settings: ValidationSettings) -> str:
    """Return the expression of the training rows' groups or times, "" if there are none."""
    if settings.column is not None:
        return f"frame[{quoted(settings.column)}].loc[X_train.index]"
    own = scene.experiment.split.column
    return "" if own is None else f"table[{quoted(own)}].iloc[train]"


_SCHEMES: dict[str, Callable[[Scene, Any], list[str]]] = {
    "hold_out": _hold_out,
    "k_fold": _k_fold,
    "stratified": _stratified,
    "grouped": _grouped,
    "time": _time,
    "loocv": _leave_one_out,
}
