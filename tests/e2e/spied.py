"""A real server that can be asked what it has in memory; nothing is added to the suite itself."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import Any

import psutil

from tests.e2e.server import Server, free_port

HEAVY = (
    "torch",
    "sklearn",
    "scipy",
    "shap",
    "lime",
    "xgboost",
    "lightgbm",
    "imblearn",
    "statsmodels",
    "mlxtend",
    "numba",
    "gymnasium",
    "stable_baselines3",
)
SPY = Path(__file__).resolve().parent / "spy"


class SpiedServer(Server):
    """A `Server` with `spy/sitecustomize.py` inside."""

    def __init__(self, script: str = "Home.py", **environment: str) -> None:
        self.spy_port = free_port()
        path = os.pathsep.join(p for p in (str(SPY), os.environ.get("PYTHONPATH", "")) if p)
        spied = {"PYTHONPATH": path, "PLAYGROUND_SPY_PORT": str(self.spy_port)}
        super().__init__(script, **spied, **environment)

    def ask(self, line: str, timeout_s: float = 90) -> Any:
        """Ask the spy: ``modules``, or ``call`` and the name of a probe."""
        address = ("127.0.0.1", self.spy_port)
        with socket.create_connection(address, timeout_s) as spy, spy.makefile("rw") as file:
            file.write(f"{line}\n")
            file.flush()
            return json.loads(file.readline())

    def heavy_modules(self) -> list[str]:
        """Names of heavy libraries that the server process has loaded."""
        loaded = {name.partition(".")[0] for name in self.ask("modules")}
        return sorted(loaded & set(HEAVY))

    def rss_mb(self) -> float:
        """Resident memory of the server process, in MB of 2**20 bytes."""
        return psutil.Process(self.pid).memory_info().rss / 2**20

    def family_pss_mb(self) -> float:
        """What the server and all its children take together, shared pages counted once."""
        return sum(pss_mb(process) for process in self.family())


def pss_mb(process: psutil.Process) -> float:
    """A process's memory, shared pages divided among who shares them, in MB of 2**20 bytes."""
    try:
        found = process.memory_full_info()
    except psutil.NoSuchProcess:
        return 0.0
    return float(getattr(found, "pss", found.uss)) / 2**20  # only Linux knows the shared part
