"""What a learner chooses for one film of learning: the points, the algorithm and its knobs."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.stages.supervised.how_it_learns.data import DataSettings


@dataclass(frozen=True)
class LearnSettings:
    """Everything that decides a film. Each algorithm reads the knobs it has and no others.

    start_w, start_b : the line before any step. learning_rate, n_steps : of gradient descent.
    max_degree in 1..15. n_waves : how many waves ridge and lasso weigh. max_depth : of a tree.
    criterion : "gini" or "entropy". n_trees, max_features : of a forest; 1 or 2 coordinates are
    looked at for a cut. n_rounds, shrinkage in (0, 1] : of boosting. c : what a point inside the
    margin costs. gamma : how narrow a bump of the RBF kernel is, per squared unit. max_k : the most
    neighbours. at_x, at_y : the place that is asked about.
    """

    algorithm: str = "line"
    data: DataSettings = field(default_factory=DataSettings)
    start_w: float = 0.0
    start_b: float = 0.0
    learning_rate: float = 0.03
    n_steps: int = 60
    max_degree: int = 15
    n_waves: int = 30
    max_depth: int = 3
    criterion: str = "gini"
    n_trees: int = 30
    max_features: int = 1
    n_rounds: int = 40
    shrinkage: float = 0.2
    c: float = 1.0
    gamma: float = 0.3
    max_k: int = 25
    at_x: float = 0.5
    at_y: float = 0.5
