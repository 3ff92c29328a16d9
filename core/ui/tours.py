"""Where a learner stands in a tour and what they had set before: plain values in the session."""

from __future__ import annotations

from typing import Any

from core.tabular.experiment import Experiment
from core.tabular.link import from_json
from core.ui import state


class Tour:
    """The tour of one playground, as the session keeps it.

    step : from 0, None while it is closed. vote : the option chosen, None before. before : what the
    prediction is judged by, as measured before its change.
    """

    def __init__(self, prefix: str) -> None:
        self._kept = state.tour(prefix)

    @property
    def step(self) -> int | None:
        """Where the learner stands."""
        return self._kept.get("step")

    @property
    def vote(self) -> int | None:
        """What the learner said."""
        return self._kept.get("vote")

    @property
    def before(self) -> Any:
        """What was measured before the change."""
        return self._kept.get("before")

    @before.setter
    def before(self, measured: Any) -> None:
        """Keep what is measured now, until the change."""
        self._kept["before"] = measured

    def begin(self, step: int | None) -> None:
        """Stand at a step, with nothing said yet."""
        self._kept.update(step=step, vote=None, before=None, counted=False)

    def answer(self, vote: int) -> None:
        """Keep what the learner says will happen."""
        self._kept.update(vote=vote, counted=False)

    def count(self) -> bool:
        """Whether this vote has not been counted yet; from now on it has."""
        fresh = not self._kept.get("counted", False)
        self._kept["counted"] = True
        return fresh

    def keep_mine(self, values: dict[str, Any]) -> None:
        """Keep what the learner had set before the tour moved anything."""
        self._kept["mine"] = [values, state.experiment_text()]

    def mine(self) -> tuple[dict[str, Any], Experiment | None]:
        """Return what the learner had set before the tour."""
        values, text = self._kept.pop("mine", ({}, None))
        return values, None if text is None else from_json(text)
