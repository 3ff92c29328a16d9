"""FP-growth on the screen: the tree of baskets, its header table, the sets read off it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.figures.blocks import Block, Moving, Number, Numbers, Words
from core.figures.film import (
    Axis,
    Bars,
    Boxes,
    Dots,
    FilmPicture,
    Layer,
    Line,
    Panel,
    Readout,
    Segments,
    Texts,
    still,
)
from core.stages.unsupervised.association_rules.fp_growth import Tree
from core.stages.unsupervised.association_rules.growing import READ, TreeMoment
from core.stages.unsupervised.association_rules.run import TreeAnswer
from core.stages.unsupervised.association_rules.scene_parts import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    VERMILION,
    codes,
    joined,
)
from core.stages.unsupervised.association_rules.scene_tree_words import MOST_NODES, caption
from core.wording import counted

TREE_PX, LOW_PX = 300, 215
MOST_LISTED, LINES = 24, 8

Floats = NDArray[np.float64]


def draw(answer: TreeAnswer) -> tuple[Block, ...]:
    """Draw the film, and both algorithms side by side."""
    return (Moving(_film(answer)), Words(_which(answer)), Numbers(_numbers(answer)))


def _which(answer: TreeAnswer) -> str:
    one = answer.shop.one
    if answer.whole:
        return (
            f"All {one}s are in the film. Items of too few {one}s are left out of the tree; the "
            f"others are sorted by how many {one}s hold them, so that paths are shared."
        )
    n = len(answer.baskets)
    return (
        f"The film lays the first {n} of {answer.shop.n_baskets:,} {one}s, and a set takes "
        f"{answer.film_count} of these; the tree of all has {answer.n_nodes:,} nodes, too many to "
        f"look at. The numbers below are those of all {one}s."
    )


def _numbers(answer: TreeAnswer) -> tuple[Number, ...]:
    every = f"all {answer.shop.one}s"
    return (
        Number("Frequent sets", f"{answer.n_sets:,}", "the same by both"),
        Number("Counted by Apriori", f"{answer.n_candidates:,} sets", f"each in {every}"),
        Number("Nodes of the tree", f"{answer.n_nodes:,}", f"of {every}, in two passes"),
        Number("Trees grown", f"{answer.n_trees:,} + the first",
               f"{counted(answer.n_grown, 'node')} in those grown from it"),
    )  # fmt: skip


def _film(answer: TreeAnswer) -> FilmPicture:
    frames = answer.film.frames
    return FilmPicture(
        "fp_growth",
        (_tree(answer), _header(answer), _baskets(answer), _conditional(answer), _found(answer)),
        answer.film.steps,
        f"A tree of {counted(len(answer.baskets), answer.shop.one)}, and {len(answer.found)} sets "
        "read off it",
        captions=tuple(caption(answer, moment) for moment in frames),
        readouts=(
            Readout(f"{answer.shop.one}s", np.array([m.count[0] for m in frames], float), 0),
            Readout("nodes", np.array([len(m.item) - 1 for m in frames], float), 0),
            Readout("frequent sets", np.array([m.n_found for m in frames], float), 0),
        ),
        seconds=min(max(6.0, 0.5 * len(frames)), 28.0),
        file_name="fp_growth.html",
        title="FP-growth, basket by basket",
    )


# The tree


def laid_out(parent: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return where nodes stand, (n_nodes,) each: leaves side by side, parents above theirs.

    parent : of each node, the root first with -1; parents come before their children.
    """
    n = len(parent)
    children: list[list[int]] = [[] for _ in range(n)]
    depth = np.zeros(n)
    for node in range(1, n):
        children[parent[node]].append(node)
        depth[node] = depth[parent[node]] + 1
    x, free = np.zeros(n), 0.0
    for node in _leaves_first(children):
        if children[node]:
            x[node] = np.mean([x[child] for child in children[node]])
        else:
            x[node], free = free, free + 1.0
    return x, -depth


