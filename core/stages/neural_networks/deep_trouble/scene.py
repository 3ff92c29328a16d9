"""Deep trouble: signals and gradients layer by layer, the rate finder, schedules side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from core.compute.film import Film
from core.figures.blocks import Block, Moving, human
from core.figures.curves import Curve, growing
from core.figures.film import (
    Axis,
    Bars,
    Dots,
    FilmPicture,
    Layer,
    Line,
    Panel,
    Readout,
    still,
)
from core.neural.net.schedules import SCHEDULES
from core.stages.neural_networks.deep_trouble.cures import FALLS
from core.stages.neural_networks.deep_trouble.rate_finder import (
    HIGHEST,
    LOWEST,
    FinderFrame,
    RaceFrame,
)
from core.stages.neural_networks.deep_trouble.run import TroubleFilm
from core.stages.neural_networks.deep_trouble.settings import TroubleSettings
from core.stages.neural_networks.deep_trouble.signals import (
    GUESSED,
    LEARNT,
    VANISHED,
    TroubleFrame,
    verdict,
)
from core.wording import counted, in_words

TALL_PX, LOW_PX = 218, 140
COLOURS = (0, 1, 2, 3, 4)


def draw(settings: TroubleSettings, film: Film[Any]) -> tuple[Block, ...]:
    """Draw the film of what is looked at."""
    return (Moving(_DRAWN[type(film.last).__name__](settings, film)),)


def notice(settings: TroubleSettings, film: Film[Any]) -> str:
    """Say which rule fired, with its numbers."""
    return _SAID[type(film.last).__name__](settings, film)


def _picture(
    settings: TroubleSettings, film: Film[Any], panels: tuple[Panel, ...], alt: str, **more: Any
) -> FilmPicture:
    return FilmPicture(
        f"trouble_{settings.view}",
        panels,
        film.steps,
        alt,
        file_name=f"{settings.view}.html",
        title="Deep trouble",
        **more,
    )


# Signals


def _draw_signals(settings: TroubleSettings, film: Film[TroubleFrame]) -> FilmPicture:
    layers = np.arange(1.0, settings.n_layers + 1)
    axis = Axis("hidden layer", 0.5, settings.n_layers + 0.5, ticks=_ticks(settings.n_layers))
    gradient = film.series("gradient", float)
    forward = (
        *_dotted(layers, film.series("size", float), 0, "size of its sums"),
        *_dotted(layers, film.series("spread", float), 1, "how far points differ", dash=True),
    )
    back = (
        Line(layers, _shown(gradient[0]), -1, 2.0, dash=True, name="before training"),
        *_dotted(layers, gradient, 4, "now"),
    )
    units = (
        Bars(layers, film.series("flat", float), 5, 0.8, name="slope under 0.05"),
        Bars(layers, film.series("dead", float), 4, 0.4, name="dead: no slope at any point"),
    )
    loss = growing(film.series("step", float), Curve(film.series("loss", float), "loss"))
    panels = (
        Panel("Signal, forward →", axis, Axis("size (log scale)", 0.01, 1, log=True, auto=True),
              forward, 6, TALL_PX, alt="The size of each layer's sums, and how far points differ"),
        Panel("← Gradient, backward", axis, Axis("size (log scale)", 0.01, 1, log=True, auto=True),
              back, 6, TALL_PX, alt="How large the gradient is that reaches each layer"),
        Panel("Flat and dead units", axis, Axis("share of units", 0, 1), units, 6, LOW_PX,
              alt="Share of flat and of dead units in each layer"),
        Panel("Loss", Axis("step", 0, settings.n_steps), Axis("loss", 0, 1, auto=True), loss, 6,
              LOW_PX, alt="The loss by step"),
    )  # fmt: skip
    last = film.last
    alt = (
        f"A net of {settings.n_layers} layers: gradient {human(last.last_gradient)} at its last "
        f"hidden layer, {human(last.first_gradient)} at its first"
    )
    readouts = (
        Readout("loss", film.series("loss", float), 4),
        Readout("accuracy", film.series("accuracy", float), 2, percent=True),
        Readout("passed back per layer", film.series("passed_back", float), 3),
    )
    captions = tuple(_signal_caption(frame) for frame in film.frames)
    return _picture(settings, film, panels, alt, readouts=readouts, captions=captions)


def _dotted(x: Any, y: Any, colour: int, name: str, *, dash: bool = False) -> tuple[Layer, ...]:
    points = np.broadcast_to(x, y.shape)
    return (
        Line(x, _shown(y), colour, 2.5, dash=dash, name=name),
        Dots(points, _shown(y), colour, int(dash), 4.0),
    )


def _shown(values: Any) -> Any:
    """Return what a logarithmic axis and float32 can show."""
    return np.where((values > 1e-37) & (values < 1e37), values, np.nan)


def _ticks(n_layers: int) -> tuple[tuple[float, str], ...]:
    gap = 1 if n_layers <= 8 else 2 if n_layers <= 16 else 5
    return tuple((float(i), str(i)) for i in sorted({1, *range(gap, n_layers + 1, gap)}))


def _signal_caption(frame: TroubleFrame) -> str:
    return frame.ended or (
        f"Step {frame.step}: loss {frame.loss:.4g}. The last hidden layer gets a gradient of "
        f"{human(frame.last_gradient)}, the first {human(frame.first_gradient)}: a layer passes "
        f"back {human(frame.passed_back)} of it."
    )


def _say_signals(settings: TroubleSettings, film: TroubleFilm) -> str:
    """Say what became of the gradient, what that led to, and what would mend it."""
    return f"{_found(film)} {_outcome(film)}{_mends(settings, film)}"


def _found(film: TroubleFilm) -> str:
    """Return what is to be seen, with the rule's name; the outcome may be otherwise."""
    first, last = film.frames[0], film.last
    gradient = (
        f"Before any step the gradient is {in_words(first.last_gradient)} at the last hidden layer "
        f"and {in_words(first.first_gradient)} at the first: each layer"
    )
    name, told = {
        "overflow": ("Overflow", film.ended),
        "silent": (
            "Nothing flows",
            "Before any step the gradient at the first layer is exactly "
            f"{human(first.first_gradient)}.",
        ),
        "dead": (
            "Dead units",
            f"{100 * last.stuck:.0f} % of all units have no slope at any point: their weights "
            "stand still.",
        ),
        "saturated": ("Saturated", f"{100 * last.saturated:.0f} % of all slopes are almost 0."),
        "exploding": ("Exploding", f"{gradient} multiplies it by {human(first.passed_back)}."),
        "vanishing": (
            "Vanishing",
            f"{gradient} passes back only {human(first.passed_back)} of it.",
        ),
        "healthy": ("It arrives", f"{gradient} passes back {human(first.passed_back)} of it."),
    }[verdict(film)]
    return f"**{name}{_and_yet(film)}.** {told}"


