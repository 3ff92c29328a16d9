"""A script that runs alone and prints the numbers of one playground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from core.export.data import data_name, stem_of
from core.export.ending import Ending
from core.export.example import exported
from core.export.reading import Look, Reading, read_and_look
from core.export.scene import scene_of
from core.tabular.experiment import Experiment
from core.tabular.shown import predictions
from core.value import Value

if TYPE_CHECKING:
    import pandas as pd

PREDICTIONS = Ending(predictions, name="predictions")
"""The plainest end of a script: the answer for each test row."""


@dataclass(frozen=True)
class ExportSettings:
    """Which experiment, and which playground's numbers.

    ``values`` are that playground's own settings, such as the threshold.
    """

    experiment: Experiment
    ending: Ending = PREDICTIONS
    values: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True)
class Script:
    """``code`` to save as ``file_name`` beside the table, which it reads as ``data_name``.

    ``exact`` : it reads the learner's own file with public packages alone.
    """

    code: str
    file_name: str = ""
    data_name: str = ""
    exact: bool = True


@dataclass(frozen=True)
class ReadTable:
    """An order for a script that reads a table and ends with an example of it: a worker makes it.

    function : of a playground's ``example.py``. reading : ``reading(settings)`` finds out how a
    script reads the table; raises what reading raises.
    """

    function: Look
    reading: Callable[[Any], Reading]
    settings: Any


@dataclass(frozen=True)
class Example:
    """An order for an example as a file that runs alone: a worker makes it.

    function : ``function(settings)`` prints the numbers of the screen; of a playground's
    ``example.py``. arrange : what makes its argument of ``settings`` where they only name
    something, such as an entry of a catalogue, which would have to be copied whole.
    """

    function: Callable[[Any], None]
    settings: Any
    arrange: Callable[[Any], Any] | None = None

    @property
    def argument(self) -> Any:
        """What the function is called with; raises what ``arrange`` raises."""
        return self.settings if self.arrange is None else self.arrange(self.settings)


def order(settings: Any, ending: Ending) -> ExportSettings:
    """Return the order for a script with ``ending`` and all of ``settings`` but the experiment.

    settings : a frozen dataclass with a field ``experiment``; its other fields are plain values.
    """
    names = (field.name for field in fields(settings) if field.name != "experiment")
    values = tuple((name, getattr(settings, name)) for name in sorted(names))
    return ExportSettings(settings.experiment, ending, values)


def written(order: ReadTable | Example) -> Script:
    """Return the script that an order asks for; raises what its writer raises."""
    if isinstance(order, Example):
        return Script(exported(order.function, order.argument))
    reading = order.reading(order.settings)
    code, name = read_and_look(reading, order.function), reading.table_name
    return Script(code, f"{stem_of(name)}_load.py", data_name(name), reading.exact)


def experiment_script(settings: ExportSettings, frame: pd.DataFrame) -> Script:
    """Return the script of an experiment on ``frame`` (the table as read).

    Plans but does not fit. Raises the `PlaygroundError` that fitting would raise before it starts.
    """
    scene = scene_of(settings.experiment, frame)
    settings.ending.write(scene, dict(settings.values))
    name = settings.experiment.table_name
    return Script(scene.code(), f"{stem_of(name)}_{settings.ending.file_part}.py", data_name(name))
