"""Random small tables with categories, and models built without a pipeline, for laws of models."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.describe import column_kinds
from core.data.task import Task
from core.params import check_all
from core.tabular.experiment import Experiment, ModelChoice
from core.tabular.fit import fit
from core.tabular.models.catalogue import ModelSpec, model_spec
from core.tabular.recipe.plan import default_recipe

TARGETS: dict[Task, str] = {"regression": "amount", "classification": "kind"}


@cache
def table(seed: int, n: int = 90) -> pd.DataFrame:
    """Return numbers in very different units, whole numbers, two categories, and two targets."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(n, 3))
    frame = pd.DataFrame(
        {f"x{i}": 10 ** random.uniform(-2, 3) * (x[:, i] + random.normal()) for i in range(3)}
    )
    frame["rooms"] = random.integers(0, 9, n)
    frame["town"] = pd.Series(random.choice(["Ulm", "Bonn", "Trier", "Kiel"], n), dtype="str")
    frame["side"] = pd.Series(random.choice(["left", "right"], n), dtype="str")
    signal = x[:, 0] + np.sin(2 * x[:, 1]) + 0.2 * frame["rooms"] + (frame["town"] == "Ulm")
    frame["amount"] = signal + random.normal(0, 0.3, n)
    rank = (signal + random.normal(0, 1.0, n)).rank(pct=True)
    names = np.select([rank < 0.4, rank < 0.7], ["low", "middle"], "high")
    frame["kind"] = pd.Series(names, dtype="str")
    return frame


def case(frame: pd.DataFrame, task: Task, model: str, **params: object) -> Experiment:
    """Return an experiment with the starting recipe of ``model``."""
    features = tuple(name for name in frame.columns if name not in TARGETS.values())
    return Experiment(
        "sample:table",
        "table",
        TARGETS[task],
        task,
        features,
        default_recipe(column_kinds(frame[list(features)]), model),
        ModelChoice(model, tuple(sorted(params.items()))),  # type: ignore[arg-type]
        seed=3,
    )


def answers(frame: pd.DataFrame, task: Task, model: str, **params: object) -> NDArray[Any]:
    """Return test predictions, or probabilities, after the starting recipe."""
    fitted = fit(case(frame, task, model, **params), frame)
    return fitted.proba(fitted.X_test) if fitted.classes else fitted.predict(fitted.X_test)


def columns(
    seed: int, task: Task, needs: tuple[str, ...]
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Return X and y to learn from and X to test: what the starting recipe gives, quickly."""
    frame = table(seed)
    numbers = frame[["x0", "x1", "x2", "rooms"]].to_numpy(np.float64)
    levels = pd.get_dummies(frame[["town", "side"]]).to_numpy(np.float64)
    learnt = slice(0, 65)
    if "scale" in needs:
        numbers = (numbers - numbers[learnt].mean(axis=0)) / numbers[learnt].std(axis=0)
    if "nonnegative" in needs:
        low, high = numbers[learnt].min(axis=0), numbers[learnt].max(axis=0)
        numbers = np.clip((numbers - low) / (high - low), 0, 1)
    X = np.hstack([numbers, levels])
    y = frame[TARGETS[task]]
    codes = y.to_numpy() if task == "regression" else y.astype("category").cat.codes.to_numpy(int)
    return X[learnt], codes[learnt], X[65:]


def built(spec: ModelSpec, task: Task, **params: object) -> Any:
    """Return the catalogue's model, not fitted."""
    values = dict(check_all(spec.params, params))
    return spec.call_for(task).filled({"class_weight": None, "seed": 3, **values}).build()


def build(model: str, task: Task, **params: object) -> Any:
    """Return the catalogue's model of an id, not fitted."""
    return built(model_spec(model), task, **params)
