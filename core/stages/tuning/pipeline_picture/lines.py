"""Models that add up: weighted columns, or one logarithm for each column."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from core.stages.tuning.pipeline_picture.learnt import How
from core.stages.tuning.pipeline_picture.parts import (
    DUST,
    MOST_TERMS,
    Asked,
    Floats,
    Term,
    Verdict,
    name_of,
    score_of,
)

if TYPE_CHECKING:
    pass


# Sums of weighted columns


@dataclass(frozen=True, eq=False)
class Line:
    """``start`` + Σ weight · (value − centre), by names; parts are its terms."""

    names: list[str]
    values: Floats
    weights: Floats
    centres: Floats
    start: float

    @property
    def parts(self) -> Floats:
        """What each column adds, (n_columns,)."""
        found: Floats = self.weights * (self.values - self.centres)
        return found


def as_sum(at: Asked) -> Verdict:
    """Tell of a line: each column adds its weight times its value."""
    line = line_of(at)
    hows = [_times(line, j) for j in range(len(line.names))]
    return _summed(at, line.names, line.values, hows, line.parts, line.start)


def _times(line: Line, j: int) -> How:
    weight, value, centre = float(line.weights[j]), float(line.values[j]), float(line.centres[j])
    if abs(centre) > DUST * abs(value - centre):
        return How("{} · ({} − {})", (weight, value, centre), exact=True)
    return How("{} · {}", (weight, value), exact=True)


def _summed(
    at: Asked, names: list[str], values: Floats, hows: list[How], parts: Floats, start: float
) -> Verdict:
    order = np.argsort(-np.abs(parts), kind="stable")
    shown = order[:MOST_TERMS]
    terms = tuple(Term(names[j], float(values[j]), hows[j], float(parts[j])) for j in shown)
    first = int(order[0])
    return Verdict(
        "sum",
        score_of(at),
        terms,
        float(start + parts.sum()),
        start,
        len(order) - len(shown),
        float(parts[order[MOST_TERMS:]].sum()),
        names[first],
        float(parts[first]),
    )


def line_of(at: Asked) -> Line:
    """Return the line that the model draws, in the units of the columns it gets."""
    model, names, x = at.fitted.model, at.names, at.x
    if hasattr(model, "calibrated_classifiers_"):
        model = model.calibrated_classifiers_[0].estimator
    middle, width = 0.0, 1.0
    if hasattr(model, "transformer_"):  # the target was scaled
        middle, width = float(model.transformer_.mean_[0]), float(model.transformer_.scale_[0])
        model = model.regressor_
    centres, spreads = np.zeros(len(x)), np.ones(len(x))
    steps = dict(getattr(model, "steps", ()))
    if "powers" in steps:
        made = steps["powers"].transform(steps["scale"].transform(at.frame))[0]
        names = list(steps["powers"].get_feature_names_out(names))
        x, centres, spreads, model = made, np.zeros(len(made)), np.ones(len(made)), steps["line"]
    elif "scale" in steps:
        centres, spreads = _scaling(steps["scale"], len(x))
        model = steps["model"]
    if hasattr(model, "scaler_"):
        centres, spreads = _scaling(model.scaler_, len(x))
    weights, start = _weights(model, at.k)
    return Line(names, x, width * weights / spreads, centres, middle + width * start)


def _scaling(scaler: Any, n: int) -> tuple[Floats, Floats]:
    centre = np.zeros(n) if scaler.mean_ is None else np.asarray(scaler.mean_)
    return centre, np.asarray(scaler.scale_)


def _weights(model: Any, k: int | None) -> tuple[Floats, float]:
    """Return weights (n_columns,) and the start of class ``k``; of two the second minus the first.

    Discriminants have one line for each class, naive Bayes one of logarithms; others of two one.
    """
    if hasattr(model, "weights_"):
        weights, starts = model.weights_, model.offsets_
    elif hasattr(model, "feature_log_prob_"):
        weights, starts = model.feature_log_prob_, model.class_log_prior_
    else:
        weights, starts = np.atleast_2d(model.coef_), np.ravel(model.intercept_)
        return weights[0 if len(weights) == 1 else k], float(starts[0 if len(starts) == 1 else k])
    if len(weights) == 2:
        return weights[1] - weights[0], float(starts[1] - starts[0])
    return weights[k], float(starts[k])


def as_bells(at: Asked) -> Verdict:
    """Tell of Gaussian naive Bayes: each column's log density, this class against its rival."""
    steps = at.fitted.model.named_steps
    bells, scaler = steps["model"], steps["scale"]
    z = scaler.transform(at.frame)[0]
    logs = -0.5 * (np.log(2 * np.pi * bells.var_) + (z - bells.theta_) ** 2 / bells.var_)
    scores = np.log(bells.class_prior_) + logs.sum(axis=1)
    k = int(at.k or 0)
    rival = max((j for j in range(len(scores)) if j != k), key=lambda j: scores[j])
    centres, spreads = _scaling(scaler, len(z))
    means = bells.theta_ * spreads + centres
    hows = [
        How("usual {} here, {} in {}", (float(a), float(b), name_of(at, rival)))
        for a, b in zip(means[k], means[rival], strict=True)
    ]
    start = float(np.log(bells.class_prior_[k]) - np.log(bells.class_prior_[rival]))
    told = _summed(at, at.names, at.x, hows, logs[k] - logs[rival], start)
    return replace(told, quantity=f"log odds of {name_of(at, k)} against {name_of(at, rival)}")
