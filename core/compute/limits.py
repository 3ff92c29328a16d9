"""Limits sized from the machine: how many workers, how much memory each, how large a table."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MB = 2**20
SERVER_BYTES = 450 * MB  # the page server with its answers, and the scheduler beside it
SMALLEST_WORKER_BYTES = 500 * MB  # scikit-learn, shap and a sample data set, with room to fit
DEFAULT_TIMEOUT_S = 300.0
CGROUP_MEMORY = (
    "/sys/fs/cgroup/memory.max",
    "/sys/fs/cgroup/memory/memory.limit_in_bytes",
)


@dataclass(frozen=True)
class Limits:
    """What this machine allows. Sizes in bytes.

    ``replace_bytes``: a worker above this after a call is replaced while it is idle.
    ``table_cells``: rows times columns of one table.
    ``calls_per_learner``: waiting and running calls that one learner may have.
    ``n_runners``: workers for live runs, beside those for calls; 0 where they share the only one.
    """

    n_workers: int
    n_runners: int
    worker_bytes: int
    replace_bytes: int
    cache_bytes: int
    store_bytes: int
    upload_bytes: int
    table_bytes: int
    table_cells: int
    timeout_s: float
    calls_per_learner: int = 12


@cache
def limits() -> Limits:
    """Return this machine's limits, as far as the environment does not set them.

    `PLAYGROUND_WORKERS`, `PLAYGROUND_MEMORY_MB` (for everything together: hosts that hide their
    limit), `PLAYGROUND_TIMEOUT_S`.
    """
    return sized(
        cores(),
        int(_number("PLAYGROUND_MEMORY_MB", 0) * MB) or memory_bytes(),
        timeout_s=_number("PLAYGROUND_TIMEOUT_S", DEFAULT_TIMEOUT_S),
        n_workers=int(_number("PLAYGROUND_WORKERS", 0)),
    )


def sized(
    n_cores: int, total_bytes: int, *, timeout_s: float = DEFAULT_TIMEOUT_S, n_workers: int = 0
) -> Limits:
    """Return the limits of a machine with ``n_cores`` and ``total_bytes`` of memory.

    One worker per core, fewer where memory would not give each at least 500 MB, and where there
    are several of them one more for live runs. A quarter of what
    a worker has is left before its call is ended, so that its neighbours keep working.

    >>> sized(2, 8 * 2**30).n_workers
    2
    >>> sized(8, 2**30).n_workers
    1
    """
    for_workers = max(int(total_bytes * 0.9) - SERVER_BYTES, SMALLEST_WORKER_BYTES)
    count = n_workers if n_workers > 0 else min(n_cores, for_workers // SMALLEST_WORKER_BYTES)
    n_runners = 1 if count > 1 else 0
    worker_bytes = max(for_workers // (count + n_runners), SMALLEST_WORKER_BYTES)
    return Limits(
        n_workers=count,
        n_runners=n_runners,
        worker_bytes=worker_bytes,
        replace_bytes=max(int(worker_bytes * 0.6), 420 * MB),
        cache_bytes=_between(64 * MB, total_bytes // 16, 512 * MB),
        store_bytes=_between(256 * MB, total_bytes // 8, 4096 * MB),
        upload_bytes=_between(50 * MB, worker_bytes // 8, 200 * MB),
        table_bytes=_between(100 * MB, worker_bytes // 6, 1024 * MB),
        table_cells=_between(2_000_000, worker_bytes // 64, 100_000_000),
        timeout_s=timeout_s,
    )


def cores() -> int:
    """Return the cores this process may use: its affinity, cut by a container's CPU quota."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows have no affinity to ask for
        count = os.cpu_count() or 1
    quota = _cgroup_cores()
    return max(1, count if quota is None else min(count, int(quota)))


def memory_bytes() -> int:
    """Return the memory this process may use: the machine's, cut by a container's limit."""
    import psutil

    return min([int(psutil.virtual_memory().total), *_cgroup_memory()])


def _cgroup_cores() -> float | None:
    try:
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text(encoding="ascii").split()
        return None if quota == "max" else int(quota) / int(period)
    except (OSError, ValueError):
        return None


def _cgroup_memory() -> list[int]:
    found = []
    for name in CGROUP_MEMORY:
        try:
            found.append(int(Path(name).read_text(encoding="ascii")))
        except (OSError, ValueError):  # no such control group, or "max"
            continue
    return [size for size in found if size > 64 * MB]


def _between(low: int, value: int, high: int) -> int:
    return max(low, min(value, high))


def _number(name: str, default: float) -> float:
    try:
        return float(os.environ[name])
    except (KeyError, ValueError):
        return default
