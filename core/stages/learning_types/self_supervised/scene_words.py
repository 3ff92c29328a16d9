"""The sentence under the picture: what the probe has gained or lost, and why."""

from __future__ import annotations

from core.compute.film import Film
from core.stages.learning_types.self_supervised.pretexts import CONTRAST, MASKING, ROTATION
from core.stages.learning_types.self_supervised.run import SelfFrame
from core.stages.learning_types.self_supervised.settings import LABELS, SelfSettings

NEEDS = {
    ROTATION: "To see which way is up it needs strokes that give the direction away, not which "
    "digit it is; a 6 turned twice is a 9, and a 0 or an 8 looks much the same",
    MASKING: "To fill in a pixel it mostly needs the pixels beside it: it keeps how ink goes on, "
    "useful or not for the digit",
}


def notice(settings: SelfSettings, film: Film[SelfFrame]) -> str:
    """Return what the probe makes of the features beside raw pixels, and what the task needs."""
    last, study, place = film.last, film.last.study, LABELS.index(settings.labels)
    now, raw, first = last.probe[place], study.raw[place], study.first[place]
    spread = f"± {100 * last.spread[place]:.1f}"
    told = (
        f"After {last.step} steps without a label, {settings.labels} labels are worth "
        f"{now:.1%} {spread} on these features, {raw:.1%} on raw pixels and {first:.1%} on the "
        f"untrained net: this net {verdict(now, raw, max(last.spread[place], 0.005))}."
    )
    return f"{told} {_task(settings, last, worse=now < first)}"


def verdict(now: float, raw: float, spread: float) -> str:
    """Return who is ahead, in words; a gap within one spread decides nothing.

    >>> verdict(0.8, 0.7, 0.05), verdict(0.7, 0.72, 0.05), verdict(0.4, 0.7, 0.05)
    ('beats raw pixels', 'and raw pixels are about level', 'loses to raw pixels')
    """
    if abs(now - raw) <= spread:
        return "and raw pixels are about level"
    return "beats raw pixels" if now > raw else "loses to raw pixels"


def _task(settings: SelfSettings, last: SelfFrame, *, worse: bool) -> str:
    """Say how well the task is solved, and what solving it needs; ``worse`` than no training."""
    if not settings.shift and not settings.noise and settings.pretext == CONTRAST:
        return (
            f"Its two views are one and the same picture, so {last.right:.1%} of the twins are "
            "found without understanding anything: make the views differ."
        )
    if settings.pretext == MASKING:
        solved = (
            f"Its error on hidden pixels is {last.loss:.3f}, of guessing {last.study.blind:.3f}."
        )
    elif settings.pretext == CONTRAST:
        return _twins(settings, last, worse=worse)
    else:
        solved = f"It answers {last.right:.1%} of the task right."
    return f"{solved} {NEEDS[settings.pretext]}."


def _twins(settings: SelfSettings, last: SelfFrame, *, worse: bool) -> str:
    """Say how many twins are found, and what that has taught, or that it has taught nothing."""
    guess = last.study.guess
    found = (
        f"It finds {last.right:.1%} of the twins among all views of a batch, guessing {guess:.1%}"
    )
    if not last.step:
        return f"{found}."
    if last.right <= 3 * guess:
        found += ": hardly more, too little is left to tell a twin by"
    if worse:
        return f"{found}. Training has made these features worse than the untrained net's."
    if last.right <= 3 * guess:
        return f"{found}."
    drops = " and ".join(["place"] * bool(settings.shift) + ["noise"] * bool(settings.noise))
    return (
        f"{found}. To find a twin it must keep the shape and drop {drops}, and that is close to "
        "what tells digits apart."
    )
