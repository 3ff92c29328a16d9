"""A world as layers of a film: walls, ends, wind, values as heat with numbers, arrows, paths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from core.figures.film import (
    Array,
    Axis,
    Boxes,
    Heat,
    Layer,
    Line,
    Panel,
    Segments,
    Spots,
    Texts,
    bytes_of,
    bytes_of_classes,
    still,
    told_of,
)
from core.figures.rl.ground import Ground, laid
from core.rl.worlds.arrows import arrow_at
from core.rl.worlds.grid import CLIFF, GOAL, LAVA, START, WALL, World

AGENT, UPDATED = 1, 6
"""Colours: the agent and its way orange, the cell being updated purple: seen on every heat."""
YOURS = 1
"""What the learner painted or chose is orange too."""
DARK = -4
ENDS = {GOAL: (2, "goal"), LAVA: (4, "lava"), CLIFF: (3, "cliff")}
"""Colour and name of the cells that end a walk or throw it back."""
SIGNS = {GOAL: "G", LAVA: "L", CLIFF: "C", START: "S"}
BLOWS = {"u": "↑", "r": "→", "d": "↓", "l": "←", "U": "⇑", "R": "⇒", "D": "⇓", "L": "⇐"}
MOST_COLUMNS = 24
"""In a finer raster arrows would be dust."""
PALER = 1.25
"""How much wider than the values their colours span, so that dark words stay readable on them."""
FEW_PLACES = 9
"""Places of a table that have room for their numbers."""
ARROW, LIFT = 0.26, 0.13
"""How far an arrow reaches, and how far above the middle of its cell it starts."""
FAR = 2.9
"""A path that goes further in a step was put there: no line."""


def value_layers(ground: Ground, values: Array, *, name: str = "value") -> tuple[Layer, ...]:
    """Return heat around 0 and the numbers for (n_frames, n_states) values; NaN stays empty."""
    finite = values[np.isfinite(values)]
    most = PALER * float(np.abs(finite).max(initial=0.0)) or 1.0
    heat = Heat(bytes_of(laid(ground, np.nan_to_num(values)), -most, most), _all(ground),
                "diverging", -most, most, name,
                told=told_of(laid(ground, values, np.nan)))  # fmt: skip
    return (heat, _numbers(ground, values, signed=True)) if _has_room(ground) else (heat,)


def _has_room(ground: Ground) -> bool:
    """Whether numbers fit into the places: not into those of a town twenty times over."""
    return ground.layout is None or ground.n_cells <= FEW_PLACES


def floor_layer(ground: Ground) -> Heat:
    """Return a pale floor, for a world that shows no values."""
    name = "floor" if ground.world is not None else "a state"
    return Heat(np.array([[10]], np.uint8), _all(ground), "grey", name=name)


def count_layers(ground: Ground, counts: Array, *, name: str = "visits") -> tuple[Layer, ...]:
    """Return heat on a scale of roots and the numbers for (n_frames, n_states) counts."""
    roots = np.sqrt(counts)
    most = float(roots.max(initial=0.0)) or 1.0
    told = told_of(laid(ground, counts))
    heat = Heat(bytes_of(laid(ground, roots), 0, most), _all(ground), "sequential", 0, most,
                name if told is not None else f"√{name}", told=told)  # fmt: skip
    if not _has_room(ground):
        return (heat,)
    return heat, _numbers(ground, np.where(counts > 0, counts, np.nan), signed=False)


def _all(ground: Ground) -> tuple[float, float, float, float]:
    return 0.0, float(ground.n_cols), 0.0, float(ground.n_rows)


def _numbers(ground: Ground, values: Array, *, signed: bool) -> Texts:
    """Return a number for each cell that is free, at its foot; it shows where it fits."""
    free = np.broadcast_to(ground.free(values.shape[-1]), values.shape)
    texts = tuple(
        tuple(
            _short(value, signed) if open_ and np.isfinite(value) else ""
            for value, open_ in zip(row, is_free, strict=True)
        )
        for row, is_free in zip(values, free, strict=True)
    )
    n = values.shape[-1]
    return Texts(ground.x[:n], ground.y[:n] - 0.32, texts, 11.0, DARK, room=0.72)


def _short(value: float, signed: bool) -> str:
    if not signed:
        return f"{value:.0f}"
    value, size = value + 0.0 if abs(value) >= 5e-3 else 0.0, abs(value)
    n_digits = 2 if size < 9.995 else 1 if size < 99.95 else 0
    return f"{value:.{n_digits}f}".replace("-", "−")


def arrow_layer(ground: Ground, takes: Array, colour: int = 6) -> tuple[Layer, ...]:
    """Return arrows for (n_frames, n_states, n_actions) booleans: every best action has its own."""
    moves = [i for i, action in enumerate(ground.actions) if action.d_row or action.d_col]
    if not moves or (ground.layout is not None and ground.n_cols > MOST_COLUMNS):
        return ()
    n = takes.shape[1]
    x, y = np.repeat(ground.x[:n], len(moves)), np.repeat(ground.y[:n], len(moves)) + LIFT
    reach = [np.hypot(ground.actions[i].d_row, ground.actions[i].d_col) for i in moves]
    dx = [ARROW * ground.actions[i].d_col / r for i, r in zip(moves, reach, strict=True)]
    dy = [-ARROW * ground.actions[i].d_row / r for i, r in zip(moves, reach, strict=True)]
    shown = takes[:, :, moves] & ground.free(n)[:, :, None]
    weight = shown.reshape(len(takes), -1).astype(np.uint8)
    ends = x + np.tile(dx, n), y + np.tile(dy, n)
    return (Segments(x, y, *ends, weight, thickest=0.9, arrow=True, colour=colour),)


def your_arrows(ground: Ground, painted: str) -> tuple[Layer, ...]:
    """Return the learner's own arrows, thick, to lie under those of the policy that is shown."""
    cells = [
        cell for cell in range(min(len(painted), ground.n_cells)) if arrow_at(painted, cell) >= 0
    ]
    if not cells:
        return ()
    actions = [ground.actions[arrow_at(painted, cell)] for cell in cells]
    reach = 0.9 * ARROW / np.array([np.hypot(a.d_row, a.d_col) or 1.0 for a in actions])
    x, y = ground.x[cells], ground.y[cells] + LIFT
    dx, dy = reach * [a.d_col for a in actions], -reach * [a.d_row for a in actions]
    weight = np.ones(len(cells), np.uint8)
    ends = (x - dx, y - dy, x + dx, y + dy)
    return (Segments(*ends, weight, thickest=4.0, arrow=True, colour=YOURS, name="yours"),)


