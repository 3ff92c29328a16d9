"""Tabular net: what its page shows, and how."""

from __future__ import annotations

from core.export.ending import Ending
from core.export.script import order
from core.playground import Playground, Source
from core.stages.neural_networks.tabular_net import scene as net_tabular
from core.stages.neural_networks.tabular_net.example import chosen, example
from core.stages.neural_networks.tabular_net.run import tabular_net
from core.stages.neural_networks.tabular_net.settings import TabularNetSettings

PLAYGROUND = Playground(
    params=TabularNetSettings.PARAMS,
    edits=("target", "features", "split"),
    settings=lambda context, values: TabularNetSettings.of(values, experiment=context.chosen),
    work=tabular_net,
    draw=net_tabular.draw,
    notice=net_tabular.notice,
    code=lambda settings, _answer: order(settings, Ending(example, chosen)),
    sources=(
        Source("Prechelt (1998), Early stopping, but when?"),
        Source("Ke et al. (2017), LightGBM"),
        Source("Grinsztajn et al. (2022), Why do tree-based models still outperform"),
    ),
)
