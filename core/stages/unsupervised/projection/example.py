"""Methods draw maps of the same points; what each keeps of their neighbours and distances."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from core.stages.unsupervised.projection import methods
from core.stages.unsupervised.projection.clumps import best_clumps
from core.stages.unsupervised.projection.measures import nearest
from core.stages.unsupervised.projection.methods import own_order, without_last_digits
from core.stages.unsupervised.projection.settings import (
    N_SEEDS,
    NOISE,
    RANDOM,
    SEEDS,
    Player,
    ProjectionSettings,
)
from core.stages.unsupervised.projection.smacof import distances
from core.unlabelled.settings import DRAWN, OWN
from core.unlabelled.shapes import SHAPE_BY_ID, Draw

if TYPE_CHECKING:
    from core.stages.unsupervised.projection.board import Board

Place = Callable[..., Any]


@dataclass(frozen=True)
class Study:
    """Points and methods.

    points() returns X (n, d) and groups (n,). maps : what a map is called, the method, and whether
    it is told the groups. k : neighbours counted. noise_seed : of the noise.
    """

    points: Callable[[], Any]
    maps: tuple[tuple[str, Place, bool], ...]
    k: int
    noise_seed: int = 0


def study_of(asked: tuple[ProjectionSettings, Board]) -> Study:
    """Return the points and the methods that are on the screen; those without a map left out."""
    settings, board = asked
    seeds = [settings.start_seed + i for i in range(N_SEEDS if settings.view == SEEDS else 1)]
    made = [(player, seed) for player in settings.players for seed in seeds]
    there = [(player.id, one.seed) for one in board.drawn for player in (one.player,)]
    names = dict(zip(made, board.names[:: 2 if settings.view == NOISE else 1], strict=True))
    maps = tuple(
        (names[player, seed].partition(", your")[0], method_of(settings, player, seed, board.n),
         player.id == "lda")
        for player, seed in made
        if (player.id, seed) in there
    )  # fmt: skip
    return Study(_points(settings, board), maps, board.k, settings.data_seed)


def _points(settings: ProjectionSettings, board: Board) -> Callable[[], Any]:
    if settings.shape in (DRAWN, *OWN):
        rows = tuple(map(tuple, board.clouds[0].X.tolist()))
        return partial(given, rows, tuple(board.labels.tolist()))
    spec = SHAPE_BY_ID[settings.shape]
    return partial(made, spec.draw, settings.n_points, settings.noise, settings.data_seed)


def method_of(settings: ProjectionSettings, player: Player, seed: int, n: int) -> Place:
    """Return a method with its numbers: X in, places out."""
    k = methods.possible_neighbours(player.value or 0, n)
    start = seed if settings.begin == RANDOM else None
    found: dict[str, Place] = {
        "pca": methods.pca,
        "kernel_pca": partial(
            methods.kernel_pca, gamma=player.value or 0.0, kernel=settings.kernel
        ),
        "tsne": partial(
            methods.tsne, seed=start, n_steps=settings.n_steps,
            perplexity=methods.possible_perplexity(player.value or 0, n),
            learning_rate=settings.learning_rate, exaggeration=settings.exaggeration,
        ),
        "isomap": partial(methods.isomap, n_neighbors=k),
        "mds": partial(methods.mds, seed=start, n_steps=settings.n_steps),
        "spectral": partial(methods.spectral, n_neighbors=k, seed=seed),
        "lda": methods.lda,
    }  # fmt: skip
    return found[player.id]


def made(draw: Draw, n_points: int, noise: float, seed: int) -> Any:
    """Draw points and move them at random."""
    rng = np.random.default_rng(seed)
    X, known = draw(rng, n_points)
    return X + rng.normal(0, 1, X.shape) * noise, known


def given(rows: tuple[tuple[float, ...], ...], groups: tuple[int, ...]) -> Any:
    """Return points that are known."""
    return np.array(rows), np.array(groups)


def example(settings: Study) -> None:
    """Make every map; print the share of neighbours it keeps, and what is wrong with distances."""
    X, groups = settings.points()
    order = own_order(X)
    X, groups = without_last_digits(X)[order], groups[order]
    far = distances(X)
    near = nearest(far, settings.k)
    for name, method, told in settings.maps:
        places = method(X, groups) if told else method(X)
        there = distances(places)
        same = near[:, :, None] == nearest(there, settings.k)[:, None, :]
        scale = (far * there).sum() / (there**2).sum()
        wrong = np.sqrt(((far - scale * there) ** 2).sum() / (far**2).sum())
        print(f"{name}: {100 * same.any(axis=2).mean():.1f} % of {settings.k} neighbours kept, "
              f"stress {wrong:.2f}")  # fmt: skip


def beside_noise(settings: Study) -> None:
    """Make the map of the points, and of noise alike; print the groups k-means finds in each."""
    X, groups = settings.points()
    order = own_order(X)
    X, groups = without_last_digits(X)[order], groups[order]
    rng = np.random.default_rng([settings.noise_seed, 11])
    noise = np.sqrt(X.var(axis=0).mean()) * rng.normal(size=X.shape)
    for name, method, told in settings.maps:
        for what, cloud in (("points", X), ("noise", noise)):
            places = method(cloud, groups) if told else method(cloud)
            n_clumps, here, truly = best_clumps(places, cloud)
            print(f"{name}, {what}: {n_clumps} clumps with a silhouette of {here:.2f}, "
                  f"in all dimensions {truly:.2f}")  # fmt: skip
