"""One command for everything: ``python run.py [serve|test|bench|shots]``, standard library only.

Makes the project's own environment in ``.venv/``, installs the pinned requirements and starts the
suite. Works on Linux, macOS and Windows with Python 3.11 or newer.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
ALONE = ("tests/compute", "tests/e2e/alone", "tests/load")
"""Tests of processes, live runs and load: beside others they would wait for the wrong reasons."""
MOST_SIDE_BY_SIDE = 4
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Tests compute as a worker does: a second core must not spin beside the one that computes."""
RELOAD = "--server.fileWatcherType=poll"
"""For whoever writes code: a saved file offers a rerun by itself. Heavier for everybody else."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
BROWSER_FILES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    if sys.version_info < OLDEST:
        return _fail("Python 3.11 or newer is needed. Install it and run this again with it.")
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__)
    parser.add_argument("command", nargs="?", default="serve", choices=tuple(COMMANDS))
    asks = arguments[:1]
    if asks and asks[0].startswith("-") and asks[0] not in ("-h", "--help"):
        asks = []  # options of Streamlit's: what follows one is its value and no command
    options = parser.parse_args(asks)
    return COMMANDS[options.command](arguments[len(asks) :])


def serve(rest: Sequence[str]) -> int:
    """Start the suite; ``--reload`` follows saved files, the rest goes to ``streamlit run``."""
    install("requirements.txt")
    options = [RELOAD if option == "--reload" else option for option in rest]
    command = [str(PYTHON), "-m", "streamlit", "run", "Home.py", *options]
    if os.name == "nt":
        return _run(*command)
    os.chdir(ROOT)
    os.execv(command[0], command)  # the suite takes this process over: one thing to kill


def test(rest: Sequence[str]) -> int:
    """Lint, types, architecture contract, tests; ``--quick`` without browser and slow ones.

    ``--changed`` : only the tests that what differs from a revision reaches (tests/changed.py).
    """
    install("requirements-dev.txt")
    parser = argparse.ArgumentParser(prog="run.py test")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--changed", nargs="?", const="HEAD", metavar="REVISION")
    options, pytest_arguments = parser.parse_known_args(rest)
    part = options.quick or options.changed is not None
    environment = dict(ONE_THREAD) if part else {"PLAYGROUND_BROWSER": find_browser(), **ONE_THREAD}
    selected = ["-m", "not slow and not browser"] if options.quick else []
    python, scripts = str(PYTHON), PYTHON.parent
    rounds = [pytest_arguments] if pytest_arguments else _rounds()
    tests = [[python, "-m", "pytest", *selected, *arguments] for arguments in rounds]
    if options.changed is not None:
        tests = [[python, "-m", "tests.changed", options.changed, *selected, *pytest_arguments]]
    for command in (
        [python, "-m", "ruff", "check", "."],
        [python, "-m", "ruff", "format", "--check", "."],
        [python, "-m", "mypy"],
        [str(scripts / "lint-imports")],
        *tests,
    ):
        if status := _run(*command, environment=environment):
            return status
    return 0


def _rounds() -> list[list[str]]:
    """Return pytest's arguments: first what may run side by side, then what needs the machine."""
    count = str(min(os.cpu_count() or 1, MOST_SIDE_BY_SIDE))
    ignored = [f"--ignore={folder}" for folder in ALONE]
    return [["-n", count, "--dist", "worksteal", *ignored], list(ALONE)]


def bench(rest: Sequence[str]) -> int:
    """Measure the budgets and print them as a table."""
    install("requirements-dev.txt")
    environment = {"PLAYGROUND_BROWSER": find_browser(), **ONE_THREAD}
    return _run(str(PYTHON), "-m", "tests.bench", *rest, environment=environment)


def shots(rest: Sequence[str]) -> int:
    """Photograph every page and playground, light, dark and at 400 pixels, onto contact sheets."""
    install("requirements-dev.txt")
    return _run(
        str(PYTHON),
        "-m",
        "tests.e2e.shots",
        *rest,
        environment={"PLAYGROUND_BROWSER": find_browser()},
    )


def install(requirements: str) -> None:
    """Make ``.venv`` and install ``requirements`` unless just that is installed already."""
    files = sorted(ROOT.glob("requirements*.txt"))
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    stamp = VENV / f"installed-{Path(requirements).stem}"
    enough = {stamp, VENV / "installed-requirements-dev"}  # these hold the others
    if PYTHON.exists() and any(s.exists() and s.read_text() == wanted for s in enough):
        return
    if not PYTHON.exists():
        print(f"Making the environment in {VENV.name}/ ...", flush=True)
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    print(f"Installing {requirements} (some minutes the first time) ...", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if _run(*pip, "-r", str(ROOT / requirements)):
        raise SystemExit(
            _fail(
                f"{requirements} could not be installed. Read pip's message above, then try again."
            )
        )
    stamp.write_text(wanted)


def find_browser() -> str:
    """Return a Chromium's path: the system's, else Playwright's, else exit with the way out."""
    named = os.environ.get("PLAYGROUND_BROWSER")
    found = [named] if named else [path for name in BROWSERS if (path := shutil.which(name))]
    found += [path for path in BROWSER_FILES if Path(path).exists()]
    if found:
        return found[0]
    _run(str(PYTHON), "-m", "playwright", "install", "chromium")
    ask = (
        "from playwright.sync_api import sync_playwright as p; "
        "print(p().start().chromium.executable_path)"
    )
    told = subprocess.run([str(PYTHON), "-c", ask], capture_output=True, text=True, check=False)
    path = told.stdout.strip()
    if path and Path(path).exists():
        return path
    raise SystemExit(
        _fail(
            "The browser tests need a Chromium: none is installed and none could be fetched. "
            "Install chromium or Google Chrome, or name one in PLAYGROUND_BROWSER. "
            "`python run.py test --quick` runs everything that needs no browser."
        )
    )


def _run(*command: str, environment: dict[str, str] | None = None) -> int:
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **(environment or {})}, check=False
    ).returncode


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


COMMANDS = {"serve": serve, "test": test, "bench": bench, "shots": shots}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
