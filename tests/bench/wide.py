"""The table of 100 000 rows and 50 columns that calls are measured on."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

N_ROWS, N_COLUMNS, TARGET = 100_000, 50, "y"
ROUNDS = 40  # of boosting
FOLDS = 3
EXPLAINED, BACKGROUND = 1_000, 50  # rows: the most that the page offers, and its default


@cache
def wide_frame() -> pd.DataFrame:
    """Columns x0 … x49 and a target that depends on five of them."""
    import pandas as pd

    rng = np.random.default_rng(0)
    X = rng.normal(size=(N_ROWS, N_COLUMNS))
    frame = pd.DataFrame(X, columns=[f"x{i}" for i in range(N_COLUMNS)])
    frame[TARGET] = X[:, 0] * X[:, 1] + np.sin(X[:, 2]) + X[:, 3] - X[:, 4] + rng.normal(0, 0.3)
    return frame
