"""The engine on a real embedded cluster: states, sharing, cancelling, and every kind of death."""

from __future__ import annotations

import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import psutil
import pytest

from core.compute import State, probes, register, tables
from core.compute.probes import Probe

pytestmark = pytest.mark.slow


def finished(job, timeout_s=30):
    assert job.wait(timeout_s), f"still {job.state} after {timeout_s} s"
    return job


def until(condition, timeout_s=15):
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.01)


def burning(cluster, tag, **options):
    """A call that holds a worker for a minute, and the id of that worker's process."""
    job = cluster.call(probes.burn, Probe(seconds=60, tag=tag), **options)
    until(lambda: job.progress is not None)
    return job, int(job.progress.text)


def deaf(cluster, tag):
    """A call that holds its worker's interpreter for minutes, and the worker's process id."""
    job = cluster.call(probes.seize, Probe(size=100_000, tag=tag))
    until(lambda: job.progress is not None)
    time.sleep(0.5)
    return job, int(job.progress.text)


def both_workers(cluster):
    """Wait until two workers are here, idle and warm."""
    until(lambda: cluster.status().n_workers >= 2 and cluster.status().n_busy == 0, 40)
    until(lambda: not register.engine()._books.link._futures, 40)


@pytest.fixture(autouse=True)
def _settled(cluster):
    both_workers(cluster)


def test_an_answer_comes_back(cluster):
    job = finished(cluster.call(probes.echo, Probe(size=3, tag="first"), label="Echo"))
    assert (job.state, job.failure, job.ahead, job.label) == (State.done, None, 0, "Echo")
    np.testing.assert_array_equal(job.answer.values, np.zeros(3))
    assert job.answer.pid != os.getpid()
    assert 0 < job.seconds < 5


def test_an_answer_is_computed_once_and_then_kept(cluster):
    first = finished(cluster.call(probes.nap, Probe(seconds=0.5, tag="once"), learner="ann"))
    again = cluster.call(probes.nap, Probe(seconds=0.5, tag="once"), learner="ben")
    assert again.state == State.done
    assert again.answer is first.answer
    assert again.key == first.key
    assert cluster.key_of(probes.nap, Probe(seconds=0.5, tag="once")) == first.key


def test_thirty_learners_with_equal_settings_cost_one_computation(cluster):
    settings = Probe(seconds=0.4, tag="class")
    jobs = [cluster.call(probes.nap, settings, learner=f"l{i}") for i in range(30)]
    assert cluster.status().n_busy + cluster.status().n_waiting <= 1
    assert {id(finished(job).answer) for job in jobs} == {id(jobs[0].answer)}


def test_progress_arrives_and_ends_at_the_last_report(cluster):
    job = cluster.call(probes.nap, Probe(seconds=1, tag="progress"))
    seen = set()
    while not job.wait(0.02):
        seen.add(job.progress)
    assert len(seen) > 8
    until(lambda: job.progress.done == 20)
    assert job.progress.text == "step 20 of 20"


def test_a_waiting_call_knows_its_place(cluster):
    held = [burning(cluster, f"place{who}", learner=who)[0] for who in ("ann", "ben")]
    waiting = [cluster.call(probes.echo, Probe(tag=f"w{i}"), learner="cem") for i in range(3)]
    assert [job.ahead for job in waiting] == [0, 1, 2]
    assert {job.state for job in waiting} == {State.queued}
    newcomer = cluster.call(probes.echo, Probe(tag="new"), learner="dan")
    assert newcomer.ahead == 1, "after the first of a learner who never had a turn"
    assert [job.ahead for job in waiting] == [0, 2, 3]
    waiting[0].cancel()
    assert waiting[0].state == State.cancelled
    for job in held:
        job.cancel()
    for job in (newcomer, *waiting[1:]):
        assert finished(job).state == State.done


def test_a_learner_who_holds_many_calls_leaves_a_worker_to_the_others(cluster):
    mine = [
        cluster.call(probes.nap, Probe(seconds=0.6, tag=f"many{i}"), learner="hog")
        for i in range(6)
    ]
    time.sleep(0.1)
    start = time.monotonic()
    assert finished(cluster.call(probes.echo, Probe(tag="quick"), learner="other")).answer
    assert time.monotonic() - start < 1.0
    for job in mine:
        job.cancel()


