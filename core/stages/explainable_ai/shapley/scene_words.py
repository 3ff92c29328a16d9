"""A shared-out game in words: its rule, its captions, who gets what and why, what it promises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from core.figures import units
from core.figures.blocks import escape, human
from core.figures.cells import cell
from core.figures.plain_formula import with_minus
from core.stages.explainable_ai.shapley.coalitions import called
from core.stages.explainable_ai.shapley.run import Moment, RowFacts, Shared
from core.stages.explainable_ai.shapley.scene_numbers import (
    arrived,
    exact,
    gain,
    so_far,
    span,
    spelled_fraction,
    total,
    worth,
)
from core.stages.explainable_ai.shapley.scene_table import weight_text
from core.stages.explainable_ai.shapley.settings import SAMPLE, RowSettings, Settings
from core.tabular.explain.target import unheard_told
from core.wording import counted


def rule(settings: Settings, answer: Shared) -> str:
    """Say who plays and what a coalition is worth."""
    game = answer.game
    if answer.row is None:
        who = ", ".join(_same(answer, name) for name in dict.fromkeys(game.names) if name)
        return f"{game.told} {who}." if who else game.told
    return _row_rule(settings, answer, answer.row)


def _same(answer: Shared, name: str) -> str:
    """Return who has this name, and the name."""
    pairs = zip(answer.game.symbols, answer.game.names, strict=True)
    bold = [f"**{symbol}**" for symbol, own in pairs if own == name]
    one, many = answer.game.verb
    return f"{named(bold)} {one} {name}" if len(bold) == 1 else f"{named(bold)} {many} {name} each"


def _row_rule(settings: Settings, answer: Shared, row: RowFacts) -> str:
    values = (cell(row.row[name].tolist()[0]) for name in answer.game.names)
    who = ", ".join(
        f"**{symbol}** {escape(name)} = {escape(value)}"
        for symbol, name, value in zip(answer.game.symbols, answer.game.names, values, strict=True)
    )
    return (
        f"Test row {row.position}: {who}. Worth is the mean {escape(row.label)}: who has not "
        f"joined takes the values of {counted(row.n_background, 'training row')}{_others(row)}."
        f"{_unchosen(settings, answer)}"
    )


def _unchosen(settings: Settings, answer: Shared) -> str:
    """Say whose choice the players are where nobody chose them."""
    if not isinstance(settings, RowSettings) or settings.players:
        return ""
    first = "column plays" if answer.game.n == 1 else f"{answer.game.n} columns play"
    return f" No players are chosen, so the first {first} that the model gets."


def _others(row: RowFacts) -> str:
    n = len(row.others)
    if not n:
        return f"; all columns play, so no other is {'held fixed' if row.keeps else 'averaged'}"
    told = escape(row.others[0]) if n == 1 else f"the {n} other columns"
    if row.keeps:
        return f", {told} keep{'s' if n == 1 else ''} this row's"
    return f", and so {'does' if n == 1 else 'do'} {told}"


def captions(answer: Shared) -> Iterator[str]:
    """Yield what happens in each frame."""
    for moment in answer.film.frames:
        if moment.player < 0:
            yield _before(answer)
        elif moment.order:
            yield _arrival(answer, moment)
        else:
            yield _joining(answer, moment)


def _before(answer: Shared) -> str:
    start = f"Nobody has joined yet: worth {worth(answer, 0)}."
    return f"{start} Each line upwards is a player who joins; its colour says who."


def _arrival(answer: Shared, moment: Moment) -> str:
    symbols = answer.game.symbols
    k = moment.n_done - (moment.n_joined == len(moment.order))
    of = f"{k + 1} of {len(answer.orders)}"
    if answer.way == SAMPLE:
        order = ", ".join(symbols[i] for i in moment.order)
        gains = ", ".join(f"{symbols[i]} {arrived(answer, k, i)}" for i in moment.order)
        return f"Draw {of}: {order}. They add {gains}."
    met = called(symbols, moment.before) if moment.before else "nobody"
    after, before = (worth(answer, c) for c in (moment.after, moment.before))
    said = (
        f"Order {of}: {symbols[moment.player]} meets {met} and adds {after} − {before} = "
        f"{gain(answer, moment.player, moment.before)}."
    )
    if moment.n_joined == len(moment.order):
        said += f" All are there: the gains of this order add up to {total(answer)}."
    return said


def _joining(answer: Shared, moment: Moment) -> str:
    n, symbol, size = answer.game.n, answer.game.symbols[moment.player], moment.before.bit_count()
    met = called(answer.game.symbols, moment.before) if moment.before else "nobody"
    adds, share = gain(answer, moment.player, moment.before), weight_text(size, n)
    come = "comes" if size < 2 else "come"
    who = f"{met}, and nobody else, {come}" if size else "Nobody comes"
    return (
        f"{symbol} joins {met} and adds {adds}. {who} before {symbol} in "
        f"{size}!·{n - size - 1}!/{n}! = {share} of all orders: {share} × {adds}, so far "
        f"{so_far(answer, moment)[moment.player]}."
    )


# The sentence


def notice(settings: Settings, answer: Shared) -> str:
    """Say who gets most and why, who gets the same or nothing, and that all adds up."""
    first = answer.first
    lead = _row_lead(settings, answer, answer.row, first) if answer.row else _lead(answer, first)
    parts = (lead, *_equals(answer, first), *_idle(answer), *_drawn(answer), *_unheard(answer))
    return with_minus(" ".join(parts))


def gets(answer: Shared, i: int) -> str:
    """Return a player's value, the fraction and the decimals."""
    fraction = answer.fractions[i]
    if "/" not in fraction:
        return exact(answer, i)
    return f"{spelled_fraction(Fraction(fraction))} ({human(answer.values[i])})"


