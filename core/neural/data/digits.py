"""Handwritten digits, 8 by 8 pixels: 1,797 pictures that come with scikit-learn.

Source: E. Alpaydin and C. Kaynak (1998), Optical recognition of handwritten digits, UCI Machine
Learning Repository, https://doi.org/10.24432/C50P49, licence CC BY 4.0. scikit-learn holds its test
set: 13 people wrote, and every pixel counts the ink in 4 by 4 finer ones, 0 to 16.
"""

from __future__ import annotations

from typing import Any

SIDE, N_PIXELS, N_DIGITS, MOST_INK = 8, 64, 10, 16


def load_digits() -> Any:
    """Return the ink (1797, 64) float32 from 0 to 1, and the digit (1797,) int64 of each picture.

    Rows of a picture stand one after the other, the top one first. Imports scikit-learn: call it
    in a worker.
    """
    from sklearn import datasets

    found = datasets.load_digits()
    return (found.data / MOST_INK).astype("float32"), found.target.astype("int64")


def split_digits(n: int, n_held: int, seed: int) -> Any:
    """Return which of ``n`` pictures are held out (n_held,) and which are left, both in order.

    >>> held, left = split_digits(1797, 500, 0)
    >>> len(held), len(left), len({*held.tolist(), *left.tolist()})
    (500, 1297, 1797)
    """
    import numpy as np

    order = np.random.default_rng(seed).permutation(n)
    return np.sort(order[:n_held]), np.sort(order[n_held:])
