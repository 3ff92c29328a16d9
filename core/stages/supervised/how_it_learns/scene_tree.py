"""The pictures of a growing tree: the node being cut, the gain of all its cuts, the tree itself."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film
from core.figures.film import Axis, Boxes, Dots, Layer, Line, Panel, Segments, Texts
from core.stages.supervised.how_it_learns.data import HIGH, LOW
from core.stages.supervised.how_it_learns.frames import number
from core.stages.supervised.how_it_learns.settings import LearnSettings

MOST_WORDS = 31
"""A tree of more nodes has no room for words."""
ROOM = 1.4
"""How wide words may be, where leaves stand 1 apart."""


def tree_over(_settings: LearnSettings, film: Film[Any]) -> tuple[Layer, ...]:
    """Outline all leaves thinly and the two halves of the newest cut boldly."""
    most = max(len(frame.box) for frame in film.frames)
    leaves = np.full((len(film.frames), most, 4), np.nan)
    newest = np.full((len(film.frames), 2, 4), np.nan)
    for i, frame in enumerate(film.frames):
        ends = frame.feature < 0
        leaves[i, : len(frame.box)][ends] = frame.box[ends]
        if frame.split >= 0:
            newest[i] = frame.box[[frame.left[frame.split], frame.right[frame.split]]]
    return (
        Boxes(*_corners(leaves), colour=9, width=1.0),
        Boxes(*_corners(newest), colour=2, width=3.0, name="halves of the newest cut"),
    )


def _corners(box: NDArray[Any]) -> tuple[Any, Any, Any, Any]:
    """Return x0, y0, x1, y1 of boxes given as x0, x1, y0, y1."""
    return box[..., 0], box[..., 2], box[..., 1], box[..., 3]


def tree_panels(_settings: LearnSettings, film: Film[Any]) -> tuple[Panel, ...]:
    """Draw the gain of every cut that was possible, and the tree."""
    return (_gains(film), _diagram(film))


def _gains(film: Film[Any]) -> Panel:
    lines, best = [], np.full((2, len(film.frames), 1), np.nan)
    parts = [[_of(frame.cuts, feature) for frame in film.frames] for feature in (0, 1)]
    for feature, (colour, name) in enumerate(((0, "cut across x₁"), (1, "cut across x₂"))):
        most = max(1, *(len(part) for part in parts[feature]))
        padded = np.full((len(film.frames), most, 2), np.nan)
        for i, part in enumerate(parts[feature]):
            padded[i, : len(part)] = part
        lines.append(Line(padded[..., 0], padded[..., 1], colour, dash=bool(feature), name=name))
    for i, frame in enumerate(film.frames):
        if frame.split >= 0:
            best[:, i, 0] = frame.threshold[frame.split], frame.gain
    top = max(0.01, float(np.nanmax(best[1], initial=0.01))) * 1.1
    return Panel(
        "What every possible cut would gain",
        Axis("threshold", LOW, HIGH),
        Axis("impurity taken away", 0, top),
        (*lines, Dots(best[0], best[1], 2, symbol=4, size=7.0, name="the best")),
        alt="The gain of each threshold on both coordinates in the node just cut; a diamond marks "
        "the best",
    )


def _of(cuts: Any, feature: int) -> Any:
    return np.empty((0, 2)) if cuts is None else cuts[cuts[:, 0] == feature][:, 1:]


def _diagram(film: Film[Any]) -> Panel:
    last = film.last
    x, y = _places(last)
    n, n_frames = len(x), len(film.frames)
    seen = np.array([np.arange(n) < len(frame.feature) for frame in film.frames])
    inner = np.flatnonzero(last.feature >= 0)
    ends = np.concatenate([last.left[inner], last.right[inner]])
    starts = np.concatenate([inner, inner])
    colour = np.zeros((n_frames, n), int)
    for i, frame in enumerate(film.frames):
        colour[i, : len(frame.share)] = np.where(frame.share > 0.5, 0, 4)
    symbol = np.where(colour == 0, 2, 0)
    layers: list[Layer] = [
        Segments(
            x[starts], y[starts], x[ends], y[ends], seen[:, ends].astype(float), 1.0, colour=9
        ),
        Dots(np.where(seen, x, np.nan), np.where(seen, y, np.nan), colour, symbol, 6.0),
    ]
    if n <= MOST_WORDS:
        words = tuple(_words(frame, n) for frame in film.frames)
        layers.append(Texts(x, y - 0.36, words, size=11, room=ROOM, halo=True))
    return Panel(
        "The tree: yes goes left; leaves say points: share of class 1",
        Axis("", float(x.min()) - 0.7, float(x.max()) + 0.7),
        Axis("", float(y.min()) - 0.7, 0.4),
        tuple(layers),
        plain=True,
        alt="The tree as far as it has grown; discs say class 0, triangles class 1",
    )


def _places(last: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where the nodes stand: leaves side by side, parents above the middle of theirs."""
    x = np.zeros(len(last.feature))
    next_leaf = 0

    def put(node: int) -> None:
        nonlocal next_leaf
        if last.feature[node] < 0:
            x[node] = next_leaf
            next_leaf += 1
            return
        left, right = int(last.left[node]), int(last.right[node])
        put(left)
        put(right)
        x[node] = (x[left] + x[right]) / 2

    put(0)
    return x, -last.depth.astype(float)


def _words(frame: Any, n: int) -> tuple[str, ...]:
    words = []
    for node in range(n):
        if node >= len(frame.feature):
            words.append("")
        elif frame.feature[node] >= 0:
            words.append(
                f"{'x₁' if frame.feature[node] == 0 else 'x₂'} ≤ {number(frame.threshold[node])}"
            )
        else:
            words.append(f"{frame.size[node]}: {frame.share[node]:.0%}")
    return tuple(words)
