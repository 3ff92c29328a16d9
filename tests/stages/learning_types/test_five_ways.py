"""The five ways equal the libraries called plainly, brute force and second loops."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import PlaygroundError
from core.stages.learning_types.five_ways import bandit, groups, pretext, probe, spreading
from core.stages.learning_types.five_ways.answer import ALL, BANDIT, FEW, GROUPS, RAW, SPREAD
from core.stages.learning_types.five_ways.example import asked_of, example, study_of
from core.stages.learning_types.five_ways.missions import MISSIONS
from core.stages.learning_types.five_ways.run import bench_of, first_labels, five_ways, orders
from core.stages.learning_types.five_ways.scene import draw
from core.stages.learning_types.five_ways.settings import FiveSettings
from core.stages.learning_types.five_ways.starts import STARTS
from core.stages.learning_types.five_ways.supervised import LEARNERS
from core.stages.learning_types.five_ways.words import called, percent, verdict

SMALL = {"n_points": 80, "n_repeats": 2, "n_tries": 120, "data_seed": 3}
CASES = (
    {"shape": "moons", "noise": 0.5, **SMALL},
    {"shape": "rings", "n_classes": 3, "noise": 0.05, "supervised": "svm", **SMALL,
     "groups": "single_linkage", "spreading": "rbf_graph", "pretext": "shuffled", "bandit": "line"},
    {"shape": "blobs", "n_classes": 4, "noise": 0.4, "supervised": "logistic", **SMALL,
     "groups": "mixture", "pretext": "fill", "n_labels": 5},
)  # fmt: skip
PRINTED = {
    "all labels": ALL, "no label, groups": GROUPS, "few labels": FEW, "few labels spread": SPREAD,
    "right or wrong": BANDIT, "probe, coordinates": RAW, "probe, riddle": "probe",
}  # fmt: skip


def of(**values):
    return FiveSettings.of(values)


@pytest.fixture(scope="module", params=range(len(CASES)), ids=["two", "three", "four classes"])
def found(request):
    chosen = of(**CASES[request.param])
    return chosen, five_ways(chosen)


@pytest.fixture(scope="module")
def moons():
    answer = five_ways(of(**CASES[0]))
    return bench_of(answer.data, 3)


# The libraries, called plainly


@pytest.mark.slow
def test_every_way_gets_what_scikit_learn_scipy_and_torch_get(found):
    chosen, answer = found
    told = io.StringIO()
    with redirect_stdout(told):
        example(study_of(asked_of(chosen, answer)))
    printed = dict(re.findall(r"(.+): ([\d.]+) %", told.getvalue()))
    assert set(printed) == set(PRINTED)
    for name, way in PRINTED.items():
        assert float(printed[name]) == pytest.approx(100 * answer.tally.shares[way], abs=0.051)


def test_labels_spread_as_in_scikit_learn_when_it_is_let_run_to_its_end(moons):
    from sklearn.semi_supervised import LabelSpreading

    few = first_labels(orders(moons, 0), 2)
    hidden = np.full(len(moons.y), -1)
    hidden[few] = moons.y[few]
    for name, kernel in (
        ("knn_graph", {"kernel": "knn", "n_neighbors": 7}),
        ("rbf_graph", {"kernel": "rbf", "gamma": 20.0}),
    ):
        model = LabelSpreading(alpha=0.8, max_iter=2000, tol=1e-13, **kernel)
        model.fit(moons.X, hidden)
        rule, _ = spreading.spread(spreading.GRAPHS[name](moons.X), few, moons.y[few], 2)
        expected = model.predict_proba(moons.X_test)
        np.testing.assert_allclose(rule(moons.X_test), expected, atol=1e-8)


@pytest.mark.parametrize("k", [2, 3, 5])
def test_k_means_settles_where_scikit_learn_does_from_the_same_start(moons, k):
    from sklearn.cluster import KMeans

    start = moons.X[np.random.default_rng(k).choice(len(moons.X), k, replace=False)]
    fit = KMeans(k, init=start, n_init=1, tol=0, max_iter=300).fit(moons.X)
    own = groups.settled(moons.X, start)
    np.testing.assert_allclose(own, fit.cluster_centers_, atol=1e-12)
    assert groups.inertia(moons.X, own) == pytest.approx(fit.inertia_)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_the_probe_is_logistic_regression_of_each_class_against_the_rest(n_classes):
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(n_classes)
    X, y = rng.normal(0, 1, (30, 5)), np.arange(30) % n_classes
    own = probe.backing(probe.probes(X, y, n_classes), X)
    for code in range(n_classes):
        model = LogisticRegression(C=1.0, tol=1e-10, max_iter=5000).fit(X, y == code)
        np.testing.assert_allclose(own[:, code], model.predict_proba(X)[:, 1], atol=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 9999), st.integers(1, 20), st.integers(2, 5), st.floats(0.1, 30))
def test_newton_ends_where_the_slope_is_nothing(seed, m, k, stretch):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(0, stretch, (m * k, 6)), np.arange(m * k) % k
    w = probe.probes(X, y, k)
    asked = np.eye(k)[y]
    wrong = probe.backing(w, X) - asked
    slope = np.vstack([X.T @ wrong + w[:-1], wrong.sum(axis=0)])
    assert np.abs(slope).max() < 1e-3


@pytest.mark.slow
@pytest.mark.parametrize("name", ["near", "shuffled", "fill"])
def test_the_riddles_slope_is_that_of_finite_differences_and_torch(moons, name):
    import torch

    task, rngs = pretext.PRETEXTS[name], [np.random.default_rng([3, 0, 1])]
    net = pretext.fresh_net(rngs, task.n_in, task.n_out)
    inputs, judge = task.make(moons.X, rngs)()
    units = pretext.hidden(net, inputs)
    slope, _ = judge(units @ net[2] + net[3])
    own = pretext.gradients(net, np.broadcast_to(inputs, (1, *inputs.shape[-2:])), units, slope)
    tensors = [torch.tensor(part, requires_grad=True) for part in net]
    out = torch.tanh(torch.tensor(inputs) @ tensors[0] + tensors[1]) @ tensors[2] + tensors[3]
    loss_of(name, out, moons.X).backward()
    for mine, other in zip(own, tensors, strict=True):
        np.testing.assert_allclose(mine, other.grad.numpy(), atol=1e-10)


def loss_of(name, out, X):
    """The riddles' losses as their papers write them: sums over pairs, means over points."""
    import torch
    from sklearn.neighbors import NearestNeighbors

    n = len(X)
    if name == "near":
        nearest = NearestNeighbors(n_neighbors=7).fit(X).kneighbors(X)[1][:, 1:]
        pairs = {frozenset((i, int(j))) for i in range(n) for j in nearest[i]}
        often = np.zeros(n)
        for pair in pairs:
            often[list(pair)] += 1 / (2 * len(pairs))
        f = out[0]
        near = sum(f[i] @ f[j] for i, j in map(tuple, pairs)) / len(pairs)
        far = sum(often[i] * often[j] * (f[i] @ f[j]) ** 2 for i in range(n) for j in range(n))
        return -2 * near + far
    if name == "shuffled":
        real = torch.tensor(np.repeat([1.0, 0.0], n))[None, :, None]
        return torch.nn.functional.binary_cross_entropy(torch.sigmoid(out), real)
    second = ((out[0, :n, 1] - torch.tensor(X[:, 1])) ** 2).sum()
    return (second + ((out[0, n:, 0] - torch.tensor(X[:, 0])) ** 2).sum()) / (2 * n)


