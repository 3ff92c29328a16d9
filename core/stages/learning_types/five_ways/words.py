"""What the five ways come to, in words: who won, at what price, and where a cheap way fails."""

from __future__ import annotations

import numpy as np

from core.stages.learning_types.five_ways.answer import (
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
from core.stages.learning_types.five_ways.settings import MIXTURE, SINGLE, FiveSettings, label_of
from core.wording import counted, share

FAILS = 0.1
"""So much behind the way with all labels a grouping has missed the classes."""
FOUND = 0.9
"""Groups that match so much are the classes."""
FEW_POINTS = 30
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
        PROBE: "a linear probe on the pretext's features",
        RAW: "a linear probe on the bare coordinates",
        UNTRAINED: "a linear probe on the untrained net",
        BANDIT: "the bandit",
    }[name]


def inside(label: str) -> str:
    """Return a label as it stands inside a sentence.

    >>> inside("Single linkage"), inside("SVM (RBF)"), inside("Gaussian mixture")
    ('single linkage', 'SVM (RBF)', 'Gaussian mixture')
    """
    named = label[1:2].isupper() or label.startswith("Gaussian")
    return label if named else label[:1].lower() + label[1:]


def verdict(settings: FiveSettings, answer: Answer) -> str:
    """Return the computed sentence."""
    if _tells_nothing(answer):
        return _nothing(settings, answer)
    parts = (_winner, _price, _grouping, _riddle)
    return " ".join(part(settings, answer) for part in parts)


def _tells_nothing(answer: Answer) -> bool:
    """Whether no way gets further than the most frequent class, but for chance."""
    return _by_chance(answer, tuple(answer.tally.shares))


def _by_chance(answer: Answer, names: tuple[str, ...]) -> bool:
    """Whether none of these ways gets further than the most frequent class, but for chance."""
    n, even = answer.ways[ALL].n_test, answer.tally.even
    best = max(answer.tally.shares[name] for name in names)
    return bool(best <= even + 2 * np.sqrt(even * (1 - even) / n))


def _nothing(settings: FiveSettings, answer: Answer) -> str:
    whole, shares = answer.ways[ALL], answer.tally.shares
    told = (
        f"Even with all {counted(whole.cost, 'label')} {called(settings, ALL)} gets "
        f"{percent(whole)} of the {counted(whole.n_test, 'held-out point')} right, and naming "
        f"their most frequent class every time gets {share(answer.tally.even, 1)}"
    )
    if whole.n_test < FEW_POINTS:
        return f"{told}: so few points cannot tell the ways apart."
    others = (FEW, SPREAD, PROBE, RAW, UNTRAINED, GROUPS, BANDIT)
    best = max(others, key=lambda name: shares[name])
    return (
        f"{told}; the best other way, {called(settings, best)}, gets "
        f"{percent(answer.ways[best])}. Chance alone allows as much: to all of these "
        "ways the points hardly tell their class."
    )


def _winner(settings: FiveSettings, answer: Answer) -> str:
    """Say who makes most of the learner's few labels, and how sure that is."""
    ways, n, tally = answer.ways, answer.n_repeats, answer.tally
    first, second = called(settings, tally.first), called(settings, tally.second)
    gets = f"{percent(ways[tally.first])} of the held-out points right"
    price = counted(ways[FEW].cost, "label")
    if not tally.lead:
        return f"With {price} {first} and {second} share the lead: {gets}, the mean of {n} repeats."
    luck = "" if tally.ahead == n else ": that can be luck"
    return (
        f"With {price} **{first}** does best: {gets}, {counted(tally.lead, 'answer')} of "
        f"{tally.asked:,} more than {second} ({percent(ways[tally.second])}), ahead in "
        f"{tally.ahead} of {n} repeats{luck}."
    )


def _price(settings: FiveSettings, answer: Answer) -> str:
    """Say what all labels give, and what the bandit gets for how many answers and mistakes."""
    ways = answer.ways
    return (
        f"All {counted(ways[ALL].cost, 'label')} give {called(settings, ALL)} "
        f"{percent(ways[ALL])}; the bandit, told right or wrong {ways[BANDIT].cost:,} times, gets "
        f"{percent(ways[BANDIT])} and errs {answer.tally.wrong:,.0f} times on the way."
    )


def _grouping(settings: FiveSettings, answer: Answer) -> str:
    """Say how far groups without labels are the classes, and why not where they are not."""
    got = f"Without labels {called(settings, GROUPS)} matches {percent(answer.ways[GROUPS])}"
    if answer.tally.shares[ALL] - answer.tally.shares[GROUPS] < FAILS:
        near = "what lies together is of one class here"
        far = "not far from what all labels give"
        return f"{got}: {near if answer.tally.shares[GROUPS] >= FOUND else far}."
    return f"{got} only: {_why(settings, answer)}."


def _why(settings: FiveSettings, answer: Answer) -> str:
    n, tally = len(answer.data.y_train), answer.tally
    if tally.most >= SWALLOWED * n:
        return f"one group swallowed {tally.most:,} of {n:,} points"
    own = share(tally.own, 1)
    if settings.groups == SINGLE:
        return (
            "it follows the closest points wherever they lead, so a few strays between classes "
            "chain them together, and a few far out become groups of their own"
        )
    if settings.groups == MIXTURE:
        return "its bells fit clumps, and other clumps than the classes fit the points as well"
    if tally.own - tally.shares[GROUPS] >= FAILS:
        return (
            "it looks for round clumps and finds others than the classes, whose own means as "
            f"centres would get {own}"
        )
    return (
        f"even the classes' own means as centres would get {own}, so the classes are no clumps "
        "around a centre each"
    )


def _riddle(_settings: FiveSettings, answer: Answer) -> str:
    """Say whether the pretext task paid, beside the bare coordinates and the untrained net."""
    ways, n, tally = answer.ways, answer.n_repeats, answer.tally
    beside = (
        f"{percent(ways[PROBE])} against {percent(ways[RAW])} of the same probe on bare "
        f"coordinates, better in {tally.won}, worse in {tally.lost} of {n} repeats"
    )
    if _by_chance(answer, (PROBE, RAW, UNTRAINED)):
        return (
            f"The pretext task decides nothing: {beside}, and naming the most frequent class gets "
            f"{share(tally.even, 1)}: beside that, neither tells a class."
        )
    if tally.won <= tally.lost or 2 * tally.won <= n:
        less = tally.lost > tally.won and tally.shares[PROBE] < tally.shares[RAW]
        says = "does not pay" if less else "decides nothing"
        return f"The pretext task {says}: {beside}."
    bare = f"the net before training gets {percent(ways[UNTRAINED])}"
    if tally.shares[PROBE] <= tally.shares[UNTRAINED]:
        return f"The pretext task decides nothing: {beside}; but {bare}: its bends help, no riddle."
    sure = "pays" if tally.won == n == tally.over else "may pay"
    return f"The pretext task {sure}: {beside}; {bare}, less in {tally.over} of them."
