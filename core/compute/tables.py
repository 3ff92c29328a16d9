"""Tables and uploads kept once on disk, named by digest; workers map the files.

The folder is the suite's own temporary one, passed to the embedded workers in the environment; a
worker elsewhere has a folder of its own and is sent what it lacks (`core.compute.worker`).
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.compute.keys import digest as digest_of
from core.compute.limits import limits
from core.errors import PlaygroundError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

FOLDER_VARIABLE = "PLAYGROUND_STORE"
PREFIX = "ml-playground-"
FRAMES_KEPT = 3
DTYPES = ("float64", "int64", "bool", "str", "datetime64[us]")

_DIGEST = re.compile(r"[0-9a-f]{16,64}")
_lock = threading.Lock()
_frames: OrderedDict[str, pd.DataFrame] = OrderedDict()
_added: ContextVar[list[str] | None] = ContextVar("added_files", default=None)


class MissingFile(PlaygroundError):
    """A table or an upload that is not kept here (any more); ``name`` is its file's."""

    def __init__(self, name: str) -> None:
        super().__init__("This data set is no longer kept here. Load its file again.")
        self.name = name


def folder() -> Path:
    """Return the store's folder; the first process to ask makes it and removes it at its end."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named is None:
        with _lock:
            named = os.environ.get(FOLDER_VARIABLE)
            if named is None:
                _sweep()
                named = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
                os.environ[FOLDER_VARIABLE] = named
                atexit.register(_remove, named, os.getpid())
    path = Path(named)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def put(frame: pd.DataFrame, digest: str) -> None:
    """Keep ``frame`` under ``digest``; nothing happens if it is here already.

    Its columns are of the dtypes of `DTYPES`, its index counts the rows. Raises TypeError if not.
    """
    name = _name(digest, "arrow")
    if not _touch(folder() / name):
        content = _arrow(frame)
        _write(name, lambda path: _write_arrow(path, content))
    _note(name)


def load(digest: str) -> pd.DataFrame:
    """Return the whole table as a frame on the mapped file; do not modify it in place.

    The last few frames are kept. Raises `MissingFile`.
    """
    with _lock:
        frame = _frames.get(digest)
        if frame is not None:
            _frames.move_to_end(digest)
            return frame
    frame = _frame(_map(digest))
    with _lock:
        _frames[digest] = frame
        while len(_frames) > FRAMES_KEPT:
            _frames.popitem(last=False)
    return frame


def head(digest: str, n_rows: int = 100) -> pd.DataFrame:
    """Return the first rows of a table without reading the rest. Raises `MissingFile`."""
    return _frame(_map(digest).slice(0, n_rows))


def has(digest: str) -> bool:
    """Whether a table is kept here; asking marks it as used."""
    return _touch(folder() / _name(digest, "arrow"))


def put_bytes(content: bytes) -> str:
    """Keep an upload as it came and return its digest (16 hex digits)."""
    digest = digest_of(content)
    name = _name(digest, "upload")
    if not _touch(folder() / name):
        _write(name, lambda path: _write_all(path, content))
    return digest


def get_bytes(digest: str) -> bytes:
    """Return an upload by its digest. Raises `MissingFile`."""
    return read(_name(digest, "upload"))


def upload_path(digest: str) -> Path:
    """Return the path of an upload, for libraries that read files. Raises `MissingFile`."""
    path = folder() / _name(digest, "upload")
    if not _touch(path):
        raise MissingFile(path.name)
    return path


def read(name: str) -> bytes:
    """Return a stored file by its name, to send it to a worker. Raises `MissingFile`."""
    path = folder() / _checked(name)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise MissingFile(name) from None
    _touch(path)
    return content


def receive(name: str, content: bytes) -> None:
    """Keep a file that came from the other side."""
    if not _touch(folder() / _checked(name)):
        _write(name, lambda path: _write_all(path, content))


@contextmanager
def noting() -> Iterator[list[str]]:
    """Collect the names of the tables that are put inside."""
    names: list[str] = []
    token = _added.set(names)
    try:
        yield names
    finally:
        _added.reset(token)


def used_bytes() -> int:
    """Return the size of everything kept."""
    return sum(size for _, size, _ in _files())


def _arrow(frame: pd.DataFrame) -> pa.Table:
    import pandas as pd
    import pyarrow as pa

    arrays = []
    for name, column in frame.items():
        if str(column.dtype) not in DTYPES:
            raise TypeError(f"column {name!r} is {column.dtype}, not one of {', '.join(DTYPES)}")
        if isinstance(column.dtype, pd.StringDtype):
            text = pa.array(column.array, type=pa.large_string())
            arrays.append(text.combine_chunks() if isinstance(text, pa.ChunkedArray) else text)
        else:  # NaN stays NaN, so that reading needs no copy
            arrays.append(pa.array(column.to_numpy(), from_pandas=False))
    return pa.Table.from_arrays(arrays, names=[str(name) for name in frame.columns])


def _write_arrow(path: Path, content: pa.Table) -> None:
    import pyarrow as pa

    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, content.schema) as writer:
        writer.write_table(content)


def _write_all(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _map(digest: str) -> pa.Table:
    import pyarrow as pa

    path = folder() / _name(digest, "arrow")
    if not _touch(path):
        raise MissingFile(path.name)
    try:
        return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    except FileNotFoundError:  # evicted this very moment
        raise MissingFile(path.name) from None


def _frame(content: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = content.to_pandas(split_blocks=True)
    return frame


def _name(digest: str, kind: str) -> str:
    return _checked(f"{digest}.{kind}")


def _checked(name: str) -> str:
    digest, _, kind = name.partition(".")
    if not _DIGEST.fullmatch(digest) or kind not in ("arrow", "upload"):
        raise ValueError(f"not the name of a stored file: {name!r}")
    return name


def _note(name: str) -> None:
    names = _added.get()
    if names is not None:
        names.append(name)


def _touch(path: Path) -> bool:
    """Mark a file as used now; False if it is not there."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _write(name: str, write: Callable[[Path], Any]) -> None:
    """Write beside, then rename: a reader sees all of the file or nothing."""
    handle, beside = tempfile.mkstemp(prefix="part-", dir=folder())
    os.close(handle)
    try:
        write(Path(beside))
        os.replace(beside, folder() / name)  # noqa: PTH105 (atomic on Windows too)
    finally:
        Path(beside).unlink(missing_ok=True)
    _evict(keep=name)


def _files() -> list[tuple[int, int, Path]]:
    """Return (time of last use, size, path) of every stored file, the longest unused first."""
    found = []
    for path in folder().iterdir():
        if path.suffix in (".arrow", ".upload"):
            with suppress(FileNotFoundError):
                stat = path.stat()
                found.append((stat.st_mtime_ns, stat.st_size, path))
    return sorted(found)


def _evict(keep: str) -> None:
    files = _files()
    excess = sum(size for _, size, _ in files) - limits().store_bytes
    for _, size, path in files:
        if excess <= 0:
            break
        if path.name != keep:
            with suppress(OSError):  # Windows does not remove a file that is mapped
                path.unlink()
                excess -= size


def _sweep() -> None:
    """Remove the folders of suites that were killed."""
    import psutil

    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        pid = path.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdigit() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(path, ignore_errors=True)


def _remove(named: str, pid: int) -> None:
    if os.getpid() == pid:  # not in a fork
        shutil.rmtree(named, ignore_errors=True)
