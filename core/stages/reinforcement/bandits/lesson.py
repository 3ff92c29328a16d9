"""The lesson of the bandits."""

from __future__ import annotations

from typing import Any

from core.course.lesson import Lesson, Measure, Prediction, Reading, Step, Trap

BRIEF = {"n_runs": 40}
"""Fewer runs than the page begins with, at every step: the numbers of two steps belong together."""


def _dearest_mistake(_settings: Any, film: Any) -> str:
    """Return what the wrong arm that cost most has cost in the first run, in numbers."""
    import numpy as np

    from core.rl.planning.bellman import wrapped
    from core.stages.reinforcement.bandits.settings import POLICIES

    last = film.last
    gaps = last.means.max() - last.means
    missed = last.counts * gaps
    if not missed.max() > 0:
        return ""
    policy, arm = np.unravel_index(int(missed.argmax()), missed.shape)
    name = next(spec.label for spec in POLICIES if spec.id == last.policies[policy])
    n, best, mean = last.counts[policy, arm], last.means.max(), last.means[arm]
    return (
        rf"\text{{first run, {name}, arm {arm + 1}: }} {n:.0f} \cdot ({best:.4g} - {wrapped(mean)})"
        rf" = {missed[policy, arm]:.3g}"
    )


def _missed(policy: str) -> Measure:
    """Return the measure of what a policy has missed at the end."""

    def measure(_settings: Any, film: Any) -> float | None:
        last = film.last
        if policy not in last.policies:
            return None
        return float(last.regret[last.policies.index(policy), -1])

    return measure


def _grown(before: float, after: float, most: float) -> int:
    """Return 0 for no growth, 1 for growth up to ``most`` times, 2 beyond."""
    return 0 if after <= before else 1 if after <= most * before else 2


def _without_bonus(before: float, after: float) -> str:
    because = (
        "One try of each arm already rules out most bad ones, and c = 2 goes on trying longer "
        "than these arms need."
        if after <= before
        else "One try of each arm was not enough here: too many runs settled on a worse one."
    )
    return (
        f"{before:.0f} with c = 2, {after:.0f} without. {because} Greedy does not even do that: it "
        "stays with the first arm that pays more than its first guess of the others, 0."
    )


def _greedy_stays_poor(_settings: Any, film: Any) -> bool:
    last = film.last
    return bool(last.lately[last.policies.index("greedy")] < 0.5)


def _thompson_loses(settings: Any, film: Any) -> bool:
    ours, theirs = (_missed(policy)(settings, film) for policy in ("thompson", "ucb"))
    return bool(ours > 2 * theirs)


