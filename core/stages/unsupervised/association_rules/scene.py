"""Association rules on the screen: sets level by level, the tree, rules, and what luck makes."""

from __future__ import annotations

from typing import Any

from core.figures.blocks import Block, notes
from core.stages.unsupervised.association_rules import (
    scene_chance,
    scene_levels,
    scene_rules,
    scene_tree,
)
from core.stages.unsupervised.association_rules.run import LevelsAnswer, TreeAnswer
from core.stages.unsupervised.association_rules.scene_words import about
from core.stages.unsupervised.association_rules.settings import RuleSettings
from core.stages.unsupervised.association_rules.view import RulesView, View


def draw(settings: RuleSettings, view: View) -> tuple[Block, ...]:
    """Draw what is watched."""
    if isinstance(view, LevelsAnswer):
        return (*scene_levels.draw(view), *notes(*view.shop.note))
    if isinstance(view, TreeAnswer):
        return (*scene_tree.draw(view), *notes(*view.shop.note))
    if isinstance(view, RulesView):
        return scene_rules.draw(settings, view)
    return scene_chance.draw(settings, view)


def notice(settings: RuleSettings, view: View) -> str:
    """Say what there is to see, with its numbers."""
    return about(settings, view)


def picked(_settings: RuleSettings, view: View, click: Any) -> dict[str, str]:
    """Return the rule that was clicked as the control that holds it."""
    return scene_rules.picked(view, click) if isinstance(view, RulesView) else {}
