"""The recipe at work: a step before and after, and what each step is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.figures import preparing, units
from core.figures.blocks import Block, Chart, Number, Numbers, Row, Words, escape, notes
from core.tabular.judge.defined import is_defined, spread_of, told
from core.tabular.recipe.effect import (
    ColumnChange,
    EffectAnswer,
    EffectSettings,
    Shape,
    StepEffect,
)

MOST_CHANGES = 2


@dataclass(frozen=True)
class RecipeView:
    """The recipe's effect, looked at one step: its position in the recipe, "" for none."""

    work: EffectSettings
    step: str


def draw(view: RecipeView, answer: EffectAnswer) -> tuple[Block, ...]:
    """Draw the chosen step before and after, then the score after every step."""
    names = ["no step", *(score.label for score in answer.scores[1:])]
    means = np.array([score.mean for score in answer.scores])
    spreads = np.array([_spread(score.scores) for score in answer.scores])
    step = chosen(view, answer)
    place = None if step is None else step.position
    figure = preparing.score_by_step(names, means, spreads, answer.metric_label, place)
    alt = f"Cross-validated {answer.metric_label} after each step of the recipe"
    table = view.work.experiment.table
    return (
        *(() if step is None else _step(step, table)),
        Chart("scores", figure, alt),
        *notes(*answer.notes, *(f"{s.label}: {s.sentence}" for s in answer.scores if s.sentence)),
    )


def chosen(view: RecipeView, answer: EffectAnswer) -> StepEffect | None:
    """Return the effect of the step that is looked at, None if the recipe has none."""
    if not view.step:
        return None
    wanted = int(view.step)
    return next((step for step in answer.steps if step.position == wanted), None)


def _spread(scores: np.ndarray) -> float:
    return float(np.nan_to_num(spread_of(scores)))


def _step(step: StepEffect, table: str) -> tuple[Block, ...]:
    numbers = Numbers(
        (
            Number("Rows", f"{step.rows_after:,}", _from(step.rows_before, step.rows_after)),
            Number(
                "Columns", f"{step.columns_after:,}", _from(step.columns_before, step.columns_after)
            ),
            Number("Gaps", f"{step.gaps_after:,}", _from(step.gaps_before, step.gaps_after)),
        )
    )
    changes = sorted(
        (change for change in step.changes if change.before and change.after),
        key=_difference,
        reverse=True,
    )
    charts = tuple(_change(change, table) for change in changes[:MOST_CHANGES])
    pictures = (Row(charts, across=2),) if charts else ()
    return (numbers, *pictures, *_names("New columns", step.gained), *_names("Gone", step.lost))


def _from(before: int, after: int) -> str:
    return "as before" if before == after else f"{before:,} before"


def _names(title: str, names: tuple[str, ...]) -> tuple[Words, ...]:
    if not names:
        return ()
    shown = ", ".join(escape(name) for name in names[:12])
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return (Words(f"{title}: {shown}{more}."),)


def _change(change: ColumnChange, table: str) -> Chart:
    before, after = _bars(change.before), _bars(change.after)
    figure = preparing.before_after(units.named(table, change.name), before, after)
    alt = f"{change.name} before the step, with {before.gaps} gaps, and after, with {after.gaps}"
    return Chart(f"change_{change.name}", figure, alt)


def _difference(change: ColumnChange) -> float:
    """Return how much a column changed: gaps filled, then how far its distribution moved."""
    before, after = change.before, change.after
    if before is None or after is None:
        return 0.0
    same = len(before.counts) == len(after.counts)
    moved = float(np.abs(before.counts - after.counts).sum()) if same else float("inf")
    if before.edges is not None and after.edges is not None:
        moved += float(np.abs(before.edges - after.edges).sum() > 0) * before.counts.sum()
    return abs(before.gaps - after.gaps) * 1e6 + moved


def _bars(shape: Shape | None) -> preparing.Bars:
    if shape is None:
        return preparing.Bars((), np.array([], dtype=np.int64), 0)
    if shape.edges is None:
        return preparing.Bars(shape.levels, shape.counts, shape.gaps)
    centres = (shape.edges[:-1] + shape.edges[1:]) / 2
    return preparing.Bars(tuple(centres.tolist()), shape.counts, shape.gaps)


def notice(view: RecipeView, answer: EffectAnswer) -> str:
    """Say what the chosen step changed and what it did to the score."""
    first, last = answer.scores[0], answer.scores[-1]
    step = chosen(view, answer)
    if step is None or step.position is None:
        if not is_defined(first.mean):
            return first.sentence
        return (
            f"Without a step of yours the cross-validated {answer.metric_label} is "
            f"{first.mean:.4f}, on {answer.n_scored:,} training rows. Add a step and see what it "
            "is worth."
        )
    before, after = answer.scores[step.position], answer.scores[step.position + 1]
    change = answer.worths[step.position]
    if not is_defined(change):
        why = after.sentence or before.sentence
        return f"**{escape(step.label)}** {_deed(step)}. Its worth cannot be told. {why}"
    noise = max(_spread(before.scores), _spread(after.scores))
    better = (change > 0) == (answer.better == "higher")
    worth = (
        "less than the folds differ among themselves: it may be chance."
        if abs(change) <= noise or not is_defined(spread_of(before.scores), spread_of(after.scores))
        else ("a real gain." if better else "a real loss.")
    )
    return (
        f"**{escape(step.label)}** {_deed(step)}. It moves the cross-validated "
        f"{answer.metric_label} by {change:+.4f}, {worth} The whole recipe ends at "
        f"{told(last.mean)}."
    )


def _deed(step: StepEffect) -> str:
    """Return what a step did, in words: only what it changed."""
    pairs = (
        ("rows", step.rows_before, step.rows_after),
        ("columns", step.columns_before, step.columns_after),
        ("gaps", step.gaps_before, step.gaps_after),
    )
    told = [f"{before:,} {what} into {after:,}" for what, before, after in pairs if before != after]
    if told:
        return f"turns {' and '.join(told)}"
    if step.changes:
        return f"changes the values of {len(step.changes)} columns and nothing else"
    return f"found nothing to do in {step.columns_before} columns"
