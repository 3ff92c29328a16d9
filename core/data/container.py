"""What a file is, told from its bytes: unpack gzip within bounds, refuse what is no table."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Literal, TypeAlias

from core.data.hollow import refuse_blank
from core.data.limits import Limits, size_text
from core.data.table import UnreadableTable

Format: TypeAlias = Literal["text", "parquet", "xlsx", "sqlite"]

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
PARQUET = b"PAR1"
SQLITE = b"SQLite format 3\x00"
UNPACK_STEP = 1 << 20

_AS_CSV = "Save it as CSV or Excel (.xlsx) and choose that file."
_PICTURE = "is a picture, not a table. Choose a file with rows and columns, such as CSV."
_PACKED = "Unpack it and choose one of the files in it."

# (first bytes, what it is and what to do): signatures of common files that are no table we read.
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF87a", _PICTURE),
    (b"GIF89a", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"%PDF", "is a PDF document, not a table. Copy its table into a spreadsheet and save as CSV."),
    (b"\xd0\xcf\x11\xe0", f"is an old Office file (.xls or .doc). {_AS_CSV}"),
    (b"7z\xbc\xaf\x27\x1c", f"is a 7z archive. {_PACKED}"),
    (b"Rar!\x1a\x07", f"is a RAR archive. {_PACKED}"),
    (b"PK\x05\x06", f"is an empty zip archive. {_PACKED}"),
    (b"\xfd7zXZ\x00", f"is packed with xz. {_PACKED}"),
    (b"BZh", f"is packed with bzip2. {_PACKED}"),
    (b"\x28\xb5\x2f\xfd", f"is packed with Zstandard. {_PACKED}"),
    (b"\x89HDF\r\n", f"is an HDF5 file. {_AS_CSV}"),
    (b"ARROW1", "is an Arrow (Feather) file. Save it as Parquet or CSV and choose that file."),
    (b"FEA1", "is a Feather file. Save it as Parquet or CSV and choose that file."),
    (b"\x93NUMPY", f"is a NumPy array. {_AS_CSV}"),
    (b"Obj\x01", f"is an Avro file. {_AS_CSV}"),
    (b"ORC", f"is an ORC file. {_AS_CSV}"),
    (b"$FL2", f"is an SPSS file. {_AS_CSV}"),
    (b"<stata_dta>", f"is a Stata file. {_AS_CSV}"),
    (b"\x7fELF", "is a program, not a table. Choose a file with rows and columns, such as CSV."),
    (b"ID3", "is a sound, not a table. Choose a file with rows and columns, such as CSV."),
    (b"OggS", "is a sound, not a table. Choose a file with rows and columns, such as CSV."),
    (b"{\\rtf", f"is a text document (RTF). {_AS_CSV}"),
)
_PICKLES = tuple(bytes([0x80, protocol]) for protocol in (2, 3, 4, 5))
_PICKLE = (
    "is a Python pickle. It can run any program when opened, so it never is here. Save the "
    "table as CSV or Parquet instead."
)
_MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<svg")
_OFFICE = (
    ("xl/workbook.bin", f"is a binary Excel workbook (.xlsb). {_AS_CSV}"),
    ("content.xml", f"is an OpenDocument file (.ods). {_AS_CSV}"),
    ("word/document.xml", f"is a Word document. {_AS_CSV}"),
    ("ppt/presentation.xml", f"is a PowerPoint presentation. {_AS_CSV}"),
)


@dataclass(frozen=True)
class Payload:
    """A file's content, unpacked, and its format; ``gzipped`` if it was packed."""

    format: Format
    content: bytes
    gzipped: bool = False


def unpack(name: str, content: bytes, limit: Limits) -> Payload:
    """Return a file's payload; raise `UnreadableTable` for what is no table or too large."""
    if content.startswith(GZIP):
        inner = _gunzip(name, content, limit)
        if inner.startswith(GZIP):
            raise UnreadableTable(f"{name} is packed with gzip more than once. {_PACKED}")
        return Payload(_format(name, inner, limit), inner, gzipped=True)
    return Payload(_format(name, content, limit), content)


def _gunzip(name: str, content: bytes, limit: Limits) -> bytes:
    """Unpack all gzip members, stopping at the limit: a bomb costs no more than that."""
    parts: list[bytes] = []
    size, rest = 0, content
    try:
        while rest.startswith(GZIP):
            unpacker = zlib.decompressobj(wbits=31)
            while not unpacker.eof:
                part = unpacker.decompress(rest, UNPACK_STEP)
                rest = unpacker.unconsumed_tail
                if not part and not rest and not unpacker.eof:
                    raise UnreadableTable(
                        f"{name} ends in the middle: its gzip data is cut off. Copy or download "
                        "it again."
                    )
                parts.append(part)
                size += len(part)
                if size > limit.n_bytes:
                    raise UnreadableTable(
                        f"{name} unpacks to more than {limit.size}, the limit here. Choose a "
                        "smaller file or fewer rows."
                    )
            rest = unpacker.unused_data
    except zlib.error:
        raise UnreadableTable(
            f"{name} is a damaged gzip file. Copy or download it again."
        ) from None
    return b"".join(parts)


def _format(name: str, content: bytes, limit: Limits) -> Format:
    refuse_blank(name, content)
    if len(content) > limit.n_bytes:
        raise UnreadableTable(
            f"{name} has {size_text(len(content))}; the limit here is {limit.size}. Choose a "
            "smaller file or fewer rows."
        )
    if content.startswith(PARQUET):
        return "parquet"
    if content.startswith(SQLITE):
        return "sqlite"
    if content.startswith(ZIP):
        return _zip_format(name, content, limit)
    _refuse_known(name, content)
    return "text"


def _refuse_known(name: str, content: bytes) -> None:
    for magic, what in _REFUSED:
        if content.startswith(magic):
            raise UnreadableTable(f"{name} {what}")
    if content.startswith(_PICKLES) and content.rstrip().endswith(b"."):
        raise UnreadableTable(f"{name} {_PICKLE}")
    if content.startswith((b"RIFF", b"BM")) and b"\0" in content[:64]:
        raise UnreadableTable(f"{name} {_PICTURE if content[8:12] != b'WAVE' else 'is a sound.'}")
    if content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise UnreadableTable(
            f"{name} is a web page or XML, not a table. Save its table as CSV and choose that file."
        )


def _zip_format(name: str, content: bytes, limit: Limits) -> Format:
    """Tell an Excel workbook from other zip archives; its unpacked size is bounded.

    `zipfile` never unpacks more of a member than the size that its directory states.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        raise UnreadableTable(
            f"{name} is a damaged zip or Excel file. Copy or download it again."
        ) from None
    size = sum(member.file_size for member in members)
    if size > limit.n_bytes:
        raise UnreadableTable(
            f"{name} unpacks to {size_text(size)}; the limit here is {limit.size}. Choose a "
            "smaller file or fewer rows."
        )
    names = {member.filename for member in members}
    if "xl/workbook.xml" in names:
        return "xlsx"
    for inner, what in _OFFICE:
        if inner in names:
            raise UnreadableTable(f"{name} {what}")
    raise UnreadableTable(f"{name} is a zip archive. {_PACKED}")
