"""What must hold for whole processes: each test runs a small suite in a process of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

import core
from core.compute import tables

pytestmark = pytest.mark.slow
ROOT = Path(core.__file__).parent.parent
BEGIN = """
import os, sys, time
from core import compute
from core.compute import probes
from core.compute.probes import Probe

def done(function, settings=Probe(), **options):
    job = compute.call(function, settings, **options)
    assert job.wait(40), job.state
    return job
"""


def suite(code, **environment):
    """Run ``code`` after BEGIN in a new process; return its lines of output."""
    environment = {name: str(value) for name, value in environment.items()}
    inherited = {k: v for k, v in os.environ.items() if k != tables.FOLDER_VARIABLE}
    found = subprocess.run(
        [sys.executable, "-W", "error", "-c", BEGIN + code],
        cwd=ROOT,
        env={**inherited, "PLAYGROUND_WORKERS": "1", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-3000:]
    assert "distributed" not in found.stderr, found.stderr[-3000:]
    return found.stdout.splitlines()


def descendants(pid):
    return psutil.Process(pid).children(recursive=True)


def test_exceptions_of_heavy_libraries_load_nothing_into_the_server():
    lines = suite("""
for function in (probes.not_fitted, probes.torch_out_of_memory, probes.library_object):
    print(done(function).failure.kind)
heavy = ("sklearn", "torch", "scipy", "shap", "lime", "xgboost", "lightgbm", "numba")
print([name for name in heavy if name in sys.modules])
""")
    assert lines == ["error", "memory", "error", "[]"]


def test_a_suite_killed_with_sigkill_leaves_no_process_behind():
    code = """
job = compute.call(probes.seize, Probe(size=100_000))
while job.progress is None and not job.wait(0.01):
    pass
time.sleep(0.5)
print(os.environ["PLAYGROUND_STORE"], flush=True)
time.sleep(100)
"""
    inherited = {k: v for k, v in os.environ.items() if k != tables.FOLDER_VARIABLE}
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN + code],
        cwd=ROOT,
        env={**inherited, "PLAYGROUND_WORKERS": "2"},
        stdout=subprocess.PIPE,
        text=True,
    )
    store = Path(process.stdout.readline().strip())
    family = descendants(process.pid)
    assert len(family) >= 3, "the cluster, a worker that is deaf and one that idles"
    process.kill()
    process.wait()
    process.stdout.close()
    _, alive = psutil.wait_procs(family, timeout=5)
    assert not alive
    shutil.rmtree(store)


def test_a_suite_that_ends_by_itself_leaves_neither_processes_nor_files():
    (store, pids) = suite("""
import psutil
done(probes.echo)
compute.put_bytes(b"x" * 1000)
print(os.environ["PLAYGROUND_STORE"])
print(*[child.pid for child in psutil.Process().children(recursive=True)])
""")
    assert not Path(store).exists()
    end = time.monotonic() + 5
    while alive := [pid for pid in pids.split() if psutil.pid_exists(int(pid))]:
        assert time.monotonic() < end, alive
        time.sleep(0.05)


def test_a_call_over_the_memory_limit_ends_alone_and_says_so():
    lines = suite(
        """
job = done(probes.eat, Probe(size=3000, seconds=5))
print(job.state, job.failure.kind, job.failure.sentence)
print(done(probes.echo, Probe(tag="next")).state)
""",
        PLAYGROUND_MEMORY_MB=1100,
    )
    assert lines[0].startswith("failed memory This needed more memory than a worker may use")
    assert lines[1] == "done"


def test_an_idle_worker_over_its_memory_mark_is_replaced():
    lines = suite(
        """
first = done(probes.hoard, Probe(size=10, tag="a")).answer.pid
print(first == done(probes.hoard, Probe(size=320, tag="b")).answer.pid)
print(first == done(probes.echo, Probe(tag="c")).answer.pid)
""",
        PLAYGROUND_MEMORY_MB=1100,
    )
    assert lines == ["True", "False"]


def test_a_hot_reload_keeps_the_workers_and_changed_sources_get_new_ones():
    lines = suite("""
def reload():
    for name in [name for name in sys.modules if name.partition(".")[0] == "core"]:
        del sys.modules[name]
    from core import compute
    from core.compute import probes
    globals().update(compute=compute, probes=probes, Probe=probes.Probe)

