"""What a change reaches: the modules, the kept answers it makes void, the tests it asks for."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from core.playground import Context
from tests import changed, reach, store
from tests.catalogue import PLACES, Place
from tests.pages.walk import defaults, facts, start

HOUSE = {
    "__init__": "",
    "a": "def f():\n    from house.room import b\n    return b\n",
    "room/__init__": "LATE = {'x': 'house.c'}\n",
    "room/b": "from importlib import import_module\nN = 'd'\nimport_module(f\"house.{N}.late\")\n",
    "c": "",
    "d/__init__": "",
    "d/late": "",
    "d/other": "",
    "e": "import house.a\n",
}
"""A house whose ``a`` reaches all but ``d.other`` and ``e``: late, by a text, by a pattern."""
UNREACHED = {"house.d.other", "house.e"}


@pytest.fixture
def house(tmp_path, monkeypatch):
    for name, text in HOUSE.items():
        file = tmp_path / "house" / f"{name}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path / "house"


def test_a_module_reaches_what_it_imports_late_by_a_text_or_by_a_pattern(house):
    modules = reach.modules_of("house")
    assert set(modules.files) - modules.needed_by("house.a") == UNREACHED
    assert modules.reached_from("house.c") == {"house.c", "house.room", "house.room.b", "house.a",
                                               "house.e"}  # fmt: skip


@pytest.mark.parametrize("name", HOUSE)
def test_the_digest_changes_with_what_is_reached_and_with_nothing_else(house, name):
    modules = reach.modules_of("house")
    module = f"house.{name.replace('/', '.')}".removesuffix(".__init__")
    before = reach.content_digest(modules, "house.a")
    (house / f"{name}.py").write_text("# changed")
    after = reach.content_digest(modules, "house.a")
    assert (after == before) == (module in UNREACHED)


def test_a_deaf_module_reaches_what_it_imports_only(house):
    modules = reach.modules_of("house", deaf=("house.room",))
    assert "house.c" not in modules.needed_by("house.a")


def asked(place):
    """The work behind a playground's defaults: function, settings, table or None."""
    table, frame = facts("iris")
    experiment, playground = start(table), place.playground
    params = playground.offered(table, experiment) if playground.needs_table else playground.params
    settings = playground.settings(Context(experiment), defaults(params))
    work = playground.work_settings(settings)
    return playground.work_for(work), work, frame if playground.needs_table is True else None


def test_a_kept_answer_is_known_by_the_sources_that_its_function_reaches(monkeypatch, tmp_path):
    function, settings, _ = asked(Place("neural_networks", "one_step"))
    changed_file, modules = tmp_path / "changed.py", reach.core()
    changed_file.write_text("# changed")

    def key(module=None):
        files = {**modules.files, **({} if module is None else {module: changed_file})}
        monkeypatch.setattr(reach, "core", lambda: reach.Modules(files, modules.needs))
        reach.digest_of.cache_clear()
        return store.key_of(function, settings)

    monkeypatch.setenv(store.KEPT, "1")
    known, reached = key(), modules.needed_by(function.__module__)
    assert {"core", "core.stages.neural_networks", function.__module__} <= reached
    assert {module for module in reached if key(module) == known} == set()
    elsewhere = {"core.ui.shell", "core.stages.evaluation.threshold.scene", "core.tabular.recipe"}
    assert not elsewhere & reached
    assert {module for module in elsewhere if key(module) != known} == set()


def test_without_a_kept_folder_an_answer_is_known_by_all_sources(monkeypatch):
    function, settings, _ = asked(Place("neural_networks", "one_step"))
    monkeypatch.delenv(store.KEPT, raising=False)
    before = store.key_of(function, settings)
    monkeypatch.setattr(store, "sources_digest", lambda: "other sources")
    assert store.key_of(function, settings) != before


def test_only_a_kept_folder_outlives_its_run(monkeypatch, tmp_path):
    for name in (store.FOLDER, store.KEPT):
        monkeypatch.setenv(name, "")
    kept = tmp_path / "answers"
    for folder in (None, kept):
        store.open_folder(folder)
        place = Path(store.os.environ[store.FOLDER])
        (place / "an answer").write_text("")
        store.close_folder()
        assert (place / "an answer").exists() == (folder is kept)


