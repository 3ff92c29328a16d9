"""The stage Explainable AI: its topics, its playgrounds, what it builds on, its terms."""

from __future__ import annotations

from core.course.stage import Card, Stage, homes, split
from core.course.term import Term

STAGE = Stage(
    slug="explainable_ai",
    title="Explainable AI",
    section="Core machine learning",
    question="Why did the model say that?",
    icon=":material/lightbulb:",
    topics=split(
        "trust; debugging; compliance; fairness; feature importance; permutation importance; "
        "partial dependence; PDP; ICE; SHAP; LIME; counterfactuals; saliency; Grad-CAM; "
        "attention; bias; bias mitigation; ethics; model card"
    ),
    playgrounds=(
        Card(
            "global",
            "Global",
            "What the model uses over all rows.",
            own_data=True,
            question="Which columns does the model look at, and what does it do with them?",
        ),
        Card(
            "local",
            "Local",
            "Why one row got its prediction.",
            own_data=True,
            question="Why did this one row get its prediction, and do two explanations agree?",
        ),
        Card(
            "shapley",
            "Shapley by hand",
            "Every coalition of a small game.",
            film=True,
            own_data=True,
            question="What is a fair share of what several players made together, and why?",
        ),
        Card("text_pictures", "Text and pictures", "Which words, which pixels."),
        Card("lie_detector", "Lie detector", "Find the planted fault by explanations alone."),
        Card("fairness", "Fairness", "Rates and thresholds by group.", own_data=True),
    ),
    needs=("evaluation",),
    about=(
        "A model can be right for a wrong reason, or refuse somebody without saying why. This "
        "stage asks it: which columns does it use over all rows, and what moved this one answer? "
        "Explanations are measurements too, with their own errors, so you also learn when not to "
        "believe them."
    ),
    homes=homes(
        {
            "global": "feature importance; permutation importance; partial dependence; PDP; ICE",
            "local": "trust; SHAP; LIME; counterfactuals",
            "lie_detector": "debugging",
            "text_pictures": "saliency; Grad-CAM; attention",
            "fairness": "compliance; fairness; bias; bias mitigation; ethics; model card",
        }
    ),
)

TERMS = (
    Term(
        "bias",
        "One group is judged worse than another for no good cause.",
        ("explainable_ai.fairness",),
        stage="explainable_ai",
    ),
    Term(
        "feature importance",
        "How much a model relies on a column.",
        ("explainable_ai.global",),
        also=("variable importance",),
    ),
    Term(
        "permutation importance",
        "How much worse the score gets when a column is shuffled.",
        ("explainable_ai.global",),
    ),
    Term(
        "impurity importance",
        "How much a column's questions sorted the training rows in the trees.",
        ("explainable_ai.global",),
        also=("Gini importance", "MDI"),
    ),
    Term(
        "partial dependence",
        "The mean prediction as one column moves and the others stay.",
        ("explainable_ai.global",),
        r"\frac{1}{n}\sum_i f(x_S, x_{i,C})",
        ("PDP",),
    ),
    Term(
        "ICE",
        "One line for each row: its prediction as one column moves.",
        ("explainable_ai.global",),
        also=("individual conditional expectation",),
    ),
    Term(
        "ALE",
        "Steps of the prediction among rows that have such values, added up.",
        ("explainable_ai.global",),
        r"\sum_{k \le x} \frac{1}{n_k} \sum_{i \in k} f(z_k, x_{i,C}) - f(z_{k-1}, x_{i,C})",
        ("accumulated local effects",),
    ),
    Term(
        "Shapley value",
        "A fair share of the result for each player of a game.",
        (
            "explainable_ai.shapley",
            "explainable_ai.local",
            "explainable_ai.global",
        ),
        r"\phi_j = \sum_{S\not\ni j}\frac{|S|!\,(p-|S|-1)!}{p!}\,\bigl(v(S\cup j)-v(S)\bigr)",
    ),
    Term(
        "coalition",
        "A group of players that work together, from nobody to all of them.",
        ("explainable_ai.shapley",),
        stage="explainable_ai",
    ),
    Term(
        "marginal contribution",
        "What a player adds to the worth of those who are there already.",
        ("explainable_ai.shapley",),
        r"v(S \cup j) - v(S)",
    ),
    Term(
        "pivotal",
        "The one whose arrival makes a losing coalition win.",
        ("explainable_ai.shapley",),
        also=("swing voter",),
    ),
    Term(
        "dummy player",
        "A player that adds the same to every coalition, whoever is in it.",
        ("explainable_ai.shapley",),
        also=("null player",),
    ),
    Term(
        "Banzhaf index",
        "A player's plain mean gain over all coalitions, without Shapley's weights.",
        ("explainable_ai.shapley",),
        r"\frac{1}{2^{n-1}} \sum_{S \not\ni j} \bigl(v(S \cup j) - v(S)\bigr)",
    ),
    Term(
        "SHAP",
        "What each column added to or took from the usual prediction, for one row.",
        (
            "explainable_ai.local",
            "explainable_ai.global",
        ),
        r"f(x) = \phi_0 + \sum_j \phi_j",
    ),
    Term(
        "waterfall",
        "Bars that walk from the usual prediction to this one.",
        ("explainable_ai.local",),
    ),
    Term(
        "LIME",
        "A simple model fitted around one row to imitate the real one nearby.",
        ("explainable_ai.local",),
    ),
    Term(
        "what-if",
        "Change one row's values and see the answer change.",
        (
            "explainable_ai.local",
            "supervised.model_lab",
        ),
    ),
    Term(
        "counterfactual",
        "The smallest change that would have turned the answer.",
        ("explainable_ai.local",),
    ),
    Term(
        "proxy",
        "A harmless-looking column that gives a protected one away.",
        (
            "explainable_ai.global",
            "explainable_ai.fairness",
        ),
    ),
)
