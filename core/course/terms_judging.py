"""Words of judging and of explaining a model."""

from __future__ import annotations

from core.course.term import GLOBAL, HAND, LAB, LOCAL, RECIPE, THRESHOLD, VALIDATION, Term

JUDGING = (
    Term("confusion matrix", "A table of true answers against predicted ones.", (THRESHOLD, HAND)),
    Term("true positive", "Predicted yes, and it was yes.", (THRESHOLD, HAND), also=("TP", "hit")),
    Term(
        "false positive",
        "Predicted yes, and it was no.",
        (THRESHOLD, HAND),
        also=("FP", "false alarm", "type I error"),
    ),
    Term(
        "false negative",
        "Predicted no, and it was yes.",
        (THRESHOLD, HAND),
        also=("FN", "miss", "type II error"),
    ),
    Term("accuracy", "The share of right answers.", (LAB, HAND), r"\frac{TP+TN}{n}"),
    Term(
        "balanced accuracy",
        "The mean share of right answers, one share for each class.",
        (LAB, HAND),
    ),
    Term(
        "precision",
        "Of those called yes, the share that is yes.",
        (THRESHOLD, HAND),
        r"\frac{TP}{TP+FP}",
        ("positive predictive value", "PPV"),
    ),
    Term(
        "recall",
        "Of those that are yes, the share that was found.",
        (THRESHOLD, HAND),
        r"\frac{TP}{TP+FN}",
        ("sensitivity", "true positive rate", "TPR", "hit rate"),
    ),
    Term(
        "specificity",
        "Of those that are no, the share left alone.",
        (THRESHOLD, HAND),
        r"\frac{TN}{TN+FP}",
        ("true negative rate", "TNR", "selectivity"),
    ),
    Term(
        "F1 score",
        "One number for precision and recall that is low when either is.",
        (THRESHOLD, HAND),
        r"\frac{2\,TP}{2\,TP+FP+FN}",
        ("F-score", "F-measure"),
    ),
    Term(
        "threshold",
        "The probability from which on the answer is yes.",
        (THRESHOLD,),
        also=("cut-off",),
    ),
    Term(
        "ROC curve",
        "Share found against share of false alarms, for every cut.",
        (THRESHOLD,),
        also=("receiver operating characteristic",),
    ),
    Term(
        "AUC",
        "The chance that a random yes gets a higher score than a random no.",
        (THRESHOLD, LAB),
        also=("ROC-AUC", "area under the curve"),
    ),
    Term(
        "precision–recall curve",
        "How pure the catch stays as you catch more.",
        (THRESHOLD,),
        also=("average precision", "PR curve"),
    ),
    Term(
        "lift",
        "How many times more yes you find at the top of the list than by chance.",
        (THRESHOLD,),
        also=("gain",),
    ),
    Term(
        "calibration",
        "Whether things called 70 % likely happen in 70 % of cases.",
        (THRESHOLD,),
        also=("reliability",),
    ),
    Term(
        "log loss",
        "A punishment that grows fast when a confident probability is wrong.",
        (HAND, LAB),
        r"-\frac{1}{n}\sum_i \ln p_i(y_i)",
        ("cross-entropy",),
    ),
    Term(
        "macro average",
        "The plain mean over classes: each class counts the same.",
        (HAND,),
        also=("micro average", "weighted average"),
    ),
    Term(
        "residual", "What happened minus what was predicted.", (LAB,), r"y_i-\hat{y}_i", ("error",)
    ),
    Term(
        "MAE",
        "The mean size of the errors, in the unit of what you predict.",
        (LAB,),
        r"\frac{1}{n}\sum_i |y_i-\hat{y}_i|",
        ("mean absolute error",),
    ),
    Term(
        "RMSE",
        "The error size in the same unit, with large errors counting more.",
        (LAB,),
        r"\sqrt{\frac{1}{n}\sum_i (y_i-\hat{y}_i)^2}",
        ("root mean squared error", "MSE"),
    ),
    Term(
        "R²",
        "The share of the ups and downs that the model explains; 0 is the mean's.",
        (LAB,),
        r"1-\frac{\sum_i (y_i-\hat{y}_i)^2}{\sum_i (y_i-\bar{y})^2}",
        ("r squared", "coefficient of determination", "r2"),
    ),
    Term(
        "cross-validation",
        "Every row is tested once, by a model that did not see it.",
        (VALIDATION, RECIPE),
        also=("k-fold", "CV"),
    ),
    Term("fold", "One of the parts that take turns at being the test.", (VALIDATION,)),
    Term(
        "stratified split",
        "A split in which both parts hold the same shares of each answer.",
        (VALIDATION, LAB),
    ),
    Term(
        "grouped split",
        "A split that keeps rows of one person or machine together.",
        (VALIDATION, LAB),
    ),
    Term(
        "leave-one-out",
        "As many folds as rows: one is tested at a time.",
        (VALIDATION,),
        also=("LOOCV",),
    ),
)

EXPLAINING = (
    Term(
        "feature importance",
        "How much a model relies on a column.",
        (GLOBAL,),
        also=("variable importance",),
    ),
    Term(
        "permutation importance",
        "How much worse the score gets when a column is shuffled.",
        (GLOBAL,),
    ),
    Term(
        "impurity importance",
        "How much a column's questions sorted the training rows in the trees.",
        (GLOBAL,),
        also=("Gini importance", "MDI"),
    ),
    Term(
        "partial dependence",
        "The mean prediction as one column moves and the others stay.",
        (GLOBAL,),
        r"\frac{1}{n}\sum_i f(x_S, x_{i,C})",
        ("PDP",),
    ),
    Term(
        "ICE",
        "One line for each row: its prediction as one column moves.",
        (GLOBAL,),
        also=("individual conditional expectation",),
    ),
    Term(
        "ALE",
        "Steps of the prediction among rows that have such values, added up.",
        (GLOBAL,),
        r"\sum_{k \le x} \frac{1}{n_k} \sum_{i \in k} f(z_k, x_{i,C}) - f(z_{k-1}, x_{i,C})",
        ("accumulated local effects",),
    ),
    Term(
        "Shapley value",
        "A fair share of the result for each player of a game.",
        (LOCAL, GLOBAL),
        r"\phi_j = \sum_{S\not\ni j}\frac{|S|!\,(p-|S|-1)!}{p!}\,\bigl(v(S\cup j)-v(S)\bigr)",
    ),
    Term(
        "SHAP",
        "What each column added to or took from the usual prediction, for one row.",
        (LOCAL, GLOBAL),
        r"f(x) = \phi_0 + \sum_j \phi_j",
    ),
    Term("waterfall", "Bars that walk from the usual prediction to this one.", (LOCAL,)),
    Term("LIME", "A simple model fitted around one row to imitate the real one nearby.", (LOCAL,)),
    Term("what-if", "Change one row's values and see the answer change.", (LOCAL, LAB)),
    Term("counterfactual", "The smallest change that would have turned the answer.", (LOCAL,)),
    Term(
        "proxy",
        "A harmless-looking column that gives a protected one away.",
        (GLOBAL, "explainable_ai.fairness"),
    ),
)
