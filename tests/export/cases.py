"""Tables and experiments whose scripts are run: every kind of column, names that bite."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from core.tabular.experiment import Experiment, ModelChoice, Split, Step

NASTY = {
    "size": "si\"ze's {0} {size} %s",
    "rooms": "rooms\n# %% not a cell\nprint('injected')",
    "town": "Größe 销售 \\n \u2028 \u202e",
    "age": "__import__('os').abort()",
    "comment": "'''\"\"\"",
    "dear": 'dear"]\nraise SystemExit(3)\n["',
}
WORDS = ("sunny quiet garden view", "old noisy street corner flat", "new kitchen with balcony")


@cache
def messy(n: int = 160, seed: int = 5) -> pd.DataFrame:
    """Return n rows with gaps, categories, truth values, dates, text, ids, infinity, repeats."""
    random = np.random.default_rng(seed)
    size = random.normal(80, 20, n)
    town = random.choice(["Ulm", "Bonn", "Trier", 'Lü"beck'], n)
    nouns = random.integers(0, 3, n)
    frame = pd.DataFrame(
        {
            "number": pd.Series([f"N{i:05d}" for i in range(n)], dtype="str"),
            "size": size,
            "rooms": random.integers(1, 7, n),
            "garden": random.random(n) < 0.4,
            "town": pd.Series(town, dtype="str"),
            "age": random.gamma(2.0, 20.0, n),
            "income": pd.Series([f" {v:.2f}" for v in random.normal(30, 9, n)], dtype="str"),
            "sold": pd.to_datetime("2020-01-01") + pd.to_timedelta(random.integers(0, 900, n), "D"),
            "street": pd.Series([f"s{k}" for k in random.integers(0, 25, n)], dtype="str"),
            "comment": pd.Series(
                [" ".join(random.permutation(WORDS[k].split())) + f" nr {i}"
                 for i, k in enumerate(nouns)], dtype="str",
            ),
            "empty": np.full(n, np.nan),
        }
    ).astype({"sold": "datetime64[us]"})  # fmt: skip
    frame["price"] = 5 * size + 60 * (town == "Ulm") + 4 * frame["rooms"] + random.normal(0, 5, n)
    frame["dear"] = pd.Series(np.where(frame["price"] > 430, "yes", "no"), dtype="str")
    frame["band"] = pd.Series(
        np.select([frame["price"] > 470, frame["price"] > 380], ["hi{0}", "mid'\n"], 'lo"w'),
        dtype="str",
    )
    frame.loc[random.random(n) < 0.1, ["age", "sold"]] = None
    frame.loc[random.random(n) < 0.1, ["town", "comment"]] = None
    frame.loc[[3, 9], "size"] = [np.inf, -np.inf]
    frame.loc[[5], "price"] = np.nan
    frame.loc[[6], ["dear", "band"]] = None
    return pd.concat([frame, frame.iloc[10:14]], ignore_index=True)


@cache
def nasty() -> pd.DataFrame:
    """Return `messy` with column names that break a script which does not quote them."""
    return messy().rename(columns=NASTY)


@cache
def plain() -> pd.DataFrame:
    """Return numbers only, nothing missing, three classes and a number to predict."""
    random = np.random.default_rng(2)
    frame = pd.DataFrame(random.normal(size=(150, 4)), columns=["a", "b", "c", "d"])
    frame["kind"] = (frame["a"] + 0.3 * random.normal(size=150) > 0).astype("int64") + (
        frame["b"] > 0.8
    ).astype("int64")
    frame["amount"] = 3 * frame["a"] - frame["b"] * frame["c"] + random.normal(0, 0.2, 150)
    return frame


RANDOM = Split()
FEATURES = (
    *("number", "size", "rooms", "garden", "town", "age", "income", "sold", "street"),
    *("comment", "empty"),
)


def house(
    target: str = "dear",
    *recipe: Step,
    model: str = "random_forest",
    split: Split = RANDOM,
    features: tuple[str, ...] | None = FEATURES,
    seed: int = 0,
    **params: object,
) -> Experiment:
    """Return an experiment on `messy`: price (regression), dear (two classes), band (three)."""
    task = "regression" if target == "price" else "classification"
    choice = ModelChoice(model, tuple(sorted(params.items())))
    return Experiment(
        "sample:messy", "messy", target, task, features, tuple(recipe), choice, split, seed
    )


def simple(
    target: str = "kind", *recipe: Step, model: str = "random_forest", **params: object
) -> Experiment:
    """Return an experiment on `plain`: amount (regression) or kind (three classes)."""
    task = "regression" if target == "amount" else "classification"
    choice = ModelChoice(model, tuple(sorted(params.items())))
    features = ("a", "b", "c", "d")
    return Experiment(
        "sample:plain", "plain", target, task, features, tuple(recipe), choice, Split(), 3
    )
