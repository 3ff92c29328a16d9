"""Four who say how good the winner is, and what more candidates promise and give."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.curves import Curve, around, growing
from core.figures.film import Axis, Dots, Layer, Line, Panel, Texts, still
from core.stages.tuning.nested_validation.board import Board
from core.stages.tuning.nested_validation.frames import REPORT, SIZE, TEST, Moment
from core.stages.tuning.nested_validation.run import NestedAnswer
from core.stages.tuning.nested_validation.scene_folds import CHEAT, HONEST, PROMISED, TESTED
from core.stages.tuning.nested_validation.scene_words import number
from core.tabular.judge.defined import is_defined

LOW_PX = 172
NAMES = ("reported", "nested", "test rows", "best on test")


def come(moments: tuple[Moment, ...], what: str) -> Any:
    """Return (n_frames, 1): whether a kind of moment has come."""
    found = np.maximum.accumulate([m.what == what for m in moments])
    return found[:, None]


def witnesses_panel(answer: NestedAnswer, moments: tuple[Moment, ...]) -> Panel:
    """Draw the report, the nested estimate, the test rows, and who tuned on the test rows."""
    board = answer.board
    told, tested = come(moments, REPORT), come(moments, TEST)
    folds = np.stack([board.outer[:, board.best], board.got])
    values = np.array([board.reported, board.nested, answer.test.value, board.best_test])
    ends = np.array([answer.test.low, answer.test.high, answer.guess])
    y = Axis(answer.metric_label, *around(np.concatenate([folds.ravel(), values, ends]), 0.16, 0.1))
    layers: list[Layer] = [_level(answer.guess, "guessing")] if is_defined(answer.guess) else []
    layers += [_interval(answer, tested)]
    looks = ((PROMISED, 1, told), (HONEST, 0, told), (TESTED, 4, tested), (CHEAT, 3, tested))
    for place, (colour, symbol, seen) in enumerate(looks):
        if place < 2:
            layers.append(_folds(place + 1.0, folds[place], colour, seen))
        layers.append(_mark(place + 1.0, values[place], colour, symbol, seen))
    seen = np.concatenate([told, told, tested, tested], axis=1)
    words = tuple(
        tuple(number(v) if there and is_defined(v) else ""
              for v, there in zip(values, row, strict=True))
        for row in seen
    )  # fmt: skip
    at = np.broadcast_to(np.arange(1.0, 5) + 0.36, seen.shape)
    up = np.broadcast_to(np.nan_to_num(values, nan=y.low), seen.shape)
    layers.append(Texts(at, up, words, size=12, bold=True, halo=True))
    return Panel(
        "Who says how good the winner is",
        Axis("small dots: one outer fold each", 0.45, 4.8,
             tuple((float(i), name) for i, name in enumerate(NAMES, start=1))),
        y,
        tuple(layers),
        width=6,
        height_px=LOW_PX,
        alt=_alt(answer, values),
    )  # fmt: skip


def _alt(answer: NestedAnswer, values: Any) -> str:
    told = [f"{name} {number(v)}" for name, v in zip(NAMES, values, strict=True) if is_defined(v)]
    return f"{answer.metric_label}: {', '.join(told)}"


def _level(value: float, name: str) -> Line:
    return Line(still([0.45, 4.8]), still([value, value]), -1, 1.5, dash=True, name=name)


def _interval(answer: NestedAnswer, seen: Any) -> Line:
    ends = np.where(seen, [answer.test.low, answer.test.high], np.nan)
    return Line(still([3.0, 3.0]), ends, TESTED, 2.0)


def _folds(at: float, scores: Any, colour: int, seen: Any) -> Dots:
    x = np.full(len(scores), at) - 0.22
    return Dots(x, np.where(seen, scores, np.nan), colour, 0, 3.0)


def _mark(at: float, value: float, colour: int, symbol: int, seen: Any) -> Dots:
    return Dots(still([at]), np.where(seen, value, np.nan), colour, symbol, 8.0)


def luck_panel(answer: NestedAnswer, moments: tuple[Moment, ...]) -> Panel:
    """Draw what 1 … n candidates promise and what they give, over their number."""
    board = answer.board
    gains = [board.promised_gain, board.real_gain]
    x = np.array([float(max(m.size, 1)) for m in moments])
    promised, real = _over(board, moments)
    curves = [
        Curve(promised, "promised", PROMISED, band=(real, promised), mark=6.0),
        Curve(real, "real", HONEST, mark=6.0),
    ]
    top = max(board.n_candidates, 2)
    return Panel(
        "What more candidates promise, and give",
        Axis("candidates tried", 1, top, _ticks(top), log=True),
        Axis(f"gain in {answer.metric_label}", *around(np.concatenate([*gains, [0.0]]), 0.1, 0.01)),
        (_zero(top), *growing(x, *curves)),
        width=6,
        height_px=LOW_PX,
        alt="Over the number of candidates: how far the best score rises above one candidate's, "
        "and how far the score on rows no choice saw does; the gap is optimism",
    )


def _zero(top: int) -> Line:
    return Line(still([1.0, float(top)]), still([0.0, 0.0]), -1, 1.0)


def _over(board: Board, moments: tuple[Moment, ...]) -> tuple[Any, Any]:
    """Return both gains at each moment's size, NaN before and beyond what was tried."""
    found = []
    for gain in (board.promised_gain, board.real_gain):
        known = [m.what == SIZE and m.size <= len(gain) for m in moments]
        found.append(np.array([gain[m.size - 1] if ok else np.nan
                               for m, ok in zip(moments, known, strict=True)]))  # fmt: skip
    return found[0], found[1]


def _ticks(top: int) -> tuple[tuple[float, str], ...]:
    return tuple((float(n), str(n)) for n in (1, 2, 5, 10, 20, 30, 60) if n <= top)
