"""One row: why it got its prediction, by SHAP and by LIME, and how far the two disagree."""

from __future__ import annotations

import numpy as np

from core.figures import explain, units
from core.figures.blocks import Block, Chart, Number, Numbers, escape, human, notes
from core.figures.cells import cell
from core.tabular.explain.row import LocalAnswer, LocalSettings

AGREE = (
    "Rank correlation of the two methods' contributions: 1 when both order the columns alike, 0 "
    "when they have nothing to do with each other."
)
TOP = "How many of SHAP's largest columns are among LIME's largest."
AGAIN = (
    "LIME draws rows around this one at random. How many of its largest columns stay the same when "
    "it is asked again with another seed."
)


def draw(settings: LocalSettings, answer: LocalAnswer) -> tuple[Block, ...]:
    """Draw the waterfall, then SHAP beside LIME."""
    shap, lime = answer.shap, answer.lime
    values = [cell(answer.row[name].tolist()[0]) for name in shap.columns]
    quantity = units.named(settings.experiment.table, answer.label)
    fall = explain.waterfall(shap.columns, values, shap.values[0], shap.base, quantity)
    both = explain.two_explanations(shap.columns, shap.values[0], lime.weights)
    return (
        _numbers(answer),
        Chart(
            "waterfall", fall, f"From the average to this row's {answer.label}, column by column"
        ),
        Chart("both", both, "SHAP and LIME contributions of each column side by side"),
        *notes(shap.why, *lime.notes),
    )


def _numbers(answer: LocalAnswer) -> Numbers:
    found = answer.disagreement
    rank = "–" if found.rank_correlation is None else f"{found.rank_correlation:.2f}"
    stable = "–" if found.stability is None else f"{found.stability:.0%}"
    return Numbers(
        (
            Number("Predicted", human(answer.prediction), _truth(answer)),
            Number("Agreement", rank, "SHAP with LIME, −1 to 1", AGREE),
            Number(f"Same top {found.top_k}", f"{found.overlap:.0%}", "SHAP with LIME", TOP),
            Number("LIME repeats", stable, f"over {found.n_seeds} seeds", AGAIN),
        )
    )


def _truth(answer: LocalAnswer) -> str:
    if answer.probabilities:
        return f"says {answer.predicted}; true: {answer.truth}"
    return f"true: {human(float(answer.truth))}"


def notice(settings: LocalSettings, answer: LocalAnswer) -> str:
    """Say which column moved this row most and whether LIME tells the same story."""
    shap, found = answer.shap, answer.disagreement
    order = np.argsort(-np.abs(shap.values[0]))
    first = int(order[0])
    push = shap.values[0, first]
    unit = units.suffix(settings.experiment.table, answer.label)
    text = (
        f"Row {answer.position}: **{escape(shap.columns[first])}** moves {escape(answer.label)} by "
        f"{human(push, sign=True)}{unit}, on the way from the average of {human(shap.base)} to "
        f"{human(answer.prediction)}{unit}."
    )
    lime_first = answer.lime.columns[int(np.argmax(np.abs(answer.lime.weights)))]
    if lime_first == shap.columns[first]:
        text += f" LIME names the same column first, in {found.top_seeds} of {found.n_seeds} seeds."
    else:
        text += f" LIME disagrees and names **{escape(lime_first)}** first."
    if found.opposed:
        text += f" On {escape(', '.join(found.opposed))} the two even point in opposite directions."
    return text
