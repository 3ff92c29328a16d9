"""The stage Model selection and tuning: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import LATER, Card, Stage, homes, split
from core.course.term import Term

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
            question="How much of my best score is only the luck of having tried often?",
        ),
        Card(
            "pipeline_picture",
            "Pipeline picture",
            "A row followed through every step.",
            own_data=True,
        ),
    ),
    needs=("evaluation",),
    about=(
        "Every model has settings that it does not learn: how deep, how strict, how many. Here you "
        "look for good ones on a budget, watch four ways of searching race, and then ask the "
        "question that is forgotten most: how much of the best score is skill, and how much is "
        "the luck of having tried often?"
    ),
    homes=homes(
        {
            "search_race": (
                "hyperparameter tuning; grid search; random search; Bayesian optimisation"
            ),
            "nested_validation": "model selection; nested cross-validation",
            "pipeline_picture": "scikit-learn workflow; pipelines",
            LATER: "ensembles; voting; bagging; boosting; stacking",
        }
    ),
)

TERMS: tuple[Term, ...] = (
    Term(
        "nested cross-validation",
        "Rows are put aside, a model is chosen by inner folds of the others, and then asked.",
        ("tuning.nested_validation",),
        also=("nested validation", "double cross-validation"),
    ),
    Term(
        "optimism",
        "By how much the score that chose a model is better than its score on unseen rows.",
        ("tuning.nested_validation",),
        also=("selection bias", "winner's curse"),
    ),
)
