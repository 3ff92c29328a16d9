"""Pictures of preprocessing: a column before and after a step, score by step, what a leak adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from core.figures.axes import level_labels, name_axis
from core.figures.blocks import measured
from core.figures.data import GAPS
from core.figures.theme import (
    AFTER,
    BAD,
    BEFORE,
    GOOD,
    REFERENCE,
    TITLE_PX,
    TRAIN,
    short,
    style,
)
from core.tabular.judge.defined import is_defined, mean_of

Floats = NDArray[np.float64]
BESIDE_PX = 200


@dataclass(frozen=True)
class Bars:
    """One column's distribution: bar centres or levels, their rows, and the rows without value."""

    at: tuple[float, ...] | tuple[str, ...]
    rows: NDArray[np.int64]
    gaps: int

    @property
    def is_number(self) -> bool:
        """Whether the bars stand on a scale of numbers."""
        return bool(self.at) and not isinstance(self.at[0], str)

    def reaches(self, other: Bars) -> bool:
        """Whether both fit on one axis: the same levels, or scales of a like extent."""
        if self.is_number != other.is_number or not self.at or not other.at:
            return False
        if not self.is_number:
            return bool(set(self.at) & set(other.at))
        (low, high), (low2, high2) = _ends(self), _ends(other)
        shared = min(high, high2) - max(low, low2)
        return shared > 0.2 * (max(high, high2) - min(low, low2))


def _ends(bars: Bars) -> tuple[float, float]:
    return float(bars.at[0]), float(bars.at[-1])


def before_after(title: str, before: Bars, after: Bars) -> go.Figure:
    """One column before a step (grey outline) and after it (blue), gaps as a hatched bar.

    On one axis where both fit, else side by side. ``title`` : the column with its unit.
    """
    called = _called(before, after)
    if before.reaches(after):
        figure = go.Figure()
        _add(figure, before, "before", called)
        _add(figure, after, "after", called)
        figure.update_layout(barmode="overlay")
        style(figure, x=title, y="Rows", height_px=BESIDE_PX)
    else:
        figure = make_subplots(cols=2, horizontal_spacing=0.16)
        _add(figure, before, "before", called, 1)
        _add(figure, after, "after", called, 2)
        style(figure, x=title, y="Rows", height_px=BESIDE_PX)
        figure.update_xaxes(title_font_size=12)
        figure.update_xaxes(title_text="after the step", col=2)
        figure.update_yaxes(title_text="", col=2)
    figure.update_layout(bargap=0.05)
    figure.update_xaxes(nticks=5, tickangle=0)
    figure.update_yaxes(nticks=4)
    return figure


def _called(*of: Bars) -> dict[str | None, str]:
    """Return what each level is called in both pictures; None is the gap, which stands last."""
    levels = [*dict.fromkeys(str(level) for bars in of for level in bars.at), None]
    return dict(zip(levels, level_labels(levels, 9), strict=True))


def _add(
    figure: go.Figure, bars: Bars, name: str, called: dict[str | None, str], col: int | None = None
) -> None:
    """Add the bars; ``before`` is drawn behind and wider, so that both can be seen."""
    place = {} if col is None else {"row": 1, "col": col}
    first = name == "before"
    at = list(bars.at) if bars.is_number else [called[str(level)] for level in bars.at]
    if not bars.is_number:
        name_axis(figure, "x", list(called.values()), col=col)
    figure.add_bar(
        x=at,
        y=bars.rows,
        name=name,
        marker={
            "color": "rgba(138,151,165,0.35)" if first else AFTER,
            "line": {"color": BEFORE, "width": 1.5 if first else 0},
        },
        opacity=1 if first else 0.8,
        width=_width(bars, share=1.0 if first else 0.7),
        hovertemplate=f"{name}, %{{x}}: %{{y:,.0f}} rows<extra></extra>",
        **place,
    )
    if bars.gaps and bars.is_number:
        low, high = _ends(bars)
        step = (high - low) / max(len(bars.at) - 1, 1) or 1.0
        figure.add_bar(
            x=[high + 2 * step],
            y=[bars.gaps],
            width=[1.6 * step * (1.0 if first else 0.7)],
            name=f"gaps {name}",
            showlegend=first,
            marker=GAPS if first else {**GAPS, "color": AFTER},
            hovertemplate=f"missing {name}: %{{y:,.0f}} rows<extra></extra>",
            **place,
        )
    elif bars.gaps:
        figure.add_bar(
            x=[called[None]],
            y=[bars.gaps],
            name=f"gaps {name}",
            showlegend=first,
            marker=GAPS if first else {**GAPS, "color": AFTER},
            hovertemplate=f"missing {name}: %{{y:,.0f}} rows<extra></extra>",
            **place,
        )


def _width(bars: Bars, *, share: float) -> float | None:
    if not bars.is_number:
        return 0.9 * share
    low, high = _ends(bars)
    return share * ((high - low) / max(len(bars.at) - 1, 1) or 1.0)


