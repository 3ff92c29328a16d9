"""What Shapley values promise, each of the four axioms with the numbers of this game."""

from __future__ import annotations

from core.figures.plain_formula import with_minus
from core.stages.explainable_ai.shapley.coalitions import called, members
from core.stages.explainable_ai.shapley.run import Shared
from core.stages.explainable_ai.shapley.scene_numbers import exact, gain, terms, total, worth
from core.stages.explainable_ai.shapley.scene_words import named

TERMS = 4
"""Dividends that are spelled out."""


def promises(answer: Shared) -> str:
    """Return the four axioms, each with the numbers of this game."""
    lines = (_efficiency(answer), _symmetry(answer), _dummy(answer), _additivity(answer))
    return "  \n".join(f":material/check: {with_minus(line)}" for line in lines)


def _sum(parts: list[str]) -> str:
    """Return numbers as a sum: a negative one is taken away.

    >>> _sum(["−1", "2 (A)", "−3 (B)"])
    '−1 + 2 (A) − 3 (B)'
    """
    return " + ".join(parts).replace("+ −", "− ")


def _efficiency(answer: Shared) -> str:
    shares = _sum([exact(answer, i) for i in range(answer.game.n)])
    nobody, last = worth(answer, 0), worth(answer, len(answer.game.worths) - 1)
    less = f", the worth of all ({last}) without that of nobody ({nobody})"
    shared = total(answer) + (less if answer.game.worths[0] else "")
    return f"**Efficiency**: nothing is left over, {shares} = {shared}."


def _symmetry(answer: Shared) -> str:
    if answer.game.n == 1:
        return "**Symmetry**: with one player there is nobody to be treated alike."
    said = [
        f"{named([answer.game.symbols[i] for i in group])} add the same to whoever is there, so "
        f"each {answer.game.takes} {exact(answer, group[0])}"
        for group in answer.alike
    ]
    none = "no two players add the same to whoever is there, so their shares may differ"
    return f"**Symmetry**: {'; '.join(said) or none}."


def _dummy(answer: Shared) -> str:
    """Say who adds the same to everybody: a dummy, and of those who add nothing: a null player."""
    symbols, takes = answer.game.symbols, answer.game.takes
    if answer.game.n == 1:
        own = f"{symbols[0]} has nobody to join, adds {gain(answer, 0, 0)} and {takes} just that"
        return f"**Dummy**: {own}."
    said = [
        f"{symbols[i]} is a null player, it adds nothing to whoever is there and {takes} nothing"
        if i in answer.idle
        else f"{symbols[i]} is a dummy, it adds {exact(answer, i)} to whoever is there and "
        f"{takes} just that"
        for i in answer.dummies
    ]
    none = "for every player it matters who is there already, so nobody is a dummy"
    return f"**Dummy**: {'; '.join(said) or none}."


def _additivity(answer: Shared) -> str:
    """Say the game as a sum of simple games, of which everybody in one gets an equal share."""
    i = _told(answer)
    mine = _parts(answer, i)
    if not mine:
        return (
            "**Additivity**: every coalition is worth as much as nobody, and a game that is worth "
            "nothing is shared out as nothing."
        )
    most = sorted(mine, key=lambda c: -abs(answer.dividends[c]) / c.bit_count())[:TERMS]
    most.sort(key=lambda c: (c.bit_count(), members(c)))
    rest = sum(answer.dividends[c] / c.bit_count() for c in mine if c not in most)
    shares = terms(answer, i, most, rest)
    names = [called(answer.game.symbols, c) for c in most]
    if len(mine) > TERMS:
        names.append(f"{len(mine) - TERMS} more")
    told = _sum([f"{share} ({name})" for share, name in zip(shares, names, strict=False)])
    return (
        "**Additivity**: the game is a sum of games in which one coalition alone is worth "
        "something, and its members share that equally. From each "
        f"{answer.game.symbols[i]} {answer.game.takes} its part, {told} = {exact(answer, i)}."
    )


def _told(answer: Shared) -> int:
    """Return who is told of: who gets most, or another if nothing is made of that one's parts."""
    players = sorted(range(answer.game.n), key=lambda i: i != answer.first)
    return next((i for i in players if _parts(answer, i)), answer.first)


def _parts(answer: Shared, i: int) -> list[int]:
    """Return the coalitions with a player that are worth something by themselves."""
    return [c for c, d in enumerate(answer.dividends) if c >> i & 1 and not _is_dust(answer, d)]


def _is_dust(answer: Shared, dividend: float) -> bool:
    worths = answer.game.worths
    return abs(dividend) <= 1e-9 * (max(worths) - min(worths))
