"""HDBSCAN: core distances and the spanning tree, the tree of merges, branches and what is kept."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures.film import Axis, Band, Dots, Layer, Line, Panel, Segments, Texts, still
from core.stages.unsupervised.clustering.frames import number
from core.stages.unsupervised.clustering.hdbscan import CORES, TREE, HdbscanFrame, Parts
from core.stages.unsupervised.clustering.hierarchy import Branch
from core.stages.unsupervised.clustering.run import ClusterFilm
from core.stages.unsupervised.clustering.scene_parts import (
    CROSS,
    GREY,
    N_COLOURS,
    Drawing,
    circle,
    colours,
    dot_size,
    known_said,
    symbols,
)
from core.stages.unsupervised.clustering.scene_tree import grown, leaf_dots, placed
from core.stages.unsupervised.clustering.settings import ClusterSettings
from core.wording import counted, share

HAND = 4
STEPS = 10
"""Places along a branch where its width is drawn."""
MOST_BRANCHES = 40
LONGEST = 3.0
"""The axis of density goes so many times as far as branches are born."""


def _parts(film: ClusterFilm) -> Parts:
    found: Parts | None = film.last.parts
    if found is None:
        raise ValueError("every frame has the parts")
    return found


def _dots(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    """Return the points; at the end those in no cluster are crosses."""
    xy, labels = film.points.plane.xy, film.series("labels", int)
    signs = symbols(labels)
    signs[-1] = symbols(labels[-1], CROSS)
    return (Dots(xy[:, 0], xy[:, 1], colours(labels), signs, dot_size(len(xy))),)


def _under(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    """Return the spanning tree as far as it has grown."""
    xy, edges = film.points.plane.xy, _parts(film).edges
    a, b = edges[:, 0].astype(int), edges[:, 1].astype(int)
    n_edges = film.series("n_edges", int)
    shown = (np.arange(len(edges)) < n_edges[:, None]).astype(np.uint8)
    return (Segments(xy[a, 0], xy[a, 1], xy[b, 0], xy[b, 1], shown, 1.1, colour=GREY),)


def _over(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Layer, ...]:
    """Return core distances as circles in their act, and the newest edge."""
    parts, xy = _parts(film), film.points.plane.xy
    ends = np.full((len(film.frames), 2, 2), np.nan)
    for i, frame in enumerate(film.frames):
        if frame.phase == TREE:
            ends[i] = xy[parts.edges[frame.n_edges - 1, :2].astype(int)]
    newest = Line(ends[..., 0], ends[..., 1], HAND, 3.0)
    if not film.points.plane.exact:
        return (newest,)
    return (*_rings(film, parts), newest)


def _rings(film: ClusterFilm, parts: Parts) -> tuple[Layer, ...]:
    """Return the circle of a few points, from the densest to the loneliest."""
    on = np.array([frame.phase == CORES for frame in film.frames])[:, None]
    order = np.argsort(parts.core, kind="stable")
    chosen = order[np.linspace(0, len(order) - 1, min(7, len(order))).astype(int)]
    rings = []
    for i in chosen:
        ring = film.points.plane.xy[i] + parts.core[i] * circle(37)
        x = np.where(on, ring[:, 0], np.nan).astype(np.float32)
        rings.append(Line(x, ring[:, 1], HAND, 1.6, dash=True))
    return tuple(rings)


def _panels(_settings: ClusterSettings, film: ClusterFilm) -> tuple[Panel, ...]:
    parts = _parts(film)
    return (_merging(film, parts), _condensed(film, parts))


def _merging(film: ClusterFilm, parts: Parts) -> Panel:
    tree = placed(parts.merges)
    n_merges = film.series("n_merges", int)
    heights = np.append(0.0, parts.merges[:, 2])[n_merges]
    layers = grown(tree, node_numbers(parts), heights, n_merges, leaves=True)
    return Panel(
        "The tree of merges: DBSCAN for every ε",
        tree.axis,
        Axis("mutual reachability", -0.07 * tree.top, tree.top),
        (*layers, leaf_dots(tree, film.series("labels", int))),
        alt="A dendrogram of merges by mutual reachability distance; branches that are selected in "
        "the end have the colour of their cluster",
    )  # fmt: skip


def node_numbers(parts: Parts) -> Any:
    """Return the colour number of every node of the tree: its selected branch's, -1 for none."""
    n = len(parts.core)
    found = np.full(2 * n - 1, -1)
    for at, branch in enumerate(parts.branches):
        if not branch.selected:
            continue
        waiting = [branch.node]
        while waiting:
            node = waiting.pop()
            found[node] = parts.numbers[at]
            if node >= n:
                waiting.extend(int(part) for part in parts.merges[node - n, :2])
    return found


def densities(branches: tuple[Branch, ...]) -> tuple[float, float]:
    """Return where the axis of density begins and ends."""
    births = [branch.birth for branch in branches[1:] if np.isfinite(branch.birth)]
    deaths = [branch.death for branch in branches if np.isfinite(branch.death)]
    top = max(deaths, default=1.0)
    first = min((lam for _, lam in branches[0].left), default=top)
    begin = min([first, *births]) * 0.8
    return begin, min(top, LONGEST * max([*births, begin])) if births else top


