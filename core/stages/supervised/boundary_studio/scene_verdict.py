"""What the maps come to, in words: who leads by how much, whether that can be luck, and why."""

from __future__ import annotations

import numpy as np

from core.figures.blocks import escape
from core.stages.supervised.boundary_studio.models import CURVES, LINES
from core.stages.supervised.boundary_studio.run import Board, Map
from core.stages.supervised.boundary_studio.score import Score, chance_of_gap
from core.wording import counted

BY_HEART, GAP = 0.97, 0.08
"""A training score from which on, and a distance to the test score at which, it is by heart."""
BEHIND = 0.08
"""How far a line or a single curve must be behind for its shape to be the reason."""
LUCK = 2.0
"""A lead within so many standard deviations of a fair coin can be luck (McNemar, 1947)."""
CHANCE = 0.01
"""A gap less probable than this is not chance; strict, as the widest of six gaps is looked at."""


def verdict(board: Board) -> str:
    """Return the computed sentence of a board."""
    ranked = board.ranked
    if not ranked:
        return "No model can learn from these points. Take more of each class."
    parts = (_ranking(board, ranked), _reason(board, ranked), _refused(board))
    return " ".join(part for part in parts if part)


def _ranking(board: Board, ranked: tuple[Map, ...]) -> str:
    best = ranked[0].test
    of = f"{best.percent} of the {counted(best.n, 'test point')} right ({best.right})"
    first = [one for one in ranked if one.test.right == best.right]
    if len(ranked) == 1:
        return f"{_name(board, ranked[0])} gets {of}."
    if len(first) == len(ranked):
        all_ = "Both" if len(ranked) == 2 else f"All {len(ranked)}"
        alike = all(one.is_drawn_as(ranked[0]) for one in ranked)
        maps = "and their maps are the same" if alike else "though their maps differ"
        return f"{all_} models get {of}: a tie, {maps}."
    lead = f"{_names(board, first)} {'leads' if len(first) == 1 else 'share the lead'} with {of}"
    rest = ranked[len(first) :]
    next_ = [one for one in rest if one.test.right == rest[0].test.right]
    behind = _gap(board, best, next_)
    if len(next_) < len(rest):
        behind += f" and {_gap(board, best, [rest[-1]])}"
    return f"{lead}, {behind}.{_luck(board, first[0], rest[0])}"


def _gap(board: Board, best: Score, others: list[Map]) -> str:
    """Return by how many points the best are ahead of others that are equal."""
    score = others[0].test
    return f"{best.right - score.right} more than {_names(board, others)} ({score.percent})"


def _luck(board: Board, first: Map, second: Map) -> str:
    """Say whether the lead over the next model can be luck: on how many points they differ."""
    lead, split = first.test.right - second.test.right, _split(board, first, second)
    if lead > LUCK * np.sqrt(split):
        return ""
    if split == 1:
        return " A lead of one point can be luck."
    return (
        f" {_name(board, first)} and {_name(board, second)}: on {split} test points one is right "
        f"and the other wrong, so a lead of {lead} can be luck."
    )


def _split(board: Board, one: Map, other: Map) -> int:
    """Return on how many test points one of two models is right and the other wrong."""
    truth = board.data.y_test
    return int(((one.said_test == truth) != (other.said_test == truth)).sum())


def _reason(board: Board, ranked: tuple[Map, ...]) -> str:
    for rule in (_flat, _too_stiff, _by_heart):
        if told := rule(board, ranked):
            return told
    return ""


def _flat(board: Board, ranked: tuple[Map, ...]) -> str:
    """Name the models that say one class everywhere, and those whose maps only look so."""
    told = []
    for class_ in range(board.data.n_classes):
        mine = [one for one in ranked if one.winner.flat[0] == class_]
        flat = [one for one in mine if one.is_flat]
        if flat:
            told.append(_everywhere(board, flat, class_))
        told += [_but_for_spots(board, one) for one in mine if one.looks_flat]
    return " ".join(told)


