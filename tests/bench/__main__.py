"""Measure the budgets and print them: ``python -m tests.bench [NAME ...]``. Reports, never fails.

Names: cold, opening, control, server, one_worker, overhead, reading, neighbours, live,
deep_rl, boundaries, clustering, search_race, thirty.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module

from tests.bench.row import Row, table

NAMES = (
    "cold",
    "opening",
    "control",
    "server",
    "one_worker",
    "overhead",
    "reading",
    "neighbours",
    "live",
    "deep_rl",
    "boundaries",
    "clustering",
    "search_race",
    "thirty",
)


def main(wanted: list[str]) -> None:
    """Measure the rows named, or all of them."""
    unknown = set(wanted) - set(NAMES)
    if unknown:
        print(f"There is no row named {unknown.pop()!r}. Known: {', '.join(NAMES)}.")
        return
    rows: list[Row] = []
    for name in wanted or NAMES:
        started = time.monotonic()
        found = import_module(f"tests.bench.{name}").rows()
        print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
        print(table(found), file=sys.stderr, flush=True)  # a run that is cut off has told these
        rows += found
    print(_machine(), "", table(rows), sep="\n")


def _machine() -> str:
    import platform

    import psutil

    load = ", ".join(f"{value:.1f}" for value in psutil.getloadavg())
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"Python {platform.python_version()}, {platform.system()}, {psutil.cpu_count()} cores, "
        f"{memory:.0f} GB, load average {load}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
