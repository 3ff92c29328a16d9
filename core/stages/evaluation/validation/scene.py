"""Validation: who is tested when, what each fold says, and how far the estimate spreads."""

from __future__ import annotations

import numpy as np

from core.figures import folds as pictures
from core.figures.blocks import Block, Chart, Moving, Number, Numbers, Words, notes
from core.stages.evaluation.validation.scene_film import fold_picture
from core.tabular.judge.cross_validate import ValidationAnswer, ValidationSettings
from core.tabular.judge.defined import (
    defined,
    is_defined,
    told,
    undefined,
    undefined_metric,
)
from core.wording import counted

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
                Number(answer.metric_label, told(answer.mean), _spread(answer)),
                Number("On the test rows", told(answer.test_score), _unseen(answer)),
                Number("Folds", str(len(answer.folds)), f"{answer.n_rows:,} training rows"),
            )
        ),
        Moving(fold_picture(settings.scheme, answer)),
        Chart("scores", scores, _alt(answer)),
        *((Words(f"… and {more} more folds, all counted in the mean."),) if more > 0 else ()),
        *notes(*answer.notes),
    )


def _spread(answer: ValidationAnswer) -> str:
    if answer.n_defined < 2:
        return "one fold has no spread" if answer.n_defined else "in no fold"
    folds, seeds = answer.n_defined, len(answer.repeats)
    return f"± {answer.std:.4f} over {folds:,} folds{f' of {seeds} seeds' if seeds > 1 else ''}"


def _unseen(answer: ValidationAnswer) -> str:
    if not is_defined(answer.test.low):
        return "no fold saw them"
    return f"95 % from {answer.test.low:.4f} to {answer.test.high:.4f}"


def _alt(answer: ValidationAnswer) -> str:
    return (
        f"{answer.metric_label} of each fold, their mean of {told(answer.mean, '.3f')} with a band "
        f"of one standard deviation, and {told(answer.test_score, '.3f')} on the test rows"
    )


def notice(settings: ValidationSettings, answer: ValidationAnswer) -> str:
    """Compare the estimate with the untouched test rows, in standard errors of their difference."""
    if not answer.n_defined:
        return f"{undefined(answer.metric, 'in any fold')}. Choose another metric."
    text = _estimate(answer)
    if not is_defined(answer.test_score):
        return f"{text}. {undefined_metric(answer.test, 'on the test rows')}."
    text += f"; the untouched test rows say {answer.test_score:.4f}."
    if answer.n_defined == 1:
        text += " A single draw does not say how far another one would have been off."
    elif settings.scheme == "loocv":
        text += " A fold of one row is a hit or a miss, so only the mean of all tells anything."
    text += _verdict(answer)
    known = defined(answer.repeats)
    if len(known) > 1:
        text += f" With other seeds the estimate moves between {known.min():.4f} and "
        text += f"{known.max():.4f}."
    return text


def _estimate(answer: ValidationAnswer) -> str:
    """Say the mean and spread over all folds with a value, and why others have none."""
    n, seeds, without = answer.n_defined, len(answer.repeats), _without(answer)
    folds = f"{n:,} of {answer.all_scores.size:,} folds" if without else counted(n, "fold")
    says = "says" if folds == "1 fold" else "say"
    spread = f" ± {answer.std:.4f}" if n > 1 else ""
    of_seeds = f" of {seeds} seeds" if seeds > 1 else ""
    return f"{folds}{of_seeds} {says} {answer.metric_label} is {answer.mean:.4f}{spread}{without}"


def _without(answer: ValidationAnswer) -> str:
    n = answer.all_scores.size - answer.n_defined
    if not n:
        return ""
    where = "in the other one" if n == 1 else f"in the other {n:,}"
    return f" ({undefined(answer.metric, where)})"


def _verdict(answer: ValidationAnswer) -> str:
    """Weigh the gap against what chance explains; say how far single folds lie apart."""
    gap, margin = abs(answer.gap), answer.margin
    text = ""
    if is_defined(margin):
        text = (
            f" They lie {gap:.4f} apart, within the {margin:.4f} that chance explains (two "
            "standard errors): the two do not contradict each other."
            if gap <= margin
            else f" They lie {gap:.4f} apart, more than the {margin:.4f} that chance explains (two "
            "standard errors): the folds promise "
            f"{'too much' if (answer.gap < 0) == (answer.better == 'higher') else 'too little'}."
        )
    scores = defined(answer.all_scores)
    if len(scores) > 1 and answer.n_rows > len(answer.folds):
        text += f" A single fold would have said anything from {scores.min():.4f} to "
        text += f"{scores.max():.4f}."
    return text
