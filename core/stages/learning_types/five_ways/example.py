"""The same points learnt five ways: how many held-out points each gets right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from core.neural.data.dataset import COLUMNS, DRAWN, split_rows
from core.neural.data.shapes import NOISE_SCALE, SHAPE_BY_ID, Draw

if TYPE_CHECKING:
    from core.neural.data.dataset import Dataset
    from core.stages.learning_types.five_ways.answer import Answer
    from core.stages.learning_types.five_ways.settings import FiveSettings

Place = tuple[float, float, int]


@dataclass(frozen=True)
class Study:
    """Points and who learns them, of which a few of each class have labels."""

    points: Callable[[], Any]
    with_all: Any
    with_few: Any
    groups: Any
    spreading: Any
    make_loss: Any
    known_by: Any
    n_labels: int
    n_tries: int
    epsilon: float
    repeats: int
    seed: int


@dataclass(frozen=True)
class Asked:
    """What is on the screen: points where no seed makes them again; a class's fewest points."""

    settings: FiveSettings
    data: Dataset | None
    fewest: int


def asked_of(settings: FiveSettings, answer: Answer) -> Asked:
    """Return what is on the screen."""
    listed = settings.shape in (DRAWN, COLUMNS)
    fewest = int(np.bincount(answer.data.y_train).min())
    return Asked(settings.work(), answer.data if listed else None, fewest)


def study_of(asked: Asked) -> Study:
    """Return the points, and the learners as their libraries make them."""
    from sklearn.semi_supervised import LabelSpreading

    from core.stages.learning_types.five_ways.settings import KNN_GRAPH
    from core.stages.learning_types.five_ways.spreading import ALPHA, GAMMA, NEIGHBOURS

    chosen = asked.settings
    kernel = (
        {"kernel": "knn", "n_neighbors": NEIGHBOURS} if chosen.spreading == KNN_GRAPH
        else {"kernel": "rbf", "gamma": GAMMA}
    )  # fmt: skip
    return Study(
        _points(asked),
        _model(chosen, asked.fewest),
        _model(chosen, min(asked.fewest, chosen.n_labels)),
        GROUPS[chosen.groups],
        LabelSpreading(alpha=ALPHA, max_iter=1000, tol=1e-9, **kernel),
        LOSSES[chosen.pretext],
        KNOWN_BY[chosen.bandit],
        chosen.n_labels, chosen.n_tries, chosen.epsilon, chosen.n_repeats, chosen.data_seed,
    )  # fmt: skip


def _model(chosen: FiveSettings, fewest: int) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.svm import SVC

    from core.stages.learning_types.five_ways.settings import KNN, SVM
    from core.stages.learning_types.five_ways.supervised import MOST_VOTES

    if chosen.supervised == KNN:
        return KNeighborsClassifier(min(MOST_VOTES, fewest), algorithm="brute")
    return SVC(break_ties=True) if chosen.supervised == SVM else LogisticRegression(max_iter=1000)


def _points(asked: Asked) -> Callable[[], Any]:
    settings, data = asked.settings, asked.data
    if data is not None:
        return partial(
            given, _listed(data.X_train, data.y_train), _listed(data.X_test, data.y_test)
        )
    spec = SHAPE_BY_ID[settings.shape]
    return partial(
        made, spec.draw, settings.n_points, spec.n_classes(settings.n_classes), settings.noise,
        settings.test_share, settings.data_seed,
    )  # fmt: skip


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


def k_means(X: Any, k: int, rng: Any) -> Any:
    """Group by the best of ten starts."""
    from sklearn.cluster import KMeans

    different = np.unique(X, axis=0)
    starts = [different[rng.choice(len(different), k, replace=False)] for _ in range(10)]
    fits = [KMeans(k, init=start, n_init=1, tol=0).fit(X) for start in starts]
    return min(fits, key=lambda fit: float(fit.inertia_)).predict


def single_linkage(X: Any, k: int, _rng: Any) -> Any:
    """Group by joining closest points; a new point goes with its nearest."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.neighbors import KNeighborsClassifier

    groups = AgglomerativeClustering(k, linkage="single").fit_predict(X)
    return KNeighborsClassifier(1).fit(X, groups).predict


def mixture(X: Any, k: int, rng: Any) -> Any:
    """Group by a bell each."""
    from sklearn.mixture import GaussianMixture

    seed = int(rng.integers(2**31))
    return GaussianMixture(k, random_state=seed, reg_covar=1e-4).fit(X).predict


def near(net: Any, X: Any, _rng: Any) -> Any:
    """Bring neighbours together, push strangers apart (HaoChen et al., 2021)."""
    import torch
    from sklearn.neighbors import kneighbors_graph

    pairs = kneighbors_graph(X, min(6, len(X) - 1)).toarray()
    pairs = np.maximum(pairs, pairs.T)
    near_by = torch.tensor(pairs / pairs.sum())
    weight = near_by.sum(dim=1)[:, None]

    def loss() -> Any:
        out = net(torch.tensor(X))
        return ((out.T @ (weight * out)) ** 2).sum() - 2 * (out * (near_by @ out)).sum()

    return loss, lambda X_new: net(torch.tensor(X_new))


def shuffled(net: Any, X: Any, rng: Any) -> Any:
    """Tell real points from points whose x2 is another point's."""
    import torch

    real = torch.tensor(np.repeat([[1.0], [0.0]], len(X), axis=0))

    def loss() -> Any:
        fake = np.column_stack([X[:, 0], X[rng.permutation(len(X)), 1]])
        out = net(torch.tensor(np.concatenate([X, fake])))
        return torch.nn.functional.binary_cross_entropy_with_logits(out, real)

    return loss, lambda X_new: net[:2](torch.tensor(X_new))


