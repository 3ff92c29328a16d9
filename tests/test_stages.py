"""A playground is one folder: what has to be in it, and what each file may know.

Each failure says what to do and where.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from core.course import missions, roadmap
from core.playground import load

ROOT = Path(__file__).resolve().parents[1]
STAGES = ROOT / "core" / "stages"
BUILT = [(slug, name) for slug in roadmap.ORDER for name in roadmap.built(slug)]
FEWEST_MISSIONS = 2
DRAWING = ("core.figures", "plotly")
MAY_DRAW = ("scene", "playground")


def folder(slug: str, name: str) -> Path:
    return STAGES / slug / roadmap.folder(name)


@cache
def imported(file: Path) -> frozenset[str]:
    """Every module a file imports, wherever it does; of ``from x import y`` both x and x.y."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def named(modules: frozenset[str], *roots: str) -> set[str]:
    return {name for name in modules for root in roots if f"{name}.".startswith(f"{root}.")}


def test_every_folder_is_a_playground_of_its_stage():
    for place in STAGES.glob("*/*/playground.py"):
        slug, name = place.parent.parent.name, place.parent.name
        ids = [roadmap.folder(card.id) for card in roadmap.stage(slug).playgrounds]
        assert name in ids, f"core/stages/{slug}/stage.py: add Card({name!r}, ...) to playgrounds"


def test_every_stage_folder_is_on_the_road():
    folders = {place.parent.name for place in STAGES.glob("*/stage.py")}
    assert folders == set(roadmap.ORDER), "core/course/roadmap.py: ORDER names every stage"
    assert [roadmap.stage(slug).slug for slug in roadmap.ORDER] == list(roadmap.ORDER)


@pytest.mark.parametrize(("slug", "name"), BUILT)
def test_a_playground_says_what_it_is_on_its_card(slug, name):
    card = roadmap.stage(slug).playground(name)
    where = f"core/stages/{slug}/stage.py, Card {name!r}"
    assert card.question.endswith("?"), f"{where}: write question=, what a learner can then answer"
    assert card.what, f"{where}: write what it is about, one line for the map"


@pytest.mark.parametrize(("slug", "name"), BUILT)
def test_a_playground_has_its_missions(slug, name):
    where = folder(slug, name).relative_to(ROOT) / "missions.py"
    assert (ROOT / where).exists(), f"{where}: write MISSIONS, at least {FEWEST_MISSIONS}"
    found = missions.of(slug, name)
    fewest = 1 if slug == "roadmap" else FEWEST_MISSIONS  # a passport is read, not operated
    assert len(found) >= fewest, f"{where}: at least {fewest} missions"


@pytest.mark.parametrize(("slug", "name"), BUILT)
def test_a_playground_has_code_to_take_away(slug, name):
    where = folder(slug, name).relative_to(ROOT) / "playground.py"
    if slug == "roadmap":  # what is kept of the learner is nobody's code
        return
    assert load(slug, name).code is not None, f"{where}: say code=, what prints the numbers"


@pytest.mark.parametrize(("slug", "name"), BUILT)
def test_a_playground_has_a_test_of_its_numbers(slug, name):
    package = f"core.stages.{slug}.{roadmap.folder(name)}"
    numbers = [
        f"{package}.{file.stem}"
        for file in folder(slug, name).glob("*.py")
        if not file.stem.startswith(("scene", "missions", "situations", "playground", "__init__"))
    ]
    tests = [file for file in (ROOT / "tests").rglob("test_*.py") if file != Path(__file__)]
    asking = [file for file in tests if named(imported(file), *numbers)]
    judged = _judged_elsewhere(slug, name)
    assert asking or judged, (
        f"tests/stages/{slug}/test_{name}.py: check what {package} computes against an oracle, "
        "a published value, another library or brute force"
    )


def _judged_elsewhere(slug: str, name: str) -> bool:
    """Whether its work is an algorithm that several playgrounds share, tested in its own room."""
    work = load(slug, name).work
    functions = work.values() if isinstance(work, dict) else [work]
    return all(f is not None and f.__module__.startswith("core.tabular.") for f in functions)


@pytest.mark.parametrize("file", sorted(STAGES.glob("*/*/*.py")), ids=lambda file: str(file)[-40:])
def test_what_computes_knows_no_picture(file):
    if file.stem.startswith(MAY_DRAW):
        return
    where = file.relative_to(ROOT)
    drawing = named(imported(file), *DRAWING)
    assert drawing == set(), f"{where} imports {drawing}: pictures belong into scene.py beside it"


@pytest.mark.parametrize("file", sorted(STAGES.rglob("*.py")), ids=lambda file: str(file)[-40:])
def test_a_stage_knows_neither_pages_nor_another_stage(file):
    where, slug = file.relative_to(ROOT), file.relative_to(STAGES).parts[0]
    assert named(imported(file), "streamlit", "core.ui") == set(), (
        f"{where}: a playground describes, core/ui shows it; say it with core.figures.blocks"
    )
    others = named(imported(file), *(f"core.stages.{s}" for s in roadmap.ORDER if s != slug))
    assert others == set(), (
        f"{where} imports {others}: what two stages share belongs into a room of its own, such as "
        "core/tabular or core/figures"
    )


@pytest.mark.parametrize("slug", sorted({slug for slug, _ in BUILT}))
def test_a_page_names_its_stage_and_nothing_else(slug):
    tree = ast.parse((ROOT / "pages" / f"{slug}.py").read_text("utf-8"))
    assert ast.unparse(tree.body[-1]) == f"shell.page('{slug}')"
    assert len(tree.body) == 3, "a page: its docstring, one import, one line"
