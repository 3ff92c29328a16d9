"""The table: what each way was told, what came out, and what it is good for."""

from __future__ import annotations

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
from core.stages.learning_types.five_ways.settings import FiveSettings, label_of
from core.stages.learning_types.five_ways.words import inside, percent
from core.wording import share

GOOD_FOR: dict[str, str] = {
    ALL: "labels that are there or cheap: the mark for all others",
    FEW: "the least to compare with",
    GROUPS: "exploring, where classes are clumps",
    SPREAD: "few labels, many points, gaps between classes",
    PROBE: "much data, and a riddle that needs what the classes need",
    UNTRAINED: "telling the riddle from the net's bends",
    RAW: "telling whether features were worth it",
    BANDIT: "acts that are praised or not, with no right answer shown",
}

HEAD = ("way", "what it was told", "held out right", "good for")


def table(settings: FiveSettings, answer: Answer) -> str:
    """Return one row for each way and each of its checks, as a table in Markdown."""
    rows = [
        (who, told, _came_out(answer.ways[name]), GOOD_FOR[name])
        for name, who, told in _rows(settings, answer)
    ]
    return "\n".join(_line(row) for row in (HEAD, ("---",) * len(HEAD), *rows))


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _came_out(way: Way) -> str:
    low, high = int(way.now.min()), int(way.now.max())
    if low == high:
        return f"**{percent(way)}**"
    return f"**{percent(way)}** ({share(low, way.n_test)[:-1]}–{share(high, way.n_test)})"


def _rows(settings: FiveSettings, answer: Answer) -> tuple[tuple[str, str, str], ...]:
    n, cost = len(answer.data.y_train), answer.ways[FEW].cost
    model = inside(label_of("supervised", settings.supervised))
    riddle = inside(label_of("pretext", settings.pretext))
    few = f"{cost} labels"
    return (
        (ALL, f"**1 Supervised**: {model}", f"{n} labels"),
        (GROUPS, f"**2 Unsupervised**: {inside(label_of('groups', settings.groups))}",
         f"no label; its judge {n}"),
        (FEW, f"{model}, few labels", few),
        (SPREAD, "**3 Semi-supervised**: label spreading", f"{few}, {n - cost} points without"),
        (RAW, "linear probe on the coordinates", few),
        (UNTRAINED, "linear probe on the net before training", few),
        (PROBE, f"**4 Self-supervised**: {riddle}, then the probe",
         f"{n} points without, then {few}"),
        (BANDIT, "**5 Reinforcement**: contextual bandit",
         f"{answer.ways[BANDIT].cost:,} × right or wrong"),
    )  # fmt: skip
