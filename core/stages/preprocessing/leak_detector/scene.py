"""The leak detector: what the cheat promised, and what fresh rows then say."""

from __future__ import annotations

import numpy as np

from core.course.glossary import tooltip
from core.figures import preparing
from core.figures.blocks import Block, Chart, Number, Numbers
from core.stages.preprocessing.leak_detector.run import LeakAnswer
from core.stages.preprocessing.leak_detector.settings import LeakSettings
from core.tabular.judge.defined import is_defined, spread_of, told, undefined
from core.wording import counted


def draw(_settings: LeakSettings, answer: LeakAnswer) -> tuple[Block, ...]:
    """Draw the cheat, the honest way and the truth side by side, fold by fold."""
    figure = preparing.leak(
        answer.cheating,
        answer.honest,
        (answer.fresh, answer.fresh_low, answer.fresh_high),
        answer.metric_label,
    )
    return (
        Numbers(
            (
                Number(
                    "The cheat promised",
                    told(answer.promised, ".3f"),
                    "step saw every row",
                    tooltip("data leakage"),
                ),
                Number(
                    "Honest way said",
                    told(answer.said, ".3f"),
                    "step saw training rows",
                    tooltip("training rows"),
                ),
                Number(
                    "Fresh rows say", told(answer.fresh, ".3f"), f"{answer.n_fresh:,} unseen rows"
                ),
                Number("The lie", told(answer.lie, "+z.3f"), "cheat minus honest"),
            )
        ),
        Chart("leak", figure, _alt(answer)),
    )


def _alt(answer: LeakAnswer) -> str:
    return (
        f"{answer.metric_label}: the cheat promises {told(answer.promised, '.3f')}, the honest way "
        f"{told(answer.said, '.3f')}, fresh rows give {told(answer.fresh, '.3f')}"
    )


def notice(settings: LeakSettings, answer: LeakAnswer) -> str:
    """Say how large the lie is and whether it is larger than chance."""
    if not is_defined(answer.lie):
        why = undefined(answer.metric, "in any fold")
        return f"{why}: there is no lie to measure. Take more rows, or another target."
    spread = float(np.nan_to_num(spread_of(answer.honest)))
    fresh = (
        f"fresh rows give {answer.fresh:.3f}"
        if is_defined(answer.fresh)
        else undefined(answer.metric, "on the fresh rows")
    )
    text = (
        f"With {counted(answer.n_rows, 'row')} and {counted(answer.n_noise, 'column')} of noise "
        f"the cheat promises {answer.metric_label} {answer.promised:.3f}; {fresh}."
    )
    if answer.lie > spread:
        return (
            f"{text} The leak alone adds {answer.lie:.3f}: the step had seen the rows it was "
            "then tested on."
        )
    return (
        f"{text} The leak adds {answer.lie:+z.3f}, no more than the folds differ: not every leak "
        "shows, which is what makes them dangerous."
    )
