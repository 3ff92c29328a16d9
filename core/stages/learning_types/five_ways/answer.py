"""What the five ways come to: scores of each in every repeat, a map of each, and their tally."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.stages.learning_types.five_ways.supervised import Codes, Floats

if TYPE_CHECKING:
    from core.neural.data.dataset import Dataset

ALL, FEW, GROUPS, SPREAD = "all", "few", "groups", "spread"
PROBE, UNTRAINED, RAW, BANDIT = "probe", "untrained", "raw", "bandit"


@dataclass(frozen=True, eq=False)
class Way:
    """How many held-out points a way gets right.

    costs (n,) : labels, or answers of the bandit's judge. right (n_repeats, n). n_test : of so
    many. at : the place of the learner's own price in ``costs``.
    """

    costs: Codes
    right: Codes
    n_test: int
    at: int = 0

    @property
    def now(self) -> Codes:
        """How many are right at the learner's price, (n_repeats,)."""
        return np.asarray(self.right[:, self.at])

    @property
    def asked(self) -> int:
        """Held-out points of all repeats together."""
        return self.n_test * len(self.right)

    @property
    def total(self) -> int:
        """How many of them are right at the learner's price."""
        return int(self.now.sum())

    @property
    def accuracy(self) -> float:
        """Their share, the mean over the repeats."""
        return self.total / self.asked

    @property
    def cost(self) -> int:
        """The learner's price."""
        return int(self.costs[self.at])


@dataclass(frozen=True, eq=False)
class Map:
    """What a way says in the first repeat.

    winner (60, 60) uint8, row 0 at the lowest x2. depth (60, 60) float32 in [0, 1], how far the
    winner is ahead. said_test : class codes of the held-out points.
    """

    winner: NDArray[np.uint8]
    depth: NDArray[np.float32]
    said_test: Codes


@dataclass(frozen=True, eq=False)
class Answer:
    """The points, a map of each way in the first repeat, and each way's score in every repeat.

    labelled : places of the labelled training points in the first repeat. rewards (n_repeats,
    n_tries) : 1 where the bandit was right. match : the class of each group. unreached : points of
    the first repeat that no label reached. solved (n_repeats,) : how well the riddle is solved.
    """

    data: Dataset
    ways: dict[str, Way]
    maps: dict[str, Map]
    labelled: Codes
    rewards: NDArray[np.uint8]
    match: tuple[int, ...]
    unreached: int
    solved: Floats
    tally: Tally

    @property
    def n_repeats(self) -> int:
        """How often all was done."""
        return len(self.rewards)


@dataclass(frozen=True)
class Tally:
    """What the sentence says of the ways, over all repeats.

    shares : the accuracy of each way, in [0, 1]. first, second : who makes most of the learner's
    few labels. lead : by how many answers of ``asked``. ahead : in how many repeats. won, lost :
    in how many the pretext's probe beats and loses to the coordinates'; over : beats the untrained
    net's. wrong : how often the bandit erred, a run's mean. even : the share of the held-out
    points' most frequent class. own : that of the nearest mean of a class. most : points of the
    largest group.
    """

    shares: dict[str, float]
    first: str
    second: str
    lead: int
    asked: int
    ahead: int
    won: int
    lost: int
    over: int
    wrong: float
    even: float
    own: float
    most: int
