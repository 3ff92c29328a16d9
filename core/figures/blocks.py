"""What a playground shows, as data: the page renders blocks, a test reads them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from core.figures.deeds import (
    Beside,
    Button,
    Download,
    Field,
    Fold,
    Form,
    Formula,
    RowForm,
    Small,
    Upload,
)

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from core.figures.film import FilmPicture


@dataclass(frozen=True)
class Chart:
    """A plotly figure with its text alternative; ``key`` is stable so that zoom survives."""

    key: str
    figure: go.Figure
    alt: str


@dataclass(frozen=True)
class Moving:
    """A film: pictures that move together in the browser.

    ``aside``: beside a live run, a film of its own that plays in the browser alone.
    """

    picture: FilmPicture
    aside: bool = False


def named(
    shown: tuple[Block, ...],
    name: str,
    *,
    rests: bool = False,
    at: int | None = None,
    version: str = "",
    ends: bool = False,
) -> tuple[Block, ...]:
    """Return the blocks with their films named, where the scene has not named them itself.

    rests : a film that would play by itself waits at its first frame. at : the step it opens at.
    ends : one that would wait for its first step opens at its end. version : what tells it from
    the same film before; it opens anew.
    """
    return tuple(
        replace(block, picture=_called(block.picture, name, version, rests, at, ends))
        if isinstance(block, Moving)
        else block
        for block in shown
    )


def _called(
    picture: FilmPicture, name: str, version: str, rests: bool, at: int | None, ends: bool
) -> FilmPicture:
    begin: Any = picture.begin
    if at is not None:
        begin = max(sum(1 for step in picture.steps if step <= at) - 1, 0)
    elif rests and begin == "play":
        begin = "start"
    elif ends and begin == "start":
        begin = "end"
    return replace(picture, film=f"{picture.film or name}{version}", begin=begin)


@dataclass(frozen=True)
class Number:
    """One figure beside others: ``value`` already formatted, ``note`` small beneath it.

    ``change``: by how much it has just changed, formatted, too.
    """

    label: str
    value: str
    note: str = ""
    help: str = ""
    change: str = ""


@dataclass(frozen=True)
class Numbers:
    """A row of numbers."""

    items: tuple[Number, ...]


@dataclass(frozen=True)
class Grid:
    """A table; ``caption`` says what its rows are; ``file_name`` offers it as a CSV download."""

    key: str
    frame: pd.DataFrame
    caption: str = ""
    file_name: str = ""
    height_px: int | None = None


@dataclass(frozen=True)
class Words:
    """Markdown of ours; a learner's text goes in through `escape` only."""

    text: str


@dataclass(frozen=True)
class Drawing:
    """An SVG of ours (no learner's text inside) with its text alternative.

    ``narrow_svg`` takes its place on a phone. Links inside it to pages of the suite are followed
    without leaving the session.
    """

    svg: str
    alt: str
    narrow_svg: str = ""


@dataclass(frozen=True)
class Link:
    """A way to a page of the suite; ``slug`` "" for one that is not there yet."""

    slug: str
    playground: str
    title: str
    note: str = ""


@dataclass(frozen=True)
class Links:
    """A list of ways to pages."""

    items: tuple[Link, ...]


@dataclass(frozen=True)
class Notes:
    """Sentences about how the numbers came to be, folded away; plain text, escaped when shown."""

    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Stack:
    """Blocks one under the other, as one part of a `Row`."""

    items: tuple[Chart | Grid | Words, ...]


@dataclass(frozen=True)
class Row:
    """Blocks side by side, ``across`` of them to a line (0: all); below each other on a phone.

    ``widths`` of the parts of a line, relative to each other; () for equal ones.
    """

    items: tuple[Chart | Grid | Words | Stack, ...]
    across: int = 0
    widths: tuple[int, ...] = ()


Block: TypeAlias = (
    Chart | Moving | Numbers | Grid | Words | Drawing | Links | Notes | Row | Stack
    | Button | Field | Form | Download | Small | Formula | Beside | Fold | RowForm | Upload
)  # fmt: skip


def is_picture(block: Any) -> bool:
    """Whether the computed sentence belongs under this block."""
    if type(block).__name__ in ("Row", "Stack"):
        return any(is_picture(item) for item in block.items)
    return type(block).__name__ in ("Chart", "Drawing", "Moving")


def notes(*sentences: str) -> tuple[Notes, ...]:
    """Return one block of notes, or none when there is nothing to say."""
    return (Notes(sentences),) if sentences else ()


