"""Run generated scripts as a learner would: in a process and a folder without the suite."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.export.data import DataSettings, table_parquet

_CHILD = """
import contextlib, io, json, os, sys, traceback, warnings
warnings.simplefilter("ignore")
codes = json.load(open("codes.json", encoding="utf-8"))
found = {}
for name, code in codes.items():
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            exec(compile(code, name, "exec"), {"__name__": "__main__"})
        found[name] = [said.getvalue(), ""]
    except BaseException:
        found[name] = [said.getvalue(), traceback.format_exc()]
loaded = [name for name in sys.modules if name.partition(".")[0] == "core"]
found["#"] = [json.dumps({"core": loaded, "path": sys.path, "folder": os.getcwd()}), ""]
json.dump(found, open("found.json", "w", encoding="utf-8"))
"""


@dataclass(frozen=True)
class Said:
    """What a script printed, and the traceback it ended with ("" for none)."""

    out: str
    error: str

    @property
    def numbers(self) -> dict[str, float]:
        """The ``name: value`` lines."""
        self.check()
        pairs = [line.rpartition(": ") for line in self.out.splitlines() if ": " in line]
        return {name: float(value) for name, _, value in pairs if _is_number(value)}

    def check(self) -> None:
        """Fail with the script's traceback if it had one."""
        assert not self.error, self.error


def run_alone(folder: Path, frames: Mapping[str, pd.DataFrame], codes: Mapping[str, str]):
    """Run ``codes`` one after the other in one process; ``frames`` by table name lie beside."""
    for name, frame in frames.items():
        answer = table_parquet(DataSettings(name), frame)
        (folder / answer.name).write_bytes(answer.content.tobytes())
    (folder / "codes.json").write_text(json.dumps(dict(codes)), encoding="utf-8")
    (folder / "child.py").write_text(_CHILD, encoding="utf-8")
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    environment.pop("PYTHONPATH", None)
    ended = subprocess.run(
        [sys.executable, "-I", "child.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert ended.returncode == 0, ended.stderr[-4000:]
    found = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    place = json.loads(found.pop("#")[0])
    project = str(Path(__file__).resolve().parents[2])
    assert place["core"] == [], "the script imported the suite"
    assert project not in place["path"], "the suite was within reach"
    return {name: Said(*parts) for name, parts in found.items()}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
