"""Small messy tables, and experiments on them, for the tests of core.tabular."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from core.data.task import Task
from core.tabular.experiment import Experiment, ModelChoice, Split, Step
from core.tabular.models.catalogue import ModelSpec

WORDS = ("good", "bad", "service", "slow", "fast", "nice", "food")


@cache
def messy(n: int = 160, seed: int = 0) -> pd.DataFrame:
    """Return every kind of column: numbers, names, truth values, dates, text; gaps in five.

    ``bought`` (yes or no, 1 to 3) and ``price`` both follow ``age`` and ``city``.
    """
    random = np.random.default_rng(seed)
    age = random.normal(40, 10, n)
    city = random.choice(["Rome", "Oslo", "New York"], n)
    signal = (age - 40) / 10 + (city == "Oslo")
    frame = pd.DataFrame(
        {
            "age": age,
            "visits": random.integers(0, 30, n),
            "income": random.gamma(2, 1000, n),
            "city": city,
            "member": random.random(n) > 0.5,
            "since": pd.Timestamp("2020-01-01") + pd.to_timedelta(random.integers(0, 900, n), "D"),
            "note": [" ".join(random.choice(WORDS, 5)) + f" no {i}" for i in range(n)],
            "code": [f"x{i}k" for i in range(n)],
            "always": 1.0,
            "price": 100 + 20 * signal + random.normal(0, 5, n),
            "bought": np.where(signal + random.normal(0, 0.7, n) > 0.6, "yes", "no"),
        }
    )
    frame.loc[::7, "age"] = np.nan
    frame.loc[::9, "city"] = None
    frame.loc[::11, "since"] = pd.NaT
    frame.loc[::13, "note"] = None
    frame.loc[::17, "income"] = np.nan
    frame["since"] = frame["since"].astype("datetime64[us]")
    for name in ("city", "note", "code", "bought"):
        frame[name] = frame[name].astype("str")
    return frame


TARGETS: dict[Task, str] = {"classification": "bought", "regression": "price"}
FEATURES = (
    "age",
    "visits",
    "income",
    "city",
    "member",
    "since",
    "note",
    "code",
    "always",
)


def experiment(
    task: Task = "classification",
    model: str = "decision_tree",
    *steps: Step,
    seed: int = 0,
    split: Split | None = None,
    **params: object,
) -> Experiment:
    """Return an experiment on `messy`."""
    return Experiment(
        "sample:messy",
        "messy",
        TARGETS[task],
        task,
        features=FEATURES,
        recipe=steps,
        model=ModelChoice(model, tuple(sorted(params.items()))),  # type: ignore[arg-type]
        split=split or Split(),
        seed=seed,
    )


def on(table: pd.DataFrame, base: Experiment) -> Experiment:
    """Return ``base`` with every column of ``table`` as a feature."""
    return replace(base, features=tuple(name for name in table.columns if name != base.target))


def quick(spec: ModelSpec) -> dict[str, int]:
    """Return parameters that make a model quick to fit, for tests on every entry."""
    small = {"n_estimators": 8, "max_iter": 30}
    return {param.id: small[param.id] for param in spec.params if param.id in small}
