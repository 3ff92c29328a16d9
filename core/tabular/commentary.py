"""True progress of a fit: listen to what the libraries themselves say while they work.

scikit-learn prints a line for every tree or round when ``verbose`` is set; LightGBM and XGBoost
call back. Listening changes nothing in the model: it is the one that a plain ``fit`` gives.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from core.compute.progress import Progress, report, sending
from core.tabular.models.spec import Rounds

_PIPELINE_LINE = re.compile(r"^\[Pipeline\].*\(step (\d+) of (\d+)\)")


class RoundCount:
    """Counts rounds and steps of one fit and reports them; one unit is one round or one step.

    ``parameters`` are what ``fit`` needs to be given so that the model can be heard.
    """

    def __init__(self, steps: int, rounds: int, word: str) -> None:
        self.steps, self.rounds, self.word = steps, max(rounds, 1), word
        self.steps_done = self.rounds_done = 0
        self.parameters: dict[str, Any] = {}

    def step(self) -> None:
        """One preprocessing step is fitted."""
        self.steps_done = min(self.steps_done + 1, self.steps)
        self._report(f"step {self.steps_done} of {self.steps + 1}")

    def round(self) -> None:
        """One round of the model is done."""
        self.rounds_done = min(self.rounds_done + 1, self.rounds)
        self._report(f"{self.word} {self.rounds_done} of {self.rounds}")

    def finish(self) -> None:
        """Everything is fitted, perhaps early."""
        total = self.steps + self.rounds
        report(total, total, "model fitted")

    def _report(self, text: str) -> None:
        report(self.steps_done + self.rounds_done, self.steps + self.rounds, text)


@contextlib.contextmanager
def listening(pipeline: Any, rounds: Rounds | None) -> Iterator[RoundCount]:
    """Report the progress of ``pipeline.fit(…, **count.parameters)`` inside; yields the count.

    ``pipeline`` is left as silent as it was. Standard output of this thread is read meanwhile.
    """
    model = pipeline.steps[-1][1]
    total = _attribute(model, rounds) if rounds is not None else 1
    count = RoundCount(len(pipeline.steps) - 1, total, rounds.word if rounds else "model")
    listener = _LISTENERS[rounds.how] if rounds is not None else _nothing
    line = re.compile(rounds.line) if rounds is not None and rounds.line else None
    with listener(model, rounds, count) as parameters, _reading_output(count, line):
        pipeline.set_params(verbose=True)
        count.parameters = parameters
        try:
            yield count
        finally:
            pipeline.set_params(verbose=False)
    count.finish()


@contextlib.contextmanager
def part_of(index: int, count: int, text: str) -> Iterator[None]:
    """Make what is reported inside count as part ``index`` (0 …) of ``count`` equal parts."""

    def outward(progress: Progress) -> None:
        words = f"{text}, {progress.text}" if progress.text else text
        _outer(index + progress.share, count, words)

    _outer = _reporter()
    _outer(index, count, text)
    with sending(outward, per_second=1e9):
        yield
    _outer(index + 1, count, text)


def _reporter() -> Callable[[float, float, str], None]:
    """Return `report` bound to the sink that is set now."""
    import contextvars

    context = contextvars.copy_context()
    return lambda done, total, text: context.run(report, done, total, text)


def _attribute(model: Any, rounds: Rounds) -> int:
    parameters = model.get_params()
    return int(parameters[_inside(model, rounds, rounds.total)])


def _inside(model: Any, rounds: Rounds, name: str) -> str:
    """Return the parameter's full name; only the regressor of a pair may be wrapped."""
    wrapped = bool(rounds.inside) and hasattr(model, rounds.inside)
    return f"{rounds.inside}__{name}" if wrapped else name


@contextlib.contextmanager
def _nothing(model: Any, rounds: Rounds | None, count: RoundCount) -> Iterator[dict[str, Any]]:
    yield {}


@contextlib.contextmanager
def _printed(model: Any, rounds: Rounds, count: RoundCount) -> Iterator[dict[str, Any]]:
    name = _inside(model, rounds, "verbose")
    model.set_params(**{name: rounds.verbose})
    try:
        yield {}
    finally:
        model.set_params(**{name: 0})
        fitted = getattr(model, f"{rounds.inside}_", None) if rounds.inside else None
        if fitted is not None:
            fitted.set_params(verbose=0)


@contextlib.contextmanager
def _ada_boost(model: Any, rounds: Rounds, count: RoundCount) -> Iterator[dict[str, Any]]:
    boost = model._boost

    def counted(*arguments: Any, **keywords: Any) -> Any:
        answer = boost(*arguments, **keywords)
        count.round()
        return answer

    model._boost = counted
    try:
        yield {}
    finally:
        del model._boost


@contextlib.contextmanager
def _lightgbm(model: Any, rounds: Rounds, count: RoundCount) -> Iterator[dict[str, Any]]:
    yield {"model__callbacks": [lambda environment: count.round()]}


@contextlib.contextmanager
def _xgboost(model: Any, rounds: Rounds, count: RoundCount) -> Iterator[dict[str, Any]]:
    from xgboost.callback import TrainingCallback

    class Counted(TrainingCallback):  # type: ignore[misc]
        def after_iteration(self, model: Any, epoch: int, evals_log: Any) -> bool:
            count.round()
            return False

    model.set_params(callbacks=[Counted()])
    try:
        yield {}
    finally:
        model.set_params(callbacks=None)


_LISTENERS: dict[str, Callable[..., contextlib.AbstractContextManager[dict[str, Any]]]] = {
    "printed": _printed,
    "ada_boost": _ada_boost,
    "lightgbm": _lightgbm,
    "xgboost": _xgboost,
}


@contextlib.contextmanager
def _reading_output(count: RoundCount, line: re.Pattern[str] | None) -> Iterator[None]:
    reader = _Reader(sys.stdout, count, line)
    errors = _Reader(sys.stderr, count, None)
    with contextlib.redirect_stdout(reader), contextlib.redirect_stderr(errors):
        yield


class _Reader(io.TextIOBase):
    """Reads lines of the fitting thread; other threads' output goes where it always went."""

    def __init__(self, original: TextIO, count: RoundCount, line: re.Pattern[str] | None) -> None:
        self._original, self._count, self._line = original, count, line
        self._thread = threading.get_ident()
        self._rest = ""

    def write(self, text: str) -> int:
        if threading.get_ident() != self._thread:
            return self._original.write(text)
        *lines, self._rest = (self._rest + text).split("\n")
        for line in lines:
            self._read(line)
        return len(text)

    def flush(self) -> None:
        self._original.flush()

    def _read(self, line: str) -> None:
        found = _PIPELINE_LINE.match(line)
        if found is not None:
            if found[1] != found[2]:
                self._count.step()
        elif self._line is not None and self._line.search(line):
            self._count.round()
