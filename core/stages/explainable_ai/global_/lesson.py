"""The lesson of the global explanations."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Sets, Step, Trap
from core.tabular.experiment import ModelChoice
from core.value import Value

BARS: dict[str, Value] = {
    "view": "importance",
    "permutation": True,
    "shap": False,
    "impurity": False,
    "drop_column": False,
}
"""One method alone, whose bars are in its own unit."""
TREE = {"model": ModelChoice("decision_tree")}
NOTHING = 1e-9
"""A bar shorter than this is none."""


def _permutation(view: Any, answer: Any) -> Any:
    return answer.importance("permutation") if view.view == "importance" else None


def _shuffled(view: Any, answer: Any) -> str:
    """Return the longest bar of shuffling in numbers."""
    found = _permutation(view, answer)
    if found is None:
        return ""
    value = found.top_value
    return rf"{answer.score:.3f} - {answer.score - value:.3f} = {value:.3f}"


def _signs(view: Any, answer: Any) -> tuple[int, ...] | None:
    """Return +1, 0 or -1 for each column's bar."""
    found = _permutation(view, answer)
    if found is None:
        return None
    return tuple(int(value > NOTHING) - int(value < -NOTHING) for value in found.values)


def _changed(before: tuple[int, ...], after: tuple[int, ...]) -> int:
    return sum(b != a for b, a in zip(before, after, strict=True))


def _hidden(view: Any, answer: Any) -> float | None:
    return float(answer.crossing) if view.view == "curve" else None


def _hiding_told(before: float, after: float) -> str:
    told = f"{before:.0%} before, {after:.0%} with the tree. "
    if after > before:
        return (
            f"{told}In a tree the answer to one question decides which is asked next, so what a "
            "column does depends on the others."
        )
    return (
        f"{told}A tree can let a column do different things to different rows; with this column it "
        "does so no more than your model did."
    )


def _useless(view: Any, answer: Any) -> tuple[int, float] | None:
    """Return how many columns do not help on test rows, and the share that impurity gives them.

    The share is 0 while impurity importance is off.
    """
    found = _permutation(view, answer)
    if found is None:
        return None
    useless = found.values <= NOTHING
    own = answer.importance("impurity")
    share = 0.0 if own is None else float(own.values[useless].sum() / own.values.sum())
    return int(useless.sum()), share


def _trees_told(_before: tuple[int, float], after: tuple[int, float]) -> str:
    n_useless, share = after
    told = f"{share:.0%}, for {n_useless} columns that gain nothing on the test rows. "
    if share > NOTHING:
        return (
            f"{told}On the rows it learns from a tree finds a use for nearly any column, and "
            "counts that as importance."
        )
    return f"{told}This tree asked about none of them, so here the two agree."


def _top_seen(view: Any, answer: Any) -> bool:
    return bool(view.view == "shap" and answer.shap.importance().top == view.column)


