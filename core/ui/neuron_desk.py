"""Under the neural playground: any neuron's formula, a weight to set by hand, the net as a file."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.film import Film
from core.neural.features import feature_formulas
from core.neural.reading import neuron_latex, weights_json
from core.neural.settings import PlaygroundSettings, WeightEdit, write_edit
from core.neural.train import NetFrame

PREFIX = "neural_networks_playground"


def show(settings: PlaygroundSettings, film: Film[NetFrame], _table: Any) -> None:
    """Show the desk, folded away."""
    with st.expander("Look into a neuron, set a weight", icon=":material/function:"):
        layer, unit = _neuron(settings, film.last)
        _formula(settings, film.last, layer, unit)
        _weight(settings, film.last, layer, unit)
        st.download_button(
            "The network as a file",
            weights_json(settings, film.last),
            "network.json",
            "application/json",
            key=f"{PREFIX}_weights",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
        )


def _neuron(settings: PlaygroundSettings, shown: NetFrame) -> tuple[int, int]:
    """Let the learner choose a neuron."""
    widths = [weights.shape[1] for weights in shown.weights]
    names = [*(f"Layer {i + 1}" for i in range(len(settings.layers))), "Output"]
    with st.container(horizontal=True):
        layer = st.segmented_control(
            "Of",
            range(len(names)),
            format_func=names.__getitem__,
            default=0,
            required=True,
            key=f"{PREFIX}_desk_layer_{len(names)}",
        )
        unit = 1
        if widths[layer] > 1:
            unit = st.number_input(
                "Neuron", 1, widths[layer], key=f"{PREFIX}_desk_unit_{layer}_{widths[layer]}",
                width=130,
            )  # fmt: skip
    return int(layer), int(unit) - 1


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


def _weight(settings: PlaygroundSettings, shown: NetFrame, layer: int, unit: int) -> None:
    """Let the learner set one weight or the bias of the neuron."""
    weights = shown.weights[layer][:, unit]
    formulas = feature_formulas(settings.features, settings.formulas)
    names = list(formulas) if layer == 0 else [f"a{i + 1}" for i in range(len(weights))]
    place = f"{PREFIX}_desk_{layer}_{unit}_{len(weights)}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        row = st.selectbox(
            "Weight of",
            range(len(names) + 1),
            format_func=lambda i: names[i] if i < len(names) else "the bias",
            key=f"{place}_row",
            width=150,
        )
        now = weights[row] if row < len(weights) else shown.biases[layer][unit]
        value = st.number_input(
            "Value", value=round(float(now), 4), step=0.1, key=f"{place}_{row}_value", width=150
        )
        edit = write_edit(WeightEdit(layer, row, unit, float(value)), len(weights))
        st.button("Set it", key=f"{place}_set", on_click=_move, args=(edit,))
        if settings.edit is not None:
            st.button("Undo", key=f"{place}_undo", on_click=_move, args=("",), type="tertiary")
    st.caption("A film begins with this weight; a live run goes on with it.")


def _move(edit: str) -> None:
    st.session_state[f"{PREFIX}_moved"] = {"edit": edit}
