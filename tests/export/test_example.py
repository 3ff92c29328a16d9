"""The exporter by itself: what a small suite's example becomes when it has to run alone."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from core.export import embed
from core.export.embed import NotExportable, copy_of
from core.export.example import exported

NUMBERS = count()
RULES = ["E", "F", "W", "I", "UP", "B", "SIM"]


@pytest.fixture
def suite(tmp_path, monkeypatch):
    """Write the modules of a suite of its own; return what imports one of them."""
    root = f"suite{next(NUMBERS)}"
    folder = tmp_path / root
    folder.mkdir()
    monkeypatch.setattr(embed, "OWN", root)
    monkeypatch.syspath_prepend(tmp_path)
    (folder / "__init__.py").write_text("")

    def write(**modules: str):
        for name, text in modules.items():
            text = text.replace("suite.", f"{root}.").replace("from suite ", f"from {root} ")
            (folder / f"{name}.py").write_text(text, encoding="utf-8")
        importlib.invalidate_caches()
        return importlib.import_module(f"{root}.example")

    yield write
    for name in [name for name in sys.modules if name.partition(".")[0] == root]:
        del sys.modules[name]


def alone(text: str, tmp_path: Path) -> str:
    """What a file prints in a process of its own that knows no suite."""
    place = tmp_path / "alone"
    place.mkdir(exist_ok=True)
    (place / "shown.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-X", "utf8", "shown.py"],
        capture_output=True, cwd=place, encoding="utf-8", timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def faults(text: str) -> str:
    """What ruff finds in a file."""
    command = ["ruff", "check", "--isolated", "--line-length", "100", "--select", ",".join(RULES)]
    done = subprocess.run(
        [sys.executable, "-m", *command, "--output-format", "concise", "-"],
        input=text, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout


def check(module, settings, tmp_path, capsys) -> str:
    """Export an example, see that it prints the same alone and is clean; return its text."""
    text = exported(module.example, settings)
    module.example(settings)
    assert alone(text, tmp_path) == capsys.readouterr().out
    assert not faults(text)
    named = {n.module for n in ast.walk(ast.parse(text)) if isinstance(n, ast.ImportFrom)}
    assert not any(str(name).startswith("suite") for name in named)
    return text


HEAD = '"""Area of things."""\n\nfrom __future__ import annotations\n\n'


def test_a_function_brings_what_it_needs_and_nothing_else(suite, tmp_path, capsys):
    module = suite(
        shapes="import math\n\n\ndef disc(r: float) -> float:\n    return math.pi * r * r\n\n\n"
        "def unused() -> None:\n    pass\n",
        example=HEAD + "from suite.shapes import disc\n\n\ndef example(settings: float) -> None:\n"
        "    print(disc(settings))\n",
    )
    text = check(module, 2.0, tmp_path, capsys)
    assert text == (
        '"""Area of things."""\n\nimport math\n\n\ndef disc(r):\n    return math.pi * r * r\n\n\n'
        "def example(settings):\n    print(disc(settings))\n\n\nsettings = 2.0\nexample(settings)\n"
    )


def test_two_things_of_one_name_get_two_names(suite, tmp_path, capsys):
    module = suite(
        one="SIDE = 2\n\n\ndef area() -> int:\n    return SIDE\n",
        two="SIDE = 3\n\n\ndef area() -> int:\n    return SIDE\n",
        example=HEAD + "from suite import one\nfrom suite.two import area\n\n\n"
        "def example(settings: int) -> None:\n    print(one.area(), area(), settings)\n",
    )
    text = check(module, 1, tmp_path, capsys)
    assert "one.area" not in text
    assert "SIDE = " in text
    assert "SIDE_2 = " in text


def test_a_local_variable_is_no_global_of_the_same_name(suite, tmp_path, capsys):
    module = suite(
        one="def value() -> int:\n    return 1\n",
        two="from suite import one\n\nvalue = 5\n\n\ndef other(value: int) -> int:\n"
        "    total = value + one.value()\n    return sum(value for value in [total])\n",
        example=HEAD + "from suite import two\n\n\ndef example(settings: int) -> None:\n"
        "    print(two.other(settings), two.value)\n",
    )
    with pytest.raises(NotExportable, match="value would mean two things"):
        exported(module.example, 3)
    clean = (Path(module.__file__).parent / "two.py").read_text()
    Path(module.__file__).with_name("two.py").write_text(
        clean.replace("(value: int)", "(given: int)").replace("value + one", "given + one")
        .replace("value for value", "each for each")
    )  # fmt: skip
    embed._file.cache_clear()
    copy_of.cache_clear()
    assert alone(exported(module.example, 3), tmp_path) == "4 5\n"


def test_constants_keep_their_notes_and_comments(suite, tmp_path, capsys):
    module = suite(
        example=HEAD + 'SHORT = 2  # in metres\nLONG: float = SHORT * 2.0\n"""How long it is."""\n'
        "# what is left\nREST, MORE = 1, 2  # noqa: F841\n\n\n"
        "def example(settings: int) -> None:\n    # twice\n"
        "    total: float = LONG * settings  # type: ignore[operator]\n"
        "    print(total, REST)  # the end\n",
    )
    text = check(module, 2, tmp_path, capsys)
    assert (
        "SHORT = 2  # in metres\n# How long it is.\nLONG = SHORT * 2.0\n"
        "# what is left\nREST, MORE = 1, 2\n\n\n"
    ) in text
    assert "    # twice\n    total = LONG * settings\n    print(total, REST)  # the end\n" in text


SETTINGS = """from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    ROUND = "round"
    SQUARE = "square"


