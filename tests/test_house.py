"""The project's own rules, held by tests: sizes, words, pins, names, paths."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from core.course import roadmap
from tests.catalogue import SLUGS

ROOT = Path(__file__).resolve().parents[1]
PAGE_LINES, MODULE_LINES, FUNCTION_LINES = 250, 400, 60
DECISIONS = ROOT / "docs" / "decisions"
IMPORT_NAMES = {
    "scikit-learn": "sklearn",
    "imbalanced-learn": "imblearn",
    "xgboost-cpu": "xgboost",
    "charset-normalizer": "charset_normalizer",
    "stable-baselines3": "stable_baselines3",
}
ENTRY = re.compile(r"([a-z_][a-z0-9_]*)(?:\.[a-z_0-9]+)*:\w+")
"""How the catalogues name what a worker imports: ``module:name``."""
PREFIX = re.compile(r"(statsmodels)\.[a-z.]+")
"""The one package whose data sets are named by an f-string."""


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository that is there, tracked or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return tuple(file for name in listed.stdout.split("\n") if (file := ROOT / name).is_file())


def python_files(*folders: str) -> list[Path]:
    return [
        file
        for file in tracked()
        if file.suffix == ".py" and file.relative_to(ROOT).parts[0] in folders
    ]


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def n_lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imports(file: Path) -> Iterator[str]:
    """Return the packages a file imports, wherever it does, by statement or by entry point."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            found = PREFIX.match(str(node.values[0].value))
            if found:
                yield found[1]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = ENTRY.fullmatch(node.value)
            if found:
                yield found[1]


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


# Pages


def test_every_page_is_a_stage_of_the_roadmap():
    slugs = {stage.slug for stage in roadmap.STAGES}
    assert {file.stem for file in python_files("pages")} <= slugs


def test_a_stage_has_a_page_exactly_if_a_playground_of_it_stands():
    assert {file.stem for file in python_files("pages")} == set(SLUGS)


def test_every_page_with_a_file_is_in_the_readme_with_its_playgrounds():
    rows = [row for row in (ROOT / "README.md").read_text("utf-8").split("\n") if row[:1] == "|"]
    for slug in SLUGS:
        stage = roadmap.stage(slug)
        row = next((row for row in rows if row.startswith(f"| {stage.title} |")), "")
        assert row, f"README's table of pages has no row for {stage.title}"
        for name in roadmap.built(slug):
            title = stage.playground(name).title
            assert f"**{title}**" in row, title


# Sizes


def test_pages_are_short():
    assert {name_of(f): n_lines(f) for f in python_files("pages") if n_lines(f) > PAGE_LINES} == {}


def test_modules_are_not_long():
    long = {name_of(f): n_lines(f) for f in python_files("core") if n_lines(f) > MODULE_LINES}
    assert long == {}


def test_functions_are_not_long():
    long = {
        f"{name_of(file)}:{node.name}": node.end_lineno - node.lineno
        for file in python_files("core", "pages")
        for node in functions(file)
        if node.end_lineno - node.lineno >= FUNCTION_LINES
    }
    assert long == {}


# Words


def test_everything_public_in_core_has_a_docstring():
    bare = [
        f"{name_of(file)}:{getattr(node, 'name', 'module')}"
        for file in python_files("core")
        for node in public(tree(file))
        if ast.get_docstring(node) is None
    ]
    assert bare == []


def public(module: ast.Module) -> Iterator[ast.AST]:
    """Return a module and its public functions, classes and methods."""
    yield module
    for node in module.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_"):
            continue
        yield node
        if isinstance(node, ast.ClassDef) and "Protocol" not in map(ast.unparse, node.bases):
            methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
            yield from (item for item in methods if not item.name.startswith("_"))


def test_every_decision_is_numbered_once_and_titled_by_its_number():
    files = sorted(file for file in DECISIONS.glob("*.md") if file.name != "README.md")
    numbers = [int(file.name[:4]) for file in files]
    assert numbers == list(range(1, len(files) + 1))
    for file, number in zip(files, numbers, strict=True):
        assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", file.name)
        assert file.read_text("utf-8").startswith(f"# {number}. "), file.name


def test_every_decision_is_listed():
    listed = (DECISIONS / "README.md").read_text("utf-8")
    for file in DECISIONS.glob("0*.md"):
        assert f"({file.name})" in listed, f"docs/decisions/README.md does not list {file.name}"


