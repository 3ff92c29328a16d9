"""Words of models."""

from __future__ import annotations

from core.course.term import GLOBAL, LAB, LEAK, LOCAL, VALIDATION, Term

MODELS = (
    Term(
        "model",
        "A rule, found from data, that turns features into an answer.",
        (LAB,),
        also=("estimator",),
    ),
    Term(
        "fit",
        "Choosing a model's inner numbers so that it matches the training rows.",
        (LAB,),
        also=("train", "training", "learning"),
    ),
    Term("prediction", "What the model answers for one row.", (LAB, LOCAL)),
    Term("classification", "Predicting which of a few answers is right.", (LAB,)),
    Term("regression", "Predicting an amount.", (LAB,)),
    Term("training rows", "The rows a model learns from.", (LAB, LEAK), also=("training set",)),
    Term(
        "test rows",
        "Rows put aside and used only to judge.",
        (LAB, LEAK, VALIDATION),
        also=("test set", "hold-out"),
    ),
    Term(
        "baseline",
        "The dumb guess that any model must beat.",
        (LAB,),
        also=("dummy", "naive prediction"),
    ),
    Term(
        "hyperparameter",
        "A setting you choose before the fit.",
        (LAB,),
        also=("setting", "tuning parameter"),
    ),
    Term(
        "coefficient",
        "How much the prediction moves when a column grows by one.",
        (LAB, GLOBAL),
        r"\hat{y} = \beta_0 + \sum_j \beta_j x_j",
        ("weight", "slope"),
    ),
    Term(
        "regularisation",
        "A price on large inner numbers, to keep a model simple.",
        (LAB,),
        r"\min_\beta \lVert y - X\beta\rVert^2 + \alpha\lVert\beta\rVert^2",
        ("ridge", "lasso", "penalty", "shrinkage"),
    ),
    Term(
        "logistic regression",
        "A weighted sum squeezed into a probability.",
        (LAB,),
        r"p = \frac{1}{1+e^{-(\beta_0+\beta^\top x)}}",
        ("logit",),
    ),
    Term(
        "k-nearest neighbours",
        "Ask the most similar training rows and let them vote.",
        (LAB,),
        also=("k-NN", "knn"),
    ),
    Term(
        "decision tree",
        "A series of yes-or-no questions about the columns.",
        (LAB,),
        also=("CART",),
    ),
    Term(
        "random forest",
        "Many trees on shuffled rows and columns that vote.",
        (LAB,),
        also=("bagged trees",),
    ),
    Term(
        "gradient boosting",
        "Small trees, each mending what the ones before got wrong.",
        (LAB,),
        also=("boosted trees", "XGBoost", "LightGBM"),
    ),
    Term(
        "support vector machine",
        "The border with the widest empty street beside it.",
        (LAB,),
        also=("SVM", "SVC", "margin"),
    ),
    Term(
        "naive Bayes",
        "Multiplies the chances of each column as if they were independent.",
        (LAB,),
        r"P(c\mid x)\propto P(c)\prod_j P(x_j\mid c)",
    ),
    Term("ensemble", "Several models that decide together.", (LAB,)),
    Term(
        "random seed",
        "The number that makes chance repeatable.",
        (LAB, VALIDATION),
        also=("random state",),
    ),
    Term(
        "overfitting",
        "Learning the training rows by heart and failing on new ones.",
        (LAB, VALIDATION),
    ),
    Term("underfitting", "Being too simple to catch what is there.", (LAB, VALIDATION)),
    Term(
        "confidence interval",
        "A range that would hold the true value in most repetitions.",
        (LAB, VALIDATION),
        also=("error bar",),
    ),
    Term("bootstrap", "Drawing rows again, with repeats, to see how a number wobbles.", (LAB,)),
    Term(
        "kernel",
        "How alike two rows are, as if columns had been added.",
        (LAB, "supervised.how_it_learns"),
        stage="supervised",
    ),
    Term(
        "kernel",
        "A small grid of weights that slides over a picture.",
        ("cnn.kernel_lab",),
        also=("filter",),
        stage="cnn",
    ),
    Term(
        "bias",
        "What a neuron adds to its weighted inputs.",
        ("neural_networks.playground", "neural_networks.one_step"),
        stage="neural_networks",
    ),
    Term(
        "bias",
        "How far the mean of many fits is from the truth.",
        ("evaluation.bias_variance",),
        stage="evaluation",
    ),
    Term(
        "bias",
        "One group is judged worse than another for no good cause.",
        ("explainable_ai.fairness",),
        stage="explainable_ai",
    ),
)
