"""The lesson of the leak: a score is worth nothing if something had seen the rows it is from."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.value import Value

GUESSING = {"roc_auc": 0.5, "r2": 0.0}
"""What a model that knows nothing gets."""
HARDLY = 0.02
CHOOSING: dict[str, Value] = {"leak": "selection", "n_noise": 100, "n_rows": 200}
NOISE_ALONE = {**CHOOSING, "keep_real": False}


def _lie_in_numbers(_settings: Any, answer: Any) -> str:
    cheat, honest = round(answer.promised, 3), round(answer.said, 3)
    return rf"{cheat:.3f} - {honest:.3f} = {cheat - honest:+.3f}"


def _promised(_settings: Any, answer: Any) -> tuple[float, float, float]:
    """Return what guessing gives, what the cheat promises and what fresh rows say."""
    return GUESSING[answer.metric], answer.promised, answer.fresh


def _above_guessing(_before: Any, after: Any) -> int:
    guessing, promised, _ = after
    more = promised - guessing
    return 0 if more <= HARDLY else 1 if more <= 0.1 else 2


def _lie(_settings: Any, answer: Any) -> float:
    return float(answer.lie)


def _grown(before: float, after: float) -> int:
    change = after - before
    return 1 if abs(change) <= HARDLY else 2 if change > 0 else 0


def _lies_told(before: float, after: float) -> str:
    return f"The lie was {before:+.2f} and is {after:+.2f} now."


def _harmless(settings: Any, answer: Any) -> bool:
    return bool(settings.leak != "selection" and abs(answer.lie) < HARDLY)


LESSON = Lesson(
    idea=(
        "A score on hidden rows is an exam. If anything that learns, be it only a step that "
        "chooses columns, has seen these rows before, it is an exam whose questions were handed "
        "out the evening before: that is a **leak**, and no error message tells. Here the same "
        "model is judged three times. The cheat lets a step learn from the rows of all five exams "
        "before it holds them; the honest way lets it learn afresh from each exam’s **training "
        "rows**; the diamond is the score on fresh rows that nobody saw. Each small mark is one "
        "exam, the number beside them their mean. For two classes the score, **ROC-AUC**, is 0.5 "
        "for a coin and 1 for a model that ranks every row rightly."
    ),
    words=("leak", "training rows", "roc-auc"),
    formula=r"\text{lie} = \text{score}_{\text{cheat}} - \text{score}_{\text{honest}}",
    numbers=_lie_in_numbers,
    tour=(
        Step(
            "100 columns of random numbers, call them dice, were added to the table; a step keeps "
            "the columns that go along best with the target. On the left it chose on all rows. "
            "Compare the left with the diamond, and see how widely single exams scatter.",
            sets={**CHOOSING, "keep_real": True},
        ),
        Step(
            "Now only the dice stay: there is nothing to be learnt from them, by any model.",
            "keep_real",
            {**CHOOSING, "keep_real": True},
            Prediction(
                "preprocessing.dice_alone",
                "What will the cheat promise?",
                (
                    "What guessing gives",
                    "Hardly more than guessing gives: up to 0.1",
                    "Clearly more: over 0.1",
                ),
                {"keep_real": False},
                _promised,
                _above_guessing,
                lambda _before, after: (
                    f"Guessing gives {after[0]:.1f}; the cheat promises {after[1]:.2f}, fresh rows "
                    f"say {after[2]:.2f}. Of so many columns some fit these very rows by luck, and "
                    "the step had looked which."
                ),
                surprises=True,
                always="Choosing among many columns on the rows of the exam always finds luck.",
            ),
        ),
        Step(
            "More dice: 400 columns of them instead of 100. Still nothing can be learnt.",
            "n_noise",
            NOISE_ALONE,
            Prediction(
                "preprocessing.more_dice",
                "What happens to the lie?",
                ("It shrinks: the noise drowns it", "It stays within 0.02", "It grows"),
                {"n_noise": 400},
                _lie,
                _grown,
                lambda before, after: (
                    f"{_lies_told(before, after)} The more columns there are to choose from, the "
                    "better the luckiest of them fit."
                ),
                surprises=True,
                always="The best of more lucky draws is luckier: that is the lesson.",
            ),
        ),
        Step(
            "Fewer rows: 40 instead of 200, with 100 columns of dice.",
            "n_rows",
            NOISE_ALONE,
            Prediction(
                "preprocessing.fewer_rows",
                "And now?",
                ("The lie shrinks", "It stays within 0.02", "The lie grows"),
                {"n_rows": 40},
                _lie,
                _grown,
                lambda before, after: (
                    f"{_lies_told(before, after)} On few rows a column of dice looks like a "
                    "pattern easily; on many it does not."
                ),
                always="Luck fades with the number of rows: that is the lesson.",
            ),
        ),
        Step(
            "Another step: **target encoding** replaces a name by the mean of the target over its "
            "rows. The names here are made up as well: codes drawn by chance.",
            "leak",
            {**NOISE_ALONE, "n_noise": 60},
            Prediction(
                "preprocessing.encoded_dice",
                "What does the cheat promise for made-up names?",
                (
                    "What guessing gives",
                    "Hardly more than guessing gives: up to 0.1",
                    "Clearly more: over 0.1",
                ),
                {"leak": "target"},
                _promised,
                _above_guessing,
                lambda _before, after: (
                    f"It promises {after[1]:.2f}, where fresh rows say {after[2]:.2f}. Each name "
                    "stands in about three rows, so its mean nearly is these rows’ answer."
                ),
                surprises=True,
                always="The mean over three rows has each row’s own answer in it.",
            ),
        ),
        Step(
            "Your turn: find a step that may see every row and hardly lies, by less than 0.02. "
            "Which of them never looks at the target?",
            "leak",
            NOISE_ALONE,
            until=_harmless,
        ),
    ),
    traps=(
        Trap(
            "Whoever cross-validates cannot fool himself.",
            "Cross-validation protects only what happens inside it: a step that ran before has "
            "seen every exam.",
            NOISE_ALONE,
            lambda _settings, answer: answer.promised > answer.fresh_high,
        ),
        Trap(
            "Every leak is a disaster.",
            "A mean and a spread over all rows hardly change anything. It is still wrong, and "
            "nobody can see from the score which kind it was.",
            {**NOISE_ALONE, "leak": "scaling"},
            lambda _settings, answer: abs(answer.lie) < HARDLY,
        ),
    ),
    on_the_job=(
        "Kapoor and Narayanan found leaks in hundreds of published studies of many fields. In a "
        "company one shows on the day the model meets new customers: put every step into one "
        "pipeline and split before it."
    ),
    more=(
        Reading(
            "scikit-learn",
            "User guide: Common pitfalls, data leakage",
            "https://scikit-learn.org/stable/common_pitfalls.html#data-leakage",
        ),
        Reading(
            "Hastie, Tibshirani and Friedman",
            "The Elements of Statistical Learning, section 7.10.2: the wrong and the right way",
            "https://hastie.su.domains/ElemStatLearn/",
        ),
        Reading(
            "Sayash Kapoor and Arvind Narayanan",
            "Leakage and the reproducibility crisis in machine-learning-based science",
            "https://reproducible.cs.princeton.edu/",
        ),
    ),
)
