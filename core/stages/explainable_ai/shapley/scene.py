"""Shapley by hand on the screen: the lattice, the table, what settles and what adds up."""

from __future__ import annotations

from typing import Any

import pandas as pd

from core.figures.blocks import Block, Grid, Moving, Words
from core.figures.deeds import Beside, Button, Effect, Fold, Form, Small
from core.figures.film import FilmPicture
from core.params import Param
from core.stages.explainable_ai.shapley.coalitions import by_size, called, joinings
from core.stages.explainable_ai.shapley.games import LETTERS, MOST_WORTH, write_worths
from core.stages.explainable_ai.shapley.run import Shared
from core.stages.explainable_ai.shapley.scene_lattice import EDGES, NODES, lattice, tall_px
from core.stages.explainable_ai.shapley.scene_promises import promises
from core.stages.explainable_ai.shapley.scene_shares import LOW_PX, curves, stairs
from core.stages.explainable_ai.shapley.scene_table import table
from core.stages.explainable_ai.shapley.scene_words import captions, notice, rule
from core.stages.explainable_ai.shapley.settings import (
    COALITIONS,
    MOST_PLAYERS,
    OWN,
    SAMPLE,
    Settings,
)

__all__ = ["draw", "notice", "operate", "picked"]

BELOW_PX = 65
"""What stands between the two rows of pictures."""
RULES = (
    "**By coalitions**: the Shapley value again, by the formula: every coalition that a player can "
    "join counts by its share of the orders. It must come to the same. **Banzhaf index**: every "
    "such coalition counts the same, so the indices need not add up to what there is to share."
)
UNITS = {COALITIONS: "coalition", SAMPLE: "draw"}


def draw(settings: Settings, answer: Shared) -> tuple[Block, ...]:
    """Draw the game's rule, the film, its promises and who gets what by other rules."""
    return (
        Words(rule(settings, answer)),
        Moving(_film(answer)),
        Words(promises(answer)),
        Grid("shares", shares(answer), "Who gets what, by Shapley and by others", "shares.csv"),
        Words(RULES),
    )


def _film(answer: Shared) -> FilmPicture:
    n_frames = len(answer.film.frames)
    return FilmPicture(
        "shapley",
        (
            lattice(answer),
            table(answer, tall_px(answer) + LOW_PX + BELOW_PX),
            curves(answer),
            stairs(answer),
        ),
        answer.film.steps,
        f"A game of {answer.game.n} players, shared out {UNITS.get(answer.way, 'order')} by "
        f"{UNITS.get(answer.way, 'order')}",
        unit=UNITS.get(answer.way, "arrival"),
        captions=tuple(captions(answer)),
        seconds=min(max(4.0, 0.7 * n_frames), 30.0),
        file_name="shapley.html",
        title="Shapley values by hand",
    )


def shares(answer: Shared) -> pd.DataFrame:
    """Return a row for each player: Shapley's value beside simpler rules."""
    game, last = answer.game, len(answer.game.worths) - 1
    n = range(game.n)
    return pd.DataFrame(
        {
            "player": [_called(game.symbols[i], game.names[i]) for i in n],
            "Shapley value": answer.values,
            "by coalitions": answer.by_coalition,
            "equal split": [answer.equal] * game.n,
            "alone": [game.worths[1 << i] - game.worths[0] for i in n],
            "as the last": [game.worths[last] - game.worths[last ^ 1 << i] for i in n],
            "Banzhaf index": answer.banzhaf,
        }
    )


def _called(symbol: str, name: str) -> str:
    """Return a player's sign and what it is, short enough for a column of the table."""
    own = name.removeprefix("the ").removeprefix("a ")
    return f"{symbol}: {own}" if own else symbol


def picked(_settings: Settings, answer: Shared, click: Any) -> Effect:
    """Give the coalition that was clicked the worth that was typed, or a line the gain."""
    if click.value is None or answer.row is not None:
        return {}
    worths, joined = list(answer.game.worths), joinings(answer.game.n)
    value = min(max(float(click.value), -MOST_WORTH), MOST_WORTH)
    if click.of == NODES and 0 < click.index < len(worths):
        worths[click.index] = value
    elif click.of == EDGES and 0 <= click.index < len(joined):
        player, before = joined[click.index]
        worths[before | 1 << player] = worths[before] + value
    else:
        return {}
    return _own(worths)


def _own(worths: Any) -> Effect:
    return {"game": OWN, "worths": write_worths(worths)}


def operate(_settings: Settings, answer: Shared, _table: Any) -> tuple[Fold]:
    """Return the worth of every coalition to set, and games made of this one."""
    items: tuple[Block, ...] = (Beside((*_made(answer),)),)
    if answer.row is None:
        items = (_form(answer), *items)
    label = "Set the worth of every coalition" if answer.row is None else "Play with these worths"
    return (Fold("worths", label, items, icon=":material/edit:"),)


def _form(answer: Shared) -> Form:
    """Return one field for each coalition but the empty one."""
    n = answer.game.n
    fields = tuple(
        Param(f"v{c}", called(answer.game.symbols, c), "float", float(answer.game.worths[c]),
              low=-MOST_WORTH, high=MOST_WORTH, step=1.0, typed=True)
        for c in by_size(n)[1:]
    )  # fmt: skip

    def effect(values: Any) -> Effect:
        return _own([0.0, *(float(values[f"v{c}"]) for c in range(1, 1 << n))])

    return Form("all_worths", fields, "Play this game", effect)


def _made(answer: Shared) -> tuple[Block, ...]:
    """Return deeds that make another game of this one."""
    worths, n = answer.game.worths, answer.game.n
    found: list[Block] = []
    if answer.row is not None and n > 1:
        told = "The worth of nobody is taken off all, so that you can change each of them."
        found.append(Button("take", "Make it a game of my own", _own(worths), help=told))
    if answer.row is None and n < MOST_PLAYERS:
        newcomer = LETTERS[n]
        label = f"Let a player {newcomer} in who adds nothing"
        found.append(Button("more", label, _own((*worths, *worths)), icon=":material/person_add:"))
    if answer.row is None and n > 2:
        label = f"Send {answer.game.symbols[-1]} away"
        fewer = _own(worths[: len(worths) // 2])
        found.append(Button("fewer", label, fewer, icon=":material/person_remove:"))
    return tuple(found) or (Small("A game of one player has nothing to share out."),)
