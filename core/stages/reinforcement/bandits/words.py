"""What there is to see in a race of policies."""

from __future__ import annotations

import numpy as np

from core.stages.reinforcement.bandits.run import BanditFrame
from core.stages.reinforcement.bandits.settings import LATELY, POLICIES
from core.wording import counted

_POLICY_LABELS = {spec.id: spec.label for spec in POLICIES}


def about_bandits(frame: BanditFrame) -> str:
    """Say who has lost least and most against the best arm, and how often it was pulled."""
    known = np.flatnonzero(np.isfinite(frame.regret[0]))
    if not len(known):
        low, high = frame.means.min(), frame.means.max()
        return (
            f"Nobody has pulled yet. The first run's arms pay between {low:.2f} and {high:.2f} on "
            "average, and no policy knows which is which."
        )
    last = known[-1]
    order = np.argsort(frame.regret[:, last], kind="stable")
    names = [_POLICY_LABELS[name] for name in frame.policies]
    best, worst = int(order[0]), int(order[-1])
    share, n_pulls = frame.lately[best], int(frame.at[last])
    text = (
        f"After {counted(n_pulls, 'pull')} {names[best]} has missed "
        f"{frame.regret[best, last]:.1f} against always pulling the best arm, which it was in "
        f"{share:.0%} of its last {counted(min(n_pulls, LATELY), 'pull')}"
    )
    if best == worst:
        return f"{text}."
    low, high = frame.regret_low[worst, last], frame.regret_high[worst, last]
    luck = f", in 8 of 10 runs {low:.1f} to {high:.1f}" if np.isfinite(low) else ""
    return f"{text}; {names[worst]} has missed {frame.regret[worst, last]:.1f}{luck}."
