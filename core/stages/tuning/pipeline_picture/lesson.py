"""The lesson of the pipeline picture."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Sets, Step, Trap
from core.tabular.experiment import ModelChoice
from core.tabular.experiment import Step as RecipeStep

OUTLIERS = (
    RecipeStep("drop_iqr"),
    *map(RecipeStep, ("median", "standard", "mode", "one_hot")),
)


def _shown(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def _standardised(_settings: Any, journey: Any) -> str:
    """Return the standardising of the first column that a scaler changes, with its numbers."""
    for stop in journey.stops:
        for line in stop.lines:
            how = line.how
            if how is not None and how.exact and how.words == "({} − {}) / {}":
                x, mean, spread = (f"{value:.4g}" for value in how.args)
                return rf"\frac{{{x} - ({mean})}}{{{spread}}} = {float(line.after):.3f}"
    return ""


def _learnt(_settings: Any, journey: Any) -> tuple[tuple[str, float], ...]:
    """Return every learnt number of the picture by step, column and name."""
    return tuple(
        (f"{stop.step} {line.name} {fact.label}", fact.value)
        for stop in journey.stops
        for line in stop.lines
        for fact in line.facts
        if isinstance(fact.value, float)
    )


def _both(before: Any, after: Any) -> list[tuple[str, float, float]]:
    """Return the facts that both pictures show, with their numbers."""
    known = dict(after)
    return [(name, value, known[name]) for name, value in before if name in known]


def _how_many_moved(before: Any, after: Any) -> int | None:
    pairs = _both(before, after)
    moved = sum(a != b for _, a, b in pairs)
    if not pairs:
        return None
    return 2 if not moved else 0 if moved == len(pairs) else 1


def _moved_told(before: Any, after: Any) -> str:
    pairs = _both(before, after)
    moved = sum(a != b for _, a, b in pairs)
    return (
        f"Of {len(pairs)} learnt numbers that both pictures show, {moved} moved. A step learns "
        "once, from the training rows; a test row is only led through."
    )


def _passes(_settings: Any, journey: Any) -> tuple[int, int, str]:
    """Return steps on training rows, columns at the model, and what is predicted."""
    rows = sum(stop.kind == "rows" for stop in journey.stops)
    return rows, journey.columns[1], journey.outcome.predicted


def _loudest(_settings: Any, journey: Any) -> tuple[str, float]:
    return journey.verdict.loudest, float(journey.verdict.loudest_part)


def _same_voice(before: tuple[str, float], after: tuple[str, float]) -> int | None:
    if not before[0] or not after[0]:
        return None
    return 2 if before[0] != after[0] else int(before[1] * after[1] < 0)


def _asked(_settings: Any, journey: Any) -> tuple[int, int]:
    """Return how many columns a tree asks this row about, and how many reach it."""
    names = {term.name for term in journey.verdict.terms}
    return (len(names) if journey.verdict.kind == "path" else 0), journey.columns[1]


def _how_many_asked(_before: tuple[int, int], after: tuple[int, int]) -> int | None:
    asked, there = after
    return None if not asked else 0 if asked == there else 1 if 2 * asked >= there else 2


def _leaked(_settings: Any, journey: Any) -> bool:
    facts = [fact for stop in journey.stops for line in stop.lines for fact in line.facts]
    return any(fact.seen is not None and fact.seen != fact.value for fact in facts)


def _widened(_settings: Any, journey: Any) -> bool:
    before, after = journey.columns
    return bool(before != after)


LESSON = Lesson(
    idea=(
        "A model never sees your table. It sees what a **pipeline** makes of it: gaps filled, "
        "numbers put on one scale (**standardising**), names spread over columns of 0 and 1 "
        "(**one-hot encoding**). Here one row walks that way, and you hold its values at every "
        "stop. Each box is a step; it stands on the lanes it works on, the other columns go past, "
        "and above stands how many columns there are. The orange dots are your row. "
        "Below, each line is one column before and after the lit box, with its formula filled "
        "in. Two things happen at different times: in **fit** a step learns its numbers "
        "from the training rows; in *transform* it only uses them. To learn from test rows is a "
        "**leak**. At the end the model takes its answer apart."
    ),
    formula=r"z = \frac{x - \bar x_{\text{train}}}{s_{\text{train}}}",
    numbers=_standardised,
    words=("fit", "standardising", "one-hot encoding", "leak"),
    tour=(
        Step(
            "Press play or the right arrow and watch the table: outlined cells are changed, green "
            "ones new, struck-out ones go. A press on a box leads the row there.",
            "picture",
            {"row": 0},
        ),
        Step(
            "At every stop stands what the step learnt, such as a mean. You are about to lead "
            "another row through.",
            "row",
            {"row": 0},
            Prediction(
                "tuning.another_row",
                "How many of those learnt numbers change?",
                ("All of them", "Some of them", "None of them"),
                {"row": 1},
                _learnt,
                _how_many_moved,
                _moved_told,
                surprises=True,
                always="What a step learnt comes from the training rows; a test row adds nothing.",
                undecided="This recipe learns no number: add Standard to it.",
            ),
        ),
        Step(
            "At the model the longest bar is the column that speaks loudest for this row. You are "
            "about to open another one.",
            "picture",
            {"row": 1},
            Prediction(
                "tuning.same_voice",
                "Which column speaks loudest there?",
                ("The same, and the same way", "The same, the other way", "Another column"),
                {"row": 3},
                _loudest,
                _same_voice,
                lambda before, after: (
                    f"`{before[0]}` with {_shown(before[1])} for the first row, `{after[0]}` with "
                    f"{_shown(after[1])} for the second. What a column adds is its weight times "
                    "this row's own value."
                ),
                undecided="In one of the two no column moves the answer: open another row.",
            ),
        ),
        Step(
            "You are about to put a step first that drops outliers: rows far from the middle half "
            "of a column.",
            "controls",
            {"row": 1},
            Prediction(
                "tuning.outliers_dropped",
                "What happens to a test row that lies far outside?",
                (
                    "It is dropped and gets no prediction",
                    "It passes that step by",
                    "Its value is moved to the limit",
                ),
                Sets({"row": 1}, experiment={"recipe": OUTLIERS}),
                _passes,
                lambda before, after: 1 if after[0] > before[0] else None,
                lambda _before, after: (
                    f"It reaches the model with all {after[1]} columns and is predicted "
                    f"`{after[2]}`. Such a step only chooses the rows that are learnt from: "
                    "whoever asks for a prediction gets one."
                ),
                surprises=True,
                always="Steps on rows act in fit alone.",
                undecided="There is no number here to find outliers in: open a table with some.",
            ),
        ),
        Step(
            "You are about to hand the same columns to a decision tree, which asks about one "
            "column after another.",
            "controls",
            {"row": 1},
            Prediction(
                "tuning.columns_asked",
                "How many of the columns that reach it does it look at for this row?",
                ("All of them", "At least half", "Less than half"),
                Sets({"row": 1}, experiment={"model": ModelChoice("decision_tree")}),
                _asked,
                _how_many_asked,
                lambda _before, after: (
                    f"{after[0]} of {after[1]}. The pipeline makes every column for every row, and "
                    "the tree needs only those on this row's path."
                ),
                surprises=True,
                always="A tree of depth 5 asks at most 5 questions, and many more columns come in.",
                undecided="This tree asks nothing at all: choose another target.",
            ),
        ),
        Step(
            "Now you: set a second row beside it, and look at which stop the two come nearer to "
            "each other.",
            "controls",
            {"row": 0},
            until=lambda settings, _journey: settings.other is not None,
        ),
    ),
    traps=(
        Trap(
            "Scaling is only arithmetic, so it may be done on the whole table before the split.",
            "Means and medians are learnt, too. Fitted on all rows they would be other numbers: "
            "the test rows would have told the model something of themselves.",
            {"row": 0},
            _leaked,
        ),
        Trap(
            "The model's columns are the table's columns.",
            "Names, dates and texts become many columns, others are left out, and every weight "
            "belongs to a column after the last step.",
            {"row": 0},
            _widened,
        ),
    ),
    on_the_job=(
        "Ship the fitted pipeline as one object, never the model alone: most faults in service are "
        "a step done in another way than in training, and this walk of one row finds them."
    ),
    more=(
        Reading(
            "scikit-learn",
            "User guide: Pipelines and composite estimators",
            "https://scikit-learn.org/stable/modules/compose.html",
        ),
        Reading(
            "scikit-learn",
            "Common pitfalls: data leakage",
            "https://scikit-learn.org/stable/common_pitfalls.html",
        ),
        Reading(
            "Sculley et al. (2015)",
            "Hidden technical debt in machine learning systems",
            "https://papers.nips.cc/paper/5656-hidden-technical-debt-in-machine-learning-systems",
        ),
    ),
)
