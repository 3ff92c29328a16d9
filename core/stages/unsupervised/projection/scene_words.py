"""The computed sentence: what the maps keep, what they make up, and why."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from core.figures.blocks import escape
from core.stages.unsupervised.projection.board import Board, Map
from core.stages.unsupervised.projection.scene_maps import held_in
from core.stages.unsupervised.projection.settings import (
    NOISE,
    SEEDS,
    SIDE_BY_SIDE,
    ProjectionSettings,
)

UNLIKE, FLATTENED = 1.5, 0.7
"""Groups so many times as wide as others are unlike; a ratio drawn as less than this share."""
FREE = 0.8
"""A share of the clumps from which on noise shows as many."""
ALIKE = 0.05
"""Maps that differ by less look the same."""
WHOLE, NEARLY_ALL = 0.9995, 0.98


def notice(settings: ProjectionSettings, board: Board) -> str:
    """Say what the maps keep of the points, or what noise shows, or what the start decides."""
    if not board.drawn:
        return f"None of these methods can place the {board.n} points. {board.maps[0].refused}"
    said = SAID[settings.view](board)
    held = held_in(settings, board)
    return f"{_of_held(board, held)} {said}" if held is not None else said


def _of_held(board: Board, held: int) -> str:
    parts = [
        f"{name} {one.each[held]:.0%}"
        for name, one in zip(board.names, board.maps, strict=True)
        if not one.refused
    ]
    return f"Of the neighbours of dot {held + 1} each map keeps{_when(board)}: {', '.join(parts)}."


def _when(board: Board) -> str:
    """Return when what is told of all maps holds."""
    return max(one.when for one in board.drawn)


def of_methods(board: Board) -> str:
    """Rank the maps by the neighbours they keep, and say what the best one gave up for it."""
    ranked = sorted(board.drawn, key=lambda one: -one.kept)
    best, last = ranked[0], ranked[-1]
    head = (
        f"Of the {board.k} true neighbours of a dot, {_name(board, best)} keeps "
        f"{best.kept:.1%} on average{_when(board)}"
    )
    if last.kept < best.kept:
        head += f", {_name(board, last)} {last.kept:.1%}"
    return f"{head} (random places: {board.chance:.1%}). {_why(board, best)}".strip()


def _why(board: Board, best: Map) -> str:
    for rule in (_flat_already, _sizes_lie, _gaps_lie, _too_many_dimensions):
        if told := rule(board, best):
            return told
    return ""


def _flat_already(board: Board, best: Map) -> str:
    if board.plane_share < WHOLE:
        return ""
    if best.kept < NEARLY_ALL:
        return (
            f"The points lie in a plane already, with {board.plane_share:.0%} of their variance: "
            f"what {_name(board, best)} loses, it loses by its own rules, where PCA would only "
            "turn the points."
        )
    return (
        f"The points lie in a plane already, with {board.plane_share:.0%} of their variance: "
        f"{_name(board, best)} has nothing to give up."
    )


def _sizes_lie(board: Board, _best: Map) -> str:
    """Tell of a map that draws groups of unlike width alike."""
    true, drawn = board.width_ratios[0], board.width_ratios[1:]
    if not true >= UNLIKE:
        return ""
    liars = [i for i, found in enumerate(drawn) if found < FLATTENED * true]
    if not liars:
        return ""
    worst = min(liars, key=lambda i: drawn[i])
    return (
        f"The widest group is {true:.1f} times as wide as the narrowest, and "
        f"{_name(board, board.maps[worst])} draws it {drawn[worst]:.1f} times as wide: "
        f"{_because(board.maps[worst])}"
    )


def _gaps_lie(board: Board, _best: Map) -> str:
    """Tell of a map whose gaps between groups are not those of the points."""
    true, drawn = board.gap_ratios[0], board.gap_ratios[1:]
    if not math.isfinite(true):
        return ""
    off = np.abs(np.log(drawn / true))
    if not np.isfinite(off).any() or np.nanmax(off) < math.log(UNLIKE):
        return ""
    worst = int(np.nanargmax(off))
    return (
        f"The largest gap between two groups is {true:.1f} times the smallest, and in the map of "
        f"{_name(board, board.maps[worst])} {drawn[worst]:.1f} times: "
        f"{_because(board.maps[worst])}"
    )


REASONS = {
    "tsne": "it gives each dot a scale of its own, so sizes and gaps of groups mean nothing there.",
    "isomap": "it measures walks from neighbour to neighbour, and links pieces where they touch.",
    "spectral": "it sees links between neighbours and no distances.",
    "kernel_pca": "its kernel bends all distances.",
    "lda": "it looks at the ways that part the groups, and at no other.",
}


def _because(one: Map) -> str:
    flat = "two dimensions cannot hold all distances."
    return REASONS.get(one.player.id, flat)


def _too_many_dimensions(board: Board, best: Map) -> str:
    stiffest = min(board.drawn, key=lambda one: one.stress)
    shadow = _shadow(board)
    if stiffest is not best:
        return (
            f"{f'{shadow}; distances' if shadow else 'Distances'} are kept best by "
            f"{_name(board, stiffest)}, stress {stiffest.stress:.2f}, where {_name(board, best)} "
            f"has {best.stress:.2f}: no flat map keeps both."
        )
    if shadow:
        return f"{shadow}: what stands out of it is lost there."
    lowest = "Its stress is the lowest, too," if len(board.drawn) > 1 else "Its stress is"
    return f"{lowest} {best.stress:.2f}: two dimensions cannot hold all distances."


def _shadow(board: Board) -> str:
    """Tell of the shadow that PCA draws, where it is on the board."""
    if not any(one.player.id == "pca" for one in board.drawn):
        return ""
    return f"PCA's shadow holds {board.plane_share:.0%} of the variance"


def of_noise(board: Board) -> str:
    """Say how many clumps the method draws into noise, beside those of the points."""
    if len(board.drawn) < 2:
        return f"{board.names[0]}: there is no map. {board.maps[0].refused}"
    yours, noise = board.maps
    label = noise.player.spec.label
    return (
        f"On {board.n} points of pure noise in {board.d} dimensions {label} draws "
        f"{noise.n_clumps} clumps{noise.when}. Their silhouette is {noise.clumps:.2f} in the map "
        f"and {noise.clumps_true:.2f} in all dimensions: they are made up. On your points it is "
        f"{yours.clumps:.2f}, in all dimensions {yours.clumps_true:.2f}. {_verdict(yours, noise)}"
    )


def _verdict(yours: Map, noise: Map) -> str:
    """Return what the comparison says of the points."""
    if not math.isfinite(yours.clumps) or not math.isfinite(noise.clumps):
        return "One of them has too few places to find groups in."
    if noise.clumps >= FREE * yours.clumps:
        return "Noise shows nearly as much: nothing in this map is worth a claim."
    if yours.clumps_true <= 2 * max(noise.clumps_true, 0.05):
        return "The map shows more than noise does, but in all dimensions hardly anything is there."
    return "What your map shows beyond noise is there."


def of_seeds(board: Board) -> str:
    """Say what the start decides: how far the three maps differ, and whether one is better."""
    if not board.drawn:
        return board.maps[0].refused
    first, low, high = board.maps[0], float(board.apart.min()), float(board.apart.max())
    label = first.player.spec.label
    if high < 1e-6:
        return (
            f"Three seeds, one map: {label} leaves nothing to chance and keeps {first.kept:.1%} of "
            "the neighbours each time."
        )
    losses = [float(loss) for loss in board.last.loss]
    told = ", ".join(f"{loss:.3f}" for loss in losses)
    kept = ", ".join(f"{one.kept:.1%}" for one in board.maps)
    end = (
        "the shape is the points', how it lies is chance."
        if high < ALIKE
        else "what is in one map only was put there by the start."
    )
    return (
        f"Three starts end at {first.player.spec.loss} {told} and keep {kept} of the neighbours. "
        f"Turned and scaled to fit, the maps still differ by {low:.1%} to {high:.1%}: {end}"
    )


SAID: dict[str, Callable[[Board], str]] = {
    SIDE_BY_SIDE: of_methods,
    NOISE: of_noise,
    SEEDS: of_seeds,
}


def _name(board: Board, one: Map) -> str:
    return escape(board.names[board.maps.index(one)])
