"""What a browser keeps of one session of Streamlit: message in, state out; no socket, no clock.

Follows the browser's code of the pinned Streamlit: which widgets it reports, which messages it
keeps to be referred to, when its timers start and stop, when a picture is complete.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.Slider_pb2 import Slider
from streamlit.proto.WidgetStates_pb2 import WidgetState

PICTURE, SENTENCE, STORE = "-trip_picture", "-notice", "passport_store"
PASSING = ("button", "download_button")
"""Elements beside a picture whose messages differ from run to run for no reason of the picture."""
CONTROLS = (
    "slider",
    "number_input",
    "selectbox",
    "button_group",
    "checkbox",
    "text_input",
    "multiselect",
)
REFUSALS = (Alert.ERROR, Alert.WARNING)

Path = tuple[int, ...]


@dataclass
class Screen:
    """One session as its browser sees it.

    ``query`` : the address. ``page_hash`` : the page that is open, "" before the first run.
    ``widgets``, ``states`` : widget id -> the element as last drawn, and what is reported of it.
    ``timers`` : fragment id -> seconds between the reruns that it wants.
    ``picture`` : what stands in the picture's place (path -> hash of its message), with the
    computed sentence, from the last whole run that got that far. ``n_runs`` : such runs.
    ``troubles`` : exceptions and sentences of refusal, in order. ``told`` : the newest sentence in
    a box of any kind.
    """

    page_name: str
    query: dict[str, str]
    page_hash: str = ""
    widgets: dict[str, Any] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)
    timers: dict[str, float] = field(default_factory=dict)
    picture: dict[Path, str] = field(default_factory=dict)
    n_runs: int = 0
    troubles: list[str] = field(default_factory=list)
    told: str = ""
    _kept: dict[str, tuple[ForwardMsg, int]] = field(default_factory=dict)
    _n_finished: int = 0
    _most_age: int = 0
    _whole: bool = True
    _drawn: dict[Path, str] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _store: str | None = None

    def take(self, message: ForwardMsg) -> bool:
        """Take one message of the server; return whether the page now asks for a whole run."""
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            kept = self._kept[message.ref_hash][0]
            self._kept[message.ref_hash] = (kept, self._n_finished)
            return self._delta(kept.delta, message.metadata.delta_path, message.ref_hash)
        if kind == "delta":
            if message.metadata.cacheable:
                self._kept[message.hash] = (message, self._n_finished)
            return self._delta(message.delta, message.metadata.delta_path, message.hash)
        if kind == "new_session":
            self._begin(message)
        elif kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "script_finished":
            self._finish(message.script_finished)
        elif kind == "auto_rerun":
            self.timers[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "stop_auto_rerun":
            for stopped in message.stop_auto_rerun.fragment_ids:
                self.timers.pop(stopped, None)
        elif kind == "page_info_changed":
            self.query = dict(parse_qsl(message.page_info_changed.query_string))
        elif kind == "page_not_found":
            self.troubles.append("page not found")
        return False

    def put(self, label: str, value: float | str) -> None:
        """Move the control with this label, as a hand would, in the address, too."""
        element = self.control(label)
        self.states[element.id] = state_of(element, value)
        if element.query_param_key:
            self.query[element.query_param_key] = str(value)

    def stands_at(self, label: str, value: float | str) -> bool:
        """Whether the control already stands there, so that moving it would change nothing."""
        element = self.control(label)
        return bool(self.states[element.id] == state_of(element, value))

    def control(self, label: str) -> Any:
        """Return the first control on the page with this label; KeyError if there is none."""
        found = [element for element in self.widgets.values() if element.label == label]
        if not found:
            known = sorted({element.label for element in self.widgets.values()})
            raise KeyError(f"no control {label!r} among {known}")
        return found[0]

    def ask(self, fragment: str = "", *, automatic: bool = False) -> BackMsg:
        """Return the request to run the page, or one fragment of it, with all that is reported."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = urlencode(self.query)
        asked.widget_states.widgets.extend(self.states.values())
        asked.page_script_hash = self.page_hash
        asked.page_name = "" if self.page_hash else self.page_name
        asked.fragment_id, asked.is_auto_rerun = fragment, automatic
        asked.cached_message_hashes.extend(self._kept)
        asked.context_info.timezone, asked.context_info.locale = "UTC", "en-US"
        asked.context_info.color_scheme = "light"
        return message

    def _begin(self, message: ForwardMsg) -> None:
        """Begin a run; a whole one stops the timers."""
        self.page_hash = message.new_session.page_script_hash
        self._most_age = message.new_session.config.max_cached_message_age
        self._whole = not message.metadata.run.fragment_ids
        if not self._whole:
            return
        self.timers.clear()
        self._drawn, self._seen = {}, set()

    def _delta(self, delta: Delta, path: Any, digest: str) -> bool:
        if delta.WhichOneof("type") == "add_block":
            if self._whole:
                self._drawn[tuple(path)] = delta.add_block.id
            return False
        element = delta.new_element
        kind = element.WhichOneof("type")
        if self._whole and kind not in PASSING:
            self._drawn[tuple(path)] = digest
        if kind == "exception":
            self.troubles.append(f"{element.exception.type}: {element.exception.message}")
        elif kind == "alert":
            self.told = element.alert.body
            self.troubles += [self.told] * (element.alert.format in REFUSALS)
        elif kind == "bidi_component" and element.bidi_component.component_name == STORE:
            return self._remember(element)
        elif kind in CONTROLS:
            self._mount(str(kind), getattr(element, str(kind)))
        return False

    def _mount(self, kind: str, element: Any) -> None:
        """Take a control's element: its first value is its default, later ones are pushed."""
        self.widgets[element.id] = element
        self._seen.add(element.id)
        if element.id not in self.states or element.set_value:
            self.states[element.id] = start_of(kind, element)

    def _remember(self, element: Element) -> bool:
        """Do what the passport's script does in an empty browser; whether it has news to tell."""
        component = element.bidi_component
        told = component.id in self.states
        save = json.loads(component.json)["save"]
        if told and (save is None or save == self._store):
            return False
        self._store = save if save is not None else self._store
        kept = json.dumps({"kept": self._store or ""})
        self.states[component.id] = WidgetState(id=component.id, json_value=kept)
        return True

    def _finish(self, status: int) -> None:
        """End a run; after a whole one, what is gone is forgotten: controls, old messages."""
        if status != ForwardMsg.FINISHED_SUCCESSFULLY:
            return
        self._n_finished += 1
        oldest = self._n_finished - self._most_age
        self._kept = {key: kept for key, kept in self._kept.items() if kept[1] >= oldest}
        gone = set(self.widgets) - self._seen
        self.widgets = {k: element for k, element in self.widgets.items() if k not in gone}
        self.states = {k: state for k, state in self.states.items() if k not in gone}
        places = [path for path, name in self._drawn.items() if name.endswith(PICTURE)]
        picture = {
            path: name
            for path, name in self._drawn.items()
            if any(path[: len(place)] == place for place in places)
        }
        if any(name.endswith(SENTENCE) for name in picture.values()):
            self.picture, self.n_runs = picture, self.n_runs + 1


