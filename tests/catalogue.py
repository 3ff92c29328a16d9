"""What the tests walk: the playgrounds that the page files declare, found by importing them."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from core.playground import Playground

PAGES = Path(__file__).resolve().parents[1] / "pages"


@cache
def playgrounds_by_page() -> dict[str, tuple[Playground, ...]]:
    """Return slug -> its playgrounds; importing a page outside a script run shows nothing."""
    return {file.stem: _declared(file) for file in sorted(PAGES.glob("*.py"))}


def _declared(file: Path) -> tuple[Playground, ...]:
    spec = importlib.util.spec_from_file_location(f"pages_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: tuple[Playground, ...] = module.PLAYGROUNDS
    return found
