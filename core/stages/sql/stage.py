"""The stage SQL: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="sql",
    title="SQL",
    section="Foundations",
    question="How do you ask a database?",
    icon=":material/database:",
    topics=split(
        "SELECT; INSERT; UPDATE; DELETE; joins; INNER JOIN; LEFT JOIN; RIGHT JOIN; FULL JOIN; "
        "subqueries; common table expressions; CTE; window functions; query optimisation; "
        "SQLite; PostgreSQL; MySQL; DuckDB"
    ),
    playgrounds=(
        Card("editor", "Editor", "A real database: result, chart, plan and undo.", own_data=True),
        Card(
            "clause_stepper",
            "Clause stepper",
            "Rows flow through the clauses of your own query.",
            film=True,
        ),
        Card("joins", "Joins", "Which rows match, which are dropped, which become NULL."),
        Card("windows", "Windows", "Partition, order and frame of the chosen row."),
        Card("plans", "Plans", "The same query in SQLite and DuckDB: rows read and time."),
        Card("dialects", "Dialects", "Your query rewritten for four databases."),
        Card("cases", "Cases", "Graded problems from easy to hard."),
    ),
    needs=("programming",),
)
