"""What is said: the metrics before and after, whom they blame, what the residuals hold."""

from __future__ import annotations

from math import isfinite

from core.figures.blocks import escape, human, measured
from core.stages.evaluation.regression.judged import Judged
from core.stages.evaluation.regression.patterns import FEWEST, LEAST, Pattern
from core.stages.evaluation.regression.rows import RowsAnswer
from core.stages.evaluation.regression.run import PointsAnswer
from core.stages.evaluation.regression.scene_parts import LABELS, changed, valued
from core.tabular.judge.defined import undefined
from core.wording import counted

MEANS = {
    ("trend", True): "still rise with {along}: a slope is missing",
    ("trend", False): "still fall with {along}: a slope is missing",
    ("curve", True): "bend along {along}, up at both ends: the model is too straight for a curve",
    (
        "curve",
        False,
    ): "bend along {along}, down at both ends: the model is too straight for a curve",
    ("fan", True): "spread wider with {along}: one RMSE for all rows hides that",
    ("fan", False): "spread less with {along}: one RMSE for all rows hides that",
    ("drift", True): "are like those of the row before: the order of rows, perhaps time, knows "
    "something that the model does not",
    ("drift", False): "go against those of the row before: the order of rows knows something that "
    "the model does not",
}
"""What a pattern means, by its kind and whether its correlation is positive."""
TESTED = {"trend": "a slope", "curve": "a bend", "fan": "a fan", "drift": "the row before"}


ALIKE = 1.3
"""Errors that all have one size have an RMSE of their MAE; bell-shaped ones of 1.25 times."""


def of_points(answer: PointsAnswer, line: str) -> str:
    """Say what moving a point did to which metric, or what the errors are before."""
    first = _moved(answer) if answer.n_moved else _still(answer, line)
    return " ".join(filter(None, (first, _below_zero(answer.judged), _gaps(answer.judged))))


def _moved(answer: PointsAnswer) -> str:
    now, before = answer.judged.now, answer.swept.before
    n = len(answer.y)
    told = ", ".join(
        f"{name} {_went(key, getattr(before, key), getattr(now, key), answer.ratios[key])}"
        for key, name in (("rmse", "**RMSE**"), ("mae", "**MAE**"), ("median_ae", "median error"))
    )
    return f"You moved {answer.n_moved} of {n} plants: {told}. {_in_hand(answer)}"


def _in_hand(answer: PointsAnswer) -> str:
    squares, sizes = (answer.share_in_hand[name] for name in ("mse", "mae"))
    why = (
        "because squares let one large error outweigh many small ones"
        if squares > sizes
        else "because the line runs closer to it than to others, and they pay"
    )
    return (
        f"Plant {answer.held + 1} alone makes up {100 * squares:.0f} % of MSE and "
        f"{100 * sizes:.0f} % of MAE, {why}."
    )


def _still(answer: PointsAnswer, line: str) -> str:
    now, share = answer.judged.now, answer.shares["mse"][answer.at, answer.worst - 1]
    alike = now.rmse < ALIKE * now.mae
    return (
        f"The line is off by {valued('mae', now.mae, 'kg')} on average (**MAE**), and **RMSE** is "
        f"{valued('rmse', now.rmse, 'kg')}, {'hardly' if alike else 'a good deal'} more, because "
        f"{'no plant sticks out' if alike else 'some stick out'}: the worst, plant {answer.worst}, "
        f"makes up {100 * share:.0f} % of MSE. {_own(answer, line) or 'Drag one away.'}"
    )


def _own(answer: PointsAnswer, line: str) -> str:
    """Say what a line pays in squares for being the best by another metric."""
    if line not in ("mae", "pinball"):
        return ""
    own, squares = (
        changed(name, answer.ratios[name], 0, 0) or "undefined" for name in (line, "mse")
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


def _below_zero(judged: Judged) -> str:
    if not judged.now.r2 < 0:
        return ""
    return (
        f"**R²** is {valued('r2', judged.now.r2, '')}, below 0: always saying the mean of these "
        f"rows, {_signed(judged.best['mse'])}, would do better."
    )


def _signed(value: float) -> str:
    return human(value).replace("-", "−")


def _gaps(judged: Judged) -> str:
    """Say which metrics have no value on these rows, and why."""
    gaps = [name for name in ("r2", "mape") if not isfinite(judged.now.of(name))]
    return " ".join(f"{undefined(name, 'here')}." for name in gaps)


def of_rows(answer: RowsAnswer, target: str, unit: str) -> str:
    """Say how far off the model is beside the dumb baseline, and how few rows make it up."""
    judged, n = answer.judged, len(answer.rows)
    better = judged.now.mae < judged.dumb_scores["mae"]
    if not judged.now.mae:
        rows, name = counted(n, "test row"), escape(target)
        text = f"On {rows} every prediction of **{name}** is right: MAE is 0."
        return " ".join(filter(None, (text, _gaps(judged))))
    text = (
        f"On {counted(n, 'test row')} the model's **{escape(target)}** is off by "
        f"{valued('mae', judged.now.mae, escape(unit))} on average (**MAE**), "
        f"{'better' if better else 'no better'} than always saying the training median, which is "
        f"off by {measured(judged.dumb_scores['mae'])}. **RMSE** is "
        f"{valued('rmse', judged.now.rmse, escape(unit))}."
    )
    return " ".join(filter(None, (text, _few(answer), _below_zero(judged), _gaps(judged))))


def _few(answer: RowsAnswer) -> str:
    """Say what the worst of 20 rows make up."""
    i = min(5, len(answer.left) - 1)
    left = int(answer.left[i])
    if left == 0 or not answer.judged.now.mse > 0:
        return ""
    rows = "The worst row alone makes" if left == 1 else f"The worst {left:,} rows make"
    return (
        f"{rows} up {100 * answer.lorenz['mse'][i]:.0f} % of MSE but "
        f"{100 * answer.lorenz['mae'][i]:.0f} % of MAE: squares listen to the largest errors."
    )


def of_residuals(judged: Judged, feature: str) -> str:
    """Say which of the tested patterns the residuals hold, with correlation and limit."""
    if not judged.along_prediction:
        return (
            f"**Residuals.** {counted(len(judged.y), 'row')} are too few to test for a pattern; "
            f"it takes {FEWEST}."
        )
    tests = [(each, "the prediction") for each in judged.along_prediction]
    tests += [(each, feature) for each in judged.along_feature if each.kind != "drift"]
    found = [_pattern(each, along) for each, along in tests if each.found]
    limit = judged.along_prediction[0].limit
    rule = (
        f"Tested are correlations with {', '.join(TESTED.values())}; only one beyond "
        f"±{limit:.2f} counts: {_why(limit)}."
    )
    if found:
        return f"**Residuals.** They {'; they '.join(found)}. {rule}"
    return f"**Residuals.** No pattern that is tested for here{_nearest(tests)}. {rule}"


def _why(limit: float) -> str:
    if limit > LEAST:
        return "chance alone hardly gets so far, to three times 1 / √n"
    return "a smaller one may be no chance either, but no eye would see it"


def _pattern(pattern: Pattern, along: str) -> str:
    return f"{MEANS[pattern.kind, pattern.r > 0].format(along=along)} (correlation {_r(pattern.r)})"


def _nearest(tests: list[tuple[Pattern, str]]) -> str:
    known = [each for each, _ in tests if isfinite(each.r)]
    if not known:
        return ""
    most = max(known, key=lambda each: abs(each.r))
    return f"; the largest correlation is {_r(most.r)}, with {TESTED[most.kind]}"


def _r(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")
