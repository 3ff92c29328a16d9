"""The stage Model selection and tuning: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="tuning",
    title="Model selection and tuning",
    section="Core machine learning",
    question="Which settings are best, and how much of that is luck?",
    icon=":material/tune:",
    topics=split(
        "scikit-learn workflow; model selection; hyperparameter tuning; grid search; random "
        "search; Bayesian optimisation; ensembles; voting; bagging; boosting; stacking; nested "
        "cross-validation; pipelines"
    ),
    playgrounds=(
        Card(
            "search_race",
            "Search race",
            "Grid, random, halving and Bayesian on one budget.",
            film=True,
            own_data=True,
        ),
        Card("ensembles", "Ensembles", "Voting, bagging, boosting and stacking.", own_data=True),
        Card(
            "nested_validation",
            "Nested validation",
            "The optimism of tuning on the test set.",
            own_data=True,
        ),
        Card(
            "pipeline_picture",
            "Pipeline picture",
            "A row followed through every step.",
            own_data=True,
        ),
    ),
    needs=("evaluation",),
)
