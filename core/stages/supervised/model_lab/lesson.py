"""The lesson of the model lab: marks count on hidden rows, and beside doing nothing."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Sets, Step, Trap
from core.tabular.experiment import ModelChoice
from core.wording import counted

CUSTOMERS = "messy_customers"
LOGISTIC = ModelChoice("logistic")
DEEP = ModelChoice("decision_tree", (("max_depth", 50),))
PENALISED = ModelChoice("logistic", (("C", 0.0001),))
TWO = ("visits", "days_since_visit")
RESULT = {"view": "result"}
CLOSE = 0.01
"""Scores nearer than this are called the same."""


def _accuracy_in_numbers(_view: Any, answer: Any) -> str:
    """Return right answers over test rows, "" where no classes are predicted."""
    counts = getattr(answer, "confusion", None)
    if counts is None:
        return ""
    right = [int(counts[place, place]) for place in range(len(counts))]
    named = " + ".join(map(str, right)) if len(right) <= 4 else str(sum(right))
    return rf"\frac{{{named}}}{{{answer.n_test}}} = {sum(right) / answer.n_test:.3f}"


def _main(answer: Any) -> Any:
    """Return the first score of the page: accuracy, or R² of numbers."""
    return answer.metric("accuracy" if answer.classes else "r2")


def _on_test_and_training(_view: Any, answer: Any) -> tuple[float, float]:
    test = _main(answer)
    train = next(metric for metric in answer.train_metrics if metric.id == test.id)
    return test.value, train.value


def _compared(before: Any, after: Any) -> int:
    change = after[0] - before[0]
    return 1 if abs(change) <= CLOSE else 0 if change > 0 else 2


def _with_interval(_view: Any, answer: Any) -> tuple[float, float, float, float]:
    test = _main(answer)
    return test.value, test.low, test.high, test.baseline


def _inside(before: Any, after: Any) -> int:
    _, low, high, _ = before
    return 0 if after[0] < low else 1 if after[0] <= high else 2


def _to_baseline(_before: Any, after: Any) -> int | None:
    value, _, _, baseline = after
    if abs(value - baseline) <= CLOSE:
        return 2
    return 0 if value <= 0.1 else 1 if abs(value - 0.5) <= CLOSE else None


def _sure(_view: Any, answer: Any) -> tuple[int, int]:
    """Return how many rows the model is at least 80 % sure of, and how many of these are wrong."""
    table = answer.predictions
    sure = table[table["probability"] >= 0.8]
    return len(sure), int((sure["true"].astype(str) != sure["predicted"].astype(str)).sum())


def _sure_and_wrong(_before: Any, after: Any) -> int | None:
    sure, wrong = after
    if sure < 10:
        return None
    return 0 if wrong == 0 else 1 if wrong <= 0.25 * sure else 2


LESSON = Lesson(
    idea=(
        "A **model** is a rule that turns facts about a case (**features**) into a guess of what "
        "you want to know (the **target**). Nobody writes the rule: it is fitted to "
        "**training rows**, whose answers it may see. Like a pupil it can understand them or "
        "learn them by heart, so marks count only on **test rows** kept hidden until the end, "
        "and only beside the **baseline**, which always names the most frequent answer. In the "
        "square picture a row is what was true, a column what was guessed: its diagonal counts "
        "what was right. The numbers above say the same in one figure each; begin with "
        "**accuracy**, the share of right answers."
    ),
    words=("model", "feature", "target", "training rows", "test rows", "baseline", "accuracy"),
    formula=r"\text{accuracy} = \frac{\text{right answers}}{\text{test rows}}",
    numbers=_accuracy_in_numbers,
    tour=(
        Step(
            "Each test row falls into one field: across is what the model guessed, down what was "
            "true. Compare the accuracy with its baseline, the small number below it: what lies "
            "between them is all that was learnt.",
            sets=Sets(RESULT),
        ),
        Step(
            "Now a **decision tree** with up to 50 questions one below the other: it may go on "
            "asking until it has every training row right.",
            "controls",
            Sets(RESULT, {"model": LOGISTIC, "features": None}, CUSTOMERS),
            Prediction(
                "supervised.tree_by_heart",
                "On the test rows, how will it do beside the present model?",
                ("Better", "The same, to one point in a hundred", "Worse"),
                Sets(RESULT, {"model": DEEP}),
                _on_test_and_training,
                _compared,
                lambda before, after: (
                    f"On its training rows it is right in {after[1]:.1%}, on the test rows in "
                    f"{after[0]:.1%}; the model before reached {before[0]:.1%} there. It has "
                    "learnt the chance in the training rows by heart: it **overfits**."
                ),
                surprises=True,
                always="A tree without a limit fits the noise of a noisy target too.",
            ),
        ),
        Step(
            "Back to logistic regression, which uses all the columns. You are about to leave it "
            "two of them: visits, and days since the last visit.",
            "controls",
            Sets(RESULT, {"model": LOGISTIC, "features": None}, CUSTOMERS),
            Prediction(
                "supervised.two_columns",
                "Where will its accuracy be, beside the interval “95 % from … to” of before?",
                ("Below it: clearly worse", "Inside: nobody can tell them apart", "Above it"),
                Sets(RESULT, {"features": TWO}),
                _with_interval,
                _inside,
                lambda before, after: (
                    f"It was {before[0]:.3f}, with 95 % between {before[1]:.3f} and "
                    f"{before[2]:.3f}; with two columns it is {after[0]:.3f}. On so few test rows "
                    "nobody can say that the other columns helped."
                ),
                surprises=True,
                always="These two columns hold nearly all that this table tells.",
            ),
        ),
        Step(
            "Logistic regression has a knob, **C**: the smaller, the dearer is every weight, so "
            "it makes them smaller. You will make C ten thousand times as small.",
            "controls",
            Sets(RESULT, {"model": LOGISTIC, "features": None}, CUSTOMERS),
            Prediction(
                "supervised.all_weights_gone",
                "What is left of the accuracy?",
                ("Next to nothing", "A coin’s half", "The baseline’s"),
                Sets(RESULT, {"model": PENALISED}),
                _with_interval,
                _to_baseline,
                lambda before, after: (
                    f"It falls from {before[0]:.3f} to {after[0]:.3f}; the baseline has "
                    f"{after[3]:.3f}. Without weights only the constant is left, and that names "
                    "the more frequent class every time."
                ),
                surprises=True,
                always="A model whose weights are all 0 says the same of every row.",
            ),
        ),
        Step(
            "A model also says how sure it is. Take only the test rows of which it is at least "
            "80 % sure.",
            "view",
            Sets(RESULT, {"model": LOGISTIC, "features": None}, CUSTOMERS),
            Prediction(
                "supervised.sure_and_wrong",
                "How many of those does it get wrong?",
                ("None", "Some: up to a quarter", "More than a quarter"),
                {"view": "rows"},
                _sure,
                _sure_and_wrong,
                lambda _before, after: (
                    f"Of {counted(after[0], 'row')} it is so sure of, {after[1]} "
                    f"{'is' if after[1] == 1 else 'are'} wrong. To be 80 % sure is to be wrong in "
                    "up to one case in five, if the model knows itself well."
                ),
                undecided="It is so sure of fewer than ten test rows. Take another model.",
                always="It is a fact of this very experiment.",
            ),
        ),
        Step(
            "Your turn: under *Split and seed* choose another **seed**, the number that decides "
            "which rows are put aside. Same model, other exam: how far does the accuracy move? "
            "Compare that with the interval.",
            "controls",
            Sets(RESULT, {"model": LOGISTIC, "features": None, "seed": 0}, CUSTOMERS),
            until=lambda view, _answer: view.work.experiment.seed != 0,
        ),
    ),
    traps=(
        Trap(
            "99.8 % right is a superb model.",
            "Where 2 payments in 1,000 are fraud, whoever never looks is right as often. Look at "
            "balanced accuracy: it is 0.5 where nothing was found.",
            Sets(RESULT, {"model": LOGISTIC}, "fraud"),
            lambda _view, answer: (
                answer.metric("accuracy").value <= answer.metric("accuracy").baseline + 0.001
            ),
        ),
        Trap(
            "A model that is right on all its training rows is good.",
            "A deep tree is right on nearly all of them and worse than a simple model on the rest.",
            Sets(RESULT, {"model": DEEP}, CUSTOMERS),
            lambda _view, answer: (
                _on_test_and_training(None, answer)[1] - _on_test_and_training(None, answer)[0]
                >= 0.2
            ),
        ),
    ),
    on_the_job=(
        "Every report of a model should name three numbers: its score on hidden rows, the "
        "interval around it and the baseline. Without the last two nobody can tell skill from "
        "luck, or from doing nothing."
    ),
    more=(
        Reading(
            "James, Witten, Hastie, Tibshirani and Taylor",
            "An Introduction to Statistical Learning, chapter 2 (free book)",
            "https://www.statlearning.com/",
        ),
        Reading(
            "Google",
            "Machine Learning Crash Course: Classification",
            "https://developers.google.com/machine-learning/crash-course/classification",
        ),
        Reading(
            "scikit-learn",
            "User guide: Metrics and scoring",
            "https://scikit-learn.org/stable/modules/model_evaluation.html",
        ),
    ),
)
