"""Under the neural playground: any neuron's formula, a weight to set by hand, the net as a file."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.compute.film import Film
from core.neural.data.features import feature_formulas
from core.playground import Values
from core.stages.neural_networks.playground.reading import (
    Part,
    network_part,
    neuron_latex,
    weights_json,
)
from core.stages.neural_networks.playground.settings import (
    PlaygroundSettings,
    WeightEdit,
    write_edit,
)
from core.stages.neural_networks.playground.train import NetFrame
from core.ui.fields import FORMAT, key_of, nice_step
from core.ui.player import Pick

PREFIX = "neural_networks_playground"


MOST_WEIGHT = 1e4
DIGITS = 4
"""Of a weight, as it is offered to be changed."""
OPEN, ASKED = f"{PREFIX}_desk_open", f"{PREFIX}_desk_asked"


def picked(_settings: PlaygroundSettings, film: Film[NetFrame], click: Pick) -> Values:
    """Open the desk on the weight or the neuron that was clicked, or set it to what was typed."""
    found = network_part(film.last, click.of, click.index)
    if found is None:
        return {}
    if click.value is not None:
        value = float(min(max(click.value, -MOST_WEIGHT), MOST_WEIGHT))
        edit = WeightEdit(found.layer, found.row, found.unit, value)
        return {"edit": write_edit(edit, len(film.last.weights[found.layer]))}
    st.session_state[ASKED] = (found, click.step)
    st.rerun()


def show(settings: PlaygroundSettings, film: Film[NetFrame], _table: Any) -> None:
    """Show the desk: folded away until a neuron or a weight is clicked."""
    if st.session_state.get(ASKED, (None,))[0] is not None:
        st.session_state[OPEN] = True
    with st.expander(
        "Look into a neuron, set a weight", icon=":material/function:", key=OPEN, on_change="rerun"
    ):
        st.caption("Click a line or a neuron in the picture, or choose here.")
        shown = _at_epoch(film)
        layer, unit, row = _place(settings, shown)
        _formula(settings, shown, layer, unit)
        _weight(settings, shown, layer, unit, row)
        st.download_button(
            "The network as a file",
            lambda: weights_json(settings, film.last),
            "network.json",
            "application/json",
            key=f"{PREFIX}_weights",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )


def _at_epoch(film: Film[NetFrame]) -> NetFrame:
    """Return the frame that was clicked, or the last."""
    asked = st.session_state.get(ASKED)
    if asked is None:
        return film.last
    return min(film.frames, key=lambda frame: abs(frame.epoch - asked[1]))


def _place(settings: PlaygroundSettings, shown: NetFrame) -> tuple[int, int, int | None]:
    """Return the neuron that is looked into, and the row of the weight that was just clicked."""
    asked = st.session_state.get(ASKED)
    found: Part | None = None
    if asked is not None and asked[0] is not None:
        found = asked[0]
        st.session_state[ASKED] = (None, asked[1])  # once; the widgets keep it from here
    layer, unit = _neuron(settings, shown, found)
    return layer, unit, None if found is None else found.row


def _neuron(settings: PlaygroundSettings, shown: NetFrame, found: Part | None) -> tuple[int, int]:
    """Let the learner choose a neuron; one that was clicked is chosen already."""
    widths = [weights.shape[1] for weights in shown.weights]
    names = [*(f"Layer {i + 1}" for i in range(len(settings.layers))), "Output"]
    layer_key = f"{PREFIX}_desk_layer_{len(names)}"
    st.session_state.setdefault(layer_key, 0)
    if found is not None and found.layer < len(names):
        st.session_state[layer_key] = found.layer
    with st.container(horizontal=True):
        layer = int(
            st.segmented_control(
                "Of",
                range(len(names)),
                format_func=names.__getitem__,
                required=True,
                key=layer_key,
            )
            or 0
        )
        unit = 1
        if widths[layer] > 1:
            unit_key = f"{PREFIX}_desk_unit_{layer}_{widths[layer]}"
            if found is not None:
                st.session_state[unit_key] = min(found.unit + 1, widths[layer])
            unit = st.number_input("Neuron", 1, widths[layer], key=unit_key, width=130)
    return layer, int(unit) - 1


def _formula(settings: PlaygroundSettings, shown: NetFrame, layer: int, unit: int) -> None:
    said = "its sum" if layer == len(settings.layers) else "its output"
    st.latex(_lines(neuron_latex(settings, shown, layer, unit)))
    before = "the inputs" if layer == 0 else f"the outputs of layer {layer}, its neurons a₁, a₂, …"
    st.caption(f"{said.capitalize()} after {shown.epoch} epochs, from {before}.")


def _lines(latex: str) -> str:
    r"""Break a long sum after every fourth term."""
    parts = latex.replace(" - ", " + -").split(" + ")
    if len(parts) <= 5:
        return latex
    rows = [parts[i : i + 4] for i in range(0, len(parts), 4)]
    joined = [" + ".join(row).replace("+ -", "- ") for row in rows]
    rest = [f"- {row[1:]}" if row.startswith("-") else f"+ {row}" for row in joined[1:]]
    return r"\begin{gathered}" + r" \\ ".join([joined[0], *rest]) + r"\end{gathered}"


def _weight(
    settings: PlaygroundSettings, shown: NetFrame, layer: int, unit: int, asked: int | None
) -> None:
    """Let the learner set one weight or the bias of the neuron; ``asked`` is the one clicked."""
    weights = shown.weights[layer][:, unit]
    formulas = feature_formulas(settings.features, settings.formulas)
    names = list(formulas) if layer == 0 else [f"a{i + 1}" for i in range(len(weights))]
    place = f"{PREFIX}_desk_{layer}_{unit}_{len(weights)}"
    if asked is not None:
        st.session_state[f"{place}_row"] = min(asked, len(names))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        row = st.selectbox(
            "Weight of",
            range(len(names) + 1),
            format_func=lambda i: names[i] if i < len(names) else "the bias",
            key=f"{place}_row",
            width=150,
        )
        own = [*weights, shown.biases[layer][unit]]
        now = float(f"{own[row]:.{DIGITS}g}")
        value = st.number_input(
            "Value", value=now, step=nice_step(max(map(abs, own))), format=FORMAT, width=150,
            key=f"{key_of(f'{place}_{row}', now)}_value",
        )  # fmt: skip
        edit = write_edit(WeightEdit(layer, row, unit, float(value)), len(weights))
        st.button("Set it", key=f"{place}_set", on_click=_move, args=(edit,))
        if settings.edit is not None:
            st.button("Undo", key=f"{place}_undo", on_click=_move, args=("",), type="tertiary")
    st.caption("A film begins with this weight; a live run goes on with it.")


def _move(edit: str) -> None:
    st.session_state[f"{PREFIX}_moved"] = {"edit": edit}
