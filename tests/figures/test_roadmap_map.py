"""The home picture: every stage once, no colour without a shape, nothing outside the frame."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.course.roadmap import STAGES
from core.figures import road_colours, road_layout
from core.figures.roadmap_map import map_svg

ROOT = Path(__file__).resolve().parents[2]
SVG = "{http://www.w3.org/2000/svg}"
SOME = {"roadmap", "data_collection", "supervised", "evaluation"}
both_widths = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
both_themes = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


def draw(shares=None, existing=SOME, *, dark=False, narrow=False, **more) -> ElementTree.Element:
    svg = map_svg(STAGES, shares or {}, existing, dark=dark, narrow=narrow, **more)
    return ElementTree.fromstring(svg)


def labels(root: ElementTree.Element) -> list[str]:
    marked = [node for node in root.iter() if "aria-label" in node.attrib]
    return [node.attrib["aria-label"] for node in marked[1:]]


def words(root: ElementTree.Element) -> str:
    return " ".join("".join(node.itertext()) for node in root.iter(f"{SVG}text"))


@both_widths
@both_themes
def test_every_stage_is_told_once_with_its_standing(narrow: bool, dark: bool):
    told = labels(draw({"supervised": 0.5, "evaluation": 1}, narrow=narrow, dark=dark))
    assert len(told) == len(STAGES) == 30
    for number, (stage, label) in enumerate(zip(STAGES, told, strict=True), start=1):
        assert label.startswith(f"{number}. {stage.title}: ")
    assert "you are here" in told[0]
    assert "50% of its missions earned" in told[10]
    assert "all missions earned" in told[12]
    assert "open, no mission earned yet" in told[7]
    assert sum(": coming." in label for label in told) == 26


@both_widths
def test_only_pages_that_exist_are_links_and_home_is_none(narrow: bool):
    links = {
        node.attrib["href"]: node.attrib["target"] for node in draw(narrow=narrow).iter(f"{SVG}a")
    }
    assert links == dict.fromkeys(("/data_collection", "/supervised", "/evaluation"), "_self")


def test_links_stand_under_the_base_path():
    links = [node.attrib["href"] for node in draw(base_path="/app").iter(f"{SVG}a")]
    assert links[0] == "/app/data_collection"


@both_widths
@pytest.mark.parametrize("existing", [SOME, {s.slug for s in STAGES}, set()], ids=len)
def test_nothing_is_drawn_outside_the_frame(narrow: bool, existing: set[str]):
    root = draw({"supervised": 0.4}, existing, narrow=narrow, next_slug="supervised")
    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    for node in root.iter(f"{SVG}text"):
        size = float(node.attrib["font-size"])
        x, y = float(node.attrib["x"]), float(node.attrib["y"])
        reach = 0.62 * size * len("".join(node.itertext()))
        left = (
            x
            - reach * {"start": 0, "middle": 0.5, "end": 1}[node.attrib.get("text-anchor", "start")]
        )
        assert left >= 0, node.text
        assert left + reach <= width, node.text
        assert size <= y <= height, node.text


def test_names_of_neighbours_on_a_row_do_not_touch():
    road = road_layout.lay(STAGES, narrow=False)
    for a, b in zip(road.places, road.places[1:], strict=False):
        if a.y == b.y:
            widest = [
                max(len(line) for line in place.lines) * 0.56 * place.size for place in (a, b)
            ]
            assert abs(a.x - b.x) >= sum(widest) / 2 + 2, (a.lines, b.lines)


@both_widths
def test_stops_keep_their_distance_and_clickable_boxes_do_not_overlap(narrow: bool):
    places = road_layout.lay(STAGES, narrow=narrow).places
    for i, a in enumerate(places):
        for b in places[i + 1 :]:
            assert (a.x - b.x) ** 2 + (a.y - b.y) ** 2 >= 50**2
            apart_x = abs(a.target.x + a.target.width / 2 - b.target.x - b.target.width / 2)
            overlap_x = apart_x < (a.target.width + b.target.width) / 2 - 0.01
            top, bottom = sorted((a.target, b.target), key=lambda box: box.y)
            assert not (overlap_x and top.y + top.height > bottom.y + 0.01), (a.lines, b.lines)


def test_the_road_goes_through_all_stops_in_order():
    road = road_layout.lay(STAGES, narrow=False)
    assert len(road.pieces) == len(road.places) - 1
    for piece, place in zip(road.pieces, road.places, strict=False):
        assert (piece.start.x, piece.start.y) == (place.x, place.y)


def test_a_section_without_pages_says_coming_once_and_a_mixed_one_at_each_stop():
    text = words(draw())
    # signs of four empty sections, stops of Data (1) and Core (5), the legend
    assert text.count("coming") == 4 + 1 + 5 + 1


def test_the_shapes_differ_without_their_colours():
    def shape(share: float, existing: set[str]) -> tuple[str, ...]:
        root = draw({"supervised": share}, existing)
        group = next(
            node for node in root.iter() if "11. Supervised" in node.attrib.get("aria-label", "")
        )
        dashed = any("stroke-dasharray" in node.attrib for node in group.iter())
        kinds = [node.tag.removeprefix(SVG) for node in group.iter() if node.tag != f"{SVG}title"]
        return (*kinds, str(dashed))

    shapes = {shape(1, SOME), shape(0.5, SOME), shape(0, SOME), shape(0, {"roadmap"})}
    assert len(shapes) == 4


def test_the_next_step_is_pointed_out_once():
    assert words(draw(next_slug="supervised")).count("next step") == 1
    assert "next step" not in words(draw())


@given(st.floats(0, 1), st.floats(-1, 2))
def test_any_share_draws(one: float, two: float):
    draw({"supervised": one, "evaluation": two})


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [road_colours.LIGHT, road_colours.DARK], ids=["light", "dark"])
def test_words_have_the_contrast_that_wcag_asks_for(palette: road_colours.Palette):
    for colour in (palette.ink, palette.soft, *(hue.text for hue in palette.hues.values())):
        assert contrast(colour, palette.face) >= 4.5, colour
    for hue in palette.hues.values():
        assert contrast(hue.on_text, hue.text) >= 4.5, hue
        assert contrast(hue.on_fill, hue.fill) >= 3, hue
    assert contrast(palette.faint, palette.face) >= 3


def test_the_map_is_drawn_without_plotly_or_pandas():
    code = (
        "import sys; from core.figures.roadmap_map import map_svg; "
        "from core.course.roadmap import STAGES; "
        "map_svg(STAGES, {}, set(), dark=False, narrow=False); "
        "sys.exit(any(n in sys.modules for n in ('numpy', 'pandas', 'plotly', 'streamlit')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
