"""Semi-supervised: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.neural.data.dataset import COLUMNS
from core.playground import Playground, Source, Start
from core.stages.learning_types.semi_supervised import scene
from core.stages.learning_types.semi_supervised.example import asked_of, example, study, task_of
from core.stages.learning_types.semi_supervised.run import semi_supervised
from core.stages.learning_types.semi_supervised.settings import STUDY, SemiSettings, settled
from core.stages.learning_types.semi_supervised.starts import STARTS

PLAYGROUND = Playground(
    params=SemiSettings.PARAMS,
    settings=lambda _context, values: settled(SemiSettings.of(values)),
    work=semi_supervised,
    work_settings=SemiSettings.work,
    draw=scene.draw,
    notice=scene.notice,
    pick=scene.picked,
    operate=scene.operate,
    code=lambda settings, film: Example(
        study if settings.view == STUDY else example, asked_of(settings, film), task_of
    ),
    starts=tuple(Start(*start) for start in STARTS),
    needs_table="maybe",
    uses_table=lambda values: values["shape"] == COLUMNS,
    sources=(
        Source(
            "Zhou, Bousquet, Lal, Weston and Schölkopf (2004), Learning with local and global "
            "consistency",
            "https://proceedings.neurips.cc/paper/2003/hash/"
            "87682805257e619d49b8e0dfdc14affa-Abstract.html",
        ),
        Source(
            "Zhu and Ghahramani (2002), Learning from labeled and unlabeled data with label "
            "propagation",
            "http://pages.cs.wisc.edu/~jerryzhu/pub/CMU-CALD-02-107.pdf",
        ),
        Source(
            "Yarowsky (1995), Unsupervised word sense disambiguation rivaling supervised methods",
            "https://aclanthology.org/P95-1026/",
        ),
        Source("Chapelle, Schölkopf and Zien (2006), Semi-supervised learning, MIT Press"),
        Source(
            "scikit-learn, Semi-supervised learning",
            "https://scikit-learn.org/stable/modules/semi_supervised.html",
        ),
    ),
)
