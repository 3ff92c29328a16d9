"""Anomalies: scores, thresholds and precisions are the libraries' and their formulas'."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.stages.unsupervised.anomalies.detectors import DETECT, gamma_of, in_order
from core.stages.unsupervised.anomalies.isolation import isolate
from core.stages.unsupervised.anomalies.judge import (
    average_precision,
    precision_at,
    robust_z,
    threshold_of,
)
from core.stages.unsupervised.anomalies.points import look
from core.stages.unsupervised.anomalies.run import Findings, findings
from core.stages.unsupervised.anomalies.settings import LABELS, AnomalySettings
from core.stages.unsupervised.anomalies.trees import (
    cuts_needed,
    expected_cuts,
    packed,
    score_of,
    ways,
)
from core.stages.unsupervised.anomalies.view import at_contamination
from core.unlabelled.anomalies import SCENES
from core.unlabelled.points import BadData
from tests.store import answer

pytestmark = pytest.mark.slow

SMALL = {"n_points": 80, "n_planted": 8, "n_trees": 20}
RANGES = ((-6.0, 6.0), (-6.0, 6.0))


def of(**values):
    return AnomalySettings.of(values)


def found(**values) -> Findings:
    """Return the findings of these settings, computed once for all tests."""
    return answer(findings, of(**values).work())


def plain_detectors(X, **values):
    """The four detectors as their documentation calls them, on sorted points."""
    from sklearn.covariance import EllipticEnvelope
    from sklearn.ensemble import IsolationForest
    from sklearn.neighbors import LocalOutlierFactor
    from sklearn.svm import OneClassSVM

    s = of(**values)
    return {
        "forest": IsolationForest(
            n_estimators=s.n_trees, max_samples=min(s.sample_size, len(X)),
            contamination=s.contamination, random_state=s.data_seed,
        ).fit(X),
        "lof": LocalOutlierFactor(n_neighbors=s.n_neighbors, contamination=s.contamination).fit(X),
        "svm": OneClassSVM(nu=s.nu, gamma=gamma_of(s.gamma, X)).fit(X),
        "envelope": EllipticEnvelope(
            support_fraction=s.support_fraction, contamination=s.contamination,
            random_state=s.data_seed,
        ).fit(X),
    }  # fmt: skip


# The libraries, called plainly


@pytest.mark.parametrize("shape", ["scattered", "edge"])
def test_scores_and_thresholds_are_scikit_learns(shape):
    values = {**SMALL, "shape": shape, "data_seed": 3, "contamination": 0.07, "n_neighbors": 15}
    view = at_contamination(of(**values), found(**values))
    X = view.findings.points.X
    order = in_order(X)
    models = plain_detectors(X[order], **values)
    for one in view.verdicts:
        model = models[one.opinion.id]
        if one.opinion.id == "lof":
            theirs = -model.negative_outlier_factor_
        elif one.opinion.id == "svm":
            theirs = -model.decision_function(X[order])
        else:
            theirs = -model.score_samples(X[order])
        np.testing.assert_allclose(one.opinion.score[order], theirs, rtol=1e-9, atol=1e-12)
        if one.opinion.id != "svm":  # its own border is not set by a contamination
            np.testing.assert_allclose(one.threshold, -model.offset_, rtol=1e-9)
            said = model.fit_predict(X[order]) if one.opinion.id == "lof" else model.predict(
                X[order])  # fmt: skip
            assert (one.flags[order] == (said == -1)).all()


def test_a_forests_score_is_that_of_its_trees_paths_by_our_formula():
    view = at_contamination(of(**SMALL), found(**SMALL))
    trees, X = view.findings.trees, view.findings.points.X
    for place in range(0, len(X), 7):
        mean = cuts_needed(trees, ways(trees, X[place])).mean()
        assert score_of(mean, trees.sample_size) == pytest.approx(
            view.findings.opinions[0].score[place], abs=1e-12
        )


def test_the_expected_cuts_are_those_of_random_trees_and_of_scikit_learn():
    from sklearn.ensemble._iforest import _average_path_length

    n = np.array([1, 2, 3, 5, 100, 256])
    np.testing.assert_allclose(expected_cuts(n), _average_path_length(n), rtol=1e-12)
    rng = np.random.default_rng(0)

    def search(n):  # an unsuccessful search in a random binary search tree of n - 1 keys
        places, steps = n, 0
        while places > 1:
            cut = rng.integers(1, places)
            places = cut if rng.random() < cut / places else places - cut
            steps += 1
        return steps

    walked = np.mean([search(64) for _ in range(20_000)])
    exact = 2 * sum(1 / i for i in range(1, 64)) - 2 * 63 / 64
    assert walked == pytest.approx(exact, abs=0.15)
    assert float(expected_cuts(64)) == pytest.approx(exact, abs=0.03)


def test_lof_is_its_formula_by_brute_force():
    X = look(of(**SMALL, shape="local")).points.X
    k = 7
    far = np.linalg.norm(X[:, None] - X, axis=2)
    np.fill_diagonal(far, np.inf)
    near = np.argsort(far, axis=1)[:, :k]
    k_distance = np.sort(far, axis=1)[:, k - 1]
    reach = np.maximum(np.take_along_axis(far, near, axis=1), k_distance[near])
    density = 1 / reach.mean(axis=1)
    theirs = DETECT["lof"](of(n_neighbors=k), X).own
    np.testing.assert_allclose(theirs, density[near].mean(axis=1) / density, rtol=1e-6)


def test_the_envelope_is_the_mahalanobis_distance_of_the_robust_covariance():
    from sklearn.covariance import MinCovDet

    X = look(of(**SMALL, shape="edge")).points.X
    X = X[in_order(X)]
    robust = MinCovDet(support_fraction=0.75, random_state=0).fit(X)
    away = X - robust.location_
    squared = np.einsum("ij,jk,ik->i", away, np.linalg.inv(robust.covariance_), away)
    np.testing.assert_allclose(DETECT["envelope"](of(), X).own, squared, rtol=1e-8)


def test_the_svms_border_is_its_kernel_sum():
    from sklearn.svm import OneClassSVM

    X = look(of(**SMALL)).points.X
    gamma = gamma_of(3.0, X)
    model = OneClassSVM(nu=0.1, gamma=gamma).fit(X)
    kernel = np.exp(-gamma * ((X[:, None] - model.support_vectors_) ** 2).sum(axis=2))
    sums = kernel @ model.dual_coef_[0] + model.intercept_[0]
    np.testing.assert_allclose(DETECT["svm"](of(), X).own, -sums, atol=1e-9)
    scale = OneClassSVM(nu=0.1, gamma="scale").fit(X)
    np.testing.assert_allclose(scale.decision_function(X),
                               -DETECT["svm"](of(gamma=1.0), X).own, atol=1e-9)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=40))
def test_precision_at_k_and_average_precision_are_scikit_learns(rows):
    from sklearn.metrics import average_precision_score

    score, planted = (np.array(part) for part in zip(*rows, strict=True))
    score = score.astype(float)
    if planted.any():
        theirs = average_precision_score(planted, score)
        assert average_precision(score, planted) == pytest.approx(theirs, abs=1e-12)
    for k in range(1, len(rows) + 1):
        rng = np.random.default_rng(0)
        draws = [
            planted[np.lexsort((rng.random(len(score)), -score))[:k]].mean() for _ in range(60)
        ]
        assert precision_at(score, planted, k) == pytest.approx(np.mean(draws), abs=0.25)
        if len(np.unique(score)) == len(score):
            assert precision_at(score, planted, k) == planted[np.argsort(-score)[:k]].mean()


def test_the_robust_z_is_scipys():
    from scipy.stats import median_abs_deviation

    raw = np.random.default_rng(0).normal(5, 3, (50, 2))
    spread = median_abs_deviation(raw, axis=0) * 1.4826
    np.testing.assert_allclose(robust_z(raw), (raw - np.median(raw, axis=0)) / spread)
    mostly = np.r_[np.zeros(40), np.ones(10)][:, None]
    np.testing.assert_allclose(robust_z(mostly)[-1], (1 - 0.2) / 0.4)
    assert (robust_z(np.ones((5, 1))) == 0).all()


# The film of one point


def test_the_boxes_hold_the_points_of_the_tree_that_the_tree_counts():
    values = {**SMALL, "sample_size": 512}
    view = at_contamination(of(**values), found(**values))
    way, X = view.isolation, view.findings.points.X
    assert way.left.tolist() == way.inside.sum(axis=1).tolist(), "each tree saw every point"
    for box, inside in zip(way.box, way.inside, strict=True):
        x0, x1, y0, y1 = box
        held = (X[:, 0] > x0) & (X[:, 0] <= x1) & (X[:, 1] > y0) & (X[:, 1] <= y1)
        assert (held == inside).all()
    assert way.inside[:, view.place].all()
    assert (np.diff(way.left) < 0).all()
    assert way.needed[0] == pytest.approx(way.n_cuts + expected_cuts(way.left[-1]))
    np.testing.assert_array_equal(way.last_box[0], way.box[-1])


def test_a_trees_own_decision_path_is_the_way_we_walk():
    from sklearn.ensemble import IsolationForest

    X = look(of(**SMALL)).points.X
    forest = IsolationForest(n_estimators=5, max_samples=40, random_state=1).fit(X)
    trees = packed(forest)
    for place in (0, 40, 79):
        for tree, root, way in zip(
            forest.estimators_, trees.roots, ways(trees, X[place]), strict=True
        ):
            theirs = tree.decision_path(X[place : place + 1].astype(np.float32)).indices
            assert (way - root).tolist() == theirs.tolist()


def test_an_outlier_needs_few_cuts_and_an_inlier_many():
    view = at_contamination(of(), found())
    score = view.findings.opinions[0].score
    far, amid = int(score.argmax()), int(score.argmin())
    trees, X = view.findings.trees, view.findings.points.X
    lonely = isolate(trees, X, far, amid, RANGES)
    assert lonely.mean < 0.5 * lonely.normal < lonely.normal < lonely.ordinary_mean
    assert lonely.score == pytest.approx(score.max())


# Laws


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 50), st.sampled_from([spec.id for spec in SCENES]))
def test_the_order_of_rows_changes_no_score(seed, shape):
    X = look(of(**SMALL, shape=shape, data_seed=seed)).points.X
    frame = pd.DataFrame(X, columns=["a", "b"]).assign(y="no")
    mixed = frame.sample(frac=1, random_state=seed)
    values = {"shape": "columns", "x1": "a", "x2": "b", "n_trees": 10, "data_seed": seed}
    one, other = (findings(of(**values), table) for table in (frame, mixed))
    for mine, theirs in zip(one.opinions, other.opinions, strict=True):
        back = theirs.score[np.argsort(mixed.index.to_numpy())]
        np.testing.assert_allclose(back, mine.score, rtol=1e-9, atol=1e-12)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 50), st.floats(-9, 9))
def test_a_constant_column_changes_nothing(seed, level):
    X = look(of(**SMALL, data_seed=seed)).points.X
    frame = pd.DataFrame(X, columns=["a", "b"])
    values = {"shape": "table", "n_trees": 10, "data_seed": seed}
    one = findings(of(**values), frame)
    other = findings(of(**values), frame.assign(c=level))
    for mine, theirs in zip(one.opinions, other.opinions, strict=True):
        assert mine.score.tobytes() == theirs.score.tobytes()


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 500), st.integers(0, 99))
def test_more_contamination_never_flags_less(thousandths, seed):
    score = np.random.default_rng(seed).normal(size=60)
    share = thousandths / 1000
    flags = score > threshold_of(score, share)
    assert abs(flags.sum() - share * 60) <= 1
    assert (score > threshold_of(score, min(share + 0.1, 0.5)))[flags].all() or share > 0.4


def test_the_same_settings_give_the_same_bytes():
    one, other = findings(of(**SMALL)), findings(of(**SMALL))
    for mine, theirs in zip(one.opinions, other.opinions, strict=True):
        assert mine.score.tobytes() == theirs.score.tobytes()
        assert mine.chart is not None
        assert mine.chart.tobytes() == theirs.chart.tobytes()
    views = [at_contamination(of(**SMALL), answer) for answer in (one, other)]
    assert views[0].isolation.box.tobytes() == views[1].isolation.box.tobytes()


def test_no_detector_sees_the_labels():
    X = look(of(**SMALL)).points.X
    frame = pd.DataFrame(X, columns=["a", "b"])
    rng = np.random.default_rng(0)
    values = {"shape": "table", "label": "y", "n_trees": 10}
    first, second = (
        findings(of(**values), frame.assign(y=np.where(rng.random(80) < 0.05, "bad", "ok")))
        for _ in range(2)
    )
    assert (first.sight.planted != second.sight.planted).any()
    for mine, theirs in zip(first.opinions, second.opinions, strict=True):
        assert mine.score.tobytes() == theirs.score.tobytes()


# What a learner may bring


def table(n: int, **columns) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    return pd.DataFrame({"a": rng.normal(size=n), "b": rng.normal(size=n), **columns})


REFUSED = {
    "one row": (table(1), "too few"),
    "two equal rows": (pd.DataFrame({"a": [1.0, 1.0], "b": [2.0, 2.0]}), "too few"),
    "a constant table": (pd.DataFrame({"a": [1.0] * 30, "b": [2.0] * 30}), "."),
    "an all-missing table": (pd.DataFrame({"a": [np.nan] * 30}), "."),
    "text only": (pd.DataFrame({"a": [f"a long text number {i}" for i in range(60)]}), "."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_table_without_anything_to_find_is_refused_in_a_sentence(name):
    frame, words = REFUSED[name]
    with pytest.raises(BadData, match=words) as refusal:
        findings(of(shape="table"), frame)
    assert str(refusal.value).endswith(".")


def test_an_all_missing_column_and_many_classes_are_borne():
    frame = table(900, void=np.nan, many=[f"class {i}" for i in range(900)])
    got = findings(of(shape="table", label="many", n_learn=200, n_trees=5), frame)
    assert not got.sight.said
    assert got.sight.mute == "'many' judges nothing: it has too many values to be a label."
    assert all(np.isfinite(one.score).all() for one in got.opinions)


def test_points_at_one_place_are_refused():
    with pytest.raises(BadData, match="one place"):
        findings(of(shape="drawn", points="1,1,0;1,1,0;1,1,1;1,1,0"))


def test_an_ellipse_refuses_more_columns_than_rows_on_its_own():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(12, 8)), columns=list("abcdefgh"))
    view = at_contamination(of(shape="table"), findings(of(shape="table", n_trees=5), frame))
    assert [one.opinion.id for one in view.verdicts if one.opinion.refused] == ["envelope"]
    assert "more than 16 points" in view.of("envelope").opinion.refused
    assert len(view.heard) == len(LABELS) - 1


def test_a_large_table_is_sampled_aloud():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(30_000, 40)).astype("float32"))
    frame.columns = [f"c{i}" for i in range(40)]
    got = findings(of(shape="table", n_learn=100, n_trees=5), frame)
    assert len(got.points.X) == 10_000
    assert "10,000 of 30,000 rows were drawn" in got.sight.note
    assert "learn from 100 of these rows" in got.sight.note
