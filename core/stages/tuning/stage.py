"""The stage Model selection and tuning: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, homes, split
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
            question="Which way of searching finds good settings soonest, and is it worth it?",
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
            question="What happens to a row on its way through a pipeline, number by number?",
            own_data=True,
        ),
    ),
    needs=("evaluation",),
    about=(
        "Every model has settings that it does not learn: how deep, how strict, how many. Here you "
        "look for good ones on a budget and watch four ways of searching race. Then you measure "
        "what is forgotten most: how much of the best score is skill, and how much is the luck of "
        "having tried often."
    ),
    homes=homes(
        {
            "search_race": (
                "hyperparameter tuning; grid search; random search; Bayesian optimisation"
            ),
            "nested_validation": "model selection; nested cross-validation",
            "pipeline_picture": "scikit-learn workflow; pipelines",
            "ensembles": "ensembles; voting; bagging; boosting; stacking",
        }
    ),
)

TERMS: tuple[Term, ...] = (
    Term(
        "grid search",
        "Trying every combination of a few values of each setting.",
        ("tuning.search_race",),
    ),
    Term(
        "random search",
        "Trying settings that are drawn by chance, each one anew for every trial.",
        ("tuning.search_race",),
    ),
    Term(
        "successive halving",
        "Trying many settings on few rows, and again and again only the best on more.",
        ("tuning.search_race",),
    ),
    Term(
        "TPE",
        "Drawing settings where good trials lie denser than bad ones: a Bayesian way to search.",
        ("tuning.search_race",),
        also=("tree-structured Parzen estimator", "Bayesian optimisation"),
    ),
    Term(
        "fANOVA",
        "How much of the spread of scores each setting explains, told by a forest on the trials.",
        ("tuning.search_race",),
        also=("hyperparameter importance",),
    ),
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
