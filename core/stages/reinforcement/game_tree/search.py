"""Monte Carlo tree search (UCT): one simulation after another into a growing tree."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from core.stages.reinforcement.game_tree.rules import Game, Position, bit_of, has_won, legal, play

Chance: TypeAlias = Callable[[], float]
"""Uniform numbers in [0, 1)."""
Playout: TypeAlias = Callable[[Game, int, int, Chance], tuple[int, int]]
"""``playout(rules, mine, theirs, chance)`` chooses a move and its bit for the player of mine."""


@dataclass
class Node:
    """A board in the tree, modified in place by every simulation through it.

    visits, total : simulations and the sum of their results for the player who moved here.
    untried : legal moves without a child yet. result : 1 if that player has just won, 0 if the
    board is full, None while the game goes on.
    """

    position: Position
    untried: list[int]
    result: float | None
    visits: int = 0
    total: float = 0.0
    children: dict[int, Node] = field(default_factory=dict)

    @property
    def value(self) -> float:
        """The mean result for the player who moved here, in [-1, 1]; NaN without a visit."""
        return self.total / self.visits if self.visits else math.nan


@dataclass(frozen=True)
class Simulation:
    """What one simulation did: the moves inside the tree, those of the playout, and the end.

    result : 1, 0 or -1 for the player to move at the root.
    """

    path: tuple[int, ...]
    playout: tuple[int, ...]
    result: float


class Search:
    """A tree over a game; `simulate` adds one simulation.

    Source: Kocsis & Szepesvári (2006), UCT; Browne et al. (2012), A Survey of MCTS Methods.
    """

    def __init__(
        self, rules: Game, position: Position, c: float, playout: Playout, seed: int
    ) -> None:
        self.rules, self.root, self.n_nodes = rules, make_node(rules, position), 1
        self.c, self._playout = c, playout
        self._chance = random.Random(f"tree {seed}").random  # noqa: S311

    def simulate(self) -> Simulation:
        """Select, expand, play out, and back the result up."""
        node, nodes, path = self.root, [self.root], list[int]()
        while not node.untried and node.children:
            move, node = self._select(node)
            path.append(move)
            nodes.append(node)
        if node.untried:
            move = node.untried.pop(int(self._chance() * len(node.untried)))
            node.children[move] = make_node(self.rules, play(self.rules, node.position, move))
            node = node.children[move]
            self.n_nodes += 1
            path.append(move)
            nodes.append(node)
        playout, result = self._play_out(node)
        for passed in reversed(nodes):
            passed.visits += 1
            passed.total += result
            result = -result
        return Simulation(tuple(path), tuple(playout), result)

    def uct(self, parent: Node, child: Node) -> float:
        """Return value + c sqrt(ln N / n) of a visited child."""
        return child.value + self.c * math.sqrt(math.log(parent.visits) / child.visits)

    def _select(self, node: Node) -> tuple[int, Node]:
        scores = [(self.uct(node, child), move) for move, child in node.children.items()]
        best = max(score for score, _ in scores)
        tied = [move for score, move in scores if score == best]
        move = tied[0] if len(tied) == 1 else tied[int(self._chance() * len(tied))]
        return move, node.children[move]

    def _play_out(self, node: Node) -> tuple[list[int], float]:
        """Return the moves to the end and the result for the player who moved to ``node``."""
        moves = list[int]()
        if node.result is not None:
            return moves, node.result
        rules, mine, theirs = self.rules, node.position.mine, node.position.theirs
        choose, chance = self._playout, self._chance
        sign = -1.0  # the player to move now is the opponent of who moved to the node
        while (mine | theirs) != rules.full:
            move, bit = choose(rules, mine, theirs, chance)
            moves.append(move)
            if has_won(rules, mine | bit):
                return moves, sign
            mine, theirs, sign = theirs, mine | bit, -sign
        return moves, 0.0


def blind(rules: Game, mine: int, theirs: int, chance: Chance) -> tuple[int, int]:
    """Return any legal move and its bit, all equally likely."""
    taken, n_moves = mine | theirs, rules.n_moves
    while True:  # a few draws are cheaper than a list of what is free
        move = int(chance() * n_moves)
        bit = bit_of(rules, taken, move)
        if bit:
            return move, bit


def careful(rules: Game, mine: int, theirs: int, chance: Chance) -> tuple[int, int]:
    """Return a move that wins at once, else one that prevents that, else any, and its bit."""
    taken = mine | theirs
    free = [(m, bit) for m in range(rules.n_moves) if (bit := bit_of(rules, taken, m))]
    for pieces in (mine, theirs):
        for move, bit in free:
            if has_won(rules, pieces | bit):
                return move, bit
    return free[int(chance() * len(free))]


PLAYOUTS: dict[str, Playout] = {"random": blind, "careful": careful}
"""How a game may be played to its end beyond the tree."""


def best_move(root: Node) -> int:
    """Return the most visited move, the better value among equals, -1 without any.

    Departure from choosing the highest value: the most visited is the safer choice.
    """
    ranked = sorted(
        root.children.items(), key=lambda item: (-item[1].visits, -item[1].value, item[0])
    )
    return ranked[0][0] if ranked else -1


def top_nodes(root: Node, most: int) -> list[tuple[int, int, int, Node]]:
    """Return up to ``most`` nodes as (parent's place, move, depth, node), the most visited ones.

    Parents come before their children; the root is first with parent -1 and move -1.
    """
    found: list[tuple[int, int, int, Node]] = [(-1, -1, 0, root)]
    edge = _children(0, root, 1)
    while edge and len(found) < most:
        edge.sort(key=lambda item: (-item[3].visits, item[2], item[0], item[1]))
        found.append(edge.pop(0))
        edge += _children(len(found) - 1, found[-1][3], found[-1][2] + 1)
    return found


def _children(place: int, node: Node, depth: int) -> list[tuple[int, int, int, Node]]:
    return [(place, move, depth, child) for move, child in node.children.items()]


def make_node(rules: Game, position: Position) -> Node:
    """Return a board as a fresh node without visits."""
    moves = list(legal(rules, position))
    if has_won(rules, position.theirs):
        return Node(position, [], 1.0)
    return Node(position, moves, None if moves else 0.0)