# Brute force and second loops


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 5), st.integers(0, 9999))
def test_no_other_match_of_groups_and_classes_has_more_points_right(k, seed):
    from scipy.optimize import linear_sum_assignment

    rng = np.random.default_rng(seed)
    found, y = rng.integers(k, size=40), rng.integers(k, size=40)
    match = groups.best_match(found, y, k)
    right = sum(match[g] == c for g, c in zip(found, y, strict=True))
    best = max(
        sum(names[g] == c for g, c in zip(found, y, strict=True))
        for names in permutations(range(k))
    )
    counts = np.array([[np.sum((found == g) & (y == c)) for c in range(k)] for g in range(k)])
    rows, columns = linear_sum_assignment(-counts)
    assert right == best == counts[rows, columns].sum()
    assert sorted(match) == list(range(k))


def test_the_bandit_learns_what_a_second_plain_loop_learns(moons):
    draws = bandit.chance_of(np.random.default_rng(5), 150, len(moons.y), 2)
    X = bandit.bumps(moons.X)
    w, rewards = bandit.learn_by_reward(X, moons.y, 2, draws, 0.2, (50, 150))
    table = [[0.0] * X.shape[1] for _ in range(2)]
    for t in range(150):
        z = X[draws.asked[t]].tolist()
        values = [sum(a * b for a, b in zip(row, z, strict=True)) for row in table]
        named = max((0, 1), key=lambda code: (values[code], draws.ties[t][code]))
        if draws.explores[t] < 0.2:
            named = int(draws.any_class[t])
        reward = 1 if moons.y[draws.asked[t]] == named else 0
        step = 0.3 * (reward - values[named]) / sum(a * a for a in z)
        table[named] = [a + step * b for a, b in zip(table[named], z, strict=True)]
        assert rewards[t] == reward
        if t == 49:
            np.testing.assert_allclose(w[0], table, atol=1e-12)
    np.testing.assert_allclose(w[1], table, atol=1e-12)


