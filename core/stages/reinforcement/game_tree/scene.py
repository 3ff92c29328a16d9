"""The game tree: the board with its visits, the top of the tree, visits and values of moves."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.compute.film import Film
from core.figures.blocks import Block, Moving, Words
from core.figures.deeds import Beside, Button, Small
from core.figures.film import (
    Array,
    Axis,
    Bars,
    Boxes,
    Dots,
    FilmPicture,
    Heat,
    Layer,
    Line,
    Panel,
    Readout,
    Segments,
    Texts,
    bytes_of,
    told_of,
)
from core.figures.plain_formula import plain, with_minus
from core.figures.rl.grid import mesh
from core.stages.reinforcement.game_tree.rules import Game, game
from core.stages.reinforcement.game_tree.run import Match, open_moves
from core.stages.reinforcement.game_tree.scene_layout import ABREAST, DEEPEST, laid_out, on_path
from core.stages.reinforcement.game_tree.settings import ME, REPLY, TREE, MatchSettings
from core.stages.reinforcement.game_tree.tree import TreeFrame
from core.stages.reinforcement.game_tree.words import about_tree
from core.wording import counted

TALL_PX, TREE_PX, LOW_PX = 270, 285, 190
SHOWN = 1 + ABREAST * DEEPEST
ENDS = ((-1.0, "loss −1"), (0.0, "draw 0"), (1.0, "win 1"))
MOST_SCORE = 3.0
"""Selection scores above are left out: they are those of a move that was hardly tried."""
FIRST, SECOND, PATH = 0, 4, 1
DARK = -4
PIECES = {1: (FIRST, 5), 2: (SECOND, 3)}
"""Who began plays blue rings, the other vermilion crosses: colour and symbol."""


def draw(settings: MatchSettings, answer: Match) -> tuple[Block, ...]:
    """Draw the board to click on, and the search."""
    return Words(_invitation(settings, answer)), Moving(_film(settings, answer))


def notice(settings: MatchSettings, answer: Match) -> str:
    """Say how the game stands, and what the search thinks."""
    ended = {ME: "You won in {n} moves.", TREE: "The tree won; you made {n} moves.",
             "draw": "A draw; you made {n} moves."}  # fmt: skip
    if answer.winner:
        return ended[answer.winner].format(n=answer.n_mine)
    said = about_tree(settings.search, answer.film.last)
    who = "Seen by the tree before its reply: " if _is_reply(settings, answer) else ""
    return with_minus(f"{who}{said}")


def _is_reply(settings: MatchSettings, answer: Match) -> bool:
    return settings.shows == REPLY and answer.seen != answer.moves


def _invitation(settings: MatchSettings, answer: Match) -> str:
    if answer.winner:
        return ":material/flag: The game is over. Start anew below."
    where = "column" if game(settings.search.game).has_gravity else "cell"
    sign = "rings" if settings.begins == ME else "crosses"
    text = f":material/touch_app: Your turn ({sign}): click a {where}."
    if answer.reply is None:
        return text
    return f"{text} The tree answered with {where} {answer.reply.move + 1}."


def _film(settings: MatchSettings, answer: Match) -> FilmPicture:
    frames, rules = answer.film.frames, game(settings.search.game)
    board = _board(rules, settings, answer)
    panels = (board, _tree(answer.film), _visits(rules, answer.film), _values(rules, answer.film))
    sims = answer.film.series("n_simulations")
    best = np.array([_best(frame)[1] for frame in frames])
    return FilmPicture(
        "tree",
        panels,
        sims,
        f"Monte Carlo tree search, {counted(int(sims[-1]), 'game')} in thought",
        unit="game",
        captions=tuple(_caption(rules, frame) for frame in frames),
        readouts=(
            Readout("nodes in the tree", answer.film.series("n_nodes"), 0),
            Readout("value of the best move", best, 3),
        ),
        seconds=8.0,
        begin="play" if answer.film.n_steps else "start",
        file_name="game_tree.html",
        title="Monte Carlo tree search",
    )


def _best(frame: TreeFrame) -> tuple[int, float]:
    if frame.best < 0:
        return -1, float("nan")
    place = int(np.flatnonzero(frame.moves == frame.best)[0])
    return int(frame.visits[place]), float(frame.values[place])


# The board


def _board(rules: Game, settings: MatchSettings, answer: Match) -> Panel:
    frames = answer.film.frames
    shown = frames[-1].board
    cells = np.stack([_landing(rules, frame) for frame in frames])
    share = cells / np.maximum(cells.sum(axis=(1, 2), keepdims=True), 1)
    extent = (0.0, float(rules.n_cols), 0.0, float(rules.n_rows))
    heat = Heat(bytes_of(share, 0.0, 1.0), extent, "sequential", 0.0, 1.0, "share of the games",
                told=told_of(share))  # fmt: skip
    layers: list[Layer] = [heat, mesh(rules.n_rows, rules.n_cols, 1.0)]
    for player, (colour, symbol) in PIECES.items():
        rows, cols = np.nonzero(shown == player)
        layers.append(_piece(rules, rows, cols, colour, symbol))
    layers.append(_counts(rules, cells))
    if _is_reply(settings, answer) and answer.reply is not None:
        layers.append(_answered(rules, shown, answer.reply.move))
    ticks_x = tuple((i + 0.5, str(i + 1)) for i in range(rules.n_cols))
    ticks_y = tuple((rules.n_rows - i - 0.5, str(i + 1)) for i in range(rules.n_rows))
    seen = "The board it thought about" if _is_reply(settings, answer) else "Your move"
    return Panel(
        f"{seen}: games in thought per move",
        Axis("column", 0, rules.n_cols, ticks_x),
        Axis("row", 0, rules.n_rows, ticks_y),
        tuple(layers),
        width=5,
        height_px=TALL_PX,
        square=True,
        pick="board",
        alt="The board; darker empty cells begin more of the games played in thought",
    )


def _landing(rules: Game, frame: TreeFrame) -> NDArray[np.float64]:
    """Return the visits of each move at the cell where its piece would lie."""
    cells = np.zeros((rules.n_rows, rules.n_cols))
    for move, visits in zip(frame.moves, frame.visits, strict=True):
        row, col = _cell(rules, frame.board, int(move))
        cells[row, col] = visits
    return cells


def _cell(rules: Game, board: Array, move: int) -> tuple[int, int]:
    if not rules.has_gravity:
        return divmod(move, rules.n_cols)
    free = np.flatnonzero(board[:, move] == 0)
    return int(free[-1]), move


def _piece(rules: Game, rows: Array, cols: Array, colour: int, symbol: int) -> Dots:
    size = 22.0 if rules.n_cols <= 3 else 11.0
    return Dots(cols + 0.5, rules.n_rows - rows - 0.5, colour, symbol, size)


def _counts(rules: Game, cells: NDArray[np.float64]) -> Texts:
    rows, cols = np.divmod(np.arange(cells[0].size), rules.n_cols)
    texts = tuple(
        tuple(f"{count:.0f}" if count else "" for count in frame.ravel()) for frame in cells
    )
    return Texts(cols + 0.5, rules.n_rows - rows - 0.5, texts, 13.0, DARK, room=0.95)


def _answered(rules: Game, board: Array, move: int) -> Boxes:
    row, col = _cell(rules, board, move)
    x, y = np.array([col + 0.05]), np.array([rules.n_rows - row - 0.95])
    return Boxes(x, y, x + 0.9, y + 0.9, PATH, 4.0, name="its reply")


# The tree's top nodes


def _tree(film: Film[TreeFrame]) -> Panel:
    """Draw the most visited nodes of each frame; the last game's path is marked."""
    n_frames = len(film.frames)
    places = np.full((n_frames, SHOWN, 4), np.nan)  # x, y, parent x, parent y
    weights, ours = np.zeros((n_frames, SHOWN)), np.full((n_frames, DEEPEST + 1, 2), np.nan)
    moves: list[tuple[str, ...]] = []
    visits: list[tuple[str, ...]] = []
    for i, frame in enumerate(film.frames):
        laid = laid_out(frame)
        place_of = {spot.node: j for j, spot in enumerate(laid)}
        for j, spot in enumerate(laid):
            up = laid[place_of[spot.parent]] if spot.node else None
            places[i, j] = spot.x, spot.y, *((up.x, up.y) if up is not None else (np.nan, np.nan))
            weights[i, j] = np.sqrt(frame.node_visits[spot.node] / max(frame.node_visits[0], 1))
        moves.append(_padded(["start", *(f"{frame.node_move[s.node] + 1}" for s in laid[1:])]))
        visits.append(_padded([f"{frame.node_visits[s.node]}×" if s.y == -1 else "" for s in laid]))
        for step, place in enumerate(on_path(frame, laid)):
            ours[i, step] = laid[place].x, laid[place].y
    edges = np.nan_to_num(places[:, 1:])
    known = np.isfinite(places[:, 1:, 2])
    x, y = places[..., 0], places[..., 1]
    return Panel(
        "The tree's most visited nodes",
        Axis("", 0.0, 1.0),
        Axis("", -DEEPEST - 0.5, 0.35),
        (
            Segments(edges[..., 2], edges[..., 3], edges[..., 0], edges[..., 1],
                     np.where(known, np.maximum(weights[:, 1:], 0.05), 0.0), 5.0, colour=5),
            Line(ours[..., 0], ours[..., 1], PATH, 3.0, name="last game's path"),
            Dots(x, y, 0, 0, 6.0, name="a board, under it the move that led there"),
            Texts(x, y - 0.27, tuple(moves), 11.0, bold=True, halo=True),
            Texts(x, y - 0.47, tuple(visits), 10.0, room=0.95 / ABREAST, halo=True),
        ),
        width=7,
        height_px=TREE_PX,
        plain=True,
        alt="The most visited boards of the search, moves as lines: the thicker, the more visited",
    )  # fmt: skip


