"""One step by hand as a script in plain Python: every number by its own line."""

from __future__ import annotations

from core.stages.neural_networks.one_step.settings import NAMED_WEIGHTS, ByHandSettings

_SHAPES = {
    "sigmoid": ("1 / (1 + math.exp(-net))", "out * (1 - out)"),
    "tanh": ("math.tanh(net)", "1 - out**2"),
    "relu": ("max(0.0, net)", "float(net > 0)"),
    "linear": ("net", "1.0"),
}


def by_hand_script(s: ByHandSettings) -> str:
    """Return a script that prints errors, gradients and the weights after every step."""
    outs = range(1, len(s.targets) + 1)
    value, slope = _SHAPES[s.activation]
    names = NAMED_WEIGHTS[: len(s.weights)]
    lines = [
        '"""One training step by hand, from the ML Roadmap Playground."""',
        "",
        "import math",
        "",
        f"i1, i2 = {s.inputs[0]!r}, {s.inputs[1]!r}",
        *(f"t{j} = {s.targets[j - 1]!r}" for j in outs),
        *(f"{name} = {weight!r}" for name, weight in zip(names, s.weights, strict=True)),
        f"b1, b2 = {s.biases[0]!r}, {s.biases[1]!r}",
        f"rate = {s.learning_rate!r}",
        "",
        "",
        "def activation(net):",
        f"    return {value}",
        "",
        "",
        "def slope(net, out):",
        f"    return {slope}",
        "",
        "",
        f"for step in range({s.n_steps}):",
        *("    " + line for line in _step(s, names)),
    ]
    return "\n".join(lines) + "\n"


def _step(s: ByHandSettings, names: tuple[str, ...]) -> list[str]:
    outs = range(1, len(s.targets) + 1)
    lines = ["# forward"]
    for h, (a, b) in ((1, ("w1", "w2")), (2, ("w3", "w4"))):
        lines += [f"net_h{h} = {a} * i1 + {b} * i2 + b1", f"out_h{h} = activation(net_h{h})"]
    for j in outs:
        a, b = f"w{3 + 2 * j}", f"w{4 + 2 * j}"
        lines += [f"net_o{j} = {a} * out_h1 + {b} * out_h2 + b2"]
        lines += [f"out_o{j} = activation(net_o{j})"]
    errors = " + ".join(f"0.5 * (t{j} - out_o{j}) ** 2" for j in outs)
    lines += ["# error", f"E = {errors}", 'print(f"E: {E:.9g}")', "# backward"]
    for j in outs:
        lines += [f"d_o{j} = (out_o{j} - t{j}) * slope(net_o{j}, out_o{j})"]
    for h in (1, 2):
        back = " + ".join(f"d_o{j} * w{2 + 2 * j + h}" for j in outs)
        lines += [f"d_h{h} = ({back}) * slope(net_h{h}, out_h{h})"]
    lines += _gradients(s)
    lines += ["# update"]
    for name in names + (("b1", "b2") if s.update_biases else ()):
        lines += [f"{name} -= rate * g_{name}", f'print(f"{name}: {{{name}:.9g}}")']
    return lines


def _gradients(s: ByHandSettings) -> list[str]:
    outs = range(1, len(s.targets) + 1)
    lines = [f"g_w{2 * h - 1}, g_w{2 * h} = d_h{h} * i1, d_h{h} * i2" for h in (1, 2)]
    lines += [f"g_w{3 + 2 * j}, g_w{4 + 2 * j} = d_o{j} * out_h1, d_o{j} * out_h2" for j in outs]
    if s.update_biases:
        lines += ["g_b1 = d_h1 + d_h2", "g_b2 = " + " + ".join(f"d_o{j}" for j in outs)]
    return lines
