"""Spectral clustering: the graph over the points, the spectrum, the points among eigenvectors."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.curves import around
from core.figures.film import Axis, Dots, Layer, Line, Panel, Segments, still
from core.stages.unsupervised.clustering.frames import number
from core.stages.unsupervised.clustering.run import ClusterFilm
from core.stages.unsupervised.clustering.scene_parts import (
    CENTRE,
    GREY,
    Drawing,
    colours,
    dot_size,
    known_said,
    symbols,
)
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.stages.unsupervised.clustering.spec import MOST_CLUSTERS
from core.stages.unsupervised.clustering.spectral import (
    MEANS,
    N_TO_COMPARE,
    N_VALUES,
    VECTOR,
    Waves,
    widest_gap,
)
from core.wording import counted, share

UP, DOWN, MARK = 0, 4, 6
ZERO = 1e-9
RING = 5
"""Signs without an outline of their own: many lie in one place."""


def _waves(film: ClusterFilm) -> Waves:
    found: Waves | None = film.last.waves
    if found is None:
        raise ValueError("every frame has the waves")
    return found


def signs_of(film: ClusterFilm) -> Any:
    """Return the label to show (n_frames, n): by the sign of the eigenvector in hand, if one is.

    0 where it lies above 0, 1 below, -1 on it or where no eigenvector is in hand.
    """
    waves, labels = _waves(film), film.series("labels", int)
    for i, frame in enumerate(film.frames):
        if frame.phase == VECTOR:
            wave = waves.vectors[:, frame.vector]
            labels[i] = np.where(wave > ZERO, 0, np.where(wave < -ZERO, 1, -1))
    return labels


def _dots(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    """Return the points: above and below 0 of an eigenvector, then in their clusters' colours."""
    xy, shown = film.points.plane.xy, signs_of(film)
    return (Dots(xy[:, 0], xy[:, 1], tinted(film, shown), symbols(shown), dot_size(len(xy))),)


def tinted(film: ClusterFilm, shown: Any) -> Any:
    """Return the colours of labels (n_frames, n); those of an eigenvector by its sign."""
    found = colours(shown)
    for i, frame in enumerate(film.frames):
        if frame.phase == VECTOR:
            found[i] = np.where(shown[i] == 0, UP, np.where(shown[i] == 1, DOWN, GREY))
    return found


