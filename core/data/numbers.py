"""Numbers as people write them: decimal commas, thousands signs, percent, currencies.

All functions take a pyarrow string array of trimmed, non-missing cells and read every one of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

DIGITS = 15  # decimal digits that float64 always keeps
EXACT = 2**53  # float64 holds every whole number up to here
_INT = r"(?:0|[1-9]\d*)"
_EXP = r"(?:[eE][+-]?\d{1,4})?"
_INF = "(?i:inf(?:inity)?|∞)"
_MINUS = "−"  # the typographic sign
_APOSTROPHE = "’"
_SPACES = "[\u00a0\u202f\u2009]"
_MONEY = r"(?:[$€£¥₹₽₩]|(?i:usd|eur|gbp|chf|jpy|cny|inr|sek|nok|dkk|kr|zł|pln|r\$|us\$|a\$|c\$))"
_BRACKETS = r"^\(([^()-]*\d[^()-]*)\)$"
NUMBER_LIKE = (  # the same column may hold such cells beside others; they are counted, not read
    rf"^[(+\-−]?\s?(?:{_MONEY}\s?)?[+\-−]?(?:\d[\d., '’\x{{a0}}\x{{202f}}]*|\.\d+)(?:[eE][+-]?\d+)?"
    rf"\s?(?:{_MONEY}|%)?\)?$"
)


@dataclass(frozen=True)
class Style:
    """How a column writes numbers: its decimal and its thousands sign ("" for none)."""

    decimal: str
    thousands: str

    @property
    def pattern(self) -> str:
        """The regular expression of one number; no leading zeros, groups of three digits."""
        point, group = _escaped(self.decimal), _escaped(self.thousands)
        grouped = rf"[1-9]\d{{0,2}}(?:{group}\d{{3}})+|" if group else ""
        digits = rf"(?:{grouped}{_INT})"
        return rf"^[+-]?(?:{digits}(?:{point}\d*)?{_EXP}|{point}\d+{_EXP}|{_INF})$"


def _escaped(sign: str) -> str:
    return {"": "", ".": r"\.", "'": f"['{_APOSTROPHE}]"}.get(sign, sign)


PLAIN = Style(".", "")
STYLES = (  # in the order of preference where several fit
    PLAIN,
    Style(".", ","),
    Style(",", ""),
    Style(",", "."),
    Style(".", " "),
    Style(",", " "),
    Style(".", "'"),
    Style(",", "'"),
    Style(".", "_"),
)


@dataclass(frozen=True)
class Bare:
    """Cells without their unit: ``percent`` or a ``currency`` sign that all of them carried.

    ``brackets`` tells that amounts in brackets were read as negative.
    """

    text: pa.StringArray
    percent: bool = False
    currency: str = ""
    brackets: bool = False


def typed(text: pa.StringArray) -> pa.StringArray:
    """Return cells with the space and the minus sign of a keyboard for those of a typesetter."""
    return pc.replace_substring(pc.replace_substring_regex(text, _SPACES, " "), _MINUS, "-")


def bare(valid: pa.StringArray) -> Bare:
    """Return the cells without a percent or currency sign shared by all, and plain minus signs."""
    text = typed(valid)
    percent = _all(pc.ends_with(text, "%"))
    if percent:
        return Bare(pc.utf8_rtrim_whitespace(pc.utf8_rtrim(text, "%")), percent=True)
    brackets = _any(pc.match_substring_regex(text, _BRACKETS))
    return _without_currency(_negative(text) if brackets else text, brackets)


def _negative(text: pa.StringArray) -> pa.StringArray:
    """Return amounts in brackets, as accountants write them, with a minus sign."""
    return pc.replace_substring_regex(text, _BRACKETS, r"-\1")


def _without_currency(text: pa.StringArray, brackets: bool) -> Bare:
    found = pc.extract_regex(text, rf"(?P<sign>{_MONEY})")
    if found.null_count:
        return Bare(text, brackets=brackets)
    signs = pc.unique(pc.struct_field(found, "sign"))
    if len(signs) != 1:
        return Bare(text, brackets=brackets)
    return Bare(_free_of_money(text), currency=signs[0].as_py(), brackets=brackets)


def _free_of_money(text: pa.StringArray) -> pa.StringArray:
    text = pc.replace_substring_regex(text, rf"^([+-]?)\s?{_MONEY}\s?([+-]?)", r"\1\2")
    return pc.replace_substring_regex(text, rf"\s?{_MONEY}$", "")


def bare_each(text: pa.StringArray) -> pa.StringArray:
    """Return each cell without its own unit and leading zeros, whatever the others carry."""
    text = _free_of_money(_negative(typed(text)))
    text = pc.replace_substring_regex(text, r"\s?%$", "")
    return pc.replace_substring_regex(text, r"^([+-]?)0+(\d)", r"\1\2")


def holds(text: pa.StringArray, sign: str) -> pa.BooleanArray:
    """Tell which cells hold a sign (both apostrophes count as one)."""
    return pc.match_substring_regex(text, _escaped(sign))


def matches(text: pa.StringArray, style: Style) -> pa.BooleanArray:
    """Tell which cells are numbers in a style."""
    return pc.match_substring_regex(text, style.pattern)


def possible_styles(text: pa.StringArray) -> list[Style]:
    """Return the styles in which every cell is a number, the preferred first."""
    signs = {sign for sign in f",.' _{_APOSTROPHE}" if _any(pc.match_substring(text, sign))}
    signs = {"'" if sign == _APOSTROPHE else sign for sign in signs}
    fitting = [
        style
        for style in STYLES
        if signs <= {style.decimal, style.thousands}
        and (style == PLAIN or (style.thousands or style.decimal) in signs)
    ]
    return [style for style in fitting if _all(matches(text, style))]


def most_fitting(styles: list[Style], text: pa.StringArray) -> Style:
    """Return the style in which most cells are numbers, the preferred among equals."""
    counts = [pc.sum(matches(text, style)).as_py() or 0 for style in styles]
    return styles[int(np.argmax(counts))]


def plain_form(text: pa.StringArray, style: Style) -> pa.StringArray:
    """Return numbers with a point and no thousands sign, as Arrow reads them."""
    if style.thousands:
        for sign in ("'", _APOSTROPHE) if style.thousands == "'" else (style.thousands,):
            text = pc.replace_substring(text, sign, "")
    if style.decimal == ",":
        text = pc.replace_substring(text, ",", ".")
    if _any(pc.match_substring(text, "∞")):
        text = pc.replace_substring(text, "∞", "inf")
    if _any(pc.starts_with(text, "+")):
        text = pc.utf8_ltrim(text, "+")
    return text


@dataclass(frozen=True)
class Parsed:
    """Numbers of a column: int64 or float64 ``values``, or None and ``why`` they stay text.

    ``rounded`` counts numbers with more digits than float64 keeps; ``whole`` numbers have no
    fraction.
    """

    values: npt.NDArray[np.int64] | npt.NDArray[np.float64] | None
    why: str = ""
    rounded: int = 0
    whole: bool = False


def parse(plain: pa.StringArray, *, gaps: bool, whole: bool = False) -> Parsed:
    """Return cells in plain form as int64, or float64 if one has a fraction or there are gaps.

    Numbers that float64 or int64 would change (whole numbers beyond 2**53 among fractions or
    gaps, beyond 2**63 alone, or 1e999) keep the column text. ``whole`` says that the caller
    knows all to be whole.
    """
    if whole:
        return _parse_whole(plain, gaps)
    if not _any(pc.match_substring_regex(plain[:1], "[.eEiI]")) and _all(_integral(plain)):
        return _parse_whole(plain, gaps)
    values = pc.cast(plain, pa.float64()).to_numpy(zero_copy_only=False)
    infinite = np.isinf(values)
    if (
        infinite.any()
        and infinite.sum() != pc.sum(pc.match_substring_regex(plain, "(?i)inf")).as_py()
    ):
        return Parsed(None, "has numbers too large to calculate with")
    lengths = pc.binary_length(plain)
    if pc.max(lengths).as_py() <= DIGITS:
        return Parsed(values)
    long = pc.and_(_integral(plain), pc.greater(lengths, DIGITS))
    if _any(long) and not _exact(plain.filter(long), values[long.to_numpy(zero_copy_only=False)]):
        return Parsed(None, "has whole numbers with too many digits to keep exactly")
    return Parsed(values, rounded=_rounded(plain.filter(pc.greater(lengths, DIGITS + 3))))


def _integral(plain: pa.StringArray) -> pa.BooleanArray:
    return pc.match_substring_regex(plain, r"^-?\d+$")


def _parse_whole(plain: pa.StringArray, gaps: bool) -> Parsed:
    try:
        values = pc.cast(plain, pa.int64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:
        return Parsed(None, "has whole numbers with too many digits to keep exactly")
    if not gaps:
        return Parsed(values, whole=True)
    if len(values) and (values.max() > EXACT or values.min() < -EXACT):
        return Parsed(None, "has missing values and whole numbers with too many digits")
    return Parsed(values.astype(np.float64), whole=True)


def _exact(plain: pa.StringArray, values: npt.NDArray[np.float64]) -> bool:
    pairs = zip(plain.to_pylist(), values.tolist(), strict=True)
    return all(len(text) <= 330 and int(text) == int(value) for text, value in pairs)


def _rounded(long: pa.StringArray) -> int:
    """Count numbers with more than 17 significant digits: float64 rounds those away."""
    digits = pc.replace_substring_regex(long, r"[eE].*$|^-?0*\.?0*|\.|-", "")
    return int(pc.sum(pc.greater(pc.binary_length(digits), 17)).as_py() or 0)


def _all(mask: pa.BooleanArray) -> bool:
    return bool(pc.all(mask).as_py())


def _any(mask: pa.BooleanArray) -> bool:
    return bool(pc.any(mask).as_py())
