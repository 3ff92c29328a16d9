"""The script of the bandits: the policies' own source and the race around them."""

from __future__ import annotations

from core.rl.code import script, sources
from core.stages.reinforcement.bandits.policies import Averages, PolicySpec
from core.stages.reinforcement.bandits.settings import LATELY, POLICIES, BanditSettings, checked
from core.value import Value

_RACE = '''
N_RUNS, K, N_STEPS, SEED = {n_runs}, {k}, {n_steps}, {seed}
ROWS = np.arange(N_RUNS)
means = {means}  # (N_RUNS, K)
luck = np.random.default_rng([SEED, 1])


def chance(place):
    """Return a policy's own random numbers."""
    return np.random.default_rng([SEED, 2, place])


policies = [
{policies}
]
regret = np.zeros(len(policies))
rewards = np.zeros((len(policies), N_STEPS))
is_best = np.zeros((len(policies), N_STEPS))
for t in range(1, N_STEPS + 1):
    payments = {payments}  # the same for every policy
    for i, (_, policy) in enumerate(policies):
        arms = policy.choose(t)
        paid = payments[ROWS, arms]
        policy.learn(arms, paid)
        missed = means.max(axis=1) - means[ROWS, arms]
        regret[i] += missed.mean()
        rewards[i, t - 1], is_best[i, t - 1] = paid.mean(), (missed == 0).mean()

print("arms:", " ".join(f"{{mean:.3f}}" for mean in means[0]))
for i, (name, policy) in enumerate(policies):
    reward, share = rewards[i, -{lately}:].mean(), is_best[i, -{lately}:].mean()
    print(f"{{name}}: regret {{regret[i]:.3f}} reward {{reward:.3f}} best arm {{share:.3f}}")
    print("  estimates:", " ".join(f"{{value:.3f}}" for value in policy.estimates[0]))
    print("  pulls:", " ".join(f"{{int(count)}}" for count in policy.counts[0]))
'''
_MEANS = {
    "gaussian": "{level} + np.random.default_rng([SEED, 0]).standard_normal((N_RUNS, K))",
    "bernoulli": "np.random.default_rng([SEED, 0]).random((N_RUNS, K))",
}
_PAYMENTS = {
    "gaussian": "means + luck.standard_normal(means.shape)",
    "bernoulli": "(luck.random(means.shape) < means).astype(float)",
}


def bandit_script(settings: BanditSettings) -> str:
    """Return a script that prints regret, the last pulls and estimates. Raises `BadValue`."""
    chosen = checked(settings)
    race = _RACE.format(
        n_runs=settings.n_runs,
        k=settings.k,
        n_steps=settings.n_steps,
        seed=settings.seed,
        means=_MEANS[settings.kind].format(level=settings.level),
        payments=_PAYMENTS[settings.kind],
        policies="\n".join(_line(settings.kind, spec, values) for spec, values in chosen),
        lately=LATELY,
    )
    agents = list(dict.fromkeys(spec.agent for spec, _ in chosen))
    title = "A k-armed bandit (Sutton & Barto, 2nd ed., chapter 2)."
    return script(title, sources(Averages, *agents), race)


def _line(kind: str, spec: PolicySpec, values: dict[str, Value]) -> str:
    arguments = ", ".join(repr(value) for value in spec.arguments(kind, values))
    place = f"chance({POLICIES.index(spec)})"
    return f'    ("{spec.id}", {spec.agent.__name__}(N_RUNS, K, {place}, {arguments})),'
