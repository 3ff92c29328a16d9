"""How it learns: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Playground, Source
from core.stages.supervised.how_it_learns import scene as how_it_learns
from core.stages.supervised.how_it_learns.catalogue import ALGORITHMS
from core.stages.supervised.how_it_learns.data import COLUMNS
from core.stages.supervised.how_it_learns.example import example, learning_of
from core.stages.supervised.how_it_learns.run import learning_film, with_points
from core.stages.supervised.how_it_learns.settings import PARAMS, learn_settings

LEARN_SOURCES = tuple(Source(spec.source) for spec in ALGORITHMS)


PLAYGROUND = Playground(
    params=PARAMS,
    settings=lambda context, values: learn_settings(
        values, context.experiment.target if context.experiment else ""
    ),
    work=learning_film,
    draw=how_it_learns.draw,
    notice=how_it_learns.notice,
    pick=how_it_learns.asked,
    code=lambda settings, film: Example(example, with_points(settings, film), learning_of),
    needs_table="maybe",
    uses_table=lambda values: values["shape"] == COLUMNS,
    sources=LEARN_SOURCES,
)
