"""Every playground's example: alone it prints what it prints here, and what its page says."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from core.course import roadmap, situations
from core.export.script import Example, written
from core.playground import load
from tests.pages import walk as trip

STAGES = Path(__file__).resolve().parents[2] / "core" / "stages"
LINT = "E4,E5,E7,E9,F,W,I,UP,B"
WHOLE_RUN = 100_000
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
EXAMPLES = [
    pytest.param(slug, name, marks=[pytest.mark.slow] * bool(situations.of(slug, name).small))
    for slug in roadmap.ORDER
    for name in roadmap.built(slug)
    if (STAGES / slug / roadmap.folder(name) / "example.py").exists()
]


@cache
def opened(slug: str, name: str) -> tuple[str, Example]:
    """What the page says when it opens, or when a short run has ended; the order for its code."""
    playground, short = load(slug, name), dict(situations.of(slug, name).small)
    pictures = WHOLE_RUN if short else trip.FIRST_PICTURES
    stop = trip.walk(playground, trip.defaults(playground.params) | short, pictures=pictures)
    return stop.sentence, playground.code(stop.settings, stop.answer)


@cache
def here(slug: str, name: str) -> str:
    """What the example prints in this process."""
    order, told = opened(slug, name)[1], io.StringIO()
    with contextlib.redirect_stdout(told):
        order.function(order.argument)
    return told.getvalue()


def alone(code: str, folder: Path) -> str:
    """What a file prints in a process of its own, where core cannot be imported."""
    (folder / "shown.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-X", "utf8", "shown.py"],
        capture_output=True, cwd=folder, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_there_are_examples():
    assert EXAMPLES


@pytest.mark.parametrize(("slug", "name"), EXAMPLES)
def test_an_example_prints_alone_what_it_prints_here(slug, name, tmp_path):
    order = opened(slug, name)[1]
    assert alone(written(order).code, tmp_path) == here(slug, name)


@pytest.mark.parametrize(("slug", "name"), EXAMPLES)
def test_an_example_prints_a_number_that_its_page_names(slug, name):
    sentence = opened(slug, name)[0]
    named = NUMBER.findall(sentence.replace("−", "-").replace(",", ""))
    exact = {number for number in named if "." in number and len(number.strip("-")) > len("1.5")}
    printed = [float(number) for number in NUMBER.findall(here(slug, name))]
    rounded = {f"{value:.{digits}f}" for value in printed for digits in range(1, 7)}
    assert exact & rounded, f"{sentence} / {sorted(printed)[:20]}"


@pytest.mark.parametrize(("slug", "name"), EXAMPLES)
def test_an_example_is_called_by_its_page(slug, name):
    order = opened(slug, name)[1]
    assert isinstance(order, Example), f"core/stages/{slug}/{name}/playground.py: code=Example(...)"
    assert order.function.__module__.endswith(f".{roadmap.folder(name)}.example")


@pytest.mark.parametrize(("slug", "name"), EXAMPLES)
def test_an_example_is_code_to_be_proud_of(slug, name):
    code = written(opened(slug, name)[1]).code
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
