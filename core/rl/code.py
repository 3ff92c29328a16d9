"""Stand-alone scripts that print the numbers on the screen: plain Python, or NumPy for bandits.

What learns in the playground is copied from its own source, so a script cannot drift away from it.
"""

from __future__ import annotations

import inspect
import re
from typing import Any

from core.rl.worlds import toy_text as gym_worlds
from core.rl.worlds.model import Model, merged
from core.rl.worlds.presets import resolve

NO_LINT = re.compile(r"  # noqa.*$|  # type: ignore.*$", re.MULTILINE)


def sources(*things: Any) -> str:
    """Return the source of functions and classes, two blank lines between them."""
    return "\n\n".join(NO_LINT.sub("", inspect.getsource(thing)) for thing in things)


def script(title: str, *parts: str) -> str:
    """Return a whole script: docstring, the imports and types its parts need, the parts."""
    body = "\n\n\n".join(part.strip("\n") for part in parts)
    types = "\n".join(f"{name} = {meant}" for name, meant in _TYPES if _has(body, rf"\b{name}\b"))
    body = f"{types}\n\n\n{body}" if types else body
    plain = [line for line, sign in _MODULES if _has(body, sign)]
    for module, names in _NAMES:
        used = [name for name, sign in names if _has(body, sign)]
        plain += [f"from {module} import {', '.join(used)}"] if used else []
    imports = "\n".join(["from __future__ import annotations", *([""] if plain else []), *plain])
    return f'"""{title}"""\n\n{imports}\n\n\n{body}\n'


def _has(body: str, sign: str) -> bool:
    return re.search(sign, body) is not None


_TYPES = (
    ("Chance", "Callable[[], float]"),
    ("Floats", "NDArray[np.float64]"),
    ("Outcome", "tuple[float, int, float, bool]"),
    ("QuickOutcome", "tuple[float, int, float, bool]"),
    ("Step", "tuple[int, int, float, int, bool]"),
    ("Update", "Callable[..., None]"),
)
_MODULES = (
    ("import math", r"\bmath\."),
    ("import random", r"\brandom\.Random"),
    ("import gymnasium", r"\bgymnasium\."),
    ("import numpy as np", r"\bnp\."),
)
_NAMES = (
    (
        "collections.abc",
        (
            ("Callable", r"\bCallable\["),
            ("Iterable", r"\bIterable\["),
            ("Sequence", r"\bSequence\["),
        ),
    ),
    ("dataclasses", (("dataclass", "@dataclass"), ("field", r"\bfield\("))),
    ("functools", (("cached_property", "@cached_property"), ("partial", r"\bpartial\("))),
    ("numpy.typing", (("NDArray", r"\bNDArray\["),)),
)


def world_code(world: str) -> str:
    """Return lines that define TABLE, STARTS, ENDS and TIME_LIMIT of a world.

    Taxi is read from Gymnasium and Blackjack built from its rules; as tables they are too long.
    """
    model = resolve(world)
    how = _TABLES.get(world, _written_out)
    return (
        f"{how(model)}\n"
        f"STARTS = {list(model.starts) if len(model.starts) < 50 else _STARTS[world]}\n"
        f"ENDS = {[state for state, end in enumerate(model.ends) if end]}\n"
        f"TIME_LIMIT = {model.time_limit}\n"
        f"ACTIONS = {[action.name for action in model.actions]}\n"
        f"N_COLS = {model.n_cols or model.n_states}"
    )


def _written_out(model: Model) -> str:
    rows = ",\n".join(f"    {row!r}" for row in model.table)
    return (
        "# TABLE[state][action] = [(probability, next state, reward, terminated), ...]\n"
        f"TABLE = [\n{rows},\n]"
    )


def _taxi(model: Model) -> str:
    return """ENV = gymnasium.make("Taxi-v4").unwrapped
TABLE = [
    [
        [(float(p), int(s), float(r), bool(end)) for p, s, r, end in ENV.P[state][action]]
        for action in range(6)
    ]
    for state in range(500)
]"""


def _blackjack(model: Model) -> str:
    constants = (
        "CARDS = tuple((card, 4 / 13 if card == 10 else 1 / 13) for card in range(1, 11))\n"
        f"N_HANDS = {gym_worlds.N_HANDS}\n"
        f"BLACKJACK_END = {gym_worlds.BLACKJACK_END}\n\n\n"
    )
    return (
        constants + sources(merged, *gym_worlds.BLACKJACK_RULES) + "\n\nTABLE = blackjack_table()"
    )


_TABLES = {"Taxi-v4": _taxi, "Blackjack-v1": _blackjack}
_STARTS = {
    "Taxi-v4": "[(int(s), float(p)) for s, p in enumerate(ENV.initial_state_distrib) if p > 0]",
    "Blackjack-v1": "list(blackjack_deals())",
}
