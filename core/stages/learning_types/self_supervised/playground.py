"""Self-supervised: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.playground import Playground, Source, Start
from core.stages.learning_types.self_supervised import scene
from core.stages.learning_types.self_supervised.example import example
from core.stages.learning_types.self_supervised.plan import plan_of
from core.stages.learning_types.self_supervised.pretexts import PRETEXTS
from core.stages.learning_types.self_supervised.run import learn
from core.stages.learning_types.self_supervised.scene_words import notice
from core.stages.learning_types.self_supervised.settings import (
    PARAMS,
    SelfSettings,
    self_settings,
)

STARTS = (
    Start("twins", "Find the twin", "The task that pays here: ten labels go far.",
          {"pretext": "contrast"}),
    Start("turned", "Which way is up?", "A task solved nearly always, and worth little.",
          {"pretext": "rotation"}),
    Start("hidden", "Fill in the gaps", "Half of the pixels hidden: about as good as pixels.",
          {"pretext": "masking"}),
    Start("same", "Twins that are equal", "Nearly every twin is found, and little is learnt.",
          {"pretext": "contrast", "shift": 0, "noise": 0.0}),
)  # fmt: skip

PLAYGROUND = Playground(
    params=PARAMS,
    settings=lambda _context, values: self_settings(values),
    work=learn,
    work_settings=SelfSettings.work,
    live=learn,
    pace=1,
    draw=scene.draw,
    notice=notice,
    pick=scene.picked,
    operate=scene.operate,
    code=lambda settings, _film: Example(example, settings, plan_of),
    starts=STARTS,
    needs_table=False,
    sources=(
        *(Source(task.source, task.url) for task in PRETEXTS),
        Source("van den Oord, Li and Vinyals (2018), Representation learning with contrastive "
               "predictive coding: InfoNCE", "https://arxiv.org/abs/1807.03748"),
        Source("Pathak et al. (2016), Context encoders: feature learning by inpainting",
               "https://arxiv.org/abs/1604.07379"),
        Source("Alpaydin and Kaynak (1998), Optical recognition of handwritten digits, UCI, "
               "CC BY 4.0; scikit-learn's 1,797 digits", "https://doi.org/10.24432/C50P49"),
    ),
)  # fmt: skip
