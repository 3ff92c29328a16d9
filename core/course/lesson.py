"""Lessons: the idea of a playground, its formula in numbers, a tour with predictions, traps.

A playground's lesson stands in its folder, ``core/stages/<slug>/<playground>/lesson.py``, as
``LESSON``: prose and small functions of settings and answer, no drawing and no heavy import. It is
imported when its playground is opened.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeAlias
from zlib import crc32

from core.course import roadmap
from core.value import Value

_LOG = logging.getLogger(__name__)

Measure: TypeAlias = Callable[[Any, Any], Any]
"""``measure(settings, answer)``: what a prediction is judged by, a number or a tuple of plain
values."""


@dataclass(frozen=True)
class Sets:
    """What one click sets, on top of whatever the learner has set.

    values : controls by id. experiment : fields of the `Experiment`. sample : the sample that must
    be the active table first; "" where any will do.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    experiment: Mapping[str, Any] = field(default_factory=dict)
    sample: str = ""


@dataclass(frozen=True)
class Prediction:
    """A question about what a change will do, asked before it is made.

    ``id`` is ``"<slug>.<name>"``, unique and for ever: passports keep it. ``change`` : the controls
    that are set when the learner has answered. ``measure`` is taken of the answer before the change
    and after it; ``truth(before, after)`` is the place of the right option in ``options`` (2 to 4),
    None while it is undecided or where the question has no sense; ``why(before, after)`` is one
    sentence with these numbers. surprises : most beginners answer wrongly. always : why the truth
    is the same whatever the settings, where that is the point; else it must depend on them.
    undecided : what to do when the truth is None.
    """

    id: str
    ask: str
    options: tuple[str, ...]
    change: Mapping[str, Value] | Sets
    measure: Measure
    truth: Callable[[Any, Any], int | None]
    why: Callable[[Any, Any], str]
    surprises: bool = False
    always: str = ""
    undecided: str = "With these settings the question has no clear answer: set the controls again."

    @property
    def places(self) -> tuple[int, ...]:
        """The options' places as they are offered: for half of the questions from the end.

        Whoever writes a question tends to keep its truth for last; where it stands must not tell.
        """
        places = tuple(range(len(self.options)))
        return places[::-1] if crc32(self.id.encode()) % 2 else places

    @property
    def sets(self) -> Sets:
        """What the change sets."""
        return self.change if isinstance(self.change, Sets) else Sets(dict(self.change))


@dataclass(frozen=True)
class Step:
    """One stop of a tour.

    text : one or two sentences on what to look at (Markdown). look : what lights up, a control's id
    or one of `PLACES`. sets : controls set by one click before anything is asked. predict : what is
    asked. until : ``until(settings, answer)`` is true when the learner has done what the step asks
    for by hand.
    """

    text: str
    look: str = "picture"
    sets: Mapping[str, Value] | Sets = field(default_factory=dict)
    predict: Prediction | None = None
    until: Callable[[Any, Any], bool] | None = None

    @property
    def setting(self) -> Sets:
        """What the step sets."""
        return self.sets if isinstance(self.sets, Sets) else Sets(dict(self.sets))


PLACES = ("picture", "notice", "controls", "missions")
"""What a step can light up beside a control."""


@dataclass(frozen=True)
class Trap:
    """A misconception, and the playground's values that refute it.

    ``refuted(settings, answer)`` is true of the answer to these values: a test follows it.
    """

    belief: str
    instead: str
    sets: Mapping[str, Value] | Sets
    refuted: Callable[[Any, Any], bool]

    @property
    def setting(self) -> Sets:
        """What shows it."""
        return self.sets if isinstance(self.sets, Sets) else Sets(dict(self.sets))


@dataclass(frozen=True)
class Reading:
    """A place to go on: documentation, an open book's chapter, a paper, a free course."""

    author: str
    title: str
    url: str


@dataclass(frozen=True)
class Lesson:
    """What a playground teaches.

    idea : 60 to 140 words (Markdown): what it is, a picture in words, why an ML engineer needs it.
    formula : the one formula, LaTeX. numbers : ``numbers(settings, answer)`` is the same formula
    with the learner's present numbers, LaTeX; "" where they have none. words : terms of the
    glossary that the idea uses first. tour : three to six steps. traps : one to three. on_the_job :
    where this decides something real. more : two to five places to go on.
    """

    idea: str
    formula: str
    numbers: Callable[[Any, Any], str]
    tour: tuple[Step, ...]
    traps: tuple[Trap, ...]
    on_the_job: str
    more: tuple[Reading, ...]
    words: tuple[str, ...] = ()

    @property
    def predictions(self) -> tuple[Prediction, ...]:
        """What the tour asks, in its order."""
        return tuple(step.predict for step in self.tour if step.predict is not None)


@lru_cache(maxsize=256)
def of(slug: str, playground: str) -> Lesson | None:
    """Return a playground's lesson, None if it has none yet.

    >>> of("neural_networks", "perceptron").tour[0].look
    'picture'
    """
    name = f"core.stages.{slug}.{roadmap.folder(playground)}.lesson"
    if find_spec(name) is None:
        return None
    found: Lesson = import_module(name).LESSON
    return found


def place_of(prediction_id: str) -> tuple[str, int] | None:
    """Return the playground and the step, from 0, that ask a prediction; None if none does.

    Imports the lessons of its stage.

    >>> place_of("neural_networks.rate_from_zero")
    ('perceptron', 1)
    """
    slug = prediction_id.partition(".")[0]
    for name in roadmap.built(slug) if slug in roadmap.ORDER else ():
        found = of(slug, name)
        for place, step in enumerate(found.tour if found is not None else ()):
            if step.predict is not None and step.predict.id == prediction_id:
                return name, place
    return None


def asked_of(what: str, function: Callable[[Any, Any], Any], one: Any, two: Any) -> Any:
    """Return what a lesson's function says; None where it fails, for it must not take a page down.

    what : names the function in the log.
    """
    try:
        return function(one, two)
    except Exception:  # noqa: BLE001 - the one boundary between a lesson and its page
        _LOG.warning("a lesson failed at %s", what, exc_info=True)
        return None


def measured(prediction: Prediction, settings: Any, answer: Any) -> Any:
    """Return what a prediction is judged by, None if the answer does not have it."""
    return asked_of(prediction.id, prediction.measure, settings, answer)


def truth(prediction: Prediction, before: Any, after: Any) -> int | None:
    """Return the place of the right option; None while it is undecided."""
    if before is None or after is None:
        return None
    found: int | None = asked_of(prediction.id, prediction.truth, before, after)
    return found if found is not None and 0 <= found < len(prediction.options) else None
