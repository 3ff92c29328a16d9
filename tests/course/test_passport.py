"""The passport and its certificate: untrusted text in, nothing foreign out."""

from __future__ import annotations

import json
from contextlib import suppress
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.course import passport, roadmap
from core.course.certificate import certificate_svg
from core.course.missions import Mission
from core.course.passport import BadPassport, Passport, clean_name, from_json, merge, to_json
from core.course.predictions import Tried

IDS = st.from_regex(r"[a-z][a-z_]{0,15}\.[a-z0-9_]{1,15}", fullmatch=True)
DAYS = st.dates().map(lambda day: day.isoformat())
TRIED = st.builds(
    lambda right, wrong, last: Tried(right + wrong, right, last),
    st.integers(0, 50), st.integers(0, 50), st.booleans(),
)  # fmt: skip
PASSPORTS = st.builds(
    lambda earned, name, predicted, known: Passport(
        tuple(sorted(earned.items())),
        clean_name(name),
        predicted=tuple(sorted(predicted.items())),
        known=tuple(sorted(known)),
    ),
    st.dictionaries(IDS, DAYS, max_size=8),
    st.text(max_size=80),
    st.dictionaries(IDS, TRIED, max_size=8),
    st.sets(IDS, max_size=8),
)
MINE = Passport((("sql.one", "2026-02-01"), ("sql.two", "2026-03-01")), "Ada")


@given(PASSPORTS)
def test_a_passport_survives_its_own_file(mine: Passport):
    assert from_json(to_json(mine)) == mine


@given(PASSPORTS, PASSPORTS)
def test_merging_keeps_everything_earned_at_the_earlier_day(a: Passport, b: Passport):
    both = merge(a, b)
    assert dict(both.earned).keys() == a.dates.keys() | b.dates.keys()
    assert both.earned == merge(b, a).earned
    for mission, day in both.earned:
        assert day == min(p.dates[mission] for p in (a, b) if mission in p.dates)
    assert merge(both, a) == merge(both, both) == both


def test_missions_that_nobody_knows_are_kept():
    text = '{"ml_roadmap_passport":1,"earned":{"future.stage_x":"2030-01-01"}}'
    assert from_json(text).dates == {"future.stage_x": "2030-01-01"}


def test_a_passport_of_an_earlier_suite_opens():
    text = '{"ml_roadmap_passport":1,"name":"Ada","earned":{"sql.one":"2026-02-01"}}'
    assert from_json(text) == Passport((("sql.one", "2026-02-01"),), "Ada")


def test_merging_keeps_the_fuller_record_and_every_lesson_that_is_known():
    a = Passport(predicted=(("sql.one", Tried(1, 0)),), known=("sql.joins",))
    b = Passport(predicted=(("sql.one", Tried(3, 2, True)),), known=("cnn.filters",))
    both = merge(a, b)
    assert dict(both.predicted) == {"sql.one": Tried(3, 2, True)}
    assert both.known == ("cnn.filters", "sql.joins")


