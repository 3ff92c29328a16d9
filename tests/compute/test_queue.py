"""Laws of the fair queue: nothing lost, one call a worker, turns by learner, affinity for free."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from core.compute.queue import FairQueue, Ticket

LEARNERS = ["ann", "ben", "cem"]
TICKETS = st.lists(
    st.tuples(
        st.frozensets(st.sampled_from(LEARNERS), min_size=1),
        st.integers(0, 2),
        st.sampled_from(["", "x", "y"]),
    ),
    max_size=25,
)


def filled(specs, n_workers):
    queue = FairQueue()
    for number in range(n_workers):
        queue.join(f"w{number}")
    for number, (learners, priority, affinity) in enumerate(specs):
        queue.add(Ticket(str(number), learners, priority, affinity))
    return queue


def served(queue):
    """Serve until empty, ending every call of a round at once; return the rounds."""
    rounds = []
    while given_out := queue.assign():
        rounds.append(given_out)
        for item in given_out:
            queue.free(item.worker)
    return rounds


@given(TICKETS, st.integers(1, 4))
def test_every_ticket_is_served_once_and_no_worker_holds_two(specs, n_workers):
    queue = filled(specs, n_workers)
    rounds = served(queue)
    keys = [item.ticket.key for items in rounds for item in items]
    assert sorted(keys, key=int) == [str(number) for number in range(len(specs))]
    assert len(queue) == 0
    for items in rounds:
        assert len({item.worker for item in items}) == len(items)


@given(TICKETS, st.integers(1, 4))
def test_no_worker_idles_while_a_ticket_waits(specs, n_workers):
    queue = filled(specs, n_workers)
    queue.assign()
    assert not queue.idle or len(queue) == 0


@given(TICKETS)
def test_the_order_foretold_is_the_order_served(specs):
    queue = filled(specs, 1)
    foretold = sorted((queue.ahead(str(number)), str(number)) for number in range(len(specs)))
    order = [item.ticket.key for items in served(queue) for item in items]
    assert [place for place, _ in foretold] == list(range(len(specs)))
    assert order == [key for _, key in foretold]


@given(TICKETS)
def test_a_lower_number_always_goes_first(specs):
    order = [item.ticket.priority for items in served(filled(specs, 1)) for item in items]
    assert order == sorted(order)


@given(st.lists(st.sampled_from(LEARNERS), min_size=1, max_size=30))
def test_learners_who_all_wait_are_served_in_turns(owners):
    queue = filled([(frozenset({owner}), 0, "") for owner in owners], 1)
    left, done = Counter(owners), Counter()
    for items in served(queue):
        (learner,) = items[0].ticket.learners
        done[learner] += 1
        waiting = [name for name in left if done[name] < left[name]]
        assert all(done[learner] <= done[name] + 1 for name in waiting)


def test_a_newcomer_goes_before_the_second_call_of_whoever_holds_a_worker():
    queue = filled([(frozenset({"ann"}), 0, "")] * 5, 2)
    queue.assign()
    queue.add(Ticket("new", frozenset({"ben"})))
    assert queue.ahead("new") == 0
    queue.free("w0")
    assert [item.ticket.key for item in queue.assign()] == ["new"]


@given(TICKETS, st.integers(1, 3), st.integers(1, 3))
def test_no_learner_exceeds_the_most_that_may_run(specs, n_workers, most):
    queue = filled(specs, n_workers)
    queue.assign(most_running=most)
    assert all(count <= most for count in queue._running().values())


def test_an_idle_worker_that_served_the_affinity_last_is_preferred_but_never_waited_for():
    queue = filled([(frozenset({"ann"}), 0, "x"), (frozenset({"ben"}), 0, "y")], 2)
    where = {item.ticket.affinity: item.worker for item in queue.assign()}
    for worker in where.values():
        queue.free(worker)
    queue.add(Ticket("again", frozenset({"ann"}), affinity="y"))
    (again,) = queue.assign()
    assert again.worker == where["y"]
    queue.add(Ticket("third", frozenset({"ben"}), affinity="y"))
    (third,) = queue.assign()
    assert third.worker == where["x"]


def test_a_worker_somebody_waiting_prefers_is_left_to_them():
    queue = filled([(frozenset({"ann"}), 0, "x"), (frozenset({"ben"}), 0, "y")], 2)
    first, second = queue.assign()
    queue.free(first.worker)
    queue.free(second.worker)
    queue.add(Ticket("other", frozenset({"ben"}), priority=0, affinity="z"))
    queue.add(Ticket("same", frozenset({"ann"}), priority=1, affinity="x"))
    where = {item.ticket.key: item.worker for item in queue.assign()}
    assert where["same"] == first.worker


@given(TICKETS, st.integers(1, 4))
def test_a_lost_worker_costs_exactly_its_call(specs, n_workers):
    queue = filled(specs, n_workers)
    held = {item.worker: item.ticket.key for item in queue.assign()}
    waiting = len(queue)
    assert queue.drop("w0") == held.get("w0")
    assert queue.drop("w0") is None
    assert len(queue) == waiting
    assert all(queue.drop(worker) == key for worker, key in held.items() if worker != "w0")


def test_a_shared_ticket_goes_with_its_last_learner():
    queue = FairQueue()
    queue.add(Ticket("k", frozenset({"ann"})))
    queue.add(Ticket("k", frozenset({"ben"})))
    queue.leave("k", "ann")
    assert "k" in queue
    queue.leave("k", "ben")
    assert "k" not in queue
    assert queue.ahead("k") == 0