first = done(probes.echo)
running = compute.call(probes.nap, Probe(seconds=1))
reload()
second = done(probes.echo, Probe())
print(second.answer.pid == first.answer.pid, isinstance(second.answer, probes.ProbeAnswer))
print(running.wait(20), running.state, running.state == compute.State.done)
print(done(probes.nap, Probe(seconds=1)).state)
reload()
from core.compute import keys, register
changed = keys.sources_digest() + "x"
register.sources_digest = lambda: changed
lost = done(probes.echo, Probe(tag="new"))
print(lost.state, lost.answer.pid == first.answer.pid)
""")
    assert lines == ["True True", "True done True", "done", "done False"]


@pytest.fixture
def elsewhere(tmp_path):
    """A cluster that is not the suite's child, without its disk; yields how to start one."""
    started = []

    def start(root=ROOT):
        process = subprocess.Popen(
            [sys.executable, "-m", "core.compute.cluster", "1", "0", str(2**30)],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root), tables.FOLDER_VARIABLE: str(tmp_path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process, process.stdout.readline().strip()

    yield start
    for process in started:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def test_another_cluster_is_sent_what_it_lacks_and_sends_back_what_it_makes(elsewhere):
    _, address = elsewhere()
    lines = suite(
        """
import numpy as np, pandas as pd
from core.compute import tables
compute.put_table(pd.DataFrame({"x": np.arange(5.0)}), "ab" * 8)
print(done(probes.shape, table="ab" * 8).answer)
print(done(probes.column_means, table="ab" * 8).answer["x"])
upload = compute.put_bytes(b"12345")
print(done(probes.count_upload, Probe(tag=upload)).answer)
print(done(probes.make_table, Probe(size=4, tag="cd" * 8)).answer, len(tables.load("cd" * 8)))
print(done(probes.shape, table="ef" * 8).failure.sentence)
print(compute.status().scheduler)
""",
        DASK_SCHEDULER_ADDRESS=address,
    )
    assert lines == [
        "(5, 1)",
        "2.0",
        "5",
        "cdcdcdcdcdcdcdcd 4",
        "This data set is no longer kept here. Load its file again.",
        "external",
    ]


def test_workers_with_other_sources_are_refused_with_a_sentence(elsewhere, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(ROOT / "core", other / "core", ignore=shutil.ignore_patterns("__pycache__"))
    (other / "core" / "changed.py").write_text('"""Another version."""\n')
    _, address = elsewhere(other)
    (line,) = suite(
        """
from core.compute import engine
engine.NO_WORKER_S = 3.0
job = done(probes.echo)
print(job.state, job.failure.sentence)
""",
        DASK_SCHEDULER_ADDRESS=address,
    )
    assert line.startswith("failed The workers of the computing cluster run another version")


def test_workers_with_another_library_are_refused_and_the_sentence_names_it(elsewhere):
    _, address = elsewhere()
    (line,) = suite(
        """
from core.compute import engine
engine.NO_WORKER_S = 3.0
engine.versions = lambda: {"python": "3.11", "numpy": "1.0"}
print(done(probes.echo).failure.sentence, compute.status().notice != "")
""",
        DASK_SCHEDULER_ADDRESS=address,
    )
    assert re.match(r"The workers .* have numpy \d\S+, this suite has 1\.0\. .* True", line)


def test_a_cluster_that_goes_away_loses_its_calls(elsewhere):
    process, address = elsewhere()
    (line,) = suite(
        f"""
from core.compute import link
link.CONNECT_S = 3.0
job = compute.call(probes.burn, Probe(seconds=60))
while job.progress is None and not job.wait(0.01):
    pass
import psutil
family = psutil.Process({process.pid}).children(recursive=True)
psutil.Process({process.pid}).kill()
job.wait(20)
print(job.state, job.failure.kind)
for child in family:
    if child.is_running():
        child.kill()
""",
        DASK_SCHEDULER_ADDRESS=address,
    )
    assert line == "lost cluster"


def test_an_address_where_nobody_answers_is_a_sentence():
    (line,) = suite(
        """
from core.compute import link
link.CONNECT_S = 1.0
job = done(probes.echo)
print(job.state, job.failure.kind, job.failure.sentence)
""",
        DASK_SCHEDULER_ADDRESS="tcp://127.0.0.1:9",
    )
    assert re.match("failed cluster The computing cluster at .* does not answer", line)


def test_the_first_answer_takes_about_as_long_as_python_and_dask_need_to_start():
    (seconds,) = suite("""
start = time.perf_counter()
done(probes.echo)
print(time.perf_counter() - start)
""")
    assert float(seconds) < 6