def is_vote(answer: Shared) -> bool:
    """Whether a coalition is worth all or nothing, and all are worth 1."""
    return set(answer.game.worths) == {0.0, 1.0} and answer.game.worths[-1] == 1.0


def _lead(answer: Shared, i: int) -> str:
    name, n = answer.game.symbols[i], answer.n_orders
    text = f"**{name} {answer.game.takes} {gets(answer, i)}** of {total(answer)}, "
    if is_vote(answer) and answer.lowest[i] >= 0:
        times = f"in {answer.pivots[i]} of {counted(n, 'order')}"
        return f"{text}because it is pivotal {times}: its arrival turns 0 into 1."
    return text + f"{_span(answer, i)}."


def _span(answer: Shared, i: int) -> str:
    """Say between what a player's gains lie."""
    (low, high), n = span(answer, i), counted(answer.n_orders, "order")
    if answer.game.n == 1:
        return "as nobody else plays"
    if i in answer.dummies or answer.lowest[i] == answer.highest[i]:
        return f"as it adds {high} whoever is there before it"
    return f"the mean over {n}: it adds between {low} and {high}"


def _row_lead(settings: Settings, answer: Shared, row: RowFacts, i: int) -> str:
    table = settings.experiment.table if isinstance(settings, RowSettings) else ""
    unit = units.suffix(table, row.label)
    start, end = worth(answer, 0), worth(answer, len(answer.game.worths) - 1)
    most, who = ("", "It leads") if answer.game.n == 1 else (" most", "All players lead")
    first = escape(answer.game.names[i])
    return (
        f"Row {row.position}: **{first}** moves {escape(row.label)}{most}, by "
        f"{exact(answer, i, sign=True)}{unit}, {_span(answer, i)}. {who} it from "
        f"{start} to {end}{unit}."
    )


def _equals(answer: Shared, first: int) -> Iterator[str]:
    for group in answer.alike:
        if group == answer.idle:
            continue
        names = named([_name(answer, i) for i in group])
        yield f"{names} are interchangeable, so each {answer.game.takes} {gets(answer, group[0])}."


def _idle(answer: Shared) -> Iterator[str]:
    if answer.idle and any(answer.values):
        names, takes = named([_name(answer, i) for i in answer.idle]), answer.game.takes
        many = len(answer.idle) > 1
        add, get = ("add", takes.removesuffix("s")) if many else ("adds", takes)
        what = "null players" if many else "a null player"
        yield f"{names} {add} nothing to any coalition and {get} 0: {what}."


def _drawn(answer: Shared) -> Iterator[str]:
    if answer.way == SAMPLE:
        yield (
            f"{counted(len(answer.orders), 'drawn order')} are off by {human(answer.error)} at "
            f"most: all {answer.n_orders} are exact."
        )


def _unheard(answer: Shared) -> Iterator[str]:
    if answer.row is not None and answer.row.unheard:
        yield unheard_told([f"**{escape(name)}**" for name in answer.row.unheard])


def _name(answer: Shared, i: int) -> str:
    return answer.game.symbols[i] if answer.row is None else f"**{escape(answer.game.names[i])}**"


def named(names: Sequence[str]) -> str:
    """Return names as a list in a sentence.

    >>> named(["A"]), named(["A", "B", "C"])
    ('A', 'A, B and C')
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
