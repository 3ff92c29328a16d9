"""Where a learner stands in a tour and what they had set before: plain values in the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from core.course.lesson import Lesson
from core.params import Choice, Param
from core.tabular.experiment import Experiment
from core.tabular.link import from_json
from core.ui import state

TOUR = Param("tour", "the step of the tour", "text", "")
"""What an address may say of any tour; `tour_param` knows which steps there are."""


def tour_param(found: Lesson) -> Param:
    """Return the control that chooses a step, as an address has it."""
    choices = tuple(Choice(str(n + 1), str(n + 1)) for n in range(len(found.tour)))
    return replace(TOUR, kind="choice", default="1", choices=choices)


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

    @property
    def is_set(self) -> bool:
        """Whether what the step sets has been set."""
        return bool(self._kept.get("set", False))

    @is_set.setter
    def is_set(self, done: bool) -> None:
        """Keep whether it has."""
        self._kept["set"] = done

    @property
    def outcome(self) -> tuple[int, str] | None:
        """The place of the right option and why, once it is decided: later moves change nothing."""
        found = self._kept.get("outcome")
        return None if found is None else (found[0], found[1])

    def begin(self, step: int | None) -> None:
        """Stand at a step, with nothing set and nothing said yet."""
        self._kept.update(step=step, vote=None, before=None, outcome=None, set=False)

    def answer(self, vote: int) -> None:
        """Keep what the learner says will happen."""
        self._kept.update(vote=vote, outcome=None)

    def decide(self, right: int, why: str) -> None:
        """Keep how it came out."""
        self._kept["outcome"] = [right, why]

    def keep_mine(self, values: dict[str, Any]) -> None:
        """Keep what the learner had set before the tour moved anything."""
        self._kept.setdefault("mine", [values, state.experiment_text()])

    def move(self, ids: Mapping[str, Any]) -> None:
        """Note which controls the tour moves."""
        self._kept["moved"] = sorted({*self._kept.get("moved", []), *ids})

    def as_they_were(self, defaults: Mapping[str, Any]) -> dict[str, Any]:
        """Return the controls that the tour has moved as they were before it."""
        own = self._kept.get("mine", ({}, None))[0]
        return {
            name: own.get(name, defaults[name])
            for name in self._kept.get("moved", [])
            if name in defaults
        }

    def mine(self) -> tuple[dict[str, Any], Experiment | None]:
        """Return what the learner had set before the tour."""
        self._kept.pop("moved", None)
        values, text = self._kept.pop("mine", ({}, None))
        return values, None if text is None else from_json(text)
