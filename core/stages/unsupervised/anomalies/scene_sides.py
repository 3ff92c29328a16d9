"""Beside the planes: the forest's trees one by one, the scores, precision, and agreement."""

from __future__ import annotations

import numpy as np

from core.figures.film import Array, Axis, Bars, Dots, Layer, Line, Panel, Texts, still
from core.stages.unsupervised.anomalies.judge import precision_curve
from core.stages.unsupervised.anomalies.numerals import numeral
from core.stages.unsupervised.anomalies.scene_plane import (
    CHOSEN,
    DIAMOND,
    FLAGGED,
    GREY,
    LARGE_PX,
    ORDINARY,
    RING,
    RINGED,
    SHORT,
    SMALL_PX,
    Film,
)
from core.stages.unsupervised.anomalies.settings import DETECTORS
from core.stages.unsupervised.anomalies.view import Verdict, View

N_BINS = 26
LOG = ("lof", "envelope")
"""Detectors whose scores reach over powers of ten."""
UNITS = {
    "forest": "score, 2^(−cuts / c)",
    "lof": "local outlier factor (log scale)",
    "svm": "distance beyond its own border",
    "envelope": "squared Mahalanobis distance (log scale)",
}
COLOURS = {name: place for place, (name, _, _) in enumerate(DETECTORS)}
MANY = 1_000
"""From so many points on bars are counted in powers of ten."""
CURVE_POINTS = 60
FEWEST_TICKS, APART = 3, 0.1
"""Names on a logarithmic axis: at least so many, so large a share of it apart."""


def trees_panel(view: View, film: Film) -> Panel:
    """Draw how many cuts the point needs, tree after tree, and the most ordinary point beside."""
    way = view.isolation
    x = np.where(film.tree > 0, film.tree, 1).astype(float)
    index = np.maximum(film.tree, 1) - 1
    running = np.where(film.tree > 0, way.running[index], np.nan)
    usual = np.where(film.tree > 0, way.ordinary_running[index], np.nan)
    cutting = np.where(film.tree == 0, film.cut, np.nan).astype(float)
    each = np.where(film.tree > 0, way.needed[index], np.nan)
    top = 1.12 * max(float(way.ordinary.max()), float(way.needed.max()), way.normal)
    last = float(max(way.n_trees, 2))
    layers: tuple[Layer, ...] = (
        Line(still((1, last)), still((way.normal, way.normal)), GREY, 1.5, dash=True,
             name=f"expected, c({way.sample_size})"),
        Line(x, usual, ORDINARY, 2.0, dash=True, grows=True, name="most ordinary point"),
        Line(x, running, CHOSEN, 3.0, grows=True, name=f"mean of ◆ {view.row}"),
        Dots(_kept(x, film), _kept(each, film), CHOSEN, 0, 2.2),
        Dots(x[:, None], cutting[:, None], CHOSEN, DIAMOND, 6.5),
    )  # fmt: skip
    return Panel(
        "Cuts until it is alone, tree by tree",
        Axis("trees so far (log scale)", 1.0, last * 1.05, log=True),
        Axis("cuts", 0.0, top),
        layers,
        width=6,
        height_px=LARGE_PX // 2 - 34,
        alt=f"The mean number of cuts that point {view.row} needs comes to {way.mean:.3g} after "
        f"{way.n_trees} trees; the most ordinary point needs {way.ordinary_mean:.3g}",
    )


def _kept(values: Array, film: Film) -> Array:
    """Return (n_frames, n_frames): each value from its own frame on, NaN before."""
    seen = np.arange(film.n) <= np.arange(film.n)[:, None]
    return np.where(seen, values, np.nan)


def scores_panel(view: View, verdict: Verdict, height_px: int) -> Panel:
    """Draw how many points have which score, and the threshold between them."""
    one = verdict.opinion
    if one.refused:
        return Panel("No scores", Axis("score", 0, 1), Axis("points", 0, 1), (), 6, height_px,
                     note=one.refused)  # fmt: skip
    score, cut = (on_scale(one.id, v) for v in (one.score, np.array([verdict.threshold])))
    low, high = float(score.min()), float(score.max())
    high = high if high > low else low + 1.0
    edges = np.linspace(low, high, N_BINS + 1)
    all_, flagged = (np.histogram(score[part], edges)[0] for part in (slice(None), verdict.flags))
    tall = _tall(all_, view.n)
    top = float(tall.max()) * 1.15
    middle, width = (edges[1:] + edges[:-1]) / 2, 0.92 * (edges[1] - edges[0])
    line = np.repeat(cut, 2)
    layers: list[Layer] = [
        Bars(middle, tall, ORDINARY, width, "points"),
        Bars(middle, _tall(flagged, view.n), FLAGGED, width, "flagged"),
        Line(line, still((0, top)), -1, 2.5, name="threshold"),
        *_rug(view, score, top),
        Dots(score[[view.place]], still((0.0,)), CHOSEN, DIAMOND, 6.0),
    ]
    room = 0.03 * (high - low)
    return Panel(
        f"Scores: click to move the threshold ({numeral(verdict.threshold, 3)})",
        Axis(UNITS[one.id], low - room, high + room, _ticks(one.id, low, high)),
        Axis("points (log scale)" if view.n > MANY else "points", -0.14 * top, top,
             _counts(all_, view.n)),
        tuple(layers),
        width=6,
        height_px=height_px,
        pick="cut",
        alt=f"Scores of {view.n:,} points; {verdict.n_flagged:,} lie above the threshold of "
        f"{verdict.threshold:.4g}",
    )  # fmt: skip


