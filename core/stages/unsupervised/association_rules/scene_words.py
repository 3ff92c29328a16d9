"""What there is to see, in words."""

from __future__ import annotations

import math

from core.figures.blocks import escape, human
from core.stages.unsupervised.association_rules.run import LevelsAnswer, TreeAnswer
from core.stages.unsupervised.association_rules.scene_empty import why_empty
from core.stages.unsupervised.association_rules.settings import RuleSettings
from core.stages.unsupervised.association_rules.view import (
    ChanceView,
    RulesView,
    View,
    one_pair,
)
from core.tabular.judge.defined import told
from core.wording import counted, share

FEW = 10
"""So few baskets are a handful."""
BOTH_WAYS = "Both rules are one pair, read from either side: the same counts, the same lift."


def about(settings: RuleSettings, view: View) -> str:
    """Say what the end shows, and why."""
    if isinstance(view, LevelsAnswer):
        return _levels(view)
    if isinstance(view, TreeAnswer):
        return _tree(view)
    if not len(view.rules):
        return why_empty(settings, view)
    return _rule(view) if isinstance(view, RulesView) else _chance(settings, view)


def _levels(view: LevelsAnswer) -> str:
    kept, seen = view.tally[3], view.tally[2]
    text = (
        f"**{seen:,}** of {human(view.n_possible)} possible sets were counted, {kept:,} are "
        "frequent."
    )
    rare = view.rarest
    if not view.n_skipped:
        return f"{text} Nothing could be skipped: at this minimum support no set is too rare."
    if rare is None:
        return f"{text} The other {human(view.n_skipped)} are larger than you look for."
    name = escape(view.shop.named(rare.items))
    return (
        f"{text} {human(view.n_skipped)} were never counted. *{name}* alone, in "
        f"{counted(rare.count, view.shop.one)} ({share(rare.count, view.shop.n_baskets)}) where "
        f"{view.shop.min_count:,} are needed, closed "
        f"{human(view.n_closed)} larger sets: whoever holds the whole holds the part."
    )


def _tree(view: TreeAnswer) -> str:
    n = len(view.baskets)
    text = (
        f"{counted(view.n_items, 'item')} in {counted(n, view.shop.one)} became "
        f"**{counted(view.n_filmed, 'node')}**, for {view.shop.one}s that begin alike share a "
        f"path. {counted(len(view.found), 'frequent set')} were read off them"
    )
    return (
        f"{text}. On all {view.shop.n_baskets:,} {view.shop.one}s Apriori counted "
        f"{counted(view.n_candidates, 'set')}, FP-growth built {counted(view.n_trees + 1, 'tree')} "
        f"({view.n_trees:,} + the first) out of two passes; both found the same {view.n_sets:,}."
    )


def _rule(view: RulesView) -> str:
    one = view.in_hand
    if one is None:
        return ""
    left, right = (escape(view.shop.named(side)) for side in one.pairs[0])
    confidence, lift = float(one.confidence[0]), float(one.lift[0])
    n_left, both = int(one.n_left[0]), int(one.n_both[0])
    base = share(int(one.n_right[0]), one.n)
    text = (
        f"Of {counted(n_left, view.shop.one)} with *{left}*, {both:,} also hold *{right}*: a "
        f"confidence of {confidence:.3f}. *{right}* is in {base} of all {view.shop.one}s anyway, "
        f"so the **lift is {lift:.3f}**: {_meaning(lift)}"
    )
    if both < FEW:
        text += f" Only {counted(both, view.shop.one)} stand behind it, which luck can do."
    if one_pair(view.rules):
        text += f" {BOTH_WAYS}"
    if view.shop.planted:
        text += (
            f" Of {counted(len(view.shop.planted), 'planted rule')} {view.n_found} "
            f"{'is' if view.n_found == 1 else 'are'} among the {len(view.rules):,} that pass."
        )
    return text


def _meaning(lift: float) -> str:
    if lift > 1.1:
        return "they come together more often than by chance."
    if lift < 0.9:
        return "they come together less often than by chance."
    return "about as often together as by chance, so the rule says nothing."


def _chance(settings: RuleSettings, view: ChanceView) -> str:
    k = len(view.rules)
    text = (
        f"**{counted(k, 'rule')}** with a lift of at least {settings.min_lift:g} in one half of "
        f"the {view.shop.one}s: {view.before:.2f} on average there, "
        f"{told(view.after, '.2f')} in the other half. {view.n_naive:,} looked significant "
        f"where they were found; "
        f"**{view.n_pass:,}** {'passes' if view.n_pass == 1 else 'pass'} Fisher's test on the held-"
        f"out {view.shop.one}s, corrected for all of them."
    )
    if one_pair(view.rules):
        text += f" {BOTH_WAYS}"
    if view.shop.known and not view.shop.planted:
        return f"{text} No rule was planted: every one of them is luck."
    if view.shop.known:
        return (
            f"{text} {view.n_spurious:,} have a true lift of 1; {view.n_false:,} of these "
            f"{'passes' if view.n_false == 1 else 'pass'}."
        )
    if math.isnan(view.after):
        return f"{text} On so few held-out {view.shop.one}s there is hardly a lift to measure."
    return text
