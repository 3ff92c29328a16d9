"""Settings declared once: a frozen dataclass whose fields carry the control that sets them.

    class Settings(Declared):
        alpha: float = control("Step size α", "How far one surprise moves.", default=0.5, low=0.01)

`Settings.PARAMS` are the controls, `Settings.of(values)` the settings of a learner's values,
``settings.work()`` what a worker gets. Fields without a control, such as an experiment, are given
to `of` by name. A playground that shows controls of several settings borrows them: `param` and
`params`; settings that share a control with others say so: `borrowed`.
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
    (text where there are no options) unless ``kind`` says so. rest : further fields of `Param`.
    """
    plain = "choice" if options else {str: "text"}.get(type(default), type(default).__name__)
    kind: Any = rest.pop("kind", plain)
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
        cls.PARAMS = controls(cls)

    @classmethod
    def of(cls, values: Mapping[str, object], /, **given: Any) -> Self:
        """Return the settings of ``values``, missing ones at their default; raise `BadValue`.

        values : by id; those of other controls are left out. given : fields without a control.
        """
        known = {param.id for param in cls.PARAMS}
        own = {name: value for name, value in values.items() if name in known}
        return cls(**dict(check_all(cls.PARAMS, own)), **given)

    def check(self) -> None:
        """Raise `BadValue` for a value that its control does not allow."""
        check_all(self.PARAMS, {param.id: getattr(self, param.id) for param in self.PARAMS})

    def work(self) -> Self:
        """Return what a worker needs: light controls at their defaults, so that they start none."""
        light = {param.id: param.default for param in self.PARAMS if param.light}
        return replace(self, **light) if light else self  # type: ignore[type-var]


def controls(settings: type) -> tuple[Param, ...]:
    """Return the controls that the fields of a dataclass carry, in their order.

    A plain dataclass may carry some too, where it has a field called as a method of `Declared`.
    """
    own = (item for item in fields(settings) if "param" in item.metadata)
    return tuple(replace(item.metadata["param"], id=item.name) for item in own)


def param(settings: type, name: str, /, **changes: Any) -> Param:
    """Return one control of some settings, changed: shown only when, advanced, another default."""
    return replace({item.id: item for item in controls(settings)}[name], **changes)


def params(settings: type, /, *names: str, **changes: Any) -> tuple[Param, ...]:
    """Return some controls of some settings, all changed alike."""
    return tuple(param(settings, name, **changes) for name in names)


def borrowed(settings: type, name: str, /, **changes: Any) -> Any:
    """Return a field with the control and the default of another settings' field, changed.

    It is no field specifier for type checkers: they take it for the default, as it is meant.
    """
    found = param(settings, name, **changes)
    return field(default=found.default, metadata={"param": found})
