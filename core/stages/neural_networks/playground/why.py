"""Why a run went as it did: the first rule that fires, with its numbers, in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from core.neural.net.optimisers import OPTIMISER_BY_ID
from core.stages.neural_networks.playground.settings import PlaygroundSettings
from core.stages.neural_networks.playground.train import NetFrame
from core.wording import counted

GROWN, DEAD, SATURATED = 2.0, 0.5, 0.7
OVERFIT, SOLVED, GOOD = 1.2, 0.97, 0.85
FELL, BOUNCE = 0.05, 0.1
BOLD = 1.0
"""A learning rate from which on sums are driven to where units are flat."""
EARLY, SHRUNK, DROPS_MUCH = 5, 0.3, 0.5
"""Epochs after which a slow run can be told; what is left of weights that are held down."""
LOWEST_RATE, HIGHEST_RATE = 1e-5, 100.0
"""What the control of the learning rate allows: a test compares them."""
EXACTLY_FLAT = ("relu",)
GIVEN, MOST_POINTS, MUCH_L2 = ("drawn", "columns"), 1200, 0.05
"""Data whose number of points is given; the most of others; L2 that is no longer small."""


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
        f"The loss went from {first:.3g} up to {last:.3g}: each step jumps over the valley."
        f"{_lower(settings)}",
        (("first_loss", first), ("loss", last), ("learning_rate", rate)),
    )


def _stopped(frames: Frames, settings: PlaygroundSettings) -> Why | None:
    now, patience = frames[-1], settings.patience
    if now.ended.startswith("The training loss fell below"):
        told = f"{now.ended} There the test loss is {now.test_loss:.3g}, and the run ends as asked."
        return Why("stopped", told, (("epoch", now.epoch), ("test_loss", now.test_loss)))
    if patience is None or not now.ended.startswith("Stopped"):
        return None
    best = frames[int(np.nanargmin([frame.test_loss for frame in frames]))]
    meant = (
        "Stopping early keeps the net from learning the noise."
        if now.train_loss < best.train_loss and now.test_loss > best.test_loss
        else "The training loss has not fallen since, so no noise was learnt: wait for more "
        f"epochs, or lower the learning rate of {settings.learning_rate:g}."
    )
    return Why(
        "stopped",
        f"{now.ended} It stands at {now.test_loss:.3g}, the training loss at {now.train_loss:.3g}. "
        f"{meant}",
        (("patience", patience), ("epoch", now.epoch), ("test_loss", now.test_loss)),
    )


def _held_down(frames: Frames, settings: PlaygroundSettings) -> Why | None:
    """Name the penalty that leaves the weights too small to bend anything."""
    decay = settings.weight_decay if OPTIMISER_BY_ID[settings.optimiser].decays else 0.0
    penalties = {"L1": settings.l1, "L2": settings.l2, "weight decay": decay}
    name = max(penalties, key=lambda penalty: penalties[penalty])
    then, now = (_mean_size(frame) for frame in (frames[0], frames[-1]))
    if penalties[name] == 0 or not (now < SHRUNK * then and frames[-1].train_score < GOOD):
        return None
    return Why(
        "held_down",
        f"The mean size of a weight fell from {then:.2g} to {now:.2g}: {name} of "
        f"{penalties[name]:g} pulls harder than the points do, and only "
        f"{_score(frames[-1], frames[-1].train_score)} is left in training. Take a tenth of it.",
        (("before", then), ("now", now), ("penalty", penalties[name])),
    )


def _mean_size(frame: NetFrame) -> float:
    return float(np.mean(np.concatenate([np.abs(w).ravel() for w in frame.weights])))


def _dead(frames: Frames, settings: PlaygroundSettings) -> Why | None:
    dead = frames[-1].dead
    bent = [layer.activation not in ("tanh", "sigmoid") for layer in settings.layers]
    worst = int(np.argmax(dead * bent)) if len(dead) else 0
    if not len(dead) or dead[worst] * bent[worst] < DEAD or _is_solved(frames[-1]):
        return None
    exactly = settings.layers[worst].activation in EXACTLY_FLAT
    return Why(
        "dead",
        f"In hidden layer {worst + 1}, {dead[worst]:.0%} of the neurons are dead: their slope is "
        f"{'0' if exactly else 'under 0.001'} for every training point, so "
        f"{'no' if exactly else 'hardly any'} gradient reaches their weights."
        f"{_lower(settings)}",
        (("layer", worst + 1), ("dead", float(dead[worst]))),
    )


def _saturated(frames: Frames, settings: PlaygroundSettings) -> Why | None:
    shares, score = frames[-1].saturated, frames[-1].train_score
    if not len(shares) or shares.max() < SATURATED or score >= SOLVED:
        return None
    worst = int(np.argmax(shares))
    return Why(
        "saturated",
        f"In hidden layer {worst + 1}, {shares[worst]:.0%} of the activations sit on a flat end, "
        f"where hardly any gradient passes.{_flatter(settings)}",
        (("layer", worst + 1), ("saturated", float(shares[worst]))),
    )


def _flatter(settings: PlaygroundSettings) -> str:
    """Return what keeps sums small, where the settings made them large."""
    if settings.init == "large_normal":
        return " Start with smaller weights, such as Xavier's."
    if settings.learning_rate >= BOLD:
        return _lower(settings)
    return ""


def _lower(settings: PlaygroundSettings) -> str:
    """Return the advice to lower the rate to a tenth, where there is one."""
    rate = settings.learning_rate
    can = rate / 10 >= LOWEST_RATE
    return f" Lower the learning rate of {rate:g} to a tenth." if can else ""


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


def _overfitting(frames: Frames, settings: PlaygroundSettings) -> Why | None:
    now, then = frames[-1], _lowest_test(frames)
    learnt = now.train_loss < 0.9 * then.train_loss
    apart = now.test_loss > OVERFIT * now.train_loss
    if _is_solved(now) or not (_has_risen(now, then) and learnt and apart):
        return None
    return Why(
        "overfitting",
        f"Since epoch {then.epoch} the test loss rose from {then.test_loss:.3g} to "
        f"{now.test_loss:.3g} while the training loss fell to {now.train_loss:.3g}: the net learns "
        f"these points by heart. It was best at epoch {then.epoch}.{_against(settings)}",
        (("best_epoch", then.epoch), ("best_test_loss", then.test_loss),
         ("test_loss", now.test_loss), ("train_loss", now.train_loss)),
    )  # fmt: skip


def _lowest_test(frames: Frames) -> NetFrame:
    return frames[int(np.nanargmin([frame.test_loss for frame in frames]))]


def _has_risen(now: NetFrame, then: NetFrame) -> bool:
    return bool(now.test_loss > OVERFIT * then.test_loss)


def _against(settings: PlaygroundSettings) -> str:
    """Return what makes learning by heart harder and can still be set."""
    more = settings.data.shape not in GIVEN and settings.data.n_points < MOST_POINTS
    ways = [*(["more points"] if more else []), *(["L2"] if settings.l2 < MUCH_L2 else [])]
    told = " or ".join(ways)
    return f" {told[0].upper()}{told[1:]} would hold it back." if told else ""


def _solved(frames: Frames, _: PlaygroundSettings) -> Why | None:
    now, then = frames[-1], _lowest_test(frames)
    if not _is_solved(now):
        return None
    surer = (
        f" Its test loss was lowest at epoch {then.epoch}, {then.test_loss:.3g}, and is "
        f"{now.test_loss:.3g} now: of what it gets wrong it has grown too sure."
        if now.test_score < 1 and _has_risen(now, then)
        else ""
    )
    return Why(
        "done",
        f"Solved: {_score(now, now.test_score)} on points it never saw, after "
        f"{counted(now.epoch, 'epoch')}.{surer}",
        (("test_score", now.test_score), ("epoch", now.epoch)),
    )


def _is_solved(now: NetFrame) -> bool:
    """Return whether both scores are high; R² of a single point is none (nan)."""
    return bool(now.train_score >= SOLVED and now.test_score >= SOLVED - 0.04)


def _score(now: NetFrame, score: float) -> str:
    """Return a score in the words of its task."""
    if np.isfinite(now.test_rmse):
        return f"an R² of {0.0 + round(score, 3):.3f}".replace("-", "−")
    return f"{score:.1%} right"


def _early(frames: Frames, _: PlaygroundSettings) -> Why | None:
    first, now = frames[0].train_loss, frames[-1]
    if now.epoch >= EARLY:
        return None
    return Why(
        "early",
        f"Too early to tell: after {counted(now.epoch, 'epoch')} the loss has gone from "
        f"{first:.3g} to {now.train_loss:.3g}. Train on.",
        (("epoch", now.epoch), ("loss", now.train_loss)),
    )


def _fall(frames: Frames, part: float) -> tuple[float, int]:
    """Return the share of the loss lost over the last ``part`` of the frames, and the epochs."""
    before, now = frames[-1 - max(1, round(part * (len(frames) - 1)))], frames[-1]
    fall = (before.train_loss - now.train_loss) / max(abs(before.train_loss), 1e-12)
    return fall, now.epoch - before.epoch


def _too_slow(frames: Frames, settings: PlaygroundSettings) -> Why | None:
    fall, steepest = _fall(frames, 1.0)[0], float(frames[-1].gradient_norms.max())
    losses = np.array([frame.train_loss for frame in frames])
    steady = float(np.mean(np.diff(losses) <= 0))
    if fall > 0.2 or steady < 0.8 or fall <= 1e-9 or steepest < 0.01:
        return None
    return Why(
        "too_slow",
        f"The loss keeps falling, but only by {fall:.1%} in {frames[-1].epoch} epochs, with a "
        f"slope of {steepest:.2g} left.{_raise(settings)}",
        (("fall", fall), ("gradient", steepest), ("learning_rate", settings.learning_rate)),
    )


def _raise(settings: PlaygroundSettings) -> str:
    """Return the advice to raise the rate, where it can be raised so far."""
    rate = settings.learning_rate
    can = 10 * rate <= HIGHEST_RATE
    return f" Raise the learning rate of {rate:g} three to ten times." if can else ""


def _improving(frames: Frames, _: PlaygroundSettings) -> Why | None:
    fall, epochs = _fall(frames, 0.2)
    if fall < FELL:
        return None
    return Why(
        "improving",
        f"Still improving: the training loss fell by {fall:.0%} over the last "
        f"{counted(epochs, 'epoch')}, to {frames[-1].train_loss:.3g}. Train on.",
        (("fall", fall), ("loss", frames[-1].train_loss)),
    )


def _underfitting(frames: Frames, settings: PlaygroundSettings) -> Why | None:
    now = frames[-1]
    if not now.train_score < GOOD:  # nor where there is no score, of a single point
        return None
    n = sum(layer.width for layer in settings.layers)
    inputs = len(settings.features) + len(settings.formulas)
    return Why(
        "underfitting",
        f"Only {_score(now, now.train_score)} even on the training points: "
        f"{counted(n, 'hidden neuron')} and {counted(inputs, 'input')} are too few for this "
        f"shape, or cannot be trained this way. {_cure(settings)}",
        (("train_score", now.train_score), ("neurons", n), ("inputs", inputs)),
    )


def _cure(settings: PlaygroundSettings) -> str:
    if settings.layers and settings.dropout >= DROPS_MUCH:
        return f"Dropout silences {settings.dropout:.0%} of them at each step: lower it first."
    return "Add neurons, a layer or an input."


def _settled(frames: Frames, _: PlaygroundSettings) -> Why:
    now, (fall, epochs) = frames[-1], _fall(frames, 0.2)
    return Why(
        "settled",
        f"The loss hardly moves: {now.train_loss:.3g} in training and {now.test_loss:.3g} in the "
        f"test, after a change of {abs(fall):.1%} in training over the last "
        f"{counted(epochs, 'epoch')}.",
        (("train_loss", now.train_loss), ("test_loss", now.test_loss), ("change", abs(fall))),
    )


RULES: tuple[Rule, ...] = (
    _starting, _diverging, _stopped, _held_down, _copies, _dead, _saturated, _overfitting, _solved,
    _early, _bouncing, _too_slow, _improving, _underfitting, _settled,
)  # fmt: skip
"""In the order in which they are asked."""