def test_a_learner_with_too_many_calls_is_told_to_let_some_finish(cluster):
    jobs = [
        cluster.call(probes.burn, Probe(seconds=60, tag=f"q{i}"), learner="greedy")
        for i in range(13)
    ]
    assert jobs[12].state == State.failed
    assert jobs[12].failure.kind == "refused"
    assert "Let some finish or cancel them" in jobs[12].failure.sentence
    cluster.leave("greedy")
    assert {job.state for job in jobs[:12]} == {State.cancelled}


@pytest.mark.parametrize("busy", [burning, deaf])
def test_cancelled_work_really_ends(cluster, busy):
    job, pid = busy(cluster, "cancel")
    start = time.monotonic()
    job.cancel()
    assert job.state == State.cancelled
    until(lambda: not psutil.pid_exists(pid))
    assert time.monotonic() - start < 2
    assert finished(cluster.call(probes.echo, Probe(tag="after cancel"))).state == State.done


def test_work_goes_on_while_one_of_two_learners_still_waits(cluster):
    settings = Probe(seconds=0.8, tag="two")
    ann = cluster.call(probes.nap, settings, learner="ann")
    ben = cluster.call(probes.nap, settings, learner="ben")
    ann.cancel()
    assert ann.state == State.cancelled
    assert finished(ben).state == State.done


def test_a_cancelled_call_can_be_made_again_at_once(cluster):
    job, _ = burning(cluster, "again")
    job.cancel()
    second, pid = burning(cluster, "again")
    assert second.state == State.running
    second.cancel()
    until(lambda: not psutil.pid_exists(pid))


def test_a_time_limit_ends_the_work_and_says_what_to_try(cluster):
    job = cluster.call(probes.burn, Probe(seconds=60, tag="slow"), timeout_s=1.5)
    until(lambda: job.progress is not None)
    pid = int(job.progress.text)
    finished(job, 8)
    assert job.state == State.failed
    assert job.failure.kind == "timeout"
    assert job.failure.sentence == ("It took longer than 1.5 s. Try fewer rows or a smaller model.")
    until(lambda: not psutil.pid_exists(pid))


def test_a_killed_worker_costs_its_own_call_only(cluster):
    victim, pid = burning(cluster, "victim", learner="ann")
    neighbour = cluster.call(probes.nap, Probe(seconds=1.5, tag="neighbour"), learner="ben")
    waiting = cluster.call(probes.echo, Probe(tag="waits"), learner="cem")
    os.kill(pid, signal.SIGKILL)
    assert finished(victim).state == State.lost
    assert victim.failure.kind == "killed"
    assert "was stopped in the middle" in victim.failure.sentence
    assert finished(neighbour).state == State.done
    assert finished(waiting).state == State.done
    assert finished(cluster.call(probes.echo, Probe(tag="next"))).state == State.done


def test_a_failure_is_never_kept(cluster):
    first = finished(cluster.call(probes.die, Probe(tag="die")))
    second = cluster.call(probes.die, Probe(tag="die"))
    assert first.state == State.lost
    assert not second.state.finished
    assert finished(second).state == State.lost


@pytest.mark.parametrize(
    ("function", "kind", "words"),
    [
        (probes.refuse, "refused", "x is too small. Choose a larger one."),
        (probes.fault, "error", "stopped with a fault of the suite (KeyError)"),
        (probes.out_of_memory, "memory", "needed more memory than a worker may use"),
        (probes.torch_out_of_memory, "memory", "needed more memory than a worker may use"),
        (probes.not_fitted, "error", "(NotFittedError)"),
        (probes.library_object, "error", "(NotPlain)"),
    ],
)
def test_every_exception_becomes_one_sentence(cluster, function, kind, words):
    job = finished(cluster.call(function, Probe(tag="x")))
    assert (job.state, job.failure.kind, job.answer) == (State.failed, kind, None)
    assert words in job.failure.sentence
    assert "/home" not in job.failure.sentence


def test_a_call_gets_its_table(cluster):
    frame = pd.DataFrame({"x": np.arange(1000.0), "s": pd.Series(["a"] * 1000, dtype="str")})
    cluster.put_table(frame, "ab" * 8)
    assert finished(cluster.call(probes.shape, Probe(), table="ab" * 8)).answer == (1000, 2)
    means = finished(cluster.call(probes.column_means, Probe(), table="ab" * 8)).answer
    assert means["x"] == 499.5
    assert cluster.head("ab" * 8, 2)["x"].tolist() == [0.0, 1.0]