def _leaves_first(children: list[list[int]]) -> list[int]:
    order: list[int] = []

    def visit(node: int) -> None:
        for child in children[node]:
            visit(child)
        order.append(node)

    visit(0)
    return order


def _tree(answer: TreeAnswer) -> Panel:
    """Draw the tree as it stands at its end, as far as it has grown; the path in hand is lit."""
    frames, last = answer.film.frames, answer.film.last
    x, y = laid_out(last.parent)
    n = len(x)
    exists = np.array([np.arange(n) < len(m.item) for m in frames])
    counts = np.array([np.pad(m.count, (0, n - len(m.item))) for m in frames], float)
    lit = np.array([np.isin(np.arange(n), _lit(m)) for m in frames])
    chain = np.array([np.isin(np.arange(n), m.chain) for m in frames])
    shown = np.where(exists, x, np.nan)
    parent = np.maximum(last.parent, 0)
    edge = np.where(exists, 0.12 + 0.88 * counts / max(counts.max(), 1), 0.0)[:, 1:]
    ends = x[parent[1:]], y[parent[1:]], x[1:], y[1:]
    layers: list[Layer] = [
        Segments(*ends, np.where(lit[:, 1:], 0.0, edge), 7.0, colour=9),
        Segments(*ends, np.where(lit[:, 1:], edge, 0.0), 7.0, colour=ORANGE),
        _thread(frames, x, y),
        Dots(np.where(lit | chain, np.nan, shown), y, BLUE, 0, 6.0, "node"),
        Dots(np.where(lit & ~chain, shown, np.nan), y, ORANGE, 4, 7.0, "path in hand"),
        Dots(np.where(chain, shown, np.nan), y, VERMILION, 1, 7.0, "where the sets are read off"),
        Texts(x, y - 0.3, _labels(answer, counts, exists), 12.0, INK, bold=True,
              room=1.6 if n > 30 else 0.0, halo=True),
    ]  # fmt: skip
    return Panel(
        "The tree: items that baskets begin with stand above",
        Axis("", float(x.min()) - 0.8, float(x.max()) + 0.8),
        Axis("", float(y.min()) - 0.6, 0.4),
        tuple(layers),
        width=8,
        height_px=TREE_PX,
        plain=True,
        alt="The tree of baskets; a node is an item with the number of baskets that run through it",
    )


def _lit(moment: TreeMoment) -> list[int]:
    """Return the nodes of the path in hand, or those that lead to the item in hand."""
    if moment.doing != READ:
        return list(moment.path)
    found = set[int]()
    for node in moment.chain:
        at = node
        while at > 0:
            found.add(at)
            at = int(moment.parent[at])
    return sorted(found)


def _thread(frames: tuple[TreeMoment, ...], x: Floats, y: Floats) -> Line:
    """Link the nodes of the item in hand, as the header table does."""
    most = max(2, *(len(moment.chain) for moment in frames))
    at = np.full((2, len(frames), most), np.nan)
    for i, moment in enumerate(frames):
        chain = sorted(moment.chain, key=lambda node: x[node])
        at[:, i, : len(chain)] = x[chain], y[chain]
    return Line(at[0], at[1], VERMILION, 1.5, dash=True, name="linked by the header table")


def _labels(
    answer: TreeAnswer, counts: Floats, exists: NDArray[np.bool_]
) -> tuple[tuple[str, ...], ...]:
    short, item = codes(answer.shop.items), answer.film.last.item
    names = ["start" if i < 0 else short[i] for i in item]
    return tuple(
        tuple(f"{name} {count:.0f}" if on else "" for name, count, on in zip(*row, strict=True))
        for row in ((names, one, there) for one, there in zip(counts, exists, strict=True))
    )


# The header table, the tree of the set in hand, the sets found


