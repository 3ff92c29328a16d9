"""The pipeline as a diagram: columns flow from left to right in lanes, each step is a box on them.

x counts the stops of the film, so a press on a box leads the film there; y counts lanes, the first
at the top. The row is a dot on every lane, and moves while the film plays.
"""

from __future__ import annotations

from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from core.figures.film import Axis, Boxes, Dots, Heat, Layer, Line, Panel, Segments, Texts
from core.figures.road_layout import wrap
from core.figures.theme import short
from core.stages.tuning.pipeline_picture.lanes import Lane
from core.stages.tuning.pipeline_picture.run import Journey, Stop
from core.stages.tuning.pipeline_picture.scene_words import number, step_numbers, words
from core.wording import counted, listed

HALF_X, HALF_Y = 0.42, 0.41
LINE_PX, LANE_PX = 13, 50
LONGEST = 11
"""Signs on a line of a box."""
LANES = (0, 4, 2, 3, 7, 6)
"""Their colours: none of them the one that lights the box of the moment."""
LIT, GREY, INK = 1, -1, -3
PALE, BRIGHT = 2, 14
"""How far the fill of a box that was passed, and of the one of the moment, is seen."""
ROW, OTHER = 1, 6

Floats = NDArray[np.float64]


def diagram(journey: Journey) -> Panel:
    """Return the picture of the pipeline, one frame for every stop and one for the answer."""
    stops, lanes = journey.stops, journey.lanes
    n, height = len(stops) + 1, len(lanes)
    boxes = [box for i in range(n) for box in boxes_of(journey, i)]
    layers: list[Layer] = [
        *_fills(boxes, n),
        *_tracks(journey),
        _outlines(boxes),
        _spotlight(boxes, n),
        *_labels(journey, boxes),
        *_counts(journey),
        *_walkers(journey),
    ]
    return Panel(
        "",
        Axis("", -0.55, n - 0.45),
        Axis("", -height + 0.35, 1.15),
        tuple(layers),
        width=12,
        height_px=round((height + 0.8) * LANE_PX),
        plain=True,
        scrub=True,
        alt=f"The pipeline as {n} boxes from the raw row to the prediction, on "
        f"{counted(height, 'lane')} of columns; the box of the moment is lit, and a dot on "
        "every lane is the row",
    )


def boxes_of(journey: Journey, i: int) -> list[tuple[int, int, int]]:
    """Return the boxes of stop ``i`` as (stop, first lane, last lane): lanes that lie together."""
    lanes = journey.lanes
    if i == len(journey.stops):
        return [(i, 0, len(lanes) - 1)]
    stop = journey.stops[i]
    if stop.kind != "step":
        return [(i, 0, len(lanes) - 1)]
    own = [place for place, lane in enumerate(lanes) if stop.step in lane.steps]
    runs = groupby(enumerate(own), key=lambda pair: pair[1] - pair[0])
    return [(i, run[0][1], run[-1][1]) for run in (list(found) for _, found in runs)]


def _edges(boxes: list[tuple[int, int, int]]) -> tuple[Floats, Floats, Floats, Floats]:
    stops, first, last = np.array(boxes, float).T
    return stops - HALF_X, -last - HALF_Y, stops + HALF_X, -first + HALF_Y


def alive(journey: Journey, lane: Lane, i: int) -> bool:
    """Whether anything of a lane is left behind stop ``i``."""
    return lane.counts[places(journey)[i]] > 0


def places(journey: Journey) -> list[int]:
    """Return for every stop how many steps of the pipeline lie behind it."""
    done, found = 0, []
    for stop in journey.stops:
        done = stop.step + 1 if stop.step >= 0 else done
        found.append(done)
    return found


