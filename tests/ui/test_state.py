"""Session state: links are adopted once, changes can be taken back, notes stand until read."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from core.tabular.experiment import Experiment, ModelChoice, to_json
from core.tabular.link import from_json
from core.ui import state

FIRST = Experiment("sample:iris", "iris", "species", "classification", model=ModelChoice("lda"))
SECOND = replace(FIRST, seed=2)
THIRD = replace(FIRST, seed=3)


@pytest.fixture(autouse=True)
def session(monkeypatch):
    """One learner's session and address, without Streamlit."""
    stub = SimpleNamespace(session_state={}, query_params={})
    monkeypatch.setattr(state, "st", stub)
    return stub


def link(experiment: Experiment, **extras) -> str:
    return json.dumps({**json.loads(to_json(experiment)), **({"v": extras} if extras else {})})


def test_a_fresh_session_has_no_experiment_and_no_link():
    assert state.experiment() is None
    assert state.link("page_play") is None
    assert not state.can_undo()
    assert not state.can_redo()


def test_the_session_holds_plain_json_only(session):
    session.query_params["exp"] = link(FIRST, page_play={"column": "a"})
    state.read_link()
    state.set_experiment(SECOND)
    state.note("Read me.")
    assert json.loads(json.dumps(session.session_state)) == session.session_state


def test_undo_and_redo_walk_the_changes():
    for experiment in (FIRST, SECOND, THIRD):
        state.set_experiment(experiment)
    state.undo()
    assert state.experiment() == SECOND
    state.undo()
    assert state.experiment() == FIRST
    assert not state.can_undo()
    state.redo()
    state.redo()
    assert state.experiment() == THIRD
    assert not state.can_redo()


def test_undo_at_the_start_and_redo_at_the_end_change_nothing():
    state.set_experiment(FIRST)
    state.undo()
    state.redo()
    assert state.experiment() == FIRST


def test_a_change_after_an_undo_forgets_what_could_be_redone():
    state.set_experiment(FIRST)
    state.set_experiment(SECOND)
    state.undo()
    state.set_experiment(THIRD)
    assert not state.can_redo()
    state.undo()
    assert state.experiment() == FIRST


def test_setting_the_same_experiment_is_no_change():
    state.set_experiment(FIRST)
    state.set_experiment(replace(FIRST))
    assert not state.can_undo()


def test_history_is_bounded():
    for seed in range(state.MOST_UNDO + 10):
        state.set_experiment(replace(FIRST, seed=seed))
    steps = 0
    while state.can_undo():
        state.undo()
        steps += 1
    assert steps == state.MOST_UNDO


def test_undo_gives_up_a_sample_that_is_still_being_opened():
    state.set_experiment(FIRST)
    state.set_experiment(SECOND)
    state.choose_sample("wine")
    state.undo()
    assert state.chosen_sample() is None
    assert state.experiment() == FIRST


def test_a_chosen_sample_waits_until_an_experiment_is_made_for_it():
    state.set_experiment(FIRST)
    state.choose_sample("wine")
    assert state.chosen_sample() == "wine"
    state.set_experiment(SECOND)
    assert state.chosen_sample() is None


def test_a_link_is_adopted_with_its_extras(session):
    session.query_params["exp"] = link(SECOND, page_play={"column": "a", "row": 3})
    state.read_link()
    assert state.experiment() == SECOND
    assert state.extras("page_play") == {"column": "a", "row": 3}
    assert state.extras("another_play") == {}


def test_the_same_link_is_adopted_only_once(session):
    session.query_params["exp"] = link(FIRST)
    state.read_link()
    state.set_experiment(SECOND)
    state.read_link()
    assert state.experiment() == SECOND


def test_an_older_link_of_this_session_does_not_come_back(session):
    state.set_experiment(FIRST)
    state.write_link("page_play")
    older = session.query_params["exp"]
    state.set_experiment(SECOND)
    state.write_link("page_play")
    session.query_params["exp"] = older
    state.read_link()
    assert state.experiment() == SECOND


def test_a_link_written_here_opens_elsewhere_as_it_was(session):
    state.set_experiment(THIRD)
    state.set_extras("page_play", {"column": "ä b"})
    state.set_extras("another_play", {"column": "c"})
    state.write_link("page_play")
    assert state.link("page_play") == session.query_params["exp"]
    session.session_state = {}
    state.read_link()
    assert state.experiment() == THIRD
    assert state.extras("page_play") == {"column": "ä b"}
    assert state.extras("another_play") == {}


