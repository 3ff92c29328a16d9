"""What may come back from a worker: arrays, frames, plain values and core's dataclasses.

`dumps` refuses anything else where it was made; `loads` refuses to import anything else where it
arrives, so that no heavy library is ever loaded into the server by an answer.
"""

from __future__ import annotations

import datetime
import io
import pickle
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

PLAIN = (
    type(None), bool, int, float, complex, str, bytes,
    datetime.date, datetime.datetime, datetime.time, datetime.timedelta, slice, range,
)  # fmt: skip
COLLECTIONS = (tuple, list, set, frozenset)
TRUSTED = ("core", "numpy", "pandas", "pyarrow", "datetime", "collections", "_codecs", "copyreg")
BUILTINS = ("set", "frozenset", "complex", "slice", "range", "bytearray", "object")
PANDAS_SCALARS = ("Timestamp", "Timedelta", "Interval", "Period", "NaTType", "NAType")


class NotPlain(TypeError):
    """An answer holds an object that may not leave a worker."""


def dumps(answer: object) -> bytes:
    """Return ``answer`` as bytes; raise `NotPlain` naming the first type that may not cross."""
    check(answer)
    return pickle.dumps(answer, protocol=5)


def loads(content: bytes) -> Any:
    """Return the answer in ``content``; raise `pickle.UnpicklingError` for an untrusted class."""
    return _Reader(io.BytesIO(content)).load()


def check(value: object) -> None:
    """Raise `NotPlain` unless ``value`` consists only of what may cross."""
    kind = type(value)
    if kind in PLAIN:
        return
    if kind in COLLECTIONS:
        _check_all(value)  # type: ignore[arg-type]
    elif kind is dict:
        _check_all(value)  # type: ignore[arg-type]
        _check_all(value.values())  # type: ignore[attr-defined]
    elif _of(kind, "core") and is_dataclass(value):
        _check_all(getattr(value, item.name) for item in fields(value))
    elif _of(kind, "core") and isinstance(value, Enum):
        return
    else:
        _check_data(value)


def _check_all(values: Iterable[object]) -> None:
    for value in values:
        check(value)


def _check_data(value: Any) -> None:
    kind = type(value)
    package, name = kind.__module__.partition(".")[0], kind.__qualname__
    if package == "numpy" and (name == "ndarray" or _is_numpy_scalar(value)):
        dtype, elements = value.dtype, value.ravel()
    elif package == "pandas" and name == "DataFrame":
        for position in range(value.shape[1]):
            _check_data(value.iloc[:, position])
        _check_data(value.columns)
        return
    elif package == "pandas" and (name == "Series" or name.endswith("Index")):
        if name == "Series":
            _check_data(value.index)
        dtype, elements = value.dtype, value
    elif package == "pandas" and name in PANDAS_SCALARS:
        return
    else:
        raise NotPlain(f"an answer cannot hold {kind.__module__}.{name}")
    if str(dtype) == "object":
        _check_all(elements)
    elif getattr(dtype, "hasobject", False):
        raise NotPlain("an answer cannot hold an array of records with objects")


def _is_numpy_scalar(value: object) -> bool:
    import numpy as np

    return isinstance(value, np.generic)


def _of(kind: type, package: str) -> bool:
    return kind.__module__.partition(".")[0] == package


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        trusted = module.partition(".")[0] in TRUSTED
        if trusted or (module == "builtins" and name in BUILTINS):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"an answer cannot hold {module}.{name}")
