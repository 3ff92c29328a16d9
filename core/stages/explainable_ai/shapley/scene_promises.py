"""What Shapley values promise, each of the four axioms with the numbers of this game."""

from __future__ import annotations

from core.figures.plain_formula import with_minus
from core.stages.explainable_ai.shapley.coalitions import called, members
from core.stages.explainable_ai.shapley.run import Shared
from core.stages.explainable_ai.shapley.scene_numbers import exact, number
from core.stages.explainable_ai.shapley.scene_words import named

TERMS = 4
"""Dividends that are spelled out."""


def promises(answer: Shared) -> str:
    """Return the four axioms, each with the numbers of this game."""
    lines = (_efficiency(answer), _symmetry(answer), _dummy(answer), _additivity(answer))
    return "  \n".join(f":material/check: {with_minus(line)}" for line in lines)


def _efficiency(answer: Shared) -> str:
    total = (
        " + ".join(exact(answer, i) for i in range(answer.game.n))
        .replace("+ −", "− ")
        .replace("+ -", "− ")
    )
    nobody, last = (number(answer, answer.game.worths[i]) for i in (0, -1))
    less = f", the worth of all ({last}) without that of nobody ({nobody})"
    shared = number(answer, answer.game.total) + (less if answer.game.worths[0] else "")
    return f"**Efficiency**: nothing is left over, {total} = {shared}."


def _symmetry(answer: Shared) -> str:
    said = [
        f"{named([answer.game.symbols[i] for i in group])} add the same to whoever is there, so "
        f"each gets {exact(answer, group[0])}"
        for group in answer.alike
    ]
    none = "no two players add the same to whoever is there, so their shares may differ"
    return f"**Symmetry**: {'; '.join(said) or none}."


def _dummy(answer: Shared) -> str:
    said = [
        f"{answer.game.symbols[i]} adds {exact(answer, i)} to whoever is there and gets just that"
        for i in answer.dummies
    ]
    none = "for every player it matters who is there already, so nobody is a dummy"
    return f"**Dummy**: {'; '.join(said) or none}."


def _additivity(answer: Shared) -> str:
    """Say the game as a sum of simple games, of which everybody in one gets an equal share."""
    i = answer.first
    mine = [c for c, d in enumerate(answer.dividends) if c >> i & 1 and not _is_dust(answer, d)]
    symbol = answer.game.symbols[i]
    if not mine:
        return "**Additivity**: a game that is worth nothing is shared out as nothing."
    most = sorted(mine, key=lambda c: -abs(answer.dividends[c]) / c.bit_count())[:TERMS]
    most.sort(key=lambda c: (c.bit_count(), members(c)))
    terms = " ".join(_term(answer, c) for c in most).removeprefix("+ ")
    more = f" and {len(mine) - TERMS} more" if len(mine) > TERMS else ""
    return (
        "**Additivity**: the game is a sum of games in which one coalition alone is worth "
        f"something, and its members share that equally. {symbol} gets {terms}{more} = "
        f"{exact(answer, i)}."
    )


def _is_dust(answer: Shared, dividend: float) -> bool:
    worths = answer.game.worths
    return abs(dividend) <= 1e-9 * (max(worths) - min(worths))


def _term(answer: Shared, coalition: int) -> str:
    dividend, size = answer.dividends[coalition], coalition.bit_count()
    own = number(answer, abs(dividend))
    share = f"{own}/{size}" if size > 1 else own
    return f"{'-' if dividend < 0 else '+'} {share} ({called(answer.game.symbols, coalition)})"
