"""Models that are linear smoothers: what they say is a matrix times the heights they learnt from.

The matrix H depends on the places of the rows only, so bias and variance are known without any
simulation: at a place with the row h of H, the mean of all fits is h·f(rows) and their variance
σ²·h·h (Hastie, Tibshirani and Friedman, 2009, section 5.4.1).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

TOP_DEGREE = 15
"""Ridge weighs the columns of a polynomial of this degree."""


def columns(x: Any, degree: int) -> Any:
    """Return Legendre polynomials of degree 0 … ``degree`` at x in [0, 1], (n, degree + 1).

    They span what the powers of x span, and keep the digits that powers would lose.
    """
    return np.polynomial.legendre.legvander(2 * x - 1, degree)


def polynomial_matrix(x: Any, at: Any, degree: float) -> Any:
    """Return H of least squares, H = C(at) C(x)⁺; of many best fits the one of least weights."""
    return columns(at, int(degree)) @ np.linalg.pinv(columns(x, int(degree)))


def ridge_matrix(x: Any, at: Any, power: float) -> Any:
    """Return H of ridge with α = 10^power: C(at) (CᵀC + αD)⁻¹ Cᵀ, D leaves the constant free."""
    own = columns(x, TOP_DEGREE)
    penalty = np.diag([0.0, *[10.0**power] * TOP_DEGREE])
    return columns(at, TOP_DEGREE) @ np.linalg.solve(own.T @ own + penalty, own.T)


def neighbour_matrix(x: Any, at: Any, k: float) -> Any:
    """Return H of k-NN: 1/k for the k nearest rows, of two as near the one on the left."""
    far = np.round(np.abs(at[:, None] - x), 12)
    nearest = np.argsort(far, axis=1, kind="stable")[:, : int(k)]
    found = np.zeros(far.shape)
    np.put_along_axis(found, nearest, 1 / nearest.shape[1], axis=1)
    return found


def smoothed(matrix: Callable[..., Any], x: Any, y: Any, at: Any, knob: float) -> Any:
    """Return what each refit says: x, y (n_refits, n_rows), at (n_refits, m) -> (n_refits, m).

    ``matrix(x, at, knob)`` is H, (m, n_rows); one does for all samples that lie at one place.
    """
    if (x == x[0]).all() and (at == at[0]).all():
        return y @ matrix(x[0], at[0], knob).T
    return np.stack([matrix(a, b, knob) @ row for a, b, row in zip(x, at, y, strict=True)])