def _and_yet(film: TroubleFilm) -> str:
    """Return what the outcome adds to the rule's name where it is not what one would expect."""
    good, learns = verdict(film) == "healthy", film.last.accuracy >= LEARNT
    if film.ended or good == learns:
        return ""
    return ", and yet it learns" if learns else ", and yet little is learnt"


def _outcome(film: TroubleFilm) -> str:
    first, last = film.frames[0], film.last
    right = f"{100 * last.accuracy:.0f} % of the points are right"
    if film.ended:
        return f"After {counted(last.step, 'step')}, {right}."
    is_guess = last.accuracy < GUESSED
    guessed = f": no better than a coin, whose loss is {last.coin:.3f}" if is_guess else ""
    return (
        f"The loss went from {first.loss:.4g} to {last.loss:.4g} in "
        f"{counted(last.step, 'step')}, and {right}{guessed}."
    )


def _mends(settings: TroubleSettings, film: TroubleFilm) -> str:
    """Return what was tried and worked."""
    if film.cure is None:
        tried = "the one change" if film.n_tried == 1 else f"any of {film.n_tried} changes"
        return f" With {tried} tried it is not clearly better." if film.n_tried else ""
    return (
        f" With {film.cure.label}, {settings.n_steps} steps of the same run end with "
        f"{100 * film.cure.accuracy:.0f} % right."
    )


