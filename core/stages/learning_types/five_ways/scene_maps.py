"""The maps side by side: on each only the points, and the labels, that its learner was told."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.contours import borders
from core.figures.film import (
    Array,
    Axis,
    Band,
    Dots,
    FilmPicture,
    Heat,
    Layer,
    Line,
    Panel,
    Texts,
    bytes_of_classes,
    still,
)
from core.neural.data.dataset import Dataset
from core.neural.data.labelled import axis_name, class_names, drawn_as
from core.stages.learning_types.five_ways.answer import (
    ALL,
    BANDIT,
    FEW,
    GROUPS,
    PROBE,
    RAW,
    SPREAD,
    Answer,
)
from core.stages.learning_types.five_ways.run import places
from core.stages.learning_types.five_ways.settings import MIXTURE, FiveSettings, label_of
from core.stages.learning_types.five_ways.words import inside

COLOURS, SYMBOLS = (4, 0, 2, 1, 3), (0, 2, 1, 4, 6)
"""Of each class, as in the drawing: disc, triangle, square, diamond, plus."""
SIGNS = ("●", "▲", "■", "◆", "✚")
WINDOW = 50
"""Tries whose rewards are averaged."""
PX, WIDTH = 172, 3
TOLD, UNTOLD, WRONG = 3.6, 1.7, 10.0
"""How large a labelled point is, one without a label, and a cross."""
PALE, SHALLOW = 0.6, 0.12
"""How deep the surest place is, so that dots stand out of it, and the least sure."""
ORDER = (ALL, GROUPS, FEW, SPREAD, RAW, PROBE, BANDIT)
BEHIND = (SPREAD, PROBE, GROUPS, BANDIT)
"""Ways that see points without labels."""
LABELLED = (FEW, SPREAD, PROBE, RAW)


def maps(settings: FiveSettings, answer: Answer) -> FilmPicture:
    """Return the map of each way in the first repeat, and the bandit's rewards."""
    panels = (*(_panel(settings, answer, name) for name in ORDER), _rewards(answer))
    return FilmPicture(
        "five_ways",
        panels,
        np.zeros(1),
        f"Maps of the same points. {'; '.join(f'{p.title}: {p.note}' for p in panels)}",
        unit="picture",
        captions=(_caption(settings, answer.data),),
        begin="end",
        file_name="five_ways.html",
        title="One data set, five ways",
    )


def _title(answer: Answer, name: str) -> str:
    """Say what the learner was told."""
    n = len(answer.data.y_train)
    labels = f"{answer.ways[FEW].cost} labels"
    return {
        ALL: f"1 · All {n} labels",
        GROUPS: "2 · No label",
        FEW: f"Nothing but {labels}",
        SPREAD: f"3 · {labels} + the rest",
        RAW: f"No riddle, {labels}",
        PROBE: f"4 · A riddle, {labels}",
        BANDIT: f"5 · Right or wrong, {answer.ways[BANDIT].cost:,} ×",
    }[name]


def _note(settings: FiveSettings, answer: Answer, name: str) -> str:
    way = answer.ways[name]
    model = {
        ALL: inside(label_of("supervised", settings.supervised)),
        GROUPS: f"{inside(label_of('groups', settings.groups))}, named by a judge",
        FEW: f"{inside(label_of('supervised', settings.supervised))}, nothing else",
        SPREAD: "label spreading",
        RAW: "linear, on the coordinates",
        PROBE: f"{inside(label_of('pretext', settings.pretext))}, linear probe",
        BANDIT: "contextual bandit",
    }[name]
    return f"{model}: {way.now[0]} of {way.n_test} held out right"


def _panel(settings: FiveSettings, answer: Answer, name: str) -> Panel:
    (x0, x1), (y0, y1) = answer.data.ranges
    note = _note(settings, answer, name)
    return Panel(
        _title(answer, name),
        Axis(axis_name(answer.data, 0), x0, x1),
        Axis(axis_name(answer.data, 1), y0, y1),
        (*_surface(settings, answer, name), *_points(settings, answer, name)),
        width=WIDTH,
        height_px=PX,
        square=True,
        plain=True,
        note=note,
        alt=f"{_title(answer, name)}. {note}",
    )