def test_bumps_are_gaussians_that_share_a_place(moons):
    own = bandit.bumps(moons.X[:5])
    at = [-2.0 + 0.5 * i for i in range(9)]
    for place, row in zip(moons.X[:5], own, strict=True):
        near = [
            np.exp(-((place[0] - a) ** 2 + (place[1] - b) ** 2) / (2 * 0.5**2))
            for b in at for a in at
        ]  # fmt: skip
        np.testing.assert_allclose(row, np.array(near) / sum(near), atol=1e-12)


def test_a_map_says_of_the_held_out_points_what_is_counted(found):
    _, answer = found
    for name, one in answer.maps.items():
        assert (one.said_test == answer.data.y_test).sum() == answer.ways[name].now[0]


def test_the_tally_counts_what_the_ways_hold(found):
    _, answer = found
    ways, tally = answer.ways, answer.tally
    best = {name: ways[name].right[:, ways[name].at].sum() for name in (SPREAD, "probe", FEW, RAW)}
    first, second = sorted(best.values(), reverse=True)[:2]
    assert (best[tally.first], tally.lead) == (first, first - second)
    assert tally.wrong == np.mean([(row == 0).sum() for row in answer.rewards])
    better = ways["probe"].now > ways[RAW].now
    assert tally.won == better.sum()
    assert tally.lost == (ways["probe"].now < ways[RAW].now).sum()


# Laws


@pytest.mark.parametrize("name", LEARNERS)
def test_with_all_points_labelled_the_line_of_few_labels_ends_at_all_labels(name):
    answer = five_ways(of(shape="blobs", supervised=name, n_points=40, n_labels=20, n_repeats=2,
                          n_tries=50, data_seed=1))  # fmt: skip
    few, whole = answer.ways[FEW], answer.ways[ALL]
    assert few.cost == whole.cost
    assert (few.now == whole.now).all()


def test_the_same_seed_gives_the_same_answer_and_more_repeats_only_add():
    one, other = (five_ways(of(**SMALL, shape="moons")) for _ in range(2))
    more = five_ways(of(**{**SMALL, "n_repeats": 3}, shape="moons"))
    for name, way in one.ways.items():
        assert (way.right == other.ways[name].right).all()
        assert (way.right == more.ways[name].right[:2]).all()


def test_what_grouping_says_does_not_change_with_the_labels(moons):
    rng = [np.random.default_rng(0) for _ in range(2)]
    one, other = (groups.k_means(moons.X, 2, own) for own in rng)
    swapped = groups.as_classes(other, moons.X, 1 - moons.y, 2)[0]
    named = groups.as_classes(one, moons.X, moons.y, 2)[0]
    said, turned = named(moons.X_test).argmax(axis=1), swapped(moons.X_test).argmax(axis=1)
    assert (said == 1 - turned).all()


def test_the_ladder_of_labels_never_asks_for_more_than_there_are():
    frame = pd.DataFrame({
        "a": np.arange(60.0) % 17, "b": np.arange(60.0) % 13, "c": ["x"] * 50 + ["y"] * 10,
    })  # fmt: skip
    chosen = of(shape="columns", x1="a", x2="b", target="c", n_labels=20, n_repeats=2, n_tries=50)
    answer = five_ways(chosen, frame)
    counts = np.bincount(answer.data.y_train)
    few = answer.ways[FEW]
    assert few.cost == np.minimum(counts, 20).sum() == len(answer.labelled)
    assert (np.diff(few.costs) > 0).all()
    assert (few.costs[:-1] <= 2 * counts.min()).all(), "a rung is so many of each class"


# Pictures


