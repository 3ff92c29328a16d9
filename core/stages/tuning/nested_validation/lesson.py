"""The lesson of nested validation: the best of many scores is too good to be true."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.value import Value

HARDLY = 0.02
FOLDS: dict[str, Value] = {"n_rows": 100, "n_outer": 3, "n_inner": 2}
TEN: dict[str, Value] = {**FOLDS, "n_candidates": 10, "shuffled": False}


def _numbers(_settings: Any, answer: Any) -> str:
    reported, nested = round(answer.board.reported, 3), round(answer.board.nested, 3)
    return rf"{answer.board.sign * (reported - nested):+.3f}" if _is_known(answer) else ""


def _in_numbers(settings: Any, answer: Any) -> str:
    if not _is_known(answer):
        return ""
    reported, nested = answer.board.reported, answer.board.nested
    ends = f"{reported:.3f} - {nested:.3f}"
    ends = ends if answer.board.sign > 0 else f"-({ends})"
    return rf"{ends} = {_numbers(settings, answer)}"


def _is_known(answer: Any) -> bool:
    import numpy as np

    return bool(np.isfinite([answer.board.reported, answer.board.nested]).all())


def _optimism(_settings: Any, answer: Any) -> tuple[float, float] | None:
    """Return the optimism and its standard error."""
    return (answer.board.optimism, answer.board.error) if _is_known(answer) else None


def _clearly(_before: Any, after: tuple[float, float]) -> int:
    optimism, error = after
    return 0 if optimism <= 0 else 2 if optimism > 2 * error else 1


def _clearly_told(_before: Any, after: tuple[float, float]) -> str:
    optimism, error = after
    told = f"The optimism is {optimism:+.3f} with a standard error of {error:.3f}. "
    if optimism <= 0:
        return f"{told}This time no luck shows; another seed would tell another story."
    return f"{told}The best of ten is partly the luckiest of ten."


def _above_guessing(_settings: Any, answer: Any) -> tuple[float, float, float]:
    """Return by how much the report beats guessing, the report itself, and the nested score."""
    board = answer.board
    return board.sign * (board.reported - answer.guess), board.reported, board.nested


def _how_far(_before: Any, after: tuple[float, float, float]) -> int:
    more = after[0]
    return 0 if more <= 0 else 1 if more <= 0.05 else 2


def _both(_settings: Any, answer: Any) -> tuple[float, float]:
    """Return the report and the nested estimate, higher is better."""
    board = answer.board
    return board.sign * board.reported, board.sign * board.nested


def _which_rise(before: tuple[float, float], after: tuple[float, float]) -> int:
    report, nested = (after[i] > before[i] for i in (0, 1))
    return 3 if not report and not nested else 0 if report and nested else 1 if report else 2


def _rows_told(before: tuple[float, float], after: tuple[float, float]) -> str:
    told = f"It was {before[0]:+.3f} and is {after[0]:+.3f}. "
    if abs(after[0]) < abs(before[0]):
        return f"{told}A score from more rows is less of a lottery ticket."
    return f"{told}Usually it shrinks with rows; a few folds cannot always show it."


def _shrunk(before: tuple[float, float], after: tuple[float, float]) -> int:
    small, large = abs(after[0]), abs(before[0])
    return 0 if small < 0.5 * large else 1 if small <= large else 2


LESSON = Lesson(
    idea=(
        "Thirty throw a die twice; one throws two sixes. Is she good at it? Whoever tries thirty "
        "settings and reports the best score does the same: part of it is skill, part is luck on "
        "these very rows. That part is the **optimism**, and no error message tells. **Nested "
        "cross-validation** measures it: put an outer **fold** aside, choose among all candidates "
        "by inner folds of the other rows, ask the fold that the choice never saw, and go round. "
        "A ring is the best inner score, its arrow ends at what the fold then gave. The orange "
        "curve is what more candidates promise, the green one what they give. What you put into "
        "a report should be green."
    ),
    words=("optimism", "nested cross-validation", "fold"),
    formula=(
        r"\text{optimism} = \max_c \frac{1}{k} \sum_{i=1}^{k} s_{i,c}"
        r" - \frac{1}{k} \sum_{i=1}^{k} s_{i,c_i}"
    ),
    numbers=_in_numbers,
    tour=(
        Step(
            "Play. In each of three rounds an outer fold is put aside, ten candidates are scored "
            "on inner folds, the best is ringed, and only then the fold is asked. Do the rounds "
            "choose the same candidate? The table below the picture says.",
            sets=TEN,
        ),
        Step(
            "One candidate: nothing is chosen, and report and nested estimate are the same to the "
            "last digit. You are about to try ten.",
            "n_candidates",
            {**TEN, "n_candidates": 1},
            Prediction(
                "tuning.ten_candidates",
                "What will the report say beside the nested estimate?",
                (
                    "The same, or less",
                    "More, but within two standard errors",
                    "More, by over two standard errors",
                ),
                {"n_candidates": 10},
                _optimism,
                _clearly,
                _clearly_told,
                undecided="A score must be defined in the folds: choose another metric.",
            ),
        ),
        Step(
            "Now the target's values are dealt out to the rows by chance: no column knows "
            "anything of it, and no setting can help.",
            "shuffled",
            TEN,
            Prediction(
                "tuning.luck_alone",
                "What will the best of ten report?",
                (
                    "What guessing gives, or less",
                    "More than guessing, up to 0.05",
                    "More than guessing by over 0.05",
                ),
                {"shuffled": True},
                _above_guessing,
                _how_far,
                lambda _before, after: (
                    f"It reports {after[1]:.3f}, {after[0]:+.3f} against guessing, where nested "
                    f"says {after[2]:.3f}. Whatever is above guessing here is luck."
                ),
                surprises=True,
            ),
        ),
        Step(
            "The target is still shuffled and two candidates are tried. You are about to try ten: "
            "these two and eight more.",
            "n_candidates",
            {**TEN, "n_candidates": 2, "shuffled": True},
            Prediction(
                "tuning.more_candidates",
                "Which of the two estimates will rise?",
                ("Both", "Only the report", "Only the nested one", "None of them"),
                {"n_candidates": 10},
                _both,
                _which_rise,
                lambda before, after: (
                    f"The report goes from {abs(before[0]):.3f} to {abs(after[0]):.3f}, nested "
                    f"from {abs(before[1]):.3f} to {abs(after[1]):.3f}. The best of more tries on "
                    "the same folds cannot be worse; the nested estimate can."
                ),
            ),
        ),
        Step(
            "Your own target again, on 100 rows. You are about to use up to 400 of the training "
            "rows.",
            "n_rows",
            TEN,
            Prediction(
                "tuning.more_rows",
                "How large will the optimism be, whatever its sign?",
                ("Less than half", "Smaller, but more than half", "Larger"),
                {"n_rows": 400},
                _optimism,
                _shrunk,
                _rows_told,
                undecided="A score must be defined in the folds: choose another metric.",
            ),
        ),
        Step(
            "Now you: set *Candidates* to 20 or more and read the sentence. Is the optimism larger "
            "than twice its error, and which number would you put into your report?",
            "n_candidates",
            TEN,
            until=lambda settings, _answer: settings.n_candidates >= 20,
        ),
    ),
    traps=(
        Trap(
            "Every candidate was cross-validated, so its best score can be trusted.",
            "Each single score can. Their maximum is another thing: with a shuffled target it "
            "lies above guessing, although there is nothing to be learnt.",
            {**FOLDS, "n_rows": 200, "n_candidates": 20, "shuffled": True},
            lambda _settings, answer: (
                answer.board.sign * (answer.board.reported - answer.guess) > HARDLY
            ),
        ),
        Trap(
            "Nested cross-validation finds better settings.",
            "It finds none at all: each outer fold may choose another candidate. It tells what "
            "choosing in this way is worth.",
            TEN,
            lambda _settings, answer: answer.board.n_choices > 1,
        ),
        Trap(
            "A quick look at the test rows while choosing does no harm.",
            "The best of many on the test rows claims more than the honest winner has there.",
            {**FOLDS, "n_candidates": 20},
            lambda _settings, answer: answer.board.claim > 0,
        ),
    ),
    on_the_job=(
        "Cawley and Talbot showed published rankings of classifiers that this bias alone could "
        "turn round. Before a tuned model is promised to anybody, its whole search goes inside "
        "the folds, or untouched test rows are asked once."
    ),
    more=(
        Reading(
            "scikit-learn",
            "Nested versus non-nested cross-validation",
            "https://scikit-learn.org/stable/auto_examples/model_selection/"
            "plot_nested_cross_validation_iris.html",
        ),
        Reading(
            "Cawley and Talbot (2010)",
            "On over-fitting in model selection and subsequent selection bias",
            "https://www.jmlr.org/papers/v11/cawley10a.html",
        ),
        Reading(
            "Varma and Simon (2006)",
            "Bias in error estimation when using cross-validation for model selection",
            "https://doi.org/10.1186/1471-2105-7-91",
        ),
        Reading(
            "Raschka (2018)",
            "Model evaluation, model selection, and algorithm selection in machine learning",
            "https://arxiv.org/abs/1811.12808",
        ),
    ),
)
