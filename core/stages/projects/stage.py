"""The stage Projects: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="projects",
    title="Projects",
    section="Production",
    question="Can you take a problem from a table to a service?",
    icon=":material/flag:",
    topics=split(
        "end-to-end workflow; Kaggle competition; Titanic; House Prices; fraud detection; "
        "recommendation project; stock series; image classification; sentiment project; "
        "object detection project; chatbot; deployment project; CI/CD retraining; LLM "
        "application; leaderboard; portfolio"
    ),
    playgrounds=(
        Card("guided", "Guided projects", "Ten projects, checked on your real work."),
        Card("leaderboard", "Leaderboard", "Few submissions and a shake-up."),
        Card("report", "Report", "Code, write-up and model card to take away."),
    ),
    needs=("evaluation", "mlops"),
)
