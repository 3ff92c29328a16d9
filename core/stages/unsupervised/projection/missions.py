"""Missions of the playground projection."""

from __future__ import annotations

from typing import Any

from core.course.missions import Mission

SHEET = ("swiss_roll", "s_curve")


def _maps(board: Any, *ids: str) -> list[Any]:
    return [one for one in board.drawn if one.player.id in ids]


def _equal_clouds(_settings: Any, board: Any) -> bool:
    """Whether t-SNE draws groups of very unlike width alike, on a board that PCA is on as well."""
    ratios = board.width_ratios
    drawn = [
        ratio
        for one, ratio in zip(board.maps, ratios[1:], strict=True)
        if one.player.id == "tsne" and not one.refused
    ]
    return bool(ratios[0] >= 7 and drawn and min(drawn) <= 1.25 and _maps(board, "pca"))


def _clumps_of_noise(settings: Any, board: Any) -> bool:
    """Whether noise beside noise shows clumps that are nowhere but in the map."""
    if settings.view != "noise" or settings.shape != "noise_cloud" or len(board.drawn) < 2:
        return False
    noise = board.maps[1]
    return bool(noise.clumps >= 0.45 and noise.clumps_true < 0.1)


def _unrolled(settings: Any, board: Any) -> bool:
    """Whether Isomap keeps clearly more neighbours of a rolled-up sheet than PCA beside it."""
    isomaps, pcas = _maps(board, "isomap"), _maps(board, "pca")
    if settings.shape not in SHEET or not isomaps or not pcas:
        return False
    return bool(max(one.kept for one in isomaps) >= pcas[0].kept + 0.15)


def _torn_dot(settings: Any, board: Any) -> bool:
    """Whether a dot is in hand that one map keeps well and another tears from its neighbours."""
    if not 0 < settings.held <= board.n:
        return False
    kept = [one.each[settings.held - 1] for one in board.drawn]
    return bool(kept and max(kept) >= 0.8 and min(kept) <= 0.3)


MISSIONS = (
    Mission(
        "unsupervised.equal_clouds",
        "Alike, and not",
        "With PCA on the board, have t-SNE draw two groups equally wide (at most 1.25 times) "
        "of which one is truly seven times as wide as the other.",
        (
            "Each dot of t-SNE has a scale of its own: a tight cloud is blown up.",
            "Take Tight and wide with less noise, so that the tight cloud stays tight.",
        ),
        _equal_clouds,
        {"shape": "tight_and_wide", "noise": 0.05, "methods": "pca, tsne 20"},
        {"shape": "tight_and_wide", "noise": 0.1, "methods": "pca, tsne 20"},
    ),
    Mission(
        "unsupervised.clumps_of_noise",
        "Clumps out of nothing",
        "Have a method draw clumps with a silhouette of at least 0.45 into pure noise, groups that "
        "have less than 0.1 in all dimensions.",
        (
            "Look at Beside noise, with Pure noise as data. Who cares for few neighbours only?",
            "t-SNE with perplexity 2 sees pairs and triples, and parts them from all others.",
        ),
        _clumps_of_noise,
        {"view": "noise", "shape": "noise_cloud", "methods": "tsne 2"},
        {"view": "noise", "shape": "noise_cloud", "methods": "pca"},
    ),
    Mission(
        "unsupervised.unrolled",
        "Unroll it",
        "On a rolled-up or bent sheet, have Isomap keep 15 points more of the neighbours than PCA.",
        (
            "Isomap walks from neighbour to neighbour: no step may jump to another layer.",
            "Take the Swiss roll without noise, 300 points, and few neighbours.",
        ),
        _unrolled,
        {"shape": "swiss_roll", "noise": 0.0, "n_points": 300, "methods": "pca, isomap 6"},
        {"shape": "swiss_roll", "noise": 0.0, "n_points": 300, "methods": "pca, isomap 100"},
    ),
    Mission(
        "unsupervised.torn_dot",
        "Torn from its neighbours",
        "Take a dot in hand of whose neighbours one map keeps at least 80 % and another at most "
        "30 %.",
        (
            "Two links of a chain lie on each other in a flat shadow: look where they cross.",
            "On Linked rings, click dots of PCA's map where both rings meet, such as dot 2.",
        ),
        _torn_dot,
        {"shape": "linked_rings", "methods": "pca, tsne 30", "held": 2},
        {"shape": "blobs", "methods": "pca, tsne 30", "held": 1},
    ),
)
