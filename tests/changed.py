"""Run the tests that a change reaches: ``python run.py test --changed [REVISION]``.

What differs from REVISION (HEAD where none is given), untracked files with it; the modules of core
that need what changed (`tests.reach`); the playgrounds and test files that need those. Tests that
walk playgrounds are made for those places only. The browser's are left to the whole command.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from run import ALONE, MOST_SIDE_BY_SIDE
from tests import reach
from tests.catalogue import PLACES, Place

ROOT = reach.ROOT
KEPT = ROOT / ".pytest_cache" / "answers"
COURSE = (
    "core.course.glossary",
    "core.course.lesson",
    "core.course.missions",
    "core.course.roadmap",
    "core.playground",
)
"""Name every stage and playground; whose they reach is known by its folder."""
EVERYTHING = (
    "pyproject.toml",
    "requirements.txt",
    "requirements-dev.txt",
    "tests/conftest.py",
    "tests/catalogue.py",
    "tests/store.py",
)
"""Files that decide over all tests."""
HOUSE = ("tests/test_house.py", "tests/test_stages.py", "tests/test_rooms.py")
"""The project's own rules: about every file, and quick."""
SHELL = "core.ui.shell"
BROWSER = ("tests/e2e/", "tests/load/")
STAGE = re.compile(r"core/stages/(\w+)/stage\.py")
PAGE = re.compile(r"pages/(\w+)\.py")
SAID = ("core.course.roadmap", "core.course.glossary")
"""What a stage says is read through these."""
WALKS = ("tests.catalogue", "core.course.missions")
"""Who needs one of these walks playgrounds, or may."""


@dataclass(frozen=True)
class Reached:
    """What a change reaches. ``whole`` : test files, or modules with doctests, to run in full;
    ``narrow`` : test files of which only what is made for ``places`` runs.
    """

    modules: frozenset[str]
    places: tuple[Place, ...]
    whole: tuple[str, ...]
    narrow: tuple[str, ...]


def main(revision: str = "HEAD", *options: str) -> int:
    """Say what differs from a revision and reaches which tests, then run these.

    ``options`` are pytest's.
    """
    changed = changed_files(revision)
    found = reached(changed)
    _tell(revision, changed, found)
    if not found.whole and not found.narrow:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        order = Path(folder) / "reached.json"
        places = [[place.slug, place.id] for place in found.places]
        order.write_text(json.dumps({"narrow": found.narrow, "places": places}))
        return _run([f"--reached={order}", *options], [*found.whole, *found.narrow])


def changed_files(revision: str) -> tuple[str, ...]:
    """Return the files that differ from a revision, as git names them; gone ones too."""
    diff = _git("diff", "--name-only", "--no-renames", revision)
    return tuple(sorted({*diff, *_git("ls-files", "--others", "--exclude-standard")}))


def _git(*arguments: str) -> list[str]:
    told = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True)
    return [line for line in told.stdout.splitlines() if line]


def reached(changed: Collection[str]) -> Reached:
    """Return what a change of these files reaches."""
    core, needs = _core(), read_tests()
    modules = core.reached_from(*_modules(changed, core))
    places = _places(changed, modules)
    said = {*SAID} if any(STAGE.fullmatch(name) for name in changed) else set()
    whole, narrow = [], []
    for file in sorted(name for name in needs if Path(name).name.startswith("test_")):
        far = all_needs(needs, file)
        read = {file, *map(_test_file, far), *EVERYTHING}
        if file in HOUSE or read & {*changed} or far & modules or needs[file] & said:
            whole.append(file)
        elif (places and far & {*WALKS}) or (SHELL in far and _names(file, places)):
            narrow.append(file)
    doctests = [_name(core.files[name]) for name in sorted(modules) if _tells(core.files[name])]
    seen = [file for file in whole if not file.startswith(BROWSER) or file in changed]
    unseen = [file for file in narrow if not file.startswith(BROWSER)]
    return Reached(modules, places, (*seen, *doctests), tuple(unseen))


