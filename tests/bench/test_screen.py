"""The bench's learner sees what a browser sees: messages in, widgets, timers and picture out."""

from __future__ import annotations

import json

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.bench.screen import PICTURE, SENTENCE, STORE, Screen
from tests.bench.thirty import MIX, Part

WHERE = [0, 1]
SLIDER = "id-threshold"


@pytest.fixture
def screen() -> Screen:
    return Screen("evaluation", {"evaluation_play": "Threshold"})


def begin(screen: Screen, *fragments: str) -> None:
    message = ForwardMsg()
    message.new_session.page_script_hash = "page"
    message.new_session.config.max_cached_message_age = 2
    message.metadata.run.fragment_ids.extend(fragments)
    screen.take(message)


def block(screen: Screen, path: list[int], name: str) -> None:
    message = ForwardMsg()
    message.metadata.delta_path.extend(path)
    message.delta.add_block.id = f"$$ID-{name}"
    screen.take(message)


def text(body: str, path: list[int], *, cacheable: bool = False) -> ForwardMsg:
    message = ForwardMsg(hash=f"hash of {body}")
    message.metadata.delta_path.extend(path)
    message.metadata.cacheable = cacheable
    message.delta.new_element.markdown.body = body
    return message


def slider(screen: Screen, value: float, *, pushed: bool = False) -> None:
    message = ForwardMsg(hash="slider")
    element = message.delta.new_element.slider
    element.id, element.label, element.set_value = SLIDER, "Threshold", pushed
    element.query_param_key = "evaluation_threshold_threshold"
    element.default.append(value)
    element.value.append(value)
    screen.take(message)


def finish(screen: Screen, status: int = ForwardMsg.FINISHED_SUCCESSFULLY) -> None:
    screen.take(ForwardMsg(script_finished=status))  # type: ignore[arg-type]


def whole_run(screen: Screen, sentence: str | None, *, with_slider: bool = True) -> None:
    begin(screen)
    if with_slider:
        slider(screen, 0.5)
    block(screen, WHERE, f"x{PICTURE}")
    if sentence is None:
        screen.take(text("Working", [*WHERE, 0]))
    else:
        block(screen, [*WHERE, 0], f"x{SENTENCE}")
        screen.take(text(sentence, [*WHERE, 0, 0]))
    finish(screen)


def reported(screen: Screen) -> dict[str, list[float]]:
    states = screen.ask().rerun_script.widget_states.widgets
    return {state.id: list(state.double_array_value.data) for state in states}


def test_a_control_reports_its_default_then_what_a_hand_or_the_server_sets(screen: Screen) -> None:
    whole_run(screen, "first")
    assert reported(screen) == {SLIDER: [0.5]}
    screen.put("Threshold", 0.51)
    assert screen.ask().rerun_script.query_string.endswith("evaluation_threshold_threshold=0.51")
    whole_run(screen, "second")
    assert reported(screen) == {SLIDER: [0.51]}, "a default must not move a control back"
    slider(screen, 0.7, pushed=True)
    assert reported(screen) == {SLIDER: [0.7]}


def test_a_control_that_is_gone_is_no_longer_reported(screen: Screen) -> None:
    whole_run(screen, "first")
    whole_run(screen, "second", with_slider=False)
    assert reported(screen) == {}
    with pytest.raises(KeyError, match="no control 'Threshold' among"):
        screen.control("Threshold")


def test_a_picture_counts_when_its_run_is_over_and_progress_is_none(screen: Screen) -> None:
    whole_run(screen, "first")
    first = screen.picture
    whole_run(screen, None)
    assert screen.picture == first, "a bar of progress is no picture"
    begin(screen)
    block(screen, WHERE, f"x{PICTURE}")
    block(screen, [*WHERE, 0], f"x{SENTENCE}")
    screen.take(text("second", [*WHERE, 0, 0]))
    finish(screen, ForwardMsg.FINISHED_EARLY_FOR_RERUN)
    assert screen.picture == first, "this run was cut short"
    whole_run(screen, "second")
    assert screen.picture != first


def test_the_address_of_a_download_does_not_make_a_new_picture(screen: Screen) -> None:
    pictures = []
    for address in ("media/1", "media/2"):
        begin(screen)
        message = text("", [*WHERE, 1])
        message.delta.new_element.download_button.url = address
        message.hash = address
        block(screen, WHERE, f"x{PICTURE}")
        block(screen, [*WHERE, 0], f"x{SENTENCE}")
        screen.take(message)
        finish(screen)
        pictures.append(screen.picture)
    assert pictures[0] == pictures[1] != {}


def test_a_message_is_kept_to_be_referred_to_until_it_was_not_for_a_while(screen: Screen) -> None:
    def refer() -> None:
        message = ForwardMsg(ref_hash="hash of film")
        message.metadata.delta_path.extend(WHERE)
        screen.take(message)

    begin(screen)
    screen.take(text("film", WHERE, cacheable=True))
    finish(screen)
    for _ in range(4):  # each reference keeps it young
        begin(screen)
        refer()
        finish(screen)
    assert list(screen.ask().rerun_script.cached_message_hashes) == ["hash of film"]
    for _ in range(3):
        begin(screen)
        finish(screen)
    assert not screen.ask().rerun_script.cached_message_hashes


def test_a_timer_runs_until_a_whole_run_or_the_server_stops_it(screen: Screen) -> None:
    timer, stop = ForwardMsg(), ForwardMsg()
    timer.auto_rerun.fragment_id, timer.auto_rerun.interval = "watch", 0.5
    stop.stop_auto_rerun.fragment_ids.append("watch")
    for end in (lambda: begin(screen), lambda: screen.take(stop)):
        begin(screen)
        screen.take(timer)
        begin(screen, "watch")
        assert screen.timers == {"watch": 0.5}, "the fragment's own run keeps it"
        end()
        assert screen.timers == {}


def test_the_passport_tells_that_it_is_empty_then_what_it_keeps_and_then_nothing(
    screen: Screen,
) -> None:
    def mount(save: str | None) -> bool:
        message = ForwardMsg()
        component = message.delta.new_element.bidi_component
        component.id, component.component_name = "id-store", STORE
        component.json = json.dumps({"key": "k", "save": save})
        return screen.take(message)

    assert mount(None)
    assert json.loads(screen.states["id-store"].json_value) == {"kept": ""}
    assert mount("passport")
    assert json.loads(screen.states["id-store"].json_value) == {"kept": "passport"}
    assert not mount("passport")


def test_exceptions_and_refusals_are_troubles_and_news_is_none(screen: Screen) -> None:
    message = ForwardMsg()
    message.delta.new_element.exception.type = "ValueError"
    screen.take(message)
    for kind in (1, 2, 3, 4):
        message = ForwardMsg()
        message.delta.new_element.alert.body, message.delta.new_element.alert.format = "x", kind
        screen.take(message)
    assert len(screen.troubles) == 3  # the exception, an error, a warning


def test_learners_of_one_part_begin_at_different_places_and_come_back_the_same_way() -> None:
    part = Part(2, "evaluation", "Threshold", "Threshold", (1.0, 2.0, 3.0))
    assert part.values(0) == (1.0, 2.0, 3.0, 2.0)
    assert part.values(1) == (3.0, 2.0, 1.0, 2.0)


def test_thirty_learners_are_thirty() -> None:
    assert sum(part.n for part in MIX) == 30
