"""The stage Supervised learning: its topics, its playgrounds, what it builds on, its terms."""

from __future__ import annotations

from core.course.stage import LATER, Card, Stage, homes, split
from core.course.term import Term

STAGE = Stage(
    slug="supervised",
    title="Supervised learning",
    section="Core machine learning",
    question="Can a model predict what you want to know?",
    icon=":material/model_training:",
    topics=split(
        "classification; regression; linear regression; polynomial regression; ridge; lasso; "
        "elastic net; logistic regression; support vector machine; SVM; k-nearest neighbours; "
        "k-NN; naive Bayes; decision tree; random forest; gradient boosting; XGBoost; "
        "LightGBM; CatBoost; ensembles; regularisation; curse of dimensionality"
    ),
    playgrounds=(
        Card(
            "model_lab",
            "Model lab",
            "Pick a target and a model, fit it, judge it, take it away.",
            own_data=True,
            question="How well does this model do on rows it has never seen?",
        ),
        Card(
            "boundary_studio",
            "Boundary studio",
            "Draw points, compare decision boundaries.",
            own_data=True,
            question="Where does each model draw the line between your points?",
        ),
        Card(
            "how_it_learns",
            "How it learns",
            "Each model step by step.",
            film=True,
            question="What does a model do with your points, one step after the other?",
        ),
        Card("dimensions", "Lost in dimensions", "More columns, fewer neighbours.", own_data=True),
    ),
    needs=("learning_types", "linear_algebra", "preprocessing"),
    about=(
        "Supervised learning guesses one column of a table from the others: whether a customer "
        "comes back, what a house costs. It learns from rows whose answer is known, and is judged "
        "on rows whose answer was kept from it. Here you fit such models, and watch step by step "
        "how each of them learns."
    ),
    homes=homes(
        {
            "model_lab": "regression; elastic net; XGBoost; LightGBM; ensembles",
            "boundary_studio": "classification",
            "how_it_learns": (
                "linear regression; polynomial regression; ridge; lasso; logistic regression; "
                "support vector machine; SVM; k-nearest neighbours; k-NN; naive Bayes; decision "
                "tree; random forest; gradient boosting; regularisation"
            ),
            "dimensions": "curse of dimensionality",
            LATER: "CatBoost",
        }
    ),
)

