"""What names a call: its function, its settings, its table and the digest of core's sources."""

from __future__ import annotations

import hashlib
import json
import math
import platform
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from enum import Enum
from importlib import metadata
from pathlib import Path
from types import FunctionType
from typing import Any

import core

LIBRARIES = (
    "numpy",
    "pandas",
    "pyarrow",
    "scipy",
    "scikit-learn",
    "imbalanced-learn",
    "lightgbm",
    "shap",
    "lime",
    "torch",
    "distributed",
)
Stamp = tuple[tuple[str, int, int], ...]
_sources: tuple[Stamp, str] | None = None


def digest(content: bytes) -> str:
    """Return 16 hex digits that name ``content`` (BLAKE2b).

    >>> digest(b"")
    'e4a6a0577479b2b4'
    """
    return hashlib.blake2b(content, digest_size=8).hexdigest()


def name_of(function: Callable[..., Any]) -> str:
    """Return ``"module:name"`` of a module-level function of core; raise ValueError for others.

    >>> name_of(name_of)
    'core.compute.keys:name_of'
    """
    module, name = function.__module__, function.__qualname__
    if not module.startswith("core.") or not name.isidentifier():
        raise ValueError(f"only a module-level function of core can be called, not {module}.{name}")
    return f"{module}:{name}"


def canonical(value: object) -> str:
    """Return JSON that is equal exactly for equal settings, whatever process writes it.

    Dataclasses carry their type's name; 1, 1.0 and True differ, as do a tuple and a list; arrays
    count by dtype, shape and bytes, functions of core by their name. Raises TypeError for anything
    whose equality is not plain.

    >>> canonical({"b": 1, "a": (1.0, None)})
    '{"a":{"tuple":[1.0,null]},"b":1}'
    """
    return json.dumps(_plain(value), separators=(",", ":"), sort_keys=True)


def call_key(
    function: Callable[..., Any], settings: object, table: str | None, sources: str
) -> str:
    """Return 32 hex digits that name a call; equal calls have equal keys and one computation."""
    content = json.dumps([name_of(function), canonical(settings), table, sources])
    return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


def sources_digest() -> str:
    """Return the digest of every ``*.py`` under core; read again only when a file has changed."""
    global _sources
    root = Path(core.__file__).parent
    paths = sorted(root.rglob("*.py"))
    stamp = tuple((str(path), *_size_and_time(path)) for path in paths)
    if _sources is None or _sources[0] != stamp:
        content = hashlib.blake2b(digest_size=8)
        for path in paths:
            text = path.read_bytes().replace(b"\r\n", b"\n")
            content.update(f"{path.relative_to(root).as_posix()}:{len(text)}:".encode() + text)
        _sources = (stamp, content.hexdigest())
    return _sources[1]


def versions() -> dict[str, str]:
    """Return the versions that decide numbers: Python's and those of the libraries that are here.

    The build after a plus sign does not count: torch for the CPU computes what torch does.
    """
    found = {"python": ".".join(platform.python_version_tuple()[:2])}
    for name in LIBRARIES:
        with suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name).partition("+")[0]
    return found


def _size_and_time(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _plain(value: object) -> Any:
    if value is None or type(value) in (bool, int, str):
        return value
    if type(value) is float:
        return value if math.isfinite(value) else {"float": str(value)}
    if isinstance(value, Enum):
        return {"enum": [type(value).__qualname__, _plain(value.value)]}
    if is_dataclass(value) and not isinstance(value, type):
        kind = f"{type(value).__module__}:{type(value).__qualname__}"
        return {kind: {item.name: _plain(getattr(value, item.name)) for item in fields(value)}}
    return _plain_collection(value)


def _plain_collection(value: object) -> Any:
    if isinstance(value, tuple):
        return {"tuple": [_plain(item) for item in value]}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset | set):
        return {"set": sorted(canonical(item) for item in value)}
    if isinstance(value, Mapping):
        if all(type(name) is str for name in value):
            return {name: _plain(item) for name, item in value.items()}
        return {"map": sorted([canonical(name), _plain(item)] for name, item in value.items())}
    if isinstance(value, bytes):
        return {"bytes": digest(value)}
    if isinstance(value, FunctionType):
        return {"function": name_of(value)}
    return _plain_array(value)


def _plain_array(value: object) -> Any:
    import numpy as np

    if isinstance(value, np.generic):
        return {str(value.dtype): _plain(value.item())}
    if isinstance(value, np.ndarray) and not value.dtype.hasobject:
        content = digest(np.ascontiguousarray(value).tobytes())
        return {"array": [str(value.dtype), list(value.shape), content]}
    raise TypeError(f"settings cannot hold {type(value).__name__}: use plain values")
