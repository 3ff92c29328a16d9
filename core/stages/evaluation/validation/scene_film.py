"""The film of cross-validation: the rows of each fold, and the estimate as it settles."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.compute.film import Film, record
from core.figures.curves import Curve, around, growing
from core.figures.film import Axis, Boxes, Dots, FilmPicture, Heat, Panel, Readout, Texts
from core.stages.evaluation.validation.film import FoldFrame, run_folds
from core.tabular.judge.cross_validate import ValidationAnswer

MOST_FRAMES, WINDOW, COLUMNS = 90, 20, 300
TRAINS, HELD_OUT, NEITHER = 255, 0, 128
"""Places on the diverging scale: blue, orange, pale."""
PERCENT = tuple((float(at), str(at)) for at in range(0, 101, 20))


def fold_picture(scheme: str, answer: ValidationAnswer) -> FilmPicture:
    """Return the film; with more folds than 20 it shows the 20 newest."""
    film = record(run_folds(scheme, answer), most=MOST_FRAMES)
    return FilmPicture(
        "folds",
        (_rows(answer, film), _estimate(answer, film)),
        film.steps,
        f"{len(answer.folds)} folds, one after the other, then the test rows. {film.last.said}",
        unit="step",
        captions=tuple(frame.said for frame in film.frames),
        readouts=(
            Readout("this fold", film.series("score", float), 4),
            Readout("mean so far", film.series("mean", float), 4),
            Readout("± spread", film.series("std", float), 4),
            Readout("test rows", film.series("test_score", float), 4),
        ),
        seconds=min(max(4.0, 1.1 * len(film.frames)), 14.0),
        file_name="folds.html",
        title="Cross-validation, fold after fold",
    )


def _rows(answer: ValidationAnswer, film: Film[FoldFrame]) -> Panel:
    """Draw the rows of the newest folds as stripes; the newest has a frame."""
    n_folds = len(answer.folds)
    shown = min(n_folds, WINDOW)
    done = film.series("n_done", float).astype(int)
    first = np.maximum(done - shown, 0)
    order = _order(answer)
    stripes = _stripes(answer, order)
    places = first[:, None] + np.arange(shown)
    values = np.where((places < done[:, None])[..., None], stripes[places], np.uint8(NEITHER))
    newest = np.where(done > 0, done - first, np.nan)[:, None]
    words = tuple(
        tuple(_word(answer, i, n) for i in row) for row, n in zip(places, done, strict=True)
    )
    middle = np.arange(shown) + 1.0
    alone = _alone(answer, order, places, done)
    no_ticks = tuple((float(at), "") for at in middle)
    return Panel(
        "Blue rows train, orange rows are held out",
        Axis("training rows (%), sorted by the fold that holds them out", 0, 122, PERCENT),
        Axis("fold: rows training + held out", shown + 0.6, 0.4, no_ticks),
        (
            Heat(values, (0, 100, shown + 0.5, 0.5), "diverging", -1, 1, "training 1, held out −1"),
            Dots(alone, np.broadcast_to(middle, alone.shape), 4, symbol=2, size=5.0),
            Boxes(np.full_like(newest, 0), newest - 0.5, np.full_like(newest, 100), newest + 0.5,
                  colour=6, width=2.5),
            Texts(np.full(shown, 111.0), middle, words, size=10.5),
        ),
        width=7,
        height_px=_height_px(shown),
        alt="One stripe for each fold over the training rows, sorted by the fold that holds them "
        "out: blue trains, orange is held out",
    )  # fmt: skip


def _height_px(shown: int) -> int:
    return min(max(115 + 30 * shown, 200), 330)


def _order(answer: ValidationAnswer) -> Any:
    """Return the rows as they stand from left to right: never held out, then fold after fold.

    In the table's own order the rows of a shuffled fold lie scattered like noise.
    """
    held_out = np.full(answer.n_rows, -1)
    for place, fold in reversed(list(enumerate(answer.folds))):
        held_out[fold.test] = place
    return np.argsort(held_out, kind="stable")


def _stripes(answer: ValidationAnswer, order: Any) -> Any:
    """Return (n_folds, columns) places on the scale."""
    scale = np.array([NEITHER, TRAINS, HELD_OUT], np.uint8)
    n = answer.n_rows
    keep = order[np.unique(np.linspace(0, n - 1, min(COLUMNS, n)).astype(int))]
    found: Any = scale[answer.roles(n)[:, keep]]
    return found


def _word(answer: ValidationAnswer, i: int, n_done: int) -> str:
    if i >= n_done:
        return ""
    fold = answer.folds[i]
    return f"{i + 1}: {len(fold.train):,} + {len(fold.test):,}"


def _alone(answer: ValidationAnswer, order: Any, places: Any, done: Any) -> Any:
    """Return where the held-out row of each fold stands, NaN unless it is the only one."""
    rank = np.argsort(order) / max(answer.n_rows - 1, 1) * 100
    at = np.array([rank[f.test[0]] if len(f.test) == 1 else np.nan for f in answer.folds])
    return np.where(places < done[:, None], at[places], np.nan)


def _fold_ticks(n: int) -> tuple[tuple[float, str], ...]:
    """Number the folds, about ten of them, and name the place of the test rows."""
    every = max(1, round(n / 8))
    numbered = tuple((float(i), str(i)) for i in range(1, n + 1, every) if i <= n + 1 - every / 2)
    return (*numbered, (n + 1.0, "test"))


def _estimate(answer: ValidationAnswer, film: Film[FoldFrame]) -> Panel:
    """Draw every fold's score, the mean so far with its spread, and the test rows at last."""
    n = len(answer.folds)
    done, mean, std = (film.series(name, float) for name in ("n_done", "mean", "std"))
    x = done.copy()
    x[-1] = n + 0.5
    folds = np.arange(1.0, n + 1)
    scores = np.where(folds <= done[:, None], answer.scores, np.nan)
    test = film.series("test_score", float)[:, None]
    known = np.concatenate([answer.scores, mean - std, mean + std, [answer.test_score]])
    return Panel(
        "The estimate settles",
        Axis("fold", 0.3, n + 1.7, _fold_ticks(n)),
        Axis(answer.metric_label, *around(known, 0.08, 0.05)),
        (
            *growing(
                x,
                Curve(mean + std, "± spread", 9, 1.2, dash=True),
                Curve(mean - std, "", 9, 1.2, dash=True),
                Curve(mean, "mean so far"),
            ),
            Dots(folds, scores, 0, size=4.5 if n <= 30 else 2.5, name="one fold"),
            Dots(np.array([n + 1.0]), test, 1, symbol=4, size=8.0, name="test rows"),
        ),
        width=5,
        height_px=_height_px(min(n, WINDOW)),
        alt="The score of each fold, the running mean with one standard deviation on both sides, "
        "and at the end a diamond for the test rows",
    )