def test_a_call_on_a_table_that_is_gone_says_to_load_it_again(cluster):
    job = finished(cluster.call(probes.shape, Probe(), table="cd" * 8))
    assert (job.state, job.failure.kind) == (State.failed, "refused")
    assert job.failure.sentence == ("This data set is no longer kept here. Load its file again.")


def test_a_worker_reads_uploads_and_makes_tables_for_everybody(cluster):
    digest = cluster.put_bytes(b"some bytes")
    assert finished(cluster.call(probes.count_upload, Probe(tag=digest))).answer == 10
    finished(cluster.call(probes.make_table, Probe(size=7, tag="ef" * 8)))
    assert len(tables.load("ef" * 8)) == 7


def test_a_call_goes_back_to_the_worker_it_prefers(cluster):
    first = finished(cluster.call(probes.echo, Probe(tag="a1"), affinity="model")).answer.pid
    pids = set()
    for number in range(6):
        finished(cluster.call(probes.echo, Probe(tag=f"noise{number}")))
        job = cluster.call(probes.echo, Probe(tag=f"b{number}"), affinity="model")
        pids.add(finished(job).answer.pid)
    assert pids == {first}


def test_a_dead_cluster_is_replaced_and_says_so(cluster):
    job, pid = deaf(cluster, "doomed")
    (child,) = [
        process
        for process in psutil.Process().children()
        if "core.compute.cluster" in " ".join(process.cmdline())
    ]
    family = child.children(recursive=True)
    child.kill()
    assert finished(job).state == State.lost
    assert job.failure.kind == "cluster"
    assert finished(cluster.call(probes.echo, Probe(tag="risen"))).state == State.done
    _, alive = psutil.wait_procs(family, timeout=5)
    assert not alive
    assert not psutil.pid_exists(pid)


def test_a_call_costs_a_few_milliseconds(cluster):
    seconds = []
    for number in range(60):
        start = time.perf_counter()
        finished(cluster.call(probes.echo, Probe(size=10, tag=f"cost{number}")))
        seconds.append(time.perf_counter() - start)
    assert np.median(seconds) < 0.05


def test_the_sidebar_gets_its_facts(cluster):
    facts = cluster.status()
    assert facts.scheduler == "embedded"
    assert facts.n_workers >= 1
    assert facts.worker_bytes > 0
    assert facts.device


def test_workers_import_in_idle_time_what_calls_will_need(cluster):
    cluster.shutdown()
    cluster.start(("sklearn.pipeline",))
    both_workers(cluster)

    def ready():
        settings = Probe(tag="sklearn.pipeline", size=int(time.monotonic() * 1000))
        return finished(cluster.call(probes.has_imported, settings)).answer

    until(ready)


def test_many_learners_at_once_all_get_their_answers(cluster):
    def lesson(learner):
        rng = random.Random(learner)
        for turn in range(12):
            settings = Probe(size=turn, tag=str(rng.randrange(20)))
            job = finished(cluster.call(probes.echo, settings, learner=f"p{learner}"))
            assert job.state == State.done, job.failure
            assert (job.answer.tag, len(job.answer.values)) == (settings.tag, settings.size)

    with ThreadPoolExecutor(30) as pool:
        list(pool.map(lesson, range(30)))


def test_after_any_mixture_of_calls_cancels_and_deaths_nothing_is_left_over(cluster):
    rng = random.Random(1)
    functions = [probes.echo, probes.nap, probes.burn, probes.refuse, probes.die]
    jobs = []
    for turn in range(60):
        settings = Probe(seconds=rng.choice([0.0, 0.1, 0.6]), tag=str(rng.randrange(12)))
        learner = f"c{rng.randrange(4)}"
        timeout_s = rng.choice([None, None, 0.2])
        jobs.append(
            cluster.call(rng.choice(functions), settings, learner=learner, timeout_s=timeout_s)
        )
        if rng.random() < 0.3:
            rng.choice(jobs).cancel()
        if turn % 20 == 19:
            cluster.leave(learner)
        time.sleep(rng.choice([0.0, 0.0, 0.05]))
    for job in jobs:
        finished(job, 60)
    books = register.engine()._books
    both_workers(cluster)
    assert (books.works, books.runs, len(books.queue)) == ({}, {}, 0)
    until(lambda: not books.link._futures)
    assert finished(cluster.call(probes.echo, Probe(tag="calm"))).state == State.done
