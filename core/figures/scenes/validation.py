"""Validation: who is tested when, what each fold says, and how far the estimate spreads."""

from __future__ import annotations

import numpy as np

from core.figures import folds as pictures
from core.figures.blocks import Block, Chart, Moving, Number, Numbers, Words, notes
from core.figures.scenes.validation_film import fold_picture
from core.tabular.judge.cross_validate import ValidationAnswer, ValidationSettings

MOST_DRAWN = 20


def draw(settings: ValidationSettings, answer: ValidationAnswer) -> tuple[Block, ...]:
    """Play the folds over the rows, then draw the score of each with the other seeds."""
    names = [f"fold {place + 1}" for place in range(len(answer.folds))][:MOST_DRAWN]
    repeats = answer.repeats if len(answer.repeats) > 1 else np.array([])
    scores = pictures.fold_scores(
        answer.scores[:MOST_DRAWN],
        names,
        answer.metric_label,
        repeats,
        (answer.mean, answer.std),
        answer.test_score,
    )
    more = len(answer.folds) - len(names)
    return (
        Numbers(
            (
                Number(answer.metric_label, f"{answer.mean:.4f}", _spread(answer)),
                Number("On the test rows", f"{answer.test_score:.4f}", "no fold saw them"),
                Number("Folds", str(len(answer.folds)), f"{answer.n_rows:,} training rows"),
            )
        ),
        Moving(fold_picture(settings.scheme, answer)),
        Chart("scores", scores, _alt(answer)),
        *((Words(f"… and {more} more folds, all counted in the mean."),) if more > 0 else ()),
        *notes(*answer.notes),
    )


def _spread(answer: ValidationAnswer) -> str:
    if len(answer.folds) == 1:
        return "one fold has no spread"
    return f"± {answer.std:.4f} over folds"


def _alt(answer: ValidationAnswer) -> str:
    return (
        f"{answer.metric_label} of each fold, their mean of {answer.mean:.3f} with a band of one "
        f"standard deviation, and {answer.test_score:.3f} on the test rows"
    )


def notice(settings: ValidationSettings, answer: ValidationAnswer) -> str:
    """Compare the estimate with the untouched test rows, in units of the folds' spread."""
    gap = answer.test_score - answer.mean
    n, one = len(answer.folds), len(answer.folds) == 1
    text = (
        f"{n} {'fold says' if one else 'folds say'} {answer.metric_label} is {answer.mean:.4f}"
        f"{'' if one else f' ± {answer.std:.4f}'}; the untouched test rows say "
        f"{answer.test_score:.4f}."
    )
    if one:
        text += " A single draw does not say how far another one would have been off."
    elif settings.scheme == "loocv":
        text += " A fold of one row is a hit or a miss, so only the mean of all tells anything."
    elif answer.std > 0:
        away = abs(gap) / answer.std
        text += (
            " That is within one standard deviation of the folds: the estimate was honest."
            if away <= 1
            else " That is outside one standard deviation: one split alone can mislead you."
        )
    if len(answer.repeats) > 1:
        low, high = answer.repeats.min(), answer.repeats.max()
        text += f" With other seeds the estimate moves between {low:.4f} and {high:.4f}."
    return text