def _everywhere(board: Board, flat: list[Map], class_: int) -> str:
    """Tell of models that say one class everywhere how far that goes in training."""
    say = "says" if len(flat) == 1 else "say"
    told = f"{_names(board, flat)} {say} class {escape(board.data.classes[class_])} everywhere"
    n = len(board.data.y_train)
    wants = flat[0].player.value
    if len(flat) == 1 and flat[0].player.id == "lightgbm" and n < 2 * wants:
        return (
            f"{told}: it wants {wants:g} rows in a leaf, and of {n} training points "
            "no cut leaves that many on both sides."
        )
    return f"{told}, which is right for {flat[0].train.right} of the {n} training points."


def _but_for_spots(board: Board, one: Map) -> str:
    """Tell of a model that says another class only around points, in less than a cell."""
    class_ = int(one.winner.flat[0])
    said = np.concatenate([one.said_train, one.said_test])
    points = counted(int((said != class_).sum()), "point")
    return (
        f"The map of {_name(board, one)} looks all class {escape(board.data.classes[class_])}: at "
        f"{points} it names another, in less than a cell of the map."
    )


def _too_stiff(board: Board, ranked: tuple[Map, ...]) -> str:
    """Name all models behind whose shape is the reason: a line, or one curve."""
    best = ranked[0]
    stiff = [one for one in ranked if _is_too_stiff(board, one, best)]
    if not stiff:
        return ""
    many = len(stiff) > 1
    last = not many and [one.test.right for one in ranked].count(stiff[0].test.right) == 1
    place = "fall behind" if many else "comes last" if stiff[0] is ranked[-1] and last else ""
    most = max(stiff, key=lambda one: one.train.share).train
    their, they = ("their", "they learnt from they get at most") if many else (
        "its", "it learnt from it gets only")  # fmt: skip
    return (
        f"{_names(board, stiff)} {place or 'falls behind'}, and even of the points {they} "
        f"{most.percent}: {_shape(stiff, their)}"
    )


def _is_too_stiff(board: Board, one: Map, best: Map) -> bool:
    """Whether a model's shape, and no luck, is why it is behind in the test and in training."""
    line, curve = one.player.id in LINES, one.player.id in CURVES
    beaten = best.player.can_wind or (line and best.player.id in CURVES)
    lead = best.test.right - one.test.right
    return (
        (line or curve)
        and beaten
        and best.test.share - one.test.share >= BEHIND
        and one.train.share < best.test.share
        and lead > LUCK * np.sqrt(_split(board, one, best))
    )


def _shape(stiff: list[Map], their: str) -> str:
    if all(one.player.id in LINES for one in stiff):
        borders = "border is" if their == "its" else "borders are"
        return f"{their} {borders} straight, where these points ask for a bend."
    if all(one.player.id in CURVES for one in stiff):
        return f"{their} border is one plain curve, where these points ask for more bends."
    return f"{their} borders are a line or one plain curve; these points ask for more bends."


def _by_heart(board: Board, ranked: tuple[Map, ...]) -> str:
    """Name the widest gap between training and test, of a border that can run around points.

    A gap that so few test points allow by chance decides nothing, whatever the model.
    """
    wide = [one for one in ranked if one.train.share >= BY_HEART and _distance(one) >= GAP]
    sure = [one for one in wide if chance_of_gap(one.train, one.test) < CHANCE]
    winding = [one for one in sure if one.player.can_wind]
    if not winding and (sure or not wide):
        return ""
    one = max(winding or wide, key=_distance)
    told = (
        f"{_name(board, one)} gets {one.train.percent} of the training points and "
        f"{one.test.percent} of the others"
    )
    if winding:
        return f"{told}: some of its border runs around noise that it learnt by heart."
    few = "One test point decides" if one.test.n == 1 else f"{one.test.n} test points decide"
    return f"{told}: a gap that chance can make. {few} nothing here."


def _distance(one: Map) -> float:
    return one.train.share - one.test.share


def _refused(board: Board) -> str:
    names = [one.player.label for one in board.maps if one.refused]
    if not names:
        return ""
    has = "has" if len(names) == 1 else "have"
    return f"{_listed(names)} {has} no map here."


def _name(board: Board, one: Map) -> str:
    return board.names[board.maps.index(one)]


def _names(board: Board, maps: list[Map]) -> str:
    return _listed([_name(board, one) for one in maps])


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
