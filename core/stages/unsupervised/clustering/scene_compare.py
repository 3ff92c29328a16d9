"""Side by side: several algorithms on the same points, and how far they agree."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from core.figures.blocks import Block, Grid, Moving
from core.figures.curves import Curve, growing
from core.figures.film import Axis, Dots, FilmPicture, Panel, Readout
from core.kinds.lineup import Entry
from core.stages.unsupervised.clustering.agreement import CLOSE, in_words
from core.stages.unsupervised.clustering.catalogue import ALGORITHM_BY_ID
from core.stages.unsupervised.clustering.frames import n_found
from core.stages.unsupervised.clustering.run import CompareFilm
from core.stages.unsupervised.clustering.scene_parts import (
    colours,
    dot_size,
    plane_axes,
    symbols,
)
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.wording import counted

MOST_CURVES = 3
PART = 0.5
"""The adjusted Rand index below which known groups are not found, as a mission has it."""


def named(entry: Entry) -> str:
    """Return an entry of a lineup in words, such as "k-means, k 3"."""
    name, value = entry
    spec = ALGORITHM_BY_ID[name]
    given = spec.knob.default if value is None else value
    return f"{spec.label}, {spec.knob.label} {given:g}"


def compare_blocks(settings: ClusterSettings, film: CompareFilm) -> tuple[Block, ...]:
    """Draw the algorithms, how they come to agree, and every pair as a table."""
    return (Moving(compare_picture(settings, film)), *_table(film))


def compare_picture(settings: ClusterSettings, film: CompareFilm) -> FilmPicture:
    """Return each algorithm's points, and the agreement of pairs, as far as each has come."""
    m = len(film.entries)
    rand = film.series("rand", float)
    pairs = list(combinations(range(m), 2))
    return FilmPicture(
        "cluster_compare",
        (*(_points(film, place) for place in range(m)), *_agreement(film, rand, pairs)),
        film.steps,
        f"{counted(m, 'algorithm')} on the same points. {compare_notice(settings, film)}",
        unit="share of the way in %:",
        captions=tuple(_captions(film, rand, pairs)),
        readouts=tuple(
            Readout(f"{_short(film, i)} and {_short(film, j)}", rand[:, i, j], 3)
            for i, j in pairs[:MOST_CURVES]
        ),
        seconds=7.0,
        begin="end",
        file_name="clusterings.html",
        title="Clusterings side by side",
    )


def _short(film: CompareFilm, place: int) -> str:
    labels = [ALGORITHM_BY_ID[name].label for name, _ in film.entries]
    alone = labels.count(labels[place]) == 1
    return labels[place] if alone else f"{labels[place]} ({place + 1})"


def _points(film: CompareFilm, place: int) -> Panel:
    x, y = plane_axes(film.points)
    xy = film.points.plane.xy
    labels = film.series("labels", int)[:, place]
    return Panel(
        named(film.entries[place]),
        x,
        y,
        (Dots(xy[:, 0], xy[:, 1], colours(labels), symbols(labels), dot_size(len(xy)) - 0.6),),
        6,
        320 if len(film.entries) <= 2 else 250,
        square=True,
        alt=f"The points, coloured by the clusters of {named(film.entries[place])}",
    )


def _agreement(film: CompareFilm, rand: Any, pairs: list[tuple[int, int]]) -> tuple[Panel, ...]:
    known = film.series("known", float)
    steps = film.steps.astype(float)
    curves = [
        Curve(rand[:, i, j], f"{_short(film, i)} and {_short(film, j)}", place, dash=place > 0)
        for place, (i, j) in enumerate(pairs[:MOST_CURVES])
    ]
    if np.isfinite(known).all():
        curves += [
            Curve(known[:, i], f"{_short(film, i)} and the truth", (2, 4, 6, 7)[i], 1.8)
            for i in range(len(film.entries))
        ]
    if not curves:
        return ()
    return (
        Panel(
            "How far they agree: 1 is the same, 0 is chance",
            Axis("share of the way (%)", 0, 100),
            Axis("adjusted Rand index", -0.15, 1.05),
            growing(steps, *curves),
            12,
            170,
            alt="The adjusted Rand index of pairs, as far as the films have come",
        ),
    )


