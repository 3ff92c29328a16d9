"""Three tasks that a net can be set with no label: the answer is made of the picture itself.

Each poses a batch of pictures (n, 64), the ink of every pixel from 0 to 1, and judges what a net
says: the loss to lower, and the share of right answers, NaN where none is right or wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # it names settings, and these the tasks
    from core.stages.learning_types.self_supervised.plan import Plan

CONTRAST, ROTATION, MASKING = "contrast", "rotation", "masking"
TURNS = ("0°", "90°", "180°", "270°")


def view(x: Any, shift: int, noise: float, chance: Any) -> Any:
    """Return pictures moved by up to ``shift`` pixels each way, with noise on every pixel."""
    import torch

    n, wide = len(x), torch.nn.functional.pad(x.reshape(-1, 8, 8), (shift,) * 4)
    at = torch.randint(0, 2 * shift + 1, (2, n, 1), generator=chance) + torch.arange(8)
    moved = wide[torch.arange(n)[:, None, None], at[0][:, :, None], at[1][:, None, :]]
    return moved.reshape(n, 64) + noise * torch.randn(n, 64, generator=chance)


def two_views(x: Any, how: Plan, chance: Any) -> Any:
    """Return two views of every picture (2n, 64): rows i and n + i are twins."""
    import torch

    return torch.cat([view(x, how.shift, how.noise, chance) for _ in "ab"]), None


def info_nce(z: Any, _goal: Any, how: Plan) -> Any:
    """Return the loss of finding each view's twin among all others, and how often it is nearest.

    z : (2n, d). Cosines over the temperature are the scores of a cross-entropy over 2n - 1 others:
    Chen et al. (2020), equation 1; van den Oord et al. (2018).
    """
    import torch

    z = torch.nn.functional.normalize(z, dim=1)
    scores = (z @ z.T / how.temperature).masked_fill(torch.eye(len(z), dtype=bool), -torch.inf)
    twin = torch.arange(len(z)).roll(len(z) // 2)
    right = (scores.argmax(1) == twin).float().mean()
    return torch.nn.functional.cross_entropy(scores, twin), right


def turned(x: Any, _how: Plan, chance: Any) -> Any:
    """Return pictures (n, 64) each turned left by 0 to 3 quarters, and how many quarters (n,)."""
    import torch

    turns = torch.randint(0, 4, (len(x),), generator=chance)
    each = torch.stack([torch.rot90(x.reshape(-1, 8, 8), k, (1, 2)) for k in range(4)])
    return each[turns, torch.arange(len(x))].reshape(-1, 64), turns


def which_turn(scores: Any, turns: Any, _how: Plan) -> Any:
    """Return the cross-entropy of four scores (n, 4), and how often the highest is right."""
    import torch

    right = (scores.argmax(1) == turns).float().mean()
    return torch.nn.functional.cross_entropy(scores, turns), right


def masked(x: Any, how: Plan, chance: Any) -> Any:
    """Return pictures with a share of their pixels emptied; the pictures, and which pixels."""
    import torch

    hidden = torch.rand(x.shape, generator=chance) < how.mask
    return torch.where(hidden, 0.0, x), (x, hidden)


def filled_in(said: Any, goal: Any, _how: Plan) -> Any:
    """Return the mean squared error on hidden pixels alone; nothing is right or wrong."""
    import torch

    x, hidden = goal
    return ((said - x)[hidden] ** 2).mean(), torch.tensor(torch.nan)


@dataclass(frozen=True)
class Pretext:
    """One task. ``outputs`` : what the net's head says of a picture. ``loss`` : its unit.

    pose(x, settings, chance) returns what the net is shown and the goal; judge(said, goal,
    settings) the loss and the share of right answers.
    """

    id: str
    label: str
    help: str
    outputs: int
    pose: Callable[..., Any]
    judge: Callable[..., Any]
    loss: str
    source: str
    url: str


PRETEXTS: tuple[Pretext, ...] = (
    Pretext(
        CONTRAST, "Contrast", "Two altered views of a digit: find the twin among all others.",
        32, two_views, info_nce, "nats",
        "Chen et al. (2020), A simple framework for contrastive learning of visual "
        "representations (SimCLR)", "https://arxiv.org/abs/2002.05709",
    ),
    Pretext(
        ROTATION, "Rotation", "By how many quarters was the digit turned?",
        4, turned, which_turn, "nats",
        "Gidaris, Singh and Komodakis (2018), Unsupervised representation learning by predicting "
        "image rotations", "https://arxiv.org/abs/1803.07728",
    ),
    Pretext(
        MASKING, "Masking", "Fill in the pixels that are hidden.",
        64, masked, filled_in, "squared ink",
        "He et al. (2022), Masked autoencoders are scalable vision learners",
        "https://arxiv.org/abs/2111.06377",
    ),
)  # fmt: skip
PRETEXT_BY_ID = {task.id: task for task in PRETEXTS}
