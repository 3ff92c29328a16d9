"""The stage Programming and libraries: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="programming",
    title="Programming and libraries",
    section="Foundations",
    question="How do you tell a computer what to do with data?",
    icon=":material/code:",
    topics=split(
        "basic syntax; variables; data types; conditionals; loops; functions; built-ins; "
        "modules; data structures; lists; tuples; dictionaries; sets; comprehensions; "
        "exceptions; debugging; object-oriented programming; classes; objects; inheritance; "
        "polymorphism; encapsulation; Python; NumPy; pandas; Polars; Matplotlib; Seaborn; "
        "SciPy; R; Java; C++"
    ),
    playgrounds=(
        Card("code_cell", "Code cell", "Write and run Python safely; graded exercises."),
        Card("trace", "Trace", "A program's variables and calls, line by line.", film=True),
        Card("array_lab", "Array lab", "Shapes, slices and broadcasting as coloured cells."),
        Card(
            "table_lab",
            "Table lab",
            "Filter, group, join, pivot and melt: before and after.",
            own_data=True,
        ),
        Card(
            "chart_lab",
            "Chart lab",
            "The same chart in Matplotlib, Seaborn and Plotly.",
            own_data=True,
        ),
        Card("scipy_lab", "SciPy lab", "Optimise, integrate, interpolate, solve an equation."),
        Card("four_structures", "Four structures", "One task with list, tuple, dict and set."),
        Card("rosetta", "Rosetta", "One exercise in Python, R, Java and C++, line by line."),
    ),
    needs=(),
)
