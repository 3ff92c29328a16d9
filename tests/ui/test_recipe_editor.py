"""The recipe's editor: steps come, move and go within their kind, and only changes are kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.tabular.experiment import Experiment, Step
from core.tabular.recipe.steps import STEPS, step_spec
from core.ui.recipe_editor import KINDS, facts_of, insert, move, remove, with_param
from tests.pages import tables

EMPTY = Experiment("sample:iris", "iris", "species", "classification")
ORDER = list(KINDS)
OFFERED = [spec.id for spec in STEPS if not spec.hidden]


def recipe(*ids: str) -> Experiment:
    experiment = EMPTY
    for step_id in ids:
        experiment = insert(experiment, Step(step_id))
    return experiment


def ids(experiment: Experiment) -> list[str]:
    return [step.id for step in experiment.recipe]


def in_order(experiment: Experiment) -> bool:
    ranks = [ORDER.index(step_spec(step.id).kind) for step in experiment.recipe]
    return ranks == sorted(ranks)


def test_every_kind_of_step_has_its_place():
    assert {spec.kind for spec in STEPS} == set(KINDS)


def test_a_step_goes_after_the_last_of_its_kind():
    made = recipe("standard", "drop_iqr", "median", "duplicates", "drop_z")
    assert ids(made) == ["duplicates", "drop_iqr", "drop_z", "standard", "median"]


def test_a_step_moves_among_its_kind_and_stays_at_an_end():
    made = recipe("duplicates", "drop_iqr", "median", "standard", "one_hot")
    assert ids(move(made, 3, -1)) == ["duplicates", "drop_iqr", "standard", "median", "one_hot"]
    assert ids(move(made, 3, 1)) == ["duplicates", "drop_iqr", "median", "one_hot", "standard"]
    for position, by in ((0, -1), (0, 1), (1, -1), (1, 1), (2, -1), (4, 1)):
        assert move(made, position, by) == made


def test_steps_of_another_kind_between_them_do_not_stop_a_move():
    """An old link may hold kinds out of order."""
    mixed = Experiment(
        "sample:iris",
        "iris",
        "species",
        "classification",
        recipe=(Step("median"), Step("duplicates"), Step("standard")),
    )
    assert ids(move(mixed, 2, -1)) == ["standard", "duplicates", "median"]


def test_a_removed_step_is_gone_and_the_others_stay():
    made = recipe("median", "standard", "median")
    assert ids(remove(made, 0)) == ["standard", "median"]
    assert ids(remove(made, 2)) == ["median", "standard"]


def test_equal_steps_are_told_apart_by_their_place():
    twice = recipe("median", "median")
    assert ids(remove(twice, 1)) == ["median"]


@given(
    st.lists(st.sampled_from(OFFERED), max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from([-1, 1])), max_size=6),
)
def test_kinds_keep_their_order_whatever_is_done(chosen, moves):
    made = recipe(*chosen)
    assert in_order(made)
    assert sorted(ids(made)) == sorted(chosen)
    for position, by in moves:
        if position < len(chosen):
            moved = move(made, position, by)
            assert in_order(moved)
            assert sorted(ids(moved)) == sorted(chosen)
            assert in_order(remove(made, position))


def test_only_values_that_differ_from_their_default_are_kept():
    for spec in STEPS:
        for param in spec.params:
            step = with_param(Step(spec.id), spec, param.id, param.default)
            assert step.params == (), f"{spec.id}.{param.id}"


def test_a_changed_value_is_kept_sorted_and_leaves_when_it_is_taken_back():
    spec = next(spec for spec in STEPS if len(spec.params) >= 2)
    late, early = sorted((param.id for param in spec.params), reverse=True)[:2]
    default = {param.id: param.default for param in spec.params}
    step = with_param(with_param(Step(spec.id), spec, late, "x"), spec, early, "y")
    assert step.params == ((early, "y"), (late, "x"))
    assert with_param(step, spec, late, default[late]).params == ((early, "y"),)


def test_a_change_of_a_value_keeps_the_columns():
    spec = next(spec for spec in STEPS if spec.params)
    step = with_param(Step(spec.id, (), ("one",)), spec, spec.params[0].id, "x")
    assert step.columns == ("one",)


def test_the_plan_is_told_of_gaps_and_flags():
    frame = tables.plain(20).assign(flag=[True, False] * 10)
    frame.loc[0, "two"] = None
    table = tables.known(frame, "group", "classification")
    facts = facts_of(tables.fresh(table), table)
    assert facts.gaps == {"two"}
    assert facts.flags == {"flag"}
    assert dict(facts.kinds)["one"] == "number"
    assert "group" not in dict(facts.kinds)
