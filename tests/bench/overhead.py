"""What a call through the suite costs over the plain library call, at 100 000 x 50."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from tests.bench.plain import Peer
from tests.bench.row import Row, paired, quantiles
from tests.bench.wide import BACKGROUND, EXPLAINED, FOLDS, ROUNDS, TARGET, wide_frame

N_PAIRS = 5
MOST_SHARE, MOST_MS = 0.10, 20
KINDS = ("fit", "shap", "cross_validate")


def rows() -> list[Row]:
    """Fit, SHAP and cross-validation, each in a real worker and in a plain process, in turn."""
    os.environ["PLAYGROUND_WORKERS"] = "1"
    from core import compute
    from core.data.table import Table

    table = Table.from_frame(wide_frame(), name="wide")
    compute.put_table(table.frame, table.digest)
    try:
        with Peer() as peer:
            empty_ms = _empty_call_ms()
            found = [_row(kind, table.digest, peer) for kind in KINDS]
    finally:
        compute.shutdown()
    note = f"an empty call there and back: p50 {empty_ms:.0f} ms"
    return [replace(found[0], notes=(*found[0].notes, note)), *found[1:]]


def _row(kind: str, digest: str, peer: Peer) -> Row:
    call = CALLS[kind]
    direct = f"direct-{kind}"
    _seconds(call, digest, 0), peer.seconds(kind, 0)  # imports, and the fit that explaining needs
    peer.seconds(direct, 0)
    ours, plain, ratio = paired(
        lambda i: _seconds(call, digest, i + 1), lambda i: peer.seconds(kind, i + 1), N_PAIRS
    )
    inside = float(np.median([peer.seconds(direct, i + 1) for i in range(N_PAIRS)]))
    over_ms = (ours - plain) * 1000
    return Row(
        f"a call over the plain library: {kind}",
        "10 % + 20 ms",
        f"{ours:.2f} s (+{over_ms:.0f} ms)",
        f"{plain:.2f} s",
        f"{ratio:.2f}",
        over_ms <= MOST_SHARE * plain * 1000 + MOST_MS,
        (f"medians of {N_PAIRS} pairs; {inside:.2f} s without the call, in the peer's process",),
    )


def _seconds(call: Callable[[int], tuple[Any, Any]], digest: str, i: int) -> float:
    from core import compute
    from core.compute import register

    function, settings = call(i)
    register.engine().forget_answers()
    start = time.perf_counter()
    job = compute.call(function, settings, table=digest, timeout_s=600)
    job.wait(600)
    seconds = time.perf_counter() - start
    assert job.failure is None, job.failure
    return seconds


def _experiment(seed: int) -> Any:
    from core.tabular.experiment import Experiment, ModelChoice

    model = ModelChoice("hist_gradient_boosting", (("n_estimators", ROUNDS),))
    return Experiment("file:wide", "wide", TARGET, "regression", model=model, seed=seed)


def _fit(i: int) -> tuple[Any, Any]:
    from core.tabular.judge.evaluate import ModelLabSettings, train

    return train, ModelLabSettings(_experiment(i))


def _shap(i: int) -> tuple[Any, Any]:
    from core.stages.explainable_ai.global_.run import GlobalSettings, global_importances

    own = {"permutation": False, "n_rows": EXPLAINED, "background": BACKGROUND, "seed": i}
    return global_importances, GlobalSettings(_experiment(0), **own)


def _cross_validate(i: int) -> tuple[Any, Any]:
    from core.tabular.judge.cross_validate import ValidationSettings, cross_validate

    return cross_validate, ValidationSettings(_experiment(0), n_folds=FOLDS)


CALLS: dict[str, Callable[[int], tuple[Any, Any]]] = {
    "fit": _fit,
    "shap": _shap,
    "cross_validate": _cross_validate,
}


def _empty_call_ms() -> float:
    from core import compute
    from core.compute import probes

    def once(i: int) -> float:
        start = time.perf_counter()
        compute.call(probes.echo, probes.Probe(tag=str(i))).wait(60)
        return (time.perf_counter() - start) * 1000

    once(-1)
    time.sleep(8)  # the worker imports in its idle time
    p50, _ = quantiles(np.array([once(i) for i in range(50)]).tolist())
    return p50