COUNT = """
import pickle, sys
content = sys.stdin.buffer.read()
for module in [name for name in sys.modules if name.partition(".")[0] == "core"]:
    del sys.modules[module]
function, settings, frame = pickle.loads(content)
function(settings) if frame is None else function(settings, frame)
print(*(name for name in sys.modules if name.partition(".")[0] == "core"))
"""
WORKED = (
    Place("evaluation", "threshold"),
    Place("explainable_ai", "local"),
    Place("neural_networks", "one_step"),
    Place("preprocessing", "recipe"),
    Place("reinforcement", "game_tree"),
)


@pytest.mark.slow
@pytest.mark.parametrize("place", WORKED, ids=str)
def test_work_imports_nothing_that_it_was_not_said_to_reach(place):
    function, settings, frame = asked(place)
    told = subprocess.run(
        [sys.executable, "-c", COUNT],
        input=pickle.dumps((function, settings, frame)),
        capture_output=True,
        check=True,
        cwd=reach.ROOT,
    )
    loaded = set(told.stdout.decode().split())
    assert function.__module__ in loaded
    assert loaded - reach.core().needed_by(function.__module__) == set()


PERCEPTRON = "core/stages/neural_networks/perceptron"


def test_a_changed_picture_reaches_its_playground_and_the_tests_that_walk_playgrounds():
    found = changed.reached([f"{PERCEPTRON}/scene.py"])
    assert list(map(str, found.places)) == ["neural_networks-perceptron"]
    assert "tests/stages/neural_networks/test_scenes.py" in found.whole
    assert "tests/pages/test_every_playground.py" in found.narrow
    assert not [file for file in found.whole if "reinforcement" in file]


def test_what_all_pictures_are_made_of_reaches_every_playground():
    found = changed.reached(["core/figures/blocks.py"])
    assert found.places == PLACES
    assert "tests/pages/test_every_playground.py" in found.whole


def test_what_a_stage_says_reaches_its_playgrounds_and_the_map():
    found = changed.reached(["core/stages/evaluation/stage.py"])
    assert {place.slug for place in found.places} == {"evaluation", "roadmap"}
    assert "tests/course/test_roadmap.py" in found.whole


def test_a_page_reaches_its_playgrounds_and_data_those_who_read_them():
    found = changed.reached(["pages/evaluation.py"])
    assert {place.slug for place in found.places} == {"evaluation"}
    recorded = "core/stages/neural_networks/four_libraries/recorded.json"
    assert list(map(str, changed.reached([recorded]).places)) == ["neural_networks-four_libraries"]


def test_a_changed_test_runs_and_so_does_who_asks_its_helper():
    assert "tests/rl/test_td.py" in changed.reached(["tests/rl/test_td.py"]).whole
    assert "tests/figures/test_curves.py" in changed.reached(["tests/pages/walk.py"]).whole


def test_what_decides_over_all_tests_runs_them_all_and_a_text_the_houses_rules():
    every = changed.reached(["pyproject.toml"]).whole
    assert {"tests/rl/test_td.py", "tests/compute/test_keys.py"} <= set(every)
    found = changed.reached(["README.md"])
    assert (found.whole, found.narrow, found.places) == (tuple(sorted(changed.HOUSE)), (), ())


def test_no_browser_is_asked_unless_its_test_changed():
    every = changed.reached(["pyproject.toml", "tests/e2e/test_hover.py"])
    browser = [file for file in every.whole + every.narrow if file.startswith(changed.BROWSER)]
    assert browser == ["tests/e2e/test_hover.py"]


@pytest.mark.slow
def test_of_a_narrow_file_only_what_is_made_for_a_reached_playground_runs(tmp_path):
    order, file = tmp_path / "reached.json", "tests/pages/test_every_playground.py"
    order.write_text(json.dumps({"narrow": [file], "places": [["evaluation", "threshold"]]}))
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", f"--reached={order}", file]
    told = subprocess.run(command, cwd=reach.ROOT, capture_output=True, text=True, check=True)
    made = [line for line in told.stdout.splitlines() if "[" in line]
    assert made
    assert all("[evaluation-threshold" in line for line in made)
