"""Search race: the picture of all that was tried, the winners, and what to make of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from core.compute.film import Film
from core.figures.blocks import Block, Grid, Moving, notes
from core.figures.film import FilmPicture, Panel, Readout
from core.stages.tuning.search_race.frames import RaceFrame
from core.stages.tuning.search_race.scene_deeds import poor
from core.stages.tuning.search_race.scene_layout import Layout, own_value, thinned
from core.stages.tuning.search_race.scene_plane import line_panel, plane_panel
from core.stages.tuning.search_race.scene_race import race_panel, test_panel
from core.stages.tuning.search_race.scene_space import importance_panel, parallel_panel
from core.stages.tuning.search_race.settings import METHODS, PLACE_OF, RaceSettings
from core.stages.tuning.search_race.words import sentence
from core.tabular.judge.defined import mean_of
from core.wording import counted

HALVING = PLACE_OF["halving"]


def draw(settings: RaceSettings, film: Film[RaceFrame]) -> tuple[Block, ...]:
    """Draw the race, then its winners as a table."""
    layout = Layout(settings, thinned(film))
    last = film.last
    picture = FilmPicture(
        "race",
        _panels(layout),
        layout.film.steps,
        f"{last.n_trials} trials of {len(last.racing)} methods after {last.n_fits} of "
        f"{last.n_planned} fits",
        captions=tuple(_caption(frame) for frame in layout.film.frames),
        readouts=(
            Readout("fits", layout.film.series("n_fits", float), 0),
            Readout("trials", layout.film.series("n_trials", float), 0),
        ),
        file_name="search_race.html",
        title=f"Search for the settings of {settings.label}",
    )
    return (*poor(settings), Moving(picture), *_table(settings, last), *notes(*last.notes))


def _panels(layout: Layout) -> tuple[Panel, ...]:
    """Return the race and its winners, then where was looked: with one setting, along a line."""
    above = race_panel(layout), test_panel(layout)
    if len(layout.settings.space) < 2:
        return (*above, line_panel(layout))
    return (*above, parallel_panel(layout), plane_panel(layout), importance_panel(layout))


def _caption(frame: RaceFrame) -> str:
    where = f"Seed {frame.seed_now + 1} of {frame.n_seeds}, {frame.n_fits:,} of {frame.n_planned:,}"
    if frame.over:
        singly = ", each of halving's short ones counted as one" if HALVING in frame.racing else ""
        return f"All seeds are through: {frame.n_fits:,} fits{singly}."
    return f"{where} fits."


def _table(settings: RaceSettings, last: RaceFrame) -> tuple[Grid, ...]:
    """Return each method's best winner beside the defaults; nothing before the first winner."""
    if not last.champions:
        return ()
    rows: list[dict[str, Any]] = [_row(settings, last, int(method)) for method in last.racing]
    rows = [row for row in rows if row]
    plain = last.plain
    rows.append(
        {
            "method": "Defaults, no search",
            **{one.label: own_value(one, one.param.default) for one in settings.space.dimensions},
            "search score": mean_of(plain.scores),
            "test rows": None if plain.test is None else plain.test.value,
            "95 % from": None if plain.test is None else plain.test.low,
            "to": None if plain.test is None else plain.test.high,
            "fits": float(settings.n_folds),
            "seconds": round(plain.seconds, 2),
        }
    )
    caption = (
        f"The best winner of each method over {counted(last.n_complete, 'whole seed')}, "
        f"{last.metric_label}; the test rows are {last.n_test:,} that no search saw"
    )
    return (Grid("winners", pd.DataFrame(rows), caption, "winners.csv"),)


def _row(settings: RaceSettings, last: RaceFrame, method: int) -> dict[str, Any]:
    winner = last.champion(method)
    if winner is None:
        return {}
    values = dict(winner.candidate)
    return {
        "method": METHODS[method].label,
        **{one.label: own_value(one, values[one.id]) for one in settings.space.dimensions},
        "search score": winner.score,
        "test rows": winner.test.value,
        "95 % from": winner.test.low,
        "to": winner.test.high,
        "fits": round(winner.fits, 1),
        "seconds": round(winner.seconds, 2),
    }


def notice(settings: RaceSettings, film: Film[RaceFrame]) -> str:
    """Say who is ahead and whether that is more than luck, and what the winners are worth."""
    return sentence(settings, film.last)
