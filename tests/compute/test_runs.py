"""Live runs on a real cluster: the same frames as inline, and every way a run can end."""

from __future__ import annotations

import os
import pickle
import signal
import time

import pytest

from core import compute
from core.compute import answers, host, probes, register
from core.compute.film import record
from core.compute.probes import Probe, Stride
from core.compute.runs import Run

pytestmark = pytest.mark.slow


def walked(run, *, n_steps, slice_steps=None, timeout_s=20):
    """Tick until the run has come to ``n_steps`` or has ended."""
    end = time.monotonic() + timeout_s
    while (run.n_steps < n_steps or run.busy) and not run.ended:
        assert time.monotonic() < end, f"only {run.n_steps} of {n_steps} steps"
        run.tick(n_steps=slice_steps)
        time.sleep(0.005)
    return run


def until(condition, timeout_s=15):
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "did not happen in time"
        time.sleep(0.01)


def inline(settings):
    return record(probes.stroll(settings), most=10**6)


def test_a_run_shows_the_frames_of_the_same_loop_inline(cluster):
    settings = Probe(size=400, tag="a")
    run = walked(cluster.live(probes.stroll, settings), n_steps=401)
    assert run.over
    assert run.failure is None
    film, truth = run.film(), inline(settings)
    assert film.n_steps == truth.n_steps == 400
    for step, frame in zip(film.steps, film.frames, strict=True):
        assert frame.at == truth.frames[step].at
        assert frame.step == step
        assert frame.load.tobytes() == truth.frames[step].load.tobytes()


def test_a_call_of_a_generator_is_answered_with_its_film(cluster):
    settings = Probe(size=30, tag="film")
    job = cluster.call(probes.stroll, settings)
    assert job.wait(30)
    assert job.failure is None, job.failure
    film, truth = job.answer, inline(settings)
    assert film.steps.tolist() == truth.steps.tolist() == list(range(31))
    assert [frame.at for frame in film.frames] == [frame.at for frame in truth.frames]


def test_the_first_frame_shows_the_state_before_any_step(cluster):
    run = walked(cluster.live(probes.stroll, Probe(seconds=0.01)), n_steps=0, slice_steps=1)
    assert run.film().frames[0].at == 0.0
    assert run.n_steps == 0


def test_single_steps_are_taken_one_at_a_time(cluster):
    run = cluster.live(probes.stroll, Probe())
    for wanted in range(5):
        walked(run, n_steps=wanted, slice_steps=1)
        assert run.n_steps == wanted


def test_nothing_happens_between_ticks(cluster):
    run = walked(cluster.live(probes.stroll, Probe(seconds=0.002)), n_steps=5)
    stood = run.n_steps
    time.sleep(0.4)
    assert run.n_steps == stood


def test_a_change_takes_effect_at_its_step_and_is_replayed_with_the_run(cluster):
    run = cluster.live(probes.stroll, Probe(size=300))
    walked(run, n_steps=20, slice_steps=21)
    run.change(Stride(0.0))
    walked(run, n_steps=60, slice_steps=40)
    still = run.newest.at
    assert still == inline(Probe(size=300)).frames[20].at
    os.kill(run.newest.pid, signal.SIGKILL)
    walked(run, n_steps=100, slice_steps=20)
    assert run.newest.at == still
    assert run.failure is None


class Slow:
    """A desk whose slices come when the test says so."""

    def __init__(self):
        self.asked = []

    def slice(self, _key, arguments, then):
        self.asked.append((arguments, then))
        return True

    def deliver(self):
        (fields, step, seconds, n_steps, _), then = self.asked.pop()
        frames, over = host.walk(host.RunOrder(*fields), step, seconds, n_steps)
        then((answers.dumps(tuple(frames)), over, None))

    def n_running(self):
        return 1


def test_a_change_sent_while_a_slice_is_on_its_way_is_replayed_where_it_took_effect():
    settings, desk = Probe(size=300), Slow()
    order = host.RunOrder("mid", "core.compute.probes:stroll", pickle.dumps(settings))
    run = Run(order, "", desk)
    for n_steps in (21, 10, 10):
        run.tick(n_steps=n_steps)
        if n_steps == 10 and run.n_steps == 20:
            run.change(Stride(0.0))  # the slice from 20 to 30 knows nothing of it
        desk.deliver()
    stood = inline(settings).frames[30].at
    assert run.newest.at == stood
    host.drop("mid")
    run.tick(n_steps=5)
    desk.deliver()
    assert run.n_steps == 45
    assert run.newest.at == stood
    host.drop("mid")


