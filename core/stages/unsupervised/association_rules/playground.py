"""Association rules: what its page shows, and how."""

from __future__ import annotations

from typing import Any

from core.export.ending import Ending
from core.export.script import Example, ExportSettings
from core.playground import CodeOrder, Playground, Source, Start
from core.stages.unsupervised.association_rules import scene
from core.stages.unsupervised.association_rules.example import (
    chosen,
    example,
    grown,
    held_out,
    judged,
    on_table,
    study_of,
    values_of,
)
from core.stages.unsupervised.association_rules.run import mine
from core.stages.unsupervised.association_rules.settings import (
    CHANCE,
    LEVELS,
    MADE,
    OWN,
    PARAMS,
    RULES,
    TREE,
    TYPED,
    RuleSettings,
    rule_settings,
)
from core.stages.unsupervised.association_rules.view import looked

FUNCTIONS = {TREE: grown, RULES: judged, CHANCE: held_out}


def code(settings: RuleSettings, _view: Any) -> CodeOrder:
    """Return the order for a script that prints the numbers of what is watched."""
    if settings.experiment is not None:
        return ExportSettings(settings.experiment, Ending(on_table, chosen), values_of(settings))
    return Example(FUNCTIONS.get(settings.view, example), settings, study_of)


PLAYGROUND = Playground(
    params=PARAMS,
    settings=lambda context, values: rule_settings(values, context.experiment),
    work=mine,
    work_settings=RuleSettings.work,
    derive=looked,
    draw=scene.draw,
    notice=scene.notice,
    pick=scene.picked,
    code=code,
    needs_table="maybe",
    uses_table=lambda values: values["data"] in OWN,
    starts=(
        Start(
            "shop", "Twelve baskets", "Small enough to see every set there could be.",
            {"view": LEVELS, "data": TYPED, "min_support": 0.25},
        ),
        Start(
            "planted", "Three planted rules", "500 baskets: you know what is true. Is it found?",
            {"view": RULES, "data": MADE, "n_planted": 3, "min_support": 0.05, "min_lift": 1.2},
        ),
        Start(
            "luck", "No rule at all", "1,000 baskets bought by chance alone, and rules in them.",
            {"view": CHANCE, "data": MADE, "n_planted": 0, "n_baskets": 1000,
             "min_support": 0.03, "min_lift": 1.2},
        ),
    ),
    sources=(
        Source("Agrawal, Imieliński and Swami (1993), Mining association rules",
               "https://doi.org/10.1145/170035.170072"),
        Source("Agrawal and Srikant (1994), Fast algorithms for mining association rules"),
        Source("Han, Pei and Yin (2000), Mining frequent patterns without candidate generation",
               "https://doi.org/10.1145/342009.335372"),
        Source("Brin, Motwani, Ullman and Tsur (1997), Dynamic itemset counting: conviction",
               "https://doi.org/10.1145/253260.253325"),
        Source("Webb (2007), Discovering significant patterns: rules tested on held-out data",
               "https://doi.org/10.1007/s10994-007-5006-x"),
        Source("Holm (1979), A simple sequentially rejective multiple test procedure"),
    ),
)  # fmt: skip
