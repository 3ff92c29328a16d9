"""A net learns digits from a task without labels, watched from before its first step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from core.compute.progress import report
from core.neural.data.digits import load_digits, split_digits
from core.stages.learning_types.self_supervised.features import (
    agreeing,
    fitted,
    nearest,
    principal_plane,
    turned_to,
)
from core.stages.learning_types.self_supervised.plan import Plan, plan_of
from core.stages.learning_types.self_supervised.pretexts import CONTRAST, ROTATION
from core.stages.learning_types.self_supervised.settings import N_HELD, N_NEAR, SelfSettings
from core.stages.learning_types.self_supervised.training import labelled, net_of, probe, train

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Small: TypeAlias = NDArray[np.float32]

N_FRAMES, N_PROBES, STEPS_A_PROBE, N_SHOWN = 50, 5, 20, 8
BEND = 1.5
"""Frames lie closer at first, where most happens."""


@dataclass(frozen=True, eq=False)
class Study:
    """What stays as it is while the net learns.

    ink : (500, 64) uint8 of the held-out pictures, 0 to 16. digits : (500,) what they show.
    near : (500, 5) the nearest by pixels, ``agree`` the share that show the same digit.
    raw, raw_spread, first, first_spread : (5,) accuracy of the probe for each number of labels, on
    pixels and on the untrained net, as mean and standard deviation over the draws.
    shown : (8 or 16, 64) what the net is shown of the first held-out pictures. goal : what it has
    to say of them, quarters (8,) or hidden pixels (8, 64), empty for contrast. whole : (8, 64) the
    pictures as they are. blind : the task's loss of a net that knows nothing. n_weights : of the
    body and the head. guess : how often a guess is right, NaN where nothing is.
    """

    ink: NDArray[np.uint8]
    digits: Ints
    near: Ints
    agree: float
    raw: Floats
    raw_spread: Floats
    first: Floats
    first_spread: Floats
    shown: Small
    goal: Ints
    whole: Small
    blind: float
    n_weights: int
    guess: float


@dataclass(frozen=True, eq=False)
class SelfFrame:
    """The net after ``step`` steps.

    loss, right : of the task on one batch of held-out digits, always the same one; ``right`` is the
    share of right answers, NaN where none is right or wrong. answer : what the net says of the
    digits shown, cosines (8, 8), chances of the turns (8, 4) or pictures (8, 64).
    places : (500, 2) the held-out digits in the plane of the first two principal components, turned
    to lie nearest to the frame before; ``share`` of all variance in it. near, agree : as in
    `Study`, by features. probe, spread : (5,) the probe's accuracy on frozen features, measured at
    ``probed``, the newest such step.
    """

    step: int
    loss: float
    right: float
    answer: Small
    places: Small
    share: float
    near: NDArray[np.int16]
    agree: float
    probe: Floats
    spread: Floats
    probed: int
    study: Study


@dataclass(frozen=True, eq=False)
class Digits:
    """All pictures, parted: the net and the probe's labels come from ``pool``, never ``held``."""

    pool: Small
    pool_digits: Ints
    held: Small
    held_digits: Ints


def parted(seed: int) -> Digits:
    """Return the digits to learn from (1297, 64) and those held out (500, 64)."""
    ink, digits = load_digits()
    held, left = split_digits(len(ink), N_HELD, seed)
    return Digits(ink[left], digits[left], ink[held], digits[held])


def looks(n_steps: int, n: int, bend: float = BEND) -> tuple[int, ...]:
    """Return at which steps is looked, the first and the last among them, closer at first.

    >>> looks(20, 4)
    (0, 2, 7, 13, 20)
    """
    places = np.linspace(0, 1, n + 1) ** bend * n_steps
    return tuple(sorted({round(float(place)) for place in places}))


def learn(how: SelfSettings) -> Iterator[SelfFrame]:
    """Train the net; yield a frame before any step, some on the way and one at the end."""
    digits = parted(how.seed)
    watcher = _Watcher(how, digits)
    seen = frozenset(looks(how.n_steps, N_FRAMES))
    for step in train(watcher.body, watcher.head, watcher.pool, watcher.plan):
        report(step, how.n_steps, f"step {step} of {how.n_steps}")
        if step in seen:
            yield watcher.frame(step)


