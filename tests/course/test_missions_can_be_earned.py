"""Every mission can be earned by settings a learner can reach, and not by a near miss."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from core.course import missions
from core.course.missions import Outcome
from core.playground import Context, Playground, TableFacts
from core.tabular.experiment import Experiment, ModelChoice, Split, Step
from core.value import Value
from tests.catalogue import playgrounds_by_page
from tests.pages import tables
from tests.pages.walk import FIRST_PICTURES, defaults, facts, start, walk

Change = Callable[[Experiment], Experiment]


def same(experiment: Experiment) -> Experiment:
    return experiment


@dataclass(frozen=True)
class Try:
    """What a learner does: takes a table, changes the experiment, moves controls.

    ``pictures`` of a run that is only watched live.
    """

    table: str = "iris"
    values: dict[str, Value] = field(default_factory=dict)
    change: Change = same
    pictures: int = FIRST_PICTURES


def model(name: str, **params: Value) -> Change:
    choice = ModelChoice(name, tuple(sorted(params.items())))
    return lambda experiment: replace(experiment, model=choice)


def recipe(*steps: str, then: Change = same) -> Change:
    return lambda experiment: then(replace(experiment, recipe=tuple(Step(name) for name in steps)))


def features(*names: str) -> Change:
    return lambda experiment: replace(experiment, features=names)


def split(*parts: object) -> Change:
    return lambda experiment: replace(experiment, split=Split(*parts))


def seed(number: int) -> Change:
    return lambda experiment: replace(experiment, seed=number)


TREE = model("decision_tree")
IMPORTANCES = {"n_rows": 20, "n_repeats": 2}
SWARM = {"view": "shap", "n_rows": 20, "background": 10}
CURVE = {"view": "curve", "curve_n_rows": 20, "curve_n_grid": 8}
LIME = {"n_samples": 200, "n_seeds": 3, "background": 10}
HAND = {"fn": 5, "fp": 0, "tn": 95}

OF_A_TABLE: dict[str, tuple[Try, Try]] = {
    "data_collection.own_file": (Try("plain"), Try("iris")),
    "data_collection.gaps": (
        Try("gaps", {"view": "column", "column": "two"}),
        Try("gaps", {"view": "column", "column": "one"}),
    ),
    "data_collection.skewed": (
        Try("messy_customers", {"view": "column", "column": "spend_eur"}),
        Try("messy_customers", {"view": "column", "column": "visits"}),
    ),
    "data_collection.messy": (Try("noted"), Try("messy_customers")),
    "evaluation.find_most": (
        Try(values={"threshold": 0.3}, change=TREE),
        Try(values={"threshold": 0.0}, change=TREE),
    ),
    "evaluation.cheapest": (
        Try("plain", {"threshold": 0.05}),
        Try("plain", {"threshold": 0.01}),
    ),
    "evaluation.never": (
        Try("plain", {"cost_miss": 0.0}),
        Try("plain", {"cost_miss": 1000.0, "cost_alarm": 2.0}),
    ),
    "evaluation.accuracy_lies": (
        Try(values={"tp": 0, **HAND}),
        Try(values={"tp": 1, **HAND}),
    ),
    "evaluation.guessing": (
        Try(values={"tp": 4, "fn": 6, "fp": 36, "tn": 54}),
        Try(values={"tp": 5, "fn": 5, "fp": 50, "tn": 50}),
    ),
    "evaluation.balance": (
        Try(values={"tp": 20, "fn": 7, "fp": 7}),
        Try(values={"tp": 20, "fn": 0, "fp": 0}),
    ),
    "evaluation.spread": (
        Try(values={"n_repeats": 5, "n_folds": 2}, change=TREE),
        Try(values={"n_repeats": 4, "n_folds": 2}, change=TREE),
    ),
    "evaluation.unlucky": (Try(change=seed(2)), Try(change=seed(0))),
    "evaluation.one_by_one": (
        Try("plain", {"scheme": "loocv"}, model("gaussian_nb")),
        Try("plain", {"scheme": "hold_out"}, model("gaussian_nb")),
    ),
    "evaluation.first_misleads": (
        Try(values={"n_folds": 8}, change=seed(0)),
        Try(values={"n_folds": 8}, change=seed(2)),
    ),
    "explainable_ai.disagree": (
        Try(values={"drop_column": True, **IMPORTANCES}, change=TREE),
        Try(values={"impurity": True, **IMPORTANCES}, change=TREE),
    ),
    "explainable_ai.noise": (
        Try(values={**SWARM, "column": "sepal_width_cm"}, change=TREE),
        Try(values={**SWARM, "column": "petal_width_cm"}, change=TREE),
    ),
    "explainable_ai.interaction": (
        Try("tips", {**CURVE, "column": "bill_usd"}, TREE),
        Try("tips", {**CURVE, "column": "bill_usd"}),
    ),
    "explainable_ai.opposed": (
        Try(values={"row": 3, "top_k": 4, **LIME, "n_samples": 100}, change=TREE),
        Try(values={"row": 1, "top_k": 1, **LIME, "n_samples": 100}, change=TREE),
    ),
    "explainable_ai.wrong_row": (
        Try("plain", {"row": 5, **LIME}),
        Try("plain", {"row": 1, **LIME}),
    ),
    "explainable_ai.one_reason": (
        Try(values={"row": 1, **LIME}, change=TREE),
        Try(values={"row": 0, **LIME}, change=TREE),
    ),
    "explainable_ai.unstable": (
        Try("wide", {"n_samples": 100, "n_seeds": 3, "background": 10}),
        Try("wide", {"n_samples": 2000, "n_seeds": 3, "background": 10}),
    ),
    "preprocessing.gaps": (
        Try("gaps", {"step": "1"}, recipe("median", "mode")),
        Try("gaps", {"step": "0"}, recipe("median", "mode")),
    ),
    "preprocessing.rows": (
        Try(values={"step": "0"}, change=recipe("drop_iqr")),
        Try(values={"step": "0"}, change=recipe("clip_iqr")),
    ),
    "preprocessing.worth": (
        Try("wine", change=recipe("standard", then=model("knn"))),
        Try("wine", change=recipe("standard", then=TREE)),
    ),
    "preprocessing.lie": (
        Try("plain", {"n_rows": 40, "n_noise": 1000}),
        Try("plain", {"n_rows": 40, "n_noise": 0}),
    ),
    "preprocessing.harmless": (
        Try("plain", {"leak": "scaling", "n_noise": 0}),
        Try("plain", {"leak": "selection", "n_noise": 0}),
    ),
    "preprocessing.cured": (
        Try("long", {"n_rows": 1000, "n_noise": 100}),
        Try("long", {"n_rows": 1000, "n_noise": 90}),
    ),
    "roadmap.find": (Try(values={"find": "recall"}), Try(values={"find": " "})),
    "roadmap.ahead": (Try(values={"find": "gradient descent"}), Try(values={"find": "qqqq"})),
    "roadmap.five": (
        Try(values={"earned": ("data_collection", "evaluation")}),
        Try(values={"earned": ("data_collection",)}),
    ),
    "supervised.baseline": (Try(change=TREE), Try(change=model("lda"))),
    "supervised.by_heart": (
        Try("tips", change=model("knn", n_neighbors=1)),
        Try("tips", change=model("knn", n_neighbors=30)),
    ),
    "supervised.frugal": (
        Try(change=features("petal_width_cm")),
        Try(change=features("sepal_width_cm", "petal_length_cm", "petal_width_cm")),
    ),
    "supervised.too_close": (
        Try(
            "plain",
            {"view": "compare", "max_rows": 100, "metric": "accuracy"},
            change=model("lda"),
        ),
        Try("plain", {"view": "compare", "max_rows": 100}, change=model("lda")),
    ),
    "supervised.split": (
        Try("tips", change=split("grouped", 0.25, "day")),
        Try("tips", change=split("random", 0.3)),
    ),
}
"""Missions whose playground reads a table or a passport: that is more than controls."""

TABLES = {"neural_networks.outgrown": "churn", "neural_networks.tiny": "tips"}
PICTURES = {
    "reinforcement.deep_lucky": 1,
    "reinforcement.deep_frugal": 200,
    "reinforcement.deep_forgot": 30,
    "reinforcement.deep_continued": 60,
}


def pair(mission: missions.Mission) -> tuple[Try, Try]:
    """What earns it, its hints followed from the defaults on, and a near miss."""
    if mission.id in OF_A_TABLE:
        return OF_A_TABLE[mission.id]
    table = TABLES.get(mission.id, "iris")
    pictures = PICTURES.get(mission.id, FIRST_PICTURES)
    reached, missed = map(missions.values_of, (mission.reached, mission.missed))
    return Try(table, reached, same, pictures), Try(table, missed, same, pictures)


def _gaps() -> pd.DataFrame:
    frame = tables.plain(60).assign(two=pd.Series(["a", "b", "c"] * 20, dtype="str"))
    frame.loc[:2, "one"] = np.nan
    frame.loc[:9, "two"] = np.nan
    return frame


def _wide() -> pd.DataFrame:
    frame = pd.DataFrame(np.random.default_rng(1).normal(size=(60, 12))).add_prefix("column_")
    return frame.assign(group=tables.plain(60)["group"])


OWN: dict[str, Callable[[], tuple[pd.DataFrame, tuple[str, ...]]]] = {
    "plain": lambda: (tables.plain(60).drop(columns="y"), ()),
    "noted": lambda: (tables.plain(20), ("One.", "Two.", "Three.")),
    "gaps": lambda: (_gaps(), ()),
    "wide": lambda: (_wide(), ()),
    "long": lambda: (tables.plain(1400).drop(columns="y"), ()),
}


@cache
def opened(name: str) -> tuple[TableFacts, pd.DataFrame, Experiment]:
    if name not in OWN:
        table, frame = facts(name)
        return table, frame, start(table)
    frame, notes = OWN[name]()
    table = tables.known(frame, "group", "classification", notes)
    return table, frame, tables.fresh(table)


def outcome(mission: missions.Mission, attempt: Try) -> Outcome:
    pages = playgrounds_by_page()[mission.stage]
    playground = next(p for p in pages if p.id == mission.playground)
    settings, answer = _walked(playground, attempt)
    return missions.grade((mission,), settings, answer)[mission.id]


def _walked(playground: Playground, attempt: Try) -> tuple[object, object]:
    if playground.id == "passport":
        return _passport(playground, attempt.values["earned"])
    if not playground.needs_table:
        chosen = {**defaults(playground.params), **attempt.values}
        stop = walk(playground, chosen, pictures=attempt.pictures)
        return stop.settings, stop.answer
    table, frame, experiment = opened(attempt.table)
    experiment = attempt.change(experiment)
    params = playground.offered(table, experiment)
    offered = {
        param.id: param.check(attempt.values.get(param.id, param.default)) for param in params
    }
    assert attempt.values.keys() <= offered.keys(), "a control that is not there"
    stop = walk(playground, offered, experiment, frame, table)
    return stop.settings, stop.answer


def _passport(playground: Playground, stages: object) -> tuple[object, object]:
    """The passport's settings come from the session: a learner with these stages' missions."""
    settings = playground.settings(Context(), defaults(playground.params))
    ids = [found.id for found in missions.everything() if found.stage in tuple(stages)]
    settings = replace(settings, earned=tuple((name, "2026-01-31") for name in ids))
    return settings, playground.derive(settings, None)


def test_a_hint_names_a_run_worth_seeing_as_the_page_does():
    from core.stages.neural_networks.playground.presets import PRESET_BY_ID

    for name, preset in (
        ("spirals", "spirals_8_8"),
        ("tamed", "overfit"),
        ("stopped", "overfit_stopped"),
    ):
        hints = " ".join(missions.by_id(f"neural_networks.{name}").hints)
        assert f"“{PRESET_BY_ID[preset].name}”" in hints


def test_no_mission_lacks_its_pair_and_no_pair_its_mission():
    told = {mission.id for mission in missions.everything() if mission.reached and mission.missed}
    assert not told & set(OF_A_TABLE)
    assert told | set(OF_A_TABLE) == {mission.id for mission in missions.everything()}


@pytest.mark.parametrize("rate", [0.5, 1.0, 10.0, 100.0])
def test_every_rate_lowers_the_error_of_the_sigmoid_as_the_hint_says(rate):
    attempt = Try(values={"n_steps": 2, "activation": "sigmoid", "learning_rate": rate})
    assert outcome(missions.by_id("neural_networks.overshot"), attempt) is Outcome.NOT_YET


@pytest.mark.parametrize("algorithm", ["line", "boosting"])
def test_the_number_that_a_hint_refers_to_stands_in_the_sentence_and_does_it(algorithm):
    (playground,) = [p for p in playgrounds_by_page()["supervised"] if p.id == "how_it_learns"]
    said = walk(playground, {**defaults(playground.params), "algorithm": algorithm}).sentence
    if algorithm == "line":
        name, found = "overshoot", float(re.search(r"every rate above ([\d.]+)", said)[1])
        values = {"learning_rate": round(1.5 * found, 2)}
    else:
        name, found = "in_time", int(re.search(r"lowest at round (\d+)", said)[1])
        values = {"n_rounds": found}
    attempt = Try(values={"algorithm": algorithm, **values})
    assert outcome(missions.by_id(f"supervised.{name}"), attempt) is Outcome.EARNED


@pytest.mark.slow
@pytest.mark.parametrize("mission", missions.everything(), ids=lambda mission: mission.id)
def test_it_is_earned_by_reaching_the_goal_and_not_by_a_near_miss(mission, caplog):
    reached, missed = pair(mission)
    assert outcome(mission, reached) is Outcome.EARNED
    assert outcome(mission, missed) is Outcome.NOT_YET
    raised = [record for record in caplog.records if record.name == missions.__name__]
    assert raised == [], "the near miss was none: the predicate raised"
