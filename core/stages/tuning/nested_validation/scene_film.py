"""The film: fold after fold is put aside, then the report is told, then fewer candidates."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.figures.film import FilmPicture, Readout
from core.stages.tuning.nested_validation.frames import (
    ASK,
    CHOOSE,
    REPORT,
    SIZE,
    START,
    TEST,
    Moment,
    moments,
)
from core.stages.tuning.nested_validation.run import NestedAnswer
from core.stages.tuning.nested_validation.scene_folds import choices_panel, division_panel
from core.stages.tuning.nested_validation.scene_witnesses import luck_panel, witnesses_panel
from core.stages.tuning.nested_validation.scene_words import number
from core.tabular.judge.defined import NO_VALUE, is_defined, mean_of
from core.wording import counted


def nested_picture(answer: NestedAnswer) -> FilmPicture:
    """Return the film of an answer."""
    found = moments(answer.board.n_outer, answer.board.n_candidates)
    captions = tuple(caption(answer, moment) for moment in found)
    return FilmPicture(
        "nested",
        (
            division_panel(answer, found),
            choices_panel(answer, found),
            witnesses_panel(answer, found),
            luck_panel(answer, found),
        ),
        np.arange(len(found)),
        f"{answer.board.n_outer} outer folds, each with a choice of its own. "
        f"{captions[2 * answer.board.n_outer + 1]}",
        captions=captions,
        readouts=_readouts(answer, found),
        seconds=min(max(6.0, 0.55 * len(found)), 14.0),
        file_name="nested_validation.html",
        title="Nested validation",
    )


def _readouts(answer: NestedAnswer, found: tuple[Moment, ...]) -> tuple[Readout, ...]:
    board = answer.board
    so_far = [_nested_so_far(answer, found[: place + 1]) for place in range(len(found))]
    luck = [board.luck[m.size - 1] if m.what == SIZE else np.nan for m in found]
    reported = np.where(np.maximum.accumulate([m.what == REPORT for m in found]),
                        board.reported, np.nan)  # fmt: skip
    return (
        Readout("nested so far", np.array(so_far), 4),
        Readout("reported", reported, 4),
        Readout("optimism", np.array(luck), 4),
    )


def _nested_so_far(answer: NestedAnswer, past: tuple[Moment, ...]) -> float:
    n_asked = sum(moment.what == ASK for moment in past)
    return mean_of(answer.board.got[:n_asked])


def caption(answer: NestedAnswer, moment: Moment) -> str:
    """Return what happens at a moment, in one or two sentences with its numbers."""
    return _CAPTIONS[moment.what](answer, moment)


def _start(answer: NestedAnswer, _moment: Moment) -> str:
    return (
        f"{answer.n_used:,} training rows, {counted(answer.board.n_candidates, 'candidate')}, "
        f"{answer.board.n_outer} outer folds. The test rows stay hidden until the end."
    )


def _choose(answer: NestedAnswer, moment: Moment) -> str:
    board, i = answer.board, moment.fold
    n_inner = len(answer.nests[i].inner)
    return (
        f"Outer fold {i + 1} is put aside. The other {len(answer.nests[i].train):,} rows are cut "
        f"into {n_inner} inner folds, and every candidate is scored on them. The best promises "
        f"{answer.metric_label} {number(board.expectations[i])}."
    )


def _ask(answer: NestedAnswer, moment: Moment) -> str:
    board, i = answer.board, moment.fold
    return (
        f"Now the {len(answer.nests[i].test):,} rows of outer fold {i + 1} are asked, which this "
        f"choice never saw: promised {number(board.expectations[i])}, got "
        f"{number(board.got[i]) if is_defined(board.got[i]) else NO_VALUE}."
    )


def _report(answer: NestedAnswer, _moment: Moment) -> str:
    board = answer.board
    return (
        f"What people report: each candidate's mean over the outer folds, and the best of these, "
        f"{number(board.reported)}. Choices that had not seen those rows got "
        f"{number(board.nested)}."
    )


def _test(answer: NestedAnswer, _moment: Moment) -> str:
    board = answer.board
    return (
        f"A third witness: the {answer.n_test:,} test rows give the reported winner "
        f"{number(answer.test.value)}. Whoever had chosen on them would claim "
        f"{number(board.best_test)}."
    )


def _size(answer: NestedAnswer, moment: Moment) -> str:
    board, m = answer.board, moment.size
    if m == 1:
        return "With one candidate nothing is chosen: promise and truth are the same."
    return (
        f"The same scores, the best of {m} candidates on average: it promises "
        f"{number(board.promised_gain[m - 1])} more than one candidate and gives "
        f"{number(board.real_gain[m - 1])}."
    )


_CAPTIONS: dict[str, Callable[[NestedAnswer, Moment], str]] = {
    START: _start,
    CHOOSE: _choose,
    ASK: _ask,
    REPORT: _report,
    TEST: _test,
    SIZE: _size,
}
