"""Settings declared once: a frozen dataclass whose fields carry the control that sets them.

    class Settings(Declared):
        alpha: float = control("Step size α", "How far one surprise moves.", default=0.5, low=0.01)

`Settings.PARAMS` are the controls, `Settings.of(values)` the settings of a learner's values,
``settings.work()`` what a worker gets. Fields without a control, such as an experiment, are given
to `of` by name. A playground that shows controls of several settings borrows them: `param` and
`params`; settings that share a control with others say so: `borrowed`. A text that is read into
something else says by what (``read``); settings that stand whole in others are a `part`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from typing import Any, ClassVar, Protocol, Self, dataclass_transform

from core.params import Choice, Param, check_all


class Entry(Protocol):
    """An entry of a catalogue that can be chosen."""

    @property
    def id(self) -> str:
        """Its name in addresses and code."""

    @property
    def label(self) -> str:
        """Its name on the screen."""

    @property
    def help(self) -> str:
        """What it is, in a sentence."""


def same(value: Any) -> Any:
    """Return a value as it is: most controls are read so."""
    return value


def control(
    label: str,
    help: str = "",
    *options: tuple[str, ...] | Entry,
    default: Any,
    read: Callable[[Any], Any] = same,
    **rest: Any,
) -> Any:
    """Return a field with its default and the `Param` that draws, checks and links it.

    options : of a choice, each (id, label), (id, label, help) or an entry of a catalogue.
    default : its type is the control's kind (text where there are no options) unless ``kind`` says
    so. read : a legal value -> what the field holds; it may raise a `PlaygroundError`. rest :
    further fields of `Param`.
    """
    plain = "choice" if options else {str: "text"}.get(type(default), type(default).__name__)
    kind: Any = rest.pop("kind", plain)
    choices = tuple(_choice(option) for option in options)
    param = Param("", label, kind, default, help, choices=choices, **rest)
    return _field(param, read)


def _choice(option: tuple[str, ...] | Entry) -> Choice:
    if isinstance(option, Choice):
        return option
    if isinstance(option, tuple):
        name, label, help_ = (*option, "")[:3]
        return Choice(name, label, help_)
    return Choice(option.id, option.label, option.help)


def _field(param: Param, read: Callable[[Any], Any]) -> Any:
    return field(default=read(param.default), metadata={"param": param, "read": read})


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
        checked = dict(check_all(map(_open, cls.PARAMS), own))
        return cls(**{item.name: _held(item, checked) for item in _own(cls)}, **given)

    def check(self) -> None:
        """Raise `BadValue` for a value that its control does not allow.

        What was read from a text has been checked by its reader.
        """
        for item in _own(type(self)):
            value = getattr(self, item.name)
            if "part" in item.metadata:
                value.check()
            elif item.metadata["read"] is same:
                _open(item.metadata["param"]).check(value)

    def work(self) -> Self:
        """Return what a worker needs: light controls at their defaults, so that they start none."""
        light = {item.name: item.default for item in _own(type(self)) if _is_light(item)}
        return replace(self, **light) if light else self  # type: ignore[type-var]


def _own(settings: type) -> list[Field[Any]]:
    """Return the fields that have controls."""
    return [
        item for item in fields(settings) if "param" in item.metadata or "part" in item.metadata
    ]


def _held(item: Field[Any], values: Mapping[str, object]) -> Any:
    """Return what a field with controls holds for legal ``values``."""
    if "part" in item.metadata:
        return item.metadata["part"].of(values)
    return item.metadata["read"](values[item.name])


def _open(param: Param) -> Param:
    """Return a control that only the active table has choices for as one that takes any of them."""
    filled = param.kind == "choice" and param.role != "any" and not param.choices
    return replace(param, kind="text") if filled else param


def _is_light(item: Field[Any]) -> bool:
    return "param" in item.metadata and item.metadata["param"].light


def controls(settings: type) -> tuple[Param, ...]:
    """Return the controls that the fields of a dataclass carry, in their order.

    A plain dataclass may carry some too, where it has a field called as a method of `Declared`.
    """
    return tuple(param for item in _own(settings) for param in _controls(item))


def _controls(item: Field[Any]) -> tuple[Param, ...]:
    if "part" in item.metadata:
        return controls(item.metadata["part"])
    return (replace(item.metadata["param"], id=item.name),)


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
    read = {item.name: item for item in _own(settings)}[name].metadata["read"]
    return _field(found, read)


def part(settings: type[Declared]) -> Any:
    """Return a field that holds other settings, whose controls stand here in its place.

    It is no field specifier either. Light controls of a part are left as they are by `work`.
    """
    return field(default=settings(), metadata={"part": settings})