def human(number: float, *, sign: bool = False) -> str:
    """Return a number as a person writes it: thousands grouped, no powers of ten in between.

    >>> human(104213.4), human(12.3456), human(0.01234), human(-3, sign=True), human(1e-9)
    ('104,213', '12.35', '0.0123', '-3', '1e-09')
    >>> human(float("nan")), human(float("-inf")), human(2e18), human(999.99999)
    ('undefined', '−∞', '2e+18', '1,000')
    """
    plus = "+" if sign and number else ""
    number = number or 0.0  # a zero has no sign
    size = abs(number)
    if math.isnan(number):
        return "undefined"
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    if 999.95 <= size < 1e15:
        return f"{number:{plus},.0f}"
    if size >= 1 or size == 0:
        return f"{number:{plus}.4g}"
    return f"{number:{plus}.3g}"


def measured(value: float, digits: int = 3) -> str:
    """Return a score with a fixed number of digits, unless that would hide it.

    >>> measured(0.7182), measured(0.0000123), measured(22403.12), measured(float("nan"))
    ('0.718', '1.23e-05', '22,403', 'undefined')
    """
    hidden = 0 < abs(value) < 10.0 ** (1 - digits)
    if hidden or not abs(value) < 999.95:
        return human(value)
    return f"{value or 0.0:.{digits}f}"


def apart(first: float, second: float) -> tuple[str, str]:
    """Return two scores with as many digits as it takes to tell them apart.

    >>> apart(0.9501, 0.9499), apart(0.95, 0.95)
    (('0.9501', '0.9499'), ('0.950', '0.950'))
    """
    for digits in range(3, 9):
        texts = measured(first, digits), measured(second, digits)
        if texts[0] != texts[1]:
            return texts
    return measured(first), measured(second)


def together(numbers: Sequence[float], *, within: float = math.inf) -> tuple[str, ...]:
    """Return several numbers as `human` does, with as many digits as tell apart those that differ.

    ``within`` : as many digits, too, as bring each text so close to its number.

    >>> together([1000000.1, 1000000.3]), together([5000, 17000]), together([2836.26], within=0.1)
    (('1,000,000.1', '1,000,000.3'), ('5,000', '17,000'), ('2,836.3',))
    """
    texts = tuple(human(number) for number in numbers)
    finite = [number for number in numbers if math.isfinite(number)]
    for digits in range(4, 18):
        written = {text for text, number in zip(texts, numbers, strict=True) if number in finite}
        if len(written) == len(set(finite)) and _close(texts, numbers, within):
            break
        texts = tuple(_with_digits(number, digits) for number in numbers)
    return texts


def _close(texts: Sequence[str], numbers: Sequence[float], within: float) -> bool:
    return all(
        abs(float(text.replace(",", "")) - number) <= within
        for text, number in zip(texts, numbers, strict=True)
        if math.isfinite(number)
    )


def _with_digits(number: float, digits: int) -> str:
    """Return a number with so many digits, no noughts at its end."""
    size = abs(number)
    if not math.isfinite(number) or number == 0:
        return human(number)
    if size >= 1e15 or size < 1e-3:
        return f"{number:.{digits}g}"
    decimals = max(digits - 1 - math.floor(math.log10(size)), 0)
    text = f"{number:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def escape(text: str) -> str:
    r"""Return a learner's text so that Markdown shows it as it is, on one line.

    Runs of white space become one space, as a browser shows them: two line ends or four spaces
    would start a paragraph or a block of code. A leading "1." would start a list.

    >>> print(escape("a_b*c $x$ :red[d]"), escape("1. half a\n\n&amp; half"))
    a\_b\*c \$x\$ \:red\[d\] 1\. half a \&amp; half
    """
    line = " ".join(text.split())
    plain = "".join(f"\\{sign}" if sign in _MARKS else sign for sign in line)
    return _LIST.sub(r"\1\\\2", plain)


def label(text: str) -> str:
    r"""Return a learner's text for the label of a widget: Markdown on the screen, plain when read.

    A browser hands a label to screen readers as it stands, backslashes too. So only a sign that
    Markdown would take for itself at its place gets one: a name as names are has none at all.

    >>> print(label("age_years (m-1): 5 & more"), label("*a* $x$"), label("- a"), label("_a_"))
    age_years (m-1): 5 & more \*a\* \$x\$ \- a \_a\_
    """
    line = " ".join(text.split())
    return _LIST.sub(r"\1\\\2", _TAKEN.sub(r"\\\g<0>", line))


_TAKEN = re.compile(
    r"[*`~$\[\]<]|\\(?=[!-/:-@\[-`{-~])|(?<![^\W_])_|_(?![^\W_])|&(?=[#\w])|:(?=\S)|^[-+#>]"
)
_MARKS = frozenset("\\`*_{}[]()<>#+-!|~$:&")
_LIST = re.compile(r"^(\d+)([.)])")
