"""Four detectors on the same points, the cuts that isolate one of them, and the rows in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from core.compute.keys import canonical, digest
from core.figures.blocks import Block, Moving, notes
from core.figures.deeds import Beside, Button, Formula, Small
from core.figures.film import FilmPicture, Panel, Readout
from core.stages.unsupervised.anomalies.numerals import in_latex
from core.stages.unsupervised.anomalies.run import Opinion
from core.stages.unsupervised.anomalies.scene_plane import (
    LARGE_PX,
    Film,
    film_of,
    flat,
    large_panel,
    small_panel,
)
from core.stages.unsupervised.anomalies.scene_sides import (
    off_scale,
    precision_panel,
    scores_panel,
    trees_panel,
    votes_panel,
)
from core.stages.unsupervised.anomalies.scene_tables import detector_grid, row_grid
from core.stages.unsupervised.anomalies.scene_words import captions, sentence
from core.stages.unsupervised.anomalies.settings import MOST_UNUSUAL, AnomalySettings
from core.stages.unsupervised.anomalies.view import View
from core.value import Value

STEP = 0.001
"""The contamination's step."""
MAPS = (
    "The lines in the maps run around half of the points, around 80% of them, and, bold, along "
    "the threshold. Colours tell ranks: the deeper, the more points are less unusual."
)


def draw(settings: AnomalySettings, view: View) -> tuple[Block, ...]:
    """Draw the detector in large with its scores, the other three, and the most unusual rows."""
    film = film_of(settings, view)
    picture = FilmPicture(
        "anomalies",
        _panels(settings, view, film),
        np.arange(film.n),
        _told(f"Four detectors on {view.n:,} points. {sentence(settings, view)}"),
        captions=captions(settings, view, film),
        readouts=_readouts(settings, view, film),
        seconds=max(6.0, 0.42 * film.n),
        begin="play" if film.n > 1 else "end",
        file_name="anomalies.html",
        title="Four detectors, and how a forest isolates a point",
        film=_name(settings, view),
    )
    tables = (detector_grid(view), row_grid(settings, view))
    return (Moving(picture), *tables, *notes(*_notes(settings, view)))


def _told(markdown: str) -> str:
    """Return a sentence without the marks of Markdown, for who hears it."""
    return re.sub(r"\\(.)", r"\1", markdown.replace("**", ""))


def notice(settings: AnomalySettings, view: View) -> str:
    """Say which detector finds what, and why."""
    return sentence(settings, view)


def _name(settings: AnomalySettings, view: View) -> str:
    """Return what names the frames: the work, the point and the detector, not the threshold."""
    return digest(f"{canonical(settings.work())} {view.row} {settings.detector}".encode())


def _panels(settings: AnomalySettings, view: View, film: Film) -> tuple[Panel, ...]:
    verdict = view.of(settings.detector)
    half = LARGE_PX // 2 - 34
    moving = settings.detector == "forest"
    beside = (trees_panel(view, film), scores_panel(view, verdict, half)) if moving else (
        scores_panel(view, verdict, LARGE_PX),)  # fmt: skip
    large = large_panel(settings, view, film)
    rest = [small_panel(view, one) for one in view.verdicts if one is not verdict]
    judged = precision_panel(view) if view.n_planted and view.heard else votes_panel(view)
    return (replace(large, rows=len(beside)), *beside, *rest, judged)


def _readouts(settings: AnomalySettings, view: View, film: Film) -> tuple[Readout, ...]:
    if settings.detector != "forest":
        return ()
    way, tree = view.isolation, np.maximum(film.tree, 1) - 1
    counted = film.tree > 0
    return (
        Readout("points in the box", way.left[film.cut].astype(float), 0),
        Readout("mean cuts", np.where(counted, way.running[tree], np.nan), 2),
        Readout("score", np.where(counted, way.scores[tree], np.nan), 3),
    )


def picked(settings: AnomalySettings, view: View, click: Any) -> dict[str, Value]:
    """Return what a click moves: the point, the threshold, or the detector in large."""
    if click.name == "point":
        plane = view.findings.points.plane.xy
        near = int(np.argmin(((plane - [click.x, click.y]) ** 2).sum(axis=1)))
        return {"chosen": int(view.findings.points.rows[near])}
    if click.name == "cut":
        return {"contamination": share_above(settings, view, click.x)}
    return {"detector": click.name}