class _Watcher:
    """Looks at one net as it learns."""

    def __init__(self, how: SelfSettings, digits: Digits) -> None:
        import torch

        self.how, self.plan, self.digits = how, plan_of(how), digits
        self.body, self.head = net_of(self.plan)
        self.pool, self.held = torch.from_numpy(digits.pool), torch.from_numpy(digits.held)
        self.draws = labelled(digits.pool_digits, self.plan)
        self.question = question(self.plan, self.held)
        self.to_probe = list(looks(how.n_steps, min(N_PROBES, how.n_steps // STEPS_A_PROBE)))
        self.probed = self.to_probe.pop(0)
        self.probe, self.spread = self._judged()
        self.places = fitted(principal_plane(self._features(self.held))[0])
        self.study = self._study()

    def _features(self, x: Any) -> Any:
        """Return the features (n, size) of pictures as they are now."""
        import torch

        with torch.no_grad():
            return self.body(x).numpy()

    def frame(self, step: int) -> SelfFrame:
        """Return all that is seen of the net now."""
        if self.to_probe and step >= self.to_probe[0]:
            self.to_probe = [at for at in self.to_probe if at > step]
            self.probed = step
            self.probe, self.spread = self._judged()
        features = self._features(self.held).astype(np.float64)
        plane, share = principal_plane(features)
        self.places = fitted(turned_to(fitted(plane), self.places))
        near = nearest(features, N_NEAR)
        loss, right, answer = answered(self.body, self.head, self.question, self.how)
        return SelfFrame(
            step, loss, right, answer, self.places.astype(np.float32), share,
            near.astype(np.int16), agreeing(near, self.digits.held_digits),
            self.probe, self.spread, self.probed, self.study,
        )  # fmt: skip

    def _judged(self) -> tuple[Floats, Floats]:
        """Return the probe's accuracy on the features, mean and spread over the draws."""
        return self._probe(self._features(self.pool), self._features(self.held))

    def _probe(self, pool: Any, held: Any) -> tuple[Floats, Floats]:
        digits = self.digits
        found = probe(pool, digits.pool_digits, held, digits.held_digits, self.draws)
        return found.mean(axis=0), found.std(axis=0)

    def _study(self) -> Study:
        digits, (shown, goal) = self.digits, self.question
        near = nearest(digits.held.astype(np.float64), N_NEAR)
        return Study(
            np.round(16 * digits.held).astype(np.uint8), digits.held_digits, near,
            agreeing(near, digits.held_digits), *self._probe(digits.pool, digits.held),
            self.probe, self.spread, _first(shown, self.how), _goal(goal, self.how),
            digits.held[:N_SHOWN], self._blind(),
            sum(each.numel() for part in (self.body, self.head) for each in part.parameters()),
            {CONTRAST: 1 / (2 * self.how.batch_size - 1), ROTATION: 0.25}.get(
                self.how.pretext, np.nan),
        )  # fmt: skip

    def _blind(self) -> float:
        """Return the loss of guessing: all alike, or every hidden pixel its mean."""
        how = self.how
        if how.pretext == CONTRAST:
            return float(np.log(2 * how.batch_size - 1))
        if how.pretext == ROTATION:
            return float(np.log(4))
        mean = self.pool.mean(dim=0).expand(how.batch_size, -1)
        return float(self.plan.judge(mean, self.question[1], self.plan)[0])


def question(plan: Plan, held: Any) -> Any:
    """Return one batch of held-out digits, posed once and for all."""
    import torch

    chance = torch.Generator().manual_seed(plan.seed)
    return plan.pose(held[: plan.batch_size], plan, chance)


def answered(body: Any, head: Any, asked: Any, how: SelfSettings) -> tuple[float, float, Small]:
    """Return the loss, the share of right answers, and what the net says of the digits shown."""
    import torch

    shown, goal = asked
    with torch.no_grad():
        said = head(body(shown))
        loss, right = how.task.judge(said, goal, plan_of(how))
        if how.pretext == CONTRAST:
            z = torch.nn.functional.normalize(said, dim=1)
            said = z[:N_SHOWN] @ z[len(z) // 2 :][:N_SHOWN].T
        elif how.pretext == ROTATION:
            said = torch.softmax(said[:N_SHOWN], dim=1)
        return float(loss), float(right), said[:N_SHOWN].numpy().copy()


def _first(shown: Any, how: SelfSettings) -> Small:
    """Return what the net is shown of the first digits; of contrast both views, one set after."""
    views = (0, how.batch_size) if how.pretext == CONTRAST else (0,)
    return np.concatenate([shown[at : at + N_SHOWN].numpy() for at in views])


def _goal(goal: Any, how: SelfSettings) -> Ints:
    if goal is None:
        return np.empty(0, np.int64)
    kept = goal if how.pretext == ROTATION else goal[1]
    return np.asarray(kept[:N_SHOWN].numpy(), np.int64)
