"""Laws of the life of a job, over every sequence of events."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.compute.jobs import (
    Action,
    Answered,
    Failed,
    Failure,
    Gone,
    Joined,
    Lacked,
    Left,
    Life,
    Started,
    State,
    TimedOut,
    step,
)

WHY = Failure("It broke. Try again.", "error")
LEARNERS = st.sampled_from(["ann", "ben", "cem"])
EVENTS = st.one_of(
    st.builds(Joined, LEARNERS),
    st.builds(Left, LEARNERS),
    st.builds(Started, st.just("w1")),
    st.just(Lacked(WHY)),
    st.just(Answered()),
    st.just(Failed(WHY)),
    st.just(TimedOut(WHY)),
    st.just(Gone(WHY)),
)


def played(events, life=None):
    """The lives passed through and the actions after each event."""
    life = Life(learners=frozenset({"ann"})) if life is None else life
    lives, actions = [life], []
    for event in events:
        life, done = step(life, event)
        lives.append(life)
        actions.append(done)
    return lives, actions


@given(st.lists(EVENTS, max_size=12))
def test_a_finished_job_never_changes_and_is_told_exactly_once(events):
    lives, actions = played(events)
    finished = [life for life in lives if life.state.finished]
    assert len(set(finished)) <= 1
    told = sum(done.count(Action.tell) for done in actions)
    assert told == (1 if finished else 0)


@given(st.lists(EVENTS, max_size=12))
def test_a_worker_is_held_exactly_while_running_and_given_back_exactly_once(events):
    lives, actions = played(events)
    assert all((life.worker is not None) == (life.state == State.running) for life in lives)
    ran = any(life.state == State.running for life in lives)
    ended = [a for done in actions for a in done if a in (Action.stop, Action.release)]
    assert len(ended) == (1 if ran and lives[-1].state.finished else 0)


@given(st.lists(EVENTS, max_size=12))
def test_an_answer_is_kept_exactly_when_done_and_a_failure_never(events):
    lives, actions = played(events)
    kept = sum(done.count(Action.keep) for done in actions)
    assert kept == (1 if lives[-1].state == State.done else 0)
    assert (lives[-1].failure is not None) == (lives[-1].state in ("failed", "lost"))


@given(st.lists(EVENTS, max_size=12))
def test_only_a_call_that_nobody_waits_for_is_cancelled(events):
    lives, _ = played(events)
    for before, after, event in zip(lives, lives[1:], events, strict=False):
        if after.state == State.cancelled and before.state != State.cancelled:
            assert isinstance(event, Left)
            assert before.learners == {event.learner}


def test_a_second_learner_keeps_a_call_alive():
    lives, actions = played([Started("w1"), Joined("ben"), Left("ann")])
    assert lives[-1].state == State.running
    assert actions[-1] == ()
    _, actions = played([Left("ben")], lives[-1])
    assert actions == [(Action.stop, Action.tell)]


def test_a_running_call_is_stopped_by_its_time_limit():
    lives, actions = played([Started("w1"), TimedOut(WHY)])
    assert lives[-1].state == State.failed
    assert actions[-1] == (Action.stop, Action.tell)


def test_a_file_is_sent_once_and_its_second_lack_is_a_failure():
    lives, actions = played([Started("w1"), Lacked(WHY), Lacked(WHY)])
    assert actions[1:] == [(Action.send_file,), (Action.release, Action.tell)]
    assert lives[-1].state == State.failed


def test_a_waiting_call_outlives_a_dead_cluster():
    assert played([Gone(WHY)])[0][-1].state == State.queued


def test_states_compare_equal_to_their_text_after_a_reload():
    assert State.done == "done"
    assert hash(State.done) == hash("done")
