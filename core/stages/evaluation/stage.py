"""The stage Model evaluation: its topics, its playgrounds, what it builds on, its terms."""

from __future__ import annotations

from core.course.stage import Card, Stage, homes, split
from core.course.term import Term

STAGE = Stage(
    slug="evaluation",
    title="Model evaluation",
    section="Core machine learning",
    question="How good is a model really?",
    icon=":material/analytics:",
    topics=split(
        "accuracy; precision; recall; sensitivity; specificity; F1 score; ROC-AUC; ROC curve; "
        "log loss; confusion matrix; threshold; calibration; regression metrics; MAE; RMSE; "
        "R²; k-fold; cross-validation; LOOCV; overfitting; underfitting; bias and variance; "
        "baseline; why evaluation matters"
    ),
    playgrounds=(
        Card(
            "threshold",
            "Threshold",
            "One slider moves confusion matrix, ROC and cost together.",
            own_data=True,
            question="Where do you draw the line between yes and no, and what does it cost?",
        ),
        Card(
            "metrics_by_hand",
            "Metrics by hand",
            "Change the counts, read every metric.",
            question="What does each metric make of the same four counts?",
        ),
        Card(
            "regression",
            "Regression",
            "Drag one point and see which metric cares; residuals.",
            own_data=True,
            question="How far off is a prediction, and whose errors does each metric count?",
        ),
        Card(
            "validation",
            "Validation",
            "Hold-out, k-fold and others: folds and spread.",
            film=True,
            own_data=True,
            question="How sure can you be of a score before anybody sees the test rows?",
        ),
        Card(
            "bias_variance",
            "Bias and variance",
            "Refit on fresh samples; learning curves.",
            film=True,
            question="Would more rows help your model, or would another model?",
        ),
        Card("better", "Is it really better?", "Two models, one honest comparison.", own_data=True),
        Card("errors", "Error browser", "The worst rows first; slices of errors.", own_data=True),
        Card("broken", "Broken experiments", "Find the planted fault; graded."),
    ),
    needs=("supervised", "statistics"),
    about=(
        "A model is worth what it does on cases it has not seen, and one number can hide a lot of "
        "that. Here you learn what each mark counts and leaves out, what a wrong answer costs, "
        "and how much of a good result is luck. Without it nobody can tell a better model from a "
        "lucky one."
    ),
    homes=homes(
        {
            "metrics_by_hand": (
                "accuracy; precision; recall; sensitivity; specificity; F1 score; why evaluation "
                "matters"
            ),
            "threshold": "ROC-AUC; ROC curve; confusion matrix; threshold; calibration",
            "validation": "k-fold; cross-validation; LOOCV",
            "bias_variance": "bias and variance",
            "regression": "regression metrics; MAE; RMSE; R²",
            "supervised.model_lab": "log loss; baseline",
            "supervised.how_it_learns": "overfitting; underfitting",
        }
    ),
)