def on_scale(detector: str, score: Array) -> Array:
    """Return scores as they are drawn: as powers of ten where they reach over several."""
    return np.log10(np.maximum(score, 1e-4)) if detector in LOG else score


def off_scale(detector: str, at: float) -> float:
    """Return the score at a place of its axis."""
    return float(10.0**at) if detector in LOG else at


def _rug(view: View, score: Array, top: float) -> tuple[Layer, ...]:
    planted = view.findings.sight.planted
    if not planted.any():
        return ()
    known = score[planted][:200]
    return (
        Dots(
            known,
            np.full(len(known), -0.07 * top),
            RINGED,
            RING,
            4.0,
            view.findings.sight.said[:24],
        ),
    )


def _tall(counts: Array, n: int) -> Array:
    return np.log10(1.0 + counts) if n > MANY else counts.astype(float)


def _counts(counts: Array, n: int) -> tuple[tuple[float, str], ...]:
    if n <= MANY:
        return ()
    whole = [10**power for power in range(6) if 10**power <= counts.max()]
    return ((0.0, "0"), *((float(np.log10(1 + one)), f"{one:,}") for one in whole))


def _ticks(detector: str, low: float, high: float) -> tuple[tuple[float, str], ...]:
    """Return places of a logarithmic axis that have short names: as few as make three."""
    if detector not in LOG:
        return ()
    found: list[float] = []
    for steps in ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 4, 5, 7), tuple(range(10, 100, 2))):
        tens = 10.0 ** np.arange(-5, 9)
        found = sorted(float(ten * step) for ten in tens for step in steps)
        found = [value for value in found if 10**low <= value * 1.0001 and value <= 10**high]
        if len(found) >= FEWEST_TICKS:
            break
    places: list[float] = []
    for at in np.log10(found):
        if not places or at - places[-1] >= APART * (high - low):
            places.append(float(at))
    return tuple((at, numeral(10**at, 3)) for at in places)


def precision_panel(view: View) -> Panel:
    """Draw the precision among the k most unusual points of each detector, against guessing."""
    planted = view.findings.sight.planted
    most = int(min(view.n, max(3 * view.n_planted, 2 * view.k, 10)))
    ks = np.unique(np.linspace(1, most, CURVE_POINTS).round().astype(np.int64))
    curves = [precision_curve(one.opinion.score, planted, ks) for one in view.heard]
    top = _top(max(view.chance, *(float(curve.max()) for curve in curves)))
    lines = [
        Line(ks.astype(float), curve,
             COLOURS[one.opinion.id], 2.2, dash=one.opinion.id in ("svm", "envelope"),
             name=SHORT[one.opinion.id])
        for one, curve in zip(view.heard, curves, strict=True)
    ]  # fmt: skip
    chance = Line(still((1, most)), still((view.chance, view.chance)), GREY, 1.5, dash=True,
                  name="guessing")  # fmt: skip
    here = Line(still((view.k, view.k)), still((0, 1.05 * top)), GREY, 1.0)
    return Panel(
        f"Precision at k = {view.k:,}",
        Axis("k most unusual points", 0, most + 1),
        Axis(_share_of(view.findings.sight.said), 0, 1.06 * top, _halves(top)),
        (chance, here, *lines),
        width=3,
        height_px=SMALL_PX,
        alt="; ".join(f"{one.opinion.label}: precision {one.precision:.3g}" for one in view.heard),
    )


def _top(highest: float) -> float:
    """Return where the axis of a precision ends: the lowest round number that is high enough."""
    return next(top for top in (0.02, 0.05, 0.1, 0.2, 0.5, 1.0) if top >= highest or top == 1.0)


def _halves(top: float) -> tuple[tuple[float, str], ...]:
    return tuple((at, f"{at:g}") for at in (0.0, top / 2, top))


def _share_of(said: str) -> str:
    return "share planted" if said == "planted" else f"share: {said[:24]}"


def votes_panel(view: View) -> Panel:
    """Draw how many points are flagged by one, two, three and all detectors."""
    counts = view.n_by_votes[1:].astype(float)
    top = max(float(counts.max()), 1.0)
    words = tuple(f"{int(count):,}" for count in counts)
    at = np.arange(1.0, 5.0)
    return Panel(
        "Flagged by how many?",
        Axis("detectors", 0.3, 4.7, tuple((float(n), str(int(n))) for n in at)),
        Axis("points", 0, 1.25 * top),
        (Bars(at, counts, FLAGGED, 0.7), Texts(at, counts + 0.09 * top, words, 12)),
        width=3,
        height_px=SMALL_PX,
        alt="; ".join(f"{word} points by {n}" for n, word in enumerate(words, start=1)),
    )
