"""What the modules of the suite may take from each other."""

from __future__ import annotations

import ast
from pathlib import Path

import core

ROOT = Path(core.__file__).parent


def _private_imports(text: str) -> list[str]:
    return [
        f"{node.module}.{alias.name}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("core")
        for alias in node.names
        if alias.name.startswith("_")
    ]


def test_a_private_import_would_be_seen() -> None:
    assert _private_imports("def f():\n    from core.errors import _x") == ["core.errors._x"]


def test_no_module_imports_a_private_name_of_another() -> None:
    found = {
        str(path.relative_to(ROOT)): names
        for path in ROOT.rglob("*.py")
        if (names := _private_imports(path.read_text(encoding="utf-8")))
    }
    assert found == {}
