"""What there is to see, in words."""

from __future__ import annotations

import math

from core.figures.blocks import escape, human
from core.stages.unsupervised.association_rules.run import LevelsAnswer, TreeAnswer
from core.stages.unsupervised.association_rules.scene_empty import why_empty
from core.stages.unsupervised.association_rules.settings import RuleSettings
from core.stages.unsupervised.association_rules.view import ChanceView, RulesView, View
from core.tabular.judge.defined import told
from core.wording import counted, share

FEW = 10
"""So few baskets are a handful."""


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
        f"{counted(rare.count, 'basket')} ({share(rare.count, view.shop.n_baskets)}) where "
        f"{view.shop.min_count:,} are needed, closed "
        f"{human(view.n_closed)} larger sets: whoever holds the whole holds the part."
    )


def _tree(view: TreeAnswer) -> str:
    n = len(view.baskets)
    text = (
        f"{counted(view.n_items, 'item')} in {counted(n, 'basket')} became "
        f"**{counted(view.n_filmed, 'node')}**, for baskets that begin alike share a path. "
        f"{counted(len(view.found), 'frequent set')} were read off them"
    )
    return (
        f"{text}. On all {view.shop.n_baskets:,} baskets Apriori counted "
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
        f"Of {counted(n_left, 'basket')} with *{left}*, {both:,} also hold *{right}*: a confidence "
        f"of {confidence:.3f}. *{right}* is in {base} of all baskets anyway, so the **lift is "
        f"{lift:.3f}**: {_meaning(lift)}"
    )
    if both < FEW:
        text += f" Only {counted(both, 'basket')} stand behind it, which luck can do."
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
        f"the baskets: {view.before:.2f} on average there, {told(view.after, '.2f')} in the other "
        f"half. {view.n_naive:,} looked significant where they were found; "
        f"**{view.n_pass:,}** {'passes' if view.n_pass == 1 else 'pass'} Fisher's test on the held-"
        "out baskets, corrected for all of them."
    )
    if view.shop.known and not view.shop.planted:
        return f"{text} No rule was planted: every one of them is luck."
    if view.shop.known:
        return (
            f"{text} {view.n_spurious:,} have a true lift of 1; {view.n_false:,} of these "
            f"{'passes' if view.n_false == 1 else 'pass'}."
        )
    if math.isnan(view.after):
        return f"{text} On so few held-out baskets there is hardly a lift to measure."
    return text