# The rate finder


def _draw_finder(settings: TroubleSettings, film: Film[FinderFrame]) -> FilmPicture:
    rate, loss, suggested = (film.series(name, float) for name in ("rate", "loss", "suggested"))
    top = float(min(loss.max(), 3 * loss[0])) * 1.05
    low = float(min(loss.min(), loss[0])) * 0.95
    mark = np.repeat(np.maximum(suggested, LOWEST)[:, None], 2, axis=1)
    test = (
        *growing(rate, Curve(loss, "loss after a step at this rate", width=3.0)),
        Line(mark, still([low, top]), 2, 2.0, dash=True, name="a tenth of the best so far"),
    )
    trials, steps = film.series("trials", float), film.series("step", float)
    names = [f"rate {human(value)}" for value in film.last.tried]
    three = tuple(
        Curve(np.minimum(trials[:, i], 10 * top), names[i], colour, dash=i == 2)
        for i, colour in enumerate((1, 2, 4))
    )
    ceiling = float(np.nanmax(np.minimum(np.nan_to_num(trials, nan=0.0), 1.5 * loss[0])))
    panels = (
        Panel("One run, ever larger steps", Axis("learning rate (log scale)", LOWEST,
              float(min(rate[-1] * 1.3, HIGHEST)), log=True), Axis("loss", low, top), test, 6, 330,
              alt="Loss against a rate that rises step by step"),
        Panel("Three plain runs: below it, at it, above it", Axis("step", 0, float(steps[-1])),
              Axis("loss", 0, ceiling * 1.05), growing(steps, *three), 6, 330,
              alt="Losses of runs at a tenth of the suggested rate, at it, and at ten times it"),
    )  # fmt: skip
    captions = tuple(
        frame.ended
        or f"Step {frame.step}: at a rate of {human(frame.rate)} the loss is {frame.loss:.4g}; it "
        f"was lowest at {human(frame.lowest_at)}, a tenth of that is {human(frame.suggested)}."
        for frame in film.frames
    )
    alt = f"Rate finder: the loss was lowest at a rate of {human(film.last.lowest_at)}"
    return _picture(settings, film, panels, alt, captions=captions)


def _say_finder(_settings: TroubleSettings, film: TroubleFilm) -> str:
    loss, last = film.series("loss", float), film.last
    low, start = float(loss.min()), float(loss[0])
    if low > FALLS * start:
        return (
            f"**No rate helps.** Over {last.step} ever larger steps the loss never fell from "
            f"{start:.4g} to below {low:.4g}: {_no_rate(last)}.{_falls_with(film)}"
        )
    trials = " / ".join("overflow" if np.isnan(x) else human(x) for x in last.trials)
    rose = ", then rose" if loss[-1] > low else ", and had not risen yet"
    return (
        f"The loss fell from {start:.4g} to {low:.4g} at a rate of {human(last.lowest_at)}{rose}. "
        f"The rule of thumb takes a tenth of that, **{human(last.suggested)}**: plain runs at a "
        f"tenth of it, at it, and at ten times it end at {trials}.{_careful(last)}"
    )


def _careful(last: FinderFrame) -> str:
    """Say which of the three plain runs did best."""
    known = [np.inf if np.isnan(loss) else loss for loss in last.trials]
    best = int(np.argmin(known))
    if not np.isfinite(known[best]) or known.count(known[best]) > 1:
        return ""
    place = ("a tenth of it", "it", "ten times it")[best]
    return f" Here {place} does best in {counted(last.step, 'step')}."


