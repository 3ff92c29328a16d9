"""Where a learner stands: counted here once more, mission by mission."""

from __future__ import annotations

from core.course import missions, roadmap
from core.stages.roadmap.map.run import MapSettings, look_at_map
from core.stages.roadmap.passport.run import PassportSettings, open_passport

KNOWN = missions.everything()
FEW = tuple(mission.id for mission in KNOWN if mission.stage == "evaluation")[:3]
PAGES = ("data_collection", "evaluation", "roadmap")


def look(earned=(), find=""):
    return look_at_map(MapSettings(find, tuple(earned), PAGES))


def opened(show, earned):
    return open_passport(PassportSettings(show, tuple((name, "2026-01-31") for name in earned)))


def test_the_map_counts_missions_and_stages():
    answer = look(FEW)
    assert (answer.n_missions, answer.n_earned) == (len(KNOWN), len(FEW))
    assert (answer.n_stages, answer.n_existing) == (len(roadmap.STAGES), len(PAGES))
    of_stage = sum(mission.stage == "evaluation" for mission in KNOWN)
    assert answer.shares["evaluation"] == len(FEW) / of_stage
    assert answer.shares["preprocessing"] == 0


def test_an_unknown_mission_counts_for_nothing():
    assert look((*FEW, "evaluation.no_such")).n_earned == len(FEW)


def test_a_stage_begun_comes_next_and_the_first_one_where_nothing_is():
    assert look(FEW).next_slug == "evaluation"
    assert look().next_slug == "data_collection"
    all_of_it = [mission.id for mission in KNOWN if mission.stage in PAGES]
    assert look(all_of_it).next_slug == ""


def test_the_map_finds_what_is_looked_for():
    assert look(find="recall").hits[0].slug == "evaluation"
    assert look(find="qqqq").hits == ()


def test_the_passport_lists_what_is_asked_for_with_its_day():
    for show, wanted in (
        ("all", {mission.id for mission in KNOWN}),
        ("earned", set(FEW)),
        ("open", {mission.id for mission in KNOWN} - set(FEW)),
    ):
        answer = opened(show, FEW)
        assert {mission.id for mission, _ in answer.listed} == wanted
        assert {day for mission, day in answer.listed if mission.id in FEW} <= {"2026-01-31"}
        assert (answer.n_earned, answer.n_missions) == (len(FEW), len(KNOWN))


def test_the_stage_furthest_along_is_named():
    answer = opened("all", FEW)
    assert answer.best_stage == roadmap.stage("evaluation").title
    assert 0 < answer.best_share < 1
