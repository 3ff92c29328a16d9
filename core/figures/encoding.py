"""What the player reads of a film: plain JSON, and one text with all arrays."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from core.compute.keys import digest
from core.figures.film import (
    DIVERGING,
    GREY,
    SEQUENTIAL,
    Array,
    Axis,
    FilmPicture,
    Layer,
    Panel,
)
from core.figures.theme import CATEGORICAL, REFERENCE


@dataclass
class _Blob:
    """All arrays of a film, one after the other."""

    parts: list[bytes] = field(default_factory=list)
    size: int = 0

    def add(self, array: Array, depth: int) -> dict[str, Any]:
        """Append an array; return where it lies, its shape, and whether it moves."""
        plain = np.ascontiguousarray(array)
        kind = "u1" if plain.dtype == np.uint8 else "i2" if plain.dtype.kind in "iub" else "f4"
        content = plain.astype({"u1": "<u1", "i2": "<i2", "f4": "<f4"}[kind]).tobytes()
        content += b"\0" * (-len(content) % 4)
        at, self.size = self.size, self.size + len(content)
        self.parts.append(content)
        moves = plain.ndim > depth
        return {"at": at, "type": kind, "shape": list(plain.shape), "moves": moves}


def encode(picture: FilmPicture) -> dict[str, Any]:
    """Return what the player reads: plain JSON with all arrays in one base64 text.

    Its ``look`` is the digest of all that is seen: films that look alike need not be read again.
    """
    blob = _Blob()
    seen = _seen(picture, blob)
    content = b"".join(blob.parts)
    meta = {
        **seen,
        "look": digest(json.dumps(seen).encode() + content),
        "film": picture.film,
        "live": picture.live,
        "chunk": picture.chunk,
        "running": picture.running,
        "begin": picture.begin,
    }
    return {"meta": meta, "blob": base64.b64encode(content).decode("ascii")}


def _seen(picture: FilmPicture, blob: _Blob) -> dict[str, Any]:
    return {
        "key": picture.key,
        "unit": picture.unit,
        "alt": picture.alt,
        "title": picture.title,
        "seconds": picture.seconds,
        "file": picture.file_name,
        "steps": np.asarray(picture.steps).tolist(),
        "captions": list(picture.captions),
        "panels": [_panel(panel, blob) for panel in picture.panels],
        "readouts": [
            {
                "label": readout.label,
                "digits": readout.digits,
                "percent": readout.percent,
                "values": blob.add(np.asarray(readout.values, float), 0),
            }
            for readout in picture.readouts
        ],
        "colours": list(CATEGORICAL),
        "reference": REFERENCE,
        "scales": {
            "diverging": DIVERGING,
            "sequential": SEQUENTIAL,
            "grey": GREY,
        },
    }


def _panel(panel: Panel, blob: _Blob) -> dict[str, Any]:
    plain = {item.name: getattr(panel, item.name) for item in fields(panel)}
    plain["x"], plain["y"] = _axis(panel.x), _axis(panel.y)
    plain["layers"] = [_layer(layer, blob) for layer in panel.layers]
    return plain


def _axis(axis: Axis) -> dict[str, Any]:
    return {item.name: getattr(axis, item.name) for item in fields(axis)}


def _layer(layer: Layer, blob: _Blob) -> dict[str, Any]:
    plain: dict[str, Any] = {"kind": layer.kind}
    for item in fields(layer):
        value = getattr(layer, item.name)
        if isinstance(value, np.ndarray):
            value = blob.add(value, layer.depth[item.name])
        plain[item.name] = value
    return plain
