"""The plane in which points of any number of dimensions are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

STANDARD = "standard deviations from its mean"


@dataclass(frozen=True, eq=False)
class Plane:
    """Where points are drawn: their own two columns, or their first two principal components.

    xy : (n, 2). axes : (2, d) unit vectors, mean : (d,), so that ``xy = (X - mean) @ axes.T``.
    shares : of all variance along each axis, () where the columns themselves are drawn. note :
    what a reader must know of it.
    """

    xy: Floats
    x_label: str
    y_label: str
    axes: Floats
    mean: Floats
    shares: tuple[float, ...] = ()
    note: str = ""

    def project(self, points: Floats) -> Floats:
        """Return where points (m, d) fall in the plane (m, 2)."""
        placed: Floats = (np.asarray(points, float) - self.mean) @ self.axes.T
        return placed

    @property
    def exact(self) -> bool:
        """Whether distances in the plane are the points' own."""
        return not self.shares

    def ranges(self, room: float = 0.08) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return a square of equal scales that holds all points, ``room`` of it to spare."""
        low, high = self.xy.min(axis=0), self.xy.max(axis=0)
        reach = max(float((high - low).max()) / 2, 1e-9) * (1 + 2 * room)
        middle = (low + high) / 2
        return (
            (float(middle[0] - reach), float(middle[0] + reach)),
            (float(middle[1] - reach), float(middle[1] + reach)),
        )


def plane_of(X: Floats, names: tuple[str, ...], *, scaled: bool) -> Plane:
    """Return the plane of points X (n, d) with columns ``names``; of one column, that against 0."""
    d = X.shape[1]
    if d <= 2:
        axes = np.eye(2)[:, :d]
        labels = (*(_label(name, scaled) for name in names), "")[:2]
        return Plane(X @ axes.T, labels[0], labels[1], axes, np.zeros(d))
    mean = X.mean(axis=0)
    _, sizes, axes = np.linalg.svd(X - mean, full_matrices=False)
    if len(axes) < 2:
        axes, sizes = np.vstack([axes, np.zeros((1, d))]), np.append(sizes, 0.0)
    axes = axes[:2] * _signs(axes[:2])[:, None]
    total = float((sizes**2).sum()) or 1.0
    shares = tuple(float(size**2 / total) for size in sizes[:2])
    first, second = (
        f"principal component {place} ({share:.0%} of the variance)"
        for place, share in enumerate(shares, start=1)
    )
    note = (
        f"Drawn in the plane of the first two principal components, which hold {sum(shares):.0%} "
        f"of the variance of {d} columns: points that lie near here may be far apart."
    )
    return Plane((X - mean) @ axes.T, first, second, axes, mean, shares, note)


def _signs(axes: Floats) -> Floats:
    """Return +1 or -1 for each axis, so that its largest part is positive."""
    largest = np.abs(axes).argmax(axis=1)
    signs: Floats = np.where(axes[np.arange(len(axes)), largest] < 0, -1.0, 1.0)
    return signs


def _label(name: str, scaled: bool) -> str:
    return f"{name} ({STANDARD})" if scaled else name
