"""What can be chosen: a game with its numbers, or one row of the learner's model; and the film."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from core.errors import PlaygroundError
from core.settings import Declared, borrowed, control, param, params
from core.tabular.experiment import Experiment
from core.tabular.explain.shap import ShapSettings
from core.tabular.explain.target import ExplainSettings
from core.value import Value

GLOVE, VOTE, AIRPORT, BANKRUPTCY, OWNER = "glove", "vote", "airport", "bankruptcy", "owner"
OWN, MODEL = "own", "model"
ORDERS, COALITIONS, SAMPLE = "orders", "coalitions", "sample"
KEPT, AVERAGED = "kept", "averaged"
MOST_PLAYERS = 4


class TooManyPlayers(PlaygroundError):
    """More columns than coalitions could be drawn of."""


class GameSettings(Declared):
    """A game: published, with numbers that can be changed, or the worth of every coalition.

    votes : the quota, then votes. claims : the estate, then claims. worths : of all coalitions but
    the empty one, by size, then by name: A, B, C, AB, AC, BC, ABC.
    """

    # fmt: off
    game: str = control(
        "Game", "Who plays, and what every group of them is worth.",
        (GLOVE, "Gloves", "Left and right gloves; only a pair is worth 1."),
        (VOTE, "Weighted vote", "A coalition that reaches the quota is worth 1, any other 0."),
        (AIRPORT, "Runway costs", "The longest runway that a coalition needs is what it costs."),
        (BANKRUPTCY, "Bankruptcy", "What is left of an estate when the others are paid first."),
        (OWNER, "Owner and workers", "Nothing without the owner; each worker then makes 10."),
        (OWN, "Your own worths", "You say what every coalition is worth."),
        (MODEL, "Your model", "Columns are the players; the prediction of one row is shared out."),
        default=GLOVE,
    )
    gloves: str = control(
        "Gloves", "How many of each; every player owns one.",
        ("1-1", "1 left, 1 right"), ("1-2", "1 left, 2 right"), ("1-3", "1 left, 3 right"),
        ("2-2", "2 left, 2 right"), default="1-2", when=("game", (GLOVE,)),
    )
    votes: str = control(
        "Quota; votes", "Votes needed, then the votes of two to four voters.",
        default="51; 50, 49, 1", when=("game", (VOTE,)),
    )
    costs: str = control(
        "Costs", "What the runway costs that each of two to four aircraft needs.",
        default="8, 11, 13, 18", when=("game", (AIRPORT,)),
    )
    claims: str = control(
        "Estate; claims", "What there is to share, then what two to four creditors claim.",
        default="200; 100, 200, 300", when=("game", (BANKRUPTCY,)),
    )
    worths: str = control(
        "Worths", "Of A, B, C, AB, AC, BC, ABC; with a fourth player 15 numbers.",
        default="10, 20, 0, 30, 40, 50, 90", when=("game", (OWN,)),
    )
    way: str = control(
        "Watch", "Which film is shown.",
        (ORDERS, "Order by order", "All orders in which the players can arrive."),
        (COALITIONS, "Coalition by coalition", "Every coalition that a player can join, weighed."),
        (SAMPLE, "Orders drawn", "Some orders at random, as one does with many players."),
        default=ORDERS,
    )
    n_draws: int = control(
        "Orders drawn", "How many, the same one may come again.", default=60, low=1, high=200,
        when=("way", (SAMPLE,)),
    )
    draw_seed: int = control(
        "Seed of the draws", "Same seed, same orders.", default=0, low=0, high=9999,
        when=("way", (SAMPLE,)),
    )
    # fmt: on


IF_MODEL = ("game", (MODEL,))


class RowSettings(Declared):
    """One test row of an experiment, shared out among up to four of its columns.

    players : the columns; () for the first four that the model gets. rest : the columns that do
    not play keep the row's values, or take the background's like a player who has not joined.
    """

    experiment: Experiment
    row: int = control(
        "Test row",
        "The position of the row among the test rows, from 0.",
        default=0, low=0, high=10_000_000, role="row", when=IF_MODEL,
    )  # fmt: skip
    class_: str | None = borrowed(ExplainSettings, "class_", when=IF_MODEL)
    players: tuple[str, ...] = control(
        "Players", "Up to four columns. None: the first four that the model gets.",
        default=(), kind="columns", role="features", when=IF_MODEL,
    )  # fmt: skip
    rest: str = control(
        "Other columns", "What the columns have that do not play.",
        (KEPT, "this row's", "They keep this row's values: all players together are its answer."),
        (AVERAGED, "averaged", "They take the background's values, as who has not joined."),
        default=KEPT, when=IF_MODEL,
    )  # fmt: skip
    way: str = borrowed(GameSettings, "way")
    n_draws: int = borrowed(GameSettings, "n_draws")
    background: int = borrowed(ShapSettings, "background", when=IF_MODEL)
    seed: int = borrowed(ExplainSettings, "seed", when=IF_MODEL)
    draw_seed: int = borrowed(GameSettings, "draw_seed")


Settings: TypeAlias = GameSettings | RowSettings

PARAMS = (
    *params(GameSettings, "game", "gloves", "votes", "costs", "claims", "worths"),
    *params(RowSettings, "row", "class_", "players", "rest"),
    *params(GameSettings, "way", "n_draws"),
    *params(RowSettings, "background", "seed", advanced=True),
    param(GameSettings, "draw_seed", advanced=True),
)


def row_settings(experiment: Experiment, values: Mapping[str, Value]) -> RowSettings:
    """Return which row is shared out among whom; raise `TooManyPlayers` or `BadValue`."""
    settings = RowSettings.of(values, experiment=experiment)
    refuse_many(settings.players)
    return settings


def refuse_many(players: tuple[str, ...]) -> None:
    """Raise `TooManyPlayers` for more columns than a film can show the coalitions of."""
    n = len(players)
    if n > MOST_PLAYERS:
        raise TooManyPlayers(
            f"{n} columns make {2**n} coalitions, too many to look at one by one. Choose up to "
            f"{MOST_PLAYERS}."
        )
