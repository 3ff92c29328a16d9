"""What is said of points: the metrics before and after, and whom they blame for which reason."""

from __future__ import annotations

from math import isclose

from core.figures.blocks import measured
from core.stages.evaluation.regression.run import PointsAnswer
from core.stages.evaluation.regression.scene_parts import LABELS, changed, valued
from core.stages.evaluation.regression.scene_words import below_zero, gaps
from core.wording import told_apart

ONE_SIZE, FAR_APART = 0.10, 0.40
"""By which share RMSE is above MAE: 0 if all errors have one size, a quarter if bell-shaped."""
MOST_ON_A_SIDE = 0.75
SAME = 1e-9


def of_points(answer: PointsAnswer, line: str) -> str:
    """Say what moving a point did to which metric, or what the errors are before."""
    first = _moved(answer) if answer.n_moved else _still(answer, line)
    return " ".join(filter(None, (first, below_zero(answer.judged, "kg"), gaps(answer.judged))))


def _moved(answer: PointsAnswer) -> str:
    now, before = answer.judged.now, answer.swept.before
    n = len(answer.y)
    told = ", ".join(
        f"{name} {_went(key, getattr(before, key), getattr(now, key), answer.ratios[key])}"
        for key, name in (("rmse", "**RMSE**"), ("mae", "**MAE**"), ("median_ae", "median error"))
    )
    return f"You moved {answer.n_moved} of {n} plants: {told}. {_in_hand(answer)}"


def _in_hand(answer: PointsAnswer) -> str:
    """Say what the plant in hand makes up, and why squares give it more or less than lengths."""
    plant = f"Plant {answer.held + 1}"
    if not answer.judged.now.mae:
        return "Every plant lies on the line, so nobody makes up any of it."
    if not answer.error_in_hand:
        return f"{plant} lies on the line and makes up nothing of MSE or of MAE."
    squares, sizes = (100 * answer.share_in_hand[name] for name in ("mse", "mae"))
    if isclose(squares, sizes, rel_tol=SAME):
        return (
            f"{plant} alone makes up {squares:.0f} % of MSE and as much of MAE, {_alike(answer)}."
        )
    first, second = told_apart(squares, sizes, digits=0)
    return f"{plant} alone makes up {first} % of MSE and {second} % of MAE, {_why(answer)}."


def _why(answer: PointsAnswer) -> str:
    """Return the reason for different shares: e² / Σe² > |e| / Σ|e| just where |e| > MSE / MAE."""
    own, even = answer.error_in_hand, answer.even_error
    told, limit = told_apart(own, even, digits=2)
    if own > even:
        return (
            "because squares weigh an error more than lengths do once it is above MSE / MAE, here "
            f"{limit} kg, and it is {told} kg off"
        )
    return (
        "because squares weigh an error less than lengths do while it is below MSE / MAE, here "
        f"{limit} kg, and it is {told} kg off"
    )


def _alike(answer: PointsAnswer) -> str:
    """Return the reason for equal shares."""
    if answer.share_in_hand["mse"] > 1 - SAME:
        return "because no other plant is off"
    return (
        f"because its error of {measured(answer.error_in_hand)} kg is just MSE / MAE, where "
        "squares and lengths weigh alike"
    )


def _still(answer: PointsAnswer, line: str) -> str:
    now, share = answer.judged.now, answer.shares["mse"][answer.at, answer.worst - 1]
    if not now.mae:
        return "The line goes through every plant: no error, so nobody is to blame. Drag one away."
    return (
        f"The line is off by {valued('mae', now.mae, 'kg')} on average (**MAE**), and **RMSE** is "
        f"{valued('rmse', now.rmse, 'kg')}, {_spread(now.rmse / now.mae - 1)}. The worst, plant "
        f"{answer.worst}, makes up {100 * share:.0f} % of MSE. "
        f"{' '.join(filter(None, (_side(answer), _own(answer, line)))) or 'Drag one away.'}"
    )


def _spread(more: float) -> str:
    """Say by which share RMSE is above MAE, and what that says of the sizes of errors."""
    by = f"{100 * more:.0f} % more" if more >= 0.005 else "hardly more"
    if more < ONE_SIZE:
        return f"{by}, because the errors are of much the same size"
    if more < FAR_APART:
        return f"{by}, against 25 % for bell-shaped errors"
    return f"{by}, because some errors are far larger than others"


def _side(answer: PointsAnswer) -> str:
    """Say where most plants are if nearly all of them are on one side of the line."""
    n, errors = len(answer.y), answer.judged.errors
    for side, there in (("above", errors > 0), ("below", errors < 0)):
        if there.sum() > MOST_ON_A_SIDE * n:
            return f"{int(there.sum())} of {n} plants lie {side} it."
    return ""


def _own(answer: PointsAnswer, line: str) -> str:
    """Say what a line pays in squares for being the best by another metric."""
    if line not in ("mae", "pinball"):
        return ""
    own, squares = (
        changed(name, answer.ratios[name], 0, 0) or "undefined" for name in (line, "mse")
    )
    if squares == "same":
        return (
            f"It has the least **{LABELS[line]}** of all lines, and hardly more MSE than the least."
        )
    return (
        f"Of all lines it has the least **{LABELS[line]}** ({own} against the one of least "
        f"squares), and pays for it in MSE ({squares})."
    )


def _went(metric: str, was: float, now: float, ratio: float) -> str:
    change = changed(metric, ratio, now, was)
    if change == "same":
        return f"stays at {valued(metric, now, 'kg')}"
    return f"from {measured(was)} to {valued(metric, now, 'kg')} ({change or 'it was 0'})"
