"""The one typed door to session state: the experiment, its history, uploads, extras.

Session state holds ids and plain JSON only; dataclasses are rebuilt from it on every run.
"""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from core.course.passport import Passport
from core.course.predictions import Predictions, Tried, with_one
from core.tabular.experiment import Experiment, to_json
from core.tabular.link import from_json
from core.tabular.link import read_link as read_exp
from core.value import Value

MOST_UNDO = 50
MOST_WRITTEN = 50
MOST_SIGNS = 600


def _suite() -> dict[str, Any]:
    fresh: dict[str, Any] = {
        "exp": None,
        "sample": None,
        "sample_for": "",
        "past": [],
        "future": [],
        "extras": {},
        "uploads": {},
        "overrides": {},
        "held": {},
        "unread": "",
        "written": [],
        "earned": {},
        "showing": "",
        "shown": {},
        "known": [],
        "passport": False,
        "predicted": {},
        "tours": {},
        "notes": [],
    }
    suite: dict[str, Any] = st.session_state.setdefault("suite", fresh)
    return suite


def learner() -> str:
    """Return this session's id: what the queue is fair by."""
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx(suppress_warning=True)
    return "test" if context is None else context.session_id


def experiment() -> Experiment | None:
    """Return the learner's experiment, or None before a table was chosen."""
    text = _suite()["exp"]
    return None if text is None else from_json(text)


def experiment_text() -> str | None:
    """Return the learner's experiment as JSON, None before a table was chosen."""
    text: str | None = _suite()["exp"]
    return text


def set_experiment(new: Experiment) -> None:
    """Make ``new`` the experiment; the one before can be had back with `undo`."""
    suite, text = _suite(), to_json(new)
    suite["sample"] = None
    if text == suite["exp"]:
        return
    if suite["exp"] is not None:
        suite["past"] = [*suite["past"], suite["exp"]][-MOST_UNDO:]
    suite["exp"], suite["future"] = text, []


def mend_experiment(new: Experiment) -> None:
    """Make ``new``, what fits the table, the experiment: no change of the learner's to take back.

    What was said of the one it mends stays said.
    """
    suite, text = _suite(), to_json(new)
    suite["notes"] = [
        [sentence, page, text if exp == suite["exp"] else exp]
        for sentence, page, exp in suite["notes"]
    ]
    suite["exp"] = text


def choose_sample(sample_id: str, mission_id: str = "") -> None:
    """Ask for a sample; it becomes the active table, with a fresh experiment, once it is read.

    mission_id : what is to be shown on it.
    """
    _suite().update(sample=sample_id, sample_for=mission_id)


def chosen_sample() -> str | None:
    """Return the sample that was asked for and not yet opened."""
    chosen: str | None = _suite()["sample"]
    return chosen


def chosen_for() -> str:
    """Return the mission that is to be shown on the chosen sample, "" for none."""
    suite = _suite()
    mission: str = suite["sample_for"] if suite["sample"] is not None else ""
    return mission


def undo() -> None:
    """Go back to the experiment before the last change."""
    _move("past", "future")


def redo() -> None:
    """Take the last `undo` back."""
    _move("future", "past")


def _move(source: str, target: str) -> None:
    suite = _suite()
    suite["sample"] = None
    if suite[source]:
        suite[target] = [*suite[target], suite["exp"]]
        suite["exp"] = suite[source][-1]
        suite[source] = suite[source][:-1]


def can_undo() -> bool:
    """Whether there is an earlier experiment."""
    return bool(_suite()["past"])


def can_redo() -> bool:
    """Whether an undo can be taken back."""
    return bool(_suite()["future"])


def extras(prefix: str) -> dict[str, Value]:
    """Return the values of controls whose choices come from the table, as a link carried them."""
    return dict(_suite()["extras"].get(prefix, {}))


def set_extras(prefix: str, values: dict[str, Value]) -> None:
    """Remember those values so that the shell writes them into the link."""
    _suite()["extras"][prefix] = values


def uploads() -> dict[str, dict[str, Any]]:
    """Return this session's uploads: table digest -> plain load settings."""
    found: dict[str, dict[str, Any]] = _suite()["uploads"]
    return found


def add_upload(table_digest: str, load_settings: dict[str, Any]) -> None:
    """Remember how the table with this digest was read."""
    _suite()["uploads"][table_digest] = load_settings


def is_new_file(uploader: str, file_id: str) -> bool:
    """Whether this uploader's file is the newest of all and waits to be read.

    file_id : "" for an empty uploader. Each uploader is remembered by what it last held: a file
    that has only stayed where it was is never news, whatever the others hold.
    """
    held = _suite()["held"]
    if file_id != held.get(uploader, ""):
        held[uploader] = file_id
        if file_id:
            _suite()["unread"] = file_id
    return file_id != "" and _suite()["unread"] == file_id


def file_is_read() -> None:
    """Note that the newest file has become the active data set."""
    _suite()["unread"] = ""


def overrides_of(table_digest: str) -> tuple[tuple[str, Value], ...]:
    """Return how a file has to be read to give this table: as it was here, or as a link says."""
    upload = uploads().get(table_digest)
    found = _suite()["overrides"].get(table_digest, ()) if upload is None else upload["overrides"]
    return tuple((name, value) for name, value in found)