def box_layer(ground: Ground, states: Sequence[int], colour: int = UPDATED) -> Boxes:
    """Return a box around one cell a frame; -1 for none."""
    cells = np.asarray(states, int)
    known = cells >= 0
    x = np.where(known, ground.x[cells] - 0.5, np.nan)[:, None]
    y = np.where(known, ground.y[cells] - 0.5, np.nan)[:, None]
    return Boxes(x + 0.04, y + 0.04, x + 0.96, y + 0.96, colour, 3.5)


def path_layer(
    ground: Ground, paths: Sequence[NDArray[np.int64]], colour: int, *, name: str = ""
) -> Line:
    """Return the last steps of one path a frame, as a line through its cells."""
    most = max(2, max((len(path) for path in paths), default=0))
    x, y = np.full((len(paths), most), np.nan), np.full((len(paths), most), np.nan)
    for i, path in enumerate(paths):
        if not len(path):
            continue
        x[i, : len(path)], y[i, : len(path)] = ground.x[path], ground.y[path] + LIFT
    far = np.hypot(np.diff(x, axis=1), np.diff(y, axis=1)) > FAR
    y[:, :-1][far] = np.nan
    return Line(x, y, colour, 3.0, name=name)


def under(ground: Ground) -> tuple[Layer, ...]:
    """Return what lies on the values: walls, coloured ends, the lines between cells."""
    if ground.layout is not None:
        return (ground.layout.outlines(),)
    layers: list[Layer] = []
    dark = np.array([[210]], np.uint8)
    for world, when in ground.phases():
        for letter, (colour, name) in ENDS.items():
            paint = bytes_of_classes(np.array([[colour]]), np.array([[1.0]]))
            layers += [
                Heat(paint, box, "classes", name=name, shown=when) for box in _boxes(world, letter)
            ]
        layers += [Heat(dark, box, "grey", name="wall", shown=when) for box in _boxes(world, WALL)]
    layers.append(_mesh(ground))
    return tuple(layers)


def over(ground: Ground) -> tuple[Layer, ...]:
    """Return the signs on cells: goal, lava, start, rewards, jumps, wind."""
    return tuple(
        replace(sign, shown=when)
        for world, when in ground.phases()
        for sign in _all_signs(ground, world)
    )


def _all_signs(ground: Ground, world: World) -> tuple[Texts, ...]:
    signs = [(i, SIGNS[kind]) for i, kind in enumerate(world.cells) if kind in SIGNS]
    middle = [(i, sign) for i, sign in signs if sign != SIGNS[START]]
    corner = [(i, sign) for i, sign in signs if sign == SIGNS[START]]
    pays = [(i, f"{reward:+g}") for i, reward in world.rewards]
    jumps = [(jump.cell, f"{chr(65 + n)} {jump.reward:+g}") for n, jump in enumerate(world.jumps)]
    jumps += [(jump.target, f"{chr(65 + n)}′") for n, jump in enumerate(world.jumps)]
    blows = [(i, BLOWS[sign]) for i, sign in enumerate(world.wind) if sign in BLOWS]
    return (
        *_signs(ground, middle, 0.0, 0.16, 14.0, room=0.0),
        *_signs(ground, corner, -0.34, 0.34, 12.0, room=0.0),
        *_signs(ground, [p for p in pays if world.cells[p[0]] in ENDS], 0.0, -0.24, 11.0),
        *_signs(ground, [p for p in pays if world.cells[p[0]] not in ENDS], 0.2, 0.36, 10.0),
        *_signs(ground, jumps, -0.14, 0.36, 11.0, room=0.7),
        *_signs(ground, blows, 0.36, 0.34, 12.0, room=0.0),
    )


