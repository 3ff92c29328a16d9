"""Where live runs live, in a worker: a generator each, walked a slice of time at a time.

The server names a run, and says with every slice how it began and what was changed at which step.
So a worker that does not know the run, because the one that did was lost, walks it again from its
settings to the same step and goes on: equal settings give equal frames.
"""

from __future__ import annotations

import pickle
import time
from collections import OrderedDict
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from core.compute import answers, tables, worker
from core.compute.progress import report, sending

MOST_HOSTED = 64
PICTURE_GAP_S = 0.02
"""Pictures that a slice makes on its way are at least this far apart."""


@dataclass(frozen=True)
class RunOrder:
    """What a run is: ``function`` names a generator function, ``settings`` is a pickle.

    ``changes`` : (step, pickle) of everything that was sent into it, in order.
    """

    run: str
    function: str
    settings: bytes
    table: str | None = None
    changes: tuple[tuple[int, bytes], ...] = ()


@dataclass
class _Hosted:
    generator: Generator[Any, Any, None]
    step: int = -1
    n_changed: int = 0
    over: bool = False


_hosted: OrderedDict[str, _Hosted] = OrderedDict()


def advance(
    fields: tuple[Any, ...], step: int, seconds: float, n_steps: int | None, run_name: str
) -> tuple[Any, ...]:
    """Walk a run on from ``step`` for ``seconds``, or ``n_steps``; return (frames, over, failure).

    frames : bytes of a tuple of (step, frame), the newest last; a run that is not known here is
    walked to ``step`` first. ``step`` -1 asks for the frame before any step. Never raises.
    """
    order = RunOrder(*fields)
    try:
        with sending(worker.progress_sink(run_name)):
            frames, over = walk(order, step, seconds, n_steps)
        return answers.dumps(tuple(frames)), over, None
    except (Exception, SystemExit) as error:  # noqa: BLE001 (the one wrapper around all runs)
        _hosted.pop(order.run, None)
        failure = worker.failure_of(error, order.function)
        return None, True, (failure.sentence, failure.kind)


def walk(
    order: RunOrder, step: int, seconds: float, n_steps: int | None = None
) -> tuple[list[tuple[int, Any]], bool]:
    """Walk a run on from ``step``; return the frames with their steps, and whether it is over."""
    hosted = _find(order, step)
    frames = _slice(hosted, order, time.perf_counter() + seconds, n_steps)
    return frames, hosted.over


def hosts(run: str) -> bool:
    """Whether the run is kept here."""
    return run in _hosted


def drop(run: str) -> None:
    """Forget a run that nobody watches any more."""
    hosted = _hosted.pop(run, None)
    if hosted is not None:
        hosted.generator.close()


def _find(order: RunOrder, step: int) -> _Hosted:
    hosted = _hosted.get(order.run)
    if hosted is None or hosted.step != step:
        drop(order.run)
        hosted = _Hosted(_begin(order))
        while hosted.step < step and not hosted.over:
            _move(hosted, order)
            report(hosted.step, step, f"replaying step {hosted.step} of {step}")
    _hosted[order.run] = hosted
    _hosted.move_to_end(order.run)
    while len(_hosted) > MOST_HOSTED:
        drop(next(iter(_hosted)))
    return hosted


def _begin(order: RunOrder) -> Generator[Any, Any, None]:
    function = worker.function_of(order.function)
    arguments = [pickle.loads(order.settings)]  # noqa: S301 (from our own server)
    if order.table is not None:
        arguments.append(tables.load(order.table))
    generator: Generator[Any, Any, None] = function(*arguments)
    return generator


def _slice(
    hosted: _Hosted, order: RunOrder, end: float, n_steps: int | None
) -> list[tuple[int, Any]]:
    """Return the frames of a slice: some on the way, at a picture's distance, and the newest."""
    frames: list[tuple[int, Any]] = []
    held, next_picture, moved = None, 0.0, 0
    while not hosted.over and (n_steps is None or moved < n_steps):
        found = _move(hosted, order)
        if hosted.over:
            break
        held, moved = found, moved + 1
        now = time.perf_counter()
        if n_steps is None and now >= end:
            break
        if now >= next_picture:
            frames.append((hosted.step, _frame(held)))
            held, next_picture = None, now + PICTURE_GAP_S
    if held is not None:
        frames.append((hosted.step, _frame(held)))
    return frames


def _move(hosted: _Hosted, order: RunOrder) -> Any:
    """Take one step, with the next change if it is due; note when the run is over."""
    try:
        due = order.changes[hosted.n_changed :][:1]
        if due and 0 <= due[0][0] <= hosted.step:
            hosted.n_changed += 1
            found = hosted.generator.send(pickle.loads(due[0][1]))  # noqa: S301 (our own server's)
        else:
            found = next(hosted.generator)
        hosted.step += 1
        return found
    except StopIteration:
        hosted.over = True
        return None


def _frame(held: Any) -> Any:
    return held() if callable(held) else held