def fill(net: Any, X: Any, _rng: Any) -> Any:
    """Guess a coordinate from the other; two more inputs say which one is there."""
    import torch

    there = np.repeat([[1.0, 0.0], [0.0, 1.0]], len(X), axis=0)
    both = np.concatenate([X, X])
    inputs, asked = torch.tensor(np.hstack([both * there, there])), torch.tensor(1 - there)

    def loss() -> Any:
        wrong = (net(inputs) - torch.tensor(both)) * asked
        return (wrong**2).sum() / (2 * len(X))

    return loss, lambda X_new: net[:2](torch.tensor(np.hstack([X_new, np.ones_like(X_new)])))


def bumps(X: Any) -> Any:
    """Know a place by its nearness to 81 bumps, as shares."""
    from scipy.special import softmax

    centres = np.stack(np.meshgrid(*[np.linspace(-2, 2, 9)] * 2), axis=-1).reshape(-1, 2)
    return softmax(-2 * ((X[:, None] - centres) ** 2).sum(axis=2), axis=1)


def line(X: Any) -> Any:
    """Know a place by its coordinates and a 1."""
    return np.column_stack([X, np.ones(len(X))])


KNOWN_BY = {"bumps": bumps, "line": line}
GROUPS = {"k_means": k_means, "single_linkage": single_linkage, "mixture": mixture}
LOSSES = {"near": near, "shuffled": shuffled, "fill": fill}


def riddle(X: Any, make_loss: Any, rng: Any) -> Any:
    """Train a small net on a task made of the points alone; return its features."""
    import torch

    n_in, n_out = {"near": (2, 6), "shuffled": (2, 1), "fill": (4, 2)}[make_loss.__name__]
    net = torch.nn.Sequential(
        torch.nn.Linear(n_in, 32), torch.nn.Tanh(), torch.nn.Linear(32, n_out)
    ).double()
    with torch.no_grad():
        net[0].weight.copy_(torch.tensor(rng.normal(0, 2 / np.sqrt(2), (n_in, 32)).T))
        net[0].bias.copy_(torch.tensor(rng.normal(0, 1, 32)))
        net[2].weight.copy_(torch.tensor(rng.normal(0, 1 / np.sqrt(32), (32, n_out)).T))
        net[2].bias.zero_()
    loss, features = make_loss(net, X, rng)
    adam = torch.optim.Adam(net.parameters(), lr=0.02)
    for _ in range(300):
        adam.zero_grad()
        loss().backward()
        adam.step()
    return lambda X_new: features(X_new).detach().numpy()


def reward_only(X: Any, y: Any, k: int, study: Study, rng: Any) -> Any:
    """Name a class, hear right or wrong, and move the value of naming it."""
    w, n, laps = np.zeros((k, X.shape[1])), study.n_tries, -(-study.n_tries // len(y))
    asked = np.concatenate([rng.permutation(len(y)) for _ in range(laps)])[:n]
    explores, any_class, ties = rng.random(n), rng.integers(k, size=n), rng.random((n, k))
    for t, i in enumerate(asked):
        values = w @ X[i]
        named = any_class[t] if explores[t] < study.epsilon else np.lexsort((ties[t], values))[-1]
        w[named] += 0.3 * ((y[i] == named) - values[named]) * X[i] / (X[i] ** 2).sum()
    return w


def example(study: Study) -> None:
    """Learn five ways, several times; print how many held-out points each gets right."""
    from scipy.optimize import linear_sum_assignment
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import confusion_matrix
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.preprocessing import StandardScaler

    X, y, X_test, y_test = study.points()
    scaler = StandardScaler().fit(X)
    X, X_test, k = scaler.transform(X), scaler.transform(X_test), len(np.unique(y))
    right: dict[str, list[float]] = {}
    for repeat in range(study.repeats):
        rngs = [np.random.default_rng([study.seed, repeat, purpose]) for purpose in range(4)]
        order = [rngs[0].permutation(np.flatnonzero(y == code)) for code in range(k)]
        few = np.concatenate([own[: study.n_labels] for own in order])
        hidden = np.full(len(y), -1)
        hidden[few] = y[few]
        group = study.groups(X, k, rngs[3])
        match = linear_sum_assignment(-confusion_matrix(group(X), y))[1]
        look = riddle(X, study.make_loss, rngs[1])
        w = reward_only(study.known_by(X), y, k, study, rngs[2])
        said = {
            "all labels": study.with_all.fit(X, y).predict(X_test),
            "no label, groups": match[group(X_test)],
            "few labels": study.with_few.fit(X[few], y[few]).predict(X_test),
            "few labels spread": study.spreading.fit(X, hidden).predict(X_test),
            "right or wrong": (study.known_by(X_test) @ w.T).argmax(axis=1),
        }
        for name, see in (("probe, coordinates", np.asarray), ("probe, riddle", look)):
            scale = StandardScaler().fit(see(X))
            model = OneVsRestClassifier(LogisticRegression(tol=1e-8, max_iter=1000))
            model.fit(scale.transform(see(X[few])), y[few])
            said[name] = model.predict(scale.transform(see(X_test)))
        for name, codes in said.items():
            right.setdefault(name, []).append(float((codes == y_test).mean()))
    for name, shares in right.items():
        print(f"{name}: {100 * np.mean(shares):.1f} % of {len(y_test)}, {study.repeats} times")
