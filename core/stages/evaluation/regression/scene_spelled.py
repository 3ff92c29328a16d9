"""A metric spelled out: what it asks, its unit, its formula, the same with numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

from core.figures.blocks import escape, human, measured
from core.stages.evaluation.regression.judged import Judged
from core.stages.evaluation.regression.scene_parts import LABELS, squared, valued

N_TERMS = 3


@dataclass(frozen=True)
class Spelled:
    """What is said of a metric. ``constant`` : which one number, always said, makes it least."""

    says: str
    unit: str
    symbols: str
    filled: Callable[[Judged, float], str]
    constant: str


def words(metric: str, judged: Judged, quantile: float, unit: str) -> str:
    """Return a metric spelled out, as Markdown with LaTeX. unit : the target's, "" if unknown."""
    spelled = SPELLED[metric]
    own = f"{escape(unit)}{squared(unit) if metric == 'mse' else ''}"
    named = own if unit and metric not in ("mape", "r2") else ""
    told = f"{spelled.says} Its unit: {spelled.unit}{f' ({named})' if named else ''}. "
    told += spelled.constant + _dumb(metric, judged, unit)
    filled, end = spelled.filled(judged, quantile), f" {named}" if named else ""
    if metric == "mape" and isfinite(judged.now.mape):
        end = f" = {valued(metric, judged.now.mape, unit)}"
    lines = f"$\\displaystyle {spelled.symbols}$\n\n$\\displaystyle = {filled}${end}"
    return f"**{LABELS[metric]}.** {told}\n\n{lines}"


def _dumb(metric: str, judged: Judged, unit: str) -> str:
    """Return what always saying one number, known beforehand, would score."""
    score = judged.dumb_scores.get(metric, float("nan"))
    if not isfinite(score):
        return ""
    said = valued("mae", judged.dumb[metric], escape(unit))
    return f" Always saying {said} would score {valued(metric, score, escape(unit))} here."


def _sum(judged: Judged, term: Callable[[str, str, float], str]) -> str:
    """Return the first terms of a sum over rows; term : (true, predicted, error) as text."""
    pairs = list(zip(judged.y, judged.predicted, strict=True))
    told = [term(_n(y), _n(p), float(y - p)) for y, p in pairs[:N_TERMS]]
    return " + ".join([*told, r"\dots"] if len(pairs) > N_TERMS else told)


def _n(value: float) -> str:
    text = human(value).replace(",", r"{,}")
    return f"({text})" if value < 0 else text


def _mean(judged: Judged, term: Callable[[str, str, float], str], value: float) -> str:
    return rf"\frac{{{_sum(judged, term)}}}{{{len(judged.y)}}} = {_value(value)}"


def _value(value: float) -> str:
    text = measured(value).replace(",", r"{,}")
    return rf"\text{{{text}}}" if text == "undefined" else text


def _mae(judged: Judged, _quantile: float) -> str:
    return _mean(judged, lambda y, p, _: f"|{y} - {p}|", judged.now.mae)


def _mse(judged: Judged, _quantile: float) -> str:
    return _mean(judged, lambda y, p, _: f"({y} - {p})^2", judged.now.mse)


def _rmse(judged: Judged, _quantile: float) -> str:
    return rf"\sqrt{{{_value(judged.now.mse)}}} = {_value(judged.now.rmse)}"


def _median(judged: Judged, _quantile: float) -> str:
    sizes = sorted(abs(judged.errors))
    shown = sizes[:N_TERMS] if len(sizes) > 2 * N_TERMS else sizes
    dots = rf",\ \dots,\ {_n(sizes[-1])}" if len(sizes) > 2 * N_TERMS else ""
    told = r",\ ".join(_n(size) for size in shown)
    return rf"\text{{middle of }} {told}{dots} = {_value(judged.now.median_ae)}"


def _mape(judged: Judged, _quantile: float) -> str:
    if not judged.y.all():
        return r"\text{undefined: a true value is } 0"
    return _mean(
        judged, lambda y, p, _: rf"\left|\frac{{{y} - {p}}}{{{y}}}\right|", judged.now.mape
    )


def _pinball(judged: Judged, quantile: float) -> str:
    def term(y: str, p: str, error: float) -> str:
        over = error >= 0
        weight = quantile if over else 1 - quantile
        return rf"{weight:.2f} \cdot ({y} - {p})" if over else rf"{weight:.2f} \cdot ({p} - {y})"

    return _mean(judged, term, judged.now.pinball)


def _r2(judged: Judged, _quantile: float) -> str:
    whole = float(((judged.y - judged.y.mean()) ** 2).sum())
    left = float((judged.errors**2).sum())
    return rf"1 - \frac{{{_n(left)}}}{{{_n(whole)}}} = {_value(judged.now.r2)}"


SPELLED = {
    "mae": Spelled(
        "How far off on average: every error counts as it is.", "that of the target",
        r"\frac{1}{n}\sum_i |y_i - \hat y_i|", _mae,
        "Of all constants the median makes it least.",
    ),
    "mse": Spelled(
        "The mean area of the squares: twice as far off costs four times as much.",
        "that of the target, squared", r"\frac{1}{n}\sum_i (y_i - \hat y_i)^2", _mse,
        "Of all constants the mean makes it least.",
    ),
    "rmse": Spelled(
        "The side of the mean square: MSE brought back to a unit that can be read.",
        "that of the target", r"\sqrt{\text{MSE}}", _rmse,
        "Of all constants the mean makes it least.",
    ),
    "median_ae": Spelled(
        "Half of the rows are closer than this, and how far off the others are is all the same.",
        "that of the target", r"\operatorname{median}_i |y_i - \hat y_i|", _median,
        "No simple constant makes it least.",
    ),
    "mape": Spelled(
        "How far off in percent of the truth, so small truths weigh most; near 0 it explodes and "
        "at 0 it is undefined.", "none, percent of the truth",
        r"\frac{1}{n}\sum_i \left|\frac{y_i - \hat y_i}{y_i}\right|", _mape,
        "Of all constants a median weighted by 1 / |y| makes it least, so it rewards saying too "
        "little.",
    ),
    "pinball": Spelled(
        "Too low costs q, too high 1 − q for each unit: for whoever pays differently for the two.",
        "that of the target",
        r"\frac{1}{n}\sum_i \begin{cases} q\,(y_i - \hat y_i) & y_i \ge \hat y_i \\ "
        r"(1-q)\,(\hat y_i - y_i) & y_i < \hat y_i \end{cases}", _pinball,
        "Of all constants the q-quantile makes it least; at q = 0.5 it is half of MAE.",
    ),
    "r2": Spelled(
        "How much of the squares around the mean is gone: 1 is perfect, 0 no better than always "
        "saying the mean of these rows, below 0 worse than that.", "none",
        r"1 - \frac{\sum_i (y_i - \hat y_i)^2}{\sum_i (y_i - \bar y)^2}", _r2,
        "No constant gets above 0, and the mean gets 0.",
    ),
}  # fmt: skip
