"""Missions of the playground load."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission


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
    ),
    Mission(
        "data_collection.gaps",
        "Mind the gap",
        "Open the one column that has the most missing values.",
        ("Look at the columns: the title of each small picture counts its gaps.",),
        _most_gaps,
    ),
    Mission(
        "data_collection.skewed",
        "A long tail",
        "Open a column of numbers with a skewness of at least 2 (or −2).",
        ("Money, counts and durations are often skewed.", "Try the sample on fraud."),
        _skewed,
    ),
    Mission(
        "data_collection.messy",
        "Nothing silently lost",
        "Load a messy file: one where at least 3 things had to be decided.",
        ("Decimal commas, gaps, a total line and odd dates all leave a note.",),
        _decided,
    ),
)