def _no_rate(last: FinderFrame) -> str:
    arrives = in_words(last.arrives)
    if last.arrives < VANISHED:
        return f"the first layer gets only {arrives} of the last layer's gradient"
    return (
        f"the first layer does get {arrives} of the last layer's gradient, so these steps are too "
        "few, or such units cannot tell the points apart"
    )


def _falls_with(film: TroubleFilm) -> str:
    if film.cure is None:
        return ""
    return f" With {film.cure.label} the same test falls to {human(film.cure.loss)}."


# Schedules


def _draw_race(settings: TroubleSettings, film: Film[RaceFrame]) -> FilmPicture:
    steps = film.series("step", float)
    rates, losses = film.series("rates", float), film.series("losses", float)
    ceiling = max(float(np.nanmin(losses[0])) * 1.6, 0.1)
    chosen = [spec.id for spec in SCHEDULES].index(settings.schedule)

    def lines(values: Any) -> tuple[Layer, ...]:
        order = [*(i for i in COLOURS if i != chosen), chosen]
        return growing(steps, *(curve(values, i) for i in order))

    def curve(values: Any, i: int) -> Curve:
        width = 4.5 if i == chosen else 1.6
        return Curve(values[:, i], SCHEDULES[i].label, COLOURS[i], width, dash=i % 2 == 1)

    span = Axis("step", 0, float(settings.n_steps))
    panels = (
        Panel("Rate", span, Axis("learning rate", 0, settings.learning_rate * 1.05), lines(rates),
              6, 330, alt="The rate of each schedule by step"),
        Panel("Loss", span, Axis("loss", 0, ceiling), lines(np.minimum(losses, 1e30)), 6, 330,
              alt="The loss of the same network with each schedule"),
    )  # fmt: skip
    captions = tuple(
        f"Step {frame.step}: {SCHEDULES[chosen].label} steps at {human(float(frame.rates[chosen]))}"
        f"; its loss {_stands(float(frame.losses[chosen]))}, the lowest of all "
        f"{_stands(frame.lowest)}."
        for frame in film.frames
    )
    alt = f"Rate and loss of {len(SCHEDULES)} schedules over {settings.n_steps} steps"
    return _picture(settings, film, panels, alt, captions=captions)


def _stands(loss: float) -> str:
    return "has overflowed" if np.isnan(loss) else f"is {human(loss)}"


def _say_race(settings: TroubleSettings, film: TroubleFilm) -> str:
    chosen = [spec.id for spec in SCHEDULES].index(settings.schedule)
    mine, last = float(film.last.losses[chosen]), film.last
    name = SCHEDULES[chosen].label
    warm = f"With a warm-up over {100 * settings.warm_up:.0f} % of"
    head = f"{warm if settings.warm_up else 'Over'} {settings.n_steps} steps "
    if np.isnan(mine):
        told = f"{head}**{name}** at a rate of {human(settings.learning_rate)} overflows."
        return f"{told}{_mends(settings, film)}"
    best = SCHEDULES[int(np.nanargmin(last.losses))].label
    rate = float(film.at(last.step - 1).rates[chosen])  # a frame holds the coming step's rate
    return (
        f"{head}**{name}** ends at a loss of {human(mine)}; the lowest, {best}, at "
        f"{human(last.lowest)}. Its last step was taken at {human(rate)}."
    )


_DRAWN: dict[str, Callable[[TroubleSettings, Any], FilmPicture]] = {
    "TroubleFrame": _draw_signals,
    "FinderFrame": _draw_finder,
    "RaceFrame": _draw_race,
}
_SAID: dict[str, Callable[[TroubleSettings, Any], str]] = {
    "TroubleFrame": _say_signals,
    "FinderFrame": _say_finder,
    "RaceFrame": _say_race,
}
