"""What the maps come to, in words: who leads by how much, whether that can be luck, and why."""

from __future__ import annotations

import numpy as np

from core.figures.blocks import escape
from core.stages.supervised.boundary_studio.models import LINES
from core.stages.supervised.boundary_studio.run import Board, Map, Score
from core.wording import counted

BY_HEART, GAP = 0.97, 0.08
"""A training score from which on, and a distance to the test score at which, it is by heart."""
BEHIND = 0.08
"""How far a straight line must be behind for its shape to be the reason."""
LUCK = 2.0
"""A lead within so many standard deviations of a fair coin can be luck (McNemar, 1947)."""


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
        return f"{all_} models get {of}: a tie. Only their maps differ."
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
    truth = board.data.y_test
    split = int(((first.said_test == truth) != (second.said_test == truth)).sum())
    lead = first.test.right - second.test.right
    if lead > LUCK * np.sqrt(split):
        return ""
    if split == 1:
        return " That is one point, and one point can be luck."
    return f" Leader and runner-up differ on {split} points, so a lead of {lead} can be luck."


def _reason(board: Board, ranked: tuple[Map, ...]) -> str:
    for rule in (_flat, _too_straight, _by_heart):
        if told := rule(board, ranked):
            return told
    return ""


def _flat(board: Board, ranked: tuple[Map, ...]) -> str:
    """Name a model that says one class everywhere."""
    for one in ranked:
        if not one.is_flat:
            continue
        class_ = escape(board.data.classes[int(one.winner.flat[0])])
        told = f"{_name(board, one)} says class {class_} everywhere"
        if one.player.id == "lightgbm":
            n = len(board.data.y_train)
            return (
                f"{told}: it wants {one.player.value:g} rows in a leaf, and of {n} training points "
                "no cut leaves that many on both sides."
            )
        return f"{told}: it found nothing that parts these points."
    return ""


def _too_straight(board: Board, ranked: tuple[Map, ...]) -> str:
    best, last = ranked[0].test.share, ranked[-1]
    lines = [one for one in ranked if one.player.id in LINES]
    for one in reversed(lines):
        train = one.train
        if best - one.test.share >= BEHIND and train.share < best:
            place = "comes last" if one is last else "falls behind"
            return (
                f"{_name(board, one)} {place}, and even of the points it learnt from it gets only "
                f"{train.percent}: its border is straight, where these points ask for a bend."
            )
    return ""


def _by_heart(board: Board, ranked: tuple[Map, ...]) -> str:
    def gap(one: Map) -> float:
        return one.train.share - one.test.share

    widest = max(ranked, key=gap)
    train, test = widest.train, widest.test
    if train.share < BY_HEART or gap(widest) < GAP:
        return ""
    return (
        f"{_name(board, widest)} gets {train.percent} of the training points and {test.percent} of "
        "the others: some of its border runs around noise that it learnt by heart."
    )


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
