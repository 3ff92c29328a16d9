"""Who sees what: the outer folds, the inner folds of the one in hand, and what each choice got."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.curves import around
from core.figures.film import Axis, Boxes, Dots, Heat, Layer, Line, Panel, Segments, Texts, still
from core.stages.tuning.nested_validation.frames import ASK, CHOOSE, Moment
from core.stages.tuning.nested_validation.run import Nest, NestedAnswer

COLUMNS = 240
LEARNS, ASKED, NEITHER = 255, 0, 128
"""Places on the diverging scale: blue, orange, pale."""
PROMISED, HONEST, TESTED, CHEAT, IN_HAND = 4, 2, 0, 1, 6
"""Colours: what a score promised, what no choice saw, test rows, tuning on them, what is looked at.
"""
PERCENT = tuple((float(at), str(at)) for at in range(0, 101, 20))
GAP, SPREAD, SMALL = 0.8, 0.66, 30
TALL_PX = 222


def fold_of(moments: tuple[Moment, ...]) -> Any:
    """Return the outer fold in hand of each moment, NaN where there is none."""
    return np.array([m.fold if m.fold >= 0 else np.nan for m in moments])


def since(moments: tuple[Moment, ...], what: str, n_outer: int) -> Any:
    """Return (n_frames, n_outer): whether a moment of a kind has come in each outer fold."""
    reached = np.zeros((len(moments), n_outer), bool)
    for place, moment in enumerate(moments):
        if moment.what == what:
            reached[place:, moment.fold] = True
    return reached


def division_panel(answer: NestedAnswer, moments: tuple[Moment, ...]) -> Panel:
    """Draw a stripe for each outer fold, and below one for each inner fold of the one in hand."""
    nests, n_outer, n_inner = answer.nests, len(answer.nests), len(answer.nests[0].inner)
    below = n_outer + GAP + np.arange(1, n_inner + 1)
    begun = since(moments, CHOOSE, n_outer)
    outer = np.where(begun[..., None], _outer_stripes(nests, answer.n_used), np.uint8(NEITHER))
    inner = _in_hand(moments, [_inner_stripes(nests, i, answer.n_used) for i in range(n_outer)])
    words = [*(_sizes(nest.train, nest.test) for nest in nests)]
    inside = [[_sizes(fold.train, fold.test) for fold in nest.inner] for nest in nests]
    at = np.append(np.arange(1.0, n_outer + 1), below)
    texts = tuple(
        (*words, *(inside[m.fold] if m.what == CHOOSE else [""] * n_inner)) for m in moments
    )
    end = n_outer + GAP + n_inner + 0.5
    layers: tuple[Layer, ...] = (
        Heat(outer, (0, 100, n_outer + 0.5, 0.5), "diverging", -1, 1, "learn 1, asked −1"),
        Heat(
            inner,
            (0, 100, end, end - n_inner),
            "diverging",
            -1,
            1,
            "learn 1, asked −1",
            shown=np.array([m.what == CHOOSE for m in moments]),
        ),
        _frame_around(moments, ASK, n_outer),
        Texts(np.full(len(at), 113.0), at, texts, size=10.5),
        *_locked(answer, moments, (end - n_inner + end) / 2),
    )
    ticks = [(float(i), f"outer {i}") for i in range(1, n_outer + 1)]
    ticks += [(float(y), f"inner {i}") for i, y in enumerate(below, start=1)]
    return Panel(
        "Blue rows learn, orange rows are asked",
        Axis("training rows used (%), sorted by fold", 0, 126, PERCENT),
        Axis("fold", end + 0.1, 0.4, tuple(ticks) if len(ticks) <= 12 else tuple(ticks[::2])),
        layers,
        width=5,
        height_px=TALL_PX,
        alt=f"A stripe for each of {n_outer} outer folds, and below, of the rows that learn there, "
        f"{n_inner} inner folds; the outer fold in hand is in none of them",
    )


def _sizes(train: Any, test: Any) -> str:
    return f"{len(train):,} + {len(test):,}"


def _outer_stripes(nests: tuple[Nest, ...], n_rows: int) -> Any:
    """Return (n_outer, COLUMNS) places on the scale, rows sorted by the fold that asks them."""
    home = _home(nests, n_rows)
    shown = np.sort(home)[_thinned(n_rows)]
    return np.where(shown == np.arange(len(nests))[:, None], np.uint8(ASKED), np.uint8(LEARNS))


def _inner_stripes(nests: tuple[Nest, ...], i: int, n_rows: int) -> Any:
    """Return (n_inner, COLUMNS): the outer fold's rows stay pale at their place."""
    nest = nests[i]
    inside = np.full(n_rows, -1)
    for j, fold in enumerate(nest.inner):
        inside[nest.train[fold.test]] = j
    locked = np.sort(_home(nests, n_rows)) == i
    placed = np.full(n_rows, -1)
    placed[~locked] = np.sort(inside[nest.train])
    shown = placed[_thinned(n_rows)]
    asked = shown == np.arange(len(nest.inner))[:, None]
    stripes = np.where(asked, np.uint8(ASKED), np.uint8(LEARNS))
    return np.where(shown < 0, np.uint8(NEITHER), stripes)


