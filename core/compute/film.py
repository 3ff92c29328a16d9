"""Films: what an iterative algorithm looked like at every step, kept for playing and scrubbing.

An algorithm is a plain generator of frames. `record` walks it to its end and keeps a bounded number
of frames; `Reel` does the same for a run that is still going on. A worker that is asked for a
generator answers with its film: `filmed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from core.compute.progress import report

F = TypeVar("F")
MOST_FRAMES = 240
"""Four seconds at 60 pictures a second, and a slider a hand can aim at."""


@dataclass(frozen=True)
class Film(Generic[F]):
    """Recorded frames, the first before any step and the last at the end.

    steps : (n_frames,) int64, increasing; the step of the run that each frame shows.
    n_steps : how many steps the run took, so ``steps[-1] == n_steps``.
    """

    frames: tuple[F, ...]
    steps: NDArray[np.int64]
    n_steps: int

    @property
    def last(self) -> F:
        """The frame at the end."""
        return self.frames[-1]

    @property
    def ended(self) -> str:
        """Why the run ended early, as a sentence; "" if it ran to its end."""
        return str(getattr(self.last, "ended", ""))

    def series(self, name: str, dtype: DTypeLike | None = None) -> NDArray[Any]:
        """Return one field of every frame, (n_frames, ...); it has the same shape in all of them.

        >>> record(iter([1 + 2j, 3 + 4j])).series("imag").tolist()
        [2.0, 4.0]
        """
        return np.array([getattr(frame, name) for frame in self.frames], dtype)

    def at(self, step: int) -> F:
        """Return the newest frame not after ``step``."""
        place = int(np.searchsorted(self.steps, step, side="right")) - 1
        return self.frames[max(place, 0)]


@dataclass
class Reel(Generic[F]):
    """Frames of a run while it is made: at most ``most``, spread evenly over all steps so far.

    When it is full every other frame goes and from then on only every other step is kept, so a run
    of any length fits. The newest frame is always at hand.
    """

    most: int = MOST_FRAMES
    stride: int = 1
    newest_step: int = -1
    newest: F | None = None
    _kept: dict[int, F] = field(default_factory=dict)

    def wants(self, step: int) -> bool:
        """Whether a frame at ``step`` would be kept."""
        return step % self.stride == 0

    def add(self, step: int, frame: F) -> None:
        """Take the frame after ``step`` steps."""
        self.newest_step, self.newest = step, frame
        if not self.wants(step):
            return
        self._kept[step] = frame
        while len(self._kept) > self.most - 1:
            self.stride *= 2
            self._kept = {at: kept for at, kept in self._kept.items() if at % self.stride == 0}

    def film(self) -> Film[F]:
        """Return what is kept, with the newest frame as its end."""
        if self.newest is None:
            raise ValueError("a film needs at least one frame")
        frames = {**self._kept, self.newest_step: self.newest}
        steps = sorted(frames)
        return Film(
            tuple(frames[step] for step in steps), np.array(steps, np.int64), self.newest_step
        )


def record(
    run: Iterator[F | Callable[[], F]], *, most: int = MOST_FRAMES, n_steps: int = 0, text: str = ""
) -> Film[F]:
    """Walk ``run`` to its end and return its film of at most ``most`` frames.

    A generator may yield a function that makes the frame: it is called before the next step, and
    only for frames that are kept. ``n_steps``, if known, is for the progress (``text``, a unit).

    >>> film = record(iter("abcdefghij"), most=5)
    >>> film.frames, film.steps.tolist(), film.n_steps
    (('a', 'e', 'i', 'j'), [0, 4, 8, 9], 9)
    """
    reel: Reel[F] = Reel(most)
    held: Any = None
    step = -1
    for step, held in enumerate(run):
        if reel.wants(step):
            held = _frame(held)
            reel.add(step, held)
        if n_steps and step % max(n_steps // 50, 1) == 0:
            report(step, n_steps, f"{text or 'step'} {step} of {n_steps}")
    if step > reel.newest_step:
        reel.add(step, _frame(held))
    return reel.film()


def filmed(answer: Any) -> Any:
    """Return an answer as it is, of a generator of frames the film that they make.

    >>> filmed(iter("abc")).frames, filmed("abc")
    (('a', 'b', 'c'), 'abc')
    """
    return record(answer) if isinstance(answer, Iterator) else answer


def _frame(held: Any) -> Any:
    return held() if callable(held) else held
