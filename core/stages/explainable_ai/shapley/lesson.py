"""The lesson of Shapley values by hand."""

from __future__ import annotations

from math import isclose
from typing import Any

from core.course.lesson import Lesson, Prediction, Reading, Step, Trap
from core.value import Value

GLOVES = {"game": "glove", "gloves": "1-2", "way": "orders"}
PAIR = {"game": "glove", "gloves": "1-1", "way": "orders"}
SHARED = {"game": "vote", "votes": "51; 50, 30, 20", "way": "orders"}
SOLD = {"votes": "51; 50, 49, 1"}
RUNWAY = {"game": "airport", "costs": "8, 11, 13, 18", "way": "orders"}
LONGER = {"costs": "8, 11, 13, 26"}
ROW: dict[str, Value] = {"game": "model", "row": 0, "rest": "kept", "way": "orders"}
SAME = 1e-9


def _sum(_settings: Any, answer: Any) -> str:
    """Return the value of whoever gets most, gain by gain: weights as they stand in the formula."""
    from core.stages.explainable_ai.shapley.coalitions import joinings
    from core.stages.explainable_ai.shapley.scene_numbers import exact, gain, tally
    from core.stages.explainable_ai.shapley.shares import weight

    i, n, known = answer.first, answer.game.n, tally(answer)
    joined = [c for j, c in joinings(n) if j == i]
    under = [round(1 / weight(c.bit_count(), n)) for c in joined]
    terms = [
        rf"\tfrac{{1}}{{{d}}}\cdot {_bracketed(gain(answer, i, c))}"
        for d, c in zip(under, joined, strict=True)
    ]
    adds = [known.worths[c | 1 << i] - known.worths[c] for c in joined]
    left = sum(add / d for add, d in zip(adds, under, strict=True))
    holds = known.whole or isclose(left, known.shares[i], abs_tol=0.5)
    equals = "=" if holds else r"\approx"
    return f"{' + '.join(terms)} {equals} {_in_formula(exact(answer, i))}"


def _bracketed(number: str) -> str:
    return f"({_in_formula(number)})" if number.startswith("−") else _in_formula(number)


def _in_formula(number: str) -> str:
    return number.replace("−", "-").replace(",", "{,}")


def _values(_settings: Any, answer: Any) -> tuple[float, ...]:
    return tuple(answer.values)


def _of_left(_before: Any, after: tuple[float, ...]) -> int | None:
    fits = [isclose(after[0], share, abs_tol=SAME) for share in (1 / 2, 3 / 4, 1.0)]
    return fits.index(True) if any(fits) else None


def _small_to_large(_before: Any, after: tuple[float, ...]) -> int | None:
    fits = [isclose(after[2], after[1] * share, abs_tol=SAME) for share in (0, 1 / 49, 1)]
    return fits.index(True) if sum(fits) == 1 else None


def _who_pays(before: tuple[float, ...], after: tuple[float, ...]) -> int:
    more = [b - a for a, b in zip(before, after, strict=True)]
    if all(isclose(one, more[0], abs_tol=SAME) for one in more):
        return 0
    return 2 if all(abs(one) <= SAME for one in more[:-1]) else 1


def _ends(_settings: Any, answer: Any) -> tuple[float, float]:
    return answer.game.worths[0], answer.game.worths[-1]


def _which_end(before: tuple[float, float], after: tuple[float, float]) -> int:
    start, end = (not isclose(b, a, abs_tol=SAME) for b, a in zip(before, after, strict=True))
    return {(True, False): 0, (False, True): 1, (True, True): 2, (False, False): 3}[start, end]


def _own_null_player(settings: Any, answer: Any) -> bool:
    return bool(getattr(settings, "game", "") == "own" and answer.idle and any(answer.values))


def _weak_but_equal(settings: Any, answer: Any) -> bool:
    return bool(isclose(answer.values[1], answer.values[2]) and answer.values[2] > 0)


def _paid_for_company(_settings: Any, answer: Any) -> bool:
    return bool(answer.game.worths[4] == 0 and answer.values[2] > 0)


