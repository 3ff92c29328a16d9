"""Words of data and of cleaning it."""

from __future__ import annotations

from core.course.term import GLOBAL, LAB, LEAK, LOAD, RECIPE, THRESHOLD, VALIDATION, Term

DATA = (
    Term("data set", "A table of examples you can learn from.", (LOAD,), also=("dataset", "data")),
    Term(
        "row",
        "One example: one house, one customer, one payment.",
        (LOAD,),
        also=("sample", "observation", "instance"),
    ),
    Term(
        "feature",
        "A column the model may look at to make its prediction.",
        (LAB, RECIPE),
        also=("input", "predictor", "variable", "attribute"),
    ),
    Term(
        "target",
        "The column you want to predict.",
        (LAB,),
        also=("label", "response", "dependent variable"),
    ),
    Term("class", "One of the few answers a yes-or-which question can have.", (LAB, THRESHOLD)),
    Term(
        "encoding", "The code that turns a file's bytes into letters.", (LOAD,), also=("charset",)
    ),
    Term("delimiter", "The sign between two cells of a text file.", (LOAD,), also=("separator",)),
    Term("digest", "A short code that names content: other content, other code.", (LOAD,)),
    Term(
        "data type",
        "Whether a column holds numbers, words, dates or yes/no.",
        (LOAD,),
        also=("dtype",),
    ),
    Term(
        "licence",
        "What the owner of the data allows you to do with it.",
        (LOAD,),
        also=("license",),
    ),
    Term("distribution", "Which values occur in a column, and how often.", (LOAD,)),
    Term(
        "mean",
        "The sum of the values divided by how many there are.",
        (LOAD, RECIPE),
        r"\bar{x} = \frac{1}{n}\sum_i x_i",
        ("average",),
    ),
    Term("median", "The value in the middle when all are sorted.", (LOAD, RECIPE)),
    Term(
        "standard deviation",
        "How far values typically lie from their mean.",
        (LOAD, RECIPE),
        r"s = \sqrt{\frac{1}{n-1}\sum_i (x_i-\bar{x})^2}",
        ("spread", "sd"),
    ),
    Term(
        "quantile",
        "The value below which a given share of the rows lies.",
        (LOAD, RECIPE),
        also=("percentile", "quartile"),
    ),
    Term(
        "correlation",
        "How well a straight line describes two columns together, from −1 to 1.",
        (LOAD, GLOBAL),
        r"r = \frac{1}{n-1}\sum_i \frac{x_i-\bar{x}}{s_x}\cdot\frac{y_i-\bar{y}}{s_y}",
    ),
)

CLEANING = (
    Term(
        "recipe",
        "The ordered steps that turn raw columns into what the model sees.",
        (RECIPE,),
        also=("pipeline", "preprocessing"),
    ),
    Term(
        "missing value", "A cell with nothing in it.", (LOAD, RECIPE), also=("gap", "nan", "null")
    ),
    Term(
        "imputation",
        "Filling a gap with a guess learnt from the other rows.",
        (RECIPE,),
        also=("fill",),
    ),
    Term("indicator column", "An extra column that says where a gap was filled.", (RECIPE,)),
    Term("duplicate", "A row that is there twice.", (RECIPE,)),
    Term(
        "outlier",
        "A value far away from all others, by mistake or in truth.",
        (RECIPE,),
        also=("extreme value",),
    ),
    Term(
        "interquartile range",
        "The width of the middle half of the values.",
        (RECIPE,),
        r"IQR = Q_3 - Q_1",
        ("IQR",),
    ),
    Term(
        "clipping", "Moving values beyond a limit onto the limit.", (RECIPE,), also=("winsorising",)
    ),
    Term(
        "category",
        "A value that is a name, not an amount.",
        (RECIPE,),
        also=("categorical", "nominal"),
    ),
    Term(
        "one-hot encoding",
        "One yes-or-no column for each name that a column can hold.",
        (RECIPE,),
        also=("dummy variables",),
    ),
    Term("ordinal encoding", "Names replaced by their place in an order.", (RECIPE,)),
    Term(
        "target encoding",
        "Names replaced by the mean answer of their training rows.",
        (RECIPE,),
        also=("mean encoding",),
    ),
    Term(
        "frequency encoding",
        "Names replaced by how often they occur.",
        (RECIPE,),
        also=("count encoding",),
    ),
    Term(
        "hashing",
        "Names spread over a fixed number of columns by a code computed from them.",
        (RECIPE,),
    ),
    Term(
        "scaling",
        "Bringing columns of different units to a similar size.",
        (RECIPE,),
        also=("normalisation",),
    ),
    Term(
        "standardising",
        "Subtracting the mean and dividing by the spread.",
        (RECIPE,),
        r"z = \frac{x-\bar{x}}{s}",
        ("z-score", "standard scaler"),
    ),
    Term("binning", "Cutting a number into a few ranges.", (RECIPE,), also=("discretisation",)),
    Term("interaction", "When what one column means depends on another.", (RECIPE, GLOBAL)),
    Term("polynomial features", "Squares and products of columns, added as new ones.", (RECIPE,)),
    Term(
        "TF-IDF",
        "Word counts, with words that stand in every text counted less.",
        (RECIPE,),
        r"\mathrm{tf}\cdot\left(\ln\frac{1+n}{1+\mathrm{df}}+1\right)",
        ("bag of words",),
    ),
    Term("feature selection", "Keeping only the columns that help.", (RECIPE,)),
    Term(
        "mutual information",
        "How much knowing one column tells about another, straight or not.",
        (RECIPE,),
        r"I = \sum_{x,y} p(x,y)\ln\frac{p(x,y)}{p(x)\,p(y)}",
    ),
    Term(
        "PCA",
        "New axes along which the rows differ most.",
        (RECIPE,),
        also=("principal component analysis", "dimensionality reduction"),
    ),
    Term(
        "imbalance",
        "When one answer is much rarer than the others.",
        (RECIPE, THRESHOLD),
        also=("imbalanced", "rare class"),
    ),
    Term(
        "SMOTE",
        "New rows of the rare answer, made between two neighbours of it.",
        (RECIPE,),
        r"x_{\mathrm{new}} = x_i + \lambda (x_j - x_i)",
        ("over-sampling",),
    ),
    Term("under-sampling", "Leaving out rows of the frequent answer.", (RECIPE,)),
    Term("class weight", "How much a mistake on one answer counts in the fit.", (RECIPE, LAB)),
    Term(
        "leak",
        "When training sees something it could not know when it is used.",
        (LEAK, VALIDATION),
        also=("leakage", "data leakage", "target leakage"),
    ),
)
