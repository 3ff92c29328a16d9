"""Boundary studio: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.neural.data.dataset import COLUMNS
from core.playground import Playground, Source, Start
from core.stages.supervised.boundary_studio import scene
from core.stages.supervised.boundary_studio.example import asked_of, example, study_of
from core.stages.supervised.boundary_studio.run import boundaries
from core.stages.supervised.boundary_studio.settings import StudioSettings
from core.stages.supervised.boundary_studio.starts import STARTS

PLAYGROUND = Playground(
    params=StudioSettings.PARAMS,
    settings=lambda _context, values: StudioSettings.of(values),
    work=boundaries,
    work_settings=lambda settings: settings.work(),
    draw=scene.draw,
    notice=scene.notice,
    pick=scene.picked,
    operate=scene.operate,
    code=lambda settings, board: Example(example, asked_of(settings, board), study_of),
    starts=tuple(Start(*start) for start in STARTS),
    needs_table="maybe",
    uses_table=lambda values: values["shape"] == COLUMNS,
    sources=(
        Source(
            "scikit-learn, Classifier comparison",
            "https://scikit-learn.org/stable/auto_examples/classification/"
            "plot_classifier_comparison.html",
        ),
        Source(
            "Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, ch. 2.3",
            "https://hastie.su.domains/ElemStatLearn/",
        ),
        Source("McNemar (1947), Note on the sampling error of the difference between proportions"),
    ),
)
