"""What scripts need that are still written as text: a playground's settings, our functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TypeVar

from core.export.scene import Scene
from core.tabular.calls import load
from core.value import Value

Settings = TypeVar("Settings")


def settings_of(kind: type[Settings], scene: Scene, values: Mapping[str, Value]) -> Settings:
    """Return a playground's settings, with the scene's experiment; unknown values are left out."""
    known = {item.name for item in fields(kind)}  # type: ignore[arg-type]
    own = {name: value for name, value in values.items() if name in known}
    return kind(scene.experiment, **own)  # type: ignore[call-arg]


def own(scene: Scene, entry: str) -> str:
    """Copy one of our functions (``module:name``) into the script; return its name there."""
    return scene.writer.name(load(entry))
