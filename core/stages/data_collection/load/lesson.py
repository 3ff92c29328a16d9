"""The lesson of loading: what a table is, and why to look at it before any model does."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Sets, Step, Trap
from core.wording import counted, share

CUSTOMERS = "messy_customers"
OLDEST = 130
"""Nobody has lived longer, in years."""


def _missing(loaded: Any) -> int:
    return sum(column.n_missing for column in loaded.profile.columns)


def _share_missing(_view: Any, loaded: Any) -> str:
    """Return the share of empty cells in numbers."""
    cells = loaded.n_rows * loaded.n_columns
    if not cells:
        return ""
    missing = _missing(loaded)
    return (
        rf"\frac{{{missing}}}{{{loaded.n_rows} \cdot {loaded.n_columns}}}"
        rf" = {100 * missing / cells:.1f}\,\%"
    )


def _worst(_view: Any, loaded: Any) -> tuple[str, int, int]:
    """Return the column with the most gaps, its gaps and those of the table."""
    worst = max(loaded.profile.columns, key=lambda column: column.n_missing)
    return worst.name, worst.n_missing, _missing(loaded)


def _of_the_worst(_before: Any, after: Any) -> int | None:
    _, worst, total = after
    if total == 0:
        return None
    return 0 if worst < total / 5 else 1 if worst <= total / 2 else 2


def _ages(_view: Any, loaded: Any) -> tuple[float, float, float, float]:
    age = loaded.profile.column("age_years")
    return age.minimum, age.maximum, age.mean, age.quartiles[1]


def _odd_ages(_before: Any, after: Any) -> int:
    low, high, *_ = after
    if low >= 0 and high <= OLDEST:
        return 0 if low >= 18 else 1
    return 2


def _signed(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _spend(_view: Any, loaded: Any) -> tuple[float, float, float]:
    spend = loaded.profile.column("spend_eur")
    return spend.mean, spend.quartiles[1], spend.maximum


def _mean_to_middle(_before: Any, after: Any) -> int:
    mean, middle, _ = after
    return 0 if mean <= 1.2 * middle else 1 if mean <= 2 * middle else 2


def _income(_view: Any, loaded: Any) -> tuple[str, int]:
    income = loaded.profile.column("income_eur")
    return income.kind, income.n_unique


def _of(column: str) -> dict[str, str]:
    return {"view": "column", "column": column}


LESSON = Lesson(
    idea=(
        "A **data set** is a table. Each **row** is one case (a customer, a house, a payment), "
        "each column is one fact about every case, and one column, the **target**, is what a "
        "model will later guess from the others. Picture a pile of index cards with the same "
        "printed lines, filled in by many hands: some lines are blank, someone wrote 999 for an "
        "unknown age. A model believes every cell, so look before it does. Under *Columns* each "
        "small panel is one column: a bar is as tall as the number of rows whose value lies in "
        "its range or has its name, and the title counts the **missing values**."
    ),
    words=("data set", "row", "target", "missing value"),
    formula=r"\text{share missing} = \frac{\text{empty cells}}{\text{rows} \cdot \text{columns}}",
    numbers=_share_missing,
    tour=(
        Step(
            "Begin with the table itself. Every line is one customer who once bought something, "
            "every column one fact about all of them. The last column, `buys_again`, is what a "
            "model will have to guess. Which cells look odd to you?",
            sets=Sets({"view": "rows"}, sample=CUSTOMERS),
        ),
        Step(
            "The number **Missing** counts the empty cells of the whole table. One number for "
            "all columns hides where they are.",
            "picture",
            {"view": "rows"},
            Prediction(
                "data_collection.where_the_gaps_are",
                "How many of the empty cells are in the worst column alone?",
                ("Less than a fifth", "A fifth to a half", "More than half"),
                {"view": "glance"},
                _worst,
                _of_the_worst,
                lambda _before, after: (
                    f"The column {after[0]} alone has {after[1]:,} of {counted(after[2], 'gap')}: "
                    f"{share(after[1], after[2])}. Gaps come in columns, so they are treated "
                    "column by column."
                ),
                surprises=True,
                always="It is a fact of the table: the view only shows it.",
                undecided="This table has no gap at all. Open another one.",
            ),
        ),
        Step(
            "These customers also told their age. It was read without a complaint.",
            "column",
            Sets({"view": "rows"}, sample=CUSTOMERS),
            Prediction(
                "data_collection.ages_that_are_none",
                "From what to what do the ages in `age_years` go?",
                (
                    "All are those of grown-ups",
                    "There are children among them, but all ages are possible",
                    "Some are ages that nobody can have",
                ),
                _of("age_years"),
                _ages,
                _odd_ages,
                lambda _before, after: (
                    f"They go from {_signed(after[0])} to {after[1]:g}: codes for “unknown” "
                    f"that count as numbers. They lift the mean to {after[2]:.1f}; the middle "
                    f"value is {after[3]:.0f}."
                ),
                surprises=True,
                always="It is a fact of this very table.",
            ),
        ),
        Step(
            "Now money. Imagine the customers in line by `spend_eur`: the **median** is what the "
            "one in the middle spent, the **mean** all the money divided by all customers.",
            "column",
            Sets({"view": "rows"}, sample=CUSTOMERS),
            Prediction(
                "data_collection.mean_and_middle",
                "How large is the mean beside the median?",
                (
                    "About the same: within a fifth",
                    "Clearly larger, at most twice",
                    "More than twice",
                ),
                _of("spend_eur"),
                _spend,
                _mean_to_middle,
                lambda _before, after: (
                    f"The mean is {after[0]:.0f}, the median {after[1]:.0f}. A few large values, "
                    f"up to {after[2]:,.0f}, pull the mean; the median does not notice them."
                ),
                surprises=True,
                always="It is a fact of this very table.",
            ),
        ),
        Step(
            "`income_eur` holds amounts such as `2.544,75`: that is how Germans write 2,544.75.",
            "column",
            Sets({"view": "rows"}, sample=CUSTOMERS),
            Prediction(
                "data_collection.commas",
                "What will the suite take this column for?",
                ("Numbers", "Dates", "Neither: for words"),
                _of("income_eur"),
                _income,
                lambda _before, after: {"number": 0, "date": 1}.get(after[0], 2),
                lambda _before, after: (
                    f"It was read as {after[1]} different "
                    f"{'numbers' if after[0] == 'number' else 'texts'}. What reads as text has no "
                    "mean and no order, whatever it means to you; the recipe can change its type."
                ),
                always="It is a fact of this very table.",
            ),
        ),
        Step(
            "Your turn: under *One column*, find a column in which every filled cell holds the "
            "same value. What could a model learn from it?",
            "column",
            Sets({"view": "column", "column": "visits"}, sample=CUSTOMERS),
            until=lambda view, loaded: (
                view.view == "column" and loaded.profile.column(view.column).n_unique == 1
            ),
        ),
    ),
    traps=(
        Trap(
            "It loaded without an error, so the numbers are right.",
            "A file can be read to the last cell and still say that someone is 999 years old.",
            Sets(_of("age_years"), sample=CUSTOMERS),
            lambda _view, loaded: loaded.profile.column("age_years").maximum > OLDEST,
        ),
        Trap(
            "A column of digits is a column of numbers.",
            "With commas for points it is text, and it has no mean until its type is changed.",
            Sets(_of("income_eur"), sample=CUSTOMERS),
            lambda _view, loaded: loaded.profile.column("income_eur").mean is None,
        ),
        Trap(
            "The more a column tells rows apart, the more it helps.",
            "A number that is given to each customer tells all of them apart and says nothing "
            "about the next one.",
            Sets(_of("customer_id"), sample=CUSTOMERS),
            lambda _view, loaded: (
                loaded.profile.column("customer_id").n_unique
                == max(column.n_unique for column in loaded.profile.columns)
                and loaded.profile.column("customer_id").kind == "id"
            ),
        ),
    ),
    on_the_job=(
        "The first hour with a new table goes into this page's questions: how many rows, what is "
        "one row, which values are impossible, what is missing. A code such as 999 that slips "
        "through costs weeks later."
    ),
    more=(
        Reading(
            "Hadley Wickham",
            "Tidy Data (Journal of Statistical Software, 2014)",
            "https://doi.org/10.18637/jss.v059.i10",
        ),
        Reading(
            "Google",
            "Machine Learning Crash Course: Working with numerical data",
            "https://developers.google.com/machine-learning/crash-course/numerical-data",
        ),
        Reading(
            "pandas",
            "User guide: Working with missing data",
            "https://pandas.pydata.org/docs/user_guide/missing_data.html",
        ),
    ),
)
