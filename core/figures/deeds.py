"""What a learner can do below a picture, as data: a deed's effect is values of controls.

A page shows these blocks like any others (`core.ui.deeds`); a test reads them and follows them
without a browser. What a deed does is a `Move`, or plain values where the experiment stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from core.params import Param
from core.value import Value

if TYPE_CHECKING:
    from core.figures.blocks import Block
    from core.tabular.experiment import Experiment

Values: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True)
class Move:
    """Controls moved to ``values``, and the experiment changed to another."""

    values: Values = field(default_factory=dict)
    experiment: Experiment | None = None


Effect: TypeAlias = Values | Move


@dataclass(frozen=True)
class Button:
    """A button that moves controls. ``shortcut``: the key that presses it, such as "Left"."""

    key: str
    label: str
    effect: Effect
    icon: str = ""
    help: str = ""
    disabled: bool = False
    shortcut: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Field:
    """A control that starts at ``value``; another value moves controls, by ``effect(value)``.

    With a new start it is a new field: what the picture says and what the field says agree.
    ``bare``: it starts at nothing, and choosing is the deed.
    """

    key: str
    param: Param
    value: Value
    effect: Callable[[Any], Effect]
    bare: bool = False


@dataclass(frozen=True)
class Form:
    """Controls that take effect together, by a button: ``effect(values by id)``."""

    key: str
    params: tuple[Param, ...]
    button: str
    effect: Callable[[Values], Effect]


@dataclass(frozen=True)
class Download:
    """A file to take along. ``content`` may be a function, for what is only made when asked for."""

    label: str
    file_name: str
    content: bytes | str | Callable[[], bytes | str]
    mime: str
    icon: str = ":material/download:"
    help: str = ""


@dataclass(frozen=True)
class Upload:
    """A file to bring. What is kept of it reaches the settings as ``Context.files[key]``.

    ``check(content)`` raises a `PlaygroundError` for a file that is not taken; ``then(content)``
    are the blocks that say what was brought and what can be done with it. It stays in the session:
    no link carries it.
    """

    key: str
    label: str
    types: tuple[str, ...]
    most_bytes: int
    check: Callable[[bytes], object]
    then: Callable[[bytes], tuple[Block, ...]]
    help: str = ""


@dataclass(frozen=True)
class Small:
    """A remark in small type: Markdown of ours; a learner's text goes in through `escape` only."""

    text: str


@dataclass(frozen=True)
class Formula:
    """A formula in LaTeX, on a line of its own."""

    latex: str


@dataclass(frozen=True)
class Beside:
    """Deeds side by side, each as wide as it is; they wrap where the screen is narrow."""

    items: tuple[Block, ...]
    bottom: bool = False


@dataclass(frozen=True)
class Fold:
    """Blocks behind a label: unfolded in place, or over the page where ``over`` says so.

    ``opened``: open at first.
    """

    key: str
    label: str
    items: tuple[Block, ...]
    icon: str = ""
    over: bool = False
    opened: bool = False


@dataclass(frozen=True)
class RowForm:
    """One control per column for one row, and what a worker answers about the row as it is now.

    row : plain values by column, None for a gap, ISO text for dates. ``table``: what is known of
    its columns. ``ask(changes)`` -> (function,
    settings) of the call, where changes are (column, value) pairs that differ from ``row``; its
    answer is shown above the form by ``show(answer)``. ``label`` names the call while it runs.
    """

    key: str
    row: Mapping[str, Any]
    table: Any  # core.playground.TableFacts
    ask: Callable[[tuple[tuple[str, Any], ...]], tuple[Callable[..., Any], Any]]
    show: Callable[[Any], tuple[Block, ...]]
    label: str
    affinity: str = ""


def moves(effect: Effect) -> Move:
    """Return what a deed does as a `Move`."""
    return effect if isinstance(effect, Move) else Move(effect)


def inside(blocks: tuple[Block, ...]) -> tuple[Any, ...]:
    """Return all blocks, those inside others too: for a test that looks for a deed."""
    found: list[Any] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, Beside | Fold):
            found.extend(inside(block.items))
    return tuple(found)
