"""What a page asks of the export: a playground's own settings as one order."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from core.export.script import ExportSettings


def order(settings: Any, part: str) -> ExportSettings:
    """Return the order for the code of ``part`` with all of ``settings`` but the experiment.

    settings : a frozen dataclass with a field ``experiment``; its other fields are plain values.
    """
    names = (field.name for field in fields(settings) if field.name != "experiment")
    values = tuple((name, getattr(settings, name)) for name in sorted(names))
    return ExportSettings(settings.experiment, part, values)
