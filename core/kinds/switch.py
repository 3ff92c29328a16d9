"""On or off."""

from __future__ import annotations

from core.kinds.kind import Kind
from core.kinds.spec import BadValue, Spec
from core.untrusted import shown
from core.value import Value


class Switch(Kind):
    """A truth value; no number and no text is one, but for "true" and "false" in an address."""

    def check(self, param: Spec, value: object) -> bool:
        """Return a truth value as it is."""
        if isinstance(value, bool):
            return value
        raise BadValue(f"{param.label} is either on or off, not {shown(value)}.")

    def tries(self, param: Spec) -> tuple[bool, bool]:
        """Return both."""
        return (True, False)

    def read(self, param: Spec, text: str) -> bool:
        """Return what is written, in capitals or not."""
        found = {"true": True, "false": False}.get(text.strip().lower())
        if found is None:
            raise BadValue(f"{param.label} is either true or false, not {shown(text)}.")
        return found

    def spell(self, param: Spec, value: Value) -> str:
        """Return "true" or "false"."""
        return str(value).lower()

    def damaged(self, param: Spec) -> tuple[str, ...]:
        """Return other words for yes and no, too."""
        return (*super().damaged(param), "on", "yes", "1", "TRUE ", "fals")
