"""Self-supervised: the tasks, the net, the probe and the map against other ways to the numbers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import datasets
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors

from core.compute.device import for_weights
from core.compute.film import Film, record
from core.course.lesson import measured, truth
from core.errors import PlaygroundError
from core.neural.data.digits import load_digits, split_digits
from core.stages.learning_types.self_supervised.example import example
from core.stages.learning_types.self_supervised.features import (
    agreeing,
    fitted,
    nearest,
    principal_plane,
    turned_to,
)
from core.stages.learning_types.self_supervised.lesson import LESSON
from core.stages.learning_types.self_supervised.plan import plan_of
from core.stages.learning_types.self_supervised.pretexts import (
    PRETEXT_BY_ID,
    info_nce,
    masked,
    turned,
    two_views,
    view,
    which_turn,
)
from core.stages.learning_types.self_supervised.run import SelfFrame, learn, parted
from core.stages.learning_types.self_supervised.scene import operate
from core.stages.learning_types.self_supervised.scene_words import notice
from core.stages.learning_types.self_supervised.settings import LABELS, PARAMS, self_settings
from core.stages.learning_types.self_supervised.training import labelled, net_of, probe, train

pytestmark = pytest.mark.slow
QUICK = {"n_steps": 40, "n_draws": 2, "width": 64, "size": 16}


def film_of(**values) -> Film[SelfFrame]:
    return record(learn(self_settings({**QUICK, **values})))


@pytest.fixture(scope="module")
def contrast():
    return film_of()


def plan(**values):
    return plan_of(self_settings({**QUICK, **values}))


def chance(seed=0):
    return torch.Generator().manual_seed(seed)


def test_the_digits_are_scikit_learns():
    ink, digits = load_digits()
    bunch = datasets.load_digits()
    assert ink.dtype == np.float32
    np.testing.assert_array_equal(16 * ink, bunch.data)
    np.testing.assert_array_equal(digits, bunch.target)


@given(st.integers(0, 9999))
@settings(max_examples=20, deadline=None)
def test_held_out_digits_are_never_among_those_with_labels(seed):
    held, left = split_digits(1797, 500, seed)
    assert not {*held} & {*left}
    digits = datasets.load_digits().target[left]
    for draw in labelled(digits, plan(seed=seed)):
        assert [len(rows) for rows in draw] == list(LABELS)
        assert {*draw[0]} <= {*draw[-1]}, "the rows of few labels are among those of many"
        assert set(np.bincount(digits[draw[1]])) == {2}, "as many of each digit"
        assert len({*draw[-1]}) == LABELS[-1]


def loss_by_loop(z: np.ndarray, temperature: float) -> tuple[float, float]:
    """InfoNCE, term by term, and how often the twin is the nearest."""
    n, total, found = len(z), 0.0, 0
    for i in range(n):
        scores = {}
        for j in range(n):
            if j != i:
                cosine = z[i] @ z[j] / math.sqrt((z[i] @ z[i]) * (z[j] @ z[j]))
                scores[j] = cosine / temperature
        twin = (i + n // 2) % n
        total += math.log(sum(math.exp(s) for s in scores.values())) - scores[twin]
        found += max(scores, key=scores.get) == twin
    return total / n, found / n


@given(st.integers(0, 999), st.integers(2, 6), st.sampled_from([0.1, 0.5, 2.0]))
@settings(max_examples=15, deadline=None)
def test_the_contrast_loss_is_the_double_sum_and_torchs_cross_entropy(seed, n, temperature):
    z = torch.randn(2 * n, 5, generator=chance(seed), dtype=torch.float64)
    loss, right = info_nce(z, None, plan(temperature=temperature))
    wanted, found = loss_by_loop(z.numpy(), temperature)
    assert float(loss) == pytest.approx(wanted, abs=1e-12)
    assert float(right) == pytest.approx(found)
    cosines = torch.nn.functional.cosine_similarity(z[:, None], z[None], dim=2) / temperature
    others = [[j for j in range(2 * n) if j != i] for i in range(2 * n)]
    rows = torch.stack([cosines[i, others[i]] for i in range(2 * n)])
    twins = torch.tensor([others[i].index((i + n) % (2 * n)) for i in range(2 * n)])
    assert float(loss) == pytest.approx(float(torch.nn.functional.cross_entropy(rows, twins)))


@pytest.mark.parametrize("name", PRETEXT_BY_ID)
def test_the_gradient_is_that_of_finite_differences(name):
    how, task = plan(pretext=name, batch_size=16), PRETEXT_BY_ID[name]
    x = torch.rand(5, 64, generator=chance(3), dtype=torch.float64)
    shown, goal = task.pose(x, how, chance(1))
    said = torch.randn(len(shown), task.outputs, generator=chance(2), dtype=torch.float64)
    assert torch.autograd.gradcheck(
        lambda z: task.judge(z, goal, how)[0], (said.requires_grad_(),), eps=1e-6, atol=1e-6
    )


def test_turned_digits_are_numpys():
    x = torch.rand(40, 64, generator=chance())
    pictures, turns = turned(x, plan(), chance(1))
    assert set(turns.tolist()) == {0, 1, 2, 3}
    for before, after, k in zip(x, pictures, turns, strict=True):
        np.testing.assert_array_equal(np.rot90(before.reshape(8, 8), int(k)), after.reshape(8, 8))


def test_a_turn_is_right_where_its_score_is_the_highest():
    scores, turns = torch.eye(4), torch.tensor([0, 1, 2, 0])
    loss, right = which_turn(scores, turns, plan())
    assert float(right) == 0.75
    own = np.log(np.exp(scores.numpy()).sum(axis=1)) - [1, 1, 1, 0]
    assert float(loss) == pytest.approx(own.mean())


def test_masking_empties_the_hidden_pixels_and_only_they_count():
    x = torch.rand(30, 64, generator=chance())
    how = plan(pretext="masking", mask=0.3)
    shown, (whole, hidden) = masked(x, how, chance(1))
    np.testing.assert_array_equal(shown.numpy(), np.where(hidden.numpy(), 0, x.numpy()))
    assert 0.25 < hidden.float().mean() < 0.35
    wrong = torch.where(hidden, x + 0.5, 9.0)
    loss, right = how.judge(wrong, (whole, hidden), how)
    assert float(loss) == pytest.approx(0.25)
    assert math.isnan(float(right))


def test_a_view_is_the_picture_moved_with_noise_of_its_spread():
    x = torch.rand(50, 64, generator=chance())
    wide = np.pad(x.numpy().reshape(-1, 8, 8), ((0, 0), (2, 2), (2, 2)))
    moved = view(x, 2, 0.0, chance(1)).numpy().reshape(-1, 8, 8)
    places = set()
    for before, after in zip(wide, moved, strict=True):
        at = [(i, j) for i in range(5) for j in range(5)
              if np.array_equal(before[i : i + 8, j : j + 8], after)]  # fmt: skip
        assert len(at) == 1
        places |= {*at}
    assert len(places) > 15, "up to two pixels each way"
    noise = view(x, 0, 0.3, chance(1)) - x
    assert float(noise.std()) == pytest.approx(0.3, rel=0.05)
    shown, _ = two_views(x, plan(shift=0, noise=0.0), chance())
    assert torch.equal(shown[:50], shown[50:])
    assert torch.equal(shown[:50], x)


def test_training_is_adam_on_the_tasks_loss():
    how = plan(pretext="rotation", n_steps=20)
    pool = torch.from_numpy(parted(0).pool)
    body, head = net_of(how)
    for _ in train(body, head, pool, how):
        pass
    other, top = net_of(how)
    adam = torch.optim.Adam([*other.parameters(), *top.parameters()], lr=0.01)
    draws = chance(how.seed)
    for _ in range(20):
        rows = torch.randperm(len(pool), generator=draws)[: how.batch_size]
        shown, turns = turned(pool[rows], how, draws)
        adam.zero_grad()
        torch.nn.functional.cross_entropy(top(other(shown)), turns).backward()
        adam.step()
    for mine, theirs in zip(body.parameters(), other.parameters(), strict=True):
        torch.testing.assert_close(mine, theirs, atol=1e-4, rtol=1e-3)


def test_the_probe_is_scikit_learns_logistic_regression(contrast):
    digits, how = parted(0), plan()
    body, head = net_of(how)
    for _ in train(body, head, torch.from_numpy(digits.pool), how):
        pass
    with torch.no_grad():
        pool, held = (body(torch.from_numpy(x)).numpy() for x in (digits.pool, digits.held))
    middle, spread = pool.mean(axis=0), pool.std(axis=0).mean()
    rows = [draw[1] for draw in labelled(digits.pool_digits, how)]
    scores = []
    for each in rows:
        model = LogisticRegression(tol=1e-3, max_iter=2000)
        model.fit((pool[each] - middle) / spread, digits.pool_digits[each])
        said = model.predict((held - middle) / spread)
        scores.append(np.mean(said == digits.held_digits))
    assert contrast.last.probe[1] == pytest.approx(np.mean(scores))
    assert contrast.last.spread[1] == pytest.approx(np.std(scores))
    raw = probe(digits.pool, digits.pool_digits, digits.held, digits.held_digits,
                labelled(digits.pool_digits, how))  # fmt: skip
    np.testing.assert_allclose(contrast.last.study.raw, raw.mean(axis=0))


def test_the_probes_tolerance_costs_no_accuracy():
    digits, draws = parted(0), labelled(parted(0).pool_digits, plan(n_draws=5))
    ours = probe(digits.pool, digits.pool_digits, digits.held, digits.held_digits, draws)
    middle, spread = digits.pool.mean(axis=0), digits.pool.std(axis=0).mean()
    pool, held = (digits.pool - middle) / spread, (digits.held - middle) / spread
    exact = LogisticRegression(tol=1e-6, max_iter=5000)
    best = [[exact.fit(pool[rows], digits.pool_digits[rows]).score(held, digits.held_digits)
             for rows in draw] for draw in draws]  # fmt: skip
    np.testing.assert_allclose(ours, best, atol=0.008)
    np.testing.assert_allclose(ours.mean(axis=0), np.mean(best, axis=0), atol=0.003)


def test_no_net_that_can_be_set_is_large_enough_for_a_gpu(contrast):
    most = {param.id: int(param.high) for param in PARAMS if param.id in ("width", "size")}
    last = film_of(**most, n_steps=20, n_draws=1, pretext="masking").last
    assert last.study.n_weights == 65 * 512 + 513 * 256 + 257 * 64
    assert for_weights(last.study.n_weights).name == "cpu"
    _, small = operate(self_settings(QUICK), contrast, None)
    assert f"CPU: a network of {contrast.last.study.n_weights:,} weights" in small.text


@pytest.mark.parametrize(("name", "says"), [("masking", False), ("rotation", True)])
def test_the_example_names_right_answers_only_where_there_are_any(name, says, capsys):
    example(plan(pretext=name, n_steps=20, n_draws=1))
    told = capsys.readouterr().out
    assert ("of the task right" in told) == says
    assert "nan" not in told


def test_the_first_frame_is_the_untrained_net(contrast):
    first = contrast.frames[0]
    assert first.step == 0
    np.testing.assert_array_equal(first.probe, first.study.first)
    assert contrast.last.step == contrast.last.probed == 40
    assert not np.array_equal(contrast.last.probe, first.probe)


def test_the_plane_is_scikit_learns_pca_up_to_sign():
    X = np.random.default_rng(0).normal(size=(60, 9)) * np.arange(1, 10)
    ours, share = principal_plane(X)
    pca = PCA(2).fit(X)
    theirs = pca.transform(X)
    signs = np.sign((ours * theirs).sum(axis=0))
    np.testing.assert_allclose(ours * signs, theirs, atol=1e-9)
    assert share == pytest.approx(pca.explained_variance_ratio_.sum())


@given(st.integers(0, 999), st.floats(0, 6.3))
@settings(max_examples=20, deadline=None)
def test_a_map_is_only_turned_and_as_large_as_fits(seed, angle):
    places = np.random.default_rng(seed).normal(size=(20, 2))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    back = turned_to(places @ turn, places)
    np.testing.assert_allclose(back, places - places.mean(axis=0), atol=1e-9)
    drawn = fitted(places)
    assert np.abs(drawn).max() == pytest.approx(1)
    np.testing.assert_array_equal(fitted(np.ones((4, 2))), np.zeros((4, 2)))


def test_the_nearest_are_scikit_learns(contrast):
    X = parted(0).held.astype(float)
    far, _ = NearestNeighbors(n_neighbors=6).fit(X).kneighbors(X)
    near = nearest(X, 5)
    mine = np.linalg.norm(X[near] - X[:, None], axis=2)
    np.testing.assert_allclose(mine, far[:, 1:], atol=1e-6)
    study = contrast.last.study
    np.testing.assert_array_equal(study.near, near)
    same = [study.digits[j] == study.digits[i] for i in range(500) for j in near[i]]
    assert study.agree == agreeing(near, study.digits) == pytest.approx(np.mean(same))


@pytest.mark.parametrize("name", PRETEXT_BY_ID)
def test_the_same_seed_makes_the_same_film_and_another_seed_another(name):
    short = {"pretext": name, "n_steps": 20, "n_draws": 1}
    one, two, other = film_of(**short), film_of(**short), film_of(**short, seed=1)
    for mine, same in zip(one.frames, two.frames, strict=True):
        assert mine.answer.tobytes() == same.answer.tobytes()
        assert mine.places.tobytes() == same.places.tobytes()
        assert mine.probe.tobytes() == same.probe.tobytes()
    assert one.last.answer.tobytes() != other.last.answer.tobytes()


def test_rotation_loses_to_raw_pixels_though_it_is_solved():
    last = film_of(pretext="rotation", n_steps=200, width=256, size=64).last
    assert last.right > 0.85
    assert (last.probe[:3] < last.study.raw[:3] - 0.1).all()


def test_contrast_as_it_opens_beats_raw_pixels_with_every_number_of_labels():
    last = record(learn(self_settings({}))).last
    assert last.probe[0] > last.study.raw[0] + 0.1
    assert (last.probe > last.study.raw).all()


def told_of_labels(**values) -> int:
    asked = LESSON.predictions[-1]
    assert not asked.always
    before = self_settings({**LESSON.tour[-1].setting.values, **values})
    film = record(learn(before))
    many = replace(before, labels=300)
    return truth(asked, measured(asked, before, film), measured(asked, many, film))


def test_labels_shrink_the_lead_of_contrast_and_make_up_for_rotation():
    assert told_of_labels() == 2
    assert told_of_labels(pretext="rotation") == 0


@pytest.mark.parametrize(
    ("values", "said"),
    [({"mask": 1.0, "pretext": "masking"}, "0.9"), ({"batch_size": 1}, "16"),
     ({"held": 501}, "500"),
     ({"pretext": "jigsaw"}, "jigsaw")],
)  # fmt: skip
def test_what_cannot_be_set_is_refused_with_a_sentence(values, said):
    with pytest.raises(PlaygroundError, match=said):
        self_settings(values)


def test_what_a_task_does_not_look_at_changes_no_setting():
    assert self_settings({"mask": 0.2}) == self_settings({})
    assert self_settings({"pretext": "rotation", "shift": 3}) == self_settings(
        {"pretext": "rotation"}
    )


@pytest.mark.parametrize(
    ("values", "said", "never"),
    [({"shift": 3, "noise": 1.0, "n_steps": 300, "width": 256, "size": 64},
      "worse than the untrained net's", "must keep the shape"),
     ({"shift": 3, "noise": 1.0}, "hardly more", "must keep the shape"),
     ({"shift": 0, "width": 256, "size": 64, "n_steps": 200}, "drop noise,", "place"),
     ({"width": 256, "size": 64, "n_steps": 200}, "drop place and noise,", "worse")],
)  # fmt: skip
def test_contrast_is_praised_only_where_it_helped_and_for_what_differs(values, said, never):
    how = self_settings({**QUICK, **values})
    told = notice(how, record(learn(how)))
    assert said in told
    assert never not in told