def _under(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    """Return the edges as far as the graph has grown."""
    waves, xy = _waves(film), film.points.plane.xy
    if not len(waves.edges):
        return ()
    a, b = waves.edges.T
    shown = (np.arange(len(a)) < film.series("n_shown", int)[:, None]).astype(np.uint8)
    return (Segments(xy[a, 0], xy[a, 1], xy[b, 0], xy[b, 1], shown, 0.3, colour=GREY),)


def _panels(settings: ClusterSettings, film: ClusterFilm) -> tuple[Panel, ...]:
    return _embedding(settings, film), _spectrum(settings, film)


def _embedding(settings: ClusterSettings, film: ClusterFilm) -> Panel:
    """Return the points with eigenvectors for places: where groups lie apart."""
    waves, k = _waves(film), settings.n_clusters
    across, up = (1, 2) if k > 2 else (0, 1)
    last = waves.vectors.shape[1] - 1
    across, up = min(across, last), min(up, last)
    x, y = waves.vectors[:, across], waves.vectors[:, up]
    begun = np.array([frame.phase in (VECTOR, MEANS) for frame in film.frames])[:, None]
    shown = signs_of(film)
    layers: list[Layer] = [Dots(np.where(begun, x, np.nan), y, tinted(film, shown), RING, 3.2)]
    if k > max(across, up):
        centres = film.series("centres", float)
        layers.append(
            Dots(centres[..., across], centres[..., up], colours(np.arange(k)), CENTRE, 9.0)
        )
    return Panel(
        f"The same points by eigenvectors {across + 1} and {up + 1}",
        Axis(f"eigenvector {across + 1}", *around(x, 0.08)),
        Axis(f"eigenvector {up + 1}", *around(y, 0.08)),
        tuple(layers),
        note="Points that the graph ties together lie together here, whatever their shape was.",
        alt="The points placed by two eigenvectors, where clusters are small clouds, with the "
        "centres of k-means",
    )


def _spectrum(settings: ClusterSettings, film: ClusterFilm) -> Panel:
    values, k = np.maximum(_waves(film).values[:N_VALUES], 0.0), settings.n_clusters
    place = np.arange(1.0, len(values) + 1)
    hand = np.array([frame.vector if frame.phase == VECTOR else -1 for frame in film.frames])
    held = hand[:, None] >= 0
    at = np.minimum(np.maximum(hand, 0), len(values) - 1)
    return Panel(
        "The spectrum: a gap says how many groups",
        Axis("eigenvalue number", 0.4, len(values) + 0.6),
        Axis("eigenvalue", -0.04 * float(values.max() or 1), 1.1 * float(values.max()) or 1.0),
        (
            Line(still((k + 0.5, k + 0.5)), still((0, 1.1 * float(values.max()) or 1.0)), MARK, 1.6,
                 dash=True, name="k"),
            Dots(place, values, 0, 0, 5.0),
            Dots(np.where(held, place[at][:, None], np.nan), values[at][:, None], MARK, 5, 9.0,
                 "in hand"),
        ),
        alt="The smallest eigenvalues of the graph's Laplacian in order, and the chosen k",
    )  # fmt: skip


def _notice(settings: ClusterSettings, film: ClusterFilm) -> str:
    last, waves, k = film.last, _waves(film), settings.n_clusters
    values = waves.values
    pieces = f"The graph is in {counted(waves.n_pieces, 'piece')}"
    if waves.n_pieces > k:
        why = (
            f": more than the {k} clusters you ask for, so some pieces that nothing ties together "
            f"must share one. Take more neighbours{_or_k(waves.n_pieces)}."
        )
    elif waves.n_pieces == k:
        why = (
            f", as many as the clusters you ask for: the first {k} eigenvalues are 0, and each "
            "piece falls into one place among the eigenvectors, whatever its shape."
        )
    elif waves.n_pieces > 1:
        why = (
            f", so {waves.n_pieces} eigenvalues are 0. Nothing ties one piece to another, so k = "
            f"{waves.n_pieces} finds them; with k = {k} what holds together is cut as well."
        )
    else:
        why = f": only one eigenvalue is 0. {_gaps_said(values, k, last.gap)}"
    return f"{pieces}{why}{known_said(film)}"


def _or_k(n_pieces: int) -> str:
    return f" or k = {n_pieces}" if n_pieces <= MOST_CLUSTERS else ""


def _gaps_said(values: Any, k: int, gap: float) -> str:
    """Measure the gap after k by the widest one, which recommends a number of clusters."""
    best, widest = widest_gap(values)
    if not np.isfinite(gap):
        return f"With k = {k} every point is a cluster of its own."
    among = f"the first {min(N_TO_COMPARE, len(values))} eigenvalues"
    if best == k:
        return (
            f"The gap after number {k}, {number(gap)}, is the widest among {among}, so the graph "
            f"itself recommends k = {k}."
        )
    return (
        f"The gap after number {k}, {number(gap)}, is {share(gap, widest)} of the widest among "
        f"{among}. That one, {number(widest)}, comes after number {best} and recommends k = {best}."
    )


DRAWING = Drawing(
    _panels,
    _notice,
    under=_under,
    dots=_dots,
    readouts=(("edges", "n_shown", 0), ("points that moved", "n_moved", 0)),
    title="Neighbours make a graph",
    alt="The points and the edges of their graph; then coloured by the sign of an eigenvector, "
    "then by their cluster",
)