def _signs(
    ground: Ground, said: list[tuple[int, str]], dx: float, dy: float, size: float,
    room: float = 0.98,
) -> tuple[Texts, ...]:  # fmt: skip
    if not said:
        return ()
    cells = np.array([cell for cell, _ in said])
    words = tuple(word.replace("-", "−") for _, word in said)
    return (Texts(ground.x[cells] + dx, ground.y[cells] + dy, words, size, DARK, True, room),)


def _boxes(world: World, letter: str) -> list[tuple[float, float, float, float]]:
    """Return the extents of all runs of a kind of cell along the rows."""
    found = []
    for row in range(world.n_rows):
        line = world.cells[row * world.n_cols : (row + 1) * world.n_cols]
        y = float(world.n_rows - row)
        for match in re.finditer(f"{re.escape(letter)}+", line):
            found.append((float(match.start()), float(match.end()), y - 1, y))
    return found


def _mesh(ground: Ground) -> Segments:
    """Return all lines between cells."""
    return mesh(ground.n_rows, ground.n_cols)


def mesh(n_rows: int, n_cols: int, width: float = 0.6) -> Segments:
    """Return the lines between the cells of a board; nothing in them is hovered."""
    up, across = np.arange(n_cols + 1.0), np.arange(n_rows + 1.0)
    x0, y0 = np.concatenate([up, 0 * across]), np.concatenate([0 * up, across])
    x1 = np.concatenate([up, np.full(n_rows + 1, float(n_cols))])
    y1 = np.concatenate([np.full(n_cols + 1, float(n_rows)), across])
    return Segments(x0, y0, x1, y1, still(np.ones(len(x0))), width - 0.6, colour=-1)


def grid_panel(
    ground: Ground, title: str, layers: Sequence[Layer], *, width: int, wide_px: int, alt: str,
    pick: str = "", tallest_px: int = 400,
) -> Panel:  # fmt: skip
    """Return the panel of a world; ``wide_px`` is about what it has across on a large screen."""
    cell = (wide_px - 68) / ground.n_cols
    height = int(np.clip(cell * ground.n_rows + 50, 150, tallest_px))
    columns, rows = _ticks(ground.n_cols), _ticks(ground.n_rows)
    downwards = tuple((ground.n_rows - place, label) for place, label in rows)
    is_grid, layout = ground.world is not None, ground.layout
    across = Axis("column" if is_grid else "state, counted along the rows", 0, ground.n_cols,
                  columns if is_grid else ((0.0, " "),))  # fmt: skip
    down = Axis("row" if is_grid else "", 0, ground.n_rows, downwards if is_grid else ((0.0, " "),))
    if layout is not None:
        across = Axis(layout.x_label, 0, ground.n_cols, layout.x_ticks)
        down = Axis(layout.y_label, 0, ground.n_rows, layout.y_ticks)
    return Panel(
        title,
        across,
        down,
        (*(_spots(ground) if pick == "cell" else ()), *layers),
        width=width,
        height_px=height,
        square=True,
        pick=pick,
        note="" if layout is None else layout.note,
        alt=alt,
    )  # fmt: skip


def _spots(ground: Ground) -> tuple[Spots, ...]:
    """Return every place as a thing to hover, to reach by arrow keys and to pick with Enter.

    It is the first layer, so that a chosen place keeps its number while walls come and go.
    """
    if ground.layout is None and ground.world is None:
        return ()
    n = len(ground.x)
    layout = ground.layout
    labels = tuple(ground.at(cell) for cell in range(n)) if layout is None else layout.labels
    x, y = ground.x - 0.5, ground.y - 0.5
    sides = (still(x), still(y), still(x + 1), still(y + 1))
    return (Spots(*sides, still(np.full(n, np.nan)), labels, name="places"),)


def _ticks(n: int) -> tuple[tuple[float, str], ...]:
    gap = 1 if n <= 12 else 2
    return tuple((i + 0.5, str(i + 1)) for i in range(0, n, gap))


def best_actions(q: Array, known: Array, tie: float = 1e-9) -> NDArray[np.bool_]:
    """Return which actions of (..., n_states, n_actions) are best, ties all, where known."""
    best: NDArray[np.bool_] = (q >= q.max(axis=-1, keepdims=True) - tie) & known[..., None]
    return best