TERMS = (
    Term(
        "bias",
        "How far the mean of many fits is from the truth.",
        ("evaluation.bias_variance",),
        stage="evaluation",
    ),
    Term(
        "variance",
        "How far fits to fresh samples lie from their own mean, squared.",
        ("evaluation.bias_variance",),
        stage="evaluation",
    ),
    Term(
        "noise",
        "What changes an answer by chance, so that no model can know it.",
        ("evaluation.bias_variance",),
        also=("irreducible error",),
        stage="evaluation",
    ),
    Term(
        "learning curve",
        "Training and test error against the number of rows.",
        ("evaluation.bias_variance",),
    ),
    Term(
        "validation curve",
        "Training and test error against how flexible the model is.",
        ("evaluation.bias_variance",),
    ),
    Term(
        "double descent",
        "The test error falls, peaks where a model just meets every row, and falls again.",
        ("evaluation.bias_variance",),
    ),
    Term(
        "metric",
        "A rule that makes one mark of many answers and their truths.",
        (
            "evaluation.metrics_by_hand",
            "evaluation.validation",
        ),
    ),
    Term(
        "confusion matrix",
        "A table of true answers against predicted ones.",
        (
            "evaluation.threshold",
            "evaluation.metrics_by_hand",
        ),
    ),
    Term(
        "true positive",
        "Predicted yes, and it was yes.",
        (
            "evaluation.threshold",
            "evaluation.metrics_by_hand",
        ),
        also=("TP", "hit"),
    ),
    Term(
        "false positive",
        "Predicted yes, and it was no.",
        (
            "evaluation.threshold",
            "evaluation.metrics_by_hand",
        ),
        also=("FP", "false alarm", "type I error"),
    ),
    Term(
        "false negative",
        "Predicted no, and it was yes.",
        (
            "evaluation.threshold",
            "evaluation.metrics_by_hand",
        ),
        also=("FN", "miss", "type II error"),
    ),
    Term(
        "precision",
        "Of those called yes, the share that is yes.",
        (
            "evaluation.threshold",
            "evaluation.metrics_by_hand",
        ),
        r"\frac{TP}{TP+FP}",
        ("positive predictive value", "PPV"),
    ),
    Term(
        "recall",
        "Of those that are yes, the share that was found.",
        (
            "evaluation.threshold",
            "evaluation.metrics_by_hand",
        ),
        r"\frac{TP}{TP+FN}",
        ("sensitivity", "true positive rate", "TPR", "hit rate"),
    ),
    Term(
        "specificity",
        "Of those that are no, the share left alone.",
        (
            "evaluation.threshold",
            "evaluation.metrics_by_hand",
        ),
        r"\frac{TN}{TN+FP}",
        ("true negative rate", "TNR", "selectivity"),
    ),
    Term(
        "F1 score",
        "One number for precision and recall that is low when either is.",
        (
            "evaluation.threshold",
            "evaluation.metrics_by_hand",
        ),
        r"\frac{2\,TP}{2\,TP+FP+FN}",
        ("F-score", "F-measure"),
    ),
    Term(
        "threshold",
        "The probability from which on the answer is yes.",
        ("evaluation.threshold",),
        also=("cut-off",),
    ),
    Term(
        "ROC curve",
        "Share found against share of false alarms, for every cut.",
        ("evaluation.threshold",),
        also=("receiver operating characteristic",),
    ),
    Term(
        "AUC",
        "The chance that a random yes gets a higher score than a random no.",
        (
            "evaluation.threshold",
            "supervised.model_lab",
        ),
        also=("ROC-AUC", "area under the curve"),
    ),
    Term(
        "precision–recall curve",
        "How pure the catch stays as you catch more.",
        ("evaluation.threshold",),
        also=("average precision", "PR curve"),
    ),
    Term(
        "lift",
        "How many times more yes you find at the top of the list than by chance.",
        ("evaluation.threshold",),
        also=("gain",),
        stage="evaluation",
    ),
    Term(
        "calibration",
        "Whether things called 70 % likely happen in 70 % of cases.",
        ("evaluation.threshold",),
        also=("reliability",),
    ),
    Term(
        "log loss",
        "A punishment that grows fast when a confident probability is wrong.",
        (
            "evaluation.metrics_by_hand",
            "supervised.model_lab",
        ),
        r"-\frac{1}{n}\sum_i \ln p_i(y_i)",
        ("cross-entropy",),
    ),
    Term(
        "macro average",
        "The plain mean over classes: each class counts the same.",
        ("evaluation.metrics_by_hand",),
        also=("micro average", "weighted average"),
    ),
    Term(
        "cross-validation",
        "Every row is tested once, by a model that did not see it.",
        (
            "evaluation.validation",
            "preprocessing.recipe",
        ),
        also=("k-fold", "CV"),
    ),
    Term("fold", "One of the parts that take turns at being the test.", ("evaluation.validation",)),
    Term(
        "stratified split",
        "A split in which both parts hold the same shares of each answer.",
        (
            "evaluation.validation",
            "supervised.model_lab",
        ),
    ),
    Term(
        "grouped split",
        "A split that keeps rows of one person or machine together.",
        (
            "evaluation.validation",
            "supervised.model_lab",
        ),
    ),
    Term(
        "MAPE",
        "The mean error in percent of the truth; it has no value where a truth is 0.",
        ("evaluation.regression",),
        r"\frac{1}{n}\sum_i\left|\frac{y_i-\hat y_i}{y_i}\right|",
        ("mean absolute percentage error",),
    ),
    Term(
        "pinball loss",
        "Saying too little costs q for each unit, saying too much 1 − q.",
        ("evaluation.regression",),
        also=("quantile loss",),
    ),
    Term(
        "leave-one-out",
        "As many folds as rows: one is tested at a time.",
        ("evaluation.validation",),
        also=("LOOCV",),
    ),
)
