"""One row: why it got its prediction, by SHAP and by LIME, and how far the two disagree."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.figures import explain, units
from core.figures.blocks import Block, Chart, Number, Numbers, escape, human, notes
from core.figures.cells import cell
from core.figures.deeds import Fold, RowForm, Small
from core.rows import plain_row
from core.stages.explainable_ai.local.run import LocalAnswer
from core.stages.explainable_ai.local.settings import LocalSettings, WhatIfSettings
from core.stages.explainable_ai.local.what_if import WhatIfAnswer, what_if
from core.tabular.explain.importance import by_size
from core.tabular.explain.target import unheard_told
from core.wording import counted

AGREE = (
    "Rank correlation of the two methods' contributions: 1 when both order the columns alike, 0 "
    "when they have nothing to do with each other."
)
TOP = "How many of SHAP's largest columns are among LIME's largest."
AGAIN = (
    "LIME draws rows around this one at random. How many of its largest columns stay the same when "
    "it is asked again with another seed."
)

FIT = (
    "How well LIME's straight line follows the model around this row (weighted R²): 1 is "
    "perfectly, 0 no better than a constant. Its bars can be believed as far as this goes."
)
LOOSE = 0.5
"""Below this R² LIME's line is said to fit badly."""


def draw(settings: LocalSettings, answer: LocalAnswer) -> tuple[Block, ...]:
    """Draw the waterfall, then SHAP beside LIME."""
    shap, lime = answer.shap, answer.lime
    values = [cell(answer.row[name].tolist()[0]) for name in shap.columns]
    quantity = units.named(settings.experiment.table, answer.label)
    fall = explain.waterfall(shap.columns, values, shap.values[0], shap.base, quantity)
    heard = [j for j, name in enumerate(shap.columns) if name not in answer.unheard]
    both = explain.two_explanations(
        [shap.columns[j] for j in heard], shap.values[0, heard], lime.weights[heard]
    )
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
            Number("LIME repeats", stable, f"over {counted(found.n_seeds, 'seed')}", AGAIN),
            Number("LIME's fit", f"{answer.lime.fidelity:.2f}", "R², at most 1", FIT),
        )
    )


def _truth(answer: LocalAnswer) -> str:
    if answer.probabilities:
        return f"says {answer.predicted}; true: {answer.truth}"
    return f"true: {human(float(answer.truth))}"


def notice(settings: LocalSettings, answer: LocalAnswer) -> str:
    """Say which column moved this row most and whether LIME tells the same story."""
    shap = answer.shap
    first = int(by_size(shap.values[0])[0])
    push = shap.values[0, first]
    unit = units.suffix(settings.experiment.table, answer.label)
    text = (
        f"Row {answer.position}: **{escape(shap.columns[first])}** moves {escape(answer.label)} by "
        f"{human(push, sign=True)}{unit}, on the way from the average of {human(shap.base)} to "
        f"{human(answer.prediction)}{unit}."
    )
    return text + _compared(answer, first) + _fit(answer) + _unheard(answer.unheard)


def _compared(answer: LocalAnswer, first: int) -> str:
    """Say whether LIME names the same column first, and where the two are opposed."""
    found, columns = answer.disagreement, answer.shap.columns
    lime_first = answer.lime.columns[int(np.argmax(np.abs(answer.lime.weights)))]
    if lime_first == columns[first]:
        seeds = counted(found.n_seeds, "seed")
        text = f" LIME names the same column first, in {found.top_seeds} of {seeds}."
    else:
        text = f" LIME disagrees and names **{escape(lime_first)}** first."
    if found.opposed:
        text += f" On {escape(', '.join(found.opposed))} the two even point in opposite directions."
    return text


def _fit(answer: LocalAnswer) -> str:
    fidelity = answer.lime.fidelity
    if fidelity >= LOOSE:
        return ""
    return (
        f" LIME's line follows the model around this row only with an R² of {fidelity:.2f}: do "
        "not lean on its bars."
    )


def _unheard(names: tuple[str, ...]) -> str:
    """Say which columns cannot be named, as the model does not get them."""
    return f" {unheard_told([f'**{escape(name)}**' for name in names])}" if names else ""


def operate(settings: LocalSettings, answer: LocalAnswer, table: Any) -> tuple[Fold]:
    """Return the explained row's values, and the prediction for what the learner makes of them."""
    row = plain_row(answer.row)

    def ask(changed: tuple[tuple[str, Any], ...]) -> tuple[Any, WhatIfSettings]:
        return what_if, WhatIfSettings(settings.experiment, settings.row, changed, answer.class_)

    form = RowForm(
        f"what_if_{settings.row}",
        row,
        table,
        ask,
        lambda found: _changed(answer, found),
        "Predicting the changed row",
        settings.experiment.digest,
    )
    told = Small("Change a value: the prediction above the form moves with it.")
    title = "What if this row were different?"
    return (Fold("what_if", title, (told, form), icon=":material/edit:", opened=True),)


def _changed(answer: LocalAnswer, found: WhatIfAnswer) -> tuple[Block, ...]:
    change = human(found.change, sign=True) if found.change else ""
    numbers = (
        Number("As it is", human(found.before), help=escape(answer.label)),
        Number("Changed", human(found.after), change=change),
    )
    notes = (Small(f":material/info: {escape(note)}") for note in found.notes)
    return (Numbers(numbers), *notes)
