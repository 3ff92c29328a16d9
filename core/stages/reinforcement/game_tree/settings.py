"""A game against the tree search: the search's settings, who begins, and the moves so far."""

from __future__ import annotations

from collections.abc import Mapping

from core.params import Param
from core.settings import Declared, control, param, params
from core.stages.reinforcement.game_tree.tree import TreeSettings
from core.value import Value

ME, TREE = "me", "tree"
NOW, REPLY = "now", "reply"


class MatchSettings(Declared):
    """A game so far. ``search`` without its moves; ``mine`` : the learner's, one digit each."""

    # fmt: off
    search: TreeSettings
    mine: str = control("Your moves", "your moves, one digit each", default="", advanced=True)
    begins: str = control(
        "Who begins", "The one who begins plays circles.",
        (ME, "You"), (TREE, "The tree"), default=ME,
    )
    shows: str = control(
        "The film shows", "Which search you watch.",
        (NOW, "your chances", "A search from the board as it stands."),
        (REPLY, "its last reply", "How it chose the move it just made."),
        default=NOW,
    )
    # fmt: on


MATCH_PARAMS: tuple[Param, ...] = (
    param(TreeSettings, "game"),
    *params(MatchSettings, "begins", "shows"),
    *params(TreeSettings, "n_simulations", "c", "rollout", "every", "seed"),
    param(MatchSettings, "mine"),
)


def match_settings(values: Mapping[str, Value]) -> MatchSettings:
    """Return the settings for values of `MATCH_PARAMS`."""
    known = {**values, "mine": str(values["mine"]).strip()}
    return MatchSettings.of(known, search=TreeSettings.of(values))
