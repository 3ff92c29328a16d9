"""Models learn the same points of the plane; how many each gets right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from core.neural.data.dataset import COLUMNS, DRAWN, split_rows
from core.neural.data.shapes import NOISE_SCALE, SHAPE_BY_ID, Draw
from core.stages.supervised.boundary_studio.models import model_call
from core.stages.supervised.boundary_studio.score import percent

if TYPE_CHECKING:
    from core.neural.data.dataset import Dataset
    from core.stages.supervised.boundary_studio.models import Player
    from core.stages.supervised.boundary_studio.run import Board
    from core.stages.supervised.boundary_studio.settings import StudioSettings

Place = tuple[float, float, int]


@dataclass(frozen=True)
class Study:
    """Points and models.

    points() returns places (n, 2) and classes (n,) to learn from, then the same for the test.
    models : a name and an estimator each. about : what the points are.
    """

    points: Callable[[], Any]
    models: tuple[tuple[str, Any], ...]
    about: str = ""


@dataclass(frozen=True)
class Asked:
    """What is on the screen: models by name, and the points where no seed makes them again."""

    settings: StudioSettings
    models: tuple[tuple[str, Player], ...]
    data: Dataset | None


def asked_of(settings: StudioSettings, board: Board) -> Asked:
    """Return what is on the screen; models without a map are left out."""
    named = zip(board.names, board.maps, strict=True)
    models = tuple((name, one.player) for name, one in named if not one.refused)
    listed = settings.shape in (DRAWN, COLUMNS)
    return Asked(settings.work(), models, board.data if listed else None)


def study_of(asked: Asked) -> Study:
    """Return the points, and the models as their libraries make them."""
    settings, data = asked.settings, asked.data
    models = tuple(
        (name, model_call(player, settings.data_seed).build()) for name, player in asked.models
    )
    if data is not None:
        train, test = _listed(data.X_train, data.y_train), _listed(data.X_test, data.y_test)
        about = f"{data.names[0]!r} and {data.names[1]!r}, standardised, with the class"
        return Study(partial(given, train, test), models, about if data.scales else "")
    spec = SHAPE_BY_ID[settings.shape]
    points = partial(
        made, spec.draw, n_points=settings.n_points, n_classes=spec.n_classes(settings.n_classes),
        noise=settings.noise, test_share=settings.test_share, seed=settings.data_seed,
    )  # fmt: skip
    return Study(points, models)


def _listed(X: Any, y: Any) -> tuple[Place, ...]:
    places = zip(X.tolist(), y.tolist(), strict=True)
    return tuple((x1, x2, code) for (x1, x2), code in places)


def made(
    draw: Draw, n_points: int, n_classes: int, noise: float, test_share: float, seed: int
) -> Any:
    """Draw points of each class, move them at random, and part them."""
    rng = np.random.default_rng(seed)
    X, y = draw(rng, n_points, n_classes)
    X = X + rng.normal(0, NOISE_SCALE * noise, X.shape)
    train, test = split_rows(rng, n_points, test_share)
    return X[train], y[train], X[test], y[test]


def given(train: tuple[Place, ...], test: tuple[Place, ...]) -> Any:
    """Part (x1, x2, class) into places and classes."""
    X_train, X_test = (np.array(part)[:, :2] for part in (train, test))
    y_train, y_test = (np.array(part)[:, 2].astype(int) for part in (train, test))
    return X_train, y_train, X_test, y_test


def example(settings: Study) -> None:
    """Fit each model to the training points; print how many points it gets right."""
    if settings.about:
        print(settings.about)
    X_train, y_train, X_test, y_test = settings.points()
    for name, model in settings.models:
        model.fit(X_train, y_train)
        for part, X, y in (("training", X_train, y_train), ("test", X_test, y_test)):
            right = model.predict(X) == y
            share = percent(int(right.sum()), len(y))
            print(f"{name}, {part}: {right.sum()} of {len(y)} right, {share}")