def test_the_changelog_has_room_for_the_next_release():
    assert "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_pictures_of_the_readme_are_there():
    readme = (ROOT / "README.md").read_text("utf-8")
    for link in re.findall(r"\]\(((?!https?:)[^)#]+)", readme):
        assert (ROOT / link).exists(), link


# Streamlit


def test_nothing_unsafe_is_shown():
    """A learner's text in it once ran a script."""
    word = "unsafe_allow" + "_html"
    assert [
        name_of(f) for f in python_files("core", "pages", "tests") if word in f.read_text()
    ] == []
    assert word not in (ROOT / "Home.py").read_text()


def test_only_the_shell_pages_and_home_know_streamlit():
    knowing = [
        name_of(file)
        for file in python_files("core", "sample_data", "run.py")
        if "streamlit" in imports(file) and not name_of(file).startswith("core/ui/")
    ]
    assert knowing == []


def test_home_and_the_pages_draw_nothing_themselves():
    """A page names its playgrounds; what it may ask Streamlit for is the theme."""
    for file in [*python_files("pages"), ROOT / "Home.py"]:
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "st":
                assert node.attr == "context", f"{name_of(file)}: st.{node.attr}"


def test_no_class_is_defined_in_a_page():
    """Objects of such a class lose their type when the page runs again."""
    for file in python_files("pages"):
        classes = [node for node in ast.walk(tree(file)) if isinstance(node, ast.ClassDef)]
        assert classes == [], name_of(file)


def test_pages_import_nothing_but_core_and_streamlit():
    for file in python_files("pages"):
        foreign = set(imports(file)) - {"core", "streamlit"} - sys.stdlib_module_names
        assert foreign == set(), name_of(file)


# Dependencies


def pins(name: str = "requirements.txt") -> dict[str, str]:
    """Return package -> the rest of its line."""
    lines = (ROOT / name).read_text("utf-8").split("\n")
    rows = [line.partition("#")[0].strip() for line in lines]
    packages = [re.match(r"[A-Za-z0-9_.-]+", row) for row in rows if row and row[0] != "-"]
    kept = [row for row in rows if row and row[0] != "-"]
    return {
        found[0]: row[found.end() :] for found, row in zip(packages, kept, strict=True) if found
    }


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_exactly(name):
    for package, rest in pins(name).items():
        assert re.fullmatch(r"(\[[a-z0-9,-]+\])?==[0-9][0-9a-z.]*(; .+)?", rest), f"{package}{rest}"


def imported() -> set[str]:
    files = [*python_files("core", "pages", "sample_data"), ROOT / "Home.py"]
    return {package for file in files for package in imports(file)}


def test_every_pin_is_imported():
    """A pin that nothing imports is a promise nobody tests."""
    written = (DECISIONS / "0003-dependencies.md").read_text("utf-8")
    idle = [
        package
        for package in pins()
        if IMPORT_NAMES.get(package, package) not in imported() and f"`{package}`" not in written
    ]
    assert idle == []


@pytest.mark.parametrize(
    ("folders", "files"),
    [
        (("core", "pages"), ("requirements.txt",)),
        (("sample_data",), ("requirements.txt", "requirements-dev.txt")),
    ],
    ids=["runtime", "samples"],
)
def test_every_import_has_a_pin(folders, files):
    known = {IMPORT_NAMES.get(package, package) for name in files for package in pins(name)}
    ours = {"core", "pages", "sample_data", "tests"}
    found = {package for file in python_files(*folders) for package in imports(file)}
    assert found - known - ours - sys.stdlib_module_names == set()


# Places


def test_no_file_names_a_place_of_one_machine():
    """Built in parts, so that this file does not name one either."""
    home, work = "/ho" + "me/", "/wo" + "rk/"
    place = re.compile(rf"(?<![\w.}}]){home}\w|(?<![\w.}}]){work}\w|/ro" + r"ot/|[A-Z]:\\\\?Users")
    naming = []
    for file in tracked():
        if file.suffix in (".parquet", ".png", ".xlsx", ".gz", ".woff2", ".ico"):
            continue
        text = file.read_text("utf-8", errors="ignore")
        naming += [f"{name_of(file)}: {found[0]}" for found in [place.search(text)] if found]
    assert naming == []
