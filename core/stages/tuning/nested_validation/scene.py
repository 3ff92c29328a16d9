"""Nested validation: the numbers above the film, who chose what below it, and the sentence."""

from __future__ import annotations

import pandas as pd

from core.course.glossary import tooltip
from core.figures.blocks import Block, Grid, Moving, Number, Numbers, notes
from core.stages.tuning.nested_validation.run import NestedAnswer
from core.stages.tuning.nested_validation.scene_film import nested_picture
from core.stages.tuning.nested_validation.scene_words import number, signed
from core.stages.tuning.nested_validation.settings import NestedSettings
from core.tabular.judge.defined import is_defined
from core.tabular.models.catalogue import model_spec
from core.wording import counted


def draw(_settings: NestedSettings, answer: NestedAnswer) -> tuple[Block, ...]:
    """Draw who sees what, what each choice promised and got, and who says how good it is."""
    return (
        Numbers(_numbers(answer)),
        Moving(nested_picture(answer)),
        Grid("choices", choices(answer), "What each choice took: the outer folds, and the report"),
        *notes(*answer.notes),
    )


def _numbers(answer: NestedAnswer) -> tuple[Number, ...]:
    board = answer.board
    n = counted(board.n_candidates, "candidate")
    return (
        Number("Best score, reported", number(board.reported), f"of {n}",
               "The best mean over the outer folds: what a plain search tells."),
        Number("Nested", number(board.nested), _spread(board.nested_spread),
               tooltip("nested cross-validation")),
        Number("Optimism", signed(board.optimism), _spread(board.error, "standard error"),
               "Reported minus nested: what the choice alone adds."),
        Number("Test rows", number(answer.test.value), _interval(answer),
               tooltip("test rows")),
    )  # fmt: skip


def _spread(value: float, what: str = "over the folds") -> str:
    return f"± {number(value)} {what}" if is_defined(value) else "one fold has no spread"


def _interval(answer: NestedAnswer) -> str:
    if not is_defined(answer.test.low):
        return "no choice saw them"
    return f"95 % from {number(answer.test.low)} to {number(answer.test.high)}"


def choices(answer: NestedAnswer) -> pd.DataFrame:
    """Return a row for each outer fold's choice and one for the report's."""
    board = answer.board
    rows = [
        _row(answer, f"outer fold {i + 1}", place, board.expectations[i], board.got[i])
        for i, place in enumerate(board.chosen)
    ]
    rows.append(_row(answer, "report", board.best, board.reported, answer.test.value))
    return pd.DataFrame(rows)


def _row(answer: NestedAnswer, who: str, place: int, promised: float, got: float) -> dict[str, str]:
    values = dict(answer.candidates[place])
    taken = {label: str(values[name]) for name, label in answer.labels}
    return {
        "who chose": who,
        "candidate": str(place + 1),
        **taken,
        "promised": number(promised),
        "then got": number(got),
    }


def notice(settings: NestedSettings, answer: NestedAnswer) -> str:
    """Say how large the optimism is, whether it is larger than its error, and what to report."""
    said = _said(settings, answer)
    if not settings.instead:
        return said
    label = model_spec(settings.experiment.model.id).label
    return f"{settings.instead} has no settings to search, so {label} stands in. {said}"


def _said(settings: NestedSettings, answer: NestedAnswer) -> str:
    board = answer.board
    if board.n_candidates == 1:
        return (
            f"One candidate: nothing was chosen, so the report and the nested estimate are the "
            f"same {answer.metric_label} {number(board.reported)}. {_tested(answer)}"
        )
    text = (
        f"The best of {board.n_candidates} candidates reports {answer.metric_label} "
        f"{number(board.reported)}, its mean over the outer folds; asked of rows that no choice "
        f"saw, such a choice gets {number(board.nested)}."
    )
    parts = (text, _verdict(settings, answer), _agreement(answer), _tested(answer))
    return " ".join(part for part in parts if part)


def _verdict(settings: NestedSettings, answer: NestedAnswer) -> str:
    board = answer.board
    if board.n_agreeing == board.n_outer:
        return "Every outer fold chose the very candidate of the report: no optimism is seen."
    if board.optimism == board.error == 0:
        return "In every outer fold its choice scores what the report's does: no optimism is seen."
    size = f"**Optimism {signed(board.optimism)} ± {number(board.error)}**"
    if not is_defined(board.error):
        return f"Optimism {signed(board.optimism)}; one fold with a value has no error."
    if board.optimism > 2 * board.error:
        return f"{size}, more than two standard errors of so few folds: {_advice(settings, answer)}"
    if board.optimism > 0:
        return (
            f"{size}, less than two standard errors: single folds differ too much to tell it from "
            "luck of the folds. Report the nested score all the same."
        )
    return f"{size}: no optimism is seen, the folds differ by more than the choice does."


def _advice(settings: NestedSettings, answer: NestedAnswer) -> str:
    if settings.shuffled:
        return (
            f"nothing can be learnt here, a model that looks at no column gets "
            f"{number(answer.guess)}, and all the rest is the luck of having tried often."
        )
    return f"report {number(answer.board.nested)}; the rest is the luck of having tried often."


def _agreement(answer: NestedAnswer) -> str:
    board = answer.board
    if board.n_agreeing == board.n_outer:
        return ""
    n = board.n_agreeing
    chose = "one candidate" if board.n_choices == 1 else f"{board.n_choices} different candidates"
    agree = f"and {counted(n, 'fold')} the reported one" if n else "and no fold the reported one"
    return f"The {board.n_outer} outer folds chose {chose}, {agree}."


def _tested(answer: NestedAnswer) -> str:
    board = answer.board
    if not is_defined(answer.test.value):
        return ""
    text = f"The test rows give it {number(answer.test.value)}{_too_wide(answer)}{_apart(answer)}"
    if board.claim > 0:
        return f"{text}; tuning on them would have claimed {number(board.best_test)}."
    return f"{text}."


def _too_wide(answer: NestedAnswer) -> str:
    """Say so where the test rows cannot tell the report from the nested estimate."""
    low, high = answer.test.low, answer.test.high
    ends = (answer.board.reported, answer.board.nested)
    if answer.board.optimism <= 0 or not low <= min(ends) < max(ends) <= high:
        return ""
    return f" (95 % from {number(low)} to {number(high)}, too wide to tell the two apart)"


def _apart(answer: NestedAnswer) -> str:
    """Say so where the test rows speak against the nested estimate: they are one draw, too."""
    low, high, nested = answer.test.low, answer.test.high, answer.board.nested
    if not is_defined(low) or low <= nested <= high:
        return ""
    return (
        f" (95 % from {number(low)} to {number(high)}, which leaves the nested score out: other "
        "rows and more of them to learn from; divide anew by another seed before you trust either)"
    )