def _tracks(journey: Journey) -> list[Layer]:
    """Return each lane's line from box to box, as far as there is anything of it, and its end."""
    found: list[Layer] = []
    n = len(journey.stops)
    for place, lane in enumerate(journey.lanes):
        spans = np.array([i for i in range(n - 1) if alive(journey, lane, i)], float)
        on = np.array([_on(journey, i, place) for i in range(n)])
        left, right = on[spans.astype(int)], on[spans.astype(int) + 1]
        x0, x1 = spans + HALF_X * left, spans + 1 - HALF_X * right
        y, gap = np.full(len(spans), -float(place)), np.full(len(spans), np.nan)
        colour = LANES[place % len(LANES)]
        line = np.ravel(np.c_[x0, x1, gap]), np.ravel(np.c_[y, y, gap])
        found.append(Line(*line, colour, 3.0, name=lane_name(lane)))
        heads = (x0[right], y[right], x1[right], y[right], np.ones(int(right.sum())))
        found.append(Segments(*heads, 2.5, arrow=True, colour=colour))
        if len(spans) < n - 1:  # nothing of it is left
            end = np.array([len(spans) + HALF_X + 0.12])
            found.append(Dots(end, np.array([-float(place)]), colour, 3, 5.0))
    return [*found, _out(journey)]


def _out(journey: Journey) -> Segments:
    """Return the arrow from the model to its prediction: one number comes out."""
    n, y = len(journey.stops), np.array([_middle(journey)])
    x0, x1 = np.array([n - 1 + HALF_X]), np.array([n - HALF_X])
    return Segments(x0, y, x1, y, np.ones(1), 4.0, arrow=True, colour=LIT)


def _middle(journey: Journey) -> float:
    return -(len(journey.lanes) - 1) / 2


def _on(journey: Journey, i: int, lane: int) -> bool:
    """Whether a box of stop ``i`` stands on a lane."""
    return any(first <= lane <= last for _, first, last in boxes_of(journey, i))


def lane_name(lane: Lane) -> str:
    """Return what a lane carries, for the legend.

    >>> lane_name(Lane(("age", "visits"), (2, 2), (0,)))
    '2 columns: age, visits'
    """
    return f"{counted(len(lane.names), 'column')}: {short(listed(lane.names, 2), 44)}"


def _fills(boxes: list[tuple[int, int, int]], n: int) -> list[Layer]:
    """Return the bodies of the boxes: faint once the row has passed, bright while it is there."""
    found: list[Layer] = []
    for box in boxes:
        x0, y0, x1, y1 = (float(edge[0]) for edge in _edges([box]))
        frames = np.arange(n)
        for conf, shown in ((PALE, frames > box[0]), (BRIGHT, frames == box[0])):
            hue = LIT if conf == BRIGHT else 0
            value = np.array([[hue * 32 + conf]], np.uint8)
            found.append(Heat(value, (x0, x1, y0, y1), "classes", shown=shown.astype(float)))
    return found


def _outlines(boxes: list[tuple[int, int, int]]) -> Boxes:
    return Boxes(*_edges(boxes), colour=GREY, width=1.5)


def _spotlight(boxes: list[tuple[int, int, int]], n: int) -> Boxes:
    """Return the thick frame around the boxes of the moment: (n_frames, most at one stop)."""
    most = max(sum(box[0] == i for box in boxes) for i in range(n))
    edges = np.full((4, n, most), np.nan)
    for i in range(n):
        own = [box for box in boxes if box[0] == i]
        if own:
            edges[:, i, : len(own)] = _edges(own)
    x0, y0, x1, y1 = edges
    return Boxes(x0, y0, x1, y1, LIT, 3.5)


