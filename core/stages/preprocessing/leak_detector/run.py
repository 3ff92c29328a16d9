"""A leak on purpose: preprocessing fitted on all rows, against fitted within the training part.

Three scores: the one that cheats (the step saw every row before cross-validation), the honest one
(the step is fitted afresh within every fold), and the truth (fresh rows that nothing saw).
Columns of pure noise make the lesson visible on any table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.stages.preprocessing.leak_detector.noise import N_FOLDS, draw_of, noise_of
from core.stages.preprocessing.leak_detector.settings import LeakSettings
from core.tabular.commentary import part_of
from core.tabular.experiment import Experiment, Step
from core.tabular.fit import Fitted, fit_prepared, split_prepared
from core.tabular.judge.cross_validate import fold_scores
from core.tabular.judge.defined import mean_of
from core.tabular.judge.folds import even_folds
from core.tabular.judge.metrics import metric_spec
from core.tabular.prepare import Prepared, prepare
from core.tabular.split import SplitRows

LEAK_METRIC = {"classification": "roc_auc", "regression": "r2"}
LEAKING = {
    "selection": "best_columns",
    "target": "target",
    "smote": "smote",
    "scaling": "standard",
    "imputation": "knn_impute",
}
"""The step of each leak."""


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
    train = draw_of(settings)(rows.train, prepared.y, generator)
    if not settings.keep_real:
        prepared = _without_real(prepared, settings.n_noise)
    if settings.leak == "smote" and not prepared.classes:
        raise NoLeakHere("SMOTE invents rows of rare classes, and a regression has none.")
    X = noise_of(settings)(prepared.X, generator)
    made = tuple(X.columns[len(prepared.X.columns) :])
    encoded = made if made and settings.leak == "target" else None  # None: all it can work on
    holed = _holed(X) if settings.leak == "imputation" else frozenset()
    return LeakStudy(
        replace(plain, recipe=(Step(LEAKING[settings.leak], (), encoded),)),
        replace(prepared, X=X, gaps=prepared.gaps | holed),
        SplitRows(train, rows.test),
    )


def _without_real(prepared: Prepared, n_noise: int) -> Prepared:
    if n_noise == 0:
        raise NoLeakHere(
            "Without the real columns and without noise there is nothing to learn from. "
            "Add columns of noise."
        )
    return replace(prepared, X=prepared.X[[]], gaps=frozenset())


def _holed(X: pd.DataFrame) -> frozenset[str]:
    numbers = frozenset(X.select_dtypes("number").columns)
    if not numbers:
        raise NoLeakHere("There is no column of numbers to fill. Choose another leak.")
    return numbers


def _cheat(study: LeakStudy, metric: str) -> NDArray[np.float64]:
    """Cross-validate the model alone on rows that every step has seen."""
    seen = seen_study(study)
    folds = seen.folds(seen.prepared.y)
    return fold_scores(seen.experiment, seen.prepared, seen.rows.train, folds, metric)


def seen_study(study: LeakStudy) -> LeakStudy:
    """Fit every step but the model on all training rows; return these as the steps leave them."""
    train = study.rows.train
    everything = fit_prepared(study.experiment, study.prepared, SplitRows(train, train))
    X, y = seen_by_all(everything.pipeline, everything.X_train, everything.codes_train)
    model_alone = replace(study.experiment, recipe=(), features=None)
    prepared = replace(study.prepared, X=X, y=y, gaps=frozenset(), order=None)
    rows = np.arange(len(y))
    return LeakStudy(model_alone, prepared, SplitRows(rows, rows))


def seen_by_all(pipeline: Any, X: pd.DataFrame, y: NDArray[Any]) -> tuple[pd.DataFrame, Any]:
    """Return rows and targets after all steps but the model, which were fitted on these rows."""
    for _, step in pipeline.steps[:-1]:
        if hasattr(step, "fit_resample"):  # changes which rows there are
            made, y = step.fit_resample(X, y)
        else:
            made = step.transform(X)
        X = made if isinstance(made, pd.DataFrame) else pd.DataFrame(made, columns=X.columns)
    return pd.DataFrame(np.asarray(X), columns=X.columns), y


def _fresh(fitted: Fitted, metric: str) -> tuple[float, float, float]:
    from core.tabular.judge.evaluate import baseline_case, test_case
    from core.tabular.judge.metrics import measure

    task, seed = fitted.experiment.task, fitted.experiment.seed
    found = measure(task, test_case(fitted), baseline_case(fitted), seed=seed, only=(metric,))[0]
    return found.value, found.low, found.high