def _captions(film: CompareFilm, rand: Any, pairs: list[tuple[int, int]]) -> list[str]:
    said = []
    for frame, index in zip(film.frames, rand, strict=True):
        found = ", ".join(
            f"{_short(film, place)} has {_so_far(n_found(labels))}"
            for place, labels in enumerate(frame.labels)
        )
        begun = pairs and all(n_found(labels) for labels in frame.labels[:2])
        both = f" The first two agree by {index[0, 1]:.2f}." if begun else ""
        said.append(f"{found}.{both}")
    return said


def _so_far(n_clusters: int) -> str:
    return counted(n_clusters, "cluster") if n_clusters else "no cluster yet"


def _table(film: CompareFilm) -> tuple[Block, ...]:
    last = film.last
    names = [f"{place + 1}. {named(entry)}" for place, entry in enumerate(film.entries)]
    truth = film.points.labels is not None
    frame = pd.DataFrame(
        {
            "algorithm": names,
            "clusters": [n_found(labels) for labels in last.labels],
            "without a cluster": [int((labels < 0).sum()) for labels in last.labels],
            "steps": list(film.n_steps_each),
            **({"with the truth": np.round(last.known, 3)} if truth else {}),
            **{f"with {place + 1}": np.round(last.rand[place], 3) for place in range(len(names))},
        }
    )
    caption = (
        "Adjusted Rand index: of all pairs of points, how many both put together or both apart, "
        "less what chance gives"
    )
    return (Grid("agreement", frame, caption, "agreement.csv", 60 + 36 * len(names)),)


def compare_notice(_settings: ClusterSettings, film: CompareFilm) -> str:
    """Say which agree, by how much, and who comes nearest to the truth."""
    last, m = film.last, len(film.entries)
    if m == 1:
        found = n_found(last.labels[0])
        return (
            f"{named(film.entries[0])} finds {counted(found, 'cluster')}. Add a second algorithm "
            f"to see how far both agree.{_truth(film)}"
        )
    pairs = list(combinations(range(m), 2))
    index = [last.rand[i, j] for i, j in pairs]
    i, j = pairs[int(np.argmin(index))]
    low = float(min(index))
    text = f"{named(film.entries[i])} and {named(film.entries[j])}"
    if m == 2:
        text = f"{text} agree by an adjusted Rand index of {low:.2f}: {in_words(low)}."
    else:
        a, b = pairs[int(np.argmax(index))]
        text = (
            f"Least alike are {text} with an adjusted Rand index of {low:.2f}, most alike "
            f"{named(film.entries[a])} and {named(film.entries[b])} with {max(index):.2f}."
        )
    return f"{text}{_truth(film)}"


def _truth(film: CompareFilm) -> str:
    known = film.last.known
    if not np.isfinite(known).all() or len(film.points.classes) < 2:
        return " No groups are known here, so agreement is all there is to go by."
    told = ", ".join(f"{_short(film, i)} {value:.2f}" for i, value in enumerate(known))
    return f" With the {len(film.points.classes)} known groups: {told}; " + (
        _who_fits(film) if len(known) > 1 else "1 would be the same, 0 is chance."
    )


def _who_fits(film: CompareFilm) -> str:
    """Say who comes nearest to the known groups, and whether that is near enough to be found."""
    known = np.round(film.last.known, 2)  # as it is written
    best = np.flatnonzero(known == known.max())
    more = "better" if len(known) == 2 else "best"
    names = " and ".join(_short(film, int(place)) for place in best)
    if known.max() < PART:
        none = "neither finds" if len(known) == 2 else "none finds"
        said = f"{names} fits {more}" if len(best) == 1 else "the best are equal"
        return f"{said}, but {none} them."
    whole = known.max() >= CLOSE
    if len(best) > 1:
        return f"{names} {'fit them equally well' if whole else 'find an equal part of them'}."
    if whole:
        return f"{names} has the idea of a cluster that fits them best."
    return f"{names} fits {more}, but finds only part of them."
