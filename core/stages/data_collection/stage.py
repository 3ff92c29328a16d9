"""The stage Data sources and formats: its topics, its playgrounds, what it builds on, its terms."""

from __future__ import annotations

from core.course.stage import Card, Stage, homes, split
from core.course.term import Term

STAGE = Stage(
    slug="data_collection",
    title="Data sources and formats",
    section="Data",
    question="Where does data come from, and did it arrive whole?",
    icon=":material/upload_file:",
    topics=split(
        "databases; NoSQL; internet; web scraping; API; mobile apps; IoT; sensors; public "
        "repositories; Kaggle; UCI; Data.gov; CSV; TSV; JSON; JSON lines; Parquet; Excel; "
        "SQLite; encoding; delimiter; audio data; picture data; video data; loading data"
    ),
    playgrounds=(
        Card(
            "load",
            "Load",
            "Upload a file; see what was detected and overrule it.",
            own_data=True,
            question="What is in this file, and what had to be decided to read it?",
        ),
        Card(
            "formats",
            "Formats",
            "The same table in each format: bytes, time, what was lost.",
            own_data=True,
        ),
        Card("api", "API", "Requests, pages and rate limits against a small server."),
        Card("stream", "Stream", "Late and missing events; sliding windows.", film=True),
        Card("documents", "Documents", "Nested JSON: document against relational."),
        Card("web_page", "Web page", "Pick elements of a page into a table."),
        Card("sound_pictures", "Sound and pictures", "Waves, spectrograms and pixels."),
        Card("finder", "Finder", "From a question to a data set: licence, age, leaks."),
    ),
    needs=("programming",),
    about=(
        "A model knows only what its examples tell it, and they come as files, from databases or "
        "over a network. Every way of storing them can lose or change something unnoticed: a "
        "decimal comma, a date, a 999 that means unknown. Here you learn to see what arrived "
        "before anything is built on it."
    ),
    homes=homes(
        {
            "load": (
                "CSV; TSV; JSON; JSON lines; Parquet; Excel; SQLite; encoding; delimiter; loading "
                "data"
            ),
            "documents": "databases; NoSQL",
            "web_page": "internet; web scraping",
            "api": "API",
            "stream": "mobile apps; IoT; sensors",
            "finder": "public repositories; Kaggle; UCI; Data.gov",
            "sound_pictures": "audio data; picture data; video data",
        }
    ),
)

TERMS = (
    Term(
        "data set",
        "A table of examples you can learn from.",
        ("data_collection.load",),
        also=("dataset", "data"),
    ),
    Term(
        "row",
        "One example: one house, one customer, one payment.",
        ("data_collection.load",),
        also=("sample", "observation", "instance"),
    ),
    Term(
        "encoding",
        "The code that turns a file's bytes into letters.",
        ("data_collection.load",),
        also=("charset",),
    ),
    Term(
        "delimiter",
        "The sign between two cells of a text file.",
        ("data_collection.load",),
        also=("separator",),
    ),
    Term(
        "digest",
        "A short code that names content: other content, other code.",
        ("data_collection.load",),
    ),
    Term(
        "data type",
        "Whether a column holds numbers, words, dates or yes/no.",
        ("data_collection.load",),
        also=("dtype",),
    ),
    Term(
        "licence",
        "What the owner of the data allows you to do with it.",
        ("data_collection.load",),
        also=("license",),
    ),
    Term(
        "distribution", "Which values occur in a column, and how often.", ("data_collection.load",)
    ),
    Term(
        "mean",
        "The sum of the values divided by how many there are.",
        (
            "data_collection.load",
            "preprocessing.recipe",
        ),
        r"\bar{x} = \frac{1}{n}\sum_i x_i",
        ("average",),
    ),
    Term(
        "median",
        "The value in the middle when all are sorted.",
        (
            "data_collection.load",
            "preprocessing.recipe",
        ),
    ),
    Term(
        "standard deviation",
        "How far values typically lie from their mean.",
        (
            "data_collection.load",
            "preprocessing.recipe",
        ),
        r"s = \sqrt{\frac{1}{n-1}\sum_i (x_i-\bar{x})^2}",
        ("spread", "sd"),
    ),
    Term(
        "quantile",
        "The value below which a given share of the rows lies.",
        (
            "data_collection.load",
            "preprocessing.recipe",
        ),
        also=("percentile", "quartile"),
    ),
    Term(
        "correlation",
        "How well a straight line describes two columns together, from −1 to 1.",
        (
            "data_collection.load",
            "explainable_ai.global",
        ),
        r"r = \frac{1}{n-1}\sum_i \frac{x_i-\bar{x}}{s_x}\cdot\frac{y_i-\bar{y}}{s_y}",
    ),
    Term(
        "missing value",
        "A cell with nothing in it.",
        (
            "data_collection.load",
            "preprocessing.recipe",
        ),
        also=("gap", "nan", "null"),
    ),
)