def damaged(**changes: object) -> str:
    return json.dumps({"ml_roadmap_passport": 1, "earned": {}, "name": "", **changes})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 30_000, "not JSON"),
        ("[]", "not a passport"),
        ("null", "not a passport"),
        ('{"earned": {}}', "not a passport"),
        (damaged(ml_roadmap_passport=2), "another version"),
        (damaged(ml_roadmap_passport="1"), "another version"),
        (damaged(earned=[]), "damaged"),
        (damaged(earned=None), "damaged"),
        (damaged(name=5), "damaged"),
        (damaged(earned={"sql.one": 5}), "damaged at 'sql.one'"),
        (damaged(earned={"sql.one": "2026-02-30"}), "damaged at 'sql.one'"),
        (damaged(earned={"sql.one": "yesterday"}), "damaged at 'sql.one'"),
        (damaged(earned={"<script>": "2026-01-01"}), "damaged at '<script>'"),
        (damaged(predicted=[]), "damaged"),
        (damaged(predicted={"sql.one": [1, 2, 0]}), "damaged at 'sql.one'"),
        (damaged(predicted={"sql.one": [2, -1, 0]}), "damaged at 'sql.one'"),
        (damaged(predicted={"sql.one": [2, True, 0]}), "damaged at 'sql.one'"),
        (damaged(predicted={"sql.one": "2"}), "damaged at 'sql.one'"),
        (damaged(predicted={"<b>": [1, 1, 1]}), "damaged at '<b>'"),
        (damaged(known={}), "damaged"),
        (damaged(known=["<b>"]), "damaged"),
        (damaged(known=[5]), "damaged"),
        (damaged(earned={f"a.b{i}": "2026-01-01" for i in range(1001)}), "damaged"),
        ('{"x": "' + "a" * 70_000 + '"}', "larger than any passport"),
        ('{"x": "' + "é" * 40_000 + '"}', "larger than any passport"),
    ],
)
def test_a_bad_file_is_refused_with_the_next_step(text: str, message: str):
    with pytest.raises(BadPassport, match=message) as refusal:
        from_json(text)
    assert refusal.value.sentence.count(".") >= 2
    assert len(refusal.value.sentence) < 200


@given(st.text(max_size=300))
def test_any_text_is_a_passport_or_is_refused(text: str):
    with suppress(BadPassport):
        assert isinstance(from_json(text), Passport)


def test_a_name_is_one_short_line_without_control_signs():
    assert clean_name("  Ada\n\tLovelace\x00 ") == "Ada Lovelace"
    assert len(clean_name("x" * 500)) == passport.MAX_NAME


# --- certificate


def missions(n: int, slug: str = "sql") -> tuple[Mission, ...]:
    return tuple(
        Mission(f"{slug}.m{i}", f"Mission {i} <b>", "", (), bool, stage=slug) for i in range(n)
    )


def texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]


def certificate(mine: Passport, found: tuple[Mission, ...]) -> str:
    return certificate_svg(mine, roadmap.STAGES, found, today="2026-05-01")


def test_a_certificate_names_the_learner_and_each_earned_mission():
    mine = Passport((("sql.m0", "2026-01-01"), ("sql.m2", "2026-02-01")), "Ada Lovelace")
    shown = texts(certificate(mine, missions(3)))
    assert "Ada Lovelace" in shown
    assert "has earned 2 of 3 missions" in shown
    assert "SQL" in shown
    assert "2 of 3" in shown
    assert any("Mission 0" in text for text in shown)
    assert not any("Mission 1" in text for text in shown)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><a href="x">', "&amp;]]>", "\x01"]
)
def test_a_hostile_name_stays_text(name: str):
    svg = certificate(Passport((), name), missions(1))
    root = ElementTree.fromstring(svg)
    kinds = {node.tag.rpartition("}")[2] for node in root.iter()}
    assert kinds <= {"svg", "text", "title", "rect", "path"}
    assert "<script" not in svg


def test_a_certificate_needs_nothing_from_outside():
    svg = certificate(MINE, missions(3)).replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "http" not in svg
    assert "url(" not in svg


def test_an_empty_passport_gives_a_certificate_that_says_so():
    assert "No mission earned yet." in texts(certificate(Passport(), missions(2)))


def test_a_hundred_missions_fit_without_leaving_the_page():
    found = tuple(
        m for slug in ("sql", "calculus", "statistics", "cnn") for m in missions(25, slug)
    )
    mine = Passport(tuple(sorted((m.id, "2026-01-01") for m in found)))
    root = ElementTree.fromstring(certificate(mine, found))
    _, _, width, height = (float(part) for part in root.attrib["viewBox"].split())
    for node in root.iter("{http://www.w3.org/2000/svg}text"):
        assert 0 < float(node.attrib["x"]) < width
        assert 0 < float(node.attrib["y"]) < height - 40
