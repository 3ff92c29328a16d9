"""The stage Probability and statistics: its topics, its playgrounds, what it builds on."""

from __future__ import annotations

from core.course.stage import Card, Stage, split

STAGE = Stage(
    slug="statistics",
    title="Probability and statistics",
    section="Foundations",
    question="What can you conclude from a sample, and how sure are you?",
    icon=":material/bar_chart:",
    topics=split(
        "population; sample; parameter; scale of measurement; probability; conditional "
        "probability; independence; Bayes' theorem; Bayesian networks; random variables; "
        "expectation; variance; standard deviation; probability density; distributions; normal "
        "distribution; descriptive statistics; inferential statistics; hypothesis tests; "
        "p-value; confidence intervals; bootstrap; A/B test; regression; statsmodels; "
        "correlation; maximum likelihood; entropy; graphs and charts; central limit theorem"
    ),
    playgrounds=(
        Card("describe", "Describe", "Centre, spread, shape and outliers.", own_data=True),
        Card("distributions", "Distributions", "16 of them: density, quantiles, sampling."),
        Card("chance", "Chance", "Coins, dice, urns and the law of large numbers.", film=True),
        Card("bayes", "Bayes", "A medical test as a thousand people."),
        Card("bayesian_network", "Bayesian network", "Click evidence, watch beliefs move."),
        Card(
            "central_limit",
            "Central limit and intervals",
            "Means become normal; a hundred intervals and those that miss.",
            film=True,
        ),
        Card("tests", "Tests", "Eight tests, power, A/B test, many tests at once.", own_data=True),
        Card(
            "likelihood",
            "Likelihood and surprise",
            "Drag a model over data and the likelihood climbs.",
            film=True,
        ),
        Card(
            "regression_table",
            "Regression table",
            "Coefficients, errors, p and intervals.",
            own_data=True,
        ),
        Card("correlation", "Correlation traps", "Anscombe, Simpson and confounding."),
    ),
    needs=(),
)