@dataclass(frozen=True)
class Part:
    size: float
    parts: tuple[Part, ...] = ()
    kind: Kind = Kind.ROUND
    tags: list[str] = field(default_factory=list)
"""


def test_settings_say_only_what_differs_from_the_defaults(suite, tmp_path, capsys):
    module = suite(
        settings="from __future__ import annotations\n\n" + SETTINGS,
        example=HEAD + "from suite.settings import Part\n\n\n"
        "def example(settings: Part) -> None:\n    print(settings.kind.value, settings)\n",
    )
    made = sys.modules[module.__name__.replace("example", "settings")]
    settings = made.Part(1.5, (made.Part(2.0, kind=made.Kind.SQUARE),), tags=["a"])
    text = check(module, settings, tmp_path, capsys)
    assert "parts=(Part(size=2.0, kind=Kind.SQUARE, tags=[]),)" in text
    assert "from __future__ import annotations" in text, "a Part holds Parts"


def test_settings_declared_with_their_controls_become_plain(suite, tmp_path, capsys):
    module = suite(
        settings="from __future__ import annotations\n\n"
        "from core.settings import Declared, control\n\n\n"
        'class Walk(Declared):\n    """How to walk."""\n\n'
        '    speed: float = control("Speed", "How fast.", default=0.5, low=0.1)\n'
        '    place: str = control(\n        "Place", "", ("sea", "Sea"), default="sea"\n    )\n\n'
        "    @property\n    def double(self) -> float:\n        return self.speed * 2\n",
        example=HEAD + "from suite.settings import Walk\n\n\n"
        "def example(settings: Walk) -> None:\n    print(settings.place, settings.double)\n",
    )
    made = sys.modules[module.__name__.replace("example", "settings")]
    text = check(module, made.Walk(speed=2.0), tmp_path, capsys)
    assert '@dataclass(frozen=True)\nclass Walk:\n    """How to walk."""\n' in text
    assert '    speed: float = 0.5\n    place: str = "sea"\n' in text
    assert "settings = Walk(speed=2.0)\n" in text


def test_imports_inside_functions_stand_at_the_head(suite, tmp_path, capsys):
    module = suite(
        far='def near(x: float) -> float:\n    """Come near."""\n    import math as m\n'
        "    from json import dumps\n\n"
        "    return m.sqrt(len(dumps([x])))\n",
        example=HEAD + "def example(settings: float) -> None:\n"
        "    from suite.far import near as close\n\n    print(close(settings))\n",
    )
    text = check(module, 4.0, tmp_path, capsys)
    assert "\n\nimport math as m\nfrom json import dumps\n\n\n" in text
    assert 'def near(x):\n    """Come near."""\n    return m.sqrt(len(dumps([x])))\n' in text


def test_what_is_imported_late_stands_before_what_uses_it_where_it_can(suite, tmp_path, capsys):
    module = suite(
        far="SIZE = 2\n\n\ndef far() -> int:\n    return SIZE\n",
        ahead="from suite.behind import behind\n\n\ndef ahead() -> int:\n    return behind(1)\n",
        behind="def behind(x: int) -> int:\n    from suite.ahead import ahead\n\n"
        "    return x if x else ahead()\n",
        example=HEAD + "from dataclasses import dataclass\n\nfrom suite.ahead import ahead\n\n\n"
        "@dataclass(frozen=True)\nclass Size:\n    x: int\n\n\n"
        "def example(settings: Size) -> None:\n    from suite.far import far\n\n"
        "    print(settings.x * far(), ahead())\n",
    )
    text = check(module, module.Size(2), tmp_path, capsys)
    places = [text.index(f"def {name}(") for name in ("far", "example")]
    assert places == sorted(places)
    assert text.index("def behind(") < text.index("def ahead("), "only one of the two is late"


def test_decorators_and_functions_among_the_settings_come_along(suite, tmp_path, capsys):
    module = suite(
        steps="from functools import lru_cache, partial\n\n\n"
        "@lru_cache(maxsize=4)  # asked again and again\ndef twice(x: int) -> int:\n"
        "    return 2 * x\n\n\ndef times(x: int, *, by: int) -> int:\n    return by * x\n",
        example=HEAD + "from collections.abc import Callable\n\n\n"
        "def example(settings: dict[str, Callable[[int], int]]) -> None:\n"
        "    for name, step in settings.items():\n        print(name, step(3))\n",
    )
    steps = importlib.import_module(module.__name__.replace("example", "steps"))
    settings = {"twice": steps.twice, "five": steps.partial(steps.times, by=5)}
    text = check(module, settings, tmp_path, capsys)
    assert "@lru_cache(maxsize=4)  # asked again and again\ndef twice(x):" in text
    assert 'settings = {"twice": twice, "five": partial(times, by=5)}\n' in text


def test_methods_that_nobody_calls_stay_behind_with_what_they_need(suite, tmp_path, capsys):
    module = suite(
        things="def heavy() -> int:\n    return 1\n\n\nclass Base:\n"
        "    def __init__(self, x: int) -> None:\n        self.x = x\n\n"
        "    def shown(self) -> int:\n        return self.x\n\n"
        "    def hidden(self) -> int:\n        return heavy()\n\n\n"
        "class Told(Exception):\n    kind = 1\n\n    def add_note(self, text: str) -> None:\n"
        "        raise ValueError(text)\n",
        example=HEAD + "from suite.things import Base, Told\n\n\n"
        "def example(settings: int) -> None:\n    print(Base(settings).shown(), Told.kind)\n",
    )
    text = check(module, 7, tmp_path, capsys)
    assert "hidden" not in text
    assert "heavy" not in text
    assert "add_note" in text, "a library may call it"


def test_doctests_go_and_the_rest_of_a_docstring_stays(suite, tmp_path, capsys):
    module = suite(
        example=HEAD + "def half(x: float) -> float:\n"
        '    """Return a half.\n\n    x : any number.\n\n    >>> half(2.0)\n    1.0\n    """\n'
        '    return x / 2\n\n\ndef example(settings: float) -> None:\n    """Show it."""\n'
        "    print(half(settings))\n",
    )
    text = check(module, 3.0, tmp_path, capsys)
    assert '    """Return a half.\n\n    x : any number.\n    """\n    return x / 2\n' in text


def test_progress_is_told_to_nobody(tmp_path, capsys, monkeypatch):
    from core.compute import progress
    from core.export.source import Writer

    writer = Writer()
    assert writer.name(progress.report) == "report"
    assert "stays quiet" in writer.definitions["report"]


def test_what_is_no_definition_of_a_module_is_refused(suite):
    module = suite(example=HEAD + "def example(settings: int) -> None:\n    print(settings)\n")
    inner = type("Inner", (), {"__module__": module.__name__, "__qualname__": "Some.Inner"})
    with pytest.raises(NotExportable, match="top level"):
        exported(module.example, inner)


def test_a_module_as_a_whole_is_refused(suite):
    module = suite(
        far="X = 1\n",
        example=HEAD + "from suite import far\n\n\ndef example(settings: int) -> None:\n"
        "    print(far)\n",
    )
    with pytest.raises(NotExportable, match="needs all of"):
        exported(module.example, 1)