TERMS = (
    Term(
        "feature",
        "A column the model may look at to make its prediction.",
        (
            "supervised.model_lab",
            "preprocessing.recipe",
        ),
        also=("input", "predictor", "variable", "attribute"),
    ),
    Term(
        "target",
        "The column you want to predict.",
        ("supervised.model_lab",),
        also=("label", "response", "dependent variable"),
    ),
    Term(
        "class",
        "One of the few answers a yes-or-which question can have.",
        (
            "supervised.model_lab",
            "evaluation.threshold",
        ),
    ),
    Term(
        "model",
        "A rule, found from data, that turns features into an answer.",
        ("supervised.model_lab",),
        also=("estimator",),
    ),
    Term(
        "fit",
        "Choosing a model's inner numbers so that it matches the training rows.",
        ("supervised.model_lab",),
        also=("train", "training", "learning"),
    ),
    Term(
        "prediction",
        "What the model answers for one row.",
        (
            "supervised.model_lab",
            "explainable_ai.local",
        ),
    ),
    Term(
        "classification", "Predicting which of a few answers is right.", ("supervised.model_lab",)
    ),
    Term("regression", "Predicting an amount.", ("supervised.model_lab",)),
    Term(
        "training rows",
        "The rows a model learns from.",
        (
            "supervised.model_lab",
            "preprocessing.leak_detector",
        ),
        also=("training set",),
    ),
    Term(
        "test rows",
        "Rows put aside and used only to judge.",
        (
            "supervised.model_lab",
            "preprocessing.leak_detector",
            "evaluation.validation",
        ),
        also=("test set", "hold-out"),
    ),
    Term(
        "baseline",
        "The dumb guess that any model must beat.",
        ("supervised.model_lab",),
        also=("dummy", "naive prediction"),
    ),
    Term(
        "hyperparameter",
        "A setting you choose before the fit.",
        ("supervised.model_lab", "tuning.search_race"),
        also=("setting", "tuning parameter"),
    ),
    Term(
        "coefficient",
        "How much the prediction moves when a column grows by one.",
        (
            "supervised.model_lab",
            "explainable_ai.global",
        ),
        r"\hat{y} = \beta_0 + \sum_j \beta_j x_j",
        ("slope",),
    ),
    Term(
        "regularisation",
        "A price on large inner numbers, to keep a model simple.",
        ("supervised.model_lab",),
        r"\min_\beta \lVert y - X\beta\rVert^2 + \alpha\lVert\beta\rVert^2",
        ("ridge", "lasso", "penalty", "shrinkage"),
    ),
    Term(
        "logistic regression",
        "A weighted sum squeezed into a probability.",
        ("supervised.model_lab",),
        r"p = \frac{1}{1+e^{-(\beta_0+\beta^\top x)}}",
        ("logit",),
    ),
    Term(
        "k-nearest neighbours",
        "Ask the most similar training rows and let them vote.",
        ("supervised.model_lab",),
        also=("k-NN", "knn"),
    ),
    Term(
        "decision tree",
        "A series of yes-or-no questions about the columns.",
        ("supervised.model_lab",),
        also=("CART",),
    ),
    Term(
        "decision boundary",
        "Where a model's answer changes from one class to another.",
        ("supervised.boundary_studio",),
        r"\{x : P(a\mid x) = P(b\mid x)\}",
        ("border", "boundary", "decision surface"),
    ),
    Term(
        "impurity",
        "How mixed the classes of a group of rows are; 0 where all are of one.",
        ("supervised.how_it_learns",),
        r"G = 2p(1-p)",
        ("Gini impurity",),
    ),
    Term(
        "gradient descent",
        "Going downhill on the error in small steps, each against its slope.",
        ("supervised.how_it_learns",),
        r"w \leftarrow w - \eta\,\frac{\partial L}{\partial w}",
    ),
    Term(
        "random forest",
        "Many trees on shuffled rows and columns that vote.",
        ("supervised.model_lab",),
        also=("bagged trees",),
    ),
    Term(
        "gradient boosting",
        "Small trees, each mending what the ones before got wrong.",
        ("supervised.model_lab",),
        also=("boosted trees", "XGBoost", "LightGBM"),
    ),
    Term(
        "support vector machine",
        "The border with the widest empty street beside it.",
        ("supervised.model_lab",),
        also=("SVM", "SVC", "margin"),
    ),
    Term(
        "naive Bayes",
        "Multiplies the chances of each column as if they were independent.",
        ("supervised.model_lab",),
        r"P(c\mid x)\propto P(c)\prod_j P(x_j\mid c)",
    ),
    Term("ensemble", "Several models that decide together.", ("supervised.model_lab",)),
    Term(
        "random seed",
        "The number that makes chance repeatable.",
        (
            "supervised.model_lab",
            "evaluation.validation",
        ),
        also=("random state",),
    ),
    Term(
        "overfitting",
        "Learning the training rows by heart and failing on new ones.",
        (
            "supervised.model_lab",
            "evaluation.validation",
        ),
    ),
    Term(
        "underfitting",
        "Being too simple to catch what is there.",
        (
            "supervised.model_lab",
            "evaluation.validation",
        ),
    ),
    Term(
        "confidence interval",
        "A range that would hold the true value in most repetitions.",
        (
            "supervised.model_lab",
            "evaluation.validation",
        ),
        also=("error bar",),
    ),
    Term(
        "bootstrap",
        "Drawing rows again, with repeats, to see how a number wobbles.",
        ("supervised.model_lab",),
    ),
    Term(
        "kernel",
        "How alike two rows are, as if columns had been added.",
        (
            "supervised.model_lab",
            "supervised.how_it_learns",
        ),
        stage="supervised",
    ),
    Term(
        "accuracy",
        "The share of right answers.",
        (
            "supervised.model_lab",
            "evaluation.metrics_by_hand",
        ),
        r"\frac{TP+TN}{n}",
    ),
    Term(
        "balanced accuracy",
        "The mean share of right answers, one share for each class.",
        (
            "supervised.model_lab",
            "evaluation.metrics_by_hand",
        ),
    ),
    Term(
        "residual",
        "What happened minus what was predicted.",
        ("supervised.model_lab", "evaluation.regression"),
        r"y_i-\hat{y}_i",
        ("error",),
    ),
    Term(
        "MAE",
        "The mean size of the errors, in the unit of what you predict.",
        ("supervised.model_lab", "evaluation.regression"),
        r"\frac{1}{n}\sum_i |y_i-\hat{y}_i|",
        ("mean absolute error",),
    ),
    Term(
        "RMSE",
        "The error size in the same unit, with large errors counting more.",
        ("supervised.model_lab", "evaluation.regression"),
        r"\sqrt{\frac{1}{n}\sum_i (y_i-\hat{y}_i)^2}",
        ("root mean squared error", "MSE"),
    ),
    Term(
        "R²",
        "The share of the ups and downs that the model explains; 0 is the mean's.",
        ("supervised.model_lab", "evaluation.regression"),
        r"1-\frac{\sum_i (y_i-\hat{y}_i)^2}{\sum_i (y_i-\bar{y})^2}",
        ("r squared", "coefficient of determination", "r2"),
    ),
)
