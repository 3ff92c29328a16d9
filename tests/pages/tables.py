"""Tables of the tests' own: what the server would know of them, and odd ones that break pages."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.data.describe import column_kinds, profile, suggest_target, task_of
from core.data.load import Loaded
from core.playground import TableFacts
from core.tabular.check import first_experiment
from core.tabular.experiment import Experiment

DIGEST = "0123456789abcdef"
MARKS = "*a*_b_`c`$d$[e](f)<b>g</b>:red[h]"
QUOTES = '"it\'s" \\ {x} %{y}'
EMOJI = "größe 🦜 数"
LONG = "a very long column name " * 8


def known(
    frame: pd.DataFrame, target: str = "", task: str = "", notes: tuple[str, ...] = ()
) -> TableFacts:
    """What the server keeps of a file of a learner's."""
    described, kinds = profile(frame), column_kinds(frame)
    found = target or suggest_target(frame)
    loaded = Loaded(
        digest=DIGEST,
        name="own.csv",
        n_rows=len(frame),
        n_columns=frame.shape[1],
        head=frame.head(200),
        profile=described,
        kinds=kinds,
        notes=notes,
        target=found,
        task=task or task_of(frame, found),  # type: ignore[arg-type]
    )
    return TableFacts(f"file:{DIGEST}", "own.csv", DIGEST, len(frame), kinds, loaded)


def fresh(table: TableFacts) -> Experiment:
    """The experiment that a file starts with."""
    found = table.loaded
    rarest = found.profile.column(found.target).rarest
    return first_experiment(table.id, table.name, table.kinds, found.target, found.task, rarest)


def plain(n_rows: int = 60, seed: int = 0) -> pd.DataFrame:
    """Two columns that say something of ``y`` and of ``group``, one that does not."""
    draw = np.random.default_rng(seed)
    one, two, noise = draw.normal(size=(3, n_rows))
    y = 3 * one + two + 0.3 * draw.normal(size=n_rows)
    group = np.where(one + two + 0.6 * draw.normal(size=n_rows) > 0, "yes", "no")
    columns = {"one": one, "two": two, "noise": noise, "y": y, "group": group}
    return pd.DataFrame(columns).astype({"group": "str"})


def odd() -> dict[str, tuple[pd.DataFrame, str]]:
    """Tables that a learner may bring, each with the column to predict."""
    made = plain(60)
    classes = made.drop(columns="y")
    named = {"one": MARKS, "two": LONG, "noise": QUOTES, "group": EMOJI}
    values = classes["group"].map({"yes": MARKS, "no": "<i>no</i> " + QUOTES})
    many = plain(240).drop(columns="y")
    alike = many.head(60).add_prefix("a name of more than twenty letters: ")
    alike = alike.set_axis([*alike.columns[:3], "group"], axis=1)
    alike["group"] = alike.columns[0] + alike["group"]
    return {
        "one feature": (made[["one", "y"]], "y"),
        "one feature, classes": (made[["one", "group"]], "group"),
        "a constant": (classes.assign(same=1.0), "group"),
        "an empty column": (made.assign(void=np.nan).drop(columns="group"), "y"),
        "three classes": (classes.assign(group=_levels(made["one"], 3)), "group"),
        "thirty classes": (many.assign(group=_levels(many["one"], 30)), "group"),
        "names that begin alike": (alike.astype({"group": "str"}), "group"),
        "numbers as classes": (classes.assign(group=made["group"].eq("yes") + 1), "group"),
        "names": (made.drop(columns="group").rename(columns={**named, "y": MARKS * 2}), MARKS * 2),
        "class names": (classes.assign(group=values.astype("str")).rename(columns=named), EMOJI),
        "names like numbers": (_like_numbers(classes), "group"),
        "twelve rows": (classes.head(12), "group"),
        "twelve numbers": (made.drop(columns="group").head(12), "y"),
    }


def _like_numbers(classes: pd.DataFrame) -> pd.DataFrame:
    """Categories that a picture may take for numbers, dates, truths or gaps; a gap among them."""
    levels = ("1", "2", "3+", "2024-01", "1e5", "True", "nan", "", "missing", None)
    signs = pd.Series([levels[row % len(levels)] for row in range(len(classes))], dtype="str")
    classes = classes.assign(signs=signs, post=signs.where(signs.isin(levels[:2]), "01067"))
    return classes.assign(group=classes["group"].map({"yes": "1", "no": "02"}).astype("str"))


def _levels(values: pd.Series, n: int) -> pd.Series:
    place = values.rank(method="first").sub(1).mul(n / len(values)).astype(int)
    return ("class " + place.astype("str")).astype("str")
