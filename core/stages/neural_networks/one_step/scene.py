"""One step by hand: a small net with its numbers, filled in one after the other."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from core.compute.film import Film
from core.figures.blocks import Block, Moving, Words
from core.figures.film import Axis, Boxes, FilmPicture, Layer, Panel, Readout, Segments, Texts
from core.figures.plain_formula import with_minus
from core.stages.neural_networks.one_step.numbers import into
from core.stages.neural_networks.one_step.run import ByHandFrame
from core.stages.neural_networks.one_step.settings import ByHandSettings

HALF_X, HALF_Y = {"i": 0.2, "h": 0.36, "o": 0.36, "E": 0.36}, 0.36
COLUMNS = (0.0, 1.36, 2.88, 3.72)
"""Where inputs, hidden neurons, outputs and errors stand: on a phone words fit between them."""
BIASES = (0.6, 2.12)
ACCENT, INK = 1, -1
THINNEST = 0.2
"""The least width of a line, as a share of the widest."""
STAGES = {
    "forward": "Forward: what the network says",
    "error": "Error: how far that is from the targets (half the square: its slope is the miss)",
    "backward": "Backward: who is to blame, and by how much",
    "update": "Update: every weight takes its step",
}


def draw(settings: ByHandSettings, film: Film[ByHandFrame]) -> tuple[Block, ...]:
    """Draw the net with its numbers as they come, and every formula filled in below."""
    n = len(settings.targets)
    error = np.array([dict(frame.known).get("E", np.nan) for frame in film.frames])
    picture = FilmPicture(
        "net_by_hand",
        (_network(settings, film),),
        film.steps,
        f"A network of two inputs, two hidden neurons and {n} outputs, "
        f"{len(film.frames) - 1} numbers of its step",
        unit="number",
        captions=tuple(_caption(frame) for frame in film.frames),
        readouts=(
            Readout("step", np.array([frame.step for frame in film.frames], float), 0),
            Readout("newest number", np.array([frame.value for frame in film.frames]), 6),
            Readout("total error E", error, 6),
        ),
        seconds=max(20.0, 0.8 * len(film.frames)),
        begin="start",
        file_name="one_step.html",
        title="One training step, number by number",
    )
    return (Moving(picture), *_formulas(film))


def notice(settings: ByHandSettings, film: Film[ByHandFrame]) -> str:
    """Name the error, the largest gradient and where its weight went."""
    last = film.last
    if last.ended:
        return _ended(last)
    first = {f.name: f.value for f in film.frames if f.step == 1}
    if "E" not in first:
        return f"{last.name} is {last.value:.6g}."
    gradients = {name: value for name, value in first.items() if re.fullmatch(r"dE_w\d", name)}
    most = max(gradients, key=lambda name: abs(gradients[name]))
    weight = most[3:]
    old, new = dict(film.frames[0].known)[weight], first[weight]
    errors = [f.value for f in film.frames if f.name == "E"]
    then = (
        f" By step {len(errors)} the error is {errors[-1]:.6g}."
        if len(errors) > 1
        else " Set two steps to see what that does to the error."
    )
    if not gradients[most]:
        return (
            f"The error is {first['E']:.6g}, and no weight gets a gradient: all of them are "
            f"{abs(gradients[most]):.0f}, so none moves at any rate.{then}"
        )
    return (
        f"The error is {first['E']:.6g}. The largest gradient of a weight, {gradients[most]:.4g}, "
        f"belongs to {weight}, which moves from {old:.6g} to {new:.6g} at a rate of "
        f"{settings.learning_rate:g}.{then}"
    )


def _places(n_outputs: int) -> dict[str, tuple[float, float]]:
    """Return where each node stands."""
    first, middle, right, end = COLUMNS
    outs = {"o1": (right, 1.0), "o2": (right, -1.0)} if n_outputs == 2 else {"o1": (right, 0.0)}
    ends = {name.replace("o", "E"): (end, y) for name, (_, y) in outs.items()}
    hidden = {"h1": (middle, 1.0), "h2": (middle, -1.0)}
    return {"i1": (first, 1.0), "i2": (first, -1.0), **hidden, **outs, **ends}


def _edges(n_outputs: int) -> list[tuple[str, str, str]]:
    """Return (weight, from, to) of every connection."""
    neurons = ["h1", "h2", *(f"o{j + 1}" for j in range(n_outputs))]
    return [(w, source, neuron) for neuron in neurons for w, source in into(neuron)]


def _network(settings: ByHandSettings, film: Film[ByHandFrame]) -> Panel:
    n = len(settings.targets)
    places, edges = _places(n), _edges(n)
    known = [dict(frame.known) for frame in film.frames]
    nodes = list(places.values())
    xs, ys = np.array([x for x, _ in nodes]), np.array([y for _, y in nodes])
    halves = np.array([HALF_X[name[0]] for name in places])
    layers: list[Layer] = [
        _lines(known, places, edges),
        Boxes(xs - halves, ys - HALF_Y, xs + halves, ys + HALF_Y, colour=INK, width=1.5),
        _highlight(film, places, edges, n),
        *_node_words(known, places),
        *_edge_words(known, places, edges),
        Texts(
            np.array(COLUMNS), np.full(4, 1.65),
            ("inputs", "hidden", "outputs", "error"), 13, bold=True,
        ),
        Texts(np.array(BIASES), np.full(2, -1.62), _biases(known, film), 12),
    ]  # fmt: skip
    return Panel(
        "The network with its numbers",
        Axis("", -0.25, 4.13),
        Axis("", -1.75, 1.8),
        tuple(layers),
        width=12,
        height_px=400,
        plain=True,
        alt="Two inputs, two hidden neurons and the outputs as boxes with their sums, outputs and "
        "gradients; on the lines the weights and their gradients; a box marks the newest number",
    )


def _lines(
    known: list[dict[str, float]],
    places: Mapping[str, tuple[float, float]],
    edges: list[tuple[str, str, str]],
) -> Segments:
    """Return the connections, thick by their weights; what explodes later thins none of them."""
    weights = np.array([[k[w] for w, _, _ in edges] for k in known])
    largest = max(float(np.abs(weights[0]).max()), 1e-12)
    share = np.clip(np.abs(weights) / largest, THINNEST, 1.0)
    x0, y0, x1, y1 = np.array([_ends(places, a, b) for _, a, b in edges]).T
    return Segments(x0, y0, x1, y1, np.where(weights < 0, -share, share), 4.0)


def _ends(
    places: Mapping[str, tuple[float, float]], a: str, b: str
) -> tuple[float, float, float, float]:
    """Return where a connection leaves one box and meets the other: x0, y0, x1, y1."""
    (x0, y0), (x1, y1) = places[a], places[b]
    return x0 + HALF_X[a[0]], y0, x1 - HALF_X[b[0]], y1


def _node_words(
    known: list[dict[str, float]], places: Mapping[str, tuple[float, float]]
) -> list[Layer]:
    """Four lines in each box: its name, sum, output and gradient, as they become known."""
    rows = []
    for line in range(4):
        texts = tuple(tuple(_node_line(name, k)[line] for name in places) for k in known)
        at = np.array([y + 0.25 - 0.165 * line for _, y in places.values()])
        across = np.array([x for x, _ in places.values()])
        rows.append(Texts(across, at, texts, 13 if line == 0 else 12, bold=line == 0))
    return list(rows)


def _node_line(name: str, k: Mapping[str, float]) -> tuple[str, str, str, str]:
    if name.startswith("i"):
        return name, f"{k[name]:.4g}", "", ""
    if name.startswith("E"):
        target, value = k[f"t{name[1]}"], k.get(f"E_o{name[1]}")
        return f"E of o{name[1]}", f"target {target:.4g}", _shown("E", value), ""
    found = (("net", f"net_{name}"), ("out", f"out_{name}"), ("δ", f"d_{name}"))
    return (name, *(_shown(word, k.get(key)) for word, key in found))  # type: ignore[return-value]


def _shown(word: str, value: float | None) -> str:
    return f"{word} ·" if value is None else f"{word} {value:.4g}".replace("-", "−")


def _edge_words(
    known: list[dict[str, float]],
    places: Mapping[str, tuple[float, float]],
    edges: list[tuple[str, str, str]],
) -> list[Layer]:
    at = np.array([_on_edge(places, a, b) for _, a, b in edges])
    weights = tuple(tuple(f"{w} {k[w]:.4g}".replace("-", "−") for w, _, _ in edges) for k in known)
    slopes = tuple(
        tuple(
            f"∂E {k[f'dE_{w}']:.3g}".replace("-", "−") if f"dE_{w}" in k else ""
            for w, _, _ in edges
        )
        for k in known
    )
    return [
        Texts(at[:, 0], at[:, 1] + 0.085, weights, 12, bold=True, halo=True),
        Texts(at[:, 0], at[:, 1] - 0.075, slopes, 11, halo=True),
    ]


def _on_edge(places: Mapping[str, tuple[float, float]], a: str, b: str) -> tuple[float, float]:
    """Return where the words of a connection stand: crossing ones near where they begin."""
    x0, y0, x1, y1 = _ends(places, a, b)
    share = 0.5 if y0 == y1 else 0.3
    return x0 + share * (x1 - x0), y0 + share * (y1 - y0)


def _biases(known: list[dict[str, float]], film: Film[ByHandFrame]) -> tuple[tuple[str, str], ...]:
    words = []
    for k in known:
        slopes = [f", ∂E {k[f'dE_{b}']:.3g}" if f"dE_{b}" in k else "" for b in ("b1", "b2")]
        pair = (f"b1 {k['b1']:.4g}{slopes[0]}", f"b2 {k['b2']:.4g}{slopes[1]}")
        words.append((pair[0].replace("-", "−"), pair[1].replace("-", "−")))
    return tuple(words)


def _highlight(
    film: Film[ByHandFrame],
    places: Mapping[str, tuple[float, float]],
    edges: list[tuple[str, str, str]],
    n_outputs: int,
) -> Boxes:
    """Return a box around the newest number of each frame."""
    spots = {w: (*_on_edge(places, a, b), 0.38, 0.17) for w, a, b in edges}
    spots |= {
        name: (x, y, HALF_X[name[0]] + 0.02, HALF_Y + 0.03) for name, (x, y) in places.items()
    }
    spots |= {"b1": (BIASES[0], -1.62, 0.5, 0.1), "b2": (BIASES[1], -1.62, 0.5, 0.1)}
    nowhere = (np.nan,) * 4
    found = np.array([spots.get(_spot(frame.name), nowhere) for frame in film.frames])
    x, y, half_x, half_y = (found[:, [i]] for i in range(4))
    return Boxes(x - half_x, y - half_y, x + half_x, y + half_y, colour=ACCENT, width=3.0)


def _spot(name: str) -> str:
    """Return the node or weight whose number it is."""
    if name.startswith("E_"):
        return f"E{name[-1]}"
    return name.rpartition("_")[2]


# Formulas


def _caption(frame: ByHandFrame) -> str:
    if not frame.name:
        return "The numbers that are given. Step forward: each number comes with its formula."
    if frame.ended:
        return _ended(frame)
    formula, filled = plain(frame.formula), plain(frame.filled)
    value = f"{frame.value:.6g}".replace("-", "−")
    return f"{plain_name(frame.name)} = {formula} = {filled} = {value}"


def _ended(frame: ByHandFrame) -> str:
    """Return why the step ended, with its number named as in the picture."""
    return with_minus(frame.ended.replace(frame.name, plain_name(frame.name), 1))


def plain_name(name: str) -> str:
    """Return a number's name as plain text.

    >>> plain_name("net_h1"), plain_name("d_o1"), plain_name("dE_w5"), plain_name("w5")
    ('net h1', 'δ o1', '∂E/∂w5', 'new w5')
    """
    if name.startswith("dE_"):
        return f"∂E/∂{name[3:]}"
    if re.fullmatch(r"[wb]\d", name):
        return f"new {name}"
    return name.replace("d_", "δ ").replace("_", " ")


_PLAIN = (
    (r"\\frac\{1\}\{1 \+ e\^\{-(.*)\}\}", r"1 / (1 + e^−(\1))"),
    (r"\\frac\{\\partial E\}\{\\partial (\w)_(\d)\}", r"∂E/∂\1\2"),
    (r"\\tfrac\{1\}\{2\}", "½"),
    (r"\\mathrm\{(\w+)\}_\{(\w+)\}", r"\1 \2"),
    (r"\\delta_\{(\w+)\}", r"δ \1"),
    (r"E_\{(\w+)\}", r"E \1"),
    (r"([a-z])_(\d)", r"\1\2"),
    (r"\^2", "²"),
    (r"\\cdot", "·"),
    (r"\\eta", "η"),
    (r"\\(tanh|max)", r"\1"),
    (r"-", "−"),
)


def plain(latex: str) -> str:
    r"""Return a formula as plain text.

    >>> plain(r"\frac{1}{1 + e^{-\mathrm{net}_{h1}}}"), plain(r"\delta_{o1} \cdot w_5")
    ('1 / (1 + e^−(net h1))', 'δ o1 · w5')
    """
    for pattern, by in _PLAIN:
        latex = re.sub(pattern, by, latex)
    return latex


def _formulas(film: Film[ByHandFrame]) -> tuple[Words, ...]:
    """Return every formula of the first step with its numbers, stage by stage."""
    parts = ["#### Every formula of the first step with its numbers"]
    for stage, title in STAGES.items():
        lines = [
            rf"- ${_latex_name(f.name)} = {f.formula} = {f.filled} = \mathbf{{{f.value:.6g}}}$"
            for f in film.frames
            if f.step == 1 and f.stage == stage and not f.ended
        ]
        parts += [f"**{title}**", "\n".join(lines)] if lines else []
    return (Words("\n\n".join(parts)),)


def _latex_name(name: str) -> str:
    head, _, tail = name.partition("_")
    if head == "dE":
        return rf"\frac{{\partial E}}{{\partial {tail[0]}_{tail[1]}}}"
    if head == "d":
        return rf"\delta_{{{tail}}}"
    if tail:
        upright = head if head == "E" else rf"\mathrm{{{head}}}"
        return rf"{upright}_{{{tail}}}"
    return f"{name[0]}_{name[1]}'" if len(name) == 2 else name
