"""Every metric of a confusion matrix with its synonyms and its formula, numbers filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add, mul
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from core.errors import PlaygroundError
from core.settings import Declared, control

MOST_COUNT = 1_000_000
Count = TypeVar("Count", int, NDArray[np.float64])
"""Rows of a cell: whole ones, or (n,) to expect under n circumstances."""


class BadCounts(PlaygroundError):
    """Counts that are no confusion matrix."""


class HandSettings(Declared):
    """The four counts of a two-class confusion matrix."""

    tp: int = control(
        "True positives", "Of the class, and found.", default=40, low=0, high=MOST_COUNT, step=1,
        light=True,
    )  # fmt: skip
    fn: int = control(
        "False negatives", "Of the class, and missed.", default=10, low=0, high=MOST_COUNT, step=1,
        light=True,
    )  # fmt: skip
    fp: int = control(
        "False positives", "Not of the class, but taken for it.", default=20, low=0,
        high=MOST_COUNT, step=1, light=True,
    )  # fmt: skip
    tn: int = control(
        "True negatives", "Not of the class, and not taken for it.", default=130, low=0,
        high=MOST_COUNT, step=1, light=True,
    )  # fmt: skip


@dataclass(frozen=True)
class HandMetric:
    """One metric: names, LaTeX formula in symbols and with the numbers; NaN when 0 / 0."""

    id: str
    label: str
    synonyms: tuple[str, ...]
    symbols: str
    filled: str
    value: float
    says: str


@dataclass(frozen=True)
class _Spec:
    id: str
    label: str
    synonyms: tuple[str, ...]
    says: str
    top: str
    bottom: str
    root: bool = False


_SPECS: tuple[_Spec, ...] = (
    _Spec("accuracy", "Accuracy", (), "Share of rows that are right.", "TP+TN", "TP+TN+FP+FN"),
    _Spec(
        "precision",
        "Precision",
        ("positive predictive value", "PPV"),
        "Of what was taken for the class, the share that is.",
        "TP",
        "TP+FP",
    ),
    _Spec(
        "recall",
        "Recall",
        ("sensitivity", "true positive rate", "hit rate", "TPR"),
        "Of the class, the share that was found.",
        "TP",
        "TP+FN",
    ),
    _Spec(
        "specificity",
        "Specificity",
        ("true negative rate", "selectivity", "TNR"),
        "Of the rest, the share that was left alone.",
        "TN",
        "TN+FP",
    ),
    _Spec("f1", "F1", ("Dice coefficient",), "Between precision and recall.", "2TP", "2TP+FP+FN"),
    _Spec(
        "npv",
        "Negative predictive value",
        ("NPV",),
        "Of what was left alone, the share that is not of the class.",
        "TN",
        "TN+FN",
    ),
    _Spec(
        "false_positive_rate",
        "False positive rate",
        ("fall-out", "false alarm rate", "FPR"),
        "Of the rest, the share that was taken for the class.",
        "FP",
        "FP+TN",
    ),
    _Spec(
        "false_negative_rate",
        "False negative rate",
        ("miss rate", "FNR"),
        "Of the class, the share that was missed.",
        "FN",
        "FN+TP",
    ),
    _Spec(
        "false_discovery_rate",
        "False discovery rate",
        ("FDR",),
        "Of what was taken for the class, the share that is not.",
        "FP",
        "FP+TP",
    ),
    _Spec(
        "jaccard",
        "Jaccard index",
        ("intersection over union", "IoU", "critical success index"),
        "Found, out of all that is or was called the class.",
        "TP",
        "TP+FP+FN",
    ),
    _Spec(
        "prevalence", "Prevalence", ("base rate",), "Share of the class.", "TP+FN", "TP+TN+FP+FN"
    ),
    _Spec(
        "mcc",
        "Matthews correlation",
        ("MCC", "phi coefficient"),
        "Correlation of truth and prediction; 0 is guessing, -1 always wrong.",
        "TP·TN-FP·FN",
        "(TP+FP)·(TP+FN)·(TN+FP)·(TN+FN)",
        root=True,
    ),
)


def metrics_by_hand(settings: HandSettings) -> tuple[HandMetric, ...]:
    """Return every metric of four counts (each >= 0, at least one row). Raises `BadCounts`."""
    counts = {"TP": settings.tp, "FN": settings.fn, "FP": settings.fp, "TN": settings.tn}
    if min(counts.values()) < 0:
        raise BadCounts("A count cannot be negative. Set every count to 0 or more.")
    if sum(counts.values()) == 0:
        raise BadCounts("There is no row at all. Set at least one count above 0.")
    return (*(_fraction(spec, counts) for spec in _SPECS), *_derived(counts))


def _fraction(spec: _Spec, counts: dict[str, int]) -> HandMetric:
    top, bottom = _evaluate(spec.top, counts), _evaluate(spec.bottom, counts)
    below = bottom**0.5 if spec.root else bottom
    value = top / below if bottom else float("nan")
    symbols = _latex_fraction(spec.top, spec.bottom, spec.root)
    numbers = _latex_fraction(_fill(spec.top, counts), _fill(spec.bottom, counts), spec.root)
    return HandMetric(
        spec.id,
        spec.label,
        spec.synonyms,
        symbols,
        f"{numbers} = {shown(value)}",
        value,
        spec.says,
    )


def _derived(counts: dict[str, int]) -> tuple[HandMetric, ...]:
    tp, fn, fp, tn = counts["TP"], counts["FN"], counts["FP"], counts["TN"]
    n = tp + fn + fp + tn
    recall, specificity = _divide(tp, tp + fn), _divide(tn, tn + fp)
    seen = (tp + tn) / n
    by_chance = (tp + fn) * (tp + fp) + (tn + fp) * (tn + fn)
    chance = by_chance / n**2
    kappa = _divide(seen - chance, 1 - chance)
    balanced, youden = (recall + specificity) / 2, recall + specificity - 1
    r, s, p = shown(recall), shown(specificity), f"{by_chance}/{n**2}"
    return (
        HandMetric(
            "balanced_accuracy",
            "Balanced accuracy",
            ("mean recall",),
            r"\frac{\text{recall} + \text{specificity}}{2}",
            rf"\frac{{{r} + {s}}}{{2}} = {shown(balanced)}",
            balanced,
            "Accuracy as if both classes were as frequent.",
        ),
        HandMetric(
            "youden",
            "Youden's J",
            ("informedness",),
            r"\text{recall} + \text{specificity} - 1",
            rf"{r} + {s} - 1 = {shown(youden)}",
            youden,
            "How far above guessing; 0 is guessing.",
        ),
        HandMetric(
            "kappa",
            "Cohen's kappa",
            (),
            r"\frac{p_o - p_e}{1 - p_e}",
            rf"\frac{{{tp + tn}/{n} - {p}}}{{1 - {p}}} = {shown(kappa)}",
            kappa,
            "Agreement beyond what chance with these totals would give.",
        ),
    )


def metric_values(counts: Mapping[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """Return every metric's (n,) values by its id; NaN where 0 / 0.

    ``counts``: TP, FN, FP and TN, (n,) each, fractions of a row allowed.
    """
    found = {spec.id: _values(spec, counts) for spec in _SPECS}
    tp, fn, fp, tn = (counts[name] for name in ("TP", "FN", "FP", "TN"))
    n = tp + fn + fp + tn
    chance = ((tp + fn) * (tp + fp) + (tn + fp) * (tn + fn)) / n**2
    found["youden"] = found["recall"] + found["specificity"] - 1
    found["balanced_accuracy"] = (found["recall"] + found["specificity"]) / 2
    found["kappa"] = _ratio(found["accuracy"] - chance, 1 - chance)
    return found


def _values(spec: _Spec, counts: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    bottom = _evaluate(spec.bottom, counts)
    return _ratio(_evaluate(spec.top, counts), np.sqrt(bottom) if spec.root else bottom)


def _ratio(top: NDArray[np.float64], bottom: NDArray[np.float64]) -> NDArray[np.float64]:
    nothing = np.full(np.shape(bottom), np.nan)
    found: NDArray[np.float64] = np.divide(top, bottom, out=nothing, where=bottom != 0)
    return found


def _evaluate(expression: str, counts: Mapping[str, Count]) -> Count:
    """Evaluate a sum of products of counts, such as ``2TP+FP`` or ``(TP+FP)·(TN+FN)``."""
    if "(" in expression:
        return _product(expression, counts)
    return reduce(add, [sign * _product(term, counts) for sign, term in _terms(expression)])


def _product(expression: str, counts: Mapping[str, Count]) -> Count:
    return reduce(mul, [_evaluate_factor(factor, counts) for factor in expression.split("·")])


def _terms(expression: str) -> list[tuple[int, str]]:
    terms = []
    for part in expression.replace("-", "+-").split("+"):
        terms.append((-1, part[1:]) if part.startswith("-") else (1, part))
    return terms


def _evaluate_factor(factor: str, counts: Mapping[str, Count]) -> Count:
    if factor.startswith("("):
        return _evaluate(factor[1:-1], counts)
    if factor.startswith("2"):
        return 2 * counts[factor[1:]]
    return counts[factor]


def _fill(expression: str, counts: dict[str, int]) -> str:
    filled = expression.replace("2TP", f"2·{counts['TP']}")
    for name, count in counts.items():
        filled = filled.replace(name, str(count))
    return filled


def _latex_fraction(top: str, bottom: str, root: bool) -> str:
    top, bottom = (
        text.replace("·", r" \cdot ").replace("+", " + ").replace("-", " - ")
        for text in (top, bottom)
    )
    return rf"\frac{{{top}}}{{\sqrt{{{bottom}}}}}" if root else rf"\frac{{{top}}}{{{bottom}}}"


def _divide(top: float, bottom: float) -> float:
    return top / bottom if bottom else float("nan")


def shown(value: float) -> str:
    r"""Return a number for a formula: three digits, or LaTeX for 0 / 0.

    >>> shown(0.5), shown(0.000004)
    ('0.500', '4.00 \\cdot 10^{-6}')
    """
    if np.isnan(value):
        return r"\text{undefined}"
    if not 0 < abs(value) < 0.001:
        return f"{value:.3f}"
    front, _, power = f"{value:.2e}".partition("e")
    return rf"{front} \cdot 10^{{{int(power)}}}"
