"""Tiny functions that the bench and the tests call through `core.compute`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

import numpy as np
import pandas as pd

from core.compute.progress import report
from core.errors import PlaygroundError


class ProbeRefused(PlaygroundError):
    """What a probe raises when it is asked for something a learner could mend."""


_HOARD: list[np.ndarray[Any, np.dtype[np.float64]]] = []


@dataclass(frozen=True)
class Probe:
    """Settings of every probe: how long, how large, how often; ``tag`` tells calls apart."""

    seconds: float = 0.0
    size: int = 0
    tag: str = ""


@dataclass(frozen=True)
class ProbeAnswer:
    """Where the probe ran, and what it made."""

    pid: int
    tag: str
    values: np.ndarray[Any, np.dtype[np.float64]]


def echo(settings: Probe) -> ProbeAnswer:
    """Return at once an array of ``size`` zeros."""
    return ProbeAnswer(os.getpid(), settings.tag, np.zeros(settings.size))


def nap(settings: Probe) -> ProbeAnswer:
    """Sleep for ``seconds`` in twenty reported steps."""
    for done in range(20):
        time.sleep(settings.seconds / 20)
        report(done + 1, 20, f"step {done + 1} of 20")
    return echo(settings)


def burn(settings: Probe) -> ProbeAnswer:
    """Hold a core, and the interpreter, for ``seconds``."""
    report(0, 1, str(os.getpid()))
    end = time.monotonic() + settings.seconds
    while time.monotonic() < end:
        sum(range(100_000))
    return echo(settings)


def seize(settings: Probe) -> ProbeAnswer:
    """Hold the interpreter inside one C loop of ``size`` million steps: no thread of it runs."""
    report(0, 1, str(os.getpid()))
    time.sleep(0.3)  # the report is sent by another thread
    sum(range(settings.size * 1_000_000))
    return echo(Probe(tag=settings.tag))


def eat(settings: Probe) -> ProbeAnswer:
    """Touch ``size`` megabytes one by one, then stay for ``seconds``."""
    held = []
    for done in range(settings.size):
        held.append(np.ones(2**17))
        if done % 64 == 0:
            time.sleep(0.01)
    time.sleep(settings.seconds)
    return ProbeAnswer(os.getpid(), settings.tag, np.array([float(len(held))]))


def hoard(settings: Probe) -> ProbeAnswer:
    """Touch ``size`` megabytes and keep them after the call, as a library's cache would."""
    _HOARD.append(np.ones(settings.size * 2**17))
    return echo(Probe(tag=settings.tag))


def shape(settings: Probe, frame: pd.DataFrame) -> tuple[int, int]:
    """Return the table's number of rows and columns."""
    return frame.shape


def column_means(settings: Probe, frame: pd.DataFrame) -> pd.Series:
    """Return the mean of every numeric column."""
    return frame.mean(numeric_only=True)


def refuse(settings: Probe) -> None:
    """Raise what a learner can mend."""
    raise ProbeRefused(f"{settings.tag} is too small. Choose a larger one.")


def fault(settings: Probe) -> None:
    """Raise what is a fault of the suite, with a path in the message."""
    raise KeyError(f"/somewhere/{settings.tag}")


def out_of_memory(settings: Probe) -> None:
    """Raise what NumPy raises for an array that no machine holds."""
    np.ones(2**47)


def library_object(settings: Probe) -> object:
    """Return what no computation may return: an estimator of scikit-learn."""
    from sklearn.linear_model import LinearRegression

    return LinearRegression()


def not_fitted(settings: Probe) -> None:
    """Raise scikit-learn's own exception."""
    from sklearn.linear_model import LinearRegression

    LinearRegression().predict([[0.0]])


def torch_out_of_memory(settings: Probe) -> None:
    """Raise torch's own exception."""
    import torch

    raise torch.OutOfMemoryError("CUDA out of memory: tried to allocate 20 GiB")


def die(settings: Probe) -> None:
    """End the worker's process on the spot."""
    os._exit(1)


def has_imported(settings: Probe) -> bool:
    """Whether the worker has the module named by ``tag``."""
    return settings.tag in sys.modules


def count_upload(settings: Probe) -> int:
    """Return the size of the uploaded bytes named by ``tag``."""
    from core.compute import tables

    return len(tables.get_bytes(settings.tag))


def make_table(settings: Probe) -> str:
    """Make a table of ``size`` rows in the worker, store it and return its digest."""
    from core.compute import tables

    digest = settings.tag
    tables.put(pd.DataFrame({"x": np.arange(settings.size, dtype=np.float64)}), digest)
    return digest


@dataclass(frozen=True)
class Stride:
    """A change that a `stroll` takes: how far each step goes from now on."""

    length: float


@dataclass(frozen=True)
class Footprint:
    """A frame of a `stroll`: where, how many steps, in which process, and an array to weigh."""

    at: float
    step: int
    pid: int
    load: np.ndarray[Any, np.dtype[np.float64]]
    ended: str = ""


def stroll(settings: Probe) -> Generator[Footprint | Callable[[], Footprint], Stride | None, None]:
    """Walk at random, ``seconds`` a step, for ``size`` steps (0: for ever); a live run's probe.

    The tag "refuse" raises before the first step.
    """
    if settings.tag == "refuse":
        raise ProbeRefused("This walk cannot begin. Try another tag.")
    generator = np.random.default_rng(settings.size)
    at, length = 0.0, 1.0
    steps = range(settings.size) if settings.size else count()
    change = yield Footprint(at, 0, os.getpid(), np.zeros(100))
    for step in steps:
        if change is not None:
            length = change.length
        time.sleep(settings.seconds)
        at += length * float(generator.normal())
        change = yield partial(Footprint, at, step + 1, os.getpid(), np.full(100, at))
