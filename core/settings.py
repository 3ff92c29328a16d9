"""Settings declared once: a frozen dataclass whose fields carry the control that sets them.

    class Settings(Declared):
        alpha: float = control("Step size α", "How far one surprise moves.", default=0.5, low=0.01)

`Settings.PARAMS` are the controls, `Settings.of(values)` the settings of a learner's values,
``settings.work()`` what a worker gets. Fields without a control, such as an experiment, are given
to `of` by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, Self, dataclass_transform

from core.params import Choice, Param, check_all


def control(
    label: str, help: str = "", *options: tuple[str, ...] | Choice, default: Any, **rest: Any
) -> Any:
    """Return a field with its default and the `Param` that draws, checks and links it.

    options : (id, label) or (id, label, help) of a choice. default : its type is the control's kind
    unless ``kind`` says so. rest : further fields of `Param`.
    """
    kind: Any = rest.pop("kind", None) or ("choice" if options else type(default).__name__)
    choices = tuple(o if isinstance(o, Choice) else Choice(*o) for o in options)
    param = Param("", label, kind, default, help, choices=choices, **rest)
    return field(default=default, metadata={"param": param})


@dataclass_transform(frozen_default=True, field_specifiers=(control, field))
class Declared:
    """Base of settings that are declared once; a subclass is a frozen dataclass by itself."""

    PARAMS: ClassVar[tuple[Param, ...]] = ()
    """The controls, in the order of the fields."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        dataclass(frozen=True)(cls)
        own = (item for item in fields(cls) if "param" in item.metadata)  # type: ignore[arg-type]
        cls.PARAMS = tuple(replace(item.metadata["param"], id=item.name) for item in own)

    @classmethod
    def of(cls, values: Mapping[str, object], /, **given: Any) -> Self:
        """Return the settings of ``values``, missing ones at their default; raise `BadValue`.

        values : by id; those of other controls are left out. given : fields without a control.
        """
        known = {param.id for param in cls.PARAMS}
        own = {name: value for name, value in values.items() if name in known}
        return cls(**dict(check_all(cls.PARAMS, own)), **given)

    def work(self) -> Self:
        """Return what a worker needs: light controls at their defaults, so that they start none."""
        light = {param.id: param.default for param in self.PARAMS if param.light}
        return replace(self, **light) if light else self  # type: ignore[type-var]


def param(settings: type[Declared], name: str, /, **changes: Any) -> Param:
    """Return one control of some settings, changed: shown only when, advanced, another default."""
    found = next(item for item in settings.PARAMS if item.id == name)
    return replace(found, **changes)
