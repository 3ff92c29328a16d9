"""Where the states of a world lie on the picture: rows, columns, and the world of each frame.

Column c of row r (from the top) lies between x = c and c + 1, y = n_rows - r - 1 and n_rows - r.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.figures.film import Array
from core.figures.rl.tables import Layout, layout_of
from core.rl.worlds.grid import CLIFF, GOAL, LAVA, WALL, World
from core.rl.worlds.model import Action
from core.rl.worlds.presets import actions_of, drawn

TAKEN = (WALL, GOAL, LAVA, CLIFF)
"""Cells where nobody decides anything."""


@dataclass(frozen=True)
class Ground:
    """Where the states of a world are drawn. ``world`` is None where it has no grid of its own.

    by_frame : the world of every frame, if it was painted on while the film was made; else ().
    """

    n_rows: int
    n_cols: int
    actions: tuple[Action, ...]
    world: World | None
    by_frame: tuple[World, ...] = ()
    layout: Layout | None = None

    @property
    def x(self) -> NDArray[np.float64]:
        """The middle of every state's cell, (n_states,), or of every cell where there are more."""
        x = np.tile(np.arange(self.n_cols) + 0.5, self.n_rows)
        return x if self.layout is None else x[self.layout.places]

    @property
    def y(self) -> NDArray[np.float64]:
        """The same, upwards."""
        y = np.repeat(self.n_rows - np.arange(self.n_rows) - 0.5, self.n_cols)
        return y if self.layout is None else y[self.layout.places]

    @property
    def n_cells(self) -> int:
        """How many places there are; at least the number of states."""
        return self.n_rows * self.n_cols

    def phases(self) -> tuple[tuple[World, NDArray[np.uint8] | None], ...]:
        """Return every world of the film, with the frames it is there in; None: in all."""
        if self.world is None:
            return ()
        if not self.by_frame:
            return ((self.world, None),)
        return tuple(
            (world, np.array([other == world for other in self.by_frame], np.uint8))
            for world in dict.fromkeys(self.by_frame)
        )

    def free(self, n: int) -> NDArray[np.bool_]:
        """Return which of the first ``n`` cells hold no wall and no end, (1 or n_frames, n)."""
        worlds = self.by_frame or (() if self.world is None else (self.world,))
        if not worlds:
            return np.ones((1, n), bool)
        return np.array([[kind not in TAKEN for kind in world.cells[:n]] for world in worlds])

    def at(self, state: int) -> str:
        """Name a state in words."""
        if self.world is None:
            return f"state {state}"
        row, col = divmod(state, self.n_cols)
        return f"row {row + 1}, column {col + 1}"

    def slid(self, state: int, action: int, after: int) -> str:
        """Say where ice took a move that was meant otherwise, "" where nothing slipped."""
        world = self.world
        if world is None or not world.slip or world.wind or world.jumps or world.has_king_moves:
            return ""
        meant = self.actions[action]
        row, col = state // self.n_cols + meant.d_row, state % self.n_cols + meant.d_col
        inside = 0 <= row < self.n_rows and 0 <= col < self.n_cols
        is_free = inside and world.cells[row * self.n_cols + col] != WALL
        target = row * self.n_cols + col if is_free else state
        if after == target or world.cells[target] == CLIFF:
            return ""
        return ", slipped and stayed," if after == state else f", slipped to {self.at(after)},"


def ground_of(text: str, n_states: int, by_frame: Sequence[str] = ()) -> Ground:
    """Return where the ``n_states`` states of a world are drawn.

    by_frame : the world of every frame, where it may have been painted on meanwhile.
    """
    world = drawn(text)
    if world is not None:
        ground = Ground(world.n_rows, world.n_cols, actions_of(text), world)
        if len(set(by_frame)) < 2:
            return ground
        worlds = {name: drawn(name) or world for name in set(by_frame)}
        return replace(ground, by_frame=tuple(worlds[name] for name in by_frame))
    layout = layout_of(text)
    if layout is not None:
        return Ground(layout.n_rows, layout.n_cols, _drawn_as(actions_of(text)), None, (), layout)
    n_cols = min(n_states, 20)
    return Ground(-(-n_states // n_cols), n_cols, actions_of(text), None)


def _drawn_as(actions: tuple[Action, ...]) -> tuple[Action, ...]:
    """Return a table's actions as arrows: a hit leads upwards, to a larger sum."""
    return tuple(replace(a, d_row=-1) if a.name == "hit" else a for a in actions)


def laid(ground: Ground, values: Array, fill: float = 0.0) -> NDArray[np.float64]:
    """Return (..., n_states) as (..., n_rows, n_cols), places without a state at ``fill``."""
    values = np.asarray(values, float)
    if ground.layout is not None:
        raster = np.full((*values.shape[:-1], ground.n_cells), fill)
        raster[..., ground.layout.places[: values.shape[-1]]] = values
        return raster.reshape(*values.shape[:-1], ground.n_rows, ground.n_cols)
    missing = ground.n_cells - values.shape[-1]
    if missing:
        pad = np.full((*values.shape[:-1], missing), fill)
        values = np.concatenate([values, pad], axis=-1)
    return values.reshape(*values.shape[:-1], ground.n_rows, ground.n_cols)
