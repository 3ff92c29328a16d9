"""A learner's name as a label: the same on the screen and, where it is a name, when read aloud."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from core.figures.blocks import escape, label
from tests.pages import tables

MARKDOWN = MarkdownIt("commonmark").enable(["strikethrough", "table"])
STREAMLITS_OWN = re.compile(r"(?<!\\):[\w/+-]+:|(?<!\\)\$|(?<!\\):\w+(-\w+)*\[")
"""Signs, formulas and colours: what Streamlit adds to Markdown."""


def on_screen(markdown: str) -> str:
    """What Markdown makes of a text, tags taken away."""
    shown = MARKDOWN.render(markdown)
    assert re.fullmatch(r"(<p>.*</p>\n)?", shown, re.DOTALL), shown
    assert not re.search(r"<(?!/?p>)", shown), shown
    return html.unescape(re.sub(r"</?p>", "", shown)).strip()


@given(st.text(alphabet="ab1 _*`~$[]()<>&;:#+-=.!|\\{}x/é"))
@example("- a")
@example("1. a")
@example("1) a")
@example("a_b_ _c_ __d__")
@example("&amp; &#38; \\* \\\\")
@example(":red[x] :material/home: <b>b</b> ![x](y) http://a.b")
def test_a_label_looks_like_the_text_it_is_of(text):
    plain = " ".join(text.split())
    for own in (label, escape):
        assert on_screen(own(text)) == plain
        assert STREAMLITS_OWN.search(own(text)) is None


@pytest.mark.parametrize(
    "name",
    [
        "age_years",
        "price (EUR)",
        "m-1 + 2.5",
        "what: now",
        "A & B",
        "50% > 20",
        "größe 数",
        "x^2|y",
    ],
)
def test_a_name_as_names_are_is_read_aloud_without_a_backslash(name):
    assert label(name) == name


def test_odd_names_are_still_shown_as_they_are():
    for name in (tables.MARKS, tables.QUOTES, tables.EMOJI):
        assert on_screen(label(name)) == name