def _header(answer: TreeAnswer) -> Panel:
    """Draw how many baskets in the tree hold each item, the most frequent first."""
    order = answer.film_order
    frames = answer.film.frames
    short = codes(answer.shop.items)
    heights = np.array([
        [float(m.count[m.item == item].sum()) for item in order] for m in frames
    ]).reshape(len(frames), len(order))  # fmt: skip
    hand = np.array([
        [ORANGE if item in _items(m) else BLUE for item in order] for m in frames
    ]).reshape(len(frames), len(order))  # fmt: skip
    top = float(max(heights.max(initial=1.0), answer.film_count))
    x = np.arange(len(order), dtype=float)
    return Panel(
        "Header table",
        Axis("item", -0.6, max(len(order), 1) - 0.4,
             tuple((float(i), short[item]) for i, item in enumerate(order))),
        Axis(f"{answer.shop.one}s in the tree", 0.0, 1.15 * top),
        (
            Bars(x, heights, hand, 0.7),
            Line(still((-0.6, len(order) - 0.4)), still((answer.film_count,) * 2), VERMILION, 1.5,
                 dash=True, name="minimum support"),
        ),
        width=4,
        height_px=TREE_PX,
        note=_key(answer),
        alt="How many of the baskets in the tree hold each item",
    )  # fmt: skip


def _key(answer: TreeAnswer) -> str:
    """Say what the short names stand for."""
    short = codes(answer.shop.items)
    return ", ".join(f"{short[item]} {answer.shop.items[item]}" for item in answer.film_order[:16])


def _items(moment: TreeMoment) -> set[int]:
    if moment.growth is not None:
        return set(moment.growth.items)
    return {int(moment.item[node]) for node in moment.path}


def _baskets(answer: TreeAnswer) -> Panel:
    """Draw the sorted baskets; the one that is laid in, or those with the set in hand, framed."""
    order, frames, n = answer.film_order, answer.film.frames, len(answer.baskets)
    rank = {item: place for place, item in enumerate(order)}
    spots = [(row, rank[item]) for row, basket in enumerate(answer.baskets) for item in basket
             if item in rank]  # fmt: skip
    rows, cols = np.array(spots, np.int64).reshape(-1, 2).T
    hit = np.zeros((len(frames), len(spots)), bool)
    frame = np.full((len(frames), n), np.nan)
    for i, moment in enumerate(frames):
        held = _held(answer, moment)
        frame[i, held] = held
        ranks = [rank[item] for item in _items(moment) if item in rank]
        hit[i] = np.isin(rows, held) & np.isin(cols, ranks)
    x0, x1 = (np.where(np.isnan(frame), np.nan, v) for v in (-0.45, len(order) - 0.55))
    short = codes(answer.shop.items)
    return Panel(
        f"The {answer.shop.one}s, sorted",
        Axis("item, the most frequent first", -0.6, max(len(order), 1) - 0.4,
             tuple((float(i), short[item]) for i, item in enumerate(order))),
        Axis(answer.shop.one, -n + 0.4, 0.6,
             tuple((-float(i), str(i + 1)) for i in range(0, n, 2))),
        (
            Dots(np.where(hit, np.nan, cols), -rows, GREY, 0, 3.5),
            Dots(np.where(hit, cols, np.nan), -rows, ORANGE, 0, 5.0, "in hand"),
            Boxes(x0, -frame - 0.42, x1, -frame + 0.42, ORANGE, 1.5),
        ),
        width=4,
        height_px=LOW_PX,
        alt="A row for each basket, its items from the most frequent to the rarest",
    )  # fmt: skip


def _held(answer: TreeAnswer, moment: TreeMoment) -> list[int]:
    """Return the basket that is laid in, or those that hold the set in hand."""
    if moment.growth is None:
        return [moment.basket] if moment.basket >= 0 else []
    wanted = set(moment.growth.items)
    return [row for row, basket in enumerate(answer.baskets) if wanted <= set(basket)]


