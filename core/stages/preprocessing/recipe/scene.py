"""The recipe at work: a step before and after, and what each step is worth."""

from __future__ import annotations

import numpy as np

from core.course.glossary import tooltip
from core.figures import preparing, units
from core.figures.blocks import Block, Chart, Number, Numbers, Row, Words, escape, notes
from core.stages.preprocessing.recipe.run import (
    ColumnChange,
    EffectAnswer,
    Shape,
    StepEffect,
)
from core.stages.preprocessing.recipe.settings import RecipeView
from core.tabular.judge.defined import is_defined, spread_of
from core.wording import counted

MOST_CHANGES = 2


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
            Number(
                _whose_rows(step),
                f"{step.rows_after:,}",
                _from(step.rows_before, step.rows_after),
                "" if step.kind == "table" else tooltip("training rows"),
            ),
            Number(
                "Columns", f"{step.columns_after:,}", _from(step.columns_before, step.columns_after)
            ),
            Number(
                "Gaps",
                f"{step.gaps_after:,}",
                _from(step.gaps_before, step.gaps_after),
                tooltip("missing value"),
            ),
        )
    )
    changes = sorted(
        (change for change in step.changes if change.before and change.after),
        key=_difference,
        reverse=True,
    )
    charts = tuple(_change(change, table) for change in changes[:MOST_CHANGES])
    pictures = (Row(charts, across=2),) if charts else ()
    drawn = tuple(change.name for change in changes[:MOST_CHANGES])
    told = _which(drawn, step.n_changed)
    return (
        numbers,
        *pictures,
        *told,
        *_names("New columns", step.gained),
        *_names("Gone", step.lost),
    )


def _whose_rows(step: StepEffect) -> str:
    return "Rows" if step.kind == "table" else "Training rows"


def _which(drawn: tuple[str, ...], n_changed: int) -> tuple[Words, ...]:
    """Say which of the changed columns are drawn, if there are more."""
    if n_changed <= len(drawn):
        return ()
    names = " and ".join(escape(name) for name in drawn)
    return (Words(f"Drawn: {names}, {len(drawn)} of the {n_changed:,} columns that change."),)


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
    last = answer.scores[-1]
    step = chosen(view, answer)
    if step is None or step.position is None:
        return _without_a_step(answer)
    told = f"**{escape(step.label)}** {_deed(step)}. {_worth(step.position, answer)}"
    return f"{told} The whole recipe ends at {last.mean:.4f}." if is_defined(last.mean) else told


def _without_a_step(answer: EffectAnswer) -> str:
    """Say what no step gives: the recipe is empty, or none of its steps is looked at."""
    first = answer.scores[0]
    if not is_defined(first.mean):
        start = f"With no step the {answer.metric_label} cannot be measured. {first.sentence}"
    else:
        start = (
            f"With no step the cross-validated {answer.metric_label} is {first.mean:.4f}, on "
            f"{answer.n_scored:,} training rows."
        )
    if len(answer.scores) > 1:
        return f"{start} Choose a step of the recipe to see what it is worth."
    return f"{start} Add a step and see what it is worth."


def _worth(position: int, answer: EffectAnswer) -> str:
    """Say what one step does to the score, and whether the folds could do as much by chance."""
    before, after = answer.scores[position], answer.scores[position + 1]
    change = answer.worths[position]
    if not is_defined(change):
        failed = after if not is_defined(after.mean) else before
        if failed.sentence:
            return f"Its worth cannot be told. {failed.sentence}"
        which = "With" if failed is after else "Before"
        return f"{which} it the {answer.metric_label} cannot be measured."
    score = f"the cross-validated {answer.metric_label}"
    if change == 0:
        return f"It leaves {score} at {after.mean:.4f}."
    moved = f"It moves {score} by {change:+z.4f}"
    if min(np.isfinite(before.scores).sum(), np.isfinite(after.scores).sum()) < 2:
        return f"{moved}; only one fold has a score, so nothing says whether that is chance."
    noise = max(_spread(before.scores), _spread(after.scores))
    if abs(change) <= noise:
        return f"{moved}, less than the folds differ among themselves: it may be chance."
    better = (change > 0) == (answer.better == "higher")
    return f"{moved}, a real {'gain' if better else 'loss'}."


def _deed(step: StepEffect) -> str:
    """Return what a step did, in words: only what it changed."""
    if step.sentence:
        return step.sentence
    pairs = (
        ("row", step.rows_before, step.rows_after),
        ("column", step.columns_before, step.columns_after),
        ("gap", step.gaps_before, step.gaps_after),
    )
    told = [
        f"{counted(before, what)} into {after:,}"
        for what, before, after in pairs
        if before != after
    ]
    if told:
        return f"turns {' and '.join(told)}"
    if step.gained:
        return f"puts {counted(len(step.gained), 'new column')} in the place of as many"
    if step.n_changed:
        return f"changes the values of {counted(step.n_changed, 'column')} and nothing else"
    return f"found nothing to do in {counted(step.columns_before, 'column')}"