LESSON = Lesson(
    idea=(
        "A fitted model does not say what it looks at, but you can find out by spoiling things: "
        "**permutation importance** shuffles one column of the test rows, so that it tells "
        "nothing any more, and sees how much worse the mark gets. **SHAP** takes single "
        "predictions apart and adds up how far each column moved them. In the picture a row is a "
        "column of your table and a bar is one method's verdict; with several methods each is "
        "drawn as a share of its own longest. They ask different questions, so they may rank "
        "differently. You need this to find a **leak**, a column that helps by chance, or one "
        "that must not count; it says what *this model* uses, never what causes what."
    ),
    formula=(
        r"\text{importance of a column} = \text{score} - \text{score with that column shuffled}"
    ),
    numbers=_shuffled,
    words=("permutation importance", "SHAP", "leak"),
    tour=(
        Step(
            "The longest bar on top is the column the model would miss most. The thin line on a "
            "bar shows how far five shuffles lie apart. A bar to the left: shuffled, the mark was "
            "even better, which is chance.",
            sets={**BARS, "shap": True},
        ),
        Step(
            "Here each column is shuffled only once. You are about to shuffle again, with another "
            "seed: same model, same rows.",
            "picture",
            {**BARS, "n_repeats": 1, "seed": 0},
            Prediction(
                "explainable_ai.shuffled_again",
                "How many bars turn from right to left, or back?",
                ("None", "One", "Two or more"),
                {"seed": 1},
                _signs,
                lambda before, after: min(_changed(before, after), 2),
                lambda before, after: (
                    f"{_changed(before, after)} of {len(before)}. Short bars are mostly luck: "
                    "shuffle more often, and read only those longer than their spread."
                ),
                surprises=True,
            ),
        ),
        Step(
            "*Curves* moves one column and leaves the rest of each row alone: a thin line is a "
            "row, the thick one their mean. With a linear model the thin lines all go the same "
            "way. You are about to fit a decision tree instead.",
            sets={"view": "curve"},
            predict=Prediction(
                "explainable_ai.what_the_mean_hides",
                "How much of what single rows do does the mean hide then?",
                ("Less than before", "About as much", "Clearly more"),
                Sets(experiment=TREE),
                _hidden,
                lambda before, after: (
                    None
                    if before == after
                    else 2
                    if after > before + 0.05
                    else 0
                    if after < before - 0.05
                    else 1
                ),
                _hiding_told,
                always="A tree jumps where a line slopes: rows part from their mean on any table.",
                undecided="Your model is a decision tree already: choose another one first.",
            ),
        ),
        Step(
            "A decision tree can say itself what it used: *impurity importance*, counted on the "
            "rows it was grown on. Some columns have no bar to the right here: shuffled, nothing "
            "is lost on test rows. You are about to ask the tree.",
            "impurity",
            Sets({**BARS, "n_repeats": 5, "seed": 0}, experiment=TREE),
            Prediction(
                "explainable_ai.what_trees_say",
                "What share of its own importance does it give to those useless columns?",
                ("Nothing", "Up to a tenth", "More than a tenth"),
                {"impurity": True},
                _useless,
                lambda _before, after: (
                    None if not after[0] else 0 if after[1] <= NOTHING else 1 + (after[1] > 0.1)
                ),
                _trees_told,
                surprises=True,
                undecided="Every column helps on the test rows here: choose another table.",
            ),
        ),
        Step(
            "Which way does a column push? Set *Look at* to SHAP and *Column* to the one on top of "
            "the swarm. Each dot is a row; its place is the push, its colour whether the row's "
            "value is high or low.",
            "view",
            {"view": "importance"},
            until=_top_seen,
        ),
    ),
    traps=(
        Trap(
            "A bar to the left means that the column lowers the prediction.",
            "Importance has no direction: without that column the model scored better, by chance. "
            "Which way it pushes stands under SHAP and Curves.",
            {**BARS, "n_repeats": 5},
            lambda _view, answer: bool((answer.importance("permutation").values < -NOTHING).any()),
        ),
        Trap(
            "The importance of a column is a fact about the data.",
            "Two methods ask one model two questions, and already disagree about who comes first.",
            {**BARS, "shap": True},
            lambda _view, answer: len({found.top for found in answer.importances}) > 1,
        ),
    ),
    on_the_job=(
        "Before a model goes live its importances are read once more: a column on top that nobody "
        "can explain is a leak or a mistake more often than a discovery."
    ),
    more=(
        Reading(
            "Christoph Molnar",
            "Interpretable Machine Learning: Permutation feature importance",
            "https://christophm.github.io/interpretable-ml-book/feature-importance.html",
        ),
        Reading(
            "scikit-learn",
            "User guide: Permutation feature importance",
            "https://scikit-learn.org/stable/modules/permutation_importance.html",
        ),
        Reading(
            "scikit-learn",
            "User guide: Partial dependence and individual conditional expectation",
            "https://scikit-learn.org/stable/modules/partial_dependence.html",
        ),
        Reading(
            "Kaggle Learn",
            "Machine learning explainability",
            "https://www.kaggle.com/learn/machine-learning-explainability",
        ),
    ),
)
