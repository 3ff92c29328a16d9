"""The model lab: how good the model is beside the baseline, row by row, against all others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from core.figures import evaluation, units
from core.figures.blocks import (
    Block,
    Chart,
    Grid,
    Number,
    Numbers,
    Row,
    Words,
    escape,
    human,
    notes,
)
from core.figures.deeds import Effect, Field, Fold, Move, RowForm
from core.params import Choice, Param
from core.rows import usual_row
from core.stages.supervised.model_lab.settings import LabView
from core.tabular.experiment import ModelChoice
from core.tabular.judge.compare import CompareAnswer
from core.tabular.judge.defined import is_defined, undefined, undefined_metric
from core.tabular.judge.evaluate import (
    PredictSettings,
    TrainAnswer,
    predict_one,
    shown_order,
)
from core.tabular.judge.metrics import Metric
from core.wording import counted

MAIN = {
    "classification": ("accuracy", "balanced_accuracy", "roc_auc", "log_loss"),
    "regression": ("r2", "rmse", "mae", "median_ae"),
}
BOARD = "Leaderboard, on validation rows taken from the training part; fit: seconds, measured here"
MOST_CLASSES_IN_FULL = 8
TOO_GOOD = 0.9999  # of a score whose best is 1
LEARNT_NOTHING = 0.02  # of the way from the baseline to a perfect score, on the training rows


def draw(view: LabView, answer: Any) -> tuple[Block, ...]:
    """Draw the result, the predictions or the leaderboard."""
    blocks: tuple[Block, ...] = _DRAW[view.view](view, answer)
    return blocks


def notice(view: LabView, answer: Any) -> str:
    """Say how good the model is, with its interval, beside the baseline."""
    sentence: str = _NOTICE[view.view](view, answer)
    return sentence


def _main(answer: TrainAnswer) -> list[Metric]:
    known = {metric.id: metric for metric in answer.metrics}
    wanted = MAIN["classification" if answer.classes else "regression"]
    found = [known[name] for name in wanted if name in known]
    return found or list(answer.metrics[:4])


def _draw_result(view: LabView, answer: TrainAnswer) -> tuple[Block, ...]:
    numbers = Numbers(tuple(_number(metric) for metric in _main(answer)))
    picture = _confusion(answer) if answer.classes else (_scatter(view, answer),)
    return (numbers, *picture, _metrics(answer), *notes(*_steps(answer), *answer.notes))


def _dumb(answer: TrainAnswer) -> str:
    what = "most frequent class" if answer.classes else "mean"
    return f"always naming the {what}"


def _number(metric: Metric) -> Number:
    note = f"baseline {human(metric.baseline)}"
    return Number(metric.label, human(metric.value), note, metric.help)


def _scatter(view: LabView, answer: TrainAnswer) -> Chart:
    target = _target(view)
    y_true, y_pred = np.asarray(answer.y_true, float), np.asarray(answer.y_pred, float)
    figure = evaluation.predicted_against_true(y_true, y_pred, target)
    return Chart("scatter", figure, f"Predicted against true {target} of the test rows")


def _target(view: LabView) -> str:
    return units.named(view.work.experiment.table, view.work.experiment.target)


def _confusion(answer: TrainAnswer) -> tuple[Block, ...]:
    if answer.confusion is None or answer.per_class is None:
        return ()
    order = shown_order(len(answer.classes))
    counts = answer.confusion[np.ix_(order, order)]
    figure = evaluation.confusion(counts, [answer.classes[code] for code in order])
    right = int(np.trace(answer.confusion))
    alt = (
        f"Confusion matrix: {right} of {answer.n_test} test rows on the diagonal, where it is right"
    )
    table = answer.per_class.iloc[order].rename_axis("class").reset_index().round(3)
    tall = 320 if len(table) > MOST_CLASSES_IN_FULL else None
    grid = Grid("classes", table, "Class by class, on the test rows", height_px=tall)
    return (Row((Chart("confusion", figure, alt), grid)),)


def _metrics(answer: TrainAnswer) -> Grid:
    train = {metric.id: metric.value for metric in answer.train_metrics}
    table = pd.DataFrame(
        {
            "metric": [metric.label for metric in answer.metrics],
            "test rows": [metric.value for metric in answer.metrics],
            "95 % from": [metric.low for metric in answer.metrics],
            "to": [metric.high for metric in answer.metrics],
            "baseline": [metric.baseline for metric in answer.metrics],
            "training rows": [train.get(metric.id, np.nan) for metric in answer.metrics],
            "better is": [metric.better for metric in answer.metrics],
        }
    )
    caption = (
        f"All metrics. The interval holds 95 % of what {answer.interval_draws} redrawn sets of "
        "test rows (bootstrap) gave."
    )
    return Grid("metrics", table, caption, "metrics.csv")


def _steps(answer: TrainAnswer) -> tuple[str, ...]:
    added = (step.sentence or step.label for step in answer.steps if step.added)
    return tuple(f"Added for you, because the model needs it: {sentence}" for sentence in added)


def _notice_result(_view: LabView, answer: TrainAnswer) -> str:
    first = _main(answer)[0]
    if not is_defined(first.value):
        return (
            f"{undefined_metric(first, f'on these {answer.n_test:,} test rows')}. "
            "All other metrics stand in the table."
        )
    train = next(m.value for m in answer.train_metrics if m.id == first.id)
    text = (
        f"On {counted(answer.n_test, 'test row')} {first.label} is {human(first.value)}, with "
        f"95 % between {human(first.low)} and {human(first.high)}; the baseline, "
        f"{_dumb(answer)}, reaches {human(first.baseline)}."
    )
    if not is_defined(train):
        return text
    doubt = ""
    if first.better == "higher" and first.value >= TOO_GOOD:
        doubt = (
            " So good a score calls for a doubt: does a column hold the answer? Load names copies."
        )
    verdict = _verdict(first, train)
    return f"{text} On its own training rows it is {human(train)}, {verdict}.{doubt}"


def _verdict(first: Metric, train: float) -> str:
    """Say what the score on the model's own training rows tells beside the test rows' interval."""
    best = 1.0 if first.better == "higher" else 0.0
    dumb = 0.0 if first.id == "r2" else first.baseline  # the training mean has R² 0 there
    way = abs(best - dumb)
    if way > 0 and abs(best - train) > (1 - LEARNT_NOTHING) * way:
        return "hardly better than the baseline even there: it has learnt next to nothing"
    beyond = train > first.high if first.better == "higher" else train < first.low
    return "better than all of that: it overfits" if beyond else "no sign of overfitting"


def _draw_rows(view: LabView, answer: TrainAnswer) -> tuple[Block, ...]:
    table = answer.predictions.rename_axis("row").reset_index()
    caption = f"{len(table):,} of {answer.n_test:,} test rows, by their row in the table"
    grid = Grid("rows", table, caption, "predictions.csv", 260)
    if answer.residuals is not None:
        figure = evaluation.residuals(answer.residuals, _target(view))
        return (Chart("residuals", figure, "How the errors of the test rows are spread"), grid)
    if "probability" not in table:
        return (grid,)
    right = table["true"].astype(str) == table["predicted"].astype(str)
    figure = evaluation.sureness(table["probability"].to_numpy(float), right.to_numpy())
    alt = f"How sure the model was in the {right.sum()} right and {(~right).sum()} wrong rows shown"
    return (Chart("sureness", figure, alt), grid)


def _notice_rows(view: LabView, answer: TrainAnswer) -> str:
    if answer.residuals is None:
        share = answer.wrong_share
        return (
            f"{answer.n_wrong} of {answer.n_test:,} test rows are wrong: {share:.1%}. Sort the "
            "table by probability: sure and still wrong is where there is most to learn."
        )
    errors = np.abs(answer.residuals)
    worst = float(errors.max())
    unit = units.suffix(view.work.experiment.table, view.work.experiment.target)
    return (
        f"Half of the {answer.n_test:,} test rows are off by less than "
        f"{human(float(np.median(errors)))}{unit}; the worst by {human(worst)}{unit}."
    )


def _draw_compare(_view: LabView, answer: CompareAnswer) -> tuple[Block, ...]:
    failed = [f"{row.label}: {row.sentence}" for row in answer.rows if row.sentence]
    return (
        *_intervals(answer),
        Grid("board", _board(answer), BOARD, "leaderboard.csv", 320),
        *notes(*failed, *answer.notes),
    )


def _intervals(answer: CompareAnswer) -> tuple[Chart, ...]:
    """Draw the scores that are defined; without an interval a score stands alone."""
    if answer.leader is None:
        return ()
    values, low, high = np.array(
        [[row.value, row.low, row.high] for row in answer.scored]
    ).T.astype(float)
    low, high = (np.where(np.isfinite(ends), ends, values) for ends in (low, high))
    figure = evaluation.intervals(
        [row.label for row in answer.scored],
        (values, low, high),
        answer.baseline,
        answer.metric_label,
    )
    alt = f"{answer.metric_label} of every model with its interval"
    return (Chart("board", figure, alt),)


def _board(answer: CompareAnswer) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "model": [row.label for row in answer.rows],
            "family": [row.family for row in answer.rows],
            answer.metric_label: [row.value for row in answer.rows],
            "95 % from": [row.low for row in answer.rows],
            "to": [row.high for row in answer.rows],
            "fit, s": [row.fit_seconds for row in answer.rows],
        }
    )


def _notice_compare(_view: LabView, answer: CompareAnswer) -> str:
    best, rows = answer.leader, counted(answer.n_validation, "validation row")
    if best is None:
        return _nobody_leads(answer, rows)
    text = f"**{best.label}** leads with {answer.metric_label} {human(best.value)} on {rows}"
    if is_defined(answer.baseline):
        text += f"; the baseline reaches {human(answer.baseline)}"
    if not is_defined(best.low, best.high):
        return f"{text}. Its interval is not defined: too few rows to tell models apart."
    if answer.n_rivals == 0:
        return f"{text}. No other interval reaches it."
    others = (
        "The interval of 1 other overlaps"
        if answer.n_rivals == 1
        else f"The intervals of {answer.n_rivals} others overlap"
    )
    return f"{text}. {others} with its own: too close to call."


def _nobody_leads(answer: CompareAnswer, rows: str) -> str:
    """Say why there is no leader: the metric has no value there, or no model could be fitted."""
    fitted = [row for row in answer.rows if is_defined(row.fit_seconds)]
    if not fitted:
        return "No model could be fitted, so none leads. Under the table stands why."
    ran_away = is_defined(answer.baseline)
    why = undefined(answer.metric, f"on these {rows}", ran_away=ran_away)
    return f"{why}: no model leads. Choose another metric."


_DRAW: dict[str, Any] = {"result": _draw_result, "rows": _draw_rows, "compare": _draw_compare}
_NOTICE: dict[str, Any] = {
    "result": _notice_result,
    "rows": _notice_rows,
    "compare": _notice_compare,
}


def operate(view: LabView, answer: Any, table: Any) -> tuple[Field | Fold, ...]:
    """Return what can be done with the open view: take a model of the board, or predict a row."""
    return (_use_one(view, answer),) if view.view == "compare" else (_predict(view, table),)


def _use_one(view: LabView, answer: CompareAnswer) -> Field:
    """Return the models of the board, best first; the chosen one becomes the experiment's."""
    choices = tuple(
        Choice(row.model, f"{row.label} · {human(row.value)}")
        for row in answer.rows
        if np.isfinite(row.value)
    )

    def use(chosen: str) -> Effect:
        experiment = replace(view.work.experiment, model=ModelChoice(chosen))
        return Move({"view": "result"}, experiment)

    told = "Choose one of the leaderboard and see its result"
    param = Param("use", "Use this model", "choice", "", told, choices=choices)
    return Field("use", param, "", use, bare=True)


def _predict(view: LabView, table: Any) -> Fold:
    """Return a form for a made-up row and the model's prediction for it."""
    experiment = view.work.experiment
    row = usual_row(experiment.feature_names(table.columns), table)

    def ask(changed: tuple[tuple[str, Any], ...]) -> tuple[Any, PredictSettings]:
        values = sorted({**row, **dict(changed)}.items())
        known = tuple((name, value) for name, value in values if value is not None)
        return predict_one, PredictSettings(experiment, known)

    form = RowForm(
        f"predict_{table.digest}",
        row,
        table,
        ask,
        lambda found: (Words(f"**{escape(found.sentence)}**"),),
        "Predicting your row",
        experiment.digest,
    )
    return Fold("predict", "Predict a row of your own", (form,), icon=":material/edit:")