LESSON = Lesson(
    idea=(
        "Three people made something together: who gets how much of it? Let them arrive one after "
        "the other and give each what it adds to those who are there, its **marginal "
        "contribution**. Who comes early may add less than who comes late, so take every order, "
        "and the mean: that is the **Shapley value**. In the lattice each box is a **coalition** "
        "with its worth, each line a player who joins, in its colour. The film walks one order "
        "after the other from nobody up to all; the table notes what everybody added, and the "
        "steps beside the curves show that nothing is left over. SHAP plays the same game with a "
        "model's columns as players, so do it once by hand before you trust a SHAP plot."
    ),
    formula=(
        r"\phi_i = \sum_{S \not\ni i} \frac{|S|!\,(n-|S|-1)!}{n!}\,"
        r"\bigl(v(S \cup i) - v(S)\bigr)"
    ),
    numbers=_sum,
    words=("marginal contribution", "Shapley value", "coalition"),
    tour=(
        Step(
            "Press play: an order walks up the lattice, and on its lines stands what each player "
            "adds. Find the two orders of six in which the left glove L adds nothing.",
            sets=GLOVES,
        ),
        Step(
            "One left and one right glove: each is useless without the other and gets half. Now "
            "two more right gloves come to the market.",
            "gloves",
            PAIR,
            Prediction(
                "explainable_ai.second_right_glove",
                "What does the left glove get then?",
                ("Still 1/2", "3/4", "All of it"),
                {"gloves": "1-3"},
                _values,
                _of_left,
                lambda before, after: (
                    f"{before[0]:.3f} before, {after[0]:.3f} now, and each right glove "
                    f"{after[1]:.3f}. A right glove still makes the pair when L comes first and "
                    "it comes second: in 2 orders of 24."
                ),
                surprises=True,
                always="The share is that of the orders in which L arrives after a right glove.",
            ),
        ),
        Step(
            "Shareholders with 50, 30 and 20 of 100 votes, 51 decide. The third is about to sell "
            "19 of its votes to the second: 50, 49 and 1.",
            "votes",
            SHARED,
            Prediction(
                "explainable_ai.one_vote",
                "How much power has its one vote, beside the 49?",
                ("None", "A 49th", "As much"),
                SOLD,
                _values,
                _small_to_large,
                lambda before, after: (
                    f"{after[2]:.3f} against {after[1]:.3f}, as it was {before[2]:.3f} against "
                    f"{before[1]:.3f} with 20 and 30 votes: neither wins without the first, and "
                    "with it one vote is enough."
                ),
                surprises=True,
                always="Power is who wins with whom; how many votes are to spare does not count.",
            ),
        ),
        Step(
            "Four aircraft share a runway; the longest one needed is paid, 18. D is about to be "
            "replaced by one that needs a runway for 26.",
            "costs",
            RUNWAY,
            Prediction(
                "explainable_ai.longer_runway",
                "Who pays the 8 more?",
                ("All four the same", "All, the larger the more", "D alone"),
                LONGER,
                _values,
                _who_pays,
                lambda before, after: (
                    f"D paid {before[3]:.3g} and pays {after[3]:.3g}, A {before[0]:.3g} and "
                    f"{after[0]:.3g}. In no order does another add that last piece, so it is no "
                    "part of anybody's mean."
                ),
                always="Each piece of the runway is shared by those who need it.",
            ),
        ),
        Step(
            "Your model: columns are the players, and joining means telling the model this row's "
            "value. Columns outside the game have the row's values from the start. Now they "
            "take those of other rows, all through the game, and the mean is taken. The steps of "
            "“They add up” lead from the worth of nobody to that of all.",
            "rest",
            ROW,
            Prediction(
                "explainable_ai.others_averaged",
                "Which of these two worths changes?",
                ("Only that of nobody", "Only that of all", "Both", "Neither"),
                {"rest": "averaged"},
                _ends,
                _which_end,
                lambda before, after: (
                    f"From {before[0]:.3f} → {before[1]:.3f} to {after[0]:.3f} → {after[1]:.3f}. "
                    "The model never hears what this row has in the columns outside the game, so "
                    "even all players together do not make its prediction of this row."
                ),
                surprises=True,
                always="Columns outside belong to the game's rules: both worths hang on them.",
                undecided="With these columns everybody plays: choose fewer players.",
            ),
        ),
        Step(
            "Now you: click a box of the lattice and type another worth, so that one of the gloves "
            "becomes a null player, who adds nothing to anybody.",
            sets=GLOVES,
            until=_own_null_player,
        ),
    ),
    traps=(
        Trap(
            "Twice the votes are twice the power.",
            "With 50, 49 and 1 votes the last two are pivotal equally often: in 1 order of 6.",
            {"game": "vote", **SOLD},
            _weak_but_equal,
        ),
        Trap(
            "Who is worth nothing alone deserves nothing.",
            "C alone makes 0 and gets 30 of 90: it is paid for what it makes of the others' work.",
            {"game": "own", "worths": "10, 20, 0, 30, 40, 50, 90"},
            _paid_for_company,
        ),
        Trap(
            "A column pushes a prediction by one amount.",
            "How far depends on what the model was told before: the sentence names the least and "
            "the most, and its SHAP value is the mean.",
            ROW,
            lambda _settings, answer: any(
                high - low > 1e-6 for low, high in zip(answer.lowest, answer.highest, strict=True)
            ),
        ),
    ),
    on_the_job=(
        "Airports and networks bill by it, parliaments are measured by it, advertisers credit "
        "channels by it, and SHAP explains models by it: ask each time what a coalition is worth, "
        "and what stands in for who is missing."
    ),
    more=(
        Reading(
            "Christoph Molnar",
            "Interpretable Machine Learning: Shapley values",
            "https://christophm.github.io/interpretable-ml-book/shapley.html",
        ),
        Reading(
            "Littlechild and Owen (1973)",
            "A simple expression for the Shapley value in a special case",
            "https://doi.org/10.1287/mnsc.20.3.370",
        ),
        Reading(
            "Lundberg and Lee (2017)",
            "A unified approach to interpreting model predictions",
            "https://arxiv.org/abs/1705.07874",
        ),
        Reading(
            "Janzing, Minorics and Blöbaum (2020)",
            "Feature relevance quantification: a causal problem",
            "https://arxiv.org/abs/1910.13413",
        ),
    ),
)
