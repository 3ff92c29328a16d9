"""The stage Scalable data processing: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="big_data",
    title="Scalable data processing",
    section="Production",
    question="What do you do when the data no longer fits?",
    icon=":material/storage:",
    topics=split(
        "Spark; Hadoop; PySpark; Dask; ETL; data lakes; MapReduce; partitioned Parquet; Git; "
        "GitHub; Polars; DuckDB"
    ),
    playgrounds=(
        Card("engine_race", "Engine race", "Four engines on the same rows."),
        Card("map_reduce", "Map, shuffle, reduce", "One job in Hadoop, PySpark, Dask.", film=True),
        Card("lake", "Lake", "An ETL job with a failing step, run again."),
        Card("cluster", "Cluster", "This suite's own workers, now."),
        Card("git_graph", "Git graph", "Branches, merges and conflicts.", film=True),
    ),
    needs=("sql", "data_collection"),
)
