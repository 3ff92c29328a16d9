"""What the page says where no rule is shown, and what would show one."""

from __future__ import annotations

from core.figures.blocks import escape
from core.stages.unsupervised.association_rules.first_rule import FirstRule
from core.stages.unsupervised.association_rules.settings import COLUMNS, IDS, RuleSettings
from core.stages.unsupervised.association_rules.view import ChanceView, RulesView
from core.wording import counted

FILTERED = (
    "No rule passes. Lower the minimum lift or confidence, empty *Only rules with*, or lower the "
    "minimum support for more sets."
)
LUCK = (
    "No rule passes, and none is true here. To list some all the same, lower the minimum lift or "
    "confidence, or empty *Only rules with*."
)


def nothing_shown(settings: RuleSettings, view: RulesView | ChanceView) -> str:
    """Return the next step where ``view`` shows no rule."""
    first = view.first
    if first is None:
        lucky = isinstance(view, ChanceView) and view.shop.known and not view.shop.planted
        return LUCK if lucky else FILTERED
    if not first.items:
        more = "Choose more columns" if settings.shop.data in (COLUMNS, IDS) else "Add things"
        return f"{more}: a rule takes two things that come together."
    together = " and ".join(f"*{escape(view.shop.items[item])}*" for item in first.items)
    return (
        f"{too_rare(settings, view)}; {_step(settings, first)}. Most often {together} come "
        f"together: in {first.n_both:,} of {counted(first.n, view.shop.one)}."
    )


def too_rare(settings: RuleSettings, view: RulesView | ChanceView) -> str:
    """Say that no two things are together often enough."""
    if view.first is not None and not view.first.items:
        return f"No {view.shop.one} holds two things"
    half = " that rules are looked for in" if isinstance(view, ChanceView) else ""
    return (
        f"No two things come together in {100 * settings.min_support:.6g}% of the "
        f"{view.shop.one}s{half}"
    )


def _step(settings: RuleSettings, first: FirstRule) -> str:
    if not first.percent:
        return "even 1% is too much, so choose columns with fewer different values"
    if not first.max_size:
        return f"at {first.percent}% there would be too many sets, so choose fewer columns"
    smaller = first.max_size < settings.max_size
    most = f" and the largest set to {first.max_size}" if smaller else ""
    return f"lower the minimum support to {first.percent}%{most}"


def why_empty(settings: RuleSettings, view: RulesView | ChanceView) -> str:
    """Say what it means that no rule is shown."""
    if view.first is not None:
        return f"{too_rare(settings, view)}, so there is no rule."
    if isinstance(view, RulesView):
        return f"None of {counted(view.n_rules, 'rule')} passes."
    return _none_on_others(settings, view)


def _none_on_others(settings: RuleSettings, view: ChanceView) -> str:
    said = f"None of {counted(view.n_all, 'rule')} passes the filters."
    every = view.unfiltered
    if every is None or not (highest := float(every.rules.lift.max())) < settings.min_lift:
        return said
    said = (
        f"None of {counted(view.n_all, 'candidate rule')} reaches the minimum lift of "
        f"{settings.min_lift:g}: the highest is {highest:.2f}, where found in "
        f"{counted(every.rules.n, view.shop.one)}."
    )
    if not view.shop.known or view.shop.planted:
        return said
    return f"{said} That is as it should be: nothing was planted, and luck wears off."
