"""Bandits against direct simulations written here, the book's orderings, laws and refusals."""

from __future__ import annotations

import math
import random
from dataclasses import fields, replace
from itertools import pairwise

import numpy as np
import pytest

from core.params import BadValue
from core.stages.reinforcement.bandits.policies import EpsilonGreedy, GradientBandit, Ucb
from core.stages.reinforcement.bandits.run import run
from core.stages.reinforcement.bandits.settings import (
    POLICIES,
    BanditSettings,
    PolicyChoice,
)

EVERY_POLICY = tuple(PolicyChoice(spec.id) for spec in POLICIES)


def eps(value: float) -> PolicyChoice:
    return PolicyChoice("epsilon_greedy", (("epsilon", value),))


def last(settings: BanditSettings):
    *_, frame = run(settings)
    return frame


def same(a, b) -> bool:
    pairs = [(getattr(a, f.name), getattr(b, f.name)) for f in fields(a)]
    return all(
        np.array_equal(x, y, equal_nan=True) if isinstance(x, np.ndarray) and x.dtype.kind == "f"
        else np.array_equal(x, y)
        for x, y in pairs
    )  # fmt: skip


# Oracles


def test_regret_rewards_and_optimal_share_are_those_of_the_pulls_made():
    settings = BanditSettings(EVERY_POLICY, n_steps=120, n_runs=1, every=1, seed=4)
    regret, counts = np.zeros(7), np.zeros((7, 10), dtype=int)
    sums = np.zeros((7, 10))
    for frame in run(settings):
        if frame.n_pulls == 0:
            continue
        means = frame.means
        for i, arm in enumerate(frame.arm):
            regret[i] += means.max() - means[arm]
            counts[i, arm] += 1
            sums[i, arm] += frame.reward[i]
            assert frame.optimal[i, frame.n_pulls - 1] == (arm == means.argmax())
            assert frame.rewards[i, frame.n_pulls - 1] == frame.reward[i]
        assert frame.regret[:, frame.n_pulls - 1] == pytest.approx(regret)
        assert np.array_equal(frame.counts, counts)
        for i, choice in enumerate(frame.policies):
            if choice != "optimistic":
                tried = counts[i] > 0
                assert frame.estimates[i][tried] == pytest.approx(sums[i][tried] / counts[i][tried])


def direct(policy: str, kind: str, n_steps: int, n_runs: int) -> tuple[float, float]:
    """Return mean and standard error of the regret of a simulation in plain Python."""
    rng, regrets = random.Random(99), []
    for _ in range(n_runs):
        means = [rng.random() if kind == "bernoulli" else rng.gauss(0, 1) for _ in range(10)]
        n, total, regret = [0] * 10, [0.0] * 10, 0.0
        for t in range(1, n_steps + 1):
            if policy == "thompson" and kind == "bernoulli":
                scores = [rng.betavariate(1 + w, 1 + m - w) for w, m in zip(total, n, strict=True)]
            elif policy == "thompson":
                scores = [
                    rng.gauss(s / (m + 1), (m + 1) ** -0.5) for s, m in zip(total, n, strict=True)
                ]
            elif policy == "ucb":
                scores = [
                    s / m + 2 * math.sqrt(math.log(t) / m) if m else 1e9 + rng.random()
                    for s, m in zip(total, n, strict=True)
                ]
            else:
                scores = [s / m if m else 0.0 for s, m in zip(total, n, strict=True)]
                scores = [x + 1e-9 * rng.random() for x in scores]
                if rng.random() < 0.1:
                    scores = [rng.random() for _ in scores]
            arm = scores.index(max(scores))
            n[arm] += 1
            total[arm] += (
                float(rng.random() < means[arm])
                if kind == "bernoulli"
                else rng.gauss(means[arm], 1)
            )
            regret += max(means) - means[arm]
        regrets.append(regret)
    return float(np.mean(regrets)), float(np.std(regrets) / math.sqrt(n_runs))


@pytest.mark.parametrize("kind", ["gaussian", "bernoulli"])
@pytest.mark.parametrize("policy", ["epsilon_greedy", "ucb", "thompson"])
def test_regret_matches_a_direct_simulation(policy, kind):
    mean, error = direct(policy, kind, 150, 300)
    settings = BanditSettings((PolicyChoice(policy),), kind, n_steps=150, n_runs=2000, every=150)
    assert last(settings).regret[0, -1] == pytest.approx(mean, abs=4 * error)