def _surface(settings: FiveSettings, answer: Answer, name: str) -> tuple[Layer, ...]:
    one, data = answer.maps[name], answer.data
    (x0, x1), (y0, y1) = data.ranges
    colours = np.array([COLOURS[place] for place in drawn_as(settings.data, data)])
    labels = [""] * (max(COLOURS) + 1)
    for colour, called in zip(colours, class_names(data), strict=True):
        labels[colour] = called
    depth = SHALLOW + (PALE - SHALLOW) * one.depth
    heat = Heat(
        bytes_of_classes(colours[one.winner], depth)[::-1],
        (x0, x1, y0, y1),
        "classes",
        name="class named",
        smooth=name != GROUPS or settings.groups == MIXTURE,
        labels=tuple(labels),
    )
    x, y = (axis.reshape(one.winner.shape) for axis in _grid(data))
    return heat, borders(one.winner, one.depth, x, y, "border")


def _grid(data: Dataset) -> Any:
    return places(data.ranges).T


def _points(settings: FiveSettings, answer: Answer, name: str) -> tuple[Layer, ...]:
    """Return the points as the learner saw them, and a cross on held-out ones that are wrong."""
    data, said = answer.data, answer.maps[name].said_test
    layers: list[Layer] = []
    if name in BEHIND:
        X = data.X_train
        layers.append(Dots(X[:, 0], X[:, 1], -1, 0, UNTOLD))
    if name in LABELLED:
        layers.append(_told(settings, data, answer.labelled, TOLD))
    if name == ALL:
        layers.append(_told(settings, data, np.arange(len(data.y_train)), UNTOLD + 0.6))
    wrong = data.X_test[said != data.y_test]
    if len(wrong):
        layers.append(
            Texts(wrong[:, 0], wrong[:, 1], ("✕",) * len(wrong), WRONG, bold=True, halo=True)
        )
    return tuple(layers)


def _told(settings: FiveSettings, data: Dataset, which: Array, size: float) -> Dots:
    """Return labelled points in the colour and the shape of their class."""
    place = np.array(drawn_as(settings.data, data))[data.y_train[which]]
    X = data.X_train[which]
    return Dots(X[:, 0], X[:, 1], np.array(COLOURS)[place], np.array(SYMBOLS)[place], size)


def _rewards(answer: Answer) -> Panel:
    """Return the bandit's mean reward over the last tries."""
    n = answer.rewards.shape[1]
    sums = np.cumsum(np.pad(answer.rewards.astype(np.float64), ((0, 0), (1, 0))), axis=1)
    ends = np.unique(np.linspace(1, n, 120).astype(int))
    starts = np.maximum(ends - WINDOW, 0)
    lately = (sums[:, ends] - sums[:, starts]) / (ends - starts)
    x, even = still(ends), 1 / answer.data.n_classes
    layers: tuple[Layer, ...] = (
        Band(x, lately.min(axis=0), lately.max(axis=0), 7),
        Line(x, lately.mean(axis=0), 7, 2.2),
        Line(still([1, n]), still([even, even]), 9, 1.2, dash=True),
    )
    return Panel(
        "5 · Its reward over tries",
        Axis("tries", 1, n),
        Axis(f"mean of the last {WINDOW}", 0, 1),
        layers,
        width=WIDTH,
        height_px=PX,
        note=f"{answer.tally.wrong:,.0f} wrong on the way, on average; dashed: guessing",
        alt="The bandit's mean reward over its tries, and that of guessing",
    )


def _caption(settings: FiveSettings, data: Dataset) -> str:
    """Say how the maps are read."""
    signs = [SIGNS[place] for place in drawn_as(settings.data, data)]
    names = ", ".join(f"{s} {n[:24]}" for s, n in zip(signs, class_names(data), strict=True))
    where = f"across {axis_name(data, 0)}, up {axis_name(data, 1)}"
    return (
        f"{names} · grey: no label known · ✕: a held-out point that got the wrong class · deeper "
        f"colour: further ahead of the next class · {where}"
    )
