"""A leak on purpose: preprocessing fitted on all rows, against fitted within the training part.

Three scores: the one that cheats (the step saw every row before cross-validation), the honest one
(the step is fitted afresh within every fold), and the truth (fresh rows that nothing saw).
Columns of pure noise make the lesson visible on any table.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.names import free_name
from core.stages.preprocessing.leak_detector.settings import LeakSettings
from core.tabular.commentary import part_of
from core.tabular.experiment import Experiment, Step
from core.tabular.fit import Fitted, fit_prepared, split_prepared
from core.tabular.judge.cross_validate import fold_scores
from core.tabular.judge.defined import mean_of
from core.tabular.judge.folds import even_folds
from core.tabular.judge.metrics import metric_spec
from core.tabular.prepare import Prepared, prepare
from core.tabular.recipe.table_steps import replaced
from core.tabular.split import SplitRows

LEAK_METRIC = {"classification": "roc_auc", "regression": "r2"}
N_FOLDS = 5


class NoLeakHere(PlaygroundError):
    """What leaks here needs something that the table or the task does not have."""


@dataclass(frozen=True, eq=False)
class LeakAnswer:
    """Scores of the cheat, the honest way and the truth.

    ``cheating`` and ``honest``: (n_folds,) scores. ``fresh``: the score on ``n_fresh`` rows that
    neither saw, of the honest model; ``fresh_low``/``fresh_high``: its 95 % interval.
    """

    cheating: NDArray[np.float64]
    honest: NDArray[np.float64]
    fresh: float
    fresh_low: float
    fresh_high: float
    metric: str
    metric_label: str
    n_rows: int
    n_fresh: int
    n_noise: int

    @property
    def promised(self) -> float:
        """What the cheat promises: its mean over the folds."""
        return mean_of(self.cheating)

    @property
    def said(self) -> float:
        """What the honest way says: its mean over the folds."""
        return mean_of(self.honest)

    @property
    def lie(self) -> float:
        """By how much the cheat promises more than the honest way: what the leak alone adds."""
        return self.promised - self.said

    @property
    def disappointment(self) -> float:
        """By how much the cheat promises more than fresh rows give."""
        return self.promised - self.fresh


@dataclass(frozen=True, eq=False)
class LeakStudy:
    """What is scored three ways: the leaking recipe, the table with its noise, and the rows."""

    experiment: Experiment
    prepared: Prepared
    rows: SplitRows

    def folds(self, y: NDArray[Any]) -> tuple[SplitRows, ...]:
        """Return the folds of rows with the targets ``y``: training rows, as read or resampled."""
        return even_folds(y, self.prepared.classes, N_FOLDS, self.experiment.seed)


def detect_leak(settings: LeakSettings, frame: pd.DataFrame) -> LeakAnswer:
    """Score the leaking step both ways and on fresh rows. Raises `NoLeakHere`."""
    study = leak_study(settings, frame)
    metric = LEAK_METRIC[settings.experiment.task]
    folds = study.folds(study.prepared.y[study.rows.train])
    with part_of(0, 3, "the cheat"):
        cheating = _cheat(study, metric)
    with part_of(1, 3, "the honest way"):
        honest = fold_scores(study.experiment, study.prepared, study.rows.train, folds, metric)
    with part_of(2, 3, "fresh rows"):
        fitted = fit_prepared(study.experiment, study.prepared, study.rows)
        fresh, low, high = _fresh(fitted, metric)
    return LeakAnswer(
        cheating,
        honest,
        fresh,
        low,
        high,
        metric,
        metric_spec(metric).label,
        len(study.rows.train),
        len(study.rows.test),
        settings.n_noise,
    )


def leak_study(settings: LeakSettings, frame: pd.DataFrame) -> LeakStudy:
    """Return the rows, the noise and the recipe with the leaking step."""
    plain = replace(settings.experiment, recipe=())
    prepared = prepare(plain, frame)
    rows = split_prepared(plain, prepared)
    generator = np.random.default_rng(plain.seed)
    train = rows.train
    if len(train) > settings.n_rows:
        train = _drawn(prepared, train, settings.n_rows, generator)
    if not settings.keep_real:
        prepared = _without_real(prepared, settings.n_noise)
    prepared, recipe = _LEAKS[settings.leak](prepared, settings, generator)
    return LeakStudy(replace(plain, recipe=recipe), prepared, SplitRows(train, rows.test))


def _without_real(prepared: Prepared, n_noise: int) -> Prepared:
    if n_noise == 0:
        raise NoLeakHere(
            "Without the real columns and without noise there is nothing to learn from. "
            "Add columns of noise."
        )
    return replace(prepared, X=prepared.X[[]], gaps=frozenset())


def _drawn(
    prepared: Prepared, train: NDArray[np.int64], n_rows: int, generator: np.random.Generator
) -> NDArray[np.int64]:
    """Draw rows, every class in its share and at least once a fold."""
    if not prepared.classes:
        return np.sort(generator.choice(train, n_rows, replace=False))
    parts = []
    for code in range(len(prepared.classes)):
        own = train[prepared.y[train] == code]
        wanted = max(2 * N_FOLDS, round(n_rows * len(own) / len(train)))
        parts.append(generator.choice(own, min(wanted, len(own)), replace=False))
    return np.sort(np.concatenate(parts))


def _cheat(study: LeakStudy, metric: str) -> NDArray[np.float64]:
    """Fit every step but the model on all training rows, then cross-validate the model alone."""
    train = study.rows.train
    everything = fit_prepared(study.experiment, study.prepared, SplitRows(train, train))
    X, y = seen_by_all(everything)
    numbers = replace(
        study.prepared, X=X.set_axis(pd.RangeIndex(len(X))), y=y, gaps=frozenset(), order=None
    )
    bare = replace(study.experiment, recipe=(), features=None)
    folds = study.folds(y)
    return fold_scores(bare, numbers, np.arange(len(y)), folds, metric)


def seen_by_all(everything: Fitted) -> tuple[pd.DataFrame, NDArray[Any]]:
    """Return the training rows after all steps, each fitted on all of them: transform, no folds."""
    X, y = everything.X_train, everything.codes_train
    for _, step in everything.pipeline.steps[:-1]:
        if hasattr(step, "fit_resample"):
            X, y = step.fit_resample(X, y)
        else:
            X = step.transform(X)
    return pd.DataFrame(np.asarray(X), columns=list(everything.model_columns)), y


def _fresh(fitted: Fitted, metric: str) -> tuple[float, float, float]:
    from core.tabular.judge.evaluate import baseline_case, test_case
    from core.tabular.judge.metrics import measure

    task, seed = fitted.experiment.task, fitted.experiment.seed
    found = measure(task, test_case(fitted), baseline_case(fitted), seed=seed, only=(metric,))[0]
    return found.value, found.low, found.high


Leak = tuple[Prepared, tuple[Step, ...]]


def noise_names(word: str, n: int, columns: Sequence[str]) -> list[str]:
    """Return ``n`` names for made columns that none of ``columns`` has.

    >>> noise_names("noise", 3, ["noise 2", "age"])
    ['noise 1', 'noise 2_2', 'noise 3']
    """
    names: list[str] = []
    taken = set(columns)
    for i in range(n):
        names.append(free_name(f"{word} {i + 1}", taken))
        taken.add(names[-1])
    return names


def _with_noise(prepared: Prepared, n_noise: int, generator: np.random.Generator) -> Prepared:
    if n_noise == 0:
        return prepared
    names = noise_names("noise", n_noise, list(prepared.X.columns))
    values = generator.normal(size=(len(prepared.X), n_noise))
    noise = pd.DataFrame(values, prepared.X.index, names)
    return replace(prepared, X=pd.concat([prepared.X, noise], axis=1))


def _selection(prepared: Prepared, settings: LeakSettings, generator: np.random.Generator) -> Leak:
    return _with_noise(prepared, settings.n_noise, generator), (Step("best_columns"),)


def _target(prepared: Prepared, settings: LeakSettings, generator: np.random.Generator) -> Leak:
    names = noise_names("code", settings.n_noise, list(prepared.X.columns))
    n_levels = max(2, min(len(prepared.X), settings.n_rows) // 3)
    codes = generator.integers(0, n_levels, (len(prepared.X), len(names)))
    noise = pd.DataFrame(codes, prepared.X.index, names).astype("str")
    X = pd.concat([prepared.X, noise], axis=1)
    if not names:
        return prepared, (Step("target"),)
    return replace(prepared, X=X), (Step("target", (), tuple(names)),)


def _smote(prepared: Prepared, settings: LeakSettings, generator: np.random.Generator) -> Leak:
    if not prepared.classes:
        raise NoLeakHere("SMOTE invents rows of rare classes, and a regression has none.")
    return _with_noise(prepared, settings.n_noise, generator), (Step("smote"),)


def _scaling(prepared: Prepared, settings: LeakSettings, generator: np.random.Generator) -> Leak:
    return _with_noise(prepared, settings.n_noise, generator), (Step("standard"),)


def _imputation(prepared: Prepared, settings: LeakSettings, generator: np.random.Generator) -> Leak:
    noisy = _with_noise(prepared, settings.n_noise, generator)
    numbers = list(noisy.X.select_dtypes("number").columns)
    if not numbers:
        raise NoLeakHere("There is no column of numbers to fill. Choose another leak.")
    values = noisy.X[numbers].astype("float64")
    holes = generator.random(values.shape) < 0.1
    X = replaced(noisy.X, {n: values[n].mask(holes[:, i]) for i, n in enumerate(numbers)})
    holed = replace(noisy, X=X, gaps=noisy.gaps | set(numbers))
    return holed, (Step("knn_impute"),)


_LEAKS: dict[str, Callable[[Prepared, LeakSettings, np.random.Generator], Leak]] = {
    "selection": _selection,
    "target": _target,
    "smote": _smote,
    "scaling": _scaling,
    "imputation": _imputation,
}