LESSON = Lesson(
    idea=(
        "A row of slot machines, and you do not know which one pays best. Each lever is an "
        "**arm**; each pull pays a number that scatters around the arm's own mean. Stay with the "
        "best so far and you may never meet a better one; try others and every try may cost. That "
        "is **exploration** against exploitation. Here several rules for choosing, each a "
        "**policy** with its own colour, race on the same arms. Top left, the short thick bars "
        "are the true means and the dots what each policy believes; beside it stands how often it "
        "pulled each arm. Below, **regret** adds up what it missed against pulling the best arm "
        "from the start: a line that turns flat has found it. A website that tries which "
        "headline is read most does the same."
    ),
    formula=(
        r"\text{regret} = \sum_{\text{arms}} \text{pulls} \cdot"
        r" (\text{best mean} - \text{mean of the arm})"
    ),
    numbers=_dearest_mistake,
    words=("arm", "exploration", "policy", "regret"),
    tour=(
        Step(
            "Press play and follow Greedy. It soon pulls one arm only, and its other dots stand "
            "still. Is it the one with the star? The picture shows the first run; the lines below "
            "are the mean of all runs, 40 in this tour.",
            sets={"greedy": True, **BRIEF},
        ),
        Step(
            "ε is the share of pulls that ε-greedy makes at random. You are about to raise it from "
            "0.1 to 0.5: it will know all arms much sooner.",
            "epsilon",
            {"epsilon_greedy": True, "epsilon": 0.1, **BRIEF},
            Prediction(
                "reinforcement.half_at_random",
                "How much will ε-greedy have missed at the end?",
                ("Less than before", "More, up to twice as much", "More than twice as much"),
                {"epsilon": 0.5},
                _missed("epsilon_greedy"),
                lambda before, after: _grown(before, after, 2),
                lambda before, after: (
                    f"{before:.0f} with ε = 0.1, {after:.0f} with 0.5. However well it knows the "
                    "arms, every second pull is still drawn by lot."
                ),
                surprises=True,
                always="A pull by lot costs as much at the end as at the start: five times as many "
                "cost more than they teach.",
            ),
        ),
        Step(
            "UCB adds a bonus to every arm that was tried little, and c, under **More settings**, "
            "says how large. You are about to take the bonus away: each arm is still tried once, "
            "then the best mean counts.",
            "c",
            {"ucb": True, "c": 2.0, **BRIEF},
            Prediction(
                "reinforcement.no_bonus",
                "How much will UCB have missed without its bonus?",
                ("Less than before, or as much", "More, up to twice as much", "More than twice"),
                {"c": 0.0},
                _missed("ucb"),
                lambda before, after: _grown(before, after, 2),
                _without_bonus,
                surprises=True,
            ),
        ),
        Step(
            "Thompson sampling starts from a guess: that the arms' means lie around 0. You are "
            "about to let every arm pay 4 more, and nobody tells it.",
            "level",
            {"kind": "gaussian", "thompson": True, "level": 0.0, **BRIEF},
            Prediction(
                "reinforcement.wrong_guess",
                "All arms rise alike. How much will Thompson sampling have missed?",
                ("About as much as before", "More, up to three times", "More than three times"),
                {"level": 4.0},
                _missed("thompson"),
                lambda before, after: _grown(1.2 * before, after, 2.5),
                lambda before, after: (
                    f"{before:.0f} before, {after:.0f} now. The first arm that pays about 4 beats "
                    "all it guesses of the untried ones, so it hardly ever tries them."
                ),
                surprises=True,
                always="One pull near 4 beats every guess around 0, whatever the arms are.",
            ),
        ),
        Step(
            "Nobody has to throw dice to explore. Switch on Optimistic: it is greedy, but expects "
            "5 of every arm at first, and each disappointment sends it to the next.",
            "optimistic",
            {"optimistic": False, **BRIEF},
            until=lambda _settings, film: "optimistic" in film.last.policies,
        ),
    ),
    traps=(
        Trap(
            "Greedy finds the best arm in the end, it only takes longer.",
            "An arm that looked bad is never pulled again, so nothing can correct it: in most "
            "runs it stays with a worse arm for ever.",
            {"greedy": True, "n_steps": 2000, "n_runs": 100},
            _greedy_stays_poor,
        ),
        Trap(
            "Thompson sampling is the best policy.",
            "It is as good as what it assumes. Where the arms pay far more than its first guess, "
            "UCB, which assumes no level, misses less than half as much.",
            {"kind": "gaussian", "thompson": True, "ucb": True, "level": 4.0},
            _thompson_loses,
        ),
    ),
    on_the_job=(
        "Headlines, ads and recommendations are chosen by bandits where a fixed A/B test would "
        "show the worse version to half of the visitors until it ends. Tastes change, so such a "
        "system never stops exploring."
    ),
    more=(
        Reading(
            "Sutton and Barto",
            "Reinforcement Learning: An Introduction, chapter 2",
            "http://incompleteideas.net/book/the-book-2nd.html",
        ),
        Reading(
            "Russo, Van Roy and others",
            "A Tutorial on Thompson Sampling",
            "https://arxiv.org/abs/1707.02038",
        ),
        Reading(
            "Lattimore and Szepesvári",
            "Bandit Algorithms (open book)",
            "https://banditalgs.com/",
        ),
    ),
)
