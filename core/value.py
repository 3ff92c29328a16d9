"""What a control may be set to."""

from __future__ import annotations

from typing import TypeAlias

Value: TypeAlias = bool | int | float | str | tuple[str, ...] | None