@pytest.mark.parametrize(
    "text",
    ["{nope", "[]", "null", "1", '{"t":1}', "", '{"t":"\\ud800","y":"a","k":"c","m":["x",{}]}'],
)
def test_a_damaged_link_leaves_a_sentence_and_the_defaults(session, text):
    session.query_params["exp"] = text
    state.read_link()
    assert state.experiment() is None
    (sentence,) = state.notes("supervised")
    assert sentence.startswith("This link could not be read: ")
    assert sentence.endswith("The page opened with its defaults.")
    assert sentence.encode()
    state.read_link()
    assert len(state.notes("supervised")) == 1


@pytest.mark.parametrize(
    "extras", [1, "x", [], {"p": 3}, {"p": {"a": {"deep": 1}, "b": [1]}}, None]
)
def test_extras_that_are_no_plain_values_are_left_out_and_told(session, extras):
    session.query_params["exp"] = json.dumps({**json.loads(to_json(FIRST)), "v": extras})
    state.read_link()
    assert state.experiment() == FIRST
    assert state.extras("p") == {}
    assert len(state.notes("supervised")) == (extras is not None)


def test_what_was_said_of_a_link_stays_when_the_table_mends_the_rest(session):
    session.query_params["exp"] = json.dumps({**json.loads(to_json(FIRST)), "d": True})
    state.read_link()
    said = state.notes("supervised")
    assert said == ["This link could not be read whole: the seed is 0."]
    state.mend_experiment(replace(FIRST, target="petals"))
    assert state.notes("supervised") == said
    assert not state.can_undo(), "the learner changed nothing"


def test_a_sentence_with_a_name_of_a_whole_page_is_cut():
    state.note("x" * 100_000)
    (sentence,) = state.notes("supervised")
    assert len(sentence) < 1000


def test_notes_stand_through_reruns_and_go_with_the_page_or_the_experiment():
    state.set_experiment(FIRST)
    state.note("Look here.")
    assert state.notes("supervised") == state.notes("supervised") == ["Look here."]
    assert state.notes("evaluation") == []
    state.note("Once more.")
    assert state.notes("evaluation") == ["Once more."]
    state.set_experiment(SECOND)
    assert state.notes("evaluation") == []


def test_uploads_are_remembered_by_their_table():
    state.add_upload("0" * 16, {"upload": "a", "name": "b.csv", "overrides": ()})
    assert state.uploads()["0" * 16]["name"] == "b.csv"


def test_of_two_uploaders_that_both_hold_a_file_the_newest_is_read_once_and_then_all_rest():
    def run(page: str, side: str) -> list[bool]:
        return [state.is_new_file("page", page), state.is_new_file("side", side)]

    assert run("", "") == [False, False]
    assert run("a", "") == [True, False]
    assert run("a", "") == [True, False], "still being read"
    state.file_is_read()
    assert run("a", "b") == [False, True]
    state.file_is_read()
    for _ in range(3):
        assert run("a", "b") == [False, False], "at rest"
    assert run("c", "b") == [True, False]
    assert run("c", "d") == [True, True], "drawn before the newer file was known"
    assert run("c", "d") == [False, True], "the newer one wins while the older is being read"
    state.file_is_read()
    assert run("", "d") == run("", "") == [False, False]
    assert run("", "e") == [False, True]


def test_the_link_is_the_experiment_and_nothing_of_the_session():
    state.set_experiment(FIRST)
    text = state.link("page_play")
    assert text is not None
    assert from_json(text) == FIRST
    assert "v" not in json.loads(text)


FILE = replace(FIRST, table="file:0123456789abcdef", table_name="shop.db")


def test_a_link_to_a_file_says_how_it_is_read(session):
    state.set_experiment(FILE)
    assert "o" not in json.loads(state.link("page_play"))
    kept = {"upload": "u", "name": "shop.db", "overrides": (("sheet", "orders"),)}
    state.add_upload("0123456789abcdef", kept)
    sent = state.link("page_play")
    assert json.loads(sent)["o"] == [["sheet", "orders"]]

    session.session_state.clear()
    session.query_params["exp"] = sent
    state.read_link()
    assert state.overrides_of("0123456789abcdef") == (("sheet", "orders"),)
    assert state.overrides_of("another") == ()
    assert json.loads(state.link("page_play"))["o"] == [["sheet", "orders"]], "it waits"


@pytest.mark.parametrize(
    "said", ["sheet", 3, [["sheet"]], [["sheet", 1]], [[["sheet"], "a"]], [["evil", "a"]], [None]]
)
def test_overrides_that_are_none_are_left_out(session, said):
    session.query_params["exp"] = json.dumps({**json.loads(to_json(FILE)), "o": said})
    state.read_link()
    assert state.experiment() == FILE
    assert state.overrides_of("0123456789abcdef") == ()
