"""Search race: what its page shows, and how."""

from __future__ import annotations

from core.export.ending import Ending
from core.export.script import order
from core.playground import Playground, Source
from core.stages.tuning.search_race import scene
from core.stages.tuning.search_race.example import chosen, example
from core.stages.tuning.search_race.run import race
from core.stages.tuning.search_race.scene_deeds import operate
from core.stages.tuning.search_race.settings import RaceSettings, race_settings

PLAYGROUND = Playground(
    params=RaceSettings.PARAMS,
    edits=("model", "split"),
    settings=lambda context, values: race_settings(dict(values), context.chosen),
    draw=scene.draw,
    notice=scene.notice,
    live=race,
    operate=operate,
    code=lambda settings, _film: order(settings, Ending(example, chosen)),
    sources=(
        Source(
            "Bergstra and Bengio (2012), Random search for hyper-parameter optimization",
            "https://jmlr.org/papers/v13/bergstra12a.html",
        ),
        Source("Bergstra et al. (2011), Algorithms for hyper-parameter optimization (TPE)"),
        Source(
            "Jamieson and Talwalkar (2016), Non-stochastic best arm identification and "
            "hyperparameter optimization (successive halving)",
            "https://arxiv.org/abs/1502.07943",
        ),
        Source(
            "Akiba et al. (2019), Optuna: a next-generation hyperparameter optimization framework",
            "https://arxiv.org/abs/1907.10902",
        ),
        Source(
            "Hutter, Hoos and Leyton-Brown (2014), An efficient approach for assessing "
            "hyperparameter importance (fANOVA)",
            "https://proceedings.mlr.press/v32/hutter14.html",
        ),
    ),
)
