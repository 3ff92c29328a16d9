"""How many clusters: four rules beside each other, and what each recommends."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from core.figures.curves import around
from core.figures.film import (
    Axis,
    Band,
    Bars,
    Dots,
    FilmPicture,
    Layer,
    Line,
    Panel,
    Readout,
    still,
)
from core.stages.unsupervised.clustering.advice import RULES, why_gap_stops, without_groups
from core.stages.unsupervised.clustering.number_of_clusters import (
    N_DRAWS,
    Recommended,
    recommended,
)
from core.stages.unsupervised.clustering.run import ClusterFilm
from core.stages.unsupervised.clustering.scene_parts import (
    CENTRE,
    colours,
    plane_axes,
    points_by_label,
)
from core.stages.unsupervised.clustering.settings import ClusterSettings

NOW, BEST, CURVE, ERROR = 4, 2, 0, 0


def count_picture(settings: ClusterSettings, film: ClusterFilm) -> FilmPicture:
    """Return the points with k clusters, and four curves over k."""
    advice = recommended(film.frames)
    return FilmPicture(
        "cluster_count",
        (_points(settings, film), _widths(film), *_rules(film, advice)),
        film.steps,
        f"k-means with 1 to {film.steps[-1]} clusters, and four rules. "
        f"{count_notice(settings, film)}",
        unit="k =",
        captions=tuple(_caption(frame.k, frame.said, advice) for frame in film.frames),
        readouts=tuple(
            Readout(label, film.series(name, float), digits)
            for label, name, digits in (
                ("inertia", "inertia", 1),
                ("silhouette", "silhouette", 3),
                ("gap", "gap", 3),
                ("BIC", "bic", 1),
            )
        ),
        seconds=max(5.0, 0.9 * len(film.frames)),
        file_name="how_many_clusters.html",
        title="How many clusters?",
    )


def _caption(k: int, said: str, advice: Recommended) -> str:
    for_it = [RULES[name] for name, value in asdict(advice).items() if value == k]
    if not for_it:
        return f"{said} No rule recommends it."
    many = f"{', '.join(for_it[:-1])} and {for_it[-1]}" if len(for_it) > 1 else for_it[0]
    return f"{said} Recommended by {many}."


def _points(settings: ClusterSettings, film: ClusterFilm) -> Panel:
    x, y = plane_axes(film.points)
    most = len(film.frames)
    centres = np.full((most, most, 2), np.nan)
    for i, frame in enumerate(film.frames):
        centres[i, : frame.k] = film.points.plane.project(frame.centres)
    marks = Dots(centres[..., 0], centres[..., 1], colours(np.arange(most)), CENTRE, 9.0)
    return Panel(
        "The points in k clusters",
        x,
        y,
        (*points_by_label(settings, film), marks),
        6,
        300,
        square=True,
        alt="The points, coloured by the best clusters that k-means finds for this k",
    )


def _widths(film: ClusterFilm) -> Panel:
    """Draw every point's silhouette as a bar, cluster by cluster, the largest first."""
    labels, widths = film.series("labels", int), film.series("widths", float)
    order = np.lexsort((-widths, labels), axis=1)
    n = labels.shape[1]
    bars = Bars(
        still(np.arange(1, n + 1)),
        np.take_along_axis(widths, order, axis=1),
        colours(np.take_along_axis(labels, order, axis=1)),
        1.0,
    )
    mean = film.series("silhouette", float)[:, None]
    return Panel(
        "Silhouette of every point; below 0 it is nearer to others",
        Axis("points, cluster by cluster", 0, n + 1),
        Axis("silhouette", min(-0.2, float(np.nanmin(widths)) - 0.02), 1),
        (bars, Line(np.tile((0.0, n + 1.0), (len(mean), 1)), mean * np.ones(2), -1, 1.6, dash=True,
                    name="mean")),
        6, 300,
        alt="A bar for the silhouette of every point, sorted within its cluster, and their mean",
    )  # fmt: skip


def _rules(film: ClusterFilm, advice: Recommended) -> tuple[Panel, ...]:
    k = film.steps.astype(float)
    inertia, silhouette, gap, error, bic = (
        film.series(name, float) for name in ("inertia", "silhouette", "gap", "gap_error", "bic")
    )
    chord = Line(still(k[[0, -1]]), still(inertia[[0, -1]]), -1, 1.4, dash=True, name="even fall")
    band = Band(k, gap - error, gap + error, ERROR)
    return (
        _rule("Elbow", "inertia", k, inertia, advice.elbow, (chord,)),
        _rule("Silhouette", "mean silhouette", k, silhouette, advice.silhouette),
        _rule("Gap statistic", "gap ± standard error", k, gap, advice.gap, (band,)),
        _rule("BIC of a mixture", "BIC (lower is better)", k, bic, advice.bic),
    )


def _rule(
    title: str, label: str, k: Any, values: Any, best: int | None, more: tuple[Layer, ...] = ()
) -> Panel:
    now = still(k)[:, None], values[:, None]
    found: tuple[Layer, ...] = ()
    if best is not None:
        place = int(np.flatnonzero(k == best)[0])
        found = (Dots(still([best]), still([values[place]]), BEST, 1, 8.0, f"its choice: {best}"),)
    return Panel(
        f"{title}: k = {best}" if best is not None else f"{title}: no answer",
        Axis("k", 0.6, float(k[-1]) + 0.4, tuple((float(one), f"{one:g}") for one in k)),
        Axis(label, *around(values, 0.12, 1.0)),
        (*more, Line(still(k), still(values), CURVE, 2.4), *found, Dots(*now, NOW, 0, 4.6)),
        3,
        165,
        scrub=True,
        alt=f"{label} over k; the rule recommends {best}",
    )


def count_notice(_settings: ClusterSettings, film: ClusterFilm) -> str:
    """Say what the rules recommend, whether they agree, and why they need not."""
    rules = recommended(film.frames)
    advice = asdict(rules)
    told = ", ".join(f"{RULES[name]} {value or 'nothing'}" for name, value in advice.items())
    found = {value for value in advice.values() if value is not None}
    truth = len(film.points.classes)
    really = f" In truth there are {truth}." if truth > 1 else ""
    if truth == 1:
        really = f" In truth there is one cloud without groups. {without_groups(rules)}"
    stops = why_gap_stops(film.frames)
    really = f" {stops}{really}" if stops else really
    if len(found) == 1:
        return f"Of k the rules recommend: {told}. They agree, which is rare.{really}"
    return (
        f"Of k the rules recommend: {told}. They ask different questions: the elbow where another "
        "cluster stops paying, the silhouette how far apart clusters are, the gap how much better "
        f"than {N_DRAWS} clouds without groups, BIC which bells fit for their price.{really}"
    )
