"""Test rows of an experiment: the worst left out one after the other, residuals three ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures import units
from core.figures.film import Axis, Dots, FilmPicture, Line, Panel, Readout, still
from core.figures.theme import short
from core.stages.evaluation.regression.rows import RowsAnswer
from core.stages.evaluation.regression.scene_parts import (
    GREY,
    LABELS,
    LOW_PX,
    MARK,
    MODEL,
    SQUARE,
    STICK,
    TALL_PX,
    WIDE,
    Floats,
    around,
    bars,
    changed,
    residual_panel,
    valued,
)
from core.stages.evaluation.regression.scene_words import why_r2_falls
from core.stages.evaluation.regression.settings import RegressionSettings
from core.tabular.experiment import Experiment
from core.wording import counted

MOST_DOTS = 600
N_BINS = 12
FEW = 5


@dataclass(frozen=True)
class Words:
    """What the axes say: the target with its unit, and the unit alone."""

    target: str
    unit: str


def words_of(experiment: Experiment | None) -> Words:
    """Return what the target is called; it is the experiment's."""
    if experiment is None:
        raise ValueError("rows are those of an experiment")
    table, target = experiment.table, experiment.target
    return Words(on_canvas(units.named(table, target)), units.unit(table, target))


def on_canvas(text: str) -> str:
    """Return a name that was made plain for plotly as a canvas writes it."""
    return text.replace("&lt;", "<")


def target(settings: RegressionSettings) -> str:
    """Return the name of the target; rows are those of an experiment."""
    return "" if settings.experiment is None else settings.experiment.target


