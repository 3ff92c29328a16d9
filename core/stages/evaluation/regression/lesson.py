"""The lesson of the metrics of a regression."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.stages.evaluation.regression.settings import START
from core.value import Value

OUTLIER = START.replace(";1,1.4,0;", ";1,9.9,0;")
TINY = START.replace(";3,1.9,0", ";3,0.1,0")
HELD: dict[str, Value] = {"judged": "points", "line": "fixed", "points": START, "held": 6}
SAME, NEARLY, HALF = 1e-9, 1.1, 0.5


def _numbers(_settings: Any, answer: Any) -> str:
    now, n = answer.judged.now, len(answer.judged.y)
    whole = float(abs(answer.judged.errors).sum())
    return (
        rf"\text{{MAE}} = \frac{{{whole:.3f}}}{{{n}}} = {now.mae:.3f}, \quad "
        rf"\text{{RMSE}} = \sqrt{{{now.mse:.3f}}} = {now.rmse:.3f}"
    )


def _typical(settings: Any, answer: Any) -> tuple[float, float, bool] | None:
    """Return MAE, the median error and whether the line is held."""
    now = answer.judged.now
    if not (now.mae > 0 and now.median_ae > 0):
        return None
    return now.mae, now.median_ae, settings.line == "fixed"


def _ratios(before: Any, after: Any) -> tuple[float, float]:
    return after[0] / before[0], after[1] / before[1]


def _median_cares(before: Any, after: Any) -> int:
    mean, middle = _ratios(before, after)
    if middle < NEARLY:
        return 0
    return 1 if middle - 1 < HALF * (mean - 1) else 2


def _what_moves_the_middle(held: bool) -> str:
    if held:
        return (
            "how far off the worst is, and the line, held fixed, leaves the fourteen others alone"
        )
    return "how far off the worst is; it changes because the line moved under all the others"


def _mae_and_rmse(_settings: Any, answer: Any) -> tuple[float, float]:
    return answer.judged.now.mae, answer.judged.now.rmse


def _refitted(before: Any, after: Any) -> int:
    gained = after[0] - before[0]
    return 1 if abs(gained) < SAME else 0 if gained < 0 else 2


def _mape_and_mae(_settings: Any, answer: Any) -> tuple[float, float]:
    return answer.judged.now.mape, answer.judged.now.mae


def _percentage(before: Any, after: Any) -> int:
    percent, kilograms = _ratios(before, after)
    return 0 if percent < 1.5 * kilograms else 1 if percent < 5 * kilograms else 2


def _above(_settings: Any, answer: Any) -> tuple[int, int]:
    """Return how many plants are above the line, and how many there are; on it is not above."""
    return int((answer.judged.errors > SAME).sum()), len(answer.judged.y)


def _share_above(_before: Any, after: Any) -> int:
    share = after[0] / after[1]
    return 0 if share < 1 / 3 else 1 if share <= 2 / 3 else 2


def _held_line(answer: Any) -> Any:
    """Return the metrics that the line from before would have on these points."""
    from core.stages.evaluation.regression.scores import scores

    slope, height = answer.line_before
    return scores(answer.y, slope * answer.x + height, answer.quantile)


def _lower_but_farther(_settings: Any, answer: Any) -> bool:
    held, now = _held_line(answer), answer.judged.now
    return bool(now.rmse < held.rmse and now.mae > held.mae and now.median_ae > held.median_ae)


LESSON = Lesson(
    idea=(
        "A number is never quite right, so ask how far off it is, and in which sense. Each "
        "**residual**, the truth minus the prediction, is a stick from the line to a point. "
        "**MAE** is the mean length of the sticks. Put a square on each stick: their mean area is "
        "MSE, and its side **RMSE**. A stick twice as long has a square four times as large, so "
        "one point far out can own nearly all of it. The **median error** is the stick in the "
        "middle. **R²** asks how much smaller these squares are than those around the plain mean; "
        "below 0 they are larger. A metric decides whose errors matter: a learner trained on "
        "squares bends to the outlier, one trained on lengths lets it go."
    ),
    formula=(
        r"\text{MAE} = \frac{1}{n}\sum_i |y_i - \hat y_i|, \qquad "
        r"\text{RMSE} = \sqrt{\frac{1}{n}\sum_i (y_i - \hat y_i)^2}"
    ),
    numbers=_numbers,
    words=("residual", "MAE", "RMSE", "R²"),
    tour=(
        Step(
            "The green diamond is the plant in hand. Drag it up, or press another one first, and "
            "watch its square against its stick, and the bars: which metric cares?",
            sets=HELD,
            until=lambda settings, answer: settings.judged == "points" and answer.n_moved > 0,
        ),
        Step(
            "All plants are back. You are about to lift plant 6, which stands in the shade, from "
            "1.4 to 9.9 kg. RMSE will be more than five times as large.",
            sets=HELD,
            predict=Prediction(
                "evaluation.median_and_outlier",
                "And the median error?",
                (
                    "It hardly changes: it grows by less than a tenth, or not at all",
                    "It grows by a tenth or more, but less than half as much as MAE",
                    "It grows at least half as much as MAE",
                ),
                {"points": OUTLIER},
                _typical,
                _median_cares,
                lambda before, after: (
                    f"The median error goes from {before[1]:.3f} to {after[1]:.3f} kg, MAE from "
                    f"{before[0]:.3f} to {after[0]:.3f}. The middle of fifteen errors does not "
                    f"ask {_what_moves_the_middle(after[2])}."
                ),
                surprises=True,
                always="With the line held, one of the fifteen errors changes and no other.",
                undecided="There is no error here to begin with: put the plants back.",
            ),
        ),
        Step(
            "Plant 6 is far out and the line stays where it was. You are about to let the line be "
            "fitted anew, to the least MSE that there is.",
            "line",
            {**HELD, "points": OUTLIER},
            Prediction(
                "evaluation.refit_to_the_outlier",
                "What does that best line do to the mean absolute error?",
                ("It lowers it", "It leaves it", "It raises it"),
                {"line": "mse"},
                _mae_and_rmse,
                _refitted,
                lambda before, after: (
                    f"MAE goes from {before[0]:.3f} to {after[0]:.3f} kg while RMSE falls from "
                    f"{before[1]:.3f} to {after[1]:.3f}: the line leans over to one large square "
                    "and leaves the fourteen others."
                ),
                surprises=True,
                always="The least MSE is bought from the plant with the largest square.",
            ),
        ),
        Step(
            "Now a small move: plant 15 is about to lose all but 0.1 of its 1.9 kg. MAE grows by "
            "about a third.",
            "metric",
            {**HELD, "held": 15, "metric": "mape"},
            Prediction(
                "evaluation.percent_near_zero",
                "By how much does MAPE grow, the mean error in percent of the truth?",
                ("By about as much", "Two to five times as much", "More than five times as much"),
                {"points": TINY},
                _mape_and_mae,
                _percentage,
                lambda before, after: (
                    f"From {100 * before[0]:.1f} to {100 * after[0]:.0f} %, while MAE goes from "
                    f"{before[1]:.3f} to {after[1]:.3f} kg: an error is divided by a truth of 0.1, "
                    "and at a truth of 0 MAPE has no value at all."
                ),
                surprises=True,
                always="What is divided by nearly nothing outweighs everything else.",
            ),
        ),
        Step(
            "Suppose you order boxes for the harvest by this line, and a box too small is far "
            "worse than one too large. **Pinball loss** at the quantile q charges q for each kg "
            "that the line is too low, and 1 − q for each that it is too high. You are about to "
            "fit the line to the least of it, at q = 0.9 unless you moved it.",
            "quantile",
            {"judged": "points", "points": START, "line": "mse", "metric": "pinball"},
            Prediction(
                "evaluation.pinball_line",
                "How many of the plants lie above that line?",
                ("Fewer than a third", "About half", "More than two thirds"),
                {"line": "pinball"},
                _above,
                _share_above,
                lambda before, after: (
                    f"{after[0]} of {after[1]} lie above it, {before[0]} lay above the line of "
                    "least MSE. Whoever minimises a metric gets its favourite: the mean from "
                    "squares, the median from MAE, the quantile from this one."
                ),
            ),
        ),
        Step(
            "Now your own model: choose *My test rows*. Then drag in *Who is to blame?* and leave "
            "the worst rows out: a metric that falls fast was theirs.",
            "judged",
            {"judged": "points"},
            until=lambda settings, _answer: settings.judged == "rows",
        ),
    ),
    traps=(
        Trap(
            "A lower RMSE means predictions that are closer.",
            "Closer in squares. Here the refitted line has the lower RMSE, and is farther from the "
            "plants on average and in the middle than the one it replaced.",
            {**HELD, "points": OUTLIER, "line": "mse"},
            _lower_but_farther,
        ),
        Trap(
            "R² lies between 0 and 1.",
            "It is 1 minus a ratio, and nothing keeps that below 1: a line worse than the plain "
            "mean of the rows has an R² below 0.",
            {**HELD, "points": OUTLIER},
            lambda _settings, answer: answer.judged.now.r2 < 0,
        ),
        Trap(
            "MAPE is fair to guesses too high and too low.",
            "It is least for a constant below the median: an error costs more where the truth is "
            "small, so whoever is paid by MAPE says too little.",
            {**HELD, "metric": "mape"},
            lambda _settings, answer: answer.judged.best["mape"] < answer.judged.best["mae"],
        ),
    ),
    on_the_job=(
        "Forecasts of demand, prices and delivery times are bought by one number. Which one "
        "decides whether a rare disaster or the daily inch is worth the team's next month."
    ),
    more=(
        Reading(
            "scikit-learn",
            "User guide: Regression metrics",
            "https://scikit-learn.org/stable/modules/model_evaluation.html#regression-metrics",
        ),
        Reading(
            "Hyndman and Athanasopoulos",
            "Forecasting: Principles and Practice, evaluating point forecast accuracy",
            "https://otexts.com/fpp3/accuracy.html",
        ),
        Reading(
            "Gneiting (2011)",
            "Making and evaluating point forecasts",
            "https://doi.org/10.1198/jasa.2011.r10138",
        ),
        Reading(
            "Anscombe (1973)",
            "Graphs in statistical analysis",
            "https://doi.org/10.1080/00031305.1973.10478966",
        ),
    ),
)
