"""Tabular net: what its page shows, and how."""

from __future__ import annotations

from core.export.script import order
from core.playground import Playground, Source
from core.stages.neural_networks.tabular_net import code
from core.stages.neural_networks.tabular_net import scene as net_tabular
from core.stages.neural_networks.tabular_net.run import (
    TABULAR_NET_PARAMS,
    TabularNetSettings,
    tabular_net,
)

PLAYGROUND = Playground(
    params=TABULAR_NET_PARAMS,
    edits=("target", "features", "split"),
    settings=lambda context, values: TabularNetSettings(context.chosen, **values),  # type: ignore[arg-type]
    work=tabular_net,
    draw=net_tabular.draw,
    notice=net_tabular.notice,
    code=lambda settings, _answer: order(settings, code.tabular_net),
    sources=(
        Source("Prechelt (1998), Early stopping, but when?"),
        Source("Ke et al. (2017), LightGBM"),
        Source("Grinsztajn et al. (2022), Why do tree-based models still outperform"),
    ),
)