def score_by_step(
    names: Sequence[str], means: Floats, spreads: Floats, metric: str, looked_at: int | None
) -> go.Figure:
    """Cross-validated score after each prefix of the recipe, with the folds' standard deviation.

    names : of the prefixes, "no step" first. looked_at : the position of the step whose two ends
    are joined by a thick line.
    """
    labels = [f"{place}. {_in_two(name)}" if place else name for place, name in enumerate(names)]
    figure = go.Figure(
        go.Scatter(
            x=labels,
            y=means,
            mode="lines+markers",
            line={"color": TRAIN, "width": 2},
            marker={"size": 10},
            error_y={"type": "data", "array": spreads, "color": REFERENCE},
            hovertemplate="%{x}<br>%{y:,.5~g}<extra></extra>",
        )
    )
    if looked_at is not None and looked_at + 1 < len(labels):
        ends = slice(looked_at, looked_at + 2)
        figure.add_scatter(
            x=labels[ends],
            y=means[ends],
            mode="lines+markers",
            line={"color": TRAIN, "width": 7},
            marker={"size": 15, "line": {"color": "#17212b", "width": 1.5}},
            hoverinfo="skip",
        )
    style(
        figure,
        x="Recipe up to and including this step",
        y=metric,
        height_px=235,
        legend=False,
        title="Is it worth it? ± the folds' spread",
    )
    name_axis(figure, "x", labels)
    figure.update_yaxes(nticks=5)
    return figure


def _in_two(name: str) -> str:
    """Break a label once, so that neighbours do not run into each other."""
    words = short(name.removeprefix("+ "), 26).split(" ")
    half = -(-len(words) // 2)
    return "<br>".join(part for part in (" ".join(words[:half]), " ".join(words[half:])) if part)


CHEAT, HONEST, FRESH = "the cheat:<br>saw every row", "honest:<br>training rows", "fresh rows"


def leak(
    cheating: Floats, honest: Floats, fresh: tuple[float, float, float], metric: str
) -> go.Figure:
    """Fold scores of the cheat and the honest way with their means, the lie between, the truth.

    fresh : (score, low, high), its 95 % interval.
    """
    figure = go.Figure()
    promised, said = mean_of(cheating), mean_of(honest)
    score, low, high = fresh
    if is_defined(score):
        figure.add_hline(y=score, line={"color": TRAIN, "dash": "dash", "width": 1.5})
    _folds(figure, 0, cheating, promised, (BAD, "x"))
    _folds(figure, 2, honest, said, (GOOD, "circle"))
    figure.add_scatter(
        x=[3],
        y=[score],
        mode="markers",
        marker={"size": 17, "color": TRAIN, "symbol": "diamond"},
        error_y={"type": "data", "array": [high - score], "arrayminus": [score - low], "width": 8},
        hovertemplate="fresh rows: %{y:,.5~g}<extra></extra>",
    )
    _value(figure, 3.14, score)
    if is_defined(said, promised):
        _lie(figure, said, promised)
    style(figure, x="Who says how good the model is", y=metric, legend=False, height_px=360)
    figure.update_xaxes(
        tickvals=[0, 2, 3], ticktext=[CHEAT, HONEST, FRESH], range=[-0.6, 3.65], showgrid=False
    )
    return figure


def _folds(
    figure: go.Figure, at: float, values: Floats, mean: float, look: tuple[str, str]
) -> None:
    """Add one way's fold scores, and its mean as a thick line."""
    colour, symbol = look
    figure.add_scatter(
        x=[at] * len(values),
        y=values,
        mode="markers",
        marker={"size": 11, "color": colour, "symbol": symbol, "opacity": 0.75},
        hovertemplate="fold: %{y:,.5~g}<extra></extra>",
    )
    figure.add_scatter(
        x=[at - 0.3, at + 0.3],
        y=[mean, mean],
        mode="lines",
        line={"color": colour, "width": 5},
        hovertemplate="mean: %{y:,.5~g}<extra></extra>",
    )
    _value(figure, at - 0.33, mean, anchor="right")


def _value(figure: go.Figure, x: float, y: float, anchor: str = "left") -> None:
    if not is_defined(y):
        return
    figure.add_annotation(
        x=x,
        y=y,
        text=f"<b>{measured(y)}</b>",
        xanchor=anchor,
        yshift=11,
        showarrow=False,
        font_size=TITLE_PX,
    )


def _lie(figure: go.Figure, said: float, promised: float) -> None:
    """Draw the arrow from what was honest to what was promised, with its length."""
    for start, end, level in ((0.3, 1.08, promised), (0.92, 1.7, said)):
        figure.add_scatter(
            x=[start, end],
            y=[level, level],
            mode="lines",
            line={"color": REFERENCE, "width": 1, "dash": "dot"},
            hoverinfo="skip",
        )
    figure.add_annotation(
        x=1,
        y=promised,
        ax=1,
        ay=said,
        xref="x",
        yref="y",
        axref="x",
        ayref="y",
        text="",
        showarrow=True,
        arrowhead=2,
        arrowwidth=4,
        arrowcolor=BAD,
    )
    figure.add_annotation(
        x=1.07,
        y=(promised + said) / 2,
        text=f"<b>the lie<br>{promised - said:+z.3f}</b>",
        align="left",
        xanchor="left",
        showarrow=False,
        font={"size": TITLE_PX + 2, "color": BAD},
    )
