"""The stage The roadmap: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import LATER, Card, Stage, homes, split

STAGE = Stage(
    slug="roadmap",
    title="The roadmap",
    section="Start",
    question="What is there to learn, and where do you stand?",
    icon=":material/map:",
    topics=split(
        "what machine learning is; why machine learning matters; kinds of learning; what a "
        "machine learning engineer does; data scientist; software engineer; DevOps; "
        "AI engineer; T-shaped skills; order of the stages; milestones; where to practise"
    ),
    playgrounds=(
        Card(
            "map",
            "Map",
            "All stages as a picture, coloured by what you have earned.",
            question="Where are you on the road, and what comes next?",
        ),
        Card("your_path", "Your path", "A short self-assessment gives you a path with dates."),
        Card(
            "which_learning",
            "Which kind of learning?",
            "A few questions about a problem lead to a stage and a first model.",
        ),
        Card("roles", "Roles", "The skills of each role beside your own T."),
        Card(
            "passport",
            "Passport",
            "Your progress, kept in this browser, and a certificate.",
            question="What have you earned, and how do you take it along?",
        ),
    ),
    needs=(),
    about=(
        "Machine learning lets a computer find a rule in examples instead of being told the rule. "
        "This page is the map of the way there, from a first table of data to models in use: pick "
        "a place, try things, and collect what you have understood. Nothing has to be known "
        "beforehand."
    ),
    homes=homes(
        {
            "map": "order of the stages",
            "passport": "milestones",
            "which_learning": "what machine learning is; kinds of learning",
            "roles": (
                "what a machine learning engineer does; data scientist; software engineer; "
                "DevOps; AI engineer; T-shaped skills"
            ),
            "your_path": "where to practise",
            LATER: "why machine learning matters",
        }
    ),
)