def _home(nests: tuple[Nest, ...], n_rows: int) -> Any:
    home = np.zeros(n_rows, int)
    for i, nest in enumerate(nests):
        home[nest.test] = i
    return home


def _thinned(n_rows: int) -> Any:
    return np.unique(np.linspace(0, n_rows - 1, min(COLUMNS, n_rows)).astype(int))


def _in_hand(moments: tuple[Moment, ...], stripes: list[Any]) -> Any:
    nothing = np.full_like(stripes[0], NEITHER)
    return np.array([stripes[m.fold] if m.what == CHOOSE else nothing for m in moments])


def _frame_around(moments: tuple[Moment, ...], what: str, n_outer: int) -> Boxes:
    """Return a frame around the outer stripe in hand."""
    at = fold_of(moments)[:, None] + 1
    return Boxes(
        np.where(np.isnan(at), np.nan, 0.0), at - 0.5, np.where(np.isnan(at), np.nan, 100.0),
        at + 0.5, colour=IN_HAND, width=2.5,
    )  # fmt: skip


def _locked(answer: NestedAnswer, moments: tuple[Moment, ...], y: float) -> tuple[Layer, ...]:
    """Say over the pale rows of the inner folds that the choice does not see them."""
    home = np.sort(_home(answer.nests, answer.n_used))
    middles = [float(np.flatnonzero(home == i).mean()) / answer.n_used * 100
               for i in range(len(answer.nests))]  # fmt: skip
    x = np.array([[middles[m.fold] if m.what == CHOOSE else np.nan] for m in moments])
    words = tuple(("unseen",) if m.what == CHOOSE else ("",) for m in moments)
    return (Texts(np.nan_to_num(x), np.full((len(moments), 1), y), words, size=11, colour=-4),)


def choices_panel(answer: NestedAnswer, moments: tuple[Moment, ...]) -> Panel:
    """Draw every candidate's inner score in each outer fold, the chosen one, and what it got."""
    board = answer.board
    chosen, asked = since(moments, CHOOSE, board.n_outer), since(moments, ASK, board.n_outer)
    folds = np.arange(1.0, board.n_outer + 1)
    along = _along(board)
    everyone = np.where(chosen[..., None], board.promised, np.nan).reshape(len(moments), -1)
    at = folds + along[board.chosen]
    expected = np.where(chosen, board.expectations, np.nan)
    got = np.where(asked, board.got, np.nan)
    known = np.concatenate([board.promised.ravel(), board.got])
    y = Axis(answer.metric_label, *around(known, 0.08, 0.05))
    hand = fold_of(moments)[:, None] + 1
    fell = np.where(asked, -np.sign(board.drops), np.nan)
    crowd = np.ravel(folds[:, None] + along)
    return Panel(
        "What the choice promised, and what it got",
        Axis("outer fold; in each, candidates by their mean over all",
             0.5, board.n_outer + 0.5, tuple((float(i), str(int(i))) for i in folds)),
        y,
        (
            Boxes(hand - 0.47, np.full_like(hand, y.low), hand + 0.47, np.full_like(hand, y.high),
                  colour=IN_HAND, width=2.0),
            Dots(np.broadcast_to(crowd, everyone.shape), everyone, -1,
                 size=3.2 if board.n_candidates <= SMALL else 2.4, name="inner score"),
            Segments(np.broadcast_to(at, got.shape), expected, np.broadcast_to(at, got.shape), got,
                     fell, 2.5, arrow=True),
            Dots(np.broadcast_to(at, got.shape), expected, PROMISED, 5, 7.0, "chosen"),
            Dots(np.broadcast_to(at, got.shape), got, HONEST, 4, 7.0, "on the fold put aside"),
            *_means(answer, moments),
        ),
        width=7,
        height_px=TALL_PX,
        alt="For every outer fold the inner scores of all candidates as dots, a ring around the "
        "chosen one, and an arrow to its score on the fold that was put aside",
    )  # fmt: skip


def _means(answer: NestedAnswer, moments: tuple[Moment, ...]) -> tuple[Layer, ...]:
    """Draw the nested estimate once all folds have been asked."""
    all_asked = since(moments, ASK, answer.board.n_outer).all(axis=1)[:, None]
    level = np.where(all_asked, answer.board.nested, np.nan)
    ends = still([0.5, answer.board.n_outer + 0.5])
    return (Line(ends, np.repeat(level, 2, axis=1), HONEST, 1.6, dash=True, name="nested"),)


def _along(board: Any) -> Any:
    """Return (n_candidates,): where a candidate stands within a fold, the best reported last."""
    if board.n_candidates == 1:
        return np.zeros(1)
    rank = np.argsort(np.argsort(board.sign * board.reports, kind="stable"))
    return (rank / (board.n_candidates - 1) - 0.5) * SPREAD
