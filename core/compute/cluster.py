"""The embedded cluster: ``python -m core.compute.cluster``, a child of the page server.

A scheduler, and a nanny with one worker process per slot, on loopback. It prints its address as one
line, then watches its standard input: at its end, which comes however the parent died, it kills
its own children by their ids and exits.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from typing import Any

CALL_SLOT, RUN_SLOT = "call", "run"
THREADS = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "NUMBA_NUM_THREADS",
        "POLARS_MAX_THREADS",
    ),
    "1",
)
MALLOC = {"MALLOC_TRIM_THRESHOLD_": str(128 * 2**20), "MALLOC_MMAP_THRESHOLD_": str(32 * 2**20)}
"""Where glibc gets to by itself. Dask's own 64 KiB hands every freed array back to the kernel: its
pages, zeroed anew at the next one, made a boosting fit take half as long again."""
QUIET = {"DASK_LOGGING__DISTRIBUTED": "critical", "DASK_LOGGING__TORNADO": "critical"}
SELDOM: dict[str, Any] = {
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.system-monitor.disk": False,
    "distributed.admin.system-monitor.gil.enabled": False,
}
"""Nobody looks at what Dask watches fifty times a second in each of seven servers: an idle suite
woke 270 times a second for it, now 30."""
CONFIG: dict[str, Any] = {
    "distributed.scheduler.allowed-failures": 0,
    "distributed.scheduler.work-stealing": False,
    "distributed.scheduler.worker-saturation": 1.0,
    "distributed.scheduler.worker-ttl": None,  # a long call may hold the interpreter: our limits
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": 0.95,
    "distributed.worker.profile.enabled": False,
    "distributed.worker.memory.monitor-interval": "250ms",
    **SELDOM,
    "distributed.nanny.pre-spawn-environ": {**THREADS, **MALLOC},
    "distributed.admin.large-graph-warning-threshold": "4 GiB",
}


def slots(n_calls: int, n_runs: int) -> list[tuple[str, dict[str, float]]]:
    """Return name and Dask resources of every worker: those for calls, then those for live runs.

    >>> slots(1, 1)
    [('call-0', {'call': 1}), ('run-0', {'run': 1})]
    """
    kinds = [(CALL_SLOT, n_calls), (RUN_SLOT, n_runs)]
    return [(f"{kind}-{i}", {kind: 1}) for kind, count in kinds for i in range(count)]


async def serve(n_calls: int, n_runs: int, worker_bytes: int) -> None:
    """Start scheduler and nannies, print the address and stay."""
    from distributed import Nanny, Scheduler

    logging.getLogger("distributed.scheduler").setLevel(logging.CRITICAL + 1)  # of closed clients
    scheduler = await Scheduler(
        host="127.0.0.1", port=0, dashboard=False, dashboard_address="127.0.0.1:0"
    )
    nannies = [
        Nanny(
            scheduler.address,
            host="127.0.0.1",
            name=name,
            nthreads=1,
            resources=resources,
            memory_limit=worker_bytes,
            dashboard=False,
            dashboard_address="127.0.0.1:0",
        )
        for name, resources in slots(n_calls, n_runs)
    ]
    print(scheduler.address, flush=True)  # noqa: T201 (the parent reads it)
    os.dup2(2, 1)  # what a library prints belongs in the log
    await asyncio.gather(*nannies)
    await asyncio.Event().wait()


def kill_children() -> None:
    """Kill every process that descends from this one; nothing else."""
    import psutil

    children = psutil.Process().children(recursive=True)
    for child in children:
        try:
            child.kill()
        except psutil.NoSuchProcess:
            continue


def _exit_with_parent() -> None:
    while os.read(0, 4096):
        pass
    kill_children()
    os._exit(0)


def main(arguments: list[str]) -> None:
    """Read ``n_calls n_runs worker_bytes`` and serve until standard input ends."""
    n_calls, n_runs, worker_bytes = (int(item) for item in arguments)
    os.environ.update({**THREADS, **QUIET})  # before anything imports a BLAS or Dask
    threading.Thread(target=_exit_with_parent, name="parent-watch", daemon=True).start()
    import dask

    from core.compute.tables import folder

    dask.config.set({**CONFIG, "temporary-directory": str(folder() / "dask")})
    try:
        asyncio.run(serve(n_calls, n_runs, worker_bytes))
    finally:
        kill_children()


if __name__ == "__main__":
    main(sys.argv[1:])
