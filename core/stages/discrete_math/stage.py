"""The stage Discrete mathematics: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="discrete_math",
    title="Discrete mathematics",
    section="Foundations",
    question="How do you count, connect and prove?",
    icon=":material/hub:",
    topics=split(
        "sets; relations; functions; logic; truth tables; combinatorics; permutations; "
        "combinations; graph theory; shortest path; Dijkstra; analysis of algorithms; sorting; "
        "searching; big O"
    ),
    playgrounds=(
        Card("sets", "Sets, relations, functions", "Venn regions and arrows of what you type."),
        Card("logic", "Logic", "Truth table and simplification of a formula."),
        Card("counting", "Counting", "Formula against enumeration against simulation."),
        Card("graphs", "Graphs", "Draw a graph, run the classic algorithms on it.", film=True),
        Card("algorithms", "Algorithms", "Six sorts and three searches raced.", film=True),
    ),
    needs=(),
)
