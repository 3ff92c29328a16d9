"""What is said of a control, as data: all that its kind reads to judge a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from core.errors import PlaygroundError
from core.value import Value

Role: TypeAlias = Literal[
    "any", "column", "second column", "columns", "feature", "features", "number",
    "second number", "suited number", "order", "target", "class", "row", "metric", "scheme",
    "method", "leak", "step", "setting",
]  # fmt: skip
"""What fills a parameter from the active table and the experiment (`core.table_choices`)."""


class BadValue(PlaygroundError):
    """A value outside what its control allows."""


@dataclass(frozen=True)
class Choice:
    """One option of a choice: ``id`` in URL and code, ``label`` on the screen.

    ``knob`` is the number that comes with it in a lineup, None where none does.
    """

    id: str
    label: str
    help: str = ""
    knob: Spec | None = None


@dataclass(frozen=True)
class Spec:
    """What a `core.params.Param` says of its control.

    ``kind`` is the name of one of `core.kinds.KINDS`. ``low`` and ``high`` are inclusive and in
    ``unit``; of a lineup they are the fewest and the most entries. ``scale="log"`` asks for a
    slider over powers. ``optional`` allows None ("no limit").
    ``role`` says what fills it from the active table and the experiment, so that it travels with
    them and not on its own; "any": nothing does.
    ``light`` marks a control whose effect is small arithmetic on an answer that is already here
    (it never starts work). ``advanced`` puts the control behind "More settings". ``colours`` are
    those of the palette that ``points`` are drawn in. ``when`` names another choice and the values
    of it that make this one matter; otherwise, and where that one is not shown itself, it is not
    shown and keeps its default. ``switch`` is what the switch of an ``optional`` one says, where
    "Limit ..." does not fit, and ``begins`` the number at which it is switched on, where ``low``
    would not do. ``up_to`` names a
    control before this one whose number is how many of the ``choices`` are offered. ``typed``: a
    field to type a number into, where a slider would do. ``lines`` : how many lines of a text are
    seen at once; more than one, and it may have several.
    """

    id: str
    label: str
    kind: str
    default: Value
    help: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    scale: Literal["linear", "log"] = "linear"
    optional: bool = False
    role: Role = "any"
    light: bool = False
    advanced: bool = False
    when: tuple[str, tuple[Value, ...]] | None = None
    colours: tuple[int, ...] = ()
    switch: str = ""
    begins: float | None = None
    up_to: str = ""
    typed: bool = False
    lines: int = 1
