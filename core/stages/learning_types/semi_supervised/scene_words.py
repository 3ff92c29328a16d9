"""What the pictures come to, in words: how many are right, who helped, who hurt, and why."""

from __future__ import annotations

import numpy as np

from core.stages.learning_types.semi_supervised.flow import TOLERANCE
from core.stages.learning_types.semi_supervised.run import (
    SemiFilm,
    StudyFilm,
    StudyFrame,
    Verdict,
)
from core.stages.learning_types.semi_supervised.scene_parts import METHODS, model_name, of_class
from core.stages.learning_types.semi_supervised.settings import THRESHOLD, SemiSettings
from core.wording import counted, share

MUCH_CROSSES = 0.05
"""From this share on the edges between different classes are named as what carries colour over."""
WELL = 0.85
"""From this share of right ones on colour is said to follow the shape of its class."""
ENOUGH = 6
"""Draws below which even one way ahead in all of them is no proof."""
LUCK = 2.0
"""A gain within so many standard deviations of a fair coin can be luck (McNemar, 1947)."""


def film_notice(settings: SemiSettings, film: SemiFilm) -> str:
    """Return the computed sentence of a film."""
    classes = np.unique(film.given[~film.hidden])
    if not len(classes):
        return (
            "No point has a label, so no colour flows and no model learns. Click a point and it "
            "tells its class; one of each class is enough to begin."
        )
    if not film.n_hidden:
        return f"All {counted(film.n_given, 'point')} have a label: nothing is left to find out."
    if len(classes) == 1:
        return _one_class(settings, film, int(classes[0]))
    why = _flow_why if settings.flows else _taught_why
    parts = (_ranking(settings, film), why(settings, film), _lie(settings, film))
    return " ".join(part for part in parts if part)


def _one_class(settings: SemiSettings, film: SemiFilm, code: int) -> str:
    """Say what comes of labels that are all of one class."""
    name = of_class(film.points, code)
    if not settings.flows:
        return (
            f"All labels are {name}, and a model cannot tell one class from itself: it learns "
            "nothing. Label a point of another class."
        )
    n = int((film.last.said[film.hidden] >= 0).sum())
    return (
        f"All labels are {name}, so all {counted(n, 'point')} they reach become {name}, right or "
        f"wrong: {film.last.right} of the {film.n_hidden} without a label are right. Label a point "
        "of another class, and the two colours meet."
    )


def _ranking(settings: SemiSettings, film: SemiFilm) -> str:
    """Say how many are right by both ways, and whether the other points helped."""
    found, method = film.verdict, METHODS[settings.method]
    alone = f"{share(found.alone, found.n)} ({found.alone})"
    return (
        f"With {counted(film.n_given, 'label')}, {method} has {share(found.right, found.n)} of the "
        f"{counted(found.n, 'point')} without a label right ({found.right}); a "
        f"{model_name(settings)} that learnt from the labels alone has {alone}. "
        f"{_verdict(found)}"
    )


def _verdict(found: Verdict) -> str:
    """Say whether the other points helped, and whether that can be the luck of these labels."""
    gain, many = found.gain, abs(found.gain)
    if not gain:
        return "The points without a label changed nothing in that count."
    what = "**helped**" if gain > 0 else "**hurt**"
    told = (
        f"The points without a label {what}: {many} {'more' if gain > 0 else 'fewer'} "
        f"{_are(many)} right."
    )
    if many > LUCK * np.sqrt(found.split):
        return told
    return f"{told} So few can be the luck of these labels; *Labels against accuracy* draws others."


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _flow_why(settings: SemiSettings, film: SemiFilm) -> str:
    """Say what carried colour over to another class, or kept it at home; and who got none."""
    gain, grey = film.verdict.gain, int((film.last.said < 0).sum())
    parts = _grey(film)
    if not (gain < 0 and grey >= -gain):
        parts.insert(0, _edges(film.verdict.crossing, gain, film.verdict.right_share))
    if film.last.change >= TOLERANCE and film.n_steps >= settings.n_steps:
        parts.append(f"After {counted(film.n_steps, 'step')} it had not yet come to rest.")
    return " ".join(parts)


def _edges(over: float, gain: int, right: float) -> str:
    """Say how much of the graph joins different classes, and what comes of it."""
    told = f"{share(over, 1)} of the graph's weight joins points of different classes"
    told = told[0].upper() + told[1:]
    if over == 0:
        return "No edge of the graph joins different classes, so no colour can cross."
    if over >= MUCH_CROSSES:
        return f"{told}, and there colour runs over." if gain < 0 else f"{told}: there colours mix."
    if gain < 0 or right < WELL:
        return f"{told}, yet where the labels stand counts, too: label other points and compare."
    return f"{told}, so colour mostly stays within a class and follows its shape."


def _grey(film: SemiFilm) -> list[str]:
    """Say to whom nothing has come: where no chain of neighbours leads, or where it ended early."""
    nothing, far = film.last.said < 0, film.verdict.far
    late, told = int(nothing.sum()) - far, []
    if far:
        told.append(
            f"No label reaches {counted(far, 'point')}: no chain of neighbours leads there. Where "
            "nothing comes nothing is said, and that does not count as right."
        )
    if late > 0:
        told.append(
            f"It ended before anything had come to {counted(late, 'point')}: the labels "
            "lend out too little, or the steps are too few."
        )
    return told