def test_the_chart_and_the_maps_draw_what_is_counted(found):
    chosen, answer = found
    chart, moving = draw(chosen, answer)[:2]
    lines = {trace.name: trace for trace in chart.figure.data}
    spread = answer.ways[SPREAD]
    expected = spread.right.mean(axis=0) / spread.n_test
    np.testing.assert_allclose(lines["labels + the rest"].y, expected)
    band = np.array(lines["labels + the rest, spread"].y).reshape(2, -1)
    np.testing.assert_allclose(band[0], spread.right.min(axis=0) / spread.n_test)
    np.testing.assert_allclose(band[1, ::-1], spread.right.max(axis=0) / spread.n_test)
    assert lines["labels alone"].x[-1] == answer.ways[ALL].cost
    panels = {panel.title: panel for panel in moving.picture.panels}
    few = panels[f"Nothing but {answer.ways[FEW].cost} labels"]
    dots = next(layer for layer in few.layers if layer.kind == "dots")
    seen = {tuple(place) for place in np.column_stack([dots.x, dots.y])}
    assert seen == {tuple(place) for place in answer.data.X_train[answer.labelled]}
    crosses = [layer for layer in few.layers if layer.kind == "texts"]
    wrong = (answer.maps[FEW].said_test != answer.data.y_test).sum()
    assert sum(len(layer.texts) for layer in crosses) == wrong


# Words and refusals


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"shape": "moons"}, "**label spreading** does best"),
        ({"shape": "random_labels"}, "to all of these ways the points hardly tell their class"),
        ({"shape": "rings", "noise": 0.15, "groups": "single_linkage"}, "strays between classes"),
        ({"shape": "circles", "groups": "mixture"}, "other clumps than the classes"),
        ({"shape": "spirals", "noise": 0.0, "n_labels": 3}, "neither tells a class"),
        ({"shape": "rings", "noise": 0.2, "groups": "single_linkage", "data_seed": 1}, "swallowed"),
        ({"shape": "circles"}, "no clumps around a centre each"),
        ({"shape": "linear", "n_classes": 5}, "it looks for round clumps"),
        ({"shape": "circles", "n_labels": 10}, "The pretext task pays"),
        ({"shape": "drawn"}, "so few points cannot tell the ways apart"),
    ],
)
def test_the_sentence_says_what_happened(values, words):
    chosen = of(**values)
    assert words in verdict(chosen, five_ways(chosen))


@pytest.mark.parametrize("start", STARTS, ids=lambda start: start[0])
def test_no_start_earns_a_mission(start):
    chosen = of(**start[3])
    answer = five_ways(chosen)
    assert [one.id for one in MISSIONS if one.done(chosen, answer)] == []


def test_where_points_tell_nothing_the_best_of_all_rows_is_named():
    chosen = of(shape="random_labels", n_labels=3)
    answer = five_ways(chosen)
    others = {name: part for name, part in answer.tally.shares.items() if name != ALL}
    assert called(chosen, max(others, key=others.get)) in verdict(chosen, answer)


def test_percent_is_the_mean_over_the_repeats(found):
    _, answer = found
    way = answer.ways[SPREAD]
    mean = 100 * np.mean(way.now / way.n_test)
    assert float(percent(way).rstrip("%")) == pytest.approx(mean, abs=0.051)


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": [1.0], "b": [2.0], "c": ["x"]}),
        pd.DataFrame({"a": [1.0, 1.0], "b": [2.0, 2.0], "c": ["x", "x"]}),
        pd.DataFrame({"a": [np.nan] * 9, "b": np.arange(9.0), "c": list("xyxyxyxyx")}),
        pd.DataFrame({"a": [1.0] * 9, "b": [2.0] * 9, "c": list("xyxyxyxyx")}),
        pd.DataFrame({"a": np.arange(900.0), "b": np.arange(900.0), "c": [f"v{i}" for i in
                                                                        range(900)]}),
        pd.DataFrame({"a": list("pqrs"), "b": list("pqrs"), "c": list("xyxy")}),
    ],
    ids=["one row", "two equal rows", "all missing", "constant", "900 classes", "text"],
)  # fmt: skip
def test_a_table_that_cannot_be_learnt_is_refused_in_a_sentence(frame):
    with pytest.raises(PlaygroundError) as refused:
        five_ways(of(shape="columns", x1="a", x2="b", target="c"), frame)
    assert str(refused.value).endswith(".")


def test_fewer_different_points_than_classes_are_refused():
    points = ";".join(f"1,{i % 2},{i % 3}" for i in range(12))
    with pytest.raises(PlaygroundError, match="fewer different training points than classes"):
        five_ways(of(shape="drawn", n_classes=3, points=points))


def test_a_large_table_is_sampled_aloud():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.normal(size=100_000), "b": rng.normal(size=100_000)})
    frame["c"] = np.where(frame.a > 0, "up", "down")
    chosen = of(shape="columns", x1="a", x2="b", target="c", n_points=60, n_repeats=2, n_tries=50)
    answer = five_ways(chosen, frame)
    assert "60 of 100,000 rows were drawn by the seed" in answer.data.note
    assert len(answer.data.y_train) + len(answer.data.y_test) <= 60