def _condensed(film: ClusterFilm, parts: Parts) -> Panel:
    branches = parts.branches[:MOST_BRANCHES]
    low, high = densities(parts.branches)
    middle = _middles(parts.branches)
    shown = np.stack([_shown(frame, len(branches)) for frame in film.frames])
    layers: list[Layer] = []
    for at, branch in enumerate(branches):
        lam, width = widths(branch, parts.branches, max(branch.birth, low), high)
        on = np.where(shown[:, [at]] > 0, 0.0, np.nan).astype(np.float32)
        down, up = (on + (middle[at] + side * width / 2) for side in (-1, 1))
        colour = parts.numbers[at] % N_COLOURS if branch.selected else GREY
        layers.append(Band(lam, down.astype(np.float32), up.astype(np.float32), colour))
        if (shown[:, at] > 1).any():
            chosen = np.where(shown[:, [at]] > 1, 0.0, np.nan)
            for edge in (down, up):
                layers.append(Line(lam, (edge + chosen).astype(np.float32), colour, 2.2))
    return Panel(
        "The condensed tree: what is left as density rises",
        Axis("density λ = 1 / distance", low, high * 1.01),
        Axis("points in the branch", 0, len(parts.core)),
        (*layers, *_stabilities(film, parts, middle, low, high)),
        note="The area of a branch is its stability. What is kept has an outline.",
        alt="Branches of the condensed tree as bands that become narrower with density; those that "
        "are kept are outlined and say their stability",
    )


def _shown(frame: HdbscanFrame, n: int) -> Any:
    """Return for each branch whether it is there (1) and kept so far (2)."""
    parts, found = frame.parts, np.zeros(n, int)
    found[: frame.n_branches] = 1
    if parts is None or not frame.n_weighed:
        return found
    done = len(parts.branches) - frame.n_weighed
    for at in range(len(parts.branches) - 1, done - 1, -1):
        branch = parts.branches[at]
        below = sum(parts.branches[child].best for child in branch.children)
        if at == 0 or below > branch.stability:
            continue
        waiting = list(branch.children)
        while waiting:
            child = waiting.pop()
            waiting.extend(parts.branches[child].children)
            found[child : child + 1] = np.minimum(found[child : child + 1], 1)
        found[at : at + 1] = 2
    return found


def _middles(branches: tuple[Branch, ...]) -> Any:
    """Return where the middle of each branch stands: children share their parent's height."""
    middle = np.zeros(len(branches))
    room = np.zeros((len(branches), 2))
    room[0] = 0, branches[0].size
    for at, branch in enumerate(branches):
        low, high = room[at]
        middle[at] = (low + high) / 2
        scale = (high - low) / (sum(branches[child].size for child in branch.children) or 1)
        for child in branch.children:
            part = scale * branches[child].size
            room[child] = low, low + part
            low += part
    return middle


def widths(branch: Branch, branches: tuple[Branch, ...], low: float, high: float) -> Any:
    """Return densities (m,) from birth to end of a branch, and how many points it has at each."""
    ends = [density for _, density in branch.left]
    for child in branch.children:
        ends.extend([branches[child].birth] * branches[child].size)
    last = min(max(ends, default=low), high)
    at = np.linspace(min(low, last), last, STEPS)
    left = np.sort(np.array(ends))
    return at, branch.size - np.searchsorted(left, at, side="left")


def _stabilities(
    film: ClusterFilm, parts: Parts, middle: Any, low: float, high: float
) -> tuple[Layer, ...]:
    """Return the stability of every branch that was weighed, in the middle of its place."""
    branches = parts.branches[:MOST_BRANCHES]
    x = []
    for branch in branches:
        begin = max(branch.birth, low)
        x.append(min(begin + 0.12 * (high - low), high - 0.06 * (high - low)))
    texts = []
    for frame in film.frames:
        done = len(parts.branches) - frame.n_weighed
        weighed = range(len(branches))
        texts.append(
            tuple(number(branches[i].stability) if i and i >= done else "" for i in weighed)
        )
    return (Texts(still(x), middle[: len(branches)], tuple(texts), halo=True),)


def _notice(settings: ClusterSettings, film: ClusterFilm) -> str:
    last, parts = film.last, _parts(film)
    n = len(last.labels)
    kept = [branch for branch in parts.branches if branch.selected]
    if not kept:
        return (
            f"No branch parts from the rest with {settings.min_cluster_size} points on both sides, "
            f"so all {n} points are noise: one cloud is no cluster beside another."
            f"{known_said(film)}"
        )
    best = max(kept, key=lambda branch: branch.stability)
    text = (
        f"Of {counted(len(parts.branches) - 1, 'branch', 'branches')} {len(kept)} are kept, "
        "because each lasts longer than its parts together. The most stable holds "
        f"{best.size} points from distance {number(1 / best.birth)} down, stability "
        f"{number(best.stability)}."
    )
    return (
        f"{text} {counted(last.n_noise, 'point')}, {share(last.n_noise, n)}, fell out before and "
        f"{'is' if last.n_noise == 1 else 'are'} noise.{known_said(film)}"
    )


DRAWING = Drawing(
    _panels,
    _notice,
    _over,
    _under,
    _dots,
    readouts=(
        ("edges", "n_edges", 0),
        ("merges", "n_merges", 0),
        ("kept", "n_clusters", 0),
    ),
    width=6,
    height_px=460,
    title="Points, tied by mutual reachability",
    alt="The points with core distances as circles, then the minimum spanning tree, then the "
    "clusters that are kept; crosses are noise",
)
