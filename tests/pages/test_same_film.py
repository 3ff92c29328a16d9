"""Same settings, same film: byte for byte, in a worker and inline, and again from the start."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest
from threadpoolctl import threadpool_limits

from core import compute
from core.compute import answers
from core.compute.film import filmed
from core.playground import Context
from tests.catalogue import playgrounds_by_page
from tests.pages.walk import defaults, facts, needs_table, start

pytestmark = pytest.mark.slow
SAMPLE = "iris"


def records(playground) -> bool:
    """Whether its work, the default's where there are several, says that it makes a film."""
    work = playground.work
    default = next(iter(work.values())) if isinstance(work, Mapping) else work
    returns = str(getattr(default, "__annotations__", {}).get("return"))
    return returns.startswith(("Film", "Iterator", "Generator"))


FILMS = [
    pytest.param(playground, id=f"{slug}-{playground.id}")
    for slug, playgrounds in playgrounds_by_page().items()
    for playground in playgrounds
    if records(playground)
]


@pytest.fixture(scope="module")
def workers():
    compute.shutdown()
    compute.start()
    while not compute.status().n_workers:
        time.sleep(0.05)
    yield compute
    compute.shutdown()


def asked(playground):
    """The function behind the defaults, their settings, and the table if it gets one."""
    table, frame = facts(SAMPLE)
    experiment = start(table)
    params = playground.offered(table, experiment) if playground.needs_table else playground.params
    values = defaults(params)
    settings = playground.work_settings(playground.settings(Context(experiment), values))
    given = (table, frame) if needs_table(playground, values) else None
    return playground.work_for(settings), settings, given


def content_of(film) -> bytes:
    """A film's bytes, read once and written anew: shared objects do not count."""
    return answers.dumps(answers.loads(answers.dumps(film)))


@pytest.mark.parametrize("playground", FILMS)
def test_a_worker_and_this_process_record_the_same_film(workers, playground):
    function, settings, table = asked(playground)
    arguments = () if table is None else (table[1],)
    with threadpool_limits(1):
        here = filmed(function(settings, *arguments))
        again = filmed(function(settings, *arguments))
    assert here.steps[0] == 0
    assert here.steps[-1] == here.n_steps
    assert (here.steps[1:] > here.steps[:-1]).all()
    content = content_of(here)
    assert content_of(again) == content
    digest = None
    if table is not None:
        digest = table[0].digest
        workers.put_table(table[1], digest)
    job = workers.call(function, settings, table=digest)
    assert job.wait(120), job.state
    assert job.failure is None, job.failure
    assert content_of(job.answer) == content


def test_there_are_films():
    assert len(FILMS) >= 3
