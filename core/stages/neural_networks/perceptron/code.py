"""A perceptron's run as a script that needs only NumPy."""

from __future__ import annotations

import pprint

from core.stages.neural_networks.perceptron.run import MOST_CORRECTIONS, perceptron_points
from core.stages.neural_networks.perceptron.settings import PerceptronSettings


def perceptron_script(settings: PerceptronSettings) -> str:
    """Return the script of a run; the points stand in it."""
    X, sides = perceptron_points(settings)
    points = pprint.pformat([[float(a), float(b)] for a, b in X], compact=True, width=98)
    classes = pprint.pformat([int(side) for side in sides], compact=True, width=98)
    start = "rng.normal(0, 1, 3)" if settings.start == "random" else "np.zeros(3)"
    order = "rng.permutation(len(X))" if settings.order == "shuffled" else "range(len(X))"
    worst = settings.order == "worst"
    chosen = "np.argmin(lifted @ w)  # the one furthest on the wrong side" if worst else "row"
    return f'''"""Rosenblatt's perceptron, from the ML Roadmap Playground."""

import numpy as np

X = np.array({points})
t = np.array({classes})
lifted = t[:, None] * np.column_stack([X, np.ones(len(X))])  # right when lifted @ w > 0
rng = np.random.default_rng([{settings.seed}, 7])


def train():
    w, mistakes = {start}, 0
    for _ in range({settings.most_passes}):
        clean = True
        for row in {order}:
            chosen = {chosen}
            if lifted[chosen] @ w <= 0:
                w += {settings.learning_rate!r} * lifted[chosen]
                mistakes += 1
                clean = False
                if mistakes >= {MOST_CORRECTIONS}:
                    return w, mistakes
        if clean:
            break
    return w, mistakes


w, mistakes = train()
print(f"corrections: {{mistakes}}")
print(f"wrong points: {{np.count_nonzero(lifted @ w <= 0)}}")
print(f"w: {{w[0]:.6g}} {{w[1]:.6g}}, b: {{w[2]:.6g}}")
'''
