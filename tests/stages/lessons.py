"""Walk a lesson without Streamlit: what its steps set, and what their predictions come to."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from core.course.lesson import Lesson, Prediction, Sets, Step, measured, of, truth
from core.errors import PlaygroundError
from core.kinds import KINDS
from core.tabular.experiment import Experiment
from core.value import Value
from tests.catalogue import PLACES, Place
from tests.pages.walk import FIRST_PICTURES, Stop, defaults, start, walk
from tests.pages.walk import facts as facts_afresh

SAMPLE = "messy_customers"
WITHOUT = {("roadmap", "map"), ("roadmap", "passport")}
"""Nothing is learnt there but the way."""
TAUGHT = [place for place in PLACES if (place.slug, place.id) not in WITHOUT]
WITH = [place for place in TAUGHT if of(place.slug, place.id) is not None]
N_AROUND = 20
SOON, WHOLE_RUN = 12, 100_000
"""Pictures of a run that is only watched live: after some seconds, and at its end."""
facts = lru_cache(maxsize=4)(facts_afresh)
"""A class looks at its table many times."""
LEFT = ("seed", "data_seed")
"""What always varies around a step."""


def lesson_of(place: Place) -> Lesson:
    """The lesson, which must be there."""
    found = of(place.slug, place.id)
    assert found is not None, f"write core/stages/{place.slug}/{place.folder}/lesson.py: LESSON"
    return found


class Class:
    """A learner in front of one playground: the defaults, then whatever is set."""

    def __init__(self, place: Place, /, **values: Value) -> None:
        self.place = place
        self.playground = place.playground
        self.values: dict[str, Value] = dict(values)
        self.changes: dict[str, Any] = {}
        self.sample = SAMPLE

    def then(self, sets: Sets) -> Class:
        """The same learner after one click."""
        after = Class(self.place, **{**self.values, **sets.values})
        after.changes = {**self.changes, **sets.experiment}
        after.sample = sets.sample or self.sample
        return after

    @property
    def params(self) -> tuple[Any, ...]:
        """The controls as the table fills them."""
        return self.playground.offered(self._table, self._experiment)

    @property
    def _table(self) -> Any:
        return facts(self.sample)[0]

    @property
    def _experiment(self) -> Experiment:
        return replace(start(self._table), **self.changes)

    def looks(self) -> Iterator[Stop]:
        """What the page comes to: at once, or where it is only watched live, soon and at its end.

        Whoever asks stops as soon as the answer says enough, as a learner would.
        """
        live = self.playground.live_only
        for pictures in (SOON, WHOLE_RUN) if live else (FIRST_PICTURES,):
            yield self.look(pictures)

    def look(self, pictures: int = FIRST_PICTURES) -> Stop:
        """Walk the trip; raise what the page would refuse."""
        table, frame = facts(self.sample)
        values = {**defaults(self.params), **self.values}
        return walk(self.playground, values, self._experiment, frame, table, pictures=pictures)


def outcome(before: Class, asked: Prediction) -> tuple[int | None, str]:
    """The place of the right option and the sentence after it, for a learner at a step."""
    for first, second in zip(before.looks(), before.then(asked.sets).looks(), strict=True):
        one = measured(asked, first.settings, first.answer)
        two = measured(asked, second.settings, second.answer)
        found = truth(asked, one, two)
        if found is not None:
            return found, asked.why(one, two)
    return None, ""


def around(place: Place, step: Step, n: int) -> Iterator[Class]:
    """Learners near a step: it is set, their seeds and one other control are anywhere."""
    rng = random.Random(f"{place}-{step.text}")
    asked = Sets() if step.predict is None else step.predict.sets
    fixed = {*step.setting.values, *asked.values}
    for number in range(n):
        learner = Class(place).then(step.setting)
        free = [p for p in learner.params if p.id not in fixed and not p.advanced]
        moved = {p.id: number + 1 for p in learner.params if p.id in LEFT and p.id not in fixed}
        if free and number % 2:
            param = rng.choice(free)
            others = KINDS[param.kind].others(param)
            moved |= {param.id: rng.choice(others)} if others else {}
        yield learner.then(Sets(moved, {"seed": number} | dict(step.setting.experiment)))


def outcomes(place: Place, step: Step, n: int = N_AROUND) -> list[int | None]:
    """What a step's prediction comes to around it; what the page refuses is undecided."""
    assert step.predict is not None
    return [outcome_or_none(learner, step.predict) for learner in around(place, step, n)]


def outcome_or_none(learner: Class, asked: Prediction) -> int | None:
    """What a prediction comes to for one learner; None also where the page refuses."""
    try:
        return outcome(learner, asked)[0]
    except PlaygroundError:
        return None


def steps_with_predictions(place: Place) -> list[Step]:
    """The steps of its tour that ask something."""
    return [step for step in lesson_of(place).tour if step.predict is not None]


def legal(learner: Class, sets: Sets) -> Mapping[str, Value]:
    """The values that a click sets, checked against the controls that are there."""
    params = {param.id: param for param in learner.then(sets).params}
    for name, value in sets.values.items():
        assert name in params, f"{learner.place} has no control {name!r}"
        assert params[name].clean(value) == value, f"{name} cannot be {value!r}"
    return sets.values
