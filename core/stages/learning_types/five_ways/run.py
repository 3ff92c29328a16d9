"""The same points learnt five ways, again and again with other labels: what each gets right."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from core.compute.progress import report
from core.neural.data.dataset import BadData, Dataset
from core.neural.data.labelled import labelled_points
from core.stages.learning_types.five_ways import bandit, groups, pretext, probe, spreading
from core.stages.learning_types.five_ways.answer import (
    ALL,
    BANDIT,
    FEW,
    GROUPS,
    PROBE,
    RAW,
    SPREAD,
    UNTRAINED,
    Answer,
    Map,
    Tally,
    Way,
)
from core.stages.learning_types.five_ways.settings import FiveSettings
from core.stages.learning_types.five_ways.supervised import (
    LEARNERS,
    Codes,
    Floats,
    Rule,
    squared_distances,
)

SIDE, ROOM = 60, 0.8
"""Places of a map in each direction; four times its least room around the points."""
LADDER = (1, 2, 3, 5, 10, 20, 50)
TRIES = (10, 20, 50, 100, 200, 500, 1_000, 2_000)
LABELS, PRETEXT, CHANCE, MATCH = range(4)
"""What is drawn in a repeat, each from numbers of its own."""


@dataclass(frozen=True, eq=False)
class Bench:
    """Points on one scale for all ways: each axis standardised by the training points."""

    X: Floats
    y: Codes
    X_test: Floats
    y_test: Codes
    grid: Floats
    k: int
    seed: int

    def rng(self, repeat: int, purpose: int) -> np.random.Generator:
        """Return the draws of one purpose in one repeat, whatever the others draw."""
        return np.random.default_rng([self.seed, repeat, purpose])


def five_ways(settings: FiveSettings, frame: pd.DataFrame | None = None) -> Answer:
    """Return what the five ways make of the same points; ``frame`` is the table of own columns.

    Raises `core.neural.data.dataset.BadData`.
    """
    data = close_up(labelled_points(settings.data, frame))
    bench = bench_of(data, settings.data_seed)
    ladder = ladder_of(bench, settings.n_labels)
    chosen = [orders(bench, repeat) for repeat in range(settings.n_repeats)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parts = (_supervised, _groups, _spreading, _pretext, _bandit)
        answer: dict[str, Any] = {"ways": {}, "maps": {}}
        for place, part in enumerate(parts):
            report(place, len(parts), part.__name__.strip("_"))
            found = part(settings, bench, ladder, chosen)
            answer["ways"] |= found.pop("ways")
            answer["maps"] |= found.pop("maps")
            answer |= found
    largest = answer.pop("largest")
    tally = tally_of(bench, answer["ways"], answer["rewards"], largest)
    labelled = first_labels(chosen[0], settings.n_labels)
    return Answer(data=data, labelled=labelled, tally=tally, **answer)


def tally_of(bench: Bench, ways: dict[str, Way], rewards: Any, largest: int) -> Tally:
    """Return what the sentence says; ``largest`` is the number of points of the largest group."""
    first, second = sorted((SPREAD, PROBE, FEW, RAW), key=lambda name: -ways[name].total)[:2]
    now = {name: way.now for name, way in ways.items()}
    means = np.stack([bench.X[bench.y == code].mean(axis=0) for code in range(bench.k)])
    nearest = squared_distances(bench.X_test, means).argmin(axis=1)
    return Tally(
        {name: way.accuracy for name, way in ways.items()}, first, second,
        ways[first].total - ways[second].total, ways[first].asked,
        int((now[first] > now[second]).sum()), int((now[PROBE] > now[RAW]).sum()),
        int((now[PROBE] < now[RAW]).sum()), int((now[PROBE] > now[UNTRAINED]).sum()),
        float((rewards == 0).sum() / len(rewards)),
        float(np.bincount(bench.y_test).max() / len(bench.y_test)),
        float((nearest == bench.y_test).mean()), largest,
    )  # fmt: skip


def close_up(data: Dataset) -> Dataset:
    """Return points that fill their map: a square around 0 with a little room for dots."""
    if data.scales:
        return data
    far = max(float(np.abs(X).max(initial=1.0)) for X in (data.X_train, data.X_test))
    reach = np.ceil(4 * far + ROOM) / 4
    return replace(data, ranges=((-reach, reach), (-reach, reach)))


def bench_of(data: Dataset, seed: int) -> Bench:
    """Return the points on one scale, and the places of a map; raise `BadData` for too few."""
    mean, spread = data.X_train.mean(axis=0), data.X_train.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    X = (data.X_train - mean) / spread
    if len(np.unique(X, axis=0)) < max(data.n_classes, 2):
        raise BadData(
            "There are fewer different training points than classes, so they cannot be grouped. "
            "Take more points, or other columns."
        )
    return Bench(
        X, data.y_train, (data.X_test - mean) / spread, data.y_test,
        (places(data.ranges) - mean) / spread, data.n_classes, seed,
    )  # fmt: skip


def places(ranges: Any) -> Floats:
    """Return the centres (3600, 2) of a map's cells, row by row from the lowest x2."""
    across, up = (low + (np.arange(SIDE) + 0.5) * (high - low) / SIDE for low, high in ranges)
    x1, x2 = np.meshgrid(across, up)
    return np.column_stack([x1.ravel(), x2.ravel()])


