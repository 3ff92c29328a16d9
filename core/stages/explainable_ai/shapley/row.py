"""One row of the learner's model as a game: its columns are the players.

The worth of a coalition S of columns is the mean prediction over background rows z when the columns
of S take the row's values and the other players' columns keep those of z (the interventional game
of Lundberg and Lee, 2017). Columns that do not play keep the row's values, so that all players
together are worth the row's own prediction; or they are averaged like a player who has not joined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.stages.explainable_ai.shapley.coalitions import members
from core.stages.explainable_ai.shapley.games import LETTERS, Game
from core.stages.explainable_ai.shapley.run import RowFacts
from core.stages.explainable_ai.shapley.settings import (
    KEPT,
    MOST_PLAYERS,
    RowSettings,
    refuse_many,
)
from core.tabular.explain.target import (
    Explained,
    Quantity,
    explained_quantity,
    heard_columns,
    refuse_constant,
    refuse_unknown_column,
    refuse_unknown_row,
    sample_rows,
    unheard_columns,
)

if TYPE_CHECKING:
    from core.tabular.fit import Fitted

DUST = 1e-12
"""Differences below this share of the largest prediction are rounding."""


def row_game(settings: RowSettings, frame: pd.DataFrame) -> tuple[Game, RowFacts]:
    """Fit the experiment (or take the fitted one); return one test row's game.

    Raises `UnknownRow`, `UnknownColumn`, `UnknownClass`, `TooManyPlayers`, `NothingToExplain` (a
    constant model).
    """
    from core.tabular.fit import fit

    fitted = fit(settings.experiment, frame)
    refuse_unknown_row(settings.row, len(fitted.X_test))
    players = players_of(settings, fitted)
    row = fitted.X_test.iloc[[settings.row]]
    told = explained_quantity(fitted, settings.experiment.target, settings.class_, row)
    predict = Quantity(fitted, told.class_index)
    refuse_constant(predict, fitted.X_test, told)
    background, _ = sample_rows(fitted.X_train, settings.background, settings.seed)
    keeps = settings.rest == KEPT
    worths = row_worths(predict, row, background, players, keeps=keeps)
    symbols = tuple(LETTERS[: len(players)])
    game = Game(symbols, players, worths, "", told.label)
    return game, _facts(settings, fitted, row, players, told, len(background))


def players_of(settings: RowSettings, fitted: Fitted) -> tuple[str, ...]:
    """Return the columns that play, at first those that the model gets.

    Raises `UnknownColumn` or `TooManyPlayers`.
    """
    columns = tuple(fitted.X_train.columns)
    refuse_many(settings.players)
    for name in settings.players:
        refuse_unknown_column(name, columns)
    return settings.players or (heard_columns(fitted) or columns)[:MOST_PLAYERS]


def row_worths(
    predict: Quantity,
    row: pd.DataFrame,
    background: pd.DataFrame,
    players: tuple[str, ...],
    *,
    keeps: bool,
) -> tuple[float, ...]:
    """Return v of every coalition of the columns ``players``, by its bits: (2**n,).

    row : (1, n_columns), background : (n_background, n_columns), both raw. keeps : whether the
    columns that do not play have the row's values.
    """
    pool = pd.concat([background, row], ignore_index=True)
    columns = list(row.columns)
    places = [columns.index(name) for name in players]
    origin = np.arange(len(background))[:, None]
    of_row = np.full(len(columns), keeps)
    of_row[places] = False
    tables = []
    for coalition in range(1 << len(players)):
        own = of_row.copy()
        own[[places[i] for i in members(coalition)]] = True
        tables.append(np.where(own, len(background), origin))  # (n_background, n_columns)
    predictions = predict.among(pool)(np.concatenate(tables)).reshape(len(tables), -1)
    return tuple(_without_dust(predictions.mean(axis=1)).tolist())


def _without_dust(worths: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round what differs by rounding only, so that who adds nothing adds exactly nothing."""
    size = float(np.abs(worths).max(initial=0.0))
    if not size:
        return worths
    digits = int(-np.floor(np.log10(size * DUST)))
    return np.round(worths, digits)


def _facts(
    settings: RowSettings,
    fitted: Fitted,
    row: pd.DataFrame,
    players: tuple[str, ...],
    told: Explained,
    n_background: int,
) -> RowFacts:
    return RowFacts(
        row=row.reset_index(drop=True),
        position=settings.row,
        label=told.label,
        class_=told.class_,
        prediction=float(Quantity(fitted, told.class_index)(row)[0]),
        others=tuple(name for name in row.columns if name not in players),
        unheard=tuple(name for name in unheard_columns(fitted) if name in players),
        n_background=n_background,
        keeps=settings.rest == KEPT,
    )