def shown(answer: RowsAnswer) -> NDArray[np.int64]:
    """Return the places of the rows that are drawn: the worst, and others spread over all."""
    n = len(answer.rows)
    if n <= MOST_DOTS:
        return np.arange(n)
    spread = np.linspace(0, n - 1, MOST_DOTS // 2).astype(np.int64)
    return np.union1d(answer.worst[: MOST_DOTS // 2], spread)


def at(settings: RegressionSettings, answer: RowsAnswer) -> int:
    """Return the frame that leaves out as many rows as was chosen."""
    return min(settings.left_out, len(answer.left) - 1)


def picked(answer: RowsAnswer, click: Any) -> dict[str, Any]:
    """Return how many percent of the rows, the worst first, a drag left out."""
    return {"left_out": answer.frame_of(click.x)} if click.name == "left_out" else {}


def film(settings: RegressionSettings, answer: RowsAnswer) -> FilmPicture:
    """Return the film over the share of rows that is left out, the worst first."""
    told, drawn = words_of(settings.experiment), shown(answer)
    return FilmPicture(
        "regression_rows",
        (
            _plane(answer, told, drawn),
            bars(answer.swept, settings.metric, told.unit),
            _lorenz(answer),
            *_residuals(settings, answer, told, drawn),
        ),
        100 * answer.shares_left,
        f"{counted(len(answer.rows), 'test row')}: predicted against true values, metrics and "
        "residuals",
        unit="worst rows left out in %:",
        captions=tuple(_captions(answer, told)),
        readouts=tuple(
            Readout(f"their share of {LABELS[name]}", answer.lorenz[name], 3, percent=True)
            for name in ("mse", "mae")
        ),
        seconds=7.0,
        begin=at(settings, answer),
        file_name="regression_rows.html",
        title="The worst rows and every metric",
    )


def _plane(answer: RowsAnswer, told: Words, drawn: NDArray[np.int64]) -> Panel:
    y, predicted = answer.judged.y[drawn], answer.judged.predicted[drawn]
    rank = np.empty(len(answer.rows), np.int64)
    rank[answer.worst] = np.arange(len(answer.rows))
    out = rank[drawn] < answer.left[:, None]
    low, high = around(np.r_[y, predicted])
    labels = tuple(f"row {row}" for row in answer.rows[drawn])
    kept = np.where(out, np.nan, y)
    gone = np.where(out, y, np.nan)
    both = still((low, high))
    return Panel(
        _title("Predicted against true", drawn, answer),
        Axis(f"true {told.target}", low, high),
        Axis(f"predicted {told.target}", low, high),
        (
            Line(both, both, GREY, 1.5, dash=True, name="no error"),
            Dots(gone, predicted, STICK, 3, 4.0, "left out", labels),
            Dots(kept, predicted, SQUARE, 0, 3.5, "test row", labels),
        ),
        WIDE, TALL_PX, square=True, alt="A dot for each test row: predicted over true value",
    )  # fmt: skip


def _title(title: str, drawn: NDArray[np.int64], answer: RowsAnswer) -> str:
    n = len(answer.rows)
    return title if len(drawn) == n else f"{title}: {len(drawn):,} of {n:,} rows drawn"


def _lorenz(answer: RowsAnswer) -> Panel:
    x, high = 100 * answer.shares_left, 105.0
    end = max(float(x[-1]), 1.0)
    lines = tuple(
        Line(x, 100 * answer.lorenz[name], colour, 2.5, name=f"share of {LABELS[name]}")
        for name, colour in (("mse", SQUARE), ("mae", STICK))
    )
    return Panel(
        "Who is to blame? Drag to leave the worst out",
        Axis("rows, the worst first (%)", 0, end),
        Axis("share of the whole (%)", 0, high),
        (
            Line(x, x, GREY, 1.5, dash=True, name="if all shared alike"),
            *lines,
            Line(x[:, None] + np.zeros(2), still((0, high)), MARK, 3.0),
        ),
        WIDE, LOW_PX, pick="left_out", scrub=True,
        alt="The share of MSE and of MAE that the worst rows make up",
    )  # fmt: skip


def _residuals(
    settings: RegressionSettings, answer: RowsAnswer, told: Words, drawn: NDArray[np.int64]
) -> Iterator[Panel]:
    rows: Floats = answer.rows.astype(np.float64)
    judged, feature, table = answer.judged, answer.feature, settings.experiment
    name = on_canvas(units.named(table.table, feature.name) if table else short(feature.name))
    levels = tuple(
        (float(i), on_canvas(short(level, 10))) for i, level in enumerate(feature.levels)
    )
    axis = f"{name}, days since 1970" if feature.days else name
    known = feature.values[np.isfinite(feature.values)]
    ends = around(known if len(known) else np.zeros(1))
    views = (
        ("Residuals over prediction",
         Axis(f"predicted {told.target}", *around(judged.predicted)), judged.predicted),
        ("Residuals over a column", Axis(axis, *ends, levels), feature.values),
        ("Residuals in row order", Axis("row of the table", *around(rows)),
         rows),
    )  # fmt: skip
    labels = tuple(f"row {row}" for row in answer.rows[drawn])
    for title, x, places in views:
        means = _means(places, judged.errors)
        trend = (
            (Line(*means, MODEL, 2.5, name="mean of neighbouring rows"),) if len(means[0]) else ()
        )
        yield residual_panel(
            title, x, places[drawn], judged.errors[drawn], told.unit, trend, labels
        )


def _means(places: Floats, errors: Floats) -> tuple[Floats, Floats]:
    """Return the mean place and error of stretches with equally many rows; none for few rows."""
    known = np.flatnonzero(np.isfinite(places))
    n_bins = min(N_BINS, len(known) // FEW)
    if n_bins < 3:
        return np.empty(0), np.empty(0)
    order = known[np.argsort(places[known], kind="stable")]
    parts = np.array_split(order, n_bins)
    x = np.array([places[part].mean() for part in parts])
    return x, np.array([errors[part].mean() for part in parts])


def _captions(answer: RowsAnswer, told: Words) -> Iterator[str]:
    swept = answer.swept
    names = ("rmse", "mae", "median_ae")
    for i, left in enumerate(answer.left):
        said = ", ".join(
            f"{LABELS[name]} {valued(name, float(swept.values[name][i]), told.unit)}"
            + (f" ({changed(name, float(swept.ratio(name)[i]), 0, 0) or 'was 0'})" if left else "")
            for name in names
        )
        without = "All test rows" if left == 0 else f"Without the worst {counted(int(left), 'row')}"
        yield " ".join(filter(None, (f"{without}: {said}.", why_r2_falls(answer, i))))