def orders(bench: Bench, repeat: int) -> list[Codes]:
    """Return the training points of each class in the order in which they are labelled."""
    rng = bench.rng(repeat, LABELS)
    return [rng.permutation(np.flatnonzero(bench.y == code)) for code in range(bench.k)]


def first_labels(order: list[Codes], n_labels: int) -> Codes:
    """Return which points are labelled where each class has so many labels, or all it can have."""
    return np.concatenate([own[:n_labels] for own in order])


def ladder_of(bench: Bench, n_labels: int) -> tuple[int, ...]:
    """Return numbers of labels per class, the learner's own among them, none beyond the fewest."""
    fewest = int(np.bincount(bench.y).min())
    own = min(n_labels, int(np.bincount(bench.y).max()))
    return tuple(sorted({m for m in LADDER if m <= fewest} | {own}))


def _costs(bench: Bench, ladder: tuple[int, ...]) -> Codes:
    counts = np.bincount(bench.y)
    return np.array([np.minimum(counts, m).sum() for m in ladder])


def _right(bench: Bench, rule: Rule) -> int:
    return int((rule(bench.X_test).argmax(axis=1) == bench.y_test).sum())


def _way(bench: Bench, costs: Any, right: Any, at: int = 0) -> Way:
    return Way(np.asarray(costs), np.asarray(right), len(bench.y_test), at)


def _map(bench: Bench, rule: Rule) -> Map:
    """Ask a rule about every place of the map and every held-out point."""
    backing = np.maximum(rule(bench.grid), -1.0)
    winner = backing.argmax(axis=1)
    best = np.sort(backing, axis=1)
    depth = np.clip(best[:, -1] - best[:, -2], 0, 1).astype(np.float32)
    said = rule(bench.X_test).argmax(axis=1)
    square = (SIDE, SIDE)
    return Map(winner.astype(np.uint8).reshape(square), depth.reshape(square), said)


def _place(settings: FiveSettings, ladder: tuple[int, ...]) -> int:
    return max(place for place, m in enumerate(ladder) if m <= settings.n_labels)


def _supervised(
    settings: FiveSettings, bench: Bench, ladder: tuple[int, ...], chosen: list[list[Codes]]
) -> dict[str, Any]:
    """Learn from all labels, and from a few."""
    learn = LEARNERS[settings.supervised]
    whole = learn(bench.X, bench.y, bench.k)
    rules = [
        [learn(bench.X[few], bench.y[few], bench.k) for few in _rungs(order, ladder)]
        for order in chosen
    ]
    at = _place(settings, ladder)
    few = _way(bench, _costs(bench, ladder), [[_right(bench, r) for r in row] for row in rules], at)
    right = np.full((len(chosen), 1), _right(bench, whole))
    return {
        "ways": {ALL: _way(bench, [len(bench.y)], right), FEW: few},
        "maps": {ALL: _map(bench, whole), FEW: _map(bench, rules[0][at])},
    }


def _rungs(order: list[Codes], ladder: tuple[int, ...]) -> list[Codes]:
    return [first_labels(order, m) for m in ladder]


def _groups(
    settings: FiveSettings, bench: Bench, _ladder: Any, chosen: list[list[Codes]]
) -> dict[str, Any]:
    """Group the points without labels, then name the groups by those of the training points."""
    group = groups.GROUPINGS[settings.groups]
    found = [group(bench.X, bench.k, bench.rng(i, MATCH)) for i in range(len(chosen))]
    named = [groups.as_classes(rule, bench.X, bench.y, bench.k) for rule in found]
    sizes = np.bincount(found[0](bench.X).argmax(axis=1), minlength=bench.k)
    return {
        "ways": {GROUPS: _way(bench, [0], [[_right(bench, rule)] for rule, _ in named])},
        "maps": {GROUPS: _map(bench, named[0][0])},
        "match": named[0][1],
        "largest": int(sizes.max()),
    }


