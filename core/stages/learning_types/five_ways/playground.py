"""One data set, five ways: what its page shows, and how."""

from __future__ import annotations

from core.export.script import Example
from core.neural.data.dataset import COLUMNS
from core.playground import Playground, Source, Start
from core.stages.learning_types.five_ways import scene
from core.stages.learning_types.five_ways.example import asked_of, example, study_of
from core.stages.learning_types.five_ways.run import five_ways
from core.stages.learning_types.five_ways.settings import FiveSettings
from core.stages.learning_types.five_ways.starts import STARTS

PLAYGROUND = Playground(
    params=FiveSettings.PARAMS,
    settings=lambda _context, values: FiveSettings.of(values),
    work=five_ways,
    work_settings=lambda settings: settings.work(),
    draw=scene.draw,
    notice=scene.notice,
    operate=scene.operate,
    code=lambda settings, answer: Example(example, asked_of(settings, answer), study_of),
    starts=tuple(Start(*start) for start in STARTS),
    needs_table="maybe",
    uses_table=lambda values: values["shape"] == COLUMNS,
    sources=(
        Source(
            "Chapelle, Schölkopf and Zien, eds. (2006), Semi-Supervised Learning, ch. 1 and 11",
            "https://mitpress.mit.edu/9780262514125/semi-supervised-learning/",
        ),
        Source(
            "Zhou, Bousquet, Lal, Weston and Schölkopf (2004), Learning with local and global "
            "consistency",
            "https://papers.nips.cc/paper/2506-learning-with-local-and-global-consistency",
        ),
        Source(
            "HaoChen, Wei, Gaidon and Ma (2021), Provable guarantees for self-supervised deep "
            "learning with spectral contrastive loss",
            "https://arxiv.org/abs/2106.04156",
        ),
        Source(
            "Sutton and Barto (2018), Reinforcement Learning, ch. 2",
            "http://incompleteideas.net/book/the-book-2nd.html",
        ),
        Source(
            "Li, Chu, Langford and Schapire (2010), A contextual-bandit approach to personalized "
            "news article recommendation",
            "https://arxiv.org/abs/1003.0146",
        ),
        Source("Lloyd (1982), Least squares quantization in PCM"),
        Source("Kingma and Ba (2015), Adam", "https://arxiv.org/abs/1412.6980"),
    ),
)
