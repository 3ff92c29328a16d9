"""Run the scripts of the libraries that are installed; show recorded numbers of the others.

PyTorch is at home in a worker and runs there; the others each run in a process of their own, so
that no worker has to hold four frameworks. `recorded.json` holds what their scripts
printed elsewhere (`tests/stages/neural_networks/record_libraries.py` wrote it), for a few settings.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.compute.progress import report
from core.stages.neural_networks.four_libraries.scripts import LIBRARIES, LibrarySpec, script_of
from core.stages.neural_networks.four_libraries.settings import LibrarySettings

PATIENCE_S = 120.0
RECORDED = Path(__file__).with_name("recorded.json")


@dataclass(frozen=True, eq=False)
class LibraryRun:
    """What came of one library's script.

    ``state`` : ran, recorded (elsewhere, with ``version``), missing (not installed) or failed.
    losses : (n_epochs + 1,), before each step and after the last; empty unless it ran or was
    recorded. The ``sentence`` says why it was not run.
    """

    id: str
    label: str
    state: str
    losses: NDArray[np.float64]
    accuracy: float = float("nan")
    sentence: str = ""
    version: str = ""

    @property
    def last_loss(self) -> float:
        """The training loss at the end, NaN where it was not run."""
        return float(self.losses[-1]) if len(self.losses) else float("nan")


@dataclass(frozen=True, eq=False)
class LibrariesAnswer:
    """All four libraries; ``n_parameters`` of the net."""

    runs: tuple[LibraryRun, ...]
    n_parameters: int

    def run(self, library: str) -> LibraryRun:
        """Return one library's run."""
        return next(run for run in self.runs if run.id == library)

    @property
    def n_ran(self) -> int:
        """How many were run."""
        return sum(run.state == "ran" for run in self.runs)


def run_libraries(settings: LibrarySettings) -> LibrariesAnswer:
    """Run what is installed here. Of the others only recorded numbers are shown, never made up."""
    runs = []
    for i, spec in enumerate(LIBRARIES):
        report(i, len(LIBRARIES), spec.label)
        runs.append(_run(settings, spec))
    sizes = settings.sizes
    n = sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))
    return LibrariesAnswer(tuple(runs), n)


def _run(settings: LibrarySettings, spec: LibrarySpec) -> LibraryRun:
    if find_spec(spec.module) is None:
        return recorded_run(settings, spec) or _missing(spec)
    try:
        said = (run_here if spec.module == "torch" else run_script)(script_of(settings, spec.id))
    except (subprocess.SubprocessError, OSError) as error:
        sentence = f"{spec.label} is installed, but its script ended with {type(error).__name__}."
        return LibraryRun(spec.id, spec.label, "failed", np.empty(0), sentence=sentence)
    numbers = dict(line.split(": ", 1) for line in said.splitlines() if ": " in line)
    losses = np.array([float(text) for text in numbers["losses"].split()])
    return LibraryRun(spec.id, spec.label, "ran", losses, float(numbers["test accuracy"]))


def _missing(spec: LibrarySpec) -> LibraryRun:
    sentence = (
        f"{spec.label} is not installed here, and these settings were not recorded: it has no "
        f"numbers. Go back to the defaults, or install {spec.module} and run the script yourself."
    )
    return LibraryRun(spec.id, spec.label, "missing", np.empty(0), sentence=sentence)


def recorded_run(settings: LibrarySettings, spec: LibrarySpec) -> LibraryRun | None:
    """Return what the library's script printed elsewhere for these settings, if it was run."""
    kept = _recorded().get(spec.id)
    asked = {name: value for name, value in asdict(settings).items() if name != "library"}
    found = next((run for run in kept["runs"] if run["settings"] == asked), None) if kept else None
    if kept is None or found is None:
        return None
    sentence = (
        f"{spec.label} is not installed here. Its numbers were recorded with {spec.label} "
        f"{kept['version']}, by the very script you see."
    )
    return LibraryRun(
        spec.id, spec.label, "recorded", np.array(found["losses"]), found["accuracy"], sentence,
        kept["version"],
    )  # fmt: skip


@cache
def _recorded() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return content


def run_here(code: str) -> str:
    """Run a script of ours in this process and return what it printed."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(compile(code, "net.py", "exec"), {"__name__": "net"})
    return told.getvalue()


def run_script(code: str) -> str:
    """Run a script of ours in an interpreter of its own and return what it printed.

    Raises `subprocess.SubprocessError` where it fails or takes more than two minutes.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "net.py")
        path.write_text(code, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", str(path)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
            timeout=PATIENCE_S,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )
    return done.stdout