def _conditional(answer: TreeAnswer) -> Panel:
    """Draw the conditional tree of the set in hand."""
    frames = answer.film.frames
    trees = [m.growth.tree if m.growth is not None else None for m in frames]
    most = max(1, *(min(len(tree.nodes), MOST_NODES) for tree in trees if tree is not None), 1)
    x, y, px, py = np.full((4, len(frames), most), np.nan)
    words = [[""] * most for _ in frames]
    short = codes(answer.shop.items)
    for i, tree in enumerate(trees):
        if tree is None or len(tree.nodes) > MOST_NODES:
            continue
        parent = np.array([node.parent for node in tree.nodes])
        n = len(parent)
        x[i, :n], y[i, :n] = laid_out(parent)
        x[i, :n] += 0.5 - (x[i, :n].max() + 1) / 2
        px[i, 1:n], py[i, 1:n] = x[i, parent[1:]], y[i, parent[1:]]
        words[i][:n] = _tree_words(tree, short, answer.shop.one)
    known = np.isfinite(px)
    x0, y0, x1, y1 = (np.nan_to_num(v) for v in (px, py, x, y))
    wide = max(1.2, float(np.nanmax(np.abs(x), initial=0.0)) + 0.7)
    deep = min(-1.6, float(np.nanmin(y, initial=0.0)) - 0.6)
    layers: tuple[Layer, ...] = (
        Segments(x0, y0, x1, y1, np.where(known, 0.5, 0.0), 4.0, colour=9),
        Dots(x, np.nan_to_num(y), BLUE, 0, 6.0),
        Texts(
            x, np.nan_to_num(y) - 0.32, tuple(map(tuple, words)), 12.0, INK, bold=True, halo=True
        ),
        Texts(still([0.0]), still([deep / 2]), tuple((_why_none(m),) for m in frames), 12.5, INK),
    )
    return Panel(
        "Beside the set in hand: its tree",
        Axis("", -wide, wide),
        Axis("", deep, 0.5),
        layers,
        width=4,
        height_px=LOW_PX,
        plain=True,
        alt="The conditional tree of the set that is being read off",
    )


def _why_none(moment: TreeMoment) -> str:
    """Say why no conditional tree is drawn."""
    growth = moment.growth
    if growth is None:
        return "when sets are read off"
    if growth.tree is None:
        return "nothing frequent beside it"
    return f"{len(growth.tree.nodes)} nodes" if len(growth.tree.nodes) > MOST_NODES else ""


def _tree_words(tree: Tree, short: tuple[str, ...], one: str) -> list[str]:
    first = f"{tree.nodes[0].count} {one}s"
    return [first, *(f"{short[node.item]} {node.count}" for node in tree.nodes[1:])]


def _found(answer: TreeAnswer) -> Panel:
    """List the sets in the order in which they are read off."""
    frames, found = answer.film.frames, answer.found[:MOST_LISTED]
    short = codes(answer.shop.items)
    names = [f"{joined(short, one.items)}: {one.count}" for one in found]
    cols = max(-(-len(names) // LINES), 1)
    x = np.arange(len(names)) // LINES + 0.05
    y = -(np.arange(len(names)) % LINES).astype(float)
    words = tuple(
        tuple(name if place < m.n_found else "" for place, name in enumerate(names)) for m in frames
    )
    now = np.array([[m.n_found - 1 == place for place in range(len(names))] for m in frames])
    marks = np.where(now.reshape(len(frames), len(names)), x + 0.02, np.nan)
    more = len(answer.found) - len(found)
    return Panel(
        "Frequent sets found" + (f" ({more} more)" if more > 0 else ""),
        Axis("", 0.0, float(max(cols, 2))),
        Axis("", -LINES + 0.3, 0.7),
        (
            Texts(x + 0.4, y, words, 12.5, INK),
            Dots(marks, y, VERMILION, 1, 5.0),
        ),
        width=4,
        height_px=LOW_PX,
        plain=True,
        alt="The frequent sets found so far",
    )