def note(sentence: str) -> None:
    """Leave a sentence for the shell to show above the page; a very long name in it is cut."""
    cut = f"{sentence[:MOST_SIGNS]} …" if len(sentence) > MOST_SIGNS else sentence
    if cut not in [said for said, *_ in _suite()["notes"]]:
        _suite()["notes"].append([cut, None, None])


def notes(slug: str) -> list[str]:
    """Return the sentences left by `note`; they stand until the page or the experiment changes.

    A job that progresses reruns the page many times, so once is not enough to be read.
    """
    suite = _suite()
    here = [
        [sentence, slug, suite["exp"] if exp is None else exp]
        for sentence, page, exp in suite["notes"]
        if page in (None, slug) and exp in (None, suite["exp"])
    ]
    suite["notes"] = here
    return [sentence for sentence, *_ in here]


def earned() -> dict[str, str]:
    """Return the missions earned in this session and passport: mission id -> ISO date."""
    found: dict[str, str] = _suite()["earned"]
    return found


def known() -> list[str]:
    """Return the playgrounds, as "slug.playground", whose lesson was closed for good."""
    found: list[str] = _suite()["known"]
    return found


def know(playground: str) -> None:
    """Close a playground's lesson for good."""
    _suite()["known"] = sorted({*known(), playground})


def predictions() -> dict[str, Tried]:
    """Return what was predicted in this session and passport, by the prediction's id."""
    return {name: Tried(*one) for name, one in _suite()["predicted"].items()}


def set_predictions(tried: Predictions) -> None:
    """Keep what `predictions` returns."""
    _suite()["predicted"] = {name: [one.tried, one.right, one.last] for name, one in tried.items()}


def predicted(prediction_id: str, *, right: bool) -> None:
    """Count a prediction whose outcome was just seen."""
    set_predictions(with_one(predictions(), prediction_id, right=right))


def passport() -> Passport:
    """Return the session's passport, without a name."""
    earned, predicted = tuple(sorted(_suite()["earned"].items())), sorted(predictions().items())
    return Passport(earned, predicted=tuple(predicted), known=tuple(known()))


def has_passport() -> bool:
    """Whether the browser has told what its passport holds, if only that there is none."""
    has: bool = _suite()["passport"]
    return has


def passport_is_here() -> None:
    """Note that the browser has told."""
    _suite()["passport"] = True


def take_passport(passport: Passport) -> None:
    """Bring what a passport holds into the session."""
    earned().update(passport.dates)
    set_predictions(dict(passport.predicted))
    _suite()["known"] = list(passport.known)


def tour(prefix: str) -> dict[str, Any]:
    """Return what is kept of the tour of one playground, to be changed in place."""
    found: dict[str, Any] = _suite()["tours"].setdefault(prefix, {})
    return found


def show_mission(mission_id: str) -> None:
    """Note which mission is about to be shown, "" for none."""
    _suite()["showing"] = mission_id


def shown_next() -> str:
    """Return the mission that is about to be shown, "" for none."""
    showing: str = _suite()["showing"]
    return showing


def shown() -> dict[str, str]:
    """Return the missions that were only shown: mission id -> the settings that showed it."""
    found: dict[str, str] = _suite()["shown"]
    return found


def set_shown(missions: dict[str, str]) -> None:
    """Keep what `shown` returns."""
    _suite()["shown"] = missions


def read_link() -> None:
    """Adopt the experiment of the URL unless this session wrote it there itself."""
    suite, text = _suite(), st.query_params.get("exp")
    if text is None or text in suite["written"]:
        return
    suite["written"] = [*suite["written"], text][-MOST_WRITTEN:]
    found = read_exp(text)
    if found.sentence:
        note(found.sentence)
    if found.experiment is None:
        return
    set_experiment(found.experiment)
    suite["extras"] = {prefix: dict(values) for prefix, values in found.extras.items()}
    kind, _, digest = found.experiment.table.partition(":")
    if kind == "file":
        suite["overrides"][digest] = [list(pair) for pair in found.overrides]


def write_link(prefix: str) -> None:
    """Write the experiment and the extras of the shown playground into the URL."""
    text = link(prefix)
    if text is None or st.query_params.get("exp") == text:
        return
    suite = _suite()
    suite["written"] = [*suite["written"], text][-MOST_WRITTEN:]
    st.query_params["exp"] = text


def link(prefix: str) -> str | None:
    """Return the value of ``exp``: the experiment's JSON, and what else a link needs.

    In ``v`` the extras of the shown playground; in ``o`` how the learner's file is to be read.
    """
    suite = _suite()
    if suite["exp"] is None:
        return None
    plain = json.loads(suite["exp"])
    here = suite["extras"].get(prefix)
    if here:
        plain["v"] = {prefix: here}
    kind, _, digest = plain["t"].partition(":")
    if kind == "file" and (overrides := overrides_of(digest)):
        plain["o"] = [list(pair) for pair in overrides]
    return json.dumps(plain, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
