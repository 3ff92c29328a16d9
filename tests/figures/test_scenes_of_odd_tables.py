"""Every picture and sentence of every playground, on tables that learners bring in the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from core.course import situations
from core.errors import PlaygroundError
from core.figures.blocks import (
    Block,
    Chart,
    Drawing,
    Grid,
    Links,
    Moving,
    Notes,
    Numbers,
    Row,
    Stack,
    Words,
)
from core.figures.film import FilmPicture
from core.playground import Playground
from core.tabular.experiment import ModelChoice
from core.value import Value
from tests.catalogue import playgrounds_by_page
from tests.figures.names import assert_names_have_places, axis_name
from tests.pages import tables
from tests.pages.walk import Stop, defaults, needs_table, walk

ODD = tables.odd()
RARE_TABLES = ("class names", "twelve numbers")
TABLELESS = [
    pytest.param(playground, id=playground.id)
    for playgrounds in playgrounds_by_page().values()
    for playground in playgrounds
    if playground.needs_table is not True
]


def views_of(slug: str, playground: Playground) -> Iterator[tuple[str, dict[str, Value]]]:
    """Yield what there is to look at on which odd table: each view, the slow ones on two tables."""
    views = next((param.choices for param in playground.params if param.id == "view"), ())
    rare = situations.of(slug, playground.id).rare.get("view", ())
    for name in ODD:
        for view in views:
            if view.id not in rare or name in RARE_TABLES:
                yield name, {"view": view.id}
        if not views:
            yield name, {}


CASES = [
    pytest.param(slug, playground, name, view, id="-".join([playground.id, *view.values(), name]))
    for slug, playgrounds in playgrounds_by_page().items()
    for playground in playgrounds
    if playground.needs_table
    for name, view in views_of(slug, playground)
]
NO_NUMBER = re.compile(r"\b(nan|inf|none|nat)\b", re.IGNORECASE)
MARKDOWN = MarkdownIt("commonmark").enable(["strikethrough", "table"])


def stop_at(slug: str, playground: Playground, name: str, view: dict[str, Value]) -> Stop | None:
    """Walk a playground on an odd table; None if it refuses in a sentence or has another task."""
    frame, target = ODD[name]
    task = "regression" if frame[target].dtype.kind == "f" else "classification"
    table = tables.known(frame, target, task)
    told = situations.of(slug, playground.id)
    experiment = replace(tables.fresh(table), **told.experiment)
    if task not in playground.tasks:
        return None
    params = playground.offered(table, experiment)
    values = {**defaults(params), **told.small, **view}
    if not needs_table(playground, values):
        return None  # its controls offer this table; what it shows without one is seen below
    try:
        return walk(playground, values, experiment, frame, table)
    except PlaygroundError as refusal:
        assert_readable(str(refusal))
        return None


def flat(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Row | Stack):
            yield from flat(block.items)
        else:
            yield block


def assert_readable(text: str) -> None:
    assert text.strip()
    own = text
    for name in (tables.MARKS, tables.QUOTES, tables.EMOJI, tables.LONG):
        own = own.replace(name, "")
    assert NO_NUMBER.search(own) is None, text


def assert_plain(text: str) -> None:
    """Words for those who listen hold no escape: the learner's names stand there as they are."""
    for name in (tables.MARKS, tables.QUOTES):
        text = text.replace(name, "")
    assert "\\" not in text, text


def assert_markdown(text: str) -> None:
    """Every learner's name in our Markdown stands there as it is, and as nothing else."""
    assert_readable(text)
    shown = MARKDOWN.render(text)
    assert tables.MARKS not in text, f"not escaped: {text}"
    assert "<b>g" not in shown
    assert "<img" not in shown


def assert_chart(chart: Chart) -> None:
    assert_readable(chart.alt)
    assert_names_have_places(chart.figure)
    assert_plain(chart.alt)
    plain = chart.figure.to_dict()
    layout = plain["layout"]
    axes = {name: axis for name, axis in layout.items() if name[1:5] == "axis"}
    drawn = {axis_name(trace, way) for trace in plain["data"] for way in "xy"}
    over = [note for note in layout.get("annotations", ()) if note.get("showarrow") is False]
    for name in drawn:
        own = axes.get(name, {})
        titled = bool(own.get("title", {}).get("text"))
        beside = name[0] == "y" and any(
            other.get("title", {}).get("text") and other.get("domain") == own.get("domain")
            for key, other in axes.items()
            if key[0] == "y" and own.get("domain") is not None
        )
        above = name[0] == "x" and len(drawn) > 2 and len(over) >= len(drawn) // 2
        hidden = own.get("showticklabels") is False or own.get("visible") is False
        assert titled or beside or above or hidden, f"{chart.key}: {name} has no title"


def assert_blocks(blocks: tuple[Block, ...]) -> None:
    for block in flat(blocks):
        if isinstance(block, Chart):
            assert_chart(block)
        elif isinstance(block, Words):
            assert_markdown(block.text)
        elif isinstance(block, Notes):
            for sentence in block.sentences:
                assert_readable(sentence)
        elif isinstance(block, Numbers):
            for item in block.items:
                assert_readable(f"{item.label} {item.value} {item.note}")
        elif isinstance(block, Grid):
            assert len(block.frame.columns)
        elif isinstance(block, Drawing):
            assert block.alt
            assert_plain(block.alt)
        elif isinstance(block, Moving):
            assert_film(block.picture)
        else:
            assert isinstance(block, Links)


def assert_film(picture: FilmPicture) -> None:
    assert picture.alt
    assert_plain(picture.alt)
    for panel in picture.panels:
        assert panel.alt, f"{panel.title} has no words"
        assert_plain(f"{panel.alt} {panel.title}")
        assert panel.plain or (panel.x.label and panel.y.label), f"{panel.title}: untitled axis"
    for caption in picture.captions:
        assert_readable(caption)


@pytest.mark.slow
@pytest.mark.parametrize(("slug", "playground", "name", "view"), CASES)
def test_an_odd_table_gets_a_picture_and_a_sentence_or_a_refusal(slug, playground, name, view):
    stop = stop_at(slug, playground, name, view)
    if stop is None:
        return
    assert_markdown(stop.sentence)
    assert_blocks(stop.blocks)


@pytest.mark.parametrize("playground", TABLELESS)
def test_a_playground_without_a_table_names_its_axes_too(playground):
    stop = walk(playground, defaults(playground.params))
    assert_markdown(stop.sentence)
    assert_blocks(stop.blocks)


def test_a_tree_explains_a_row_of_odd_names_too():
    playground = next(p for p in playgrounds_by_page()["explainable_ai"] if p.id == "local")
    frame, target = ODD["class names"]
    table = tables.known(frame, target, "classification")
    experiment = replace(tables.fresh(table), model=ModelChoice("decision_tree"))
    params = playground.offered(table, experiment)
    small = situations.of("explainable_ai", "local").small
    stop = walk(playground, {**defaults(params), **small}, experiment, frame, table)
    assert_markdown(stop.sentence)
    assert_blocks(stop.blocks)
