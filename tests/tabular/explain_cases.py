"""Tables with a planted signal, and fitted experiments on them, for the tests of explanations."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from core.data.task import Task
from core.tabular.experiment import Experiment, ModelChoice, Step
from core.tabular.fit import Fitted, fit

TOWNS = ("Ulm", "Bonn", "Trier")
WORDS = ("sunny quiet garden view", "old noisy street corner flat", "new kitchen with balcony")


@cache
def planted(n: int = 240, seed: int = 3) -> pd.DataFrame:
    """Return n rows: ``size`` decides most, ``town`` some; ``noise`` nothing; gaps in two columns.

    Columns of every kind: number, whole number, truth value, category, date, text.
    """
    random = np.random.default_rng(seed)
    size = random.normal(80, 20, n)
    town = random.choice(TOWNS, n)
    year = random.integers(0, 2000, n)
    words = [
        " ".join(random.permutation(WORDS[k].split())) + f" nr {i}"
        for i, k in enumerate(random.integers(0, 3, n))
    ]
    frame = pd.DataFrame(
        {
            "noise": random.normal(size=n),
            "size": size,
            "rooms": random.integers(1, 7, n),
            "garden": random.random(n) < 0.4,
            "town": pd.Series(town, dtype="str"),
            "age": random.gamma(2.0, 20.0, n),
            "sold": pd.to_datetime("2020-01-01") + pd.to_timedelta(year, "D"),
            "comment": pd.Series(words, dtype="str"),
        }
    ).astype({"sold": "datetime64[us]"})
    frame["price"] = 5 * size + 60 * (town == "Ulm") + 4 * frame["rooms"] + random.normal(0, 5, n)
    frame["dear"] = pd.Series(np.where(frame["price"] > 420, "yes", "no"), dtype="str")
    frame["band"] = pd.Series(
        np.select([frame["price"] > 460, frame["price"] > 380], ["high", "middle"], "low"),
        dtype="str",
    )
    frame.loc[random.random(n) < 0.1, "age"] = np.nan
    frame.loc[random.random(n) < 0.1, "town"] = None
    return frame


FEATURES = ("noise", "size", "rooms", "garden", "town", "age", "sold", "comment")
SHORT = ("noise", "size", "rooms", "garden", "town", "age", "sold")


def experiment(
    target: str = "price",
    model: str | None = None,
    features: tuple[str, ...] = FEATURES,
    recipe: tuple[Step, ...] = (),
    **params: object,
) -> Experiment:
    """Return an experiment on `planted`: price (regression), dear (yes/no) or band (3 classes)."""
    task: Task = "regression" if target == "price" else "classification"
    choice = model if model is not None else ("linear" if task == "regression" else "random_forest")
    values = tuple(sorted({"n_estimators": 10, **params}.items())) if "forest" in choice else ()
    return Experiment(
        "sample:planted", "planted", target, task, features, recipe, ModelChoice(choice, values)
    )


@cache
def fitted(target: str = "price", model: str | None = None, **options: object) -> Fitted:
    """Return the fitted experiment."""
    return fit(experiment(target, model, **options), planted())


def with_model(base: Fitted, model: object) -> Fitted:
    """Return ``base`` with another, freshly fitted model behind the same recipe."""
    from imblearn.pipeline import Pipeline
    from sklearn.preprocessing import FunctionTransformer

    from core.tabular.recipe.transformers import to_array

    model.fit(to_array(base.transform(base.X_train)), base.codes_train)
    steps = [*base.pipeline.steps[:-1], ("array", FunctionTransformer(to_array)), ("model", model)]
    return replace(base, pipeline=Pipeline(steps))
