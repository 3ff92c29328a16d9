"""Why a run went as it did: the first rule that fires, with its numbers, in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from core.neural.playground.settings import PlaygroundSettings
from core.neural.playground.train import NetFrame

GROWN, DEAD, SATURATED = 2.0, 0.5, 0.7
OVERFIT, SOLVED, GOOD = 1.2, 0.97, 0.85
FELL, FLAT, BOUNCE = 0.05, 0.01, 0.1


@dataclass(frozen=True)
class Why:
    """``rule`` that fired, the ``sentence`` for the learner, and the ``numbers`` it rests on."""

    rule: str
    sentence: str
    numbers: tuple[tuple[str, float], ...] = ()


Frames: TypeAlias = Sequence[NetFrame]
Rule: TypeAlias = Callable[[Frames, PlaygroundSettings], Why | None]


def why(frames: Frames, settings: PlaygroundSettings) -> Why:
    """Return why the run up to the last of ``frames`` went so; the first frame is the start."""
    with np.errstate(all="ignore"):
        fired = (rule(frames, settings) for rule in RULES)
        return next(found for found in fired if found is not None)


def _starting(frames: Frames, _: PlaygroundSettings) -> Why | None:
    if len(frames) > 1:
        return None
    loss = frames[0].train_loss
    return Why(
        "start", f"Nothing is trained yet: the loss starts at {loss:.3g}.", (("loss", loss),)
    )


def _diverging(frames: Frames, settings: PlaygroundSettings) -> Why | None:
    first, last = frames[0].train_loss, frames[-1].train_loss
    rate = settings.learning_rate
    if frames[-1].ended.startswith("The weights grew"):
        return Why("diverging", frames[-1].ended, (("learning_rate", rate),))
    if np.isfinite(last) and last <= GROWN * max(first, 0.1):
        return None
    return Why(
        "diverging",
        f"The loss went from {first:.3g} up to {last:.3g}: each step jumps over the valley. "
        f"Lower the learning rate of {rate:g} to a tenth.",
        (("first_loss", first), ("loss", last), ("learning_rate", rate)),
    )


def _stopped(frames: Frames, settings: PlaygroundSettings) -> Why | None:
    now, patience = frames[-1], settings.patience
    if patience is None or not now.ended.startswith("Stopped"):
        return None
    return Why(
        "stopped",
        f"{now.ended} It stands at {now.test_loss:.3g}, the training loss at {now.train_loss:.3g}. "
        "Stopping early keeps the net from learning the noise.",
        (("patience", patience), ("epoch", now.epoch), ("test_loss", now.test_loss)),
    )


def _dead(frames: Frames, settings: PlaygroundSettings) -> Why | None:
    dead = frames[-1].dead
    bent = [layer.activation not in ("tanh", "sigmoid") for layer in settings.layers]
    worst = int(np.argmax(dead * bent)) if len(dead) else 0
    if not len(dead) or dead[worst] * bent[worst] < DEAD:
        return None
    return Why(
        "dead",
        f"In hidden layer {worst + 1}, {dead[worst]:.0%} of the neurons are dead: their slope is 0 "
        "for every training point, so they never learn again. Lower the rate or use leaky ReLU.",
        (("layer", worst + 1), ("dead", float(dead[worst]))),
    )


def _saturated(frames: Frames, _: PlaygroundSettings) -> Why | None:
    shares, score = frames[-1].saturated, frames[-1].train_score
    if not len(shares) or shares.max() < SATURATED or score >= SOLVED:
        return None
    worst = int(np.argmax(shares))
    return Why(
        "saturated",
        f"In hidden layer {worst + 1}, {shares[worst]:.0%} of the activations sit on a flat end, "
        "where hardly any gradient passes. Start with smaller weights or lower the rate.",
        (("layer", worst + 1), ("saturated", float(shares[worst]))),
    )


def _copies(frames: Frames, settings: PlaygroundSettings) -> Why | None:
    for place, layer in enumerate(settings.layers):
        w = frames[-1].weights[place]
        if layer.width > 1 and np.allclose(w, w[:, :1], rtol=1e-9, atol=1e-12):
            return Why(
                "copies",
                f"All {layer.width} neurons of hidden layer {place + 1} have the same weights, so "
                "they learn the same thing. Start from weights that differ, such as Xavier's.",
                (("layer", place + 1), ("neurons", layer.width)),
            )
    return None


def _bouncing(frames: Frames, settings: PlaygroundSettings) -> Why | None:
    losses = np.array([frame.train_loss for frame in frames[-20:]])
    if len(losses) < 10 or frames[-1].train_score >= SOLVED:
        return None
    rises = np.diff(losses) / np.maximum(losses[:-1], 1e-12)
    share, size = float(np.mean(rises > 0)), float(np.median(np.abs(rises)))
    if share < 0.3 or size < BOUNCE:
        return None
    return Why(
        "bouncing",
        f"The loss rose in {share:.0%} of the last {len(rises)} pictures, by about {size:.0%} each "
        f"time. Lower the learning rate of {settings.learning_rate:g} or use larger batches.",
        (("rises", share), ("size", size)),
    )


def _overfitting(frames: Frames, _: PlaygroundSettings) -> Why | None:
    tests = np.array([frame.test_loss for frame in frames])
    best = int(np.nanargmin(tests))
    now, then = frames[-1], frames[best]
    grown = now.test_loss > OVERFIT * then.test_loss
    learnt = now.train_loss < 0.9 * then.train_loss
    if not (grown and learnt and now.test_loss > OVERFIT * now.train_loss):
        return None
    return Why(
        "overfitting",
        f"Since epoch {then.epoch} the test loss rose from {then.test_loss:.3g} to "
        f"{now.test_loss:.3g} while the training loss fell to {now.train_loss:.3g}: the net learns "
        "the noise. Use more points, fewer neurons, L2 or dropout, or stop earlier.",
        (("best_epoch", then.epoch), ("best_test_loss", then.test_loss),
         ("test_loss", now.test_loss), ("train_loss", now.train_loss)),
    )  # fmt: skip


def _solved(frames: Frames, _: PlaygroundSettings) -> Why | None:
    now = frames[-1]
    if now.train_score < SOLVED or now.test_score < SOLVED - 0.04:
        return None
    return Why(
        "done",
        f"Solved: {_score(now, now.test_score)} on points it never saw, after {now.epoch} epochs.",
        (("test_score", now.test_score), ("epoch", now.epoch)),
    )


def _score(now: NetFrame, score: float) -> str:
    """Return a score in the words of its task."""
    return f"an R² of {score:.3f}" if np.isfinite(now.test_rmse) else f"{score:.1%} right"


def _fall(frames: Frames, part: float) -> float:
    """Return the share of the loss that was lost over the last ``part`` of the frames."""
    back = max(1, round(part * (len(frames) - 1)))
    before = frames[-1 - back].train_loss
    return (before - frames[-1].train_loss) / max(abs(before), 1e-12)


def _too_slow(frames: Frames, settings: PlaygroundSettings) -> Why | None:
    fall, steepest = _fall(frames, 1.0), float(frames[-1].gradient_norms.max())
    losses = np.array([frame.train_loss for frame in frames])
    steady = float(np.mean(np.diff(losses) <= 0))
    if fall > 0.2 or steady < 0.8 or fall <= 1e-9 or steepest < 0.01:
        return None
    return Why(
        "too_slow",
        f"The loss falls all the time but only {fall:.1%} in {frames[-1].epoch} epochs, with a "
        f"slope of {steepest:.2g} left. Raise the learning rate of {settings.learning_rate:g} "
        "three to ten times.",
        (("fall", fall), ("gradient", steepest), ("learning_rate", settings.learning_rate)),
    )


def _improving(frames: Frames, _: PlaygroundSettings) -> Why | None:
    fall = _fall(frames, 0.2)
    if fall < FELL:
        return None
    return Why(
        "improving",
        f"Still improving: the training loss fell by {fall:.0%} over the last fifth of the run, to "
        f"{frames[-1].train_loss:.3g}. Train on.",
        (("fall", fall), ("loss", frames[-1].train_loss)),
    )


def _underfitting(frames: Frames, settings: PlaygroundSettings) -> Why | None:
    now = frames[-1]
    if now.train_score >= GOOD:
        return None
    n = sum(layer.width for layer in settings.layers)
    inputs = len(settings.features) + len(settings.formulas)
    return Why(
        "underfitting",
        f"Only {_score(now, now.train_score)} even on the training points: {n} hidden neurons "
        f"and {inputs} inputs are too few for this shape, or cannot be trained this way. "
        "Add neurons, a layer or an input.",
        (("train_score", now.train_score), ("neurons", n), ("inputs", inputs)),
    )


def _settled(frames: Frames, _: PlaygroundSettings) -> Why:
    now = frames[-1]
    return Why(
        "settled",
        f"The loss has settled at {now.train_loss:.3g} in training and {now.test_loss:.3g} in the "
        "test: more epochs change little.",
        (("train_loss", now.train_loss), ("test_loss", now.test_loss)),
    )


RULES: tuple[Rule, ...] = (
    _starting, _diverging, _stopped, _copies, _dead, _saturated, _overfitting, _solved, _bouncing,
    _too_slow, _improving, _underfitting, _settled,
)  # fmt: skip
"""In the order in which they are asked."""
