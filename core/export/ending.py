"""What an experiment's script ends with: a playground's example, copied, and its call."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from core.export.layout import call, text_of
from core.export.recipes import write_recipes
from core.export.scene import (
    Scene,
    is_recipe,
    write_data,
    write_pipeline,
    write_split,
)
from core.export.source import Name
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
        """Write the script: data, split, pipeline where it is asked for, example and call."""
        chosen = self.chosen(scene, values)
        variables = variables_of(self.function)
        write_data(scene)
        write_split(scene)
        if FITTED in variables:
            write_pipeline(scene)
        write_recipes(scene)
        changed = self._changed(chosen)
        recipes = [self._recipe(scene, changed, name) for name in _with_recipes(changed)]
        before = set(scene.writer.definitions)
        arguments = [(f"{name}=", scene.writer.node(value)) for name, value in changed.items()]
        name = scene.writer.name(self.function)
        helpers = scene.definitions(set(scene.writer.definitions) - before)
        scene.section(heading(self.function), words(self.function), helpers)
        written = call(name, [*(("", variable) for variable in variables), *arguments])
        scene.section("Your settings", "", [*recipes, text_of(written)])

    def _recipe(self, scene: Scene, changed: dict[str, Any], name: str) -> str:
        """Return the line of a recipe, which is too long for a call; leave its variable there."""
        variable = scene.writer.claim(name, f"chosen:{name}")
        node = scene.writer.node(changed[name])
        changed[name] = Name(variable)
        return f"{variable} = {text_of(node, before=len(variable) + 3)}"

    def _changed(self, chosen: Mapping[str, Any]) -> dict[str, Any]:
        """Return what differs from the function's own defaults."""
        parameters = inspect.signature(self.function).parameters
        defaults = {name: parameter.default for name, parameter in parameters.items()}
        changed = {name: value for name, value in chosen.items() if value is not defaults[name]}
        return {
            name: value
            for name, value in changed.items()
            if type(value) is not type(defaults[name]) or value != defaults[name]
        }


def _with_recipes(chosen: Mapping[str, Any]) -> list[str]:
    """Return the names of what is or holds an unfitted pipeline."""
    return [name for name, value in chosen.items() if _holds_recipe(value)]


def _holds_recipe(value: Any) -> bool:
    inner = value.values() if isinstance(value, dict) else value
    return is_recipe(value) or (isinstance(value, dict | list) and any(map(_holds_recipe, inner)))


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
