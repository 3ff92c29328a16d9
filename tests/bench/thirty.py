"""Thirty learners, a click a second each over a lesson's mix: every lap, errors, memory."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from itertools import cycle

import psutil
from websockets.exceptions import ConnectionClosed

from tests.bench.learner import Learner
from tests.bench.row import Row, quantiles
from tests.e2e.server import Server
from tests.e2e.spied import pss_mb

MOST_S, MOST_MB = 1.5, 2048
BEAT_S, JOIN_S, WARM_S, MEASURE_S, LOOK_S = 1.0, 0.5, 15.0, 60.0, 5.0

Value = float | str


@dataclass(frozen=True)
class Part:
    """What some of the learners do: one control of one playground, through its values and back.

    ``n`` : learners. ``given`` : further parameters of the link. ``offset`` : where in the values
    the next learner begins, so that hardly two ask for the same picture at the same time.
    """

    n: int
    slug: str
    title: str
    label: str
    moves: tuple[Value, ...]
    given: tuple[tuple[str, str], ...] = ()

    def query(self) -> dict[str, str]:
        """Return the parameters of the link that opens this playground."""
        return {f"{self.slug}_play": self.title, **dict(self.given)}

    def values(self, learner: int) -> tuple[Value, ...]:
        """Return what this learner, the first being 0, sets the control to, round and round."""
        there_and_back = (*self.moves, *self.moves[-2:0:-1])
        begin = learner * len(there_and_back) // self.n
        return (*there_and_back[begin:], *there_and_back[:begin])


def _steps(low: float, high: float, step: float) -> tuple[float, ...]:
    return tuple(round(low + i * step, 6) for i in range(round((high - low) / step) + 1))


RATES = ("0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1")
RECIPE = ("1. Fill with the median", "2. Standard", "3. Fill with the most frequent", "4. One-hot")

MIX = (
    Part(6, "evaluation", "Threshold", "Threshold", _steps(0.2, 0.8, 0.01)),
    Part(4, "evaluation", "Metrics by hand", "True positives", _steps(41, 80, 1)),
    Part(4, "neural_networks", "Activations and losses", "Input", _steps(-3, 3, 0.1)),
    Part(3, "neural_networks", "Playground", "Learning rate", RATES),
    Part(3, "reinforcement", "Bandits", "ε of ε-greedy", _steps(0.01, 0.3, 0.01)),
    Part(3, "reinforcement", "World editor", "Discount γ", _steps(0.6, 0.99, 0.01)),
    Part(2, "preprocessing", "Recipe", "Look at step", RECIPE),
    Part(2, "explainable_ai", "Global", "Look at", ("Importance", "SHAP", "Curves")),
    Part(
        3, "data_collection", "Load", "Rows shown", _steps(5, 100, 1),
        (("data_collection_load_view", "Rows"),),
    ),
)  # fmt: skip


@dataclass
class Lesson:
    """What happened in a lesson.

    ``laps`` : (title, second at which it began, milliseconds). ``arriving`` : learners that still
    wait for their first picture. ``until`` : the second at which nobody begins another lap.
    ``memory_mb`` : process -> its PSS at the moment when all together took most.
    ``cpu_s`` : who -> CPU seconds in the measured time. ``n_pulses`` : how often a page that had
    lost its timer asked again.
    """

    laps: list[tuple[str, float, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    arriving: set[tuple[Part, int]] = field(default_factory=set)
    until: float = float("inf")
    memory_mb: dict[str, float] = field(default_factory=dict)
    cpu_s: dict[str, float] = field(default_factory=dict)
    n_pulses: int = 0

    def measured(self, title: str = "") -> list[float]:
        """Return the laps begun in the measured time, of one playground or of all, in ms."""
        since = self.until - MEASURE_S
        return [ms for of, at, ms in self.laps if at >= since and title in ("", of)]


def rows() -> list[Row]:
    """The laps of a minute, after everybody has arrived and has clicked for a while."""
    with Server() as server:
        lesson = asyncio.run(_teach(server))
    laps, most_mb = lesson.measured(), sum(lesson.memory_mb.values())
    p50, p95 = (ms / 1000 for ms in quantiles(laps))
    wanted = sum(part.n for part in MIX) * MEASURE_S / BEAT_S
    return [
        Row(
            f"{sum(part.n for part in MIX)} learners, a click a second each",
            f"p95 {MOST_S} s, no error, {MOST_MB} MB",
            f"p50 {p50:.2f}, p95 {p95:.2f} s, errors: {len(lesson.errors)}, {most_mb:.0f} MB",
            f"{len(laps)} of {wanted:.0f} clicks",
            f"{len(laps) / wanted:.2f}",
            p95 <= MOST_S and not lesson.errors and most_mb <= MOST_MB,
            _notes(lesson),
        )
    ]


def _notes(lesson: Lesson) -> tuple[str, ...]:
    parts = [(part, quantiles(lesson.measured(part.title) or [float("nan")])) for part in MIX]
    laps = "; ".join(f"{p.n} x {p.title} {p50:.0f}, {p95:.0f}" for p, (p50, p95) in parts)
    cpu = ", ".join(f"{who} {s / MEASURE_S:.2f}" for who, s in lesson.cpu_s.items())
    memory = ", ".join(f"{who} {mb:.0f}" for who, mb in lesson.memory_mb.items())
    errors = (f"errors: {'; '.join(lesson.errors[:5])}",) if lesson.errors else ()
    lost = f"pages that lost their timer and asked again: {lesson.n_pulses}"
    return (
        f"p50, p95 in ms: {laps}",
        f"cores used: {cpu}; {lost}",
        f"PSS in MB: {memory}",
        *errors,
    )


async def _teach(server: Server) -> Lesson:
    seats = [(part, number) for part in MIX for number in range(part.n)]
    lesson, learners = Lesson(arriving=set(seats)), []
    for part, number in seats:
        learners.append(asyncio.create_task(_learn(server.url, part, number, lesson)))
        await asyncio.sleep(JOIN_S)
    while lesson.arriving:
        await asyncio.sleep(0.1)
    await asyncio.sleep(WARM_S)
    lesson.until = time.perf_counter() + MEASURE_S
    before = await asyncio.to_thread(_cpu_s, server)
    while time.perf_counter() < lesson.until:
        await _weigh(server, lesson)
        await asyncio.sleep(min(LOOK_S, max(0.0, lesson.until - time.perf_counter())))
    after = await asyncio.to_thread(_cpu_s, server)
    lesson.cpu_s = {who: used - before.get(who, 0.0) for who, used in after.items()}
    await asyncio.gather(*learners)
    return lesson


async def _learn(url: str, part: Part, number: int, lesson: Lesson) -> None:
    """Open the page, then click once a second; whoever waits longer clicks as soon as it came."""
    learner = Learner(url, part.slug, part.query())
    try:
        async with learner:
            await learner.arrive()
            lesson.arriving.discard((part, number))
            await _click(learner, part, number, lesson)
    except (OSError, ConnectionClosed) as error:  # a TimeoutError is an OSError
        lesson.errors.append(f"{part.title}: {error!r}")
    finally:
        lesson.arriving.discard((part, number))
    lesson.n_pulses += learner.n_pulses
    lesson.errors += [f"{part.title}: {trouble}" for trouble in learner.screen.troubles]


async def _click(learner: Learner, part: Part, number: int, lesson: Lesson) -> None:
    beat = time.perf_counter()
    for value in cycle(part.values(number)):
        if learner.screen.stands_at(part.label, value):
            continue
        beat = max(beat + BEAT_S, time.perf_counter())
        await asyncio.sleep(beat - time.perf_counter())
        if time.perf_counter() >= lesson.until:
            return
        began = time.perf_counter()
        lesson.laps.append((part.title, began, await learner.move(part.label, value)))


async def _weigh(server: Server, lesson: Lesson) -> None:
    """Keep the memory of the server's family if it never took more."""
    family = await asyncio.to_thread(lambda: [(_name(p), pss_mb(p)) for p in server.family()])
    if sum(mb for _, mb in family) > sum(lesson.memory_mb.values()):
        lesson.memory_mb = {f"{who} {i}": mb for i, (who, mb) in enumerate(family) if mb >= 1}


def _cpu_s(server: Server) -> dict[str, float]:
    """CPU seconds of the server, of all below it, and of the learners themselves."""
    first, *below = server.family()
    groups = {"server": [first], "cluster and workers": below, "learners": [psutil.Process()]}
    return {
        who: sum(p.cpu_times().user + p.cpu_times().system for p in processes)
        for who, processes in groups.items()
    }


def _name(process: psutil.Process) -> str:
    command = " ".join(process.cmdline())
    known = {"streamlit run": "server", "core.compute.cluster": "cluster", "spawn_main": "worker"}
    return next((name for part, name in known.items() if part in command), "helper")
