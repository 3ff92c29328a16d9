"""What there is to see in a search."""

from __future__ import annotations

import numpy as np

from core.stages.reinforcement.game_tree.tree import TreeFrame, TreeSettings
from core.wording import counted


def about_tree(settings: TreeSettings, frame: TreeFrame) -> str:
    """Say which move the search prefers, how clearly, and what perfect play says."""
    if frame.ended:
        return frame.ended
    if frame.best < 0:
        n = len(frame.moves)
        return (
            f"No game has been played in thought yet; {counted(n, 'move')} "
            f"{'is' if n == 1 else 'are'} possible."
        )
    at = int(np.flatnonzero(frame.moves == frame.best)[0])
    where = "column" if settings.game == "connect4" else "cell"
    text = (
        f"{frame.visits[at]:,} of {counted(frame.n_simulations, 'game')} in thought began with "
        f"{where} {frame.best + 1}; they ended {frame.values[at]:.2f} on average (1 is a win, "
        "−1 a loss)"
    )
    worth = {1.0: "a win", 0.0: "a draw", -1.0: "a loss"}.get(float(frame.perfect[at]))
    return f"{text}." if worth is None else f"{text}. With perfect play it is {worth}."