def _labels(journey: Journey, boxes: list[tuple[int, int, int]]) -> list[Layer]:
    """Return the words in the boxes: a name on as many lines as fit; the prediction at the end."""
    n = len(journey.stops)
    found = [
        spot
        for i, first, last in boxes
        if i < n
        for spot in _spots(i, first, last, wrap(title(journey.stops[i]), LONGEST))
    ]
    said = _spots(n, 0, len(journey.lanes) - 1, _prediction(journey))
    waits = [("?",) + ("",) * (len(said) - 1)] * n
    words = tuple(tuple(text for _, _, text in said) for _ in range(1))
    x, y, texts = zip(*found, strict=True)
    end_x, end_y, _ = zip(*said, strict=True)
    numbers = [(i, first) for i, first, _ in boxes if 0 < i < n - 1]
    over = np.array([-first + HALF_Y + 0.11 for _, first in numbers])
    return [
        Texts(
            np.array([float(i) for i, _ in numbers]),
            over,
            tuple(step_numbers(journey)[i] for i, _ in numbers),
            10,
            GREY,
            halo=True,
        ),
        Texts(np.array(x), np.array(y), tuple(texts), 11, room=2 * HALF_X + 0.14),
        Texts(np.array(end_x), np.array(end_y), (*waits, *words), 13, bold=True),
    ]


def _spots(i: int, first: int, last: int, lines: tuple[str, ...]) -> list[tuple[float, float, str]]:
    """Return (x, y, text) for each line of a box, the whole in its middle."""
    step = LINE_PX / LANE_PX
    shown = lines[: 3 + round((last - first) / step)]
    top = -(first + last) / 2 + step * (len(shown) - 1) / 2
    return [(float(i), top - step * k, text) for k, text in enumerate(shown)]


def _prediction(journey: Journey) -> tuple[str, ...]:
    outcome = journey.outcome
    if not outcome.probabilities:
        return (number(outcome.number),)
    return (*wrap(words(outcome.predicted, 18), 9)[:2], f"{outcome.number:.0%}")


def title(stop: Stop) -> str:
    """Return what stands in a stop's box."""
    return "Raw row" if stop.kind == "raw" else stop.label


def _counts(journey: Journey) -> list[Layer]:
    """Return how many columns there are behind every stop, and on each lane where that changes."""
    n = len(journey.stops)
    behind = places(journey)
    totals = tuple(f"{stop.n_after:,}" for stop in journey.stops[: n - 1])
    x = np.arange(n - 1) + 0.5
    head = Texts(np.array([0.0]), np.array([0.85]), ("columns",), 12, GREY)
    total = Texts(x, np.full(n - 1, 0.85), totals, 14, bold=True, room=1.0)
    found = []
    for place, lane in enumerate(journey.lanes):
        for i in range(n - 1):
            now = lane.counts[behind[i]]
            if now and (i == 0 or now != lane.counts[behind[i - 1]]):
                near = _on(journey, i + 1, place)
                found.append((i + (0.5 if near else 0.72), -place + 0.22, f"{now:,}"))
    xs, ys, texts = zip(*found, strict=True) if found else ((), (), ())
    return [head, total, Texts(np.array(xs), np.array(ys), tuple(texts), 11, halo=True)]


def _walkers(journey: Journey) -> list[Layer]:
    """Return the row as a dot on every lane that still carries it, the second row beside it."""
    rows = [(ROW, 0.0, "this row")]
    if journey.other is not None:
        rows = [(ROW, 0.09, "this row"), (OTHER, -0.09, "the second row")]
    return [
        Dots(*_walk(journey, lift), colour, 0 if colour == ROW else 4, 6.5, name=name, glides=True)
        for colour, lift, name in rows
    ]


def _walk(journey: Journey, lift: float) -> tuple[Floats, Floats]:
    """Return the dots' places, (n_frames, n_lanes): all meet behind the model, and go on as one."""
    n = len(journey.stops) + 1
    x = np.full((n, len(journey.lanes)), np.nan)
    y = np.full_like(x, np.nan)
    for i in range(n):
        for place, lane in enumerate(journey.lanes):
            if i == 0 or alive(journey, lane, min(i, n - 1) - 1):
                x[i, place] = HALF_X if i == 0 else i - HALF_X
                y[i, place] = (_middle(journey) if i == n - 1 else -place) + lift
    return x, y
