"""The table: what each way was told, what came out, and what it is good for."""

from __future__ import annotations

import pandas as pd

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
from core.stages.learning_types.five_ways.settings import FiveSettings, label_of
from core.stages.learning_types.five_ways.words import inside, percent
from core.wording import share

GOOD_FOR: dict[str, str] = {
    ALL: "When labels are there or cheap: the mark that all others are measured by.",
    FEW: "The least you should compare with when labels are few.",
    GROUPS: "To explore and to sum up, where classes are clumps. Groups have no names.",
    SPREAD: "Few labels, many points, and gaps between the classes: a label fills its clump.",
    PROBE: "Much data, few labels, and a riddle that needs what the classes need.",
    UNTRAINED: "To tell what the riddle taught from what any bent net gives.",
    RAW: "To tell whether the features were worth their price.",
    BANDIT: "When nobody can name the right answer, but each act is praised or not.",
}


def table(settings: FiveSettings, answer: Answer) -> pd.DataFrame:
    """Return one row for each way and each of its checks."""
    rows = [
        {
            "way": who,
            "told": told,
            "held out right": percent(answer.ways[name]),
            "over the repeats": _spread(answer.ways[name]),
            "good for": GOOD_FOR[name],
        }
        for name, who, told in _rows(settings, answer)
    ]
    return pd.DataFrame(rows)


def _spread(way: Way) -> str:
    low, high = int(way.now.min()), int(way.now.max())
    if low == high:
        return "the same each time"
    return f"{share(low, way.n_test)} to {share(high, way.n_test)}"


def _rows(settings: FiveSettings, answer: Answer) -> tuple[tuple[str, str, str], ...]:
    n, cost = len(answer.data.y_train), answer.ways[FEW].cost
    model = inside(label_of("supervised", settings.supervised))
    riddle = inside(label_of("pretext", settings.pretext))
    few = f"{cost} labels"
    return (
        (ALL, f"1 Supervised: {model}", f"{n} labels"),
        (GROUPS, f"2 Unsupervised: {inside(label_of('groups', settings.groups))}",
         f"no label (its judge: {n})"),
        (FEW, f"Supervised: {model}", few),
        (SPREAD, "3 Semi-supervised: label spreading", f"{few}, {n - cost} points without"),
        (RAW, "Linear probe on the coordinates", few),
        (UNTRAINED, "Linear probe on the untrained net", few),
        (PROBE, f"4 Self-supervised: {riddle}", f"{n} points without, then {few}"),
        (BANDIT, "5 Reinforcement: bandit", f"{answer.ways[BANDIT].cost:,} × right or wrong"),
    )  # fmt: skip
