"""Worlds without a grid of their own, laid out so that a place means something."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from core.figures.film import Boxes, Segments, Texts, still
from core.rl.worlds.toy_text import BLACKJACK_END, N_HANDS, describe

STOPS = ("red", "green", "yellow", "blue")
STOP_CELLS = ((0, 0), (0, 4), (4, 0), (4, 3))
"""Row and column of Taxi's four stops."""
TAXI_WALLS = ((0, 2), (1, 2), (3, 1), (3, 3), (4, 1), (4, 3))
"""(row, x) of the walls on Taxi's map, each along one row."""
GAP = 6
"""Taxi's five columns or rows, and an empty one between two maps."""
Ticks = tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Layout:
    """Where the states of a table are drawn.

    places : (n_states,) cell of a raster of n_rows by n_cols, read row by row. blocks : outlines
    x0, y0, x1, y1 of what belongs together, (4, n). note : what the picture's signs mean.
    labels : every state in words.
    """

    n_rows: int
    n_cols: int
    places: NDArray[np.int64]
    x_label: str
    y_label: str
    x_ticks: Ticks
    y_ticks: Ticks
    blocks: NDArray[np.float64]
    note: str
    labels: tuple[str, ...]

    def outlines(self) -> Boxes:
        """Return the outlines of the blocks."""
        x0, y0, x1, y1 = (still(side) for side in self.blocks)
        return Boxes(x0, y0, x1, y1, -1, 1.0)


def layout_of(world: str) -> Layout | None:
    """Return the layout of a Gymnasium world, None where it has none."""
    found = _LAYOUTS.get(world)
    return None if found is None else found()


@lru_cache(maxsize=1)
def _taxi() -> Layout:
    rest, goal = np.divmod(np.arange(500), 4)
    rest, passenger = np.divmod(rest, 5)
    row, col = np.divmod(rest, 5)
    n_rows, n_cols = 4 * GAP - 1, 5 * GAP - 1
    corners = [(x * GAP, n_rows - y * GAP - 5) for y in range(4) for x in range(5)]
    x0, y0 = np.array(corners, float).T
    waits = (*STOPS, "in taxi")
    return Layout(
        n_rows,
        n_cols,
        (goal * GAP + row) * n_cols + passenger * GAP + col,
        "where the passenger is",
        "wants to go to",
        tuple((i * GAP + 2.5, name) for i, name in enumerate(waits)),
        tuple((n_rows - i * GAP - 2.5, name) for i, name in enumerate(STOPS)),
        np.array([x0, y0, x0 + 5, y0 + 5]),
        "Twenty maps of the town: a cell is where the taxi is.",
        tuple(describe("Taxi-v4", state) for state in range(500)),
    )


@lru_cache(maxsize=1)
def _blackjack() -> Layout:
    rest, has_ace = np.divmod(np.arange(N_HANDS), 2)
    total, dealer = np.divmod(rest, 10)
    n_rows, n_cols = 19, 21
    hands = (18 - total) * n_cols + has_ace * 11 + dealer
    naturals = 11 + np.arange(BLACKJACK_END - N_HANDS)
    cards = ((0, "A"), (3, "4"), (6, "7"), (9, "10"))
    sums = ((n_rows - 0.5, "natural"), *((k - 3.5, f"{k}") for k in range(6, 22, 3)))
    return Layout(
        n_rows,
        n_cols,
        np.concatenate([hands, naturals, [0]]),
        "dealer shows (right half: with a usable ace)",
        "your sum",
        tuple((half + card + 0.5, name) for half in (0, 11) for card, name in cards),
        sums,
        np.array([[0.0, 11.0], [0.0, 0.0], [10.0, 21.0], [18.0, 19.0]]),
        "An arrow up: hit. Colour without an arrow: stick.",
        tuple(describe("Blackjack-v1", state) for state in range(BLACKJACK_END + 1)),
    )


@lru_cache(maxsize=1)
def _bias() -> Layout:
    return Layout(
        1,
        3,
        np.array([1, 0, 2]),
        "state",
        "",
        ((0.5, "B, noisy"), (1.5, "A, the start"), (2.5, "the end")),
        ((0.0, " "),),
        np.array([[0.0, 1.0, 2.0], [0.0] * 3, [1.0, 2.0, 3.0], [1.0] * 3]),
        "From A, right ends at once with 0; left leads to B, where every action earns −0.1 on "
        "average. An episode of two steps went left (Line shows: steps).",
        tuple(describe("bias", state) for state in range(3)),
    )


_LAYOUTS = {"Taxi-v4": _taxi, "Blackjack-v1": _blackjack, "bias": _bias}


def taxi_map() -> tuple[Segments | Texts, ...]:
    """Return the walls and stops of Taxi's town of 5 by 5 cells."""
    rows, x = np.array(TAXI_WALLS, float).T
    walls = Segments(x, 5 - rows, x, 4 - rows, still(np.ones(len(x))), 4.5, colour=-1)
    at = np.array(STOP_CELLS, float)
    names = tuple(name[0].upper() for name in STOPS)
    return walls, Texts(at[:, 1] + 0.18, 4.82 - at[:, 0], names, 13.0, bold=True)


def taxi_places(states: NDArray[np.int64]) -> tuple[NDArray[np.float64], ...]:
    """Return x and y, each (n,), of the taxi, the passenger and the destination."""
    rest, goal = np.divmod(states, 4)
    rest, passenger = np.divmod(rest, 5)
    row, col = np.divmod(rest, 5)
    stops = np.array(STOP_CELLS)
    waits = stops[np.minimum(passenger, 3)]
    rides = passenger == 4
    taxi = col + 0.5, 4.5 - row
    rider = np.where(rides, taxi[0], waits[:, 1] + 0.5), np.where(rides, taxi[1], 4.5 - waits[:, 0])
    return (*taxi, *rider, stops[goal][:, 1] + 0.5, 4.5 - stops[goal][:, 0])
