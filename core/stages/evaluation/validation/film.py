"""Cross-validation as a film: fold after fold, who trains, who is held out, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.tabular.judge.cross_validate import ValidationAnswer
from core.tabular.judge.defined import is_defined, mean_of, spread_of, told

WHY = {
    "hold_out": "A quarter is put aside once, so all rests on this one draw.",
    "k_fold": "Every row is held out exactly once.",
    "stratified": "Every fold keeps the shares of the classes.",
    "grouped": "No group stands on both sides.",
    "time": "It is trained on the past alone and tested on what came next.",
    "loocv": "One row alone is held out.",
}


@dataclass(frozen=True, eq=False)
class FoldFrame:
    """The estimate after ``n_done`` folds: ``mean`` and ``std`` of their scores, NaN before any
    (``std`` before two: one score has no spread).

    n_train, n_test : rows of the newest fold, 0 before any. score : its own. test_score : on the
    rows no fold saw, NaN until all folds are done. said : one sentence.
    """

    n_done: int
    n_train: int
    n_test: int
    score: float
    mean: float
    std: float
    test_score: float
    said: str


def run_folds(scheme: str, answer: ValidationAnswer) -> Iterator[FoldFrame]:
    """Yield the frame before any fold, after each, and when the test rows are met at last."""
    none = float("nan")
    n = len(answer.folds)
    said = (
        f"{answer.n_rows:,} training rows wait for {n} {'fold' if n == 1 else 'folds'}; the test "
        "rows stay hidden until the end."
    )
    yield FoldFrame(0, 0, 0, none, none, none, none, said)
    frame = None
    for i, fold in enumerate(answer.folds):
        mean, std = (of(answer.scores[: i + 1]) for of in (mean_of, spread_of))
        score, sizes = float(answer.scores[i]), (len(fold.train), len(fold.test))
        said = _said(scheme, answer.metric_label, i + 1, sizes, (score, mean, std))
        frame = FoldFrame(i + 1, *sizes, score, mean, std, none, said)
        yield frame
    mean, std = mean_of(answer.scores), spread_of(answer.scores)
    said = (
        f"Only now one model learns from all {answer.n_rows:,} training rows and meets the test "
        f"rows: {answer.metric_label} {told(answer.test_score)}, against an estimate of "
        f"{told(mean)}{' with this seed' if len(answer.repeats) > 1 else ''}."
    )
    last = frame.score if frame else none
    yield FoldFrame(n, answer.n_rows, 0, last, mean, std, answer.test_score, said)


def _said(
    scheme: str, metric: str, i: int, sizes: tuple[int, int], found: tuple[float, float, float]
) -> str:
    score, mean, std = found
    rows = "1 row" if sizes[1] == 1 else f"{sizes[1]:,} rows"
    got = f"{metric} {score:.4f}" if is_defined(score) else f"{metric} has no value there"
    text = f"Fold {i}: trained on {sizes[0]:,} rows, scored on the {rows} held out: {got}. "
    text += WHY[scheme]
    return text + (f" Mean of {i}: {mean:.4f} ± {std:.4f}." if is_defined(std) else "")
