"""What happens in the film of FP-growth, in words."""

from __future__ import annotations

from core.stages.unsupervised.association_rules.growing import LAY, START, TreeMoment
from core.stages.unsupervised.association_rules.run import TreeAnswer
from core.wording import counted

MOST_NODES = 30
"""Of a conditional tree: a larger one is told, not drawn."""


def caption(answer: TreeAnswer, moment: TreeMoment) -> str:
    """Say what a frame has just done."""
    if moment.doing == START:
        return (
            f"The first pass has counted every item. Now each {answer.shop.one} is sorted, the "
            "most frequent item first, and laid into the tree from the top."
        )
    if moment.doing == LAY:
        return _laid(answer, moment)
    growth = moment.growth
    if growth is None:
        return ""
    name = answer.shop.named(growth.items)
    n = len(moment.chain)
    said = f"{name}: in {counted(growth.count, answer.shop.one)}, frequent."
    if len(growth.items) == 1:
        said = f"{said} {counted(n, 'node')} of the tree {'is' if n == 1 else 'are'} linked to it."
    if growth.tree is None:
        return f"{said} No item is frequent enough beside it: nothing grows from here."
    left = ", ".join(answer.shop.items[item] for item in growth.tree.order)
    if len(growth.tree.nodes) > MOST_NODES:
        left = f"{left} (its tree of {len(growth.tree.nodes)} nodes is too large to draw)"
    return f"{said} Beside it {left} {'is' if len(growth.tree.order) == 1 else 'are'} frequent."


def _laid(answer: TreeAnswer, moment: TreeMoment) -> str:
    names = answer.shop.items
    basket = ", ".join(names[item] for item in answer.baskets[moment.basket]) or "nothing"
    said = f"{answer.shop.one.capitalize()} {moment.basket + 1} ({basket})"
    if not moment.path:
        return f"{said}: nothing in it is frequent, so it leaves no trace."
    node = moment.path[-1]
    item, count = names[moment.item[node]], int(moment.count[node])
    if moment.new[-1]:
        return f"{said}: {item} is a new node."
    return f"{said}: {item} is there already, shared by {counted(count, answer.shop.one)} now."
