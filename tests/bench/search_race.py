"""A search of 60 fits: the race itself beside Optuna with scikit-learn's folds by joblib."""

from __future__ import annotations

import time
import warnings

import numpy as np
import optuna
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import StratifiedKFold, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from core.data.samples import load_sample
from core.stages.tuning.search_race.run import race
from core.stages.tuning.search_race.settings import race_settings
from core.tabular.experiment import Experiment, ModelChoice, Split, Step
from tests.bench.row import Row, paired

MOST = 1.1
PAIRS = 5
BUDGET, N_FOLDS = 60, 3
N_JOBS = 1
"""Live runs share one core of the suite's, so that thirty learners keep theirs: so does joblib."""
CASE = Experiment(
    "sample:iris", "iris", "species", "classification",
    recipe=(Step("median"), Step("standard")), model=ModelChoice("random_forest"),
    split=Split("stratified"),
)  # fmt: skip


def rows() -> list[Row]:
    """Both in this process, on one core, until the winner is judged."""
    warnings.simplefilter("ignore")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    frame = load_sample("iris").frame
    ours(frame, 0)
    mine, theirs, ratio = paired(
        lambda seed: ours(frame, seed), lambda seed: plain(frame, seed), PAIRS
    )
    return [
        Row(
            f"a search of {BUDGET} fits, {BUDGET // N_FOLDS} candidates of a random forest, TPE",
            f"{MOST} × Optuna with joblib, same core",
            f"{mine:.2f} s",
            f"Optuna {theirs:.2f} s",
            f"{ratio:.2f}",
            ratio <= MOST,
            (f"one core for both; the race also fits the defaults, {N_FOLDS + 1} times",),
        )
    ]


def ours(frame: object, seed: int) -> float:
    """The processor seconds until the winner has met the test rows, with a frame after each fit."""
    values = {"methods": ("tpe",), "budget": BUDGET, "n_folds": N_FOLDS, "n_seeds": 1}
    settings = race_settings(values, Experiment(**{**vars(CASE), "seed": seed}))
    start = time.process_time()
    for picture in race(settings, frame):  # type: ignore[arg-type]
        if picture().winners:
            break
    return time.process_time() - start


def plain(frame: object, seed: int) -> float:
    """The processor seconds of the same as Optuna's documentation writes it."""
    X, y = frame.drop(columns="species"), frame["species"]  # type: ignore[attr-defined]
    start = time.process_time()
    X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=seed)
    folds = StratifiedKFold(N_FOLDS, shuffle=True, random_state=seed)

    def objective(trial: optuna.Trial) -> float:
        model = RandomForestClassifier(
            n_estimators=trial.suggest_int("n_estimators", 10, 200, log=True),
            max_depth=trial.suggest_int("max_depth", 1, 20),
            min_samples_leaf=trial.suggest_int("min_samples_leaf", 1, 50, log=True),
            max_features=trial.suggest_float("max_features", 0.05, 1.0),
            random_state=seed,
        )
        work = make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), model)
        scores = cross_val_score(
            work, X_train, y_train, cv=folds, scoring="balanced_accuracy", n_jobs=N_JOBS
        )
        return float(np.mean(scores))

    sampler = optuna.samplers.TPESampler(seed=seed, n_startup_trials=6)
    study = optuna.create_study(direction="maximize", sampler=sampler)
    study.optimize(objective, BUDGET // N_FOLDS)
    winner = RandomForestClassifier(**study.best_params, random_state=seed)
    work = make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), winner)
    balanced_accuracy_score(y_test, work.fit(X_train, y_train).predict(X_test))
    return time.process_time() - start
