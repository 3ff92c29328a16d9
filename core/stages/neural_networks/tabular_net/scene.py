"""The tabular net: both learning curves with their best place, and the same test scores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from core.figures.blocks import (
    Block,
    Chart,
    Grid,
    Number,
    Numbers,
    Row,
    escape,
    human,
    notes,
)
from core.figures.theme import CATEGORICAL, TEST, TRAIN, style
from core.stages.neural_networks.tabular_net.early_stopping import NET, TREES
from core.stages.neural_networks.tabular_net.run import Contestant, TabularNetAnswer
from core.stages.neural_networks.tabular_net.settings import TabularNetSettings
from core.tabular.judge.defined import is_defined, undefined_metric
from core.tabular.judge.metrics import Metric
from core.wording import counted

HEIGHT_PX = 320
_SHORT = {NET: "net", TREES: "trees"}
MAIN = {"classification": ("accuracy", "log_loss"), "regression": ("r2", "rmse")}


def draw(settings: TabularNetSettings, answer: TabularNetAnswer) -> tuple[Block, ...]:
    """Draw the main scores, both learning curves, then every metric."""
    both = (answer.net, answer.trees)
    items = tuple(
        _number(one, one.metric(name)) for name in MAIN[settings.experiment.task] for one in both
    )
    names = {"classification": "log loss", "regression": "squared error, in spreads of the target"}
    charts = tuple(_curves(one, names[settings.experiment.task]) for one in both)
    return (Numbers(items), Row(charts), _table(answer), *notes(*answer.notes))


def _number(one: Contestant, metric: Metric) -> Number:
    note = f"95 % range {human(metric.low)} to {human(metric.high)}"
    return Number(f"{metric.label}, {_SHORT[one.label]}", human(metric.value), note, metric.help)


def _curves(one: Contestant, loss: str) -> Chart:
    """Loss on learning and on held-out rows by epoch or round, the best place marked."""
    places = np.arange(1, len(one.losses) + 1)
    figure = go.Figure()
    lines = ((0, "learning rows", TRAIN, "solid"), (1, "held-out rows", TEST, "dash"))
    for column, name, colour, dash in lines:
        figure.add_scatter(
            x=places,
            y=one.losses[:, column],
            mode="lines",
            name=name,
            line={"color": colour, "dash": dash, "width": 2.5},
            hovertemplate=f"{name}<br>{one.word} %{{x}}: %{{y:.4f}}<extra></extra>",
        )
    figure.add_scatter(
        x=[one.best],
        y=[one.losses[one.best - 1, 1]],
        mode="markers+text",
        name="best",
        text=[f"best: {one.best}"],
        textposition="top center",
        marker={"symbol": "diamond", "size": 13, "color": CATEGORICAL[2]},
        showlegend=False,
        hovertemplate=f"best {one.word}: %{{x}}<br>%{{y:.4f}}<extra></extra>",
    )
    style(figure, x=f"{one.label}: {one.word}", y=f"Loss ({loss})", height_px=HEIGHT_PX)
    alt = (
        f"{one.label}: loss on held-out rows is lowest at {one.word} {one.best} of "
        f"{len(one.losses)}, {one.best_loss:.3f}"
    )
    return Chart(one.word, figure, alt)


def _table(answer: TabularNetAnswer) -> Grid:
    pairs = list(zip(answer.net.metrics, answer.trees.metrics, strict=True))
    frame = pd.DataFrame(
        {
            "metric": [net.label for net, _ in pairs],
            "net": [net.value for net, _ in pairs],
            "95 % from": [net.low for net, _ in pairs],
            "to": [net.high for net, _ in pairs],
            "trees": [trees.value for _, trees in pairs],
            "95 % from ": [trees.low for _, trees in pairs],
            "to ": [trees.high for _, trees in pairs],
            "baseline": [net.baseline for net, _ in pairs],
            "better is": [net.better for net, _ in pairs],
        }
    )
    caption = f"All metrics, on {counted(answer.n_test, 'test row')} that neither has seen"
    return Grid("scores", frame, caption, "net_and_trees.csv")


def notice(settings: TabularNetSettings, answer: TabularNetAnswer) -> str:
    """Say when each was best, what it used, and whether the scores can be told apart."""
    name = MAIN[settings.experiment.task][0]
    net, trees = answer.net.metric(name), answer.trees.metric(name)
    best = (
        f"On {answer.n_check:,} held-out rows of {escape(settings.experiment.target)} the net was "
        f"best after epoch {answer.net.best} of {answer.net.n_done}, the trees after round "
        f"{answer.trees.best} of {answer.trees.n_done}"
    )
    used = (
        ", and went back there"
        if settings.stop
        else f"; the last is used all the same, where the net's loss is {answer.net.last_loss:.3f} "
        f"instead of {answer.net.best_loss:.3f}"
    )
    if not is_defined(net.value, trees.value):
        without = trees if is_defined(net.value) else net
        return f"{best}{used}. {undefined_metric(without, 'on the test rows')}."
    scores = (
        f"{net.label} on the test rows: **{net.value:.3f}** (net), **{trees.value:.3f}** (trees)"
    )
    if not is_defined(net.low, net.high, trees.low, trees.high):
        return f"{best}{used}. {scores}."
    apart = net.low > trees.high or trees.low > net.high
    told = "their intervals lie apart" if apart else "their intervals overlap: no clear winner"
    return f"{best}{used}. {scores}; {told}."
