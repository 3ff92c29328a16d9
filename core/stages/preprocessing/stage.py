"""The stage Cleaning and preprocessing: its topics, playgrounds, what it builds on, its terms."""

from __future__ import annotations

from core.course.stage import Card, Stage, homes, split
from core.course.term import Term

STAGE = Stage(
    slug="preprocessing",
    title="Cleaning and preprocessing",
    section="Data",
    question="How do you clean data without fooling yourself?",
    icon=":material/cleaning_services:",
    topics=split(
        "missing values; imputation; duplicates; outliers; categories; encoding; one-hot; "
        "scaling; normalisation; feature engineering; feature selection; dimensionality "
        "reduction; transformation; train-test split; data leak; imbalanced classes; SMOTE; "
        "pipeline; text features; dates"
    ),
    playgrounds=(
        Card(
            "recipe",
            "Recipe",
            "Ordered cleaning steps and what each does to the score.",
            own_data=True,
            question="What does each step do to your table, and is it worth it?",
        ),
        Card(
            "leak_detector",
            "Leak detector",
            "Fit on all rows or on training rows: the score that cheats.",
            own_data=True,
            question="What if a step has already seen the rows it is tested on?",
        ),
        Card("scaling", "Scaling", "What each scaler does to a shape and to models.", film=True),
        Card("split", "Split", "Random, stratified, grouped, by time."),
    ),
    needs=("data_collection", "statistics"),
    about=(
        "Real tables have gaps, double rows, odd values and words where a model needs numbers. "
        "Cleaning them is a chain of decisions, and each can help, do nothing, or secretly show "
        "the model the answers. Here you take the steps one at a time and see what each does to "
        "the table and to the score."
    ),
    homes=homes(
        {
            "recipe": (
                "missing values; imputation; duplicates; outliers; categories; encoding; one-hot; "
                "scaling; normalisation; feature engineering; feature selection; dimensionality "
                "reduction; transformation; imbalanced classes; SMOTE; pipeline; text features; "
                "dates"
            ),
            "leak_detector": "data leak",
            "supervised.model_lab": "train-test split",
        }
    ),
)

TERMS = (
    Term(
        "recipe",
        "The ordered steps that turn raw columns into what the model sees.",
        ("preprocessing.recipe",),
        also=("pipeline", "preprocessing"),
    ),
    Term(
        "imputation",
        "Filling a gap with a guess learnt from the other rows.",
        ("preprocessing.recipe",),
        also=("fill",),
    ),
    Term(
        "indicator column",
        "An extra column that says where a gap was filled.",
        ("preprocessing.recipe",),
    ),
    Term("duplicate", "A row that is there twice.", ("preprocessing.recipe",)),
    Term(
        "outlier",
        "A value far away from all others, by mistake or in truth.",
        ("preprocessing.recipe",),
        also=("extreme value",),
    ),
    Term(
        "interquartile range",
        "The width of the middle half of the values.",
        ("preprocessing.recipe",),
        r"IQR = Q_3 - Q_1",
        ("IQR",),
    ),
    Term(
        "clipping",
        "Moving values beyond a limit onto the limit.",
        ("preprocessing.recipe",),
        also=("winsorising",),
    ),
    Term(
        "category",
        "A value that is a name, not an amount.",
        ("preprocessing.recipe",),
        also=("categorical", "nominal"),
    ),
    Term(
        "one-hot encoding",
        "One yes-or-no column for each name that a column can hold.",
        ("preprocessing.recipe",),
        also=("dummy variables",),
    ),
    Term(
        "ordinal encoding", "Names replaced by their place in an order.", ("preprocessing.recipe",)
    ),
    Term(
        "target encoding",
        "Names replaced by the mean answer of their training rows.",
        ("preprocessing.recipe",),
        also=("mean encoding",),
    ),
    Term(
        "frequency encoding",
        "Names replaced by how often they occur.",
        ("preprocessing.recipe",),
        also=("count encoding",),
    ),
    Term(
        "hashing",
        "Names spread over a fixed number of columns by a code computed from them.",
        ("preprocessing.recipe",),
    ),
    Term(
        "scaling",
        "Bringing columns of different units to a similar size.",
        ("preprocessing.recipe",),
        also=("normalisation",),
    ),
    Term(
        "standardising",
        "Subtracting the mean and dividing by the spread.",
        ("preprocessing.recipe",),
        r"z = \frac{x-\bar{x}}{s}",
        ("z-score", "standard scaler"),
    ),
    Term(
        "binning",
        "Cutting a number into a few ranges.",
        ("preprocessing.recipe",),
        also=("discretisation",),
    ),
    Term(
        "interaction",
        "When what one column means depends on another.",
        (
            "preprocessing.recipe",
            "explainable_ai.global",
        ),
    ),
    Term(
        "polynomial features",
        "Squares and products of columns, added as new ones.",
        ("preprocessing.recipe",),
    ),
    Term(
        "TF-IDF",
        "Word counts, with words that stand in every text counted less.",
        ("preprocessing.recipe",),
        r"\mathrm{tf}\cdot\left(\ln\frac{1+n}{1+\mathrm{df}}+1\right)",
        ("bag of words",),
    ),
    Term("feature selection", "Keeping only the columns that help.", ("preprocessing.recipe",)),
    Term(
        "mutual information",
        "How much knowing one column tells about another, straight or not.",
        ("preprocessing.recipe",),
        r"I = \sum_{x,y} p(x,y)\ln\frac{p(x,y)}{p(x)\,p(y)}",
    ),
    Term(
        "PCA",
        "New axes along which the rows differ most.",
        ("preprocessing.recipe",),
        also=("principal component analysis", "dimensionality reduction"),
    ),
    Term(
        "imbalance",
        "When one answer is much rarer than the others.",
        (
            "preprocessing.recipe",
            "evaluation.threshold",
        ),
        also=("imbalanced", "rare class"),
    ),
    Term(
        "SMOTE",
        "New rows of the rare answer, made between two neighbours of it.",
        ("preprocessing.recipe",),
        r"x_{\mathrm{new}} = x_i + \lambda (x_j - x_i)",
        ("over-sampling",),
    ),
    Term("under-sampling", "Leaving out rows of the frequent answer.", ("preprocessing.recipe",)),
    Term(
        "class weight",
        "How much a mistake on one answer counts in the fit.",
        (
            "preprocessing.recipe",
            "supervised.model_lab",
        ),
    ),
    Term(
        "leak",
        "When training sees something it could not know when it is used.",
        (
            "preprocessing.leak_detector",
            "evaluation.validation",
        ),
        also=("leakage", "data leakage", "target leakage"),
    ),
)
