"""The computed sentence of a race."""

from __future__ import annotations

from collections.abc import Callable

from core.stages.tuning.search_race.frames import RaceFrame
from core.stages.tuning.search_race.settings import METHODS, RaceSettings
from core.tabular.judge.defined import is_defined, mean_of, told
from core.wording import counted


def sentence(settings: RaceSettings, last: RaceFrame) -> str:
    """Return who is ahead, how much of it is luck, and what the winners are worth."""
    says: tuple[Callable[[RaceFrame], str], ...] = (_standing, _luck, _worth, _failed)
    known = [say(last) for say in says] if last.order else []
    parts = known or [_beginning(settings, last)]
    return " ".join(part for part in (*parts, _instead(settings)) if part)


def _instead(settings: RaceSettings) -> str:
    if not settings.instead:
        return ""
    return (
        f"{settings.instead} has no settings to search, so {settings.label}, a line with a penalty "
        "on its weights, races in its place."
    )


def _beginning(settings: RaceSettings, last: RaceFrame) -> str:
    if last.n_failed:
        return (
            f"{counted(last.n_failed, 'trial has', 'trials have')} failed and none has a score "
            f"yet: {last.reasons[-1] or last.reasons[0]}"
        )
    who = counted(len(last.racing), "method gets", "methods get")
    each = settings.n_trials
    return (
        f"{who} {last.budget} fits each with each of {counted(last.n_seeds, 'seed')}: "
        f"{counted(each, 'candidate')} on {last.n_rows:,} rows, {last.n_folds} folds each. "
        f"{last.n_test:,} test rows wait for the winners. Press play."
    )


def _standing(last: RaceFrame) -> str:
    names = [METHODS[last.racing[i]].label for i in last.order]
    means = [last.means[i] for i in last.order]
    seeds = f"on average over {counted(last.n_complete, 'seed')} " if last.n_complete > 1 else ""
    so_far = "" if last.over else "so far "
    if len(names) < 2:
        return f"{names[0]} is at **{told(means[0])}** {seeds}{so_far}".rstrip() + "."
    rest = ", ".join(
        f"{name} {told(mean)}" for name, mean in zip(names[1:], means[1:], strict=True)
    )
    if last.lead < 1e-12:
        return f"{names[0]} and {names[1]} are level at **{told(means[0])}** {seeds}({rest})."
    return f"{names[0]} is ahead {seeds}{so_far}with **{told(means[0])}** ({rest})."


def _luck(last: RaceFrame) -> str:
    if not is_defined(last.lead):
        return ""
    if not is_defined(last.spread):
        if last.over or last.n_seeds < 2:
            return "With one seed nobody can say how much of that is luck."
        return "How much of that is luck, the next seed will tell."
    if last.lead <= last.spread:
        return (
            f"The lead of {told(last.lead)} is within the {told(last.spread)} by which one and the "
            "same method differs between seeds: this race has no clear winner."
        )
    return (
        f"The lead of {told(last.lead)} is more than the {told(last.spread)} by which one and the "
        "same method differs between seeds."
    )


def _worth(last: RaceFrame) -> str:
    """Say what winners score on rows no search saw, and whether searching beat the defaults."""
    plain = last.plain.test
    if not last.winners or not is_defined(last.mean_test):
        return ""
    text = f"On {last.n_test:,} rows no search saw the winners score {told(last.mean_test)}, "
    text += (
        f"{told(last.flattery)} worse than their search scores promised."
        if last.flattery > 0
        else f"no worse than the {told(last.mean_search)} that their search scores promised."
    )
    if plain is None or not is_defined(plain.value, last.gain):
        return text
    return f"{text} {_against_defaults(last, plain.value)}"


def _against_defaults(last: RaceFrame, plain: float) -> str:
    width = last.plain_width
    by_folds = told(mean_of(last.plain.scores))
    said = f"The defaults, without any search, score {told(plain)} there ({by_folds} by folds)"
    if last.gain <= 0:
        return f"{said}: searching did not pay here."
    if is_defined(width) and last.gain <= width:
        return (
            f"{said}; the {told(last.gain)} gained is within the {told(width)} that so few test "
            "rows leave open."
        )
    return f"{said}: searching gained {told(last.gain)}."


def _failed(last: RaceFrame) -> str:
    if not last.n_failed:
        return ""
    return f"{counted(last.n_failed, 'trial')} failed (crosses): hover one for its reason."
