"""The embedded cluster as a child process: starting it, knowing its family, ending it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import core
from core.compute import tables
from core.compute.limits import limits

START_S = 30.0


class Child:
    """A running ``python -m core.compute.cluster``; ``address`` is "" if it failed.

    It ends with its standard input, so it cannot outlive this process however that dies.
    """

    def __init__(self) -> None:
        size = limits()
        self._family: list[Any] = []
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [
                sys.executable,
                "-m",
                "core.compute.cluster",
                str(size.n_workers),
                str(size.n_runners),
                str(size.worker_bytes),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
            cwd=_root(),
        )
        self.address = self._read_address()

    def wait(self) -> None:
        """Wait until it has ended, for whatever reason."""
        self._process.wait()

    def remember_family(self) -> None:
        """Note its worker processes, to find them should it die and leave them."""
        import psutil

        with suppress(psutil.Error):
            self._family = psutil.Process(self._process.pid).children(recursive=True)

    def end(self) -> None:
        """Close its standard input, and make sure that nothing of it is left."""
        with suppress(OSError):
            assert self._process.stdin is not None  # noqa: S101 (asked for at the start)
            self._process.stdin.close()
        try:
            self._process.wait(timeout=3)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self.kill_family()

    def kill_family(self) -> None:
        """Kill processes we started, known by id and start time, that outlived their parent."""
        import psutil

        for process in self._family:
            with suppress(psutil.Error):
                process.kill()  # psutil refuses if the id belongs to another process by now

    def _read_address(self) -> str:
        assert self._process.stdout is not None  # noqa: S101 (asked for at the start)
        overdue = threading.Timer(START_S, self._process.kill)
        overdue.daemon = True
        overdue.start()
        with self._process.stdout as stdout:
            address = stdout.readline().decode().strip()
        overdue.cancel()
        return address


def _root() -> str:
    return str(Path(core.__file__).parent.parent)


def _environment() -> dict[str, str]:
    path = os.pathsep.join(item for item in (_root(), os.environ.get("PYTHONPATH", "")) if item)
    return {**os.environ, "PYTHONPATH": path, tables.FOLDER_VARIABLE: str(tables.folder())}
