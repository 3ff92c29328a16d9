"""A learner's text stays text, and a number reads as a person writes it."""

from __future__ import annotations

import math
import re
from html import unescape

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from core.figures.blocks import Chart, Grid, Notes, Row, Words, escape, human, is_picture, notes
from tests.pages import tables

MARKDOWN = MarkdownIt("commonmark").enable(["strikethrough", "table"])
SIGNS = st.sampled_from(list("\\`*_{}[]()<>#+-!|~$:&;.=^\"'/@%\n\t 01abxü🦜"))
NASTY = st.one_of(
    st.text(SIGNS, max_size=30),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30),
)
TAG = re.compile(r"<(?!/?(?:p|strong|ul|li)>)")
OURS = ("{}", "- {}", "**Column.** {} is first.", "Row 3: {} moves it.", "It moves **x {} y** up.")


@pytest.mark.parametrize("sentence", OURS)
@given(text=NASTY)
@example(text=tables.MARKS)
@example(text=tables.QUOTES)
@example(text="1. one")
@example(text="    code")
@example(text="a\n\nb")
@example(text="a\n===")
@example(text="&lt;b&gt;&#42;")
@example(text="<script>alert(1)</script>")
@example(text="![x](http://example.org/x.png)")
@example(text="[x]: http://example.org")
@example(text="<http://example.org>")
@example(text="| a |\n|---|\n| b |")
@example(text="***")
@example(text="a\\")
@example(text="\\*a*")
def test_no_markdown_survives(sentence, text):
    shown = MARKDOWN.render(sentence.format(escape(text)))
    assert TAG.search(shown) is None, shown
    plain = " ".join(unescape(re.sub(r"</?(?:p|strong|ul|li)>", "", shown)).split())
    ours = sentence.removeprefix("- ").replace("**", "")
    assert plain == " ".join(ours.format(" ".join(text.split())).split())


@given(text=NASTY)
def test_no_directive_icon_or_formula_of_streamlit_survives(text):
    """Streamlit's own signs beyond Markdown: ``:red[…]``, ``:material/…:``, ``$…$``."""
    for sign in ":$[]":
        assert re.search(rf"(?<!\\)(?:\\\\)*{re.escape(sign)}", escape(text)) is None


@given(text=st.text(st.characters(categories=["L", "N"]), max_size=20))
def test_plain_words_stay_as_they_are(text):
    assert escape(text) == text


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (-0.5, "-0.5"),
        (1234567.8, "1,234,568"),
        (999.99999, "1,000"),
        (-999.99999, "-1,000"),
        (999.4, "999.4"),
        (12.3456, "12.35"),
        (0.0123456, "0.0123"),
        (1e-9, "1e-09"),
        (2e18, "2e+18"),
        (math.nan, "undefined"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (np.float64(3.0), "3"),
        (np.int64(2500), "2,500"),
    ],
)
def test_a_number_reads_as_a_person_writes_it(number, shown):
    assert human(number) == shown


@given(number=st.floats())
def test_a_number_is_short_and_never_nan(number):
    shown = human(number)
    assert len(shown) <= 20
    assert "nan" not in shown
    assert "inf" not in shown


@given(number=st.floats(-1e300, 1e300))
def test_a_number_is_what_it_says_to_three_digits(number):
    read = float(human(number).replace(",", ""))
    assert math.isclose(read, number, rel_tol=6e-3, abs_tol=1e-300)


@given(number=st.floats(min_value=1e-6, max_value=1e12))
def test_a_change_carries_its_sign(number):
    assert human(number, sign=True) == f"+{human(number)}"
    assert human(-number, sign=True) == f"-{human(number)}"


def test_the_sentence_belongs_under_a_chart_and_not_under_a_table():
    chart = Chart("a", None, "alt")  # type: ignore[arg-type]
    grid = Grid("b", None)  # type: ignore[arg-type]
    assert is_picture(chart)
    assert is_picture(Row((grid, chart)))
    assert not is_picture(grid)
    assert not is_picture(Words("x"))


def test_notes_without_a_sentence_are_no_block():
    assert notes() == ()
    assert notes("One.") == (Notes(("One.",)),)
