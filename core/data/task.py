"""What a target asks for."""

from __future__ import annotations

from typing import Literal, TypeAlias

Task: TypeAlias = Literal["classification", "regression"]
"""A class to name, or a number to tell."""
