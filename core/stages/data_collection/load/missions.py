"""Missions of the playground load."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission


def _own_file(view: Any, _loaded: Any) -> bool:
    return bool(view.table.startswith("file:"))


def _most_gaps(view: Any, loaded: Any) -> bool:
    worst = max(column.n_missing for column in loaded.profile.columns)
    own = loaded.profile.column(view.column)
    return bool(view.view == "column" and worst > 0 and own.n_missing == worst)


def _skewed(view: Any, loaded: Any) -> bool:
    skewness = loaded.profile.column(view.column).skewness
    return bool(view.view == "column" and skewness is not None and abs(skewness) >= 2)


def _decided(view: Any, loaded: Any) -> bool:
    return bool(view.table.startswith("file:")) and len(loaded.notes) >= 3


MISSIONS = (
    Mission(
        "data_collection.own_file",
        "Bring your own",
        "Load a file of yours.",
        ("CSV, Excel, JSON, Parquet or SQLite: drop it on the uploader.",),
        _own_file,
        Attempt(file="a plain file"),
        Attempt(sample="iris"),
    ),
    Mission(
        "data_collection.gaps",
        "Mind the gap",
        "Open the one column that has the most missing values.",
        ("Look at the columns: the title of each small picture counts its gaps.",),
        _most_gaps,
        Attempt({"view": "column", "column": "fax"}, "messy_customers"),
        Attempt({"view": "column", "column": "comment"}, "messy_customers"),
    ),
    Mission(
        "data_collection.skewed",
        "A long tail",
        "Open a column of numbers with a skewness of at least 2 (or −2).",
        ("Money, counts and durations are often skewed.", "Try the sample on fraud."),
        _skewed,
        Attempt({"view": "column", "column": "amount_eur"}, "fraud"),
        Attempt({"view": "column", "column": "usual_amount_eur"}, "fraud"),
    ),
    Mission(
        "data_collection.messy",
        "Nothing silently lost",
        "Load a messy file: one where at least 3 things had to be decided.",
        ("Decimal commas, gaps, a total line and odd dates all leave a note.",),
        _decided,
        Attempt(file="a file with three notes"),
        Attempt(sample="messy_customers"),
    ),
)
