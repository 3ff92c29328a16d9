"""Two threads of which one runs: a training that calls back, walked like a generator.

A library's ``learn`` returns only at its end. It runs in a thread of its own and hands the baton
over whenever a picture could be taken; it goes on when the baton comes back, and ends when it is
told to. Python's, NumPy's and PyTorch's global generators of chance change hands as well, so runs
that take turns in one process draw what each would have drawn alone.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

import numpy as np


class Closed(BaseException):
    """Raised inside the training to end it: nobody waits for it any more."""


class Baton:
    """``work(hand_over)`` runs in a thread, from one call of `advance` to the next.

    over : ``work`` has returned or raised; error : what it raised.
    """

    def __init__(self, work: Callable[[Callable[[], None]], None]) -> None:
        self.over = False
        self.error: BaseException | None = None
        self._work = work
        self._trainer, self._asker = threading.Lock(), threading.Lock()
        self._trainer.acquire()
        self._asker.acquire()
        self._closed = False
        self._chance: Any = None
        self._thread = threading.Thread(target=self._run, name="deep-rl", daemon=True)

    def advance(self) -> bool:
        """Let the training go on to its next hand-over; False when it is over."""
        if self.over:
            return False
        outer = _chance()
        if self._chance is not None:
            _take(self._chance)
        if self._thread.ident is None:
            self._thread.start()
        else:
            self._trainer.release()
        self._asker.acquire()
        self._chance = _chance()
        _take(outer)
        return not self.over

    def close(self) -> None:
        """End the training and its thread; harmless when it is over."""
        self._closed = True
        if self._thread.ident is None:
            return
        if not self.over:
            self._trainer.release()
        self._thread.join()

    def _run(self) -> None:
        import torch

        torch.set_num_threads(1)  # OpenMP keeps this number per thread
        try:
            self._work(self._hand_over)
        except Closed:
            pass
        except BaseException as error:  # noqa: BLE001 (carried to the thread that asks)
            self.error = error
        self.over = True
        self._asker.release()

    def _hand_over(self) -> None:
        self._asker.release()
        self._trainer.acquire()
        if self._closed:
            raise Closed


def _chance() -> Any:
    import torch

    return random.getstate(), np.random.get_state(), torch.get_rng_state()  # noqa: NPY002


def _take(state: Any) -> None:
    import torch

    random.setstate(state[0])
    np.random.set_state(state[1])  # noqa: NPY002
    torch.set_rng_state(state[2])
