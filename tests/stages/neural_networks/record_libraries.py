"""Record what the scripts of libraries print that are not installed here.

    python -m tests.stages.neural_networks.record_libraries keras ~/elsewhere/bin/python 3.15.1

runs the library's scripts with another interpreter and writes them into the room's JSON file.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from core.compute.keys import digest
from core.stages.neural_networks.four_libraries.run import RECORDED
from core.stages.neural_networks.four_libraries.scripts import script_of
from core.stages.neural_networks.four_libraries.settings import LibrarySettings

SETTINGS = (
    LibrarySettings(),
    LibrarySettings(activation="relu"),
    LibrarySettings(n_layers=3, width=16),
    LibrarySettings(n_layers=1),
)


def recorded(library: str, python: str, settings: LibrarySettings) -> dict[str, object]:
    """Return what one script printed, and the digest of its text."""
    code = script_of(settings, library)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "net.py")
        path.write_text(code, encoding="utf-8")
        done = subprocess.run([python, str(path)], capture_output=True, text=True, check=True)
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)
    kept = {name: value for name, value in asdict(settings).items() if name != "library"}
    losses = [float(text) for text in said["losses"].split()]
    numbers = {"accuracy": float(said["test accuracy"]), "losses": losses}
    return {"settings": kept, "script": digest(code.encode()), **numbers}


def main(library: str, python: str, version: str) -> None:
    """Write the runs of one library beside those that are kept."""
    content = json.loads(RECORDED.read_text(encoding="utf-8"))
    runs = [recorded(library, python, settings) for settings in SETTINGS]
    content[library] = {"version": version, "runs": runs}
    RECORDED.write_text(json.dumps(content) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])