def start_of(kind: str, element: Any) -> WidgetState:
    """Return what the browser reports of a control of this kind that it has just been sent."""
    state, pushed = WidgetState(id=element.id), element.set_value
    if kind == "slider" and element.type == Slider.SELECT_SLIDER:
        chosen = element.raw_value if pushed else _named(element.options, element.default)
        state.string_array_value.data.extend(chosen)
    elif kind == "slider":
        state.double_array_value.data.extend(element.value if pushed else element.default)
    elif kind == "number_input" and (pushed or element.HasField("default")):
        state.double_value = element.value if pushed else element.default
    elif kind == "selectbox" and (pushed or element.HasField("default")):
        state.string_value = element.raw_value if pushed else element.options[element.default]
    elif kind == "checkbox":
        state.bool_value = element.value if pushed else element.default
    elif kind == "text_input":
        state.string_value = element.value if pushed else element.default
    elif kind in ("button_group", "multiselect"):
        options = [getattr(option, "content", option) for option in element.options]
        chosen = element.raw_values if pushed else _named(options, element.default)
        state.string_array_value.data.extend(chosen)
        state.string_array_value.SetInParent()
    return state


def _named(options: Any, places: Any) -> list[str]:
    return [options[int(place)] for place in places]


def state_of(element: Any, value: float | str) -> WidgetState:
    """Return what the browser reports once the control stands at ``value``.

    A slider and a field for numbers take numbers; all others the text that is read on the screen.
    """
    state = WidgetState(id=element.id)
    kind = element.DESCRIPTOR.name
    if kind == "NumberInput":
        state.double_value = float(value)
    elif kind == "Slider" and element.type != Slider.SELECT_SLIDER:
        state.double_array_value.data.append(float(value))
    elif kind == "Selectbox":
        state.string_value = str(value)
    else:
        state.string_array_value.data.append(str(value))
    return state
