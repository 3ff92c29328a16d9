"""The training loop: its losses beside the curve to match, the boundary, and the lines as run."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.compute.film import Film
from core.figures.blocks import Block, Moving, Words, human, notes
from core.figures.curves import Curve, growing
from core.figures.film import Axis, Dots, FilmPicture, Heat, Line, Panel, Readout
from core.stages.neural_networks.training_loop.lines import loop_code
from core.stages.neural_networks.training_loop.run import MATCHED, REACH, LoopFrame, truth_of
from core.stages.neural_networks.training_loop.settings import LoopSettings

TALL_PX = 300
TWO_COLOURS = np.array([4, 0])
TENSORBOARD = (
    "TensorBoard reads event files, which torch writes only with the package tensorboard "
    "(torch.utils.tensorboard). This suite does not bring it, so no event file is offered: the "
    "script keeps the same numbers in history."
)


def draw(settings: LoopSettings, film: Film[LoopFrame]) -> tuple[Block, ...]:
    """Draw the losses and the boundary as a film, then the loop as it was run."""
    last = film.last
    readouts = (
        Readout("training loss", film.series("train_loss", float), 3),
        Readout("test loss", film.series("test_loss", float), 3),
        Readout("test accuracy", film.series("accuracy", float), 3, percent=True),
        Readout("gap to the grey curve", film.series("gap", float), 3),
    )
    picture = FilmPicture(
        "loop",
        (_losses(settings, film), _plane(film)),
        film.steps,
        f"Test loss {last.test_loss:.3f} after {last.epoch} epochs, the curve to match "
        f"{last.target_test:.3f}",
        unit="epoch",
        captions=tuple(_caption(frame) for frame in film.frames),
        readouts=readouts,
        file_name="training_loop.html",
        title="A training loop",
    )
    code = Words(f"**The loop, as torch ran it**\n```python\n{loop_code(settings)}```")
    return (Moving(picture), code, *notes(TENSORBOARD))


def _losses(settings: LoopSettings, film: Film[LoopFrame]) -> Panel:
    epochs = film.series("epoch", float)
    top = 3 * film.frames[0].train_loss

    def loss(name: str) -> Any:
        return np.minimum(film.series(name, float), top)

    goal = goal_of(settings)
    return Panel(
        "Loss",
        Axis("epoch", 0, float(settings.n_epochs)),
        Axis("loss", 0, 1, auto=True),
        (
            Line(epochs, loss("target_train"), -1, 2.0, name=f"{goal}: training"),
            Line(epochs, loss("target_test"), -1, 2.0, dash=True, name=f"{goal}: test"),
            *growing(
                epochs,
                Curve(loss("train_loss"), "yours: training", 0, 3.0),
                Curve(loss("test_loss"), "yours: test", 1, 3.0, dash=True),
            ),
        ),
        7,
        TALL_PX,
        alt=f"Your losses by epoch, and those of {goal} in grey",
    )


def goal_of(settings: LoopSettings) -> str:
    """Return what the grey curve is called."""
    return "right loop" if settings.target == "right" else f"curve {settings.target}"


def _plane(film: Film[LoopFrame]) -> Panel:
    points, classes = film.frames[0].points, film.frames[0].classes
    surface = np.stack([frame.surface for frame in film.frames])
    extent = (-REACH, REACH, -REACH, REACH)
    return Panel(
        "What the network says",
        Axis("x₁", -REACH, REACH),
        Axis("x₂", -REACH, REACH),
        (
            Heat(surface, extent, "diverging", 0, 1, "probability of class 1", smooth=True),
            Dots(points[:, 0], points[:, 1], TWO_COLOURS[classes], classes, 3.4, name="training"),
        ),
        5,
        TALL_PX,
        square=True,
        alt="Training points of two classes and the network's answer over the plane",
    )


def _caption(frame: LoopFrame) -> str:
    if frame.ended or not frame.epoch:
        return frame.ended or "Before training: the weights as they were drawn."
    return (
        f"Epoch {frame.epoch}: the weights moved by {human(frame.moved)}. Training loss "
        f"{frame.train_loss:.3f}, test loss {frame.test_loss:.3f}, accuracy "
        f"{100 * frame.accuracy:.1f} %."
    )


def notice(settings: LoopSettings, film: Film[LoopFrame]) -> str:
    """Say what the assembled loop does, and how near it comes to the grey curve."""
    last = film.last
    goal, the = goal_of(settings), "the " if settings.target == "right" else ""
    text = film.ended or (
        f"{fault(settings, last)} After {last.epoch} epochs your test loss is "
        f"**{last.test_loss:.3f}**, {the}{goal}'s {last.target_test:.3f}; on average the curves "
        f"lie {human(last.gap)} apart."
    )
    return f"{text}{_judged(settings, last)}"


def _judged(settings: LoopSettings, last: LoopFrame) -> str:
    truth = truth_of(settings)
    if not truth or settings.diagnosis == "none":
        return ""
    if settings.diagnosis != truth:
        return " Your diagnosis does not fit that curve: try to reproduce it."
    near = last.gap < MATCHED
    return " Your diagnosis fits" + (", and you reproduced it." if near else ": now reproduce it.")


def fault(settings: LoopSettings, last: LoopFrame) -> str:
    """Return a sentence on the first line that is missing or misplaced."""
    moved = f"in the last epoch the weights moved by {human(last.moved)}"
    if not settings.backward:
        return f"Without `backward()` no gradient is ever made: {moved}."
    if not settings.step:
        return f"Without `step()` the gradients are made and never used: {moved}."
    if not settings.zero_grad:
        return f"Without `zero_grad()` every batch adds its gradients to all before it: {moved}."
    if settings.order in ("step_first", "zero_late"):
        return f"`step()` meets gradients that were just zeroed: {moved}."
    return _quiet_fault(settings, moved)


def _quiet_fault(settings: LoopSettings, moved: str) -> str:
    """Return a sentence on what does not stop a network from learning."""
    layer = {"dropout": "dropout", "batch_norm": "batch norm", "plain": ""}[settings.net]
    if not settings.shuffle and settings.batch_size < settings.n_train:
        return "Never shuffled: one class comes after the other, so each batch pulls to one side."
    if not settings.eval_mode and layer:
        return f"Judged without `eval()`: {layer} goes on as in training while you measure."
    if not settings.train_mode and layer:
        return f"Without `train()` the first `eval()` lasts: {_LASTING[settings.net]}."
    if not (settings.eval_mode and settings.train_mode):
        return "A plain network does the same in `train()` and `eval()`: nobody notices."
    if settings.order == "zero_last":
        return f"Zeroing after `step()` is as good as before the batch: {moved}."
    if not settings.shuffle:
        return f"Never shuffled, but one batch holds all {settings.n_train} points in any order."
    return f"Every line is in its place: {moved}."


_LASTING = {
    "dropout": "dropout is off for good",
    "batch_norm": "batch norm keeps the averages of the first epoch for good",
}
