"""Fisher's exact test of a rule, and Holm's correction for having tried many."""

from __future__ import annotations

import numpy as np

from core.stages.unsupervised.association_rules.rules import Floats, Ints

NEGLIGIBLE = 1e-17


def fisher_exact(n: int, n_left: Ints, n_right: Ints, n_both: Ints) -> Floats:
    """Return the (n_rules,) chances of ``n_both`` or more baskets with both sides, if independent.

    With both sides' counts fixed, the number of baskets with both is hypergeometric (Fisher, 1935);
    one-sided. NaN where a side never occurs, or always: then nothing can be told.
    """
    log_factorial = np.r_[0.0, np.cumsum(np.log(np.arange(1, n + 1)))]
    mean = n_left * n_right / n
    above = n_both > mean
    up = tail(log_factorial, n, n_left, n_right, np.where(above, n_both, n), 1)
    down = tail(log_factorial, n, n_left, n_right, np.where(above, -1, n_both - 1), -1)
    chance = np.clip(np.where(above, up, 1 - down), 0.0, 1.0)
    telling = (n_left > 0) & (n_right > 0) & (n_left < n) & (n_right < n)
    return np.where(telling, chance, np.nan)


def tail(log_factorial: Floats, n: int, a: Ints, c: Ints, start: Ints, step: int) -> Floats:
    """Return the sum of hypergeometric chances from ``start`` outwards, up or down.

    Each term follows from the one before it; what is too small to count ends the sum.
    """
    k = start.astype(np.int64)
    lowest, highest = np.maximum(a + c - n, 0), np.minimum(a, c)
    alive = (k >= lowest) & (k <= highest)
    safe = np.where(alive, k, lowest)
    term = np.where(alive, np.exp(_log_chance(log_factorial, n, a, c, safe)), 0.0)
    total = term.copy()
    while (term > NEGLIGIBLE * total).any():
        if step > 0:
            factor = (a - safe) * (c - safe) / ((safe + 1) * (n - a - c + safe + 1.0))
        else:
            below = n - a - c + safe
            factor = safe * below / ((a - safe + 1) * (c - safe + 1.0))
        inside = (safe + step >= lowest) & (safe + step <= highest)
        term = np.where(inside, term * factor, 0.0)
        safe = np.where(inside, safe + step, safe)
        total += term
    return total


def _log_chance(log_factorial: Floats, n: int, a: Ints, c: Ints, k: Ints) -> Floats:
    """Return the log of C(a, k) C(n - a, c - k) / C(n, c)."""

    def chosen(of: Ints | int, some: Ints) -> Floats:
        return log_factorial[of] - log_factorial[some] - log_factorial[of - some]

    return chosen(a, k) + chosen(n - a, c - k) - chosen(n, c)


def holm(chances: Floats) -> Floats:
    """Return the chances corrected for how many there are, NaN staying NaN (Holm, 1979).

    The smallest times m, the next times m - 1, ..., none below the one before it, at most 1. Among
    those at 0.05 or less, the chance of even one that is luck alone is 5 % at most.

    >>> holm(np.array([0.01, 0.04, np.nan, 0.03])).tolist()
    [0.03, 0.06, nan, 0.06]
    """
    found = np.full(len(chances), np.nan)
    known = np.flatnonzero(np.isfinite(chances))
    order = known[np.argsort(chances[known], kind="stable")]
    m = len(order)
    scaled = chances[order] * (m - np.arange(m))
    found[order] = np.minimum(np.maximum.accumulate(scaled), 1.0) if m else scaled
    return found
