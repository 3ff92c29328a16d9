"""Every playground's example: alone it prints what it prints here, and what its page says."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from core.course import roadmap, situations
from core.export.data import DataSettings, table_parquet
from core.export.ending import heading, variables_of
from core.export.scene import scene_of
from core.export.script import (
    Example,
    ExportSettings,
    ReadTable,
    Script,
    experiment_script,
    written,
)
from core.playground import load
from core.table_choices import offered
from tests.pages import walk as trip

STAGES = Path(__file__).resolve().parents[2] / "core" / "stages"
LINT = "E4,E5,E7,E9,F,W,I,UP,B"
WHOLE_RUN = 100_000
SAMPLE = "vote_1996"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
Order = Example | ExportSettings | ReadTable
EXAMPLES = [
    pytest.param(slug, name, marks=[pytest.mark.slow] * bool(situations.of(slug, name).small))
    for slug in roadmap.ORDER
    for name in roadmap.built(slug)
    if (STAGES / slug / roadmap.folder(name) / "example.py").exists()
]


@cache
def opened(slug: str, name: str) -> tuple[str, Order]:
    """What the page says when it opens, or when a short run has ended; the order for its code."""
    playground, short = load(slug, name), dict(situations.of(slug, name).small)
    pictures = WHOLE_RUN if short else trip.FIRST_PICTURES
    table, frame = trip.facts(SAMPLE)
    experiment = trip.start(table)
    values = trip.defaults(offered(playground.params, table, experiment)) | short
    stop = trip.walk(playground, values, experiment, frame, table, pictures=pictures)
    return stop.sentence, playground.code(stop.settings, stop.answer)


def script_of(order: Order) -> Script:
    """The file that a learner saves."""
    if isinstance(order, ExportSettings):
        return experiment_script(order, trip.facts(SAMPLE)[1])
    return written(order)


def calls(order: Order, folder: Path) -> None:
    """Call the example itself, of a table with the variables of its script."""
    if isinstance(order, Example):
        order.function(order.argument)
        return
    function, chosen = function_of(order), {}
    if isinstance(order, ExportSettings):
        scene = scene_of(order.experiment, trip.facts(SAMPLE)[1])
        chosen = order.ending.chosen(scene, dict(order.values))
    before, mark, _ = script_of(order).code.partition(f"\n# %% {heading(function)}\n")
    assert mark, "the script has a section for the example"
    with contextlib.chdir(save_table(order, folder)):
        exec(before, variables := {"__name__": "before"})
    function(*(variables[name] for name in variables_of(function)), **chosen)


def function_of(order: Order) -> Callable[..., None]:
    """The example that an order is for."""
    return order.ending.function if isinstance(order, ExportSettings) else order.function


def save_table(order: Order, folder: Path) -> Path:
    """Save the table that a script reads beside it; return the folder."""
    if not isinstance(order, Example):
        settings = DataSettings(script_of(order).data_name)
        data = table_parquet(settings, trip.facts(SAMPLE)[1])
        (folder / data.name).write_bytes(data.content.tobytes())
    return folder


@cache
def here(slug: str, name: str) -> str:
    """What the example prints in this process."""
    order, told = opened(slug, name)[1], io.StringIO()
    with TemporaryDirectory() as folder, contextlib.redirect_stdout(told):
        calls(order, Path(folder))
    return told.getvalue()


def alone(order: Order, folder: Path) -> str:
    """What the file prints in a process of its own, where core cannot be imported."""
    return told_alone(
        script_of(order).code, save_table(order, folder), quiet=isinstance(order, Example)
    )


def told_alone(code: str, folder: Path, *, quiet: bool = True) -> str:
    """What code prints in a process of its own; ``quiet`` : a warning is an error."""
    (folder / "shown.py").write_text(code, encoding="utf-8")
    strict = ["-W", "error"] if quiet else []
    done = subprocess.run(
        [sys.executable, "-I", *strict, "-X", "utf8", "shown.py"],
        capture_output=True, cwd=folder, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_there_are_examples():
    assert EXAMPLES


@pytest.mark.parametrize(("slug", "name"), EXAMPLES)
def test_an_example_prints_alone_what_it_prints_here(slug, name, tmp_path):
    order = opened(slug, name)[1]
    assert alone(order, tmp_path) == here(slug, name)


@pytest.mark.parametrize(("slug", "name"), EXAMPLES)
def test_an_example_prints_a_number_that_its_page_names(slug, name):
    sentence = opened(slug, name)[0]
    named = NUMBER.findall(sentence.replace("−", "-").replace(",", ""))
    exact = {number for number in named if "." in number and len(number.strip("-")) > len("1.5")}
    exact = exact or {number for number in named if len(number) >= len("100")}
    printed = [float(number) for number in NUMBER.findall(here(slug, name))]
    rounded = {f"{value:.{digits}f}" for value in printed for digits in range(7)}
    assert exact & rounded, f"{sentence} / {sorted(printed)[:20]}"


@pytest.mark.parametrize(("slug", "name"), EXAMPLES)
def test_an_example_is_called_by_its_page(slug, name):
    order = opened(slug, name)[1]
    where = f"core/stages/{slug}/{name}/playground.py: code=Example, Ending or ReadTable(...)"
    assert isinstance(order, Order), where
    assert function_of(order).__module__.endswith(f".{roadmap.folder(name)}.example")


@pytest.mark.parametrize(("slug", "name"), EXAMPLES)
def test_an_example_is_code_to_be_proud_of(slug, name):
    order = opened(slug, name)[1]
    code = script_of(order).code
    command = ["ruff", "check", "--isolated", "--line-length", "100", "--select", LINT]
    done = subprocess.run(
        [sys.executable, "-m", *command, "--output-format", "concise", "-"],
        input=code, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "core" not in {word for line in code.splitlines() if "import" in line for word in
                          re.split(r"[ .]", line)}  # fmt: skip
    assert "noqa" not in code
    assert "type: ignore" not in code
