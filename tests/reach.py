"""What reaches what: a package's modules by their imports, wherever in a module these stand.

An import inside a function counts, as do the package around a module (its ``__init__`` runs first)
and a module named in a text (``"core.data.read"``, ``"core.neural.nets:Net"``, or by an f-string
whose holes are names): so that whoever asks gets rather too much than too little.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
DATA = ("sample_data",)
"""Folders whose files core reads when it works."""


@dataclass(frozen=True)
class Modules:
    """The modules of a package: where each stands, and which others each needs by itself."""

    files: Mapping[str, Path]
    needs: Mapping[str, frozenset[str]]

    def needed_by(self, *modules: str) -> frozenset[str]:
        """Return these modules and all that they need, however far away."""
        return _closure(modules, self.needs.__getitem__)

    def reached_from(self, *modules: str) -> frozenset[str]:
        """Return these modules and all that need one of them, however far away."""
        return _closure(modules, lambda module: self._needing.get(module, frozenset()))

    @cached_property
    def _needing(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for module, needed in self.needs.items():
            for other in needed:
                found.setdefault(other, set()).add(module)
        return found


def modules_of(package: str, *, deaf: Collection[str] = ()) -> Modules:
    """Read a package that can be imported. ``deaf`` : modules whose texts name nothing."""
    graph = grimp.build_graph(package, cache_dir=None)
    files = {module: _file(package, module) for module in graph.modules}
    needs = {}
    for module, file in files.items():
        around = {module.rpartition(".")[0]} - {""}
        named = set() if module in deaf else set(_named(file.read_text("utf-8"), package, files))
        found = graph.find_modules_directly_imported_by(module)
        needs[module] = frozenset(around | named | found) - {module}
    return Modules(files, needs)


def _file(package: str, module: str) -> Path:
    origin = (find_spec(package) or ValueError()).origin  # type: ignore[union-attr]
    place = Path(origin).parent.joinpath(*module.split(".")[1:])
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def _named(text: str, package: str, known: Collection[str]) -> Iterator[str]:
    """Yield the modules that a module's texts name."""
    for plain in re.findall(rf"[\"']({package}\.[\w.]+)", text):
        if plain in known:
            yield plain
    for pattern in re.findall(rf"f\"({package}\.[^\"]*{{[^\"]*)\"", text):
        wanted = re.compile(re.sub(r"\\\{.*?\\\}", r"[^.]+", re.escape(pattern)))
        yield from (module for module in known if wanted.fullmatch(module))


def _closure(begun: Collection[str], onward: Callable[[str], Collection[str]]) -> frozenset[str]:
    found, waiting = set(begun), list(begun)
    while waiting:
        new = set(onward(waiting.pop())) - found
        found |= new
        waiting += new
    return frozenset(found)


@cache
def core() -> Modules:
    """The suite's own modules."""
    return modules_of("core")


@cache
def digest_of(module: str) -> str:
    """Return the digest of all that a function of this module of core can reach."""
    return content_digest(core(), module, _data())


def content_digest(modules: Modules, module: str, data: bytes = b"") -> str:
    """Return the digest of the sources that ``module`` reaches, and of ``data``."""
    content = hashlib.blake2b(data, digest_size=8)
    for name in sorted(modules.needed_by(module)):
        text = modules.files[name].read_bytes()
        content.update(f"{name}:{len(text)}:".encode() + text)
    return content.hexdigest()


@cache
def _data() -> bytes:
    """What core reads that is not Python, and the versions of the libraries."""
    from core.compute.keys import versions

    files = [file for file in (ROOT / "core").rglob("*") if file.suffix != ".py"]
    files += [file for name in DATA for file in (ROOT / name).rglob("*")]
    content = hashlib.blake2b(repr(versions()).encode(), digest_size=16)
    for file in sorted(f for f in files if f.is_file() and "__pycache__" not in f.parts):
        content.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return content.digest()