@pytest.fixture(scope="module")
def testbed():
    choices = (PolicyChoice("greedy"), eps(0.01), eps(0.1), PolicyChoice("optimistic"),
               PolicyChoice("ucb"))  # fmt: skip
    return last(BanditSettings(choices, n_steps=1000, n_runs=1000, every=500))


@pytest.mark.slow
def test_the_testbed_is_ordered_as_in_figure_2_2(testbed):
    greedy, small, large = testbed.optimal[:3, -25:].mean(axis=1)
    assert greedy == pytest.approx(0.36, abs=0.05)
    assert large == pytest.approx(0.80, abs=0.05)
    assert greedy < small < large
    rewards = testbed.rewards[:3, -25:].mean(axis=1)
    assert rewards[0] == pytest.approx(1.04, abs=0.08)
    assert rewards[2] == pytest.approx(1.37, abs=0.08)


@pytest.mark.slow
def test_optimism_loses_at_first_and_wins_later_as_in_figure_2_3(testbed):
    realistic, optimistic = testbed.optimal[2], testbed.optimal[3]
    early = testbed.at <= 40
    assert optimistic[early].mean() < realistic[early].mean() + 0.05
    assert optimistic[-25:].mean() > realistic[-25:].mean()


@pytest.mark.slow
def test_ucb_beats_epsilon_greedy_as_in_figure_2_4(testbed):
    assert testbed.rewards[4, -100:].mean() > testbed.rewards[2, -100:].mean()
    assert testbed.regret[4, -1] < testbed.regret[2, -1]


def test_a_gradient_bandit_needs_its_baseline_when_rewards_are_high():
    # S&B figure 2.5, with a level of 4.
    choices = tuple(
        PolicyChoice(name, (("alpha", 0.4),)) for name in ("gradient", "gradient_plain")
    )
    found = last(BanditSettings(choices, level=4.0, n_steps=600, n_runs=300, every=500))
    with_it, without = found.optimal[:, -50:].mean(axis=1)
    assert with_it > without + 0.2


# Single steps


def test_an_optimistic_estimate_fades_by_alpha():
    policy = EpsilonGreedy(1, 2, np.random.default_rng(0), 0.0, 5.0, 0.1)
    policy.learn(np.array([1]), np.array([1.0]))
    assert policy.estimates.tolist() == [[5.0, pytest.approx(4.6)]]


def test_ucb_tries_every_arm_before_any_twice_and_adds_the_books_bonus():
    policy = Ucb(1, 3, np.random.default_rng(0), 2.0)
    for t in range(1, 4):
        policy.learn(policy.choose(t), np.array([0.0]))
    assert policy.counts.tolist() == [[1, 1, 1]]
    policy.counts[:] = [[9.0, 1.0, 2.0]]
    gap = 2 * math.sqrt(math.log(8)) * (1 - 0.5**0.5)  # by which the bonus of one pull is larger
    for nudge, best in ((-1e-6, 1), (1e-6, 2)):
        policy.estimates[:] = [[0.0, 1.0, 1.0 + gap + nudge]]
        assert policy.choose(8).tolist() == [best]


def test_a_gradient_step_is_the_books_formula():
    policy = GradientBandit(1, 2, np.random.default_rng(0), 0.5, True)
    policy.learn(np.array([0]), np.array([2.0]))
    assert policy.preferences.tolist() == [[0.0, 0.0]]  # the baseline is the reward itself
    policy.learn(np.array([0]), np.array([4.0]))  # the baseline is 2, both chances are a half
    assert policy.preferences == pytest.approx(np.array([[0.5, -0.5]]))
    chance = 1 / (1 + math.exp(-1.0))
    policy.learn(np.array([1]), np.array([1.0]))  # the baseline is 3
    step = 0.5 * (1 - 3)
    assert policy.preferences == pytest.approx(
        np.array([[0.5 + step * -chance, -0.5 + step * chance]])
    )