def _names(file: str, places: Collection[Place]) -> bool:
    """Whether a test that opens pages opens one of these places' stages."""
    text = (ROOT / file).read_text("utf-8")
    return any(place.slug in text for place in places)


def _modules(changed: Iterable[str], core: reach.Modules) -> set[str]:
    """Return the modules that these files are, or that read them."""
    found = set()
    for name in changed:
        file = ROOT / name
        if name == "Home.py":
            found.add(SHELL)
        elif name.startswith(reach.DATA):
            found |= {m for m, f in core.files.items() if reach.DATA[0] in f.read_text("utf-8")}
        elif name.startswith("core/") and file.suffix == ".py":
            found |= {module for module, own in core.files.items() if own == file}
        elif name.startswith("core/"):
            found |= {module for module, own in core.files.items() if own.parent == file.parent}
    if any(STAGE.fullmatch(name) for name in changed):
        found.add("core.stages.roadmap.map")  # the map shows what every stage says
    return found


def _places(changed: Iterable[str], modules: frozenset[str]) -> tuple[Place, ...]:
    """Return the playgrounds with a module among these, or whose stage or page changed."""
    if modules & {SHELL, "core.playground"}:
        return PLACES
    found = [STAGE.fullmatch(name) or PAGE.fullmatch(name) for name in changed]
    slugs = {match[1] for match in found if match}
    folders = {tuple(name.split(".")[2:4]) for name in modules if name.startswith("core.stages.")}
    return tuple(p for p in PLACES if p.slug in slugs or (p.slug, p.folder) in folders)


@cache
def _core() -> reach.Modules:
    return reach.modules_of("core", deaf=COURSE)


@cache
def read_tests() -> dict[str, frozenset[str]]:
    """Return test file or helper -> the modules of core and of the tests that it needs itself."""
    files = sorted((ROOT / "tests").rglob("*.py"))
    return {_name(file): frozenset(_needs(file.read_text("utf-8"))) for file in files}


def all_needs(needs: Mapping[str, frozenset[str]], file: str) -> frozenset[str]:
    """Return what a file needs by itself and through other files of the tests."""
    found, waiting = set(needs[file]), list(needs[file])
    while waiting:
        new = needs.get(_test_file(waiting.pop()), frozenset()) - found
        found |= new
        waiting += new
    return frozenset(found)


def _needs(text: str) -> set[str]:
    """Return every module of core and of the tests that a test's text names or imports."""
    found = set(re.findall(r"\b(?:core|tests)(?:\.\w+)+", text))
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("core", "tests")):
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    if "Home.py" in text or "tests.e2e.server" in found:
        found.add(SHELL)
    return found


def _test_file(module: str) -> str:
    return f"{module.replace('.', '/')}.py"


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _tells(file: Path) -> bool:
    return ">>> " in file.read_text("utf-8")


def _tell(revision: str, changed: Collection[str], found: Reached) -> None:
    print(f"{len(changed)} files differ from {revision}; they reach {len(found.modules)} modules")
    print("playgrounds:", ", ".join(map(str, found.places)) or "none")
    print("test files, whole:", " ".join(found.whole) or "none")
    print("test files, for these playgrounds only:", " ".join(found.narrow) or "none")
    print("not run: what needs a browser (`python run.py test` runs everything)", flush=True)


def _run(options: list[str], files: list[str]) -> int:
    """Run the files that may run side by side, then the others."""
    common = ["-m", "pytest", f"--kept-answers={KEPT}", *options]
    beside = [file for file in files if not file.startswith(ALONE)]
    alone = [file for file in files if file.startswith(ALONE)]
    count = str(min(os.cpu_count() or 1, MOST_SIDE_BY_SIDE))
    for way, chosen in ((["-n", count, "--dist", "worksteal"], beside), ([], alone)):
        if chosen:
            status = subprocess.run([sys.executable, *common, *way, *chosen], cwd=ROOT).returncode
            if status not in (0, pytest.ExitCode.NO_TESTS_COLLECTED):
                return status
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
