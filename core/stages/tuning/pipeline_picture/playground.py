"""Pipeline picture: what its page shows, and how."""

from __future__ import annotations

from core.export.ending import Ending
from core.export.script import order
from core.playground import Playground, Source
from core.stages.tuning.pipeline_picture import scene
from core.stages.tuning.pipeline_picture.example import chosen, example
from core.stages.tuning.pipeline_picture.run import pipeline_picture
from core.stages.tuning.pipeline_picture.settings import PictureSettings

PLAYGROUND = Playground(
    params=PictureSettings.PARAMS,
    edits=("recipe", "model"),
    settings=lambda context, values: PictureSettings.of(values, experiment=context.chosen),
    work=pipeline_picture,
    draw=scene.draw,
    notice=scene.notice,
    operate=scene.operate,
    code=lambda settings, _answer: order(settings, Ending(example, chosen)),
    sources=(
        Source(
            "Buitinck et al. (2013), API design for machine learning software: experiences from "
            "the scikit-learn project",
            "https://arxiv.org/abs/1309.0238",
        ),
        Source(
            "scikit-learn, User guide: Pipelines and composite estimators",
            "https://scikit-learn.org/stable/modules/compose.html",
        ),
        Source(
            "Sculley et al. (2015), Hidden technical debt in machine learning systems",
            "https://papers.nips.cc/paper/5656-hidden-technical-debt-in-machine-learning-systems",
        ),
    ),
)
