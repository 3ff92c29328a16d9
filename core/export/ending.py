"""What an experiment's script ends with: a playground's example, copied, and its call."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from core.export.layout import call, text_of
from core.export.recipes import node_of, write_recipes
from core.export.scene import Scene, write_data, write_pipeline, write_split
from core.value import Value

Chosen: TypeAlias = Callable[[Scene, Mapping[str, Value]], Mapping[str, Any]]
"""``chosen(scene, values)``: arguments by name; raises what the page raises before it fits."""

FITTED = "pipeline"


def nothing(_scene: Scene, _values: Mapping[str, Value]) -> Mapping[str, Any]:
    """Choose nothing: the example takes its arguments from the script alone."""
    return {}


@dataclass(frozen=True)
class Ending:
    """An example that an experiment's script ends with.

    function : prints the numbers of the screen. A positional parameter is a variable of the script
    by its name (`core.export.scene.OWN_NAMES`): ``pipeline`` is fitted on ``X_train`` and
    ``y_train``. One that is keyword only is of ``chosen``. name : of the file, after the table's.
    """

    function: Callable[..., None]
    chosen: Chosen = nothing
    name: str = ""

    @property
    def file_part(self) -> str:
        """What the file's name says of the playground: by default the folder it lives in."""
        return self.name or self.function.__module__.split(".")[-2].rstrip("_")

    def write(self, scene: Scene, values: Mapping[str, Value]) -> None:
        """Write the script: data, split, what the example is given of pipelines, example, call."""
        chosen = self.chosen(scene, values)
        variables = variables_of(self.function)
        write_data(scene)
        write_split(scene)
        if FITTED in variables:
            write_pipeline(scene)
        write_recipes(scene)
        title, why = heading(self.function), words(self.function)
        before = set(scene.writer.definitions)
        arguments = self._arguments(scene, variables, chosen)
        name = scene.writer.name(self.function)
        scene.section(title, why, scene.definitions(set(scene.writer.definitions) - before))
        scene.section("Your settings", "", [text_of(call(name, arguments))])

    def _arguments(
        self, scene: Scene, variables: tuple[str, ...], chosen: Mapping[str, Any]
    ) -> list[Any]:
        defaults = {
            name: parameter.default
            for name, parameter in inspect.signature(self.function).parameters.items()
        }
        changed = {name: value for name, value in chosen.items() if value is not defaults[name]}
        changed = {
            name: value
            for name, value in changed.items()
            if type(value) is not type(defaults[name]) or value != defaults[name]
        }
        return [
            *(("", name) for name in variables),
            *((f"{name}=", node_of(scene, value)) for name, value in changed.items()),
        ]


def variables_of(function: Callable[..., None]) -> tuple[str, ...]:
    """Return the variables of the script that an example asks for: its positional parameters."""
    parameters = inspect.signature(function).parameters.values()
    return tuple(p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD)


def heading(function: Callable[..., None]) -> str:
    """Return the heading above an example: the first line of its module's docstring."""
    return _doc(function)[0].rstrip(".")


def words(function: Callable[..., None]) -> str:
    """Return what stands under that heading: the other lines of the docstring."""
    return "\n".join(line for line in _doc(function)[1:] if line)


def _doc(function: Callable[..., None]) -> list[str]:
    return str(inspect.getdoc(inspect.getmodule(function))).splitlines()


@dataclass(frozen=True)
class Text:
    """Until its playground has an example: ``part(scene, values)`` writes the whole script."""

    part: Callable[[Scene, Mapping[str, Value]], None]

    @property
    def file_part(self) -> str:
        """What the file's name says of the playground."""
        return self.part.__name__

    def write(self, scene: Scene, values: Mapping[str, Value]) -> None:
        """Write the script."""
        self.part(scene, values)
