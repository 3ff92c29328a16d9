"""Tic-tac-toe and Connect Four: the rules as pure functions on two integers of bits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from core.errors import PlaygroundError


class BadMoves(PlaygroundError):
    """A game or a list of moves that the rules do not allow."""


@dataclass(frozen=True)
class Position:
    """A board seen by the player to move: ``mine`` and ``theirs`` are bit sets of pieces."""

    mine: int = 0
    theirs: int = 0


@dataclass(frozen=True)
class Game:
    """A game of pieces in a row. A move is a column where pieces fall, otherwise a cell.

    Cells count row by row from the top left. A cell's bit is column * (n_rows + 1) + height; the
    spare bit above each column stays empty, so that shifted rows never run into each other.
    """

    id: str
    label: str
    n_rows: int
    n_cols: int
    n_in_a_row: int
    has_gravity: bool

    @cached_property
    def shifts(self) -> tuple[int, int, int, int]:
        """Bits between neighbours up, across, and on the two diagonals."""
        tall = self.n_rows + 1
        return (1, tall, tall - 1, tall + 1)

    @cached_property
    def columns(self) -> tuple[tuple[int, int, int], ...]:
        """Per column: the bit at its bottom, the bit of its top cell, all its cells."""
        tall = self.n_rows + 1
        return tuple(
            (
                1 << col * tall,
                1 << col * tall + self.n_rows - 1,
                ((1 << self.n_rows) - 1) << col * tall,
            )
            for col in range(self.n_cols)
        )

    @cached_property
    def cells(self) -> tuple[int, ...]:
        """The bit of every cell, row by row from the top left."""
        tall = self.n_rows + 1
        return tuple(
            1 << col * tall + self.n_rows - 1 - row
            for row in range(self.n_rows)
            for col in range(self.n_cols)
        )

    @cached_property
    def full(self) -> int:
        """Every cell's bit."""
        return sum(self.cells)

    @property
    def n_moves(self) -> int:
        """How many different moves there are on an empty board."""
        return self.n_cols if self.has_gravity else len(self.cells)


TIC_TAC_TOE = Game("tictactoe", "Tic-tac-toe", 3, 3, 3, False)
CONNECT_FOUR = Game("connect4", "Connect Four", 6, 7, 4, True)
GAMES: tuple[Game, ...] = (TIC_TAC_TOE, CONNECT_FOUR)


def game(game_id: str) -> Game:
    """Return a game by its id; raise `BadMoves`."""
    for entry in GAMES:
        if entry.id == game_id:
            return entry
    raise BadMoves(f"There is no game named {game_id!r}. Choose tictactoe or connect4.")


def bit_of(rules: Game, taken: int, move: int) -> int:
    """Return the bit that ``move`` would set, 0 if the place is taken or does not exist."""
    if not 0 <= move < rules.n_moves:
        return 0
    if not rules.has_gravity:
        return rules.cells[move] & ~taken
    bottom, _, column = rules.columns[move]
    return (taken + bottom) & column & ~taken


def legal(rules: Game, position: Position) -> tuple[int, ...]:
    """Return the moves that are allowed; () once the game is over."""
    if has_won(rules, position.theirs):
        return ()
    taken = position.mine | position.theirs
    return tuple(move for move in range(rules.n_moves) if bit_of(rules, taken, move))


def play(rules: Game, position: Position, move: int) -> Position:
    """Return the board after a legal move, seen by the other player.

    >>> play(TIC_TAC_TOE, Position(), 6)
    Position(mine=0, theirs=1)
    """
    bit = bit_of(rules, position.mine | position.theirs, move)
    return Position(position.theirs, position.mine | bit)


def has_won(rules: Game, pieces: int) -> bool:
    """Return whether one player's ``pieces`` hold a full row.

    >>> has_won(TIC_TAC_TOE, 0b111), has_won(CONNECT_FOUR, 0b111)
    (True, False)
    """
    for shift in rules.shifts:
        row = pieces
        for _ in range(rules.n_in_a_row - 1):
            row &= row >> shift
        if row:
            return True
    return False


def is_full(rules: Game, position: Position) -> bool:
    """Return whether no place is left."""
    return (position.mine | position.theirs) == rules.full


def position_of(rules: Game, moves: str) -> Position:
    """Return the board after ``moves``, one digit each; raise `BadMoves` with what is wrong.

    Cells of tic-tac-toe are 0 to 8 from the top left, columns of Connect Four 0 to 6.
    """
    position = Position()
    for number, sign in enumerate(moves, 1):
        move = int(sign) if sign in "0123456789" else -1
        if move not in legal(rules, position):
            over = has_won(rules, position.theirs) or is_full(rules, position)
            why = "the game is over before it" if over else "the place is taken or not there"
            raise BadMoves(f"Move {number} ({sign}) is not allowed: {why}. Take it back.")
        position = play(rules, position, move)
    return position


def board_of(rules: Game, position: Position) -> NDArray[np.int8]:
    """Return the board, (n_rows, n_cols): 1 for who began, 2 for the other, 0 for empty."""
    n_pieces = (position.mine | position.theirs).bit_count()
    first, second = position.mine, position.theirs
    if n_pieces % 2:
        first, second = second, first
    flat = [1 if bit & first else 2 if bit & second else 0 for bit in rules.cells]
    return np.array(flat, dtype=np.int8).reshape(rules.n_rows, rules.n_cols)


def value_of(position: Position) -> int:
    """Return what tic-tac-toe is worth for the player to move under perfect play: 1, 0 or -1."""
    return _solved(position.mine, position.theirs)


@lru_cache(maxsize=8192)  # 5478 boards can be reached
def _solved(mine: int, theirs: int) -> int:
    rules, position = TIC_TAC_TOE, Position(mine, theirs)
    if has_won(rules, theirs):
        return -1
    after = [play(rules, position, move) for move in legal(rules, position)]
    return max((-_solved(next_.mine, next_.theirs) for next_ in after), default=0)
