"""Missions of the playground model lab."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission
from core.tabular.experiment import ModelChoice, Split
from core.value import Value

CLOSE: dict[str, Value] = {"view": "compare", "max_rows": 100, "metric": "accuracy"}


def _trained(view: Any) -> bool:
    return view.view in ("result", "rows")


def _main(answer: Any) -> Any:
    wanted = "accuracy" if answer.classes else "r2"
    return next(metric for metric in answer.metrics if metric.id == wanted)


def _beats_baseline(view: Any, answer: Any) -> bool:
    """Whether a model other than the linear ones is better than the baseline for sure."""
    from core.tabular.models.catalogue import model_spec

    plain = model_spec(view.work.experiment.model.id).family == "linear"
    return _trained(view) and not plain and bool(_main(answer).low > _main(answer).baseline)


def _by_heart(view: Any, answer: Any) -> bool:
    if not _trained(view):
        return False
    test = _main(answer)
    train = next(metric for metric in answer.train_metrics if metric.id == test.id)
    return bool(train.value >= 0.99 and train.value - test.value >= 0.1)


def _few_columns(view: Any, answer: Any) -> bool:
    features = view.work.experiment.features
    small = features is not None and len(features) <= 2
    return _trained(view) and small and bool(_main(answer).low > _main(answer).baseline)


def _too_close(view: Any, answer: Any) -> bool:
    """Whether the learner's model is too close to the leader, by a metric that was chosen too."""
    if view.view != "compare" or view.work.metric == "auto":
        return False
    mine = view.work.experiment.model.id
    return any(row.model == mine for row in answer.rivals)


def _honest_split(view: Any, _answer: Any) -> bool:
    experiment = view.work.experiment
    return _trained(view) and experiment.split.kind in ("grouped", "time")


MISSIONS = (
    Mission(
        "supervised.baseline",
        "Better than nothing",
        "With a model that is not linear, be better than the baseline for sure: the whole "
        "interval above it.",
        ("Any tree will do on most samples.",),
        _beats_baseline,
        Attempt({}, "iris", {"model": ModelChoice("decision_tree")}),
        Attempt({}, "iris", {"model": ModelChoice("lda")}),
    ),
    Mission(
        "supervised.by_heart",
        "Learnt by heart",
        "Make a model that is nearly perfect on its training rows and at least 0.1 worse on the "
        "test rows.",
        ("A decision tree without a depth limit.", "A nearest neighbour with k = 1."),
        _by_heart,
        Attempt({}, "tips", {"model": ModelChoice("knn", (("n_neighbors", 1),))}),
        Attempt({}, "tips", {"model": ModelChoice("knn", (("n_neighbors", 30),))}),
    ),
    Mission(
        "supervised.frugal",
        "Frugal",
        "Beat the baseline for sure with at most two columns.",
        ("Which column would you ask for first?",),
        _few_columns,
        Attempt({}, "iris", {"features": ("petal_width_cm",)}),
        Attempt({}, "iris", {"features": ("sepal_width_cm", "petal_length_cm", "petal_width_cm")}),
    ),
    Mission(
        "supervised.too_close",
        "Too close to call",
        "By a metric you choose, find a model that does not lead but is too close to call, and "
        "make it yours.",
        (
            "Choose: All models, then a metric other than the task's own.",
            "Whose interval overlaps with the leader's? Choose that model under Model.",
        ),
        _too_close,
        Attempt(CLOSE, "iris", {"model": ModelChoice("knn")}),
        Attempt(CLOSE, "iris", {"model": ModelChoice("lda")}),
    ),
    Mission(
        "supervised.split",
        "The honest split",
        "Fit with a split that respects groups or time.",
        ("It stands under Split and seed.",),
        _honest_split,
        Attempt({}, "tips", {"split": Split("grouped", 0.25, "day")}),
        Attempt({}, "tips", {"split": Split("random", 0.3)}),
    ),
)
