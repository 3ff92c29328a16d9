r"""Formulas as plain words for captions: the few LaTeX commands that our updates are written in."""

from __future__ import annotations

import re

_MARKS = (
    (r"\\begin\{aligned\}|\\end\{aligned\}|&|\\bigl|\\bigr|\\tfrac", ""),
    (r"\\text\{([^}]*)\}", r"\1"),
    (r"\\mathbb\{E\}\\,?", "E "),
    (r"\\leftarrow", "←"),
    (r"\\cdots", "…"),
    (r"\\cdot", "·"),
    (r"\\gamma", "γ"),
    (r"\\alpha", "α"),
    (r"\\bar x", "x̄"),
    (r"\\ln", "ln"),
    (r"\\sqrt\{\{([^{}]*)\}\{([^{}]*)\}\}", r"√(\1/\2)"),
    (r"\\max", "max"),
    (r"\\,", " "),
    (r"_\{(\w+)\}", r"_\1"),
    (r"\\ ?", " "),
    (r"-(?=\d)", "−"),
    (r"\s+", " "),
)


def plain(latex: str) -> str:
    r"""Return a formula as one line of text.

    >>> plain(r"G_{1} = R_{2} + \gamma\,G_{2} = 2 + 0.9 \cdot (-1) = 1.1")
    'G_1 = R_2 + γ G_2 = 2 + 0.9 · (−1) = 1.1'
    >>> plain(r"\bar x + c\sqrt{\tfrac{\ln N}{n}} = 1.9")
    'x̄ + c√(ln N/n) = 1.9'
    """
    for sign, word in _MARKS:
        latex = re.sub(sign, word, latex)
    return latex.strip()


def spelled(bellman: str) -> str:
    r"""Return a Bellman update in one sentence: its best action, or the sum over its actions.

    >>> spelled(r"\begin{aligned} V(1,1) &\leftarrow \max \\ &\text{up: } 0 + 0.9 \cdot 2 = 1.8 \\ "
    ...     r"&\text{left: } -1 + 0.9 \cdot 0 = -1 \\ &= 1.8 \end{aligned}")
    'V(1,1) ← the best of up: 0 + 0.9 · 2 = 1.8; left −1.'
    """
    head, *lines = [plain(line) for line in bellman.split(r"\\ &")]
    *actions, total = lines
    told = [_ACTION.fullmatch(line) for line in actions]
    known = [(m["name"], m["how"], m["value"]) for m in told if m is not None]
    where = head.partition(" ←")[0]
    if head.endswith("max"):
        known.sort(key=lambda part: -float(part[2].replace("−", "-")))
        first, rest = known[0], "".join(f"; {name} {value}" for name, _, value in known[1:])
        return f"{where} ← the best of {first[0]}: {first[1]} = {first[2]}{rest}."
    if len(known) == 1:  # a policy that is sure: its one action has the chance 1
        (name, how, _), sure = known[0], "1 ("
        how = how[len(sure) : -1] if how.startswith(sure) and how.endswith(")") else how
        return f"{where} ← {name}, the policy's choice: {how} {total}."
    parts = " + ".join(f"{name} {value}" for name, _, value in known)
    return f"{where} ← {parts} {total}, each weighed by how often it is chosen."


def spelled_out(bellman: str) -> tuple[str, ...]:
    r"""Return a Bellman update in lines: what it takes, every action in full, and the result.

    >>> spelled_out(r"\begin{aligned} V(1,1) &\leftarrow \max \\ &\text{up: } 0 + 0.9 \cdot 2 "
    ...     r"= 1.8 \\ &\text{left: } -1 + 0.9 \cdot 0 = -1 \\ &= 1.8 \end{aligned}")
    ('V(1,1) ← the best of', 'up: 0 + 0.9 · 2 = 1.8', 'left: −1 + 0.9 · 0 = −1', '= 1.8')
    """
    head, *lines = [plain(line) for line in bellman.split(r"\\ &")]
    taken = "the best of" if head.endswith("max") else "chance of the action × what it is worth:"
    told = (_END.sub(r"\1: \2, and nothing follows", line) for line in lines)
    return (f"{head.partition(' ←')[0]} ← {taken}", *told)


_END = re.compile(r"^([\w ]+): (\S+) = \2$")


def with_minus(text: str) -> str:
    """Return a text with the sign of its negative numbers as a minus, hyphens left alone.

    What was rounded to nothing has no sign.

    >>> with_minus("Q-learning earned -13.0 (1e-4)"), with_minus("-0.00 or -0.05")
    ('Q-learning earned −13.0 (1e-4)', '0.00 or −0.05')
    """
    text = re.sub(r"(?<!\w)-(?=0\.0+(?!\d))", "", text)
    return re.sub(r"(?<!\w)-(?=\d)|(?<= )-(?= )", "−", text)


_ACTION = re.compile(r"(?P<name>[\w ]+): (?P<how>.*) = (?P<value>[−\d.]+)")
