"""A byte-bounded cache of answers, the least recently used out first."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

OBJECT_BYTES = 128  # an array's own header; getsizeof would count its buffer as well


class Entry(NamedTuple):
    """An answer and the bytes it holds."""

    answer: Any
    size_bytes: int


class AnswerCache:
    """Answers by key. Not thread-safe: its owner holds the lock."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self.used_bytes = 0
        self._entries: OrderedDict[str, Entry] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: str) -> Entry | None:
        """Return the entry of ``key`` and mark it as used, or None."""
        entry = self._entries.get(key)
        if entry is not None:
            self._entries.move_to_end(key)
        return entry

    def put(self, key: str, answer: Any) -> None:
        """Keep ``answer``; an answer larger than the whole cache is not kept."""
        old = self._entries.pop(key, None)
        self.used_bytes -= 0 if old is None else old.size_bytes
        size_bytes = size_of(answer)
        if size_bytes > self.limit_bytes:
            return
        self._entries[key] = Entry(answer, size_bytes)
        self.used_bytes += size_bytes
        while self.used_bytes > self.limit_bytes:
            _, oldest = self._entries.popitem(last=False)
            self.used_bytes -= oldest.size_bytes

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self.used_bytes = 0


def size_of(answer: object) -> int:
    """Return the bytes that ``answer`` keeps alive: arrays by their buffer, frames counted deep.

    An object that is met twice counts once; a view of an array counts the array that it keeps.
    """
    return _size(answer, set())


def _size(value: object, seen: set[int]) -> int:
    if id(value) in seen:
        return 0
    seen.add(id(value))
    own = sys.getsizeof(value)
    if value is None or isinstance(value, bool | int | float | str | bytes):
        return own
    if isinstance(value, Mapping):
        return own + sum(_size(k, seen) + _size(v, seen) for k, v in value.items())
    if isinstance(value, tuple | list | set | frozenset):
        return own + sum(_size(item, seen) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return own + sum(_size(getattr(value, item.name), seen) for item in fields(value))
    return OBJECT_BYTES + _size_of_data(value, seen)


def _size_of_data(value: Any, seen: set[int]) -> int:
    usage = getattr(value, "memory_usage", None)
    if usage is not None:  # a frame, series or index
        counted = usage(deep=True)
        return int(counted.sum() if hasattr(counted, "sum") else counted)
    base = getattr(value, "base", None)
    if base is not None and hasattr(base, "nbytes"):
        return _size(base, seen)
    content = int(getattr(value, "nbytes", 0))
    if getattr(getattr(value, "dtype", None), "hasobject", False):
        content += sum(_size(item, seen) for item in value.ravel())
    return content