def _padded(words: list[str]) -> tuple[str, ...]:
    return tuple(words + [""] * (SHOWN - len(words)))


# Visits and values of each move


def _moves(rules: Game, frame: TreeFrame) -> Axis:
    ticks = tuple((float(i), str(move + 1)) for i, move in enumerate(frame.moves))
    where = "column" if rules.has_gravity else "cell, counted along the rows"
    return Axis(f"move: {where}", -0.6, max(len(frame.moves), 1) - 0.4, ticks)


def _visits(rules: Game, film: Film[TreeFrame]) -> Panel:
    visits = film.series("visits", float)
    best = np.stack([np.where(frame.moves == frame.best, PATH, 5) for frame in film.frames])
    top = float(visits.max(initial=0)) or 1.0
    return Panel(
        "How often each move was tried (orange: most)",
        _moves(rules, film.last),
        Axis("games in thought", 0.0, 1.06 * top),
        (Bars(np.arange(visits.shape[1], dtype=float), visits, best, 0.7),),
        width=6,
        height_px=LOW_PX,
        alt="Visits of every legal move",
    )


def _values(rules: Game, film: Film[TreeFrame]) -> Panel:
    last = film.last
    x = np.arange(len(last.moves), dtype=float)
    layers: list[Layer] = []
    top = 1.7
    if len(x):
        values = film.series("values")
        uct = np.stack([np.where(np.isfinite(f.uct), f.uct, np.nan) for f in film.frames])
        top = max(top, 0.15 + float(np.nanmax(np.minimum(uct, MOST_SCORE), initial=0.0)))
        uct = np.where(uct <= MOST_SCORE, uct, np.nan)
        layers = [
            Bars(x, values, 0, 0.6, name="mean result"),
            Dots(np.where(np.isfinite(uct), x, np.nan), np.nan_to_num(uct), PATH, 2, 5.0,
                 name="score that selection compares"),
        ]  # fmt: skip
        if np.isfinite(last.perfect).all():
            layers.append(Dots(x, last.perfect, SECOND, 4, 5.0, name="perfect play"))
    return Panel(
        "What it expects: 1 a win, −1 a loss",
        _moves(rules, last),
        Axis("result", -1.1, top, ENDS),
        tuple(layers),
        width=6,
        height_px=LOW_PX,
        alt="Mean result of every legal move, and its selection score",
    )


def _caption(rules: Game, frame: TreeFrame) -> str:
    if not frame.path:
        return frame.ended or "Before the first game in thought: every move is untried."
    ends = {1.0: "a win", 0.0: "a draw", -1.0: "a loss"}[frame.result]
    went = " → ".join(str(move + 1) for move in frame.path)
    beyond = len(frame.playout)
    played = f", then {counted(beyond, 'move')} played out," if beyond else ""
    return (
        f"Game {frame.n_simulations} in thought: {went} in the tree{played} ended in {ends}. "
        f"Move {frame.path[0] + 1} now scores {plain(frame.latex)}."
    )


def operate(settings: MatchSettings, answer: Match, _table: Any) -> tuple[Beside, ...]:
    """Return a button for every legal move, taking one back, and a new game."""
    mine = settings.mine
    moves = (
        Button(f"move_{place}", str(place + 1), {"mine": f"{mine}{place}"})
        for place in open_moves(settings, answer)
    )
    back = Button(
        "back", "Take back", {"mine": mine[:-1]}, icon=":material/undo:", disabled=not mine
    )
    new = Button("new", "New game", {"mine": ""}, icon=":material/refresh:", disabled=not mine)
    return (Beside((Small("Play"), *moves, back, new)),)
