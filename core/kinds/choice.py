"""One of a few choices: the code says their ids, the page and the address their labels."""

from __future__ import annotations

from core.kinds.kind import Kind
from core.kinds.spec import BadValue, Spec
from core.untrusted import shown
from core.value import Value


class OneOf(Kind):
    """The id of one of the choices."""

    def check(self, param: Spec, value: object) -> str:
        """Return an id that there is."""
        known = ids(param)
        if isinstance(value, str) and value in known:
            return value
        raise BadValue(f"{param.label} must be one of {', '.join(known)}, not {shown(value)}.")

    def tries(self, param: Spec) -> tuple[str, ...]:
        """Return all ids."""
        return ids(param)

    def read(self, param: Spec, text: str) -> str:
        """Return the choice with this label or, as the code spells it, this id."""
        return id_of(param, text)

    def spell(self, param: Spec, value: Value) -> str:
        """Return the label, by which the page finds a choice."""
        return label_of(param, value)

    def damaged(self, param: Spec) -> tuple[str, ...]:
        """Return labels and ids that are nearly right, too."""
        near = tuple(f"{choice.label} " for choice in param.choices[:2])
        return (*super().damaged(param), *near, *(name.upper() for name in ids(param)[:2]))


def ids(param: Spec) -> tuple[str, ...]:
    """Return the ids of the choices, in their order."""
    return tuple(choice.id for choice in param.choices)


def id_of(param: Spec, text: str) -> str:
    """Return the id of the choice with this label, the text itself if there is none."""
    by_label = {choice.label: choice.id for choice in param.choices}
    return by_label.get(text, text)


def label_of(param: Spec, value: Value) -> str:
    """Return the label of the choice with this id, the id itself if there is none."""
    return next((choice.label for choice in param.choices if choice.id == value), str(value))
