"""Missions of the playground association rules."""

from __future__ import annotations

from typing import Any

from core.course.missions import Attempt, Mission


def _rule(settings: Any, view: Any) -> Any:
    return view.in_hand if settings.view == "rules" else None


def _everybody(settings: Any, view: Any) -> bool:
    one = _rule(settings, view)
    if one is None:
        return False
    return bool(one.confidence[0] >= 0.8 and one.lift[0] < 1.1)


def _handful(settings: Any, view: Any) -> bool:
    one = _rule(settings, view)
    return bool(one is not None and one.lift[0] >= 4 and one.n_both[0] <= 2 and one.n >= 12)


def _all_luck(settings: Any, view: Any) -> bool:
    if settings.view != "chance" or not view.shop.known or view.shop.planted:
        return False
    return bool(len(view.rules) >= 100 and settings.min_lift >= 1.2 and view.n_pass == 0)


def _only_true(settings: Any, view: Any) -> bool:
    if settings.view != "rules" or len(view.shop.planted) < 3:
        return False
    lucky = int((view.true == 1).sum())
    return bool(view.n_found == len(view.shop.planted) and lucky == 0)


def _never_counted(settings: Any, view: Any) -> bool:
    own = settings.shop.data in ("columns", "ids")
    return bool(settings.view == "levels" and own and view.tally[1] >= 100)


MISSIONS = (
    Mission(
        "unsupervised.everybody_buys_bread",
        "Everybody buys bread",
        "Have a rule in hand with a confidence of at least 0.8 that says nothing: a lift below "
        "1.1.",
        (
            "Let rules of any lift be shown: lower the minimum lift to 0.",
            "Then ask for a minimum confidence of 85%, and click the rule with the lowest lift: "
            "milk → bread.",
        ),
        _everybody,
        {"view": "rules", "min_lift": 0.0, "min_confidence": 0.85, "rule": "milk -> bread"},
        {"view": "rules", "min_lift": 0.0, "min_confidence": 0.85, "rule": "bread, eggs -> butter"},
    ),
    Mission(
        "unsupervised.beer_and_nappies",
        "Beer and nappies",
        "Among twelve baskets or more, have a rule in hand with a lift of 4 that no more than two "
        "baskets stand behind.",
        (
            "Rare things make large lifts. Lower the minimum support.",
            "At 15%, two of the twelve baskets are enough: nappies → beer.",
        ),
        _handful,
        {"view": "rules", "min_support": 0.15, "rule": "nappies -> beer"},
        {"view": "rules", "min_support": 0.25},
    ),
    Mission(
        "unsupervised.a_hundred_rules_of_nothing",
        "A hundred rules of nothing",
        "Of baskets drawn without any rule, find at least 100 rules with a lift of 1.2 or more in "
        "one half, none of which passes on the other.",
        (
            "Plant 0 rules, watch Luck, and look at ever smaller supports.",
            "200 baskets, a minimum support of 3%, a minimum lift of 1.2.",
        ),
        _all_luck,
        {"view": "chance", "data": "made", "n_planted": 0, "n_baskets": 200, "min_support": 0.03,
         "min_lift": 1.2},
        {"view": "chance", "data": "made", "n_planted": 0, "n_baskets": 200, "min_support": 0.15,
         "min_lift": 1.2},
    ),
    Mission(
        "unsupervised.all_true",
        "Nothing but the truth",
        "Have all three planted rules among those that pass, and not one that is luck (a true "
        "lift of 1).",
        (
            "What tells them apart? Planted rules hold in many baskets and have large lifts.",
            "2,000 drawn baskets with three planted: a minimum support of 5%, a minimum lift of 2.",
        ),
        _only_true,
        {"view": "rules", "data": "made", "n_planted": 3, "n_baskets": 2000, "min_support": 0.05,
         "min_lift": 2.0},
        {"view": "rules", "data": "made", "n_planted": 3, "n_baskets": 2000, "min_support": 0.05,
         "min_lift": 1.0},
    ),
    Mission(
        "unsupervised.a_hundred_pruned",
        "A hundred never counted",
        "On your own table or the sample of shopping baskets, let Apriori prune at least 100 "
        "candidates.",
        (
            "Open *Shopping baskets*, take *My table: a row each* as baskets.",
            "Lower the minimum support to 3%.",
        ),
        _never_counted,
        Attempt({"data": "columns", "min_support": 0.03}, "baskets"),
        Attempt({"data": "columns", "min_support": 0.2}, "baskets"),
    ),
)  # fmt: skip