def _taught_why(settings: SemiSettings, film: SemiFilm) -> str:
    """Say how many labels were taken over, when the first wrong one was, and why it stopped."""
    last = film.last
    if not last.n_taken:
        return (
            f"It took over none: no class was ever more probable than {settings.threshold:g}, so "
            "it learnt nothing new."
        )
    told = f"It took over {counted(last.n_taken, 'label')}"
    first = next((frame for frame in film.frames if frame.n_wrong), None)
    if first is None:
        parts = [f"{told}, all of them right."]
    else:
        parts = [
            f"{told}, {last.n_wrong} of them wrong; the first came in round {first.round} and was "
            "never given back, and the models since have learnt from it."
        ]
    left = int((last.taken < 0).sum())
    if left:
        parts.append(f"{counted(left, 'point')} {_left(settings, left)}.")
    return " ".join(parts)


def _left(settings: SemiSettings, left: int) -> str:
    """Say why some points have no label in the end."""
    stay = "stays" if left == 1 else "stay"
    if settings.takes == THRESHOLD:
        return f"{stay} without one, never above {settings.threshold:g} or out of rounds"
    return f"{stay} without one: the rounds were used up"


def _lie(settings: SemiSettings, film: SemiFilm) -> str:
    """Say what the wrong labels cost, by a run without them."""
    n = film.n_wrong_given
    if not n:
        return ""
    told = f"{counted(n, 'label')} that you gave {'is' if n == 1 else 'are'} wrong: "
    fixed = (
        f"with the true {'class' if n == 1 else 'classes'} there, {film.corrected} would be right"
    )
    if film.corrected <= film.last.right:
        return f"{told}{fixed}, so here it cost nothing."
    return f"{told}{fixed} instead of {film.last.right}."


def study_notice(settings: SemiSettings, film: StudyFilm) -> str:
    """Return the computed sentence of the study."""
    first, last = film.frames[0], film.last
    method = METHODS[settings.method]
    text = (
        f"With {counted(first.n_each, 'label')} of each class {method} has "
        f"{_percent(first.semi_mean)} right on average over {len(first.semi)} draws"
        f"{_thinned(film)}, a {model_name(settings)} alone {_percent(first.alone_mean)}: "
        f"{_draws(first)}."
    )
    if last is first:
        return f"{text} Some class has too few points for more labels."
    return (
        f"{text} With {last.n_each} it is {_percent(last.semi_mean)} and "
        f"{_percent(last.alone_mean)}: {_draws(last)}. {_even(film) or _lesson(first, last)}"
    )


def _even(film: StudyFilm) -> str:
    """Say that no way beats naming the most frequent class, where none does but by luck."""
    best = max(max(frame.semi_mean, frame.alone_mean) for frame in film.frames)
    if best > film.even + LUCK * np.sqrt(film.even * (1 - film.even) / len(film.points.y)):
        return ""
    return (
        f"Naming the most frequent class every time gets {_percent(film.even)}: beside that, "
        "neither way has found anything here."
    )


def _thinned(film: StudyFilm) -> str:
    """Say that the study looks at fewer points than the film, where it does."""
    n = len(film.points.y)
    return (
        f" on {n} of the {film.n_whole} points, as the model learns long"
        if n < film.n_whole
        else ""
    )


def _percent(value: float) -> str:
    return f"{100 * value:.1f}%"


def _draws(frame: StudyFrame) -> str:
    """Say in how many draws the other points helped and hurt."""
    if not frame.better and not frame.worse:
        return "the same in every draw"
    told = [
        f"{word} in {n} of them"
        for word, n in (("better", frame.better), ("worse", frame.worse))
        if n
    ]
    return " and ".join(told)


def _side(frame: StudyFrame) -> int:
    """Return 1 where the other points helped in more draws than luck gives, −1 where they hurt."""
    lead, bar = frame.better - frame.worse, LUCK * np.sqrt(frame.better + frame.worse)
    return int(lead > bar) - int(lead < -bar)


_SIDES = {
    (1, 0): "The other points help with few labels; with many, neither way is sure of its lead",
    (1, -1): "The other points help with few labels, and hurt with many",
    (0, 1): "With few labels neither way is sure of its lead; with many the other points help",
    (
        0,
        0,
    ): "So many draws for either way can be luck, with few labels and with many",
    (0, -1): "With few labels neither way is sure of its lead; with many the other points hurt",
    (-1, 1): "The other points hurt with few labels, and help with many",
    (-1, 0): "The other points hurt with few labels; with many, neither way is sure of its lead",
    (-1, -1): "The other points hurt, with few labels and with many",
}


def _lesson(first: StudyFrame, last: StudyFrame) -> str:
    """Say what more labels do to what the other points give, as far as the draws can tell."""
    sides = _side(first), _side(last)
    if sides == (0, 0) and not last.better + last.worse:
        return "With many labels the labels alone say as much; with few, a lead can be luck."
    if sides == (0, 0) and len(first.semi) < ENOUGH:
        return "So few draws cannot tell the ways apart: take more of them."
    if sides != (1, 1):
        return f"{_SIDES[sides]}."
    few, many = (frame.semi_mean - frame.alone_mean for frame in (first, last))
    if many < few:
        return "The other points help, and what they give shrinks as labels are added."
    return "The other points help, with few labels and with many."
