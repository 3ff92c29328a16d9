"""What a test must know of a playground to see all it does, beside what it can read off it.

It stands in the playground's folder, ``core/stages/<slug>/<playground>/situations.py``, as
``SITUATIONS``; most playgrounds need none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from core.course import roadmap
from core.value import Value

Values = Mapping[str, Value]


@dataclass(frozen=True)
class Situations:
    """All by a control's id.

    quick : what makes a run short in which every control still does what it does.
    tries : values to try of a control whose kind cannot guess any, such as a text in a notation.
    needed : what else must be set before a control, or a part of the experiment that has controls
    here, can show what it does.
    in_words : controls that are an answer of the learner's: whether it is right stands in the
    sentence, not in the picture.
    below : controls whose effect is among the deeds below the picture.
    small : what makes it as short as can be, on odd tables, where only how it looks counts.
    rare : values of a choice that take too long even so: looked at on two of these tables.
    experiment : fields of the `Experiment` without which an odd table shows nothing.
    fixed : words of its sentence that hold a number which is nobody's answer, such as "95 %".
    """

    quick: Values = field(default_factory=dict)
    tries: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    needed: Mapping[str, Values] = field(default_factory=dict)
    in_words: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    small: Values = field(default_factory=dict)
    rare: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    experiment: Mapping[str, Any] = field(default_factory=dict)
    fixed: tuple[str, ...] = ()


def of(slug: str, playground_id: str) -> Situations:
    """Return a playground's situations, none if it has no such file.

    >>> of("reinforcement", "bandits").quick
    {'n_runs': 40}
    """
    name = f"core.stages.{slug}.{roadmap.folder(playground_id)}.situations"
    if find_spec(name) is None:
        return Situations()
    found: Situations = import_module(name).SITUATIONS
    return found