def test_a_lost_worker_costs_no_frame(cluster):
    settings = Probe(seconds=0.001, size=500)
    run = walked(cluster.live(probes.stroll, settings), n_steps=40)
    first = run.newest.pid
    os.kill(first, signal.SIGKILL)
    walked(run, n_steps=501)
    assert run.newest.pid != first
    assert run.newest.at == inline(settings).last.at
    assert run.film().frames[0].step == 0


def test_a_refusal_is_a_sentence_and_ends_the_run(cluster):
    run = walked(cluster.live(probes.stroll, Probe(tag="refuse")), n_steps=1)
    assert run.failure.sentence == "This walk cannot begin. Try another tag."
    assert run.failure.kind == "refused"
    assert run.film() is None


def test_frames_kept_are_bounded_and_spread_over_the_whole_run(cluster):
    run = walked(cluster.live(probes.stroll, Probe(size=20_000)), n_steps=20_001)
    film = run.film()
    assert len(film.frames) <= 240
    assert film.steps[0] == 0
    assert film.steps[-1] == 20_000


def test_a_learner_who_leaves_takes_the_runs_along(cluster):
    kept = walked(cluster.live(probes.stroll, Probe(seconds=0.001), learner="stays"), n_steps=2)
    gone = walked(cluster.live(probes.stroll, Probe(seconds=0.001), learner="goes"), n_steps=2)
    cluster.leave("goes")
    assert cluster.live_run(gone.id) is None
    assert gone.over
    assert cluster.live_run(kept.id) is kept
    cluster.leave("stays")


def test_a_learner_has_at_most_four_runs_the_oldest_goes(cluster):
    runs = [cluster.live(probes.stroll, Probe(), learner="many") for _ in range(5)]
    assert cluster.live_run(runs[0].id) is None
    assert all(cluster.live_run(run.id) is run for run in runs[1:])
    cluster.leave("many")
    assert not any(cluster.live_run(run.id) for run in runs)


def test_a_dropped_run_is_forgotten():
    order = host.RunOrder("x", "core.compute.probes:stroll", pickle.dumps(Probe()))
    frames, over = host.walk(order, -1, 0.0, 3)
    assert [step for step, _ in frames][-1] == 2
    assert not over
    assert host.hosts("x")
    host.drop("x")
    assert not host.hosts("x")


def test_thirty_runs_at_once_each_get_a_picture_at_least_every_three_seconds(cluster):
    runs = [cluster.live(probes.stroll, Probe(seconds=0.001), learner=str(i)) for i in range(30)]
    for run in runs:
        run.tick()
    until(lambda: all(not run.busy for run in runs))
    last = dict.fromkeys(range(30), time.monotonic())
    longest = 0.0
    seen = [run.n_steps for run in runs]
    end = time.monotonic() + 8
    while time.monotonic() < end:
        for i, run in enumerate(runs):
            run.tick()
            if run.n_steps > seen[i]:
                longest = max(longest, time.monotonic() - last[i])
                last[i], seen[i] = time.monotonic(), run.n_steps
        time.sleep(0.05)
    assert longest <= 3.0
    assert all(time.monotonic() - at <= 3.0 for at in last.values())
    for i in range(30):
        cluster.leave(str(i))


def test_runs_do_not_keep_calls_waiting(cluster):
    run = cluster.live(probes.stroll, Probe(seconds=0.001), learner="runs")
    until(lambda: (run.tick(), run.n_steps > 3)[1])
    start = time.monotonic()
    for i in range(5):
        run.tick()
        job = cluster.call(probes.echo, Probe(tag=f"beside-{i}"), learner="calls")
        assert job.wait(5)
    assert time.monotonic() - start < 3
    cluster.leave("runs")


def test_a_suite_with_one_worker_shares_it_between_calls_and_runs(monkeypatch):
    from core.compute.limits import sized

    assert sized(1, 2**30).n_runners == 0
    assert sized(4, 8 * 2**30).n_runners == 1
    assert register.engine() is not None


@pytest.fixture(autouse=True)
def _ready(cluster):
    until(lambda: compute.status().n_workers >= 2)