def share_above(settings: AnomalySettings, view: View, at: float) -> float:
    """Return the contamination that puts the threshold at a place of the scores' axis."""
    score = view.of(settings.detector).opinion.score
    share = float((score > off_scale(settings.detector, at)).mean())
    return round(min(max(round(share / STEP) * STEP, STEP), 0.5), 3)


def operate(settings: AnomalySettings, view: View, _table: Any) -> tuple[Block, ...]:
    """Spell the score out, and offer the most unusual point, the most ordinary and other draws."""
    one, rows = _asked(settings, view), view.findings.points.rows
    deeds = (
        Button("lonely", "The most unusual point", {"chosen": MOST_UNUSUAL},
               ":material/person_pin_circle:"),
        Button("ordinary", "The most ordinary point", {"chosen": int(rows[one.score.argmin()])},
               ":material/groups:", f"Of all, the least unusual to the {one.label}."),
        Button("others", "Other points, other trees",
               {"data_seed": (settings.data_seed + 1) % 10_000}, ":material/casino:"),
    )  # fmt: skip
    filmed = ": its cuts are filmed" if settings.detector == "forest" else " to look at it"
    hint = f"Click a point in the large picture{filmed}. A small map opens by a click."
    return (Beside(deeds), Formula(formula(settings, view)), Small(hint))


def _asked(settings: AnomalySettings, view: View) -> Opinion:
    """Return what the detector in large says, or the forest where that says nothing."""
    one = view.of(settings.detector).opinion
    return one if not one.refused else view.findings.opinions[0]


def formula(settings: AnomalySettings, view: View) -> str:
    """Return the score of the point that is looked at, with its numbers, in LaTeX.

    Line by line, so that it is not wider than a telephone.
    """
    score = float(view.of(settings.detector).opinion.score[view.place])
    if not np.isfinite(score):
        return _forest_formula(view)
    return FORMULAS[settings.detector](view, score)


def _lines(*lines: str) -> str:
    return r"\begin{aligned} " + r" \\ ".join(lines) + r" \end{aligned}"


def _lof_formula(view: View, score: float) -> str:
    if view.company is None:
        return rf"\text{{LOF}} = {in_latex(score)}"
    theirs, own = in_latex(view.company.theirs), in_latex(view.company.density)
    return _lines(
        r"\text{LOF} &= \frac{\text{density at its neighbours}}{\text{density at the point}}",
        rf"&= \frac{{{theirs}}}{{{own}}} = {in_latex(score)}",
    )


def _envelope_formula(_view: View, score: float) -> str:
    away = in_latex(float(np.sqrt(max(score, 0.0))))
    return _lines(
        r"d^2 &= (x - \mu)^\top \Sigma^{-1} (x - \mu)",
        rf"&= {in_latex(score)}",
        rf"d &= {away} \text{{ standard deviations}}",
    )


def _svm_formula(_view: View, score: float) -> str:
    side = "outside" if score > 0 else "inside"
    return _lines(
        r"s &= \rho - \sum_i \alpha_i\, e^{-\gamma \lVert x - x_i \rVert^2}",
        rf"&= {in_latex(score)}",
        rf"&\text{{{side} its border, where }} s = 0",
    )


def _forest_formula(view: View, _score: float = 0.0) -> str:
    way = view.isolation
    n = way.sample_size
    return _lines(
        r"s &= 2^{-E(h)\,/\,c(\psi)}",
        rf"&= 2^{{-{way.mean:.3f}\,/\,{way.normal:.3f}}} = {way.score:.3f}",
        rf"c({n}) &= 2\,(\ln {n - 1} + 0.5772) - \tfrac{{2 \cdot {n - 1}}}{{{n}}}",
        rf"&= {way.normal:.3f}",
    )


FORMULAS: dict[str, Callable[[View, float], str]] = {
    "forest": _forest_formula,
    "lof": _lof_formula,
    "svm": _svm_formula,
    "envelope": _envelope_formula,
}


def _notes(settings: AnomalySettings, view: View) -> tuple[str, ...]:
    found = [view.findings.sight.note, view.findings.points.plane.note]
    found += [f"{one.opinion.label}: {one.opinion.refused or one.opinion.note}"
              for one in view.verdicts if one.opinion.refused or one.opinion.note]  # fmt: skip
    if flat(view) and settings.detector == "forest":
        found.append(
            "The forest's map has level and upright streaks: its cuts run along the columns only, "
            "so places beside or above a cluster look more ordinary than they are."
        )
    if flat(view):
        found.append(MAPS)
    return tuple(part for part in found if part)
