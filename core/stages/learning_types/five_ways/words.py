"""What the five ways come to, in words: who won, at what price, and where a cheap way fails."""

from __future__ import annotations

import numpy as np

from core.stages.learning_types.five_ways.run import (
    ALL,
    BANDIT,
    FEW,
    GROUPS,
    PROBE,
    RAW,
    SPREAD,
    UNTRAINED,
    Answer,
    Way,
)
from core.stages.learning_types.five_ways.settings import K_MEANS, FiveSettings, label_of
from core.wording import counted, share

FAILS = 0.1
"""So much behind the way with all labels a grouping has missed the classes."""
SWALLOWED = 0.9
"""A group with this share of all points."""


def percent(way: Way) -> str:
    """Return a way's accuracy at the learner's price, the mean over the repeats."""
    return share(way.total, way.asked)


def called(settings: FiveSettings, name: str) -> str:
    """Return what a way is called in a sentence, with the model that was chosen for it."""
    model = settings.supervised
    return {
        ALL: inside(label_of("supervised", model)),
        FEW: inside(label_of("supervised", model)),
        GROUPS: inside(label_of("groups", settings.groups)),
        SPREAD: "label spreading",
        PROBE: "the probe on the pretext's features",
        RAW: "the same probe on the bare coordinates",
        UNTRAINED: "the same probe on the net before it was trained",
        BANDIT: "the bandit",
    }[name]


def inside(label: str) -> str:
    """Return a label as it stands inside a sentence.

    >>> inside("Single linkage"), inside("SVM (RBF)"), inside("k-means")
    ('single linkage', 'SVM (RBF)', 'k-means')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def verdict(settings: FiveSettings, answer: Answer) -> str:
    """Return the computed sentence."""
    if _tells_nothing(answer):
        return _nothing(settings, answer)
    parts = (_winner, _price, _grouping, _riddle)
    return " ".join(part(settings, answer) for part in parts)


def _tells_nothing(answer: Answer) -> bool:
    """Whether all labels get no further than the most frequent class, but for chance."""
    whole = answer.ways[ALL]
    even = answer.most_frequent / whole.n_test
    chance = 2 * np.sqrt(even * (1 - even) / whole.n_test)
    return bool(whole.accuracy <= even + chance)


def _nothing(settings: FiveSettings, answer: Answer) -> str:
    ways = answer.ways
    even = share(answer.most_frequent, ways[ALL].n_test)
    best = max((FEW, SPREAD, PROBE, GROUPS, BANDIT), key=lambda name: ways[name].total)
    return (
        f"Even with all {counted(ways[ALL].cost, 'label')} {called(settings, ALL)} gets "
        f"{percent(ways[ALL])} of the held-out points right, and whoever names the most frequent "
        f"class every time gets {even}: these points hardly tell their class. No way of learning "
        f"mends that: the best of the others, {called(settings, best)}, gets "
        f"{percent(ways[best])}."
    )


def _winner(settings: FiveSettings, answer: Answer) -> str:
    """Say who makes most of the learner's few labels, and how sure that is."""
    ways, n = answer.ways, answer.n_repeats
    price = counted(ways[FEW].cost, "label")
    first, second = sorted((SPREAD, PROBE, FEW), key=lambda name: -ways[name].total)[:2]
    lead = ways[first].total - ways[second].total
    gets = f"{percent(ways[first])} of the held-out points right, the mean of {n} repeats"
    if lead == 0:
        return (
            f"With {price} {called(settings, first)} and {called(settings, second)} share the "
            f"lead: {gets}."
        )
    ahead = int((ways[first].now > ways[second].now).sum())
    return (
        f"With {price} {called(settings, first)} does best: {gets}. That is "
        f"{counted(lead, 'answer')} of {ways[first].asked:,} more than "
        f"{called(settings, second)} gets right ({percent(ways[second])}); it is ahead in "
        f"{ahead} of {n} repeats.{_beside(settings, answer, first, second)}"
    )


def _beside(settings: FiveSettings, answer: Answer, first: str, second: str) -> str:
    """Return what the same labels alone give, where that is not said yet."""
    if FEW in (first, second):
        return ""
    return f" {called(settings, FEW).capitalize()} with these labels alone: " \
           f"{percent(answer.ways[FEW])}."  # fmt: skip


def _price(settings: FiveSettings, answer: Answer) -> str:
    """Say what all labels give, and what the bandit gets for how many answers and mistakes."""
    ways = answer.ways
    wrong = float((answer.rewards == 0).sum() / answer.n_repeats)
    return (
        f"All {counted(ways[ALL].cost, 'label')} give {percent(ways[ALL])}; the bandit, told only "
        f"right or wrong {ways[BANDIT].cost:,} times, gets {percent(ways[BANDIT])} and named a "
        f"wrong class {wrong:,.0f} times on the way."
    )


def _grouping(settings: FiveSettings, answer: Answer) -> str:
    """Say how far groups without labels are the classes, and why not where they are not."""
    ways = answer.ways
    name = called(settings, GROUPS)
    got = f"the groups of {name} match {percent(ways[GROUPS])}"
    if ways[ALL].accuracy - ways[GROUPS].accuracy < FAILS:
        return f"Without any label {got}: here the classes are what lies together."
    return f"Without any label {got} only: {_why(settings, answer)}."


def _why(settings: FiveSettings, answer: Answer) -> str:
    n, most = sum(answer.n_in_group), max(answer.n_in_group)
    if most >= SWALLOWED * n:
        return f"one group swallowed {most:,} of {n:,} points, for stray points bridge the gaps"
    whole = answer.ways[ALL]
    own = share(answer.own_means, whole.n_test)
    if settings.groups == K_MEANS and whole.accuracy - answer.own_means / whole.n_test >= FAILS:
        return f"even the classes' own means as centres would get {own}, as no centre holds a bend"
    return "points of one group lie together, and these classes do not"


def _riddle(settings: FiveSettings, answer: Answer) -> str:
    """Say whether the pretext task paid, beside the bare coordinates and the untrained net."""
    ways, n = answer.ways, answer.n_repeats
    won, lost = (ways[PROBE].now > ways[RAW].now).sum(), (ways[PROBE].now < ways[RAW].now).sum()
    beside = f"{percent(ways[PROBE])} against {percent(ways[RAW])} of the bare coordinates"
    if lost == n:
        return f"The pretext task hurts in each of {n} repeats: {beside} with the same probe."
    if won < n:
        return (
            f"The pretext task decides nothing: {beside} with the same probe, better in {won} and "
            f"worse in {lost} of {n} repeats."
        )
    over = int((ways[PROBE].now > ways[UNTRAINED].now).sum())
    taught = (
        f"better than the untrained net's {percent(ways[UNTRAINED])} each time, too"
        if over == n
        else f"but the untrained net gets {percent(ways[UNTRAINED])} and is beaten in {over} of "
        f"{n} only: a part of it is the net's bends, not the riddle"
    )
    return f"The pretext task pays in each of {n} repeats: {beside}, and it is {taught}." if (
        over == n
    ) else f"The pretext task pays in each of {n} repeats: {beside}, {taught}."  # fmt: skip
