"""Bytes to text: which encoding a file is in, and what was replaced to read it."""

from __future__ import annotations

import codecs
import itertools
from dataclasses import dataclass

from core.data.options import BadOverride
from core.data.table import UnreadableTable
from core.wording import counted

SAMPLE = 100_000
BINARY_SHARE = 0.05  # of control characters; more is no text
ZERO_SHARE = 0.4  # of every other byte; in UTF-16 without a mark most letters have a zero byte
DENSE_SHARE = 0.3  # of bytes over 127; more is no Western European text
MOSTLY_UTF8 = 10  # valid multi-byte characters for each broken one

_BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_LABELS = {
    "utf-8": "",
    "utf-8-sig": "",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp932": "Shift-JIS",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
}
RARER_ENCODINGS = [
    *("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256"),
    *("gb18030", "big5", "euc_jp", "euc_kr"),
]
"""What is guessed at from the bytes when the usual encodings do not fit."""

_CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\r\f\v\x1a\x1b"}


@dataclass(frozen=True)
class Decoded:
    """A file's text, and what there is to say about how it was read."""

    text: str
    notes: tuple[str, ...]


def decode(name: str, content: bytes, encoding: str | None = None) -> Decoded:
    """Return a file's text, by the override ``encoding`` or by detection.

    The order of trials: byte-order mark, zero bytes of UTF-16, UTF-8, UTF-8 with a few broken
    bytes, Shift-JIS, other alphabets if more than 30 % of the bytes are not ASCII, Windows-1252,
    Latin-1. Raises UnreadableTable for what is no text.
    """
    notes: list[str] = []
    text = _decode_as(name, content, encoding) if encoding else _detect(content, notes)
    text = text.removeprefix("\ufeff")
    _refuse_binary(name, text)
    n_zeros = text.count("\0")
    if n_zeros:
        text = text.replace("\0", "")
        who = counted(n_zeros, "zero byte (NUL) was", "zero bytes (NUL) were")
        notes.append(f"{who} removed: that is no text.")
    return Decoded(text.removesuffix("\x1a"), tuple(notes))


def _decode_as(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode("cp932" if encoding == "shift_jis" else encoding)
    except UnicodeDecodeError as error:
        raise BadOverride(
            f"{name} is not written in {encoding}: byte {error.start + 1:,} does not fit. "
            "Choose another encoding, or let it be detected."
        ) from None
    except (LookupError, ValueError):
        raise BadOverride(
            f"{encoding} is not an encoding of text. Try utf-8, cp1252 or shift_jis."
        ) from None


def _detect(content: bytes, notes: list[str]) -> str:
    encoding = _marked(content)
    text = _try(content, encoding) if encoding else None
    if text is None:
        encoding, text = "utf-8", _try(content, "utf-8")
    if text is None:
        text = _mended_utf8(content, notes)
    if text is None:
        encoding, text = _legacy(content)
    label = _LABELS.get(encoding or "", str(encoding).replace("_", "-").upper())
    if label:
        notes.append(
            f"The text is encoded as {label}."
            if label.startswith("UTF")
            else f"The text was read as {label}. If letters look wrong, choose another encoding."
        )
    return text


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _marked(content: bytes) -> str | None:
    """Return the encoding that a byte-order mark or the zero bytes of UTF-16 give away."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding
    sample = content[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > ZERO_SHARE * len(sample) / 2 and even * 20 <= odd:
        return "utf-16-le"
    if even > ZERO_SHARE * len(sample) / 2 and odd * 20 <= even:
        return "utf-16-be"
    return None


def _mended_utf8(content: bytes, notes: list[str]) -> str | None:
    """Return the text of a file that is UTF-8 but for a few broken bytes, else None."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    wide = sum(1 for char in text[:SAMPLE] if char > "\x7f" and char != "\ufffd")
    if wide < MOSTLY_UTF8 * max(text[:SAMPLE].count("\ufffd"), 1):
        return None
    who = counted(broken, "broken character is", "broken characters are")
    notes.append(f"{who} shown as \ufffd: those bytes are not valid UTF-8.")
    return text


def _legacy(content: bytes) -> tuple[str, str]:
    """Return (encoding, text) of a file that is not Unicode."""
    text = _try(content, "cp932")
    if text is not None and _looks_japanese(text[:SAMPLE]):
        return "cp932", text
    sample = content[:SAMPLE]
    n_high = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    if n_high > DENSE_SHARE * len(sample):
        guess = _other_alphabet(sample)
        text = _try(content, guess) if guess else None
        if guess and text is not None:
            return guess, text
    text = _try(content, "cp1252")
    return ("cp1252", text) if text is not None else ("latin-1", content.decode("latin-1"))


def _looks_japanese(text: str) -> bool:
    """Tell Japanese from Western text misread as such: kana or common kanji, side by side.

    Windows-1252 apostrophes and accents also pair with the letter after them to valid kanji, but
    stand alone among ASCII letters; common kanji (JIS level 1) have lead bytes 0x88 to 0x97.
    """
    wide = [char for char in text if char > "\x7f"]
    if not wide:
        return False
    common = sum(1 for char in wide if _is_common_japanese(char))
    pairs = sum(1 for left, right in itertools.pairwise(text) if left > "\x7f" and right > "\x7f")
    return common >= 0.7 * len(wide) and pairs >= 0.25 * len(wide)


def _is_common_japanese(char: str) -> bool:
    if "\u3000" <= char <= "\u30ff" or "\uff01" <= char <= "\uff5e":
        return True
    return 0x88 <= char.encode("cp932", "replace")[0] <= 0x97


def _other_alphabet(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample[:20_000], cp_isolation=RARER_ENCODINGS).best()
    return best.encoding if best is not None else None


def _refuse_binary(name: str, text: str) -> None:
    sample = text[:SAMPLE]
    n_controls = len(sample) - len(sample.translate(_CONTROLS))
    if n_controls > max(BINARY_SHARE * len(sample), 3):
        raise UnreadableTable(
            f"{name} is not text: it holds bytes that no table file has. Choose a CSV, JSON, "
            "Parquet or Excel file."
        )
