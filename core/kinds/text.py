"""Text a learner types."""

from __future__ import annotations

from core.kinds.kind import Kind
from core.kinds.spec import BadValue, Spec
from core.untrusted import Unreadable, read_text, shown


class Text(Kind):
    """Any text that a page can show; what it means is for the playground to find out."""

    def check(self, param: Spec, value: object) -> str:
        """Return the text as it is."""
        return checked_text(param, value)

    def tries(self, param: Spec) -> tuple[str, ...]:
        """Return texts of which each means something in one of the notations of the course."""
        return ("another text", "x1 * x2", "1 1 1 2.5", "c4xS..G~r1x03", "0")


def checked_text(param: Spec, value: object) -> str:
    """Return ``value`` if it is text; raise `BadValue`."""
    try:
        return read_text(value)
    except Unreadable:
        raise BadValue(f"{param.label} must be text, not {shown(value)}.") from None
