"""Missions of the playground pipeline picture."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission
from core.tabular.experiment import Step

BINS = {"recipe": (Step("bins", (("n_bins", 2),)),)}


def _gap_filled(_settings: Any, journey: Any) -> bool:
    return any(
        line.state == "changed" and line.how is not None and line.how.words.startswith("missing")
        for stop in journey.stops
        for line in stop.lines
    )


def _twins(_settings: Any, journey: Any) -> bool:
    known = [stop.differ for stop in journey.stops if stop.differ is not None]
    return bool(known) and known[0] >= 3 and known[-1] == 0


def _ten_times(_settings: Any, journey: Any) -> bool:
    before, after = journey.columns
    return bool(after >= 10 * before)


MISSIONS = (
    Mission(
        "tuning.gap_filled",
        "Mind the gap",
        "Lead a row through whose missing number or name a step of the recipe fills.",
        (
            "Open the messy customers and walk through the test rows: the picture of the first "
            "stop says “missing” where a row has a gap.",
            "Row 8 has no number of visits, and the median comes in its place.",
        ),
        _gap_filled,
        Attempt({"row": 8}, "messy_customers"),
        Attempt({"row": 1}, "messy_customers"),
    ),
    Mission(
        "tuning.twins",
        "Twins",
        "Find two rows that differ in at least three columns of the table and that no model could "
        "tell apart, as a step makes them equal.",
        (
            "What rounds numbers makes different rows equal: bins, for example.",
            "Open the irises, make 'Bins' with 2 bins the whole recipe, and lead rows 0 and 1 "
            "through it.",
        ),
        _twins,
        Attempt({"row": 0, "other": 1}, "iris", BINS),
        Attempt({"row": 0, "other": 4}, "iris", BINS),
    ),
    Mission(
        "tuning.ten_times",
        "Ten times as many",
        "Make the model get at least ten times as many columns as the table has.",
        (
            "Powers and products multiply every column with every other.",
            "Open the irises and make 'Powers and products' of degree 4 the whole recipe: degree 2 "
            "is not enough.",
        ),
        _ten_times,
        Attempt({}, "iris", {"recipe": (Step("polynomials", (("degree", 4),)),)}),
        Attempt({}, "iris", {"recipe": (Step("polynomials"),)}),
    ),
)
