"""The course as data: complete, in order, and every word of it can be found."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from core.course import roadmap
from core.course.roadmap import STAGES, home, later, next_stage, search, sections, stage
from core.course.stage import LATER, homes

ROOT = Path(__file__).resolve().parents[2]
EVERY_TOPIC = [(s.slug, topic) for s in STAGES for topic in s.topics]
STANDING = [s for s in STAGES if roadmap.built(s.slug)]
every_standing_stage = pytest.mark.parametrize("found", STANDING, ids=lambda s: s.slug)


def test_there_are_thirty_stages_in_seven_sections():
    sizes = {name: len(found) for name, found in sections().items()}
    assert sizes == {
        "Start": 1,
        "Foundations": 6,
        "Data": 2,
        "Core machine learning": 7,
        "Deep learning": 7,
        "Applications": 4,
        "Production": 3,
    }
    assert sum(sizes.values()) == len(STAGES) == 30


def test_slugs_are_unique_and_make_page_names():
    assert len({s.slug for s in STAGES}) == len(STAGES)
    assert all(re.fullmatch(r"[a-z_]+", s.slug) for s in STAGES)
    assert STAGES[0].slug == "roadmap"


@pytest.mark.parametrize("found", STAGES, ids=lambda s: s.slug)
def test_a_stage_asks_one_question_and_has_topics_playgrounds_and_an_icon(found: roadmap.Stage):
    assert found.question.endswith("?")
    assert re.fullmatch(r":material/[a-z_]+:", found.icon)
    assert len(found.topics) >= 8
    assert len(set(found.topics)) == len(found.topics)
    assert len(found.playgrounds) >= 3
    ids = [card.id for card in found.playgrounds]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9_]+", name) for name in ids)
    assert all(card.what.endswith(".") and len(card.what) < 90 for card in found.playgrounds)


def test_icons_tell_the_stages_apart():
    assert len({s.icon for s in STAGES}) == len(STAGES)


def test_a_stage_needs_only_earlier_stages():
    seen: set[str] = set()
    for found in STAGES:
        assert set(found.needs) <= seen, found.slug
        seen.add(found.slug)


def test_the_course_has_as_many_playgrounds_as_its_curriculum():
    assert sum(len(s.playgrounds) for s in STAGES) == 175
    # the curriculum's 65, and the cuts that isolate a point
    assert sum(card.film for s in STAGES for card in s.playgrounds) == 66
    # the curriculum's 37, and four that take the learner's columns or model beside their own
    assert sum(card.own_data for s in STAGES for card in s.playgrounds) == 41


def test_an_unknown_slug_or_playground_is_a_key_error():
    with pytest.raises(KeyError):
        stage("nowhere")
    with pytest.raises(KeyError, match="supervised has no playground 'nothing'"):
        stage("supervised").playground("nothing")


def test_the_roadmap_is_imported_without_anything_heavy():
    code = (
        "import sys, core.course.roadmap as r; r.search('tree'); "
        "sys.exit(any(n in sys.modules for n in ('numpy', 'pandas', 'streamlit', 'plotly')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


# --- what a stage is for, and where its topics are operated


@every_standing_stage
def test_a_stage_that_stands_says_in_two_or_three_sentences_what_it_is_for(found: roadmap.Stage):
    assert 2 <= len(re.findall(r"[.?](?: |$)", found.about)) <= 3
    assert 35 <= len(found.about.split()) <= 70
    assert found.about.endswith(".")


@every_standing_stage
def test_every_topic_leads_to_a_playground_or_says_that_there_is_none_yet(found: roadmap.Stage):
    assert set(found.homes) == set(found.topics)
    for topic in set(found.topics) - set(later(found.slug)):
        place = home(found.slug, topic)
        assert place is not None, topic
        slug, playground = place
        stage(slug).playground(playground)
        assert (roadmap.FOLDER / slug / roadmap.folder(playground) / "playground.py").exists()


@every_standing_stage
def test_a_topic_of_a_coming_playground_is_listed_as_later(found: roadmap.Stage):
    cards = {card.id for card in found.playgrounds} - set(roadmap.built(found.slug))
    coming = {topic for topic, place in found.homes.items() if place in {*cards, LATER}}
    assert set(later(found.slug)) == coming


@every_standing_stage
def test_no_topic_is_put_off_that_a_card_carries_in_its_title(found: roadmap.Stage):
    titles = {card.title.lower() for card in found.playgrounds}
    assert not titles & {t.lower() for t, place in found.homes.items() if place == LATER}


def test_what_is_not_built_is_later_and_what_is_nowhere_has_no_home():
    assert home("supervised", "curse of dimensionality") == ("supervised", "dimensions")
    assert home("supervised", "CatBoost") is None
    assert home("evaluation", "log loss") == ("supervised", "model_lab")
    assert later("neural_networks") == ()
    assert home("sql", "window functions") is None


def test_a_topic_has_one_home():
    with pytest.raises(ValueError, match="'CSV' has two homes: load and formats"):
        homes({"load": "CSV; TSV", "formats": "CSV"})


def test_a_topic_of_another_stages_playground_is_found_on_both():
    places = {(hit.slug, hit.playground) for hit in search("underfitting", limit=20)}
    assert {("evaluation", ""), ("supervised", "how_it_learns")} <= places


# --- search


@pytest.mark.parametrize(("slug", "topic"), EVERY_TOPIC, ids=lambda part: str(part))
def test_every_topic_lands_on_its_stage(slug: str, topic: str):
    assert slug in [hit.slug for hit in search(topic, limit=20)]


@pytest.mark.parametrize(
    ("text", "slug", "playground"),
    [
        ("Model lab", "supervised", "model_lab"),
        ("kmeans", "unsupervised", "clustering"),
        ("k-means", "unsupervised", "clustering"),
        ("SENSITIVITY", "evaluation", "threshold"),
        ("xgb", "supervised", "model_lab"),
        ("forests", "supervised", "model_lab"),
        ("bayes", "statistics", "bayes"),
        ("waterfall", "explainable_ai", "local"),
        ("git", "big_data", "git_graph"),
        ("backprop", "neural_networks", "one_step"),
        ("c++", "programming", "rosetta"),
        ("lstm gates", "rnn", ""),
    ],
)
def test_a_search_lands_first_where_a_learner_expects(text: str, slug: str, playground: str):
    first = search(text)[0]
    assert (first.slug, first.playground) == (slug, playground)


def test_hits_come_best_first_and_name_each_place_once():
    hits = search("learning", limit=50)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    places = [(hit.slug, hit.playground) for hit in hits]
    assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    "text", ["", "   ", "?!", "qqqqzzzz", "<script>", "(((", "\x00", "a" * 5000]
)
def test_nonsense_finds_nothing_or_something_but_never_raises(text: str):
    assert len(search(text)) <= 8


def test_at_most_limit_hits_come_back():
    assert len(search("model", limit=3)) == 3


# --- the next step


def test_a_fresh_learner_starts_with_the_first_page_that_exists():
    assert next_stage({}, {"supervised", "roadmap", "data_collection"}) == stage("data_collection")
    assert next_stage({}) == stage("programming")


def test_a_stage_begun_comes_before_everything_else():
    assert next_stage({"supervised": 0.3}) == stage("supervised")


def test_what_follows_from_an_earned_stage_comes_before_going_back():
    existing = {"data_collection", "supervised", "evaluation"}
    assert next_stage({"supervised": 1.0}, existing) == stage("evaluation")


def test_when_all_that_exists_is_earned_nothing_is_next():
    assert next_stage({"supervised": 1.0}, {"roadmap", "supervised"}) is None
