"""Texts that hold no table: nothing at all, only signs between values, or a web page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.data.notes import quoted
from core.data.table import UnreadableTable

BLANK = " \t\r\n\f\v"
_SIGNS = ",;|\t"
CHOOSE = "Choose a file with column names and rows."
NAMED = 4  # column names shown, the rest are counted
_PAGE = re.compile(
    r"<(!doctype|!--|\?xml|html|head|meta|style|body|table|thead|tbody|tr|div|center|font)\b|<!--",
    re.IGNORECASE,
)
_TABLE = re.compile(r"<(table|tr|html)\b", re.IGNORECASE)
_ELEMENT = re.compile(r"<([A-Za-z_][\w:.-]*)[^<>]*>")


def refuse_blank(name: str, content: bytes) -> None:
    """Raise `UnreadableTable` for bytes of which none is more than a blank, in any encoding."""
    marks = b"\xef\xbb\xbf\xff\xfe"
    blank = BLANK.encode() + b"\0" + marks
    if content[:1000].strip(blank) or content.strip(blank):
        return
    if b"\0" in content and not content.startswith(b"\xff\xfe") and content[:2] != b"\xfe\xff":
        raise UnreadableTable(
            f"{name} holds only zero bytes (NUL): it was not saved whole. Copy or download it "
            "again."
        )
    refuse_hollow(name, content.strip(marks + b"\0").decode("ascii", "replace"))


def refuse_hollow(name: str, text: str) -> None:
    """Raise `UnreadableTable` for a text without any value, saying what it does hold."""
    if text.strip(BLANK + _SIGNS + "\"'"):
        return
    signs = [sign for sign in _SIGNS if sign in text]
    if signs:
        shown = ", ".join("tab" if sign == "\t" else sign for sign in signs)
        what = f"holds delimiters ({shown}) but no values"
    elif text.strip():
        what = "holds quotation marks but no values"
    else:
        what = "holds only blank lines" if text else "is empty"
    raise UnreadableTable(f"{name} {what}. {CHOOSE}")


def refuse_markup(name: str, text: str) -> None:
    """Raise `UnreadableTable` for a web page or XML, whatever the file is called.

    Cells may hold markup: a page begins with a tag of pages and holds a table or ends with a tag,
    and XML ends with the tag that it begins with.
    """
    start = text[:2000].lstrip()
    if not start.startswith("<"):
        return
    page = _PAGE.match(start) and (_TABLE.search(text) or text.rstrip().endswith(">"))
    root = _ELEMENT.match(start)
    if page or (root and text.rstrip().endswith(f"</{root[1]}>")):
        raise UnreadableTable(
            f"{name} is a web page or XML, not a table. Open it in a spreadsheet, save it as CSV "
            "or Excel (.xlsx) and choose that file."
        )


def refuse_rowless(name: str, names: Sequence[str], *, empty_rows: bool = False) -> None:
    """Raise `UnreadableTable` for a table that is nothing but its header."""
    given = [name for name in names if name]
    if len(names) == 1 and not empty_rows:
        raise UnreadableTable(f"{name} is a single line, {quoted(names[0])}. {CHOOSE}")
    shown = [quoted(column) for column in given[:NAMED]]
    if len(given) > NAMED:
        shown.append(f"{len(given) - NAMED:,} more")
    listed = " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
    what = "no values below them" if empty_rows else "no rows"
    raise UnreadableTable(
        f"{name} has column names but {what}: {listed}. Choose a file with data below its header."
    )
