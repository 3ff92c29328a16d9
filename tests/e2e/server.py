"""A real server on a free port, in a process group of its own, for the browser tests and bench."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import psutil

ROOT = Path(__file__).resolve().parents[2]
START_S = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """``with Server() as server: server.url`` — stopped, with all its children, at the end.

    Started as the README says, with a port and nothing else: what a learner's server does is what
    is tested and measured. ``command`` is what stands before the port, run in ``root``.
    """

    def __init__(
        self,
        script: str = "Home.py",
        *,
        root: Path = ROOT,
        command: Sequence[str] = (sys.executable, "-m", "streamlit", "run"),
        **environment: str,
    ) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.root = root
        self.command = [*command, *([script] if script else [])]
        self.environment = environment
        self.log = Path(tempfile.mkstemp(prefix="playground-server-", suffix=".log")[1])
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*self.command, f"--server.port={self.port}"],
                cwd=self.root,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait_until_healthy()
        return self

    def _wait_until_healthy(self) -> None:
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"The server did not start:\n{self.log.read_text()}")

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def family(self) -> list[psutil.Process]:
        """The server's process and all its descendants."""
        parent = psutil.Process(self.pid)
        return [parent, *parent.children(recursive=True)]

    def kill(self) -> None:
        """Kill the server's own process only, as the kernel would."""
        os.kill(self.pid, signal.SIGKILL)
        assert self.process is not None
        self.process.wait()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.log.unlink(missing_ok=True)  # kept where something went wrong
        if self.process is None or self.process.poll() is not None:
            return
        family = self.family()
        self.process.terminate()
        _, alive = psutil.wait_procs(family, timeout=10)
        for process in alive:
            process.kill()
        self.process.wait()
