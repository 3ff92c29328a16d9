"""What is said of test rows and of what the residuals hold."""

from __future__ import annotations

from math import isclose, isfinite

from core.figures.blocks import escape
from core.stages.evaluation.regression.judged import Judged
from core.stages.evaluation.regression.patterns import FEWEST, LEAST, Pattern
from core.stages.evaluation.regression.rows import RowsAnswer
from core.stages.evaluation.regression.scene_parts import changed, valued
from core.tabular.judge.defined import undefined
from core.wording import counted, told_apart

MEANS = {
    ("trend", True): "rise as {along} rises: the model says too "
    "little where it is high, or too much where it is low",
    ("trend", False): "fall as {along} rises: the model says too "
    "much where it is high, or too little where it is low",
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
ALIKE = 1e-9
TESTED = {"trend": "a slope", "curve": "a bend", "fan": "a fan", "drift": "the row before"}


def below_zero(judged: Judged, unit: str) -> str:
    """Say that always naming the mean would do better, where R² is below 0."""
    if not judged.now.r2 < 0:
        return ""
    return (
        f"**R²** is {valued('r2', judged.now.r2, '')}, below 0: always saying the mean of these "
        f"rows, {valued('mae', judged.best['mse'], unit)}, would do better."
    )


def gaps(judged: Judged) -> str:
    """Say which metrics have no value on these rows, and why."""
    names = [name for name in ("r2", "mape") if not isfinite(judged.now.of(name))]
    return " ".join(f"{undefined(name, 'here')}." for name in names)


def of_rows(answer: RowsAnswer, target: str, unit: str, frame: int = 0) -> str:
    """Say how far off the model is beside the dumb baseline, and how few rows make it up.

    frame : how many of the worst rows are left out, which is said last.
    """
    judged, n = answer.judged, len(answer.rows)
    if not judged.now.mae:
        rows, name = counted(n, "test row"), escape(target)
        text = f"On {rows} every prediction of **{name}** is right: MAE is 0."
        return " ".join(filter(None, (text, gaps(judged))))
    text = (
        f"On {counted(n, 'test row')} the model's **{escape(target)}** is off by "
        f"{valued('mae', judged.now.mae, escape(unit))} on average (**MAE**), "
        f"{_beside(judged.now.mae, judged.dumb_scores['mae'], escape(unit))}. **RMSE** is "
        f"{valued('rmse', judged.now.rmse, escape(unit))}."
    )
    more = (
        _few(answer),
        below_zero(judged, escape(unit)),
        gaps(judged),
        of_left(answer, frame, escape(unit)),
    )
    return " ".join(filter(None, (text, *more)))


def of_left(answer: RowsAnswer, frame: int, unit: str) -> str:
    """Say what the metrics are without the worst rows."""
    left, swept = int(answer.left[frame]), answer.swept
    if not left:
        return ""
    told = " and ".join(
        f"{name} is {valued(key, float(swept.values[key][frame]), unit)}"
        for key, name in (("rmse", "RMSE"), ("mae", "MAE"))
    )
    without = f"Without the worst {counted(left, 'row')} {told}."
    return " ".join(filter(None, (without, why_r2_falls(answer, frame))))


def why_r2_falls(answer: RowsAnswer, frame: int) -> str:
    """Say why R² falls though the worst errors are left out; "" where it does not.

    1 - R² is the mean square of errors over that around the mean: it rises just where the second
    one shrinks by a larger factor.
    """
    r2, was = float(answer.swept.values["r2"][frame]), answer.judged.now.r2
    errors, spread = left_of_squares(answer, frame)
    if not (isfinite(r2) and isfinite(was) and r2 < was and spread < errors):
        return ""
    first, second = told_apart(100 * errors, 100 * spread, digits=0)
    return (
        f"R² falls from {valued('r2', was, '')} to {valued('r2', r2, '')} because the rows left "
        f"out lay farther from the mean than the rest: {first} % of the mean squared error is "
        f"left, but only {second} % of the mean square around the mean, and R² divides by that."
    )


def left_of_squares(answer: RowsAnswer, frame: int) -> tuple[float, float]:
    """Return which share is left of the mean squared error, and of the mean square of the rows."""
    y, kept, mse = answer.judged.y, answer.kept(frame), answer.judged.now.mse
    if not (mse > 0 and y.var() > 0):
        return float("nan"), float("nan")
    return float(answer.swept.values["mse"][frame]) / mse, float(y[kept].var() / y.var())


def _beside(mae: float, dumb: float, unit: str) -> str:
    """Say which of the model and the training median is closer, and by how much."""
    if isclose(mae, dumb, rel_tol=ALIKE):
        return "just as far as always saying the training median"
    how = "better" if mae < dumb else "worse"
    told = changed("mae", mae / dumb, mae, dumb) if dumb else ""
    by = f" ({told})" if told and told != "same" else ""
    median = f"off by {valued('mae', dumb, unit)} on average" if dumb else "never off"
    return f"{how} than always saying the training median, which is {median}{by}"


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