def test_scores_are_what_the_pull_was_chosen_by():
    names = ("greedy", "ucb", "thompson", "gradient")
    settings = BanditSettings(tuple(map(PolicyChoice, names)), n_steps=60, n_runs=2, every=1)
    frames = list(run(settings))
    assert np.isnan(frames[0].scores).all()
    for before, frame in pairwise(frames[1:]):
        assert np.array_equal(frame.scores[0], before.estimates[0])
        for i in range(3):
            assert frame.scores[i, frame.arm[i]] == frame.scores[i].max()
        assert frame.scores[3].sum() == pytest.approx(1)
        tried = before.counts[1] > 0
        bonus = 2 * np.sqrt(math.log(frame.n_pulls) / before.counts[1][tried])
        assert frame.scores[1][tried] == pytest.approx(before.estimates[1][tried] + bonus)
        assert np.isinf(frame.scores[1][~tried]).all()


# Films


def test_the_first_frame_is_before_any_pull():
    first = next(run(BanditSettings(EVERY_POLICY, n_runs=3)))
    assert first.n_pulls == 0
    assert not first.counts.any()
    assert np.isnan(first.regret).all()
    assert (first.arm == -1).all()


@pytest.mark.parametrize("kind", ["gaussian", "bernoulli"])
def test_equal_settings_give_equal_films(kind):
    settings = BanditSettings(EVERY_POLICY, kind, n_steps=40, n_runs=5)
    one, two = list(run(settings)), list(run(settings))
    assert len(one) == 9
    assert all(same(a, b) for a, b in zip(one, two, strict=True))


def test_a_policy_does_the_same_whoever_stands_beside_it():
    base = BanditSettings((eps(0.1), PolicyChoice("thompson")), n_steps=50, n_runs=4)
    alone = last(replace(base, policies=(PolicyChoice("thompson"),)))
    assert np.array_equal(last(base).regret[1], alone.regret[0])


def test_long_runs_keep_250_points():
    found = last(BanditSettings((eps(0.1),), n_steps=1003, n_runs=2, every=500))
    assert len(found.at) <= 251
    assert found.at[-1] == 1003
    assert np.isfinite(found.regret).all()


@pytest.mark.parametrize(
    "param", [item for item in BanditSettings.PARAMS if not item.light], ids=lambda param: param.id
)
def test_every_param_changes_the_film(param):
    base = BanditSettings(EVERY_POLICY, n_steps=30, n_runs=3, every=10)
    other = {
        "kind": "bernoulli", "k": 5, "level": 2.0, "n_steps": 20, "n_runs": 4, "every": 15,
        "seed": 1,
    }[param.id]  # fmt: skip
    assert not same(last(base), last(replace(base, **{param.id: other}))) or param.id == "every"
    assert len(list(run(base))) != len(list(run(replace(base, every=15))))
    assert param.default == getattr(BanditSettings(), param.id)


@pytest.mark.parametrize(
    ("spec", "param"),
    [(spec, param) for spec in POLICIES for param in spec.params],
    ids=lambda part: part.id,
)
def test_every_param_of_every_policy_changes_the_film(spec, param):
    base = BanditSettings((PolicyChoice(spec.id),), n_steps=60, n_runs=5)
    changed = PolicyChoice(spec.id, ((param.id, param.default / 2),))
    assert not same(last(base), last(replace(base, policies=(changed,))))


@pytest.mark.parametrize("spec", POLICIES, ids=lambda spec: spec.id)
def test_every_policy_learns(spec):
    settings = BanditSettings((PolicyChoice(spec.id),), n_steps=300, n_runs=100, every=300)
    assert last(settings).rewards[0, -30:].mean() > 0.8  # a blind choice earns 0
    assert spec.help.endswith(".")
    assert spec.source


# Refusals


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"k": 1}, "Arms must lie between 2 and 20, not 1."),
        ({"policies": ()}, "Choose 1 to 7 policies."),
        ({"policies": (PolicyChoice("luck"),)}, "There is no policy named 'luck'."),
        ({"policies": (eps(2.0),)}, "ε must lie between 0 and 1, not 2."),
        (
            {"n_steps": 5000, "n_runs": 2000},
            "40,000,000 pulls take too long; at most 20,000,000. Lower the steps or the runs.",
        ),
    ],
)
def test_bad_settings_are_refused_before_the_first_frame(changes, message):
    with pytest.raises(BadValue) as refused:
        run(replace(BanditSettings(), **changes))
    assert refused.value.sentence.startswith(message)
