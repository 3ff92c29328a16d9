"""Every mission can be earned by settings a learner can reach, and not by a near miss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from core.learn import missions
from core.learn.missions import Outcome
from core.neural.playground.presets import PRESET_BY_ID, preset_values
from core.params import Value
from core.rl.worlds.grid import paint
from core.rl.worlds.presets import preset
from core.rl.worlds.text import to_text
from core.tabular.experiment import Experiment, ModelChoice, Split, Step
from core.ui.playground import Playground, TableFacts
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


WITH_SINES = ("x1", "x2", "sin_x1", "sin_x2")
SQUARES = ("x1_squared", "x2_squared")


def run(preset: str, **values: Value) -> dict[str, Value]:
    return {**preset_values(PRESET_BY_ID[preset]), **values}


def walled(world: str, cells: list[int]) -> str:
    grid = preset(world)
    for cell in cells:
        grid = paint(grid, cell, "wall")
    return to_text(grid)


TREE = model("decision_tree")
GRADIENTS = {"gradient": True, "gradient_plain": True}
CORNERS = {"world": "corners", "method": "policy_evaluation", "gamma": 1.0, "theta": 1e-4}
ROUND = "islands~................2.......2.......112...10..11110"
IMPORTANCES = {"n_rows": 20, "n_repeats": 2}
SWARM = {"view": "shap", "n_rows": 20, "background": 10}
CURVE = {"view": "curve", "curve_n_rows": 20, "curve_n_grid": 8}
LIME = {"n_samples": 200, "n_seeds": 3, "background": 10}
HAND = {"fn": 5, "fp": 0, "tn": 95}
KNOT = {"algorithm": "tree", "shape": "xor", "n_points": 200, "noise": 0.1}

PAIRS: dict[str, tuple[Try, Try]] = {
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
    "neural_networks.hard_but_possible": (
        Try(values={"shape": "two_gaussians", "n_points": 200, "most_passes": 200, "seed": 4}),
        Try(values={"shape": "xor"}),
    ),
    "neural_networks.own_xor": (
        Try(values={"shape": "drawn", "points": "1,1,0;-1,-1,0;1,-1,1;-1,1,1"}),
        Try(values={"shape": "drawn", "points": "1,1,0;-1,-1,0;1,-1,0;-1,1,1"}),
    ),
    "neural_networks.overshot": (
        Try(values={"n_steps": 2, "activation": "linear", "learning_rate": 10.0}),
        Try(values={"n_steps": 2}),
    ),
    "neural_networks.cut_off": (
        Try(values={"activation": "relu", "b1": -1.0}),
        Try(values={"activation": "tanh", "b1": -1.0}),
    ),
    "neural_networks.spirals": (
        Try(values=run("spirals_8_8", layers="6 tanh, 6 tanh", features=WITH_SINES)),
        Try(values=run("spirals_8_8")),
    ),
    "neural_networks.bare_circles": (
        Try(values=run("circles_squares", features=(), formulas="x1**2 + x2**2")),
        Try(values=run("circles_squares")),
    ),
    "neural_networks.diverged": (
        Try(values=run("rate_too_high", learning_rate=0.03, features=SQUARES)),
        Try(values=run("rate_too_high")),
    ),
    "neural_networks.overfitted": (
        Try(values=run("overfit", layers="8 tanh", n_epochs=1000, learning_rate=0.05)),
        Try(values=run("overfit")),
    ),
    "neural_networks.tamed": (
        Try(values=run("overfit", l2=0.05)),
        Try(values=run("overfit", l2=1.0)),
    ),
    "neural_networks.stopped": (
        Try(values=run("overfit_stopped", patience=5)),
        Try(values=run("overfit_stopped")),
    ),
    "neural_networks.chaotic": (
        Try(values=run("chaotic", learning_rate=1.0)),
        Try(values=run("chaotic")),
    ),
    "neural_networks.flat_sigmoid": (
        Try(values={"activation": "sigmoid", "z": 6.0}),
        Try(values={"activation": "sigmoid", "z": 3.0}),
    ),
    "neural_networks.leak": (
        Try(values={"activation": "leaky_relu", "z": -2.0}),
        Try(values={"activation": "relu", "z": -2.0}),
    ),
    "neural_networks.cold": (
        Try(values={"view": "softmax", "temperature": 0.2}),
        Try(values={"view": "softmax", "temperature": 0.5}),
    ),
    "neural_networks.silent": (
        Try(values={"view": "classes", "class_loss": "squared_error", "sum": -6.0}),
        Try(values={"view": "classes", "sum": -6.0}),
    ),
    "neural_networks.deep_alive": (
        Try(values={"n_layers": 20, "activation": "relu", "init": "he_normal"}),
        Try(values={"n_layers": 20, "activation": "relu"}),
    ),
    "neural_networks.rescued": (Try(values={"batch_norm": True}), Try(values={"n_layers": 14})),
    "neural_networks.buried": (
        Try(values={"activation": "relu", "init": "he_normal", "learning_rate": 1.0}),
        Try(values={"activation": "relu", "init": "he_normal", "learning_rate": 0.5}),
    ),
    "neural_networks.found_rate": (
        Try(values={"view": "finder", "activation": "tanh", "optimiser": "adam"}),
        Try(values={"view": "finder", "activation": "tanh"}),
    ),
    "neural_networks.one_fault": (
        Try(values={"shuffle": False, "net": "batch_norm"}),
        Try(values={"backward": False, "net": "batch_norm"}),
    ),
    "neural_networks.harmless": (
        Try(values={"eval_mode": False, "net": "plain"}),
        Try(values={"eval_mode": False}),
    ),
    "neural_networks.reproduced": (
        Try(values={"target": "A", "diagnosis": "no_eval", "eval_mode": False}),
        Try(values={"target": "A", "diagnosis": "no_eval"}),
    ),
    "neural_networks.outgrown": (
        Try(values={"stop": False, "width": 128, "dropout": 0.0, "learning_rate": 0.02}),
        Try(values={"width": 128, "dropout": 0.0, "learning_rate": 0.02}),
    ),
    "neural_networks.tiny": (
        Try("tips", {"n_layers": 1, "width": 8, "dropout": 0.0, "learning_rate": 0.05}),
        Try("iris", {"n_layers": 1, "width": 8, "dropout": 0.0, "learning_rate": 0.05}),
    ),
    "neural_networks.smaller": (
        Try(values={"n_layers": 1, "momentum": 0.95, "learning_rate": 0.5, "n_epochs": 400}),
        Try(values={"momentum": 0.95, "learning_rate": 0.5, "n_epochs": 400}),
    ),
    "neural_networks.early": (
        Try(values={"momentum": 0.9, "learning_rate": 0.5, "n_epochs": 100}),
        Try(values={"momentum": 0.0, "learning_rate": 0.5, "n_epochs": 100}),
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
    "reinforcement.deep_lucky": (Try(values={"seed": 0}, pictures=1), Try(pictures=1)),
    "reinforcement.deep_no_signal": (
        Try(values={"world": "MountainCar-v0"}),
        Try(values={"world": "Acrobot-v1"}, pictures=60),
    ),
    "reinforcement.deep_ruined": (
        Try(values={"learning_rate": "1"}),
        Try(values={"learning_rate": "0.01"}),
    ),
    "reinforcement.deep_frugal": (
        Try(values={"method": "reinforce", "steps": "10000"}, pictures=200),
        Try(
            values={"method": "reinforce", "steps": "10000", "learning_rate": "1e-05"}, pictures=200
        ),
    ),
    "reinforcement.deep_forgot": (
        Try(values={"start": "trained", "learning_rate": "1"}, pictures=30),
        Try(values={"start": "trained"}, pictures=30),
    ),
    "reinforcement.deep_continued": (
        Try(values={"start": "half"}, pictures=60),
        Try(values={"start": "half"}, pictures=20),
    ),
    "reinforcement.even": (Try(values={"mine": "01658"}), Try(values={"mine": "013"})),
    "reinforcement.stubborn": (
        Try(values={"mine": "3", "c": 0.0}),
        Try(values={"mine": "3"}),
    ),
    "reinforcement.beaten": (
        Try(values={"mine": "012", "n_simulations": 20}),
        Try(values={"mine": "013"}),
    ),
    "reinforcement.braver": (
        Try(values={"mine": "0111111111112"}),
        Try(values={"mine": "00011111111111222"}),
    ),
    "reinforcement.hindsight": (
        Try(values={"world": "lake4", "agent": "optimal", "mine": "003330"}),
        Try(values={"world": "lake4", "agent": "random", "mine": "003330"}),
    ),
    "reinforcement.against_wind": (
        Try(values={"world": "windy", "mine": "111111111222233"}),
        Try(values={"world": "windy", "mine": "3111111111222233"}),
    ),
    "reinforcement.safe": (Try(values={"c": 1.0}), Try(values={"c": 0.5})),
    "reinforcement.bound": (Try(values={"c": 1.0}), Try(values={"c": 3.0})),
    "reinforcement.baseline": (
        Try(values={**GRADIENTS, "level": 4.0}),
        Try(values={**GRADIENTS, "level": 1.0}),
    ),
    "reinforcement.near_prize": (
        Try(values={"view": "return", "gamma": 0.8}),
        Try(values={"view": "return", "gamma": 0.95}),
    ),
    "reinforcement.detour": (
        Try(
            values={"world": "field", "painted": walled("field", [*range(20, 29), *range(51, 60)])}
        ),
        Try(values={"world": "field", "painted": walled("field", [*range(20, 29)]) + "~p0.5"}),
    ),
    "reinforcement.in_place": (
        Try(values={**CORNERS, "in_place": True}),
        Try(values=CORNERS),
    ),
    "reinforcement.own_way": (
        Try(values={"method": "policy_evaluation", "arrows": ROUND}),
        Try(values={"method": "policy_evaluation", "arrows": "islands~1"}),
    ),
    "reinforcement.nothing_better": (
        Try(values={**CORNERS, "method": "policy_iteration", "arrows": "corners~.33200020012011"}),
        Try(values={**CORNERS, "method": "policy_iteration", "arrows": "corners~.33200020012013"}),
    ),
    "reinforcement.no_falls": (Try(values={"epsilon": 0.0}), Try(values={"epsilon": 0.05})),
    "reinforcement.quick": (
        Try(values={"world": "maze", "method_1": "dyna_q", "n_episodes": 10}),
        Try(values={"world": "maze", "n_episodes": 10}),
    ),
    "reinforcement.bias": (
        Try(values={"world": "bias", "method_2": "double_q", "alpha": 0.1}),
        Try(values={"world": "bias", "method_1": "double_q", "alpha": 0.1}),
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
        Try("plain", {"view": "compare", "max_rows": 100}),
        Try("plain", {"view": "result"}),
    ),
    "supervised.split": (
        Try("tips", change=split("grouped", 0.25, "day")),
        Try("tips", change=split("random", 0.3)),
    ),
    "supervised.overshoot": (
        Try(values={"learning_rate": 0.2}),
        Try(values={"learning_rate": 0.1}),
    ),
    "supervised.noise_by_heart": (
        Try(values={"algorithm": "polynomial", "n_points": 20}),
        Try(values={"algorithm": "polynomial", "n_points": 90}),
    ),
    "supervised.few_waves": (
        Try(values={"algorithm": "lasso", "shape": "slope", "n_points": 20}),
        Try(values={"algorithm": "lasso", "shape": "slope", "n_points": 90}),
    ),
    "supervised.greedy": (
        Try(values={**KNOT, "max_depth": 4}),
        Try(values={**KNOT, "max_depth": 2}),
    ),
    "supervised.by_eye": (
        Try(values={"start_w": 0.65, "start_b": 0.95}),
        Try(values={"start_w": 0.65, "start_b": 0.6}),
    ),
    "supervised.in_time": (
        Try(values={"algorithm": "boosting", "n_rounds": 19}),
        Try(values={"algorithm": "boosting", "n_rounds": 18}),
    ),
    "supervised.changes_sides": (
        Try(values={"algorithm": "knn", "at_x": 0.0, "at_y": 0.0}),
        Try(values={"algorithm": "knn", "at_x": -3.0, "at_y": -2.5}),
    ),
}


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
    settings = playground.settings(None, defaults(playground.params))
    ids = [found.id for found in missions.everything() if found.stage in tuple(stages)]
    settings = replace(settings, earned=tuple((name, "2026-01-31") for name in ids))
    return settings, playground.derive(settings, None)


def test_no_mission_lacks_its_pair_and_no_pair_its_mission():
    assert set(PAIRS) == {mission.id for mission in missions.everything()}


@pytest.mark.slow
@pytest.mark.parametrize("mission", missions.everything(), ids=lambda mission: mission.id)
def test_it_is_earned_by_reaching_the_goal_and_not_by_a_near_miss(mission, caplog):
    reached, missed = PAIRS[mission.id]
    assert outcome(mission, reached) is Outcome.EARNED
    assert outcome(mission, missed) is Outcome.NOT_YET
    raised = [record for record in caplog.records if record.name == missions.__name__]
    assert raised == [], "the near miss was none: the predicate raised"
