"""The maps side by side, on one scale with the same points, each with its scores."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.blocks import Block, Moving, notes
from core.figures.deeds import Beside, Button, Small
from core.figures.film import FilmPicture
from core.kinds.points import write_points
from core.neural.data.dataset import DRAWN
from core.neural.data.labelled import axis_name, class_names, drawn_as
from core.neural.data.shapes import RANGE
from core.stages.supervised.boundary_studio.run import Board
from core.stages.supervised.boundary_studio.scene_map import MOST_DOTS, panel
from core.stages.supervised.boundary_studio.scene_verdict import verdict
from core.stages.supervised.boundary_studio.settings import MOST_MODELS, StudioSettings
from core.value import Value

MOST_TAKEN = 120
"""Of the points that a drawing begins with: two thirds of what it holds, so there is room."""
SIGNS = ("●", "▲", "■", "◆", "✚")
"""The shape of each class, filled."""


def draw(settings: StudioSettings, board: Board) -> tuple[Block, ...]:
    """Draw the map of every model, the one in large first."""
    large = int(settings.large) - 1
    order = sorted(range(len(board.maps)), key=lambda place: place != large)
    small = [place for place in order if place != large]
    panels = [panel(settings, board, place, large=place == large, among=len(small))
              for place in order]  # fmt: skip
    picture = FilmPicture(
        "boundaries",
        tuple(panels),
        np.zeros(1),
        f"{len(board.maps)} maps of the same points. {'; '.join(p.title for p in panels)}",
        unit="picture",
        captions=(_caption(settings, board),),
        begin="end",
        file_name="boundaries.html",
        title="Decision boundaries",
    )
    return (Moving(picture), *notes(*_notes(board)))


def notice(_settings: StudioSettings, board: Board) -> str:
    """Say who leads, by how many points, and why."""
    return verdict(board)


def picked(settings: StudioSettings, _board: Board, click: Any) -> dict[str, str]:
    """Return which map a click opens in large; on the large one, none."""
    known = {str(place) for place in range(1, MOST_MODELS + 1)}
    return {"large": click.name if click.name in known - {settings.large} else "0"}


def operate(settings: StudioSettings, board: Board, _table: Any) -> tuple[Block, ...]:
    """Offer other points, the same points as a drawing, and the maps all small again."""
    seed = (settings.data_seed + 1) % 10_000
    what = "Part them anew" if settings.shape == DRAWN else "Draw other points"
    deeds: list[Block] = [
        Button("others", what, {"data_seed": seed}, ":material/casino:",
               "The next seed: a lead that is luck goes away with it.")
    ]  # fmt: skip
    if settings.shape != DRAWN:
        deeds.append(_as_drawing(board))
    if 0 < int(settings.large) <= len(board.maps):
        deeds.append(Button("small", "All maps small", {"large": "0"}, ":material/grid_view:"))
    hint = "Point at a map for its probability there; click it to see it large. Pin the maps above "
    return (Beside(tuple(deeds)), Small(f"{hint}them to compare them with what you change next."))


def _as_drawing(board: Board) -> Button:
    """Return the button that makes these points the learner's drawing."""
    data = board.data
    X, y = np.concatenate([data.X_train, data.X_test]), np.concatenate([data.y_train, data.y_test])
    taken = np.flatnonzero((np.abs(X) <= RANGE[1]).all(axis=1))[:MOST_TAKEN]
    points = tuple((float(X[i, 0]), float(X[i, 1]), int(y[i])) for i in taken)
    effect: dict[str, Value] = {
        "shape": DRAWN,
        "points": write_points(points),
        "n_classes": data.n_classes,
    }
    some = f"{len(taken)} of these {len(y)}" if len(taken) < len(y) else "these"
    return Button("draw", f"Draw into {some} points", effect, ":material/draw:",
                  "They become your drawing, with room for more: add, move and erase.")  # fmt: skip


def _caption(settings: StudioSettings, board: Board) -> str:
    """Say how the maps are read."""
    data, signs = board.data, [SIGNS[place] for place in drawn_as(settings.data, board.data)]
    names = ", ".join(f"{s} {n[:24]}" for s, n in zip(signs, class_names(data), strict=True))
    (x0, x1), (y0, y1) = data.ranges
    ends = f"{x0:g} … {x1:g}".replace("-", "−")
    where = f"across {axis_name(data, 0)}, up {axis_name(data, 1)}"
    if (x0, x1) == (y0, y1):
        where += f": {ends}"
    star = " · ★: most right in the test" if board.leaders else ""
    return (
        f"{names} · filled: training, outlined: test, ✕: wrong · deeper colour: more probable"
        f"{star} · {where}"
    )


def _notes(board: Board) -> tuple[str, ...]:
    data = board.data
    scaled = [one.player.label for one in board.maps if "scale" in one.player.spec.needs]
    found = [data.note] if data.note else []
    if data.scales:
        found.append(
            "Both columns are standardised by the training points: 0 is their mean, 1 their "
            "standard deviation."
        )
    if scaled:
        found.append(
            f"{', '.join(dict.fromkeys(scaled))}: both axes are scaled by the training points "
            "first, because these models need it."
        )
    found += [one.note for one in board.maps if one.note]
    more = max(len(data.y_train), len(data.y_test))
    if more > MOST_DOTS:
        found.append(f"Of {more:,} points {MOST_DOTS} are drawn; all are counted.")
    return tuple(found)
