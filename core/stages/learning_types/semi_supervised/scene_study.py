"""Labels against accuracy on the screen: both ways over draws of labels, with their spread."""

from __future__ import annotations

import numpy as np

from core.figures.curves import Curve, growing
from core.figures.film import Axis, Dots, FilmPicture, Line, Panel, still
from core.stages.learning_types.semi_supervised.run import StudyFilm
from core.stages.learning_types.semi_supervised.scene_parts import METHODS, model_name
from core.stages.learning_types.semi_supervised.settings import SemiSettings
from core.wording import counted, listed


def study_picture(settings: SemiSettings, film: StudyFilm) -> FilmPicture:
    """Return the study as a film over the number of labels."""
    counts = film.series("n_each", int)
    method, model = METHODS[settings.method], model_name(settings)
    return FilmPicture(
        "semi_study",
        (
            _curves(settings, film),
            _gains(settings, film),
        ),
        counts,
        f"Hidden points right by {method} and by {model}, for {listed(map(str, counts))} labels of "
        "each class",
        unit="labels of each class",
        begin="end",
        captions=tuple(
            f"{counted(int(frame.n_each), 'label')} of each class: {method} "
            f"{100 * frame.semi_mean:.1f} % on average, {model} alone "
            f"{100 * frame.alone_mean:.1f} %."
            for frame in film.frames
        ),
        seconds=4.0,
        file_name="labels_against_accuracy.html",
        title="Labels against accuracy",
    )


def _axis(film: StudyFilm) -> Axis:
    counts = film.series("n_each", int)
    ticks = tuple((float(n), str(n)) for n in counts)
    return Axis("labels of each class (log scale)", 0.8, 1.25 * float(counts[-1]), ticks, log=True)


def _curves(settings: SemiSettings, film: StudyFilm) -> Panel:
    """Return the mean of each way, the middle half of the draws shaded, each draw a dot."""
    x = film.series("n_each", float)
    semi, alone = 100 * film.series("semi", float), 100 * film.series("alone", float)
    bands = [(np.quantile(v, 0.25, axis=1), np.quantile(v, 0.75, axis=1)) for v in (semi, alone)]
    curves = (
        Curve(semi.mean(axis=1), METHODS[settings.method], 0, band=bands[0]),
        Curve(alone.mean(axis=1), "labels alone", 1, dash=True, band=bands[1]),
    )
    low = max(0.0, float(min(semi.min(), alone.min())) - 5)
    return Panel(
        "Points without a label that are right",
        _axis(film), Axis("right (%)", low, 101),
        (_cloud(x, alone, 1.02, 1), _cloud(x, semi, 0.98, 0), *growing(x, *curves)),
        width=7, height_px=380,
        note=f"labels alone: {model_name(settings)} · shaded: the middle half of "
        f"{len(film.last.semi)} draws",
        alt="Accuracy over the number of labels of each class, by both ways, with spread",
    )  # fmt: skip


def _cloud(x: np.ndarray, values: np.ndarray, aside: float, colour: int) -> Dots:
    """Return a dot for each draw, as far as the film has come."""
    n, m = values.shape
    at = np.repeat(x * aside, m)
    shown = np.arange(n)[:, None] >= np.repeat(np.arange(n), m)
    return Dots(
        np.where(shown, at, np.nan), np.where(shown, values.ravel(), np.nan), colour, colour, 2.6
    )


def _gains(settings: SemiSettings, film: StudyFilm) -> Panel:
    """Return what each draw gained or lost by the points without a label."""
    x = film.series("n_each", float)
    gain = 100 * (film.series("semi", float) - film.series("alone", float))
    far = max(float(np.abs(gain).max()) * 1.15, 1.0)
    mean = Curve(gain.mean(axis=1), "mean", 2)
    zero = Line(still([0.8, 1.25 * x[-1]]), still([0, 0]), -1, 1.5, dash=True)
    return Panel(
        "What the other points gave, draw by draw",
        _axis(film), Axis("gain (percentage points)", -far, far),
        (zero, _cloud(x, gain, 1.0, 2), *growing(x, mean)),
        width=5, height_px=380,
        note="above the dashed line they helped, below it they hurt",
        alt="How many percentage points more are right with the unlabelled points, draw by draw",
    )  # fmt: skip