def _spreading(
    settings: FiveSettings, bench: Bench, ladder: tuple[int, ...], chosen: list[list[Codes]]
) -> dict[str, Any]:
    """Let a few labels flow along all points."""
    graph = spreading.GRAPHS[settings.spreading](bench.X)
    rules = [
        [spreading.spread(graph, few, bench.y[few], bench.k) for few in _rungs(order, ladder)]
        for order in chosen
    ]
    at = _place(settings, ladder)
    heard = graph.reach(bench.X_test)
    remembered = spreading.Graph(graph.flow, lambda _places: heard)
    right = [
        [
            _right(bench, spreading.spread(remembered, few, bench.y[few], bench.k)[0])
            for few in _rungs(order, ladder)
        ]
        for order in chosen
    ]
    rule, unreached = rules[0][at]
    return {
        "ways": {SPREAD: _way(bench, _costs(bench, ladder), right, at)},
        "maps": {SPREAD: _map(bench, rule)},
        "unreached": unreached,
    }


def _pretext(
    settings: FiveSettings, bench: Bench, ladder: tuple[int, ...], chosen: list[list[Codes]]
) -> dict[str, Any]:
    """Solve a riddle without labels, then read its features, and the coordinates, with a few."""
    task = pretext.PRETEXTS[settings.pretext]
    rngs = [bench.rng(i, PRETEXT) for i in range(len(chosen))]
    fresh = pretext.fresh_net(rngs, task.n_in, task.n_out)
    ready, solved = pretext.trained(fresh, task.make(bench.X, rngs))
    same = np.zeros((len(chosen), 1, 1))
    looks = {
        PROBE: partial(pretext.features, task, ready),
        UNTRAINED: partial(pretext.features, task, fresh),
        RAW: lambda places: places + same,
    }
    at = _place(settings, ladder)
    ways, maps = {}, {}
    for name, look in looks.items():
        scores, weights = _probed(bench, look, ladder, chosen)
        ways[name] = _way(bench, _costs(bench, ladder), scores, at)
        maps[name] = _map(bench, _reads(bench, look, weights[at]))
    del maps[UNTRAINED]
    return {"ways": ways, "maps": maps, "solved": solved}


def _probed(
    bench: Bench, look: Any, ladder: tuple[int, ...], chosen: list[list[Codes]]
) -> tuple[Codes, list[Floats]]:
    """Return how many held-out points a linear probe gets right, (n_repeats, n), and weights."""
    mean, spread = probe.scale_of(look(bench.X))
    X, X_test = ((look(part) - mean) / spread for part in (bench.X, bench.X_test))
    own = np.arange(len(chosen))[:, None]
    scores, weights = [], []
    for m in ladder:
        few = np.stack([first_labels(order, m) for order in chosen])
        weights.append(probe.probes(X[own, few], bench.y[few], bench.k))
        said = probe.backing(weights[-1], X_test).argmax(axis=-1)
        scores.append((said == bench.y_test).sum(axis=-1))
    return np.stack(scores, axis=1), weights


def _reads(bench: Bench, look: Any, weights: Floats) -> Rule:
    """Return the rule of a probe in the first repeat."""
    mean, spread = probe.scale_of(look(bench.X))
    return lambda places: probe.backing(weights[0], (look(places)[0] - mean[0]) / spread[0])


def _bandit(
    settings: FiveSettings, bench: Bench, _ladder: Any, chosen: list[list[Codes]]
) -> dict[str, Any]:
    """Name classes, and learn from nothing but right or wrong."""
    known_by = bandit.KNOWN_BY[settings.bandit]
    X, X_test, n = known_by(bench.X), known_by(bench.X_test), settings.n_tries
    looks = tuple(sorted({t for t in TRIES if t < n} | {n}))
    right, rewards, first = [], [], np.empty(0)
    for repeat in range(len(chosen)):
        draws = bandit.chance_of(bench.rng(repeat, CHANCE), n, len(bench.y), bench.k)
        w, won = bandit.learn_by_reward(X, bench.y, bench.k, draws, settings.epsilon, looks)
        right.append([int(((X_test @ v.T).argmax(axis=1) == bench.y_test).sum()) for v in w])
        rewards.append(won)
        first = w[-1] if repeat == 0 else first
    return {
        "ways": {BANDIT: _way(bench, looks, right, len(looks) - 1)},
        "maps": {BANDIT: _map(bench, lambda places: known_by(places) @ first.T)},
        "rewards": np.array(rewards, np.uint8),
    }
